"""What the order panel asks of the part of it that knows one kind of dose."""

from collections.abc import Sequence
from typing import Protocol

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions import Body
from clinicdesk.rules.dosing import Dose
from clinicdesk.rules.quantities import decimal_text
from clinicdesk.rules.typed_quantities import parse_minutes
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField

_LONGEST_MINUTES = 720


class OrderForm(Protocol):
    """The fields of one kind of dose. They are put into the panel when the form is made."""

    @property
    def fields(self) -> Sequence[Field]:
        """What can be typed into."""

    def fill(self, before: Dose | None, known: Body, /) -> None:
        """Begin with the order that counts, else with the protocol's own numbers."""

    def body(self, known: Body, /) -> Body:
        """Return what is known of the body, with what is typed here."""

    def dose(self, known: Body, /) -> Dose:
        """Return the dose of what is typed. Raises ``BadValue``."""


def thousandths(units: int) -> str:
    """Return an amount as it stands in a field: without the comma of thousands, which could be read as a point."""
    return decimal_text(units, 1000).replace(",", "")


def minutes(text: str, name: str) -> int:
    """Read a duration."""
    return parse_minutes(text, name, _LONGEST_MINUTES)


def number(field: ParsedField[int], key: str) -> int:
    """Return the number of a field. Raises ``BadValue`` naming the field when it is empty or cannot be read."""
    try:
        value = field.value()
    except BadValue as problem:
        raise BadValue(str(problem), key) from problem
    if value is None:
        raise BadValue(_("Type a number."), key)
    return value

"""What can be booked: kinds of visit, their usual length, what each needs. Read from a file a clinic may edit."""

from dataclasses import dataclass
from functools import cache

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import read_text

FILE = "schedule/visit_types.toml"
SESSION = "session"
BLOCKED = "blocked"
_LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class VisitType:
    """A kind of visit. ``minutes`` is the usual length; a session's own comes from its protocol.

    For one ``by_phone`` nobody arrives.
    """

    id: str
    title: str
    minutes: int
    needs_chair: bool
    treatment: bool
    with_patient: bool
    by_phone: bool


@cache
def types() -> tuple[VisitType, ...]:
    """Return the kinds of visit in the order they are offered. Raises ``BadValue`` where the file has an error."""
    return parse(read_text(FILE))


def get(kind: str) -> VisitType:
    """Return one kind of visit. Raises ``BadValue`` for one that is not in the file."""
    found = next((one for one in types() if one.id == kind), None)
    if found is None:
        raise BadValue(_("Choose a kind of visit from the list."), "kind")
    return found


def title(kind: str) -> str:
    """Return the words for a kind of visit; one that was taken out of the file is shown by its id."""
    return next((one.title for one in types() if one.id == kind), kind.replace("_", " ").capitalize())


def is_by_phone(kind: str) -> bool:
    """Tell whether the patient of a kind of visit stays at home; one that is not in the file comes."""
    return any(one.by_phone for one in types() if one.id == kind)


def parse(text: str) -> tuple[VisitType, ...]:
    """Read the kinds of visit from the text of a file."""
    try:
        table = Table.parse(text, FILE)
        found = tuple(_type(one) for one in table.tables("type"))
        table.done()
    except FaultyFile as fault:
        raise BadValue(
            _("{file}, line {line}: {sentence}").format(
                file=FILE, line=fault.problem.line, sentence=fault.problem.sentence
            )
        ) from fault
    ids = [one.id for one in found]
    if len(set(ids)) != len(ids) or not {SESSION, BLOCKED} <= set(ids):
        raise BadValue(
            _("{file} must have “session” and “blocked” among its kinds, and each kind only once.").format(file=FILE)
        )
    return found


def _type(table: Table) -> VisitType:
    found = VisitType(
        id=table.text("id"),
        title=table.text("title"),
        minutes=table.integer("minutes", 5, _LONGEST_MINUTES),
        needs_chair=table.flag("needs_chair", default=False),
        treatment=table.flag("treatment", default=False),
        with_patient=table.flag("with_patient", default=True),
        by_phone=table.flag("by_phone", default=False),
    )
    table.done()
    return found

"""The field in which somebody says under which order something is given or changed."""

from collections.abc import Sequence
from typing import cast

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records import sessions
from clinicdesk.records.sessions import OrderedBy, Session, Under
from ui.widgets.choice_field import ChoiceField


def order_field(session: Session, *kinds: OrderedBy, hint: str = "") -> ChoiceField:
    """Return the field with the orders of some kinds, or with all of them when none is named."""
    found = [under for under in sessions.all_of(session) if not kinds or under.by in kinds]
    hint = hint or _("A verbal order is written down first.")
    return ChoiceField(_("Under w&hich order"), _choices(session, found), required=True, hint=hint)


def chosen_order(field: ChoiceField) -> Under:
    """Return the order that was chosen. Raises ``BadValue`` at the field ``order``."""
    under = cast("Under | None", field.value())
    if under is None:
        raise BadValue(_("Choose the order this is under."), "order")
    return under


def _choices(session: Session, found: Sequence[Under]) -> list[tuple[object, str]]:
    return [(under, _words(session, under)) for under in found]


def _words(session: Session, under: Under) -> str:
    words = sessions.words_of(session, under)
    if under.by is not OrderedBy.STANDING:
        return words
    left = sessions.left_of(session, under.ref)
    more = ngettext("{count} more time", "{count} more times", left).format(count=left) if left else _("used up")
    return f"{words} ({more})"

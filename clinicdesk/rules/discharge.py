"""Is the discharge checklist done? The items themselves stand in the protocol file, with their sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.language import ngettext
from clinicdesk.rules.protocol import ChecklistItem


class Mark(StrEnum):
    """The answer to one item. NOT_APPLICABLE needs a remark from the person who marks it."""

    OPEN = "open"
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """Items still open and items answered "not met", both in the protocol's order."""

    open: tuple[ChecklistItem, ...]
    not_met: tuple[ChecklistItem, ...]

    @property
    def complete(self) -> bool:
        """True when every item is met or does not apply."""
        return not self.open and not self.not_met

    @property
    def sentence(self) -> str:
        """What is left to do, or an empty text."""
        count = len(self.open) + len(self.not_met)
        if not count:
            return ""
        return ngettext(
            "{count} item of the discharge checklist is not met yet.",
            "{count} items of the discharge checklist are not met yet.",
            count,
        ).format(count=count)


def checklist_state(items: Iterable[ChecklistItem], marks: Mapping[str, Mark]) -> ChecklistState:
    """Return what is left of the checklist; an item without a mark is open, a mark without its item is ignored."""
    answered = [(item, marks.get(item.id, Mark.OPEN)) for item in items]
    return ChecklistState(
        open=tuple(item for item, mark in answered if mark is Mark.OPEN),
        not_met=tuple(item for item, mark in answered if mark is Mark.NOT_MET),
    )

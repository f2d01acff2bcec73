"""How a patient leaves: the checklist, how long is watched at least, and the ways a visit can end.

The items of the checklist and the minutes stand in the protocol file, with their sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.language import _, ngettext
from clinicdesk.rules.protocol import ChecklistItem, CountsFrom
from clinicdesk.rules.timeline import Moment


class Leaving(StrEnum):
    """How the patient left. The values are stored, so they never change."""

    DISCHARGED = "discharged"
    AGAINST_ADVICE = "against_advice"
    LEFT_UNSEEN = "left_unseen"
    HOSPITAL = "hospital"


LEAVING_WORDS: Mapping[Leaving, str] = {
    Leaving.DISCHARGED: _("Discharged"),
    Leaving.AGAINST_ADVICE: _("Left against advice"),
    Leaving.LEFT_UNSEEN: _("Left unseen"),
    Leaving.HOSPITAL: _("Sent to hospital"),
}


OUTCOMES: Mapping[str, str] = {
    "discharged": _("Patient left"),
    "against_advice": _("Patient left against medical advice"),
    "left_unseen": _("Patient left without being seen"),
    "hospital": _("Patient sent to hospital"),
}
"""How a visit ended, by what is stored."""


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


def earliest(minutes: int, counted_from: CountsFrom, moments: Mapping[CountsFrom, Moment | None]) -> Moment | None:
    """Return before when the patient does not leave, or None where the protocol sets no time or nothing is there yet.

    ``moments`` holds when the treatment started and ended, and when the first and the last device was given. What the
    minutes are counted from is the protocol's choice, with its source there.
    """
    since = moments.get(counted_from)
    if since is None or not minutes:
        return None
    return since.before(-minutes * 60_000)

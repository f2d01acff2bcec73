"""The work beside the window: check a text and make its paper, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Checked, EditedText, TextProblem, Wording
from ui.widgets.background import Ticket


@dataclass(frozen=True, slots=True)
class Made:
    """What came out: what the checks found, and the paper unless there was something to find."""

    checked: Checked
    paper: bytes | None


def making(desk: Desk, text: EditedText, base: Wording) -> Callable[[Ticket], Made]:
    """Return the work for a text that is being written."""

    def work(ticket: Ticket) -> Made:
        checked = wordings.check(text, base)
        ticket.check()
        if checked.wording is None:
            return Made(checked, None)
        try:
            with desk.beside() as beside:
                return Made(checked, _paper(beside, checked.wording))
        except ClinicDeskError as problem:  # a letter no font has
            return Made(Checked((TextProblem(str(problem)),), None), None)

    return work


def printing(desk: Desk, wording: Wording) -> Callable[[Ticket], bytes]:
    """Return the work that makes the paper of a text as it will print once this person has published it.

    It raises ``WordingProblem`` for one with a mistake in it.
    """

    def work(_ticket: Ticket) -> bytes:
        with desk.beside() as beside:
            # Read anew: of the samples only the headers were read so far.
            return _paper(beside, wordings.as_published(beside, wording.source))

    return work


def _paper(desk: Desk, wording: Wording) -> bytes:
    # reportlab is slow to start; here nobody waits for it.
    from clinicdesk.printing import consent_form

    return consent_form.of_wording(desk, wording)

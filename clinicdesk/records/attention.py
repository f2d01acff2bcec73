"""What an administrator should look at: one list over backups, access, requests, people and the record itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.permissions import Role
from clinicdesk.records import (
    access_reviews,
    anchors,
    backups,
    emergency,
    leaving,
    overdue_signing,
    record_check,
    rights,
    staff,
)

Tone = Literal["info", "warn", "danger"]

REQUEST_DAYS = 7
"""So many days before it is due a request of a patient is spoken of."""
CHECK_EVERY = timedelta(days=35)
"""How often the whole record should be checked: once a month, and a few days."""


ONLY_HERE = _("All backups are on the disk of this PC. Add a place that is still there when the PC is not.")
"""What is said of places that are lost together with the PC."""


class Subject(StrEnum):
    """Where something is dealt with."""

    REVIEW = "review"
    SLIPS = "slips"
    EMERGENCY = "emergency"
    BACKUPS = "backups"
    KEYS = "keys"
    REQUESTS = "requests"
    CHECK = "check"
    PEOPLE = "people"
    PRACTICE = "practice"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at, in a sentence that says what it is; no patient is named."""

    subject: Subject
    tone: Tone
    sentence: str


def of_clinic(desk: Desk) -> list[Attention]:
    """Return what needs attention, the worst first. Raises ``NotAllowed`` for all but administrators."""
    desk.may_see("access")
    sources: tuple[Callable[[Desk], Iterator[Attention]], ...] = (
        _backups,
        _record,
        _emergencies,
        _requests,
        _signing,
        _people,
        _access,
        _practice,
    )
    found = [one for source in sources for one in source(desk)]
    return sorted(found, key=rank)


def rank(one: Attention) -> int:
    """Return the place of something in a list that begins with the worst."""
    return ("danger", "warn", "info").index(one.tone)


def _backups(desk: Desk) -> Iterator[Attention]:
    state = backups.state(desk)
    if desk.clinic.is_sample and not state.places:
        return
    for concern in state.concerns:
        yield Attention(Subject.BACKUPS, "danger" if concern.tone == "danger" else "warn", concern.sentence)
    kinds = {of.place.kind for of in state.places}
    if kinds == {backups.Kind.THIS_DISK}:
        yield Attention(Subject.BACKUPS, "warn", ONLY_HERE)
    elif kinds and not any(of.place.offline for of in state.places):
        sentence = _("No copy is kept offline. A disk that is taken away is safe from theft, fire and blackmail.")
        yield Attention(Subject.BACKUPS, "info", sentence)


def _record(desk: Desk) -> Iterator[Attention]:
    last = record_check.last_whole(desk.clinic)
    if last is None:
        yield Attention(Subject.CHECK, "info", _("The whole record was not checked on this PC yet."))
    elif desk.now() - last.at > CHECK_EVERY:
        days = (desk.now() - last.at).days
        yield Attention(Subject.CHECK, "warn", _("The whole record was checked {count} days ago.").format(count=days))


def _emergencies(desk: Desk) -> Iterator[Attention]:
    if words := emergency.sentence(emergency.unread(desk)):
        yield Attention(Subject.EMERGENCY, "warn", words)


def _requests(desk: Desk) -> Iterator[Attention]:
    today = desk.local(desk.now()).date()
    left = [line.request.days_left(today) for line in rights.register(desk)]
    late, soon = sum(days < 0 for days in left), sum(0 <= days <= REQUEST_DAYS for days in left)
    if late:
        sentence = ngettext(
            "{count} request of a patient is late.", "{count} requests of patients are late.", late
        ).format(count=late)
        yield Attention(Subject.REQUESTS, "danger", sentence)
    if soon:
        sentence = ngettext(
            "{count} request of a patient is due within a week.",
            "{count} requests of patients are due within a week.",
            soon,
        ).format(count=soon)
        yield Attention(Subject.REQUESTS, "warn", sentence)


def _signing(desk: Desk) -> Iterator[Attention]:
    if words := overdue_signing.sentence(overdue_signing.overdue(desk)):
        yield Attention(Subject.SIGNING, "warn", words)


def _people(desk: Desk) -> Iterator[Attention]:
    for member, _left in leaving.left_behind(desk):
        yield Attention(Subject.PEOPLE, "warn", leaving.left_behind_words(member))
    if len(staff.with_role(desk, Role.ADMINISTRATOR)) == 1:
        sentence = _("There is one administrator only. A second one can help when a password is lost.")
        yield Attention(Subject.PEOPLE, "info", sentence)


def _access(desk: Desk) -> Iterator[Attention]:
    month = access_reviews.due(desk)
    if month is not None:
        sentence = _("Nobody has reviewed yet who opened what in {month}.")
        yield Attention(Subject.REVIEW, "warn", sentence.format(month=access_reviews.month_name(month)))
    if anchors.is_due(desk):
        sentence = _("The state of the record was not written down since yesterday. A printed slip takes a moment.")
        yield Attention(Subject.SLIPS, "info", sentence)


def _practice(desk: Desk) -> Iterator[Attention]:
    row = desk.row("SELECT retention_years FROM practice")
    if row is not None and row["retention_years"] is None:
        sentence = _("Nobody has set yet for how many years a chart is kept after the last visit.")
        yield Attention(Subject.REQUESTS, "info", sentence)

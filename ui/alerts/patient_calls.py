"""The open calls for a clinician, by patient: whoever sees to somebody sees to all of their calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from clinicdesk.desk import Desk
from clinicdesk.formats import format_duration, format_time
from clinicdesk.language import _
from clinicdesk.records.measures.alerts import OpenAlert, ResultState

LONG_AGO = timedelta(hours=12)
"""After so long a time of day alone would not say on which day. Our own choice."""


class Standing(IntEnum):
    """Where the calls of a patient stand; the lowest is the most urgent."""

    NOBODY_YET = 1
    MINE = 2
    SOMEBODY_ELSES = 3


@dataclass(frozen=True, slots=True)
class PatientCalls:
    """The open calls of one patient, the oldest first, as the person at a desk stands to them."""

    calls: tuple[OpenAlert, ...]
    standing: Standing

    @property
    def patient_id(self) -> str:
        """Whose calls they are."""
        return self.calls[0].patient_id

    @property
    def patient_name(self) -> str:
        """The patient's name."""
        return self.calls[0].patient_name

    @property
    def untaken(self) -> tuple[str, ...]:
        """The ids of those nobody sees to."""
        return tuple(call.id for call in self.calls if not call.is_taken)

    def taken_by_person(self, staff_id: str) -> tuple[str, ...]:
        """Return the ids of those somebody sees to."""
        return tuple(call.id for call in self.calls if call.taken_by_id == staff_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the calls."""
        return tuple(call.id for call in self.calls)

    @property
    def since(self) -> datetime:
        """Since when somebody is needed, or sees to it."""
        if self.standing is Standing.NOBODY_YET:
            return next(call.raised_at for call in self.calls if not call.is_taken)
        return max(call.taken_at or call.raised_at for call in self.calls)

    @property
    def taken_by(self) -> str:
        """Who sees to it, or an empty text."""
        return next((call.taken_by for call in self.calls if call.is_taken), "")

    @property
    def taken_by_id(self) -> str:
        """The id of whoever sees to it, or an empty text."""
        return next((call.taken_by_id for call in self.calls if call.is_taken), "")

    @property
    def called(self) -> str:
        """Whom somebody called already, or an empty text."""
        return next((call.called for call in self.calls if call.called), "")

    @property
    def where(self) -> str:
        """The PC at which the last of them was answered or typed in: there the patient was."""
        return self.calls[-1].workstation

    @property
    def content(self) -> str:
        """What was answered, for whoever may read it; else an empty text."""
        return "; ".join(dict.fromkeys(words for call in self.calls if (words := call_words(call))))


def by_patient(desk: Desk, alerts: Iterable[OpenAlert]) -> tuple[PatientCalls, ...]:
    """Return calls by patient: what nobody sees to comes first, then one's own, of these the oldest."""
    found: dict[str, list[OpenAlert]] = {}
    for alert in alerts:
        found.setdefault(alert.patient_id, []).append(alert)
    groups = [PatientCalls(tuple(calls), _standing(desk, calls)) for calls in found.values()]
    return tuple(sorted(groups, key=lambda group: (group.standing, group.since, group.patient_id)))


def _standing(desk: Desk, calls: Iterable[OpenAlert]) -> Standing:
    takers = {call.taken_by_id for call in calls}
    if "" in takers:
        return Standing.NOBODY_YET
    return Standing.MINE if desk.person.id in takers else Standing.SOMEBODY_ELSES


def call_words(call: OpenAlert) -> str:
    """Return what was answered and what became of the result since; empty where it may not be read."""
    if not call.measure:
        return ""
    words = _("{measure}: {words}").format(measure=call.measure, words=call.words)
    if call.result_state is ResultState.CORRECTED:
        words = _("{words} (corrected since)").format(words=words)
    elif call.result_state is ResultState.VOIDED:
        words = _("{words} (voided since)").format(words=words)
    return words


def since_words(desk: Desk, since: datetime) -> str:
    """Return since when, as people say it: the time of day, or how long it is ago."""
    passed = desk.now() - since
    if passed < LONG_AGO:
        return _("since {time}").format(time=format_time(desk.local(since)))
    return _("for {time}").format(time=format_duration(passed // timedelta(minutes=1)))

"""What counts for a time: weight, medicines asked, work-up, eligibility and consent of one patient, on one page.

A patient back after months sees the front desk first. So this says what, when last and until when, and nothing of what
was found; everybody may read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import consents, pinned_protocols, workups
from clinicdesk.records.consents import next_visit
from clinicdesk.records.consents.needs import at_start as needed_at_start
from clinicdesk.records.consents.standing import for_treatment
from clinicdesk.records.eligibility import files
from clinicdesk.records.eligibility.decision import read_of_people
from clinicdesk.records.identities import of_person as of_this_person
from clinicdesk.records.identities import same_person
from clinicdesk.rules.consent_needs import PASSING
from clinicdesk.rules.eligibility import Questionnaire
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.validity import Held, Subject, last_day, run_out
from clinicdesk.storage.clock import from_text

_WEIGHED = f"""
SELECT max(o.taken_at) AS at FROM sessions s JOIN observations o ON o.session_id = s.id
WHERE {of_this_person("s", "sessions")} AND o.kind = 'weight' AND o.value IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM observations c WHERE c.session_id = s.id AND c.corrects = o.id)
"""
# Asked is what was written down, or what a clinician made sure of before a start.
_ASKED = f"""
SELECT max(at) AS at FROM (
  SELECT e.at FROM patient_answers a JOIN search_entries e ON e.id = a.version
  WHERE {same_person("a.patient_id")} AND a.field = 'medicines' AND a.answer <> 'not_asked'
  UNION ALL SELECT e.at FROM medicines m JOIN search_entries e ON e.id = m.version WHERE {same_person("m.patient_id")}
  UNION ALL SELECT x.occurred_at FROM sessions s JOIN session_events x ON x.session_id = s.id
  WHERE {of_this_person("s", "sessions")} AND x.kind = 'checking' AND x.detail ->> 'item' = 'medicines')
"""
# The next session that has not begun, else the series planned last.
_PROTOCOL = f"""
SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id
WHERE {of_this_person("s", "sessions")} AND s.voided_reason IS NULL
ORDER BY s.planned_on < ? OR EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = s.id
                                     AND x.kind IN ('started', 'not_treated')),
         CASE WHEN s.planned_on >= ? THEN s.planned_on END, s.planned_on DESC, s.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Running:
    """What counts for a time before one treatment of a patient, on a day."""

    treatment: str
    title: str
    on: date
    items: tuple[Held, ...]

    @property
    def run_out(self) -> tuple[Held, ...]:
        """What does not count: expired, or never done."""
        return run_out(self.items, self.on)


def of_person(desk: Desk, patient_id: str) -> Running | None:
    """Return what counts for a time before a patient's next treatment; before the last where none is planned.

    None for somebody who never had a treatment planned.
    """
    desk.may_see("plan")
    today = desk.local(desk.now()).date()
    row = desk.row(_PROTOCOL, patient_id, today.isoformat(), today.isoformat())
    if row is None:
        return None
    protocol = pinned_protocols.read(desk, row["protocol_id"])
    asked = files.offered().get(files.treatment_of(protocol))
    return _running(desk, patient_id, asked, protocol, today) if asked else None


def _running(desk: Desk, patient_id: str, asked: Questionnaire, protocol: Protocol, on: date) -> Running:
    items = [*_measured(desk, patient_id, asked), *_looked_at(desk, patient_id, asked)]
    items.append(_decided(desk, patient_id, asked))
    items += _agreed(desk, patient_id, protocol)
    return Running(asked.id, asked.title, on, tuple(items))


def _measured(desk: Desk, patient_id: str, asked: Questionnaire) -> Iterator[Held]:
    weighed = _day(desk, desk.row(_WEIGHED, patient_id))
    days = asked.validity
    yield _held(Subject.WEIGHT, "weight", _("Weight"), weighed, days.weight_days)
    told = _day(desk, desk.row(_ASKED, patient_id, patient_id, patient_id))
    yield _held(Subject.MEDICINES, "medicines", _("Medicines asked"), told, days.medicines_days)


def _looked_at(desk: Desk, patient_id: str, asked: Questionnaire) -> Iterator[Held]:
    """Yield the work-up: what is only advised is told of once somebody did it."""
    done = workups.last_days(desk, patient_id)
    for item in asked.workup:
        if item.needed or item.kind in done:
            yield _held(Subject.WORKUP, item.kind, item.title, done.get(item.kind), item.valid_days)


def _decided(desk: Desk, patient_id: str, asked: Questionnaire) -> Held:
    found = [one for theirs in read_of_people(desk, [patient_id]).values() for one in theirs]
    counts = next((one for one in reversed(found) if one.treatment == asked.id), None)
    title = _("Eligibility for {treatment}").format(treatment=asked.title)
    if counts is None:
        return Held(Subject.ELIGIBILITY, asked.id, title, None, None)
    return Held(Subject.ELIGIBILITY, asked.id, title, counts.decided_on, counts.valid_until)


def _agreed(desk: Desk, patient_id: str, protocol: Protocol) -> Iterator[Held]:
    """Yield the consents: those that the next visit needs, else the one to the last treatment."""
    needs = needed_at_start(next_visit.needs_of_next(desk, patient_id))
    if not needs:
        standing = for_treatment(desk, patient_id, protocol.consents)
        title = standing.consent.title if standing.consent else _("Consent to this treatment")
        yield _agreement(desk, title, standing.state, standing.consent.id if standing.consent else None)
    for need in needs:
        yield _agreement(desk, need.title, need.state, need.consent_id)


def _agreement(desk: Desk, title: str, state: ConsentState, consent_id: str | None) -> Held:
    consent = consents.get(desk, consent_id) if consent_id else None
    signed = desk.local(consent.since).date() if consent else None
    until = consent.valid_until if consent else None
    if state in PASSING:
        until = until or date.max
    elif state is not ConsentState.EXPIRED:
        until = None
    return Held(Subject.CONSENT, consent_id or title, title, signed, until)


def _held(subject: Subject, key: str, title: str, done_on: date | None, valid_days: int) -> Held:
    return Held(subject, key, title, done_on, last_day(done_on, valid_days) if done_on else None)


def _day(desk: Desk, row: dict[str, str | None] | None) -> date | None:
    return desk.local(from_text(row["at"])).date() if row and row["at"] else None

"""What depends on a consent that is not there any more: each is handled by itself, and then is not in the list.

Computed each time from what is planned, running and prepared; only that something is kept all the same, and why, is a
record of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records import appointments, series
from clinicdesk.records.appointments import Appointment, Stage
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get, of_patient
from clinicdesk.records.consents.refuse import void
from clinicdesk.records.consents.rows import event, typed_reason
from clinicdesk.records.consents.standing import for_treatment
from clinicdesk.records.consents.status import Status
from clinicdesk.records.identities import same_person
from clinicdesk.records.series import Series
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import BEFORE_START, Phase
from clinicdesk.storage.entry import Entry

_FLOWS = frozenset({Phase.RUNNING, Phase.PAUSED})
_ENDED = frozenset({ConsentState.WITHDRAWN, ConsentState.DECLINED})


class DependentKind(StrEnum):
    """What it is that depends on a consent. The values are stored when it is kept, so they never change."""

    RUNNING = "running"
    SERIES = "series"
    BOOKING = "booking"
    ORDER = "order"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Dependent:
    """One thing that depends on a consent. ``subject_id`` is of the session, series, booking or form it is."""

    kind: DependentKind
    subject_id: str
    words: str

    @property
    def key(self) -> str:
        """What names it when it is kept."""
        return f"{self.kind} {self.subject_id}"


def of(desk: Desk, consent: Consent) -> list[Dependent]:
    """Return what still depends on a consent that was withdrawn or declined; nothing once a newer one was signed."""
    if consent.status not in (Status.WITHDRAWN, Status.DECLINED):
        return []
    kept = {one.detail.get("what") for one in consent.events if one.kind == "kept"}
    covered = [one for one in _going_on(desk, consent.patient_id) if _covers(desk, consent, one)]
    found = [*_of_series(desk, covered), *_forms(desk, consent)]
    return [one for one in found if one.key not in kept]


def keep(desk: Desk, consent: Consent, dependent: Dependent, *, reason: str) -> Entry:
    """Record that something stays as it is although the consent is gone, and why."""
    why = typed_reason(reason)
    if not why:
        raise BadValue(_("Write why it stays, for example “waits for the talk on Monday”."), "reason")
    now = get(desk, consent.id)
    row = event(desk, now, "kept", desk.now(), by_name=desk.person.name, reason=why, detail={"what": dependent.key})
    return desk.record("consent.keep", row, patient=now.patient_id, reason=why)


def handle(desk: Desk, dependent: Dependent, *, reason: str) -> None:
    """Do what ends a dependent: end the series, cancel the booking, void the form. Raises ``ClinicDeskError``.

    What runs is ended and an order is left by the session itself, at the patient: those raise ``ValueError`` here.
    """
    if dependent.kind is DependentKind.SERIES:
        series.end(
            desk,
            dependent.subject_id,
            reason=reason,
            based_on=series.get(desk, dependent.subject_id).version,
        )
    elif dependent.kind is DependentKind.BOOKING:
        booking = appointments.get(desk, dependent.subject_id)
        appointments.cancel(desk, booking.id, reason=reason, based_on=booking.version)
    elif dependent.kind is DependentKind.FORM:
        void(desk, get(desk, dependent.subject_id), reason=reason)
    else:
        raise ValueError(f"a {dependent.kind} is handled in its session")


def may_handle(desk: Desk, dependent: Dependent) -> bool:
    """Tell whether the person at this desk may end it."""
    actions = {
        DependentKind.SERIES: "series.end",
        DependentKind.BOOKING: "appointment.cancel",
        DependentKind.FORM: "consent.void",
    }
    action = actions.get(dependent.kind)
    return desk.sees("clinical") if action is None else desk.may(action)


def _going_on(desk: Desk, patient_id: str) -> list[Series]:
    """Return the series with a session that has not ended, of however many there ever were."""
    rows = desk.rows(
        f"SELECT r.id FROM series r WHERE {same_person('r.patient_id')} AND EXISTS (SELECT 1 FROM sessions s "
        "WHERE s.series_id = r.id AND s.voided_reason IS NULL AND NOT EXISTS (SELECT 1 FROM session_events x "
        "WHERE x.session_id = s.id AND x.kind IN ('ended', 'not_treated'))) ORDER BY r.id DESC",
        patient_id,
    )
    return [series.get(desk, row["id"]) for row in rows]


def _covers(desk: Desk, consent: Consent, planned: Series) -> bool:
    """Tell whether this consent is why a series has none: nobody signed a newer one for the same treatment."""
    names = set(planned.protocol.consents)
    if consent.text_name not in names:
        return False
    return for_treatment(desk, consent.patient_id, sorted(names)).state in _ENDED


def _of_series(desk: Desk, covered: list[Series]) -> Iterator[Dependent]:
    lines = [line for one in covered for line in one.sessions]
    for line in lines:
        if line.phase in _FLOWS:
            words = _("Session {place} is running. Stop the pump.").format(place=position_text(line.number, line.count))
            yield Dependent(DependentKind.RUNNING, line.id, words)
    for one in covered:
        planned = [line for line in one.sessions if line.phase in BEFORE_START]
        if planned and one.ended_on is None:
            words = ngettext(
                "Series “{title}”: {count} session is planned.", "Series “{title}”: {count} sessions are planned.",
                len(planned),
            )  # fmt: skip
            yield Dependent(DependentKind.SERIES, one.id, words.format(title=one.title, count=len(planned)))
    waiting = [line for line in lines if line.phase in BEFORE_START]
    booked = appointments.of_sessions(desk, [line.id for line in waiting])
    for line in waiting:
        booking = booked.get(line.id)
        if booking is not None and booking.stage in (Stage.BOOKED, Stage.ARRIVED):
            yield Dependent(DependentKind.BOOKING, booking.id, _booking_words(desk, booking))
    yield from _orders(desk, waiting)


def _booking_words(desk: Desk, booking: Appointment) -> str:
    local = desk.local(booking.starts_at)
    return _("{what} is booked for {day} at {time}.").format(
        what=booking.title, day=formats.format_day(local.date()), time=formats.format_time(local)
    )


def _orders(desk: Desk, waiting: list[SessionLine]) -> Iterator[Dependent]:
    """Yield the orders signed for sessions that have not begun; only for who may see orders."""
    if not desk.sees("clinical"):
        return
    for line in waiting:
        if desk.row("SELECT 1 FROM orders WHERE session_id = ? LIMIT 1", line.id) is not None:
            words = _("Session {place} has a signed order.").format(place=position_text(line.number, line.count))
            yield Dependent(DependentKind.ORDER, line.id, words)


def _forms(desk: Desk, consent: Consent) -> Iterator[Dependent]:
    """Yield forms on the same text that were prepared before it was taken back and wait to be signed."""
    for one in of_patient(desk, consent.patient_id):
        waits = one.status is Status.PREPARED and one.prepared_at < consent.since
        if waits and one.text_name == consent.text_name and one.about_id is None:
            words = _("Form {number:06d}, “{title}”, waits to be signed.")
            yield Dependent(DependentKind.FORM, one.id, words.format(number=one.form_number, title=one.title))

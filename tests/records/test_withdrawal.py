"""Consent taken back: what it stops, what goes on, and what depends on it."""

from datetime import time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import appointments, banner, chairs, consents, patient_search, series, sessions, withdrawal
from clinicdesk.records.appointments import State
from clinicdesk.records.consents import Consent, Status, dependents
from clinicdesk.records.consents.dependents import DependentKind
from clinicdesk.records.consents.expiring import note_expired
from clinicdesk.records.sessions import OrderedBy, Under
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.steps import ZOE, patient, session_id  # noqa: F401 - fixtures

VALUES = {Kind.SYSTOLIC: 130, Kind.DIASTOLIC: 80, Kind.HEART_RATE: 70, Kind.SPO2: 97, Kind.RESPIRATORY_RATE: 15}


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:  # noqa: F811
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=10)
    return session_id


def spoken(desk: Desk, patient: str) -> Consent:  # noqa: F811
    (one,) = withdrawal.offer(desk, patient).spoken
    return one


def take_back(desk: Desk, patient: str, **more: object) -> bool:  # noqa: F811
    values: dict[str, object] = {"by_name": "Zoë Ångström", "at": desk.now()} | more
    return withdrawal.record(desk, patient, [spoken(desk, patient)], **values)  # type: ignore[arg-type]


def test_the_running_treatment_is_offered_first(nurse: Desk, patient: str, running: str) -> None:  # noqa: F811
    found = withdrawal.offer(nurse, patient)
    assert found.running is not None
    assert found.running.id == running
    assert found.chosen == {spoken(nurse, patient).id}


def test_the_word_ends_the_infusion_in_the_same_entry(
    nurse: Desk,
    patient: str,  # noqa: F811
    running: str,
    clock: DrivenClock,
) -> None:
    spoken_at, before = nurse.now(), nurse.clinic.entry_count
    clock.pass_time(minutes=1)
    assert take_back(nurse, patient, at=spoken_at, stopped_session_id=running)
    assert nurse.clinic.entry_count == before + 1
    session = sessions.get(nurse, running)
    assert session.phase is Phase.RECOVERY
    assert session.ended is not None
    assert session.ended.at == spoken_at
    (consent,) = consents.of_patient(nurse, patient)
    assert (consent.status, consent.since) == (Status.WITHDRAWN, spoken_at)


def test_an_end_is_never_refused_for_a_pause_of_the_same_moment(
    nurse: Desk,
    patient: str,  # noqa: F811
    running: str,
    clock: DrivenClock,
) -> None:
    spoken_at = nurse.now()
    clock.pass_time(minutes=1)
    sessions.pause(nurse, running)
    clock.pass_time(minutes=1)
    assert take_back(nurse, patient, at=spoken_at, stopped_session_id=running)
    assert sessions.get(nurse, running).phase is Phase.RECOVERY


def test_reception_records_the_word_and_the_pump_is_left_to_who_stands_there(
    receptionist: Desk,
    nurse: Desk,
    patient: str,  # noqa: F811
    running: str,
) -> None:
    assert not take_back(receptionist, patient, stopped_session_id=running)
    session = sessions.get(nurse, running)
    assert session.phase is Phase.RUNNING
    assert sessions.withdrawn_at(nurse, session) == nurse.now()


def test_no_more_of_the_drug(nurse: Desk, patient: str, running: str, clock: DrivenClock) -> None:  # noqa: F811
    sessions.pause(nurse, running)
    clock.pass_time(minutes=1)
    take_back(nurse, patient)
    with pytest.raises(BadValue, match=r"Consent was withdrawn at 09:11. It cannot go on"):
        sessions.resume(nurse, running)
    with pytest.raises(BadValue, match="Do not change the rate"):
        sessions.set_rate(nurse, running, rate_microlitres_per_hour=100_000, reason="faster")
    with pytest.raises(BadValue, match="no more of this drug"):
        steps.drug(nurse, running)
    # What was given before may be written down late; what was drawn up for nothing too.
    sessions.give_drug(
        nurse, running, product="Ketamine", given_micrograms=20_000, given_at=nurse.now() - timedelta(minutes=5)
    )
    sessions.give_drug(nurse, running, product="ketamine 50 mg/mL", drawn_micrograms=50_000, given_micrograms=0)


def test_no_start_after_it(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> None:  # noqa: F811
    steps.ready(nurse, prescriber, session_id)
    take_back(nurse, patient)
    with pytest.raises(BadValue, match="withdrew consent"):
        sessions.start(nurse, session_id, identity=ZOE)


def test_monitoring_and_discharge_go_on(nurse: Desk, patient: str, running: str, clock: DrivenClock) -> None:  # noqa: F811
    steps.drug(nurse, running)
    take_back(nurse, patient, stopped_session_id=running)
    clock.pass_time(minutes=10)
    sessions.observe(nurse, running, values=VALUES)
    sessions.report_adverse_event(
        nurse,
        running,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.RELATED,
        action_taken=ActionTaken.STOPPED,
        outcome=Outcome.RESOLVED,
    )
    sessions.give_drug(nurse, running, product="Ondansetron", given_micrograms=4_000)
    drug = next(one for one in sessions.get(nurse, running).drugs if one.product == "Ondansetron")
    sessions.give_drug(
        nurse,
        running,
        product="Ondansetron",
        strength_micrograms_per_ml=2_000,
        under=Under(OrderedBy.STANDING, "ondansetron"),
        lot="O1",
        expires_on=steps.TODAY + timedelta(days=90),
        drawn_micrograms=4_000,
        given_micrograms=4_000,
        wasted_micrograms=0,
        corrects=drug.id,
    )
    steps.discharge(nurse, running)
    sessions.sign(nurse, running)
    assert sessions.get(nurse, running).is_signed


@pytest.mark.usefixtures("running")
def test_what_nobody_chose_or_was_taken_back_meanwhile_is_told(
    nurse: Desk,
    receptionist: Desk,
    patient: str,  # noqa: F811
) -> None:
    with pytest.raises(BadValue, match="Choose what"):
        withdrawal.record(nurse, patient, [], by_name="Zoë", at=nurse.now())
    consent = spoken(nurse, patient)
    with pytest.raises(BadValue, match="name of the person"):
        take_back(nurse, patient, by_name=" ")
    take_back(receptionist, patient)
    with pytest.raises(BadValue, match="meanwhile"):
        withdrawal.record(nurse, patient, [consent], by_name="Zoë", at=nurse.now())


def kinds(desk: Desk, consent: Consent) -> list[DependentKind]:
    return [one.kind for one in dependents.of(desk, consents.get(desk, consent.id))]


def test_what_depends_on_it_is_handled_line_by_line(
    nurse: Desk,
    prescriber: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    steps.ready(nurse, prescriber, session_id)
    consent = spoken(nurse, patient)
    form = consents.prepare(nurse, patient_id=patient, text_name="iv-ketamine-mood")
    later = series.of_patient(nurse, patient)[0].sessions[1]
    chair = chairs.all(nurse)[0].id
    slot = appointments.Slot(appointments.instant(nurse, later.planned_on, time(9, 30)), 120, chair, None)
    booking = appointments.book(nurse, patient_id=patient, kind="session", slot=slot, session_id=later.id)
    assert dependents.of(nurse, consent) == []
    prescriber.clinic.clock.pass_time(minutes=1)  # type: ignore[attr-defined]
    take_back(nurse, patient)
    assert kinds(nurse, consent) == [
        DependentKind.SERIES,
        DependentKind.BOOKING,
        DependentKind.ORDER,
        DependentKind.FORM,
    ]
    by_kind = {one.kind: one for one in dependents.of(nurse, consents.get(nurse, consent.id))}
    dependents.handle(nurse, by_kind[DependentKind.BOOKING], reason="Consent withdrawn")
    assert appointments.get(nurse, booking).state is State.CANCELLED
    dependents.handle(nurse, by_kind[DependentKind.FORM], reason="Consent withdrawn")
    assert consents.get(nurse, form).status is Status.VOIDED
    with pytest.raises(BadValue, match="Write why it stays"):
        dependents.keep(nurse, consent, by_kind[DependentKind.SERIES], reason=" ")
    dependents.keep(nurse, consent, by_kind[DependentKind.SERIES], reason="Talk on Monday")
    assert kinds(nurse, consent) == [DependentKind.ORDER]


@pytest.mark.usefixtures("session_id")
def test_ending_the_series_leaves_nothing(nurse: Desk, patient: str) -> None:  # noqa: F811
    steps.consent(nurse, patient)
    consent = spoken(nurse, patient)
    take_back(nurse, patient)
    (line,) = dependents.of(nurse, consents.get(nurse, consent.id))
    dependents.handle(nurse, line, reason="Consent withdrawn")
    assert kinds(nurse, consent) == []


@pytest.mark.usefixtures("session_id")
def test_a_newer_signature_frees_what_depended(nurse: Desk, patient: str, clock: DrivenClock) -> None:  # noqa: F811

    steps.consent(nurse, patient)
    consent = spoken(nurse, patient)
    take_back(nurse, patient)
    assert kinds(nurse, consent) == [DependentKind.SERIES]
    clock.pass_time(minutes=5)
    steps.consent(nurse, patient)
    assert kinds(nurse, consent) == []


@pytest.mark.usefixtures("running")
def test_what_runs_is_named_first(receptionist: Desk, patient: str) -> None:  # noqa: F811
    consent = spoken(receptionist, patient)
    take_back(receptionist, patient)
    found = dependents.of(receptionist, consents.get(receptionist, consent.id))
    assert found[0].kind is DependentKind.RUNNING
    assert DependentKind.ORDER not in [one.kind for one in found]
    assert not dependents.may_handle(receptionist, found[0])
    with pytest.raises(ValueError, match="in its session"):
        dependents.handle(receptionist, found[0], reason="x")


def test_the_banner_says_the_state_until_a_newer_signature(
    receptionist: Desk,
    nurse: Desk,
    patient: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    consent = consents.get(nurse, steps.consent(nurse, patient))
    assert banner.of_patient(receptionist, patient).withdrawn == ""
    take_back(nurse, patient, reason="Frightened")
    said = banner.of_patient(receptionist, patient).withdrawn
    assert said == f"Consent withdrawn: {consent.title}, 02-Mar-2026"
    clock.pass_time(minutes=1)
    steps.consent(nurse, patient)
    assert banner.of_patient(receptionist, patient).withdrawn == ""


def test_a_consent_that_ran_out_is_noted_once(nurse: Desk, patient: str, clock: DrivenClock) -> None:  # noqa: F811
    system = Desk.of_system(nurse.clinic, "TEST-PC")
    steps.consent(nurse, patient)
    consent = spoken(nurse, patient)
    assert note_expired(system) == 0
    assert consent.valid_until is not None
    clock.pass_time(minutes=(consent.valid_until - steps.TODAY).days * 24 * 60)
    assert note_expired(system) == 0  # its last day
    clock.pass_time(minutes=24 * 60)
    assert note_expired(system) == 1
    assert note_expired(system) == 0
    found = consents.get(nurse, consent.id)
    assert (found.status, [event.kind for event in found.events]) == (Status.EXPIRED, ["signed_on_paper", "expired"])
    assert nurse.local(found.events[-1].occurred_at).date() == consent.valid_until + timedelta(days=1)


def test_whoever_looks_for_the_patient_sees_it_until_something_newer_is_signed(
    receptionist: Desk,
    nurse: Desk,
    patient: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    def marked() -> list[bool]:
        return [line.took_back for line in patient_search.find(receptionist, "ångström")]

    steps.consent(nurse, patient)
    assert marked() == [False]
    clock.pass_time(minutes=1)
    take_back(nurse, patient)
    assert marked() == [True]
    clock.pass_time(minutes=1)
    steps.consent(nurse, patient)
    assert marked() == [False]

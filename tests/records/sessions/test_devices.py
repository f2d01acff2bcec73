"""Esketamine sessions: what must be there, the devices one after the other, the dose that ends with the last one."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.printing import session_summary
from clinicdesk.printing.course_words import given_text
from clinicdesk.printing.series_facts import facts_of
from clinicdesk.records import (
    consents,
    enrolments,
    monitoring_forms,
    programmes,
    series,
    sessions,
    site_certifications,
    staff,
    today,
)
from clinicdesk.records.sessions import CheckItem, devices
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.rules.alarms import AlarmKind, Urgency
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions.steps import TODAY, ZOE


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return nasal.plan(nurse, patient)


@pytest.fixture
def ready(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    nasal.ready(nurse, prescriber, session_id)
    return session_id


def test_the_programme_is_asked_for_before_anything_is_given(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str
) -> None:
    def missing() -> str:
        return " ".join(sessions.missing_to_start(nurse, sessions.get(nurse, session_id)))

    assert "certification in SPRAVATO REMS is not written down" in missing()
    assert "not enrolled in SPRAVATO REMS" in missing()
    assert "which prescriber is on site" in missing()
    nasal.certify(prescriber)
    nasal.enrol(nurse, patient)
    nasal.checks(nurse, session_id)
    assert "REMS" not in missing()
    assert "on site" not in missing()


def test_what_lapsed_stops_the_first_device(nurse: Desk, prescriber: Desk, ready: str, patient: str) -> None:
    found = site_certifications.of(prescriber, nasal.REMS)
    site_certifications.certify(
        prescriber,
        SiteCertification(
            programme=nasal.REMS,
            representative="Dr Pat Osei",
            certified_on=date(2026, 1, 5),
            valid_until=TODAY - timedelta(days=1),
            version=found.version,
        ),
    )
    with pytest.raises(BadValue, match="ended on 01-Mar-2026"):
        nasal.device(nurse, ready)
    (enrolment,) = enrolments.of_patient(nurse, patient)
    assert enrolment.number == "P-77"
    assert sessions.get(nurse, ready).started is None


def test_only_a_prescriber_is_the_prescriber_on_site(nurse: Desk, session_id: str) -> None:
    nurses = next(member for member in staff.everybody(nurse) if member.login == "nina")
    with pytest.raises(BadValue):
        sessions.check_prescriber(nurse, session_id, staff_id=nurses.id)
    doctor = sessions.prescribers(nurse)[0]
    sessions.check_prescriber(nurse, session_id, staff_id=doctor.id)
    check = sessions.get(nurse, session_id).check_of(CheckItem.PRESCRIBER_ON_SITE)
    assert check is not None
    assert check.detail["name"] == doctor.name


def test_fasting_asks_for_the_nasal_spray_too(nurse: Desk, session_id: str) -> None:
    now = nurse.now()
    fast = {"solids_at": now - timedelta(hours=3), "liquids_at": now - timedelta(hours=1)}
    with pytest.raises(BadValue) as refused:
        sessions.check_fasting(nurse, session_id, **fast)
    assert refused.value.field == "nasal"
    with pytest.raises(BadValue, match="nasal spray was used less than 1 h ago"):
        sessions.check_fasting(nurse, session_id, **fast, nasal_used=True, nasal_at=now - timedelta(minutes=59))
    with pytest.raises(BadValue, match="last drink was less than 30 min ago"):
        sessions.check_fasting(
            nurse, session_id, solids_at=fast["solids_at"], liquids_at=now - timedelta(minutes=29), nasal_used=False
        )
    sessions.check_fasting(nurse, session_id, **fast, nasal_used=True, nasal_at=now - timedelta(hours=1))
    check = sessions.get(nurse, session_id).check_of(CheckItem.FASTING)
    assert check is not None
    assert check.detail["kept"]


def test_the_first_device_starts_and_the_last_one_ends(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    with pytest.raises(BadValue, match="first device starts"):
        sessions.start(nurse, ready, identity=ZOE)
    assert nasal.device(nurse, ready) == 1
    session = sessions.get(nurse, ready)
    assert session.phase is Phase.RUNNING
    course = sessions.device_course(session)
    assert course is not None
    assert (course.ordered, course.next_number) == (2, 2)
    assert course.wait_milliseconds(sessions.now_of(nurse)) == 300_000
    # One entry: start, device and drug line belong together.
    rows = {event.seq for event in session.events if event.kind in (EventKind.STARTED, EventKind.DEVICE)}
    assert len(rows) == 1
    clock.pass_time(minutes=5)
    assert nasal.device(nurse, ready, lot="24KX02") == 2
    session = sessions.get(nurse, ready)
    assert session.phase is Phase.RECOVERY
    assert session.last_event(EventKind.ENDED).detail["ended"] == "completed"
    assert [(drug.lot, drug.given_micrograms, drug.wasted_micrograms) for drug in session.drugs] == [
        ("24KX01", 28_000, 0),
        ("24KX02", 28_000, 0),
    ]
    assert all(sessions.unbalanced(drug) is None for drug in session.drugs)
    assert session.given_micrograms(sessions.now_of(nurse)) == 56_000
    with pytest.raises(BadValue):
        nasal.device(nurse, ready)


def test_the_next_device_before_its_time_asks_why(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    nasal.device(nurse, ready)
    clock.pass_time(minutes=3)
    with pytest.raises(BadValue, match="2:00 left") as refused:
        nasal.device(nurse, ready)
    assert refused.value.field == "early_reason"
    nasal.device(nurse, ready, early_reason="Read the clock wrong")
    device = sessions.get(nurse, ready).events_of(EventKind.DEVICE)[1]
    line = sessions.get(nurse, ready).drugs[1].id
    assert device.detail == {"number": 2, "micrograms": 28_000, "reason": "Read the clock wrong", "drug_id": line}


def test_a_device_has_a_lot_and_is_still_good(nurse: Desk, ready: str) -> None:
    for field, lot, until in (
        ("lot", " ", nasal.GOOD_UNTIL),
        ("expires_on", "24KX01", None),
        ("expires_on", "24KX01", TODAY - timedelta(days=1)),
    ):
        with pytest.raises(BadValue) as refused:
            sessions.give_device(nurse, ready, lot=lot, expires_on=until, identity=ZOE)
        assert refused.value.field == field
    with pytest.raises(BadValue) as refused:
        sessions.give_device(nurse, ready, lot="24KX01", expires_on=nasal.GOOD_UNTIL)
    assert refused.value.field == "identity"
    assert sessions.get(nurse, ready).started is None


def test_a_patient_who_stops_after_one_device(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    with pytest.raises(BadValue):
        sessions.stop_devices(nurse, ready, reason="Not yet begun")
    nasal.device(nurse, ready)
    clock.pass_time(minutes=6)
    with pytest.raises(BadValue) as refused:
        sessions.stop_devices(nurse, ready, reason=" ")
    assert refused.value.field == "reason"
    sessions.stop_devices(nurse, ready, reason="Felt too dizzy")
    session = sessions.get(nurse, ready)
    assert session.phase is Phase.RECOVERY
    assert session.last_event(EventKind.ENDED).detail == {
        "ended": "stopped",
        "reason": "Felt too dizzy",
        "devices": 1,
    }
    assert session.given_micrograms(sessions.now_of(nurse)) == 28_000
    with pytest.raises(BadValue, match="ended"):
        nasal.device(nurse, ready)


def test_two_hours_count_from_the_first_device(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    nasal.device(nurse, ready)
    first = clock.now()
    clock.pass_time(minutes=5)
    nasal.device(nurse, ready)
    leaves = sessions.earliest_leave(sessions.get(nurse, ready))
    assert leaves is not None
    assert leaves.at == first + timedelta(hours=2)


def test_a_new_order_changes_how_many_devices_are_left(
    nurse: Desk, prescriber: Desk, ready: str, clock: DrivenClock
) -> None:
    nasal.device(nurse, ready)
    nasal.order(prescriber, ready, 84_000, unusual_confirmed=True, remark="Tolerated 84 mg elsewhere")
    course = sessions.device_course(sessions.get(nurse, ready))
    assert course is not None
    assert course.ordered == 3
    for _device in range(2):
        clock.pass_time(minutes=5)
        nasal.device(nurse, ready)
    assert sessions.get(nurse, ready).phase is Phase.RECOVERY


def test_no_device_after_consent_was_withdrawn(nurse: Desk, ready: str, patient: str, clock: DrivenClock) -> None:
    nasal.device(nurse, ready)
    clock.pass_time(minutes=5)
    consent = consents.of_patient(nurse, patient)[0]
    consents.withdraw(nurse, consent, by_name="Zoë Ångström")
    with pytest.raises(BadValue, match="no more devices"):
        nasal.device(nurse, ready)
    sessions.stop_devices(nurse, ready, reason="Consent withdrawn")


def test_an_infusion_has_no_devices(nurse: Desk, patient: str) -> None:
    infusion = nasal.plan(nurse, patient, "iv-ketamine-mood", nasal.DAYS[:6])
    assert sessions.device_course(sessions.get(nurse, infusion)) is None
    with pytest.raises(BadValue):
        sessions.give_device(nurse, infusion, lot="A", expires_on=nasal.GOOD_UNTIL)
    assert sessions.missing_for_programme(nurse, sessions.get(nurse, infusion)) == ()


def test_nobody_gives_a_device_without_an_order(nurse: Desk, session_id: str) -> None:
    with pytest.raises(BadValue, match="signed the order"):
        nasal.device(nurse, session_id)


def test_the_next_device_and_the_end_of_the_stay_call(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    def calling() -> list[tuple[str, Urgency]]:
        found = sessions.alarms(sessions.get(nurse, ready), sessions.now_of(nurse))
        return [(alarm.key, alarm.urgency) for alarm in found if alarm.kind in (AlarmKind.STEP, AlarmKind.READY)]

    nasal.device(nurse, ready)
    assert calling() == [("device:2", Urgency.QUIET)]
    clock.pass_time(minutes=5)
    assert calling() == [("device:2", Urgency.DUE)]
    clock.pass_time(minutes=30)
    assert calling()[0][1] > Urgency.DUE
    nasal.device(nurse, ready)
    assert calling() == [("ready", Urgency.QUIET)]
    clock.pass_time(minutes=200)
    # Nobody is in danger who may go home: it is told, and never loud.
    assert calling() == [("ready", Urgency.DUE)]


def test_devices_typed_in_from_paper_have_the_times_on_the_paper(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    first = clock.now()
    clock.pass_time(hours=4)
    nurse.transcribing = True
    with pytest.raises(BadValue) as refused:
        nasal.device(nurse, ready)
    assert refused.value.field == "occurred_at"
    nasal.device(nurse, ready, occurred_at=first)
    with pytest.raises(BadValue, match="1:00 left"):
        nasal.device(nurse, ready, occurred_at=first + timedelta(minutes=4))
    nasal.device(nurse, ready, occurred_at=first + timedelta(minutes=6))
    session = sessions.get(nurse, ready)
    assert [event.at for event in session.events_of(EventKind.DEVICE)] == [first, first + timedelta(minutes=6)]
    assert all(event.transcribed for event in session.events_of(EventKind.DEVICE))
    assert all(drug.transcribed for drug in session.drugs)


def test_two_who_press_at_once_gave_one_device(
    nurse: Desk, everyone: Desk, ready: str, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    nasal.device(nurse, ready)
    clock.pass_time(minutes=5)
    before = sessions.get(nurse, ready)
    nasal.device(everyone, ready, lot="24KX02")
    # The second press worked with what its screen still showed.
    monkeypatch.setattr(devices, "get", lambda _desk, _session_id: before)
    with pytest.raises(BadValue, match="Device 2 is recorded already"):
        nasal.device(nurse, ready, lot="24KX02")
    monkeypatch.undo()
    assert len(sessions.get(nurse, ready).events_of(EventKind.DEVICE)) == 2
    assert nurse.clinic.verify() == []


def test_a_device_that_was_not_given_after_all_is_taken_out_of_the_dose(
    nurse: Desk, ready: str, clock: DrivenClock
) -> None:
    nasal.device(nurse, ready)
    clock.pass_time(minutes=5)
    nasal.device(nurse, ready, lot="24KX02")
    line = sessions.get(nurse, ready).drugs[1]
    witness = next(member for member in staff.everybody(nurse) if member.login == "pat")
    sessions.give_drug(
        nurse,
        ready,
        product=line.product,
        lot=line.lot,
        expires_on=line.expires_on,
        drawn_micrograms=28_000,
        given_micrograms=0,
        wasted_micrograms=28_000,
        witness_id=witness.id,
        corrects=line.id,
        remark="Sprayed into the air",
    )
    session = sessions.get(nurse, ready)
    assert session.given_micrograms(sessions.now_of(nurse)) == 28_000
    assert sessions.differs_from_pump(session, sessions.now_of(nurse)) is None
    assert given_text(nurse, session) == "esketamine 28 mg"
    assert "28 mg in 1 device" in " ".join(texts(session_summary.build(nurse, ready)))
    (told,) = facts_of(nurse, series.get(nurse, session.series_id))
    assert told.given_micrograms == 28_000
    form = monitoring_forms.of_session(nurse, session).answers
    assert (form["dose"], form["dose_other"], form["lots"]) == ("other", "28 mg", "24KX01")


def test_the_board_says_who_is_not_enrolled(nurse: Desk, receptionist: Desk, session_id: str, patient: str) -> None:
    def badges() -> list[str]:
        return [badge.text for row in today.board(receptionist, TODAY) for badge in row.badges]

    assert "Not enrolled in the programme" in badges()
    nasal.enrol(nurse, patient)
    assert session_id
    assert "Not enrolled in the programme" not in badges()


def test_a_programme_nobody_describes_stops_the_start_and_breaks_nothing(
    nurse: Desk, ready: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programmes, "known", dict)
    session = sessions.get(nurse, ready)
    assert "No file describes the programme" in sessions.missing_to_start(nurse, session)[0]
    assert not monitoring_forms.wants_form(session)
    with pytest.raises(BadValue, match="No file describes"):
        nasal.device(nurse, ready)


def test_once_it_has_started_nobody_else_is_named_as_on_site(nurse: Desk, ready: str) -> None:
    nasal.device(nurse, ready)
    with pytest.raises(BadValue, match="has started"):
        sessions.check_prescriber(nurse, ready, staff_id=sessions.prescribers(nurse)[0].id)


def test_charts_show_the_stay_and_call_the_time_by_its_name(nurse: Desk, ready: str, patient: str) -> None:
    session = sessions.get(nurse, ready)
    assert sessions.watched_minutes(session) == 120
    assert sessions.given_words(session) == "Devices"
    infusion = sessions.get(nurse, nasal.plan(nurse, patient, "iv-ketamine-mood", nasal.DAYS[:6]))
    assert sessions.watched_minutes(infusion) == 40
    assert sessions.given_words(infusion) == "Infusion"

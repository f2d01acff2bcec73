"""Checking in: two identifiers, contact corrected and confirmed, the escort, what is missing; nothing clinical."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.records import appointments, check_in, consents, patients, sessions, today
from clinicdesk.records.appointments import Stage
from clinicdesk.records.check_in import BIRTH_DATE, NAME, Escort, Sheet
from clinicdesk.records.consents import Inked
from clinicdesk.records.sessions import CheckItem
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import book, slot
from tests.records.sessions import steps

BOTH = frozenset({NAME, BIRTH_DATE})
PER = Escort(" Per  Ångström ", "218 555 0142")


@pytest.fixture
def zoe(nurse: Desk) -> str:
    """Return Zoë, who has six sessions planned, the first one today and without a booking."""
    patient_id = steps.register_zoe(nurse)
    steps.plan_for(nurse, patient_id)
    return patient_id


@pytest.fixture
def session_id(nurse: Desk, zoe: str) -> str:
    return sessions.of_patient(nurse, zoe)[0].id


@pytest.fixture
def booking(receptionist: Desk, zoe: str, session_id: str) -> str:
    """Return the booking of the first session; Zoë is here."""
    booked = book(receptionist, zoe, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id)
    appointments.arrive(receptionist, booked)
    return booked


def sheet(desk: Desk, booking: str | None = None, session_id: str | None = None) -> Sheet:
    return check_in.sheet(desk, appointment_id=booking, session_id=session_id)


def done(desk: Desk, start: Sheet, **other: object) -> None:
    values = {
        "said": BOTH,
        "contact": start.patient,
        "contact_confirmed": True,
        "escort": None,
        **other,
    }
    check_in.check_in(desk, start, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [frozenset(), frozenset({NAME}), frozenset({BIRTH_DATE})])
def test_both_identifiers_are_needed(receptionist: Desk, booking: str, said: frozenset[str]) -> None:
    with pytest.raises(BadValue, match="name and date of birth") as refused:
        done(receptionist, sheet(receptionist, booking), said=said)
    assert refused.value.field == "identity"
    assert appointments.get(receptionist, booking).stage is Stage.ARRIVED


def test_the_escort_is_found_by_the_checks_before_the_start(
    receptionist: Desk, nurse: Desk, booking: str, session_id: str
) -> None:
    done(receptionist, sheet(receptionist, booking), escort=PER)
    session = sessions.get(nurse, session_id)
    escort = session.check_of(CheckItem.ESCORT)
    assert escort is not None
    assert (escort.detail["name"], escort.detail["phone"]) == ("Per Ångström", "218 555 0142")
    # Somebody who is checked in waits; the clinicians have not begun.
    assert (session.phase, appointments.get(nurse, booking).stage) == (Phase.ARRIVED, Stage.CHECKED_IN)
    assert not any("takes the patient home" in words for words in sessions.missing_to_start(nurse, session))
    assert sheet(receptionist, booking).escort == Escort("Per Ångström", "218 555 0142")
    assert receptionist.clinic.verify() == []


@pytest.mark.parametrize(
    ("escort", "field"), [(Escort("", "218 555 0142"), "escort_name"), (Escort("Per", "12"), "escort_phone")]
)
def test_half_an_escort_is_none(receptionist: Desk, booking: str, escort: Escort, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        done(receptionist, sheet(receptionist, booking), escort=escort)
    assert refused.value.field == field


def test_a_session_without_a_booking_is_checked_in_too(
    receptionist: Desk, nurse: Desk, session_id: str, clock: DrivenClock
) -> None:
    with pytest.raises(BadValue, match="who is here"):
        done(receptionist, sheet(receptionist, session_id=session_id))
    sessions.arrive(receptionist, session_id)
    clock.pass_time(minutes=4)
    done(receptionist, sheet(receptionist, session_id=session_id), escort=PER, contact_confirmed=False)
    (row,) = today.board(receptionist, steps.TODAY)
    assert (row.stage, row.due) == (Stage.CHECKED_IN, today.Due("Waits 4 min", ""))
    assert "Confirm contact" in [badge.text for badge in row.badges]
    assert sessions.get(nurse, session_id).check_of(CheckItem.ESCORT) is not None
    with pytest.raises(BadValue, match="More than the arrival"):
        today.undo_arrival(receptionist, row)
    assert receptionist.clinic.verify() == []


def test_contact_data_are_corrected_in_place(receptionist: Desk, booking: str) -> None:
    start = sheet(receptionist, booking)
    assert start.last_confirmed is None
    done(receptionist, start, contact=replace(start.patient, phone_mobile="+1 218 555 0199", city="Duluth"))
    after = sheet(receptionist, booking)
    assert (after.patient.phone_mobile, after.patient.city) == ("+1 218 555 0199", "Duluth")
    assert after.last_confirmed == steps.TODAY
    said = appointments.last_check_in(receptionist, booking)
    assert said is not None
    assert said.contact_confirmed


def test_the_last_confirmation_is_remembered_from_visit_to_visit(
    receptionist: Desk, nurse: Desk, zoe: str, booking: str, clock: DrivenClock
) -> None:
    done(receptionist, sheet(receptionist, booking))
    clock.pass_time(days=2)
    second = sessions.of_patient(nurse, zoe)[1].id
    sessions.arrive(receptionist, second)
    assert sheet(receptionist, session_id=second).last_confirmed == steps.TODAY
    done(receptionist, sheet(receptionist, session_id=second))
    assert sheet(receptionist, session_id=second).last_confirmed == date(2026, 3, 4)


def test_somebody_elses_correction_is_not_written_over(receptionist: Desk, nurse: Desk, booking: str) -> None:
    start = sheet(receptionist, booking)
    theirs = replace(start.patient, email="zoe@example.org")
    patients.amend(nurse, start.patient.id, based_on=start.patient.version, details=theirs)
    with pytest.raises(ChangedElsewhere, match="Nina Okafor"):
        done(receptionist, start, contact=replace(start.patient, city="Duluth"))
    assert appointments.get(receptionist, booking).stage is Stage.ARRIVED
    again = sheet(receptionist, booking)
    done(receptionist, again, contact=replace(again.patient, city="Duluth"))
    assert sheet(receptionist, booking).patient.email == "zoe@example.org"


def test_a_booking_that_was_moved_meanwhile_is_looked_at_again(receptionist: Desk, nurse: Desk, booking: str) -> None:
    start = sheet(receptionist, booking)
    before = appointments.get(nurse, booking)
    appointments.change(nurse, booking, slot=slot(nurse, 10, minutes=120), based_on=before.version)
    with pytest.raises(ChangedElsewhere, match="Nina Okafor"):
        done(receptionist, start)
    done(receptionist, sheet(receptionist, booking))
    assert appointments.get(receptionist, booking).stage is Stage.CHECKED_IN


def test_a_check_in_may_be_done_again_and_the_last_one_counts(receptionist: Desk, booking: str) -> None:
    done(receptionist, sheet(receptionist, booking), contact_confirmed=False)
    (row,) = today.board(receptionist, steps.TODAY)
    assert "Confirm contact" in [badge.text for badge in row.badges]
    done(receptionist, sheet(receptionist, booking))
    (row,) = today.board(receptionist, steps.TODAY)
    assert "Confirm contact" not in [badge.text for badge in row.badges]


def test_an_escort_named_later_is_added_without_asking_again(receptionist: Desk, nurse: Desk, session_id: str) -> None:
    sessions.arrive(receptionist, session_id)
    done(receptionist, sheet(receptionist, session_id=session_id))
    again = sheet(receptionist, session_id=session_id)
    assert again.before is not None
    assert again.before.contact_confirmed
    done(receptionist, again, said=frozenset(), escort=PER)
    assert sessions.get(nurse, session_id).check_of(CheckItem.ESCORT) is not None
    (row,) = today.board(receptionist, steps.TODAY)
    assert (row.stage, "Escort missing" in [badge.text for badge in row.badges]) == (Stage.CHECKED_IN, False)


def test_what_is_missing_is_said_in_words_and_prepared_forms_are_counted(
    receptionist: Desk, zoe: str, booking: str
) -> None:
    start = sheet(receptionist, booking)
    paper = start.papers[0]
    assert (paper.done, paper.stops) == (False, True)
    assert paper.words == "Consent to intravenous ketamine for a mood disorder: missing"
    assert start.to_prepare == len(start.papers) == 3
    assert [need.words[:7] for need in start.needs] == ["Fasting"]
    consents.prepare(receptionist, patient_id=zoe, text_name="iv-ketamine-mood")
    waiting = sheet(receptionist, booking)
    assert (waiting.prepared, waiting.to_prepare) == (1, 2)
    assert waiting.papers[0].words.endswith("missing, a form waits to be signed")
    consents.sign_on_paper(
        receptionist,
        consents.of_patient(receptionist, zoe)[0],
        Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei"),
        signed_on=steps.TODAY,
    )
    after = sheet(receptionist, booking)
    assert (after.papers[0].done, after.prepared) == (True, 0)
    assert not any(other.stops for other in after.papers[1:])  # what only warns keeps nobody from the start


def test_another_visit_needs_no_escort(receptionist: Desk, zoe: str) -> None:
    booked = book(receptionist, zoe, slot(receptionist, 14), kind="follow_up")
    appointments.arrive(receptionist, booked)
    start = sheet(receptionist, booked)
    assert (start.asks_escort, start.needs, start.visit) == (False, (), "Follow-up visit")
    done(receptionist, start)
    assert appointments.get(receptionist, booked).stage is Stage.CHECKED_IN


def test_a_chart_without_a_date_of_birth_gets_it_at_the_desk(receptionist: Desk, zoe: str, booking: str) -> None:
    patient = patients.get(receptionist, zoe)
    patients.amend(receptionist, zoe, based_on=patient.version, details=replace(patient, birth_date=None))
    start = sheet(receptionist, booking)
    with pytest.raises(BadValue, match="as the patient says it") as refused:
        done(receptionist, start)
    assert refused.value.field == "birth_date"
    done(receptionist, start, contact=replace(start.patient, birth_date=steps.BORN))
    assert patients.get(receptionist, zoe).birth_date == steps.BORN


def test_blocked_time_cannot_be_checked_in(receptionist: Desk) -> None:
    blocked = appointments.book(receptionist, patient_id=None, kind="blocked", slot=slot(receptionist, 12, minutes=60))
    with pytest.raises(BadValue, match="nobody to check in"):
        sheet(receptionist, blocked)

"""The papers of the front desk: the list of a day, the appointment card, the message to copy, the downtime pack."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinicdesk.desk import Desk
from clinicdesk.printing import appointment_card, day_list, downtime_pack
from clinicdesk.records import appointments, chairs, patients, series, sessions, visit_instructions
from clinicdesk.records.appointments import Slot
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from tests.printing.sheets import texts

MONDAY = date(2026, 3, 2)


def register(desk: Desk, family: str = "Ångström", **more: str) -> str:
    details = PatientDetails(family_name=family, given_name="Zoë", birth_date=date(1968, 7, 21), **more)
    return patients.register(desk, details=details)


def book_session(desk: Desk, patient_id: str, day: date, hour: time) -> str:
    """Plan one booster and book it in the first chair; return the booking's id."""
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name="iv-ketamine-booster", days=[day], time=None, indication="Depression"
    )
    (session,) = sessions.of_series(desk, series_id)
    starts_at = datetime.combine(day, hour, desk.zone())
    slot = Slot(starts_at, 120, chairs.all(desk)[0].id)
    return appointments.book(desk, patient_id=patient_id, kind="session", slot=slot, session_id=session.id)


def test_the_card_has_this_patients_own_times_and_rules(everyone: Desk) -> None:
    patient_id = register(everyone)
    book_session(everyone, patient_id, MONDAY + timedelta(days=1), time(10, 30))

    text = " ".join(texts(appointment_card.build(everyone, patient_id)))

    for words in ("Tue 03-Mar-2026", "10:30–12:30", "Session 1 of 1", "Chair 1", "No food after 04:30", "08:30",
                  "takes you home", "Do not drive", "list of all your medicines", "+1 218 555 0100"):  # fmt: skip
        assert words in text, words


def test_a_fast_that_begins_the_evening_before_names_the_day(everyone: Desk) -> None:
    patient_id = register(everyone)
    appointment_id = book_session(everyone, patient_id, MONDAY + timedelta(days=1), time(10, 30))
    booked = appointments.get(everyone, appointment_id)
    early = Slot(datetime(2026, 3, 3, 5, 0, tzinfo=everyone.zone()), 120, booked.chair_id)
    appointments.change(everyone, appointment_id, slot=early, based_on=booked.version, outside_hours=True)

    assert "No food after 23:00 on Mon 02-Mar-2026" in " ".join(texts(appointment_card.build(everyone, patient_id)))


def test_without_a_booking_the_card_says_so(receptionist: Desk) -> None:
    assert "No appointment is booked" in " ".join(texts(appointment_card.build(receptionist, register(receptionist))))


def test_a_visit_the_patient_came_to_is_no_longer_told_of(everyone: Desk) -> None:
    patient_id = register(everyone)
    today = book_session(everyone, patient_id, MONDAY, time(14, 0))
    book_session(everyone, patient_id, MONDAY + timedelta(days=7), time(10, 30))

    appointments.arrive(everyone, today)

    (visit,) = visit_instructions.of_patient(everyone, patient_id)
    assert visit.starts.date() == MONDAY + timedelta(days=7)


def test_the_message_tells_nobody_what_it_is_for(everyone: Desk) -> None:
    patient_id = register(everyone)
    book_session(everyone, patient_id, MONDAY + timedelta(days=1), time(10, 30))

    words = visit_instructions.message(everyone, visit_instructions.of_patient(everyone, patient_id))

    assert "Tue 03-Mar-2026, 10:30" in words
    assert "No food after 04:30" in words
    assert "+1 218 555 0100" in words
    for secret in ("etamine", "nfusion", "ession", "epression", "Ångström", "Zoë", "Harbour", "chair", "Chair"):
        assert secret not in words, secret


def test_the_day_list_tells_namesakes_apart_and_reception_reads_nothing_clinical(
    everyone: Desk, receptionist: Desk
) -> None:
    first = register(everyone, phone_mobile="218 555 0142")
    book_session(everyone, first, MONDAY, time(10, 30))

    text = " ".join(texts(day_list.build(receptionist, MONDAY)))

    for words in ("Mon 02-Mar-2026", "1 visit", "10:30–12:30", "ÅNGSTRÖM, Zoë", "21-Jul-1968", "000 001",
                  "218 555 0142", "Chair 1", "Consent"):  # fmt: skip
        assert words in text, words
    assert "Depression" not in text


def test_nobody_booked_is_said(receptionist: Desk) -> None:
    assert "Nobody is booked" in " ".join(texts(day_list.build(receptionist, MONDAY + timedelta(days=5))))


@pytest.fixture
def busy_day(everyone: Desk) -> None:
    """Book two patients: one today, one on the next open day."""
    allergic = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"),)))
    details = PatientDetails(
        family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21), emergency_name="Anna Ångström",
        emergency_relation="Sister", emergency_phone="218 555 0177",
    )  # fmt: skip
    today = patients.register(everyone, details=details, facts=allergic)
    tomorrow = register(everyone, "Lopez")
    book_session(everyone, today, MONDAY, time(13, 0))
    book_session(everyone, tomorrow, MONDAY + timedelta(days=1), time(9, 0))


@pytest.mark.usefixtures("busy_day")
def test_the_pack_holds_what_a_day_in_the_dark_needs(everyone: Desk) -> None:
    content = downtime_pack.build(everyone)
    sheets = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    def sheet_with(*words: str) -> str:
        return next(sheet for sheet in sheets if all(word in sheet for word in words))

    assert "988" in sheet_with("Downtime pack", "Whom to call")
    sheet_with("Day list for Mon 02-Mar-2026", "ÅNGSTRÖM")
    sheet_with("Day list for Tue 03-Mar-2026", "LOPEZ")
    assert "Penicillin" in sheet_with("Emergency contacts", "Anna Ångström (Sister)", "218 555 0177")
    sheet_with("Flowsheet on paper", "ÅNGSTRÖM", "Before the start", "Vital signs")
    sheet_with("Flowsheet on paper", "LOPEZ")
    unnamed = [s for s in sheets if "Flowsheet on paper" in s and "ÅNGSTRÖM" not in s and "LOPEZ" not in s]
    assert len(unnamed) >= downtime_pack.SPARE_FLOWSHEETS
    sheet_with("Consent form", "off-label")
    # What only the check-in asks for is in it too.
    sheet_with("Receipt of the privacy notice")


@pytest.mark.usefixtures("busy_day")
def test_the_pack_has_blank_forms_in_the_languages_of_the_day(everyone: Desk) -> None:
    assert not any("ketamina" in sheet.lower() for sheet in texts(downtime_pack.build(everyone)))
    reads_spanish = register(everyone, "Ruiz", language="Spanish")
    book_session(everyone, reads_spanish, MONDAY, time(15, 0))
    sheets = texts(downtime_pack.build(everyone))
    assert any("ketamina" in sheet.lower() for sheet in sheets)
    assert any("off-label" in sheet for sheet in sheets)


def test_a_session_nobody_booked_a_time_for_has_its_flowsheet_too(everyone: Desk) -> None:
    patient_id = register(everyone, "Lindqvist", emergency_name="Per Lindqvist", emergency_phone="218 555 0199")
    series.plan(
        everyone, patient_id=patient_id, protocol_name="iv-ketamine-booster", days=[MONDAY], time=None, indication="x"
    )
    sheets = texts(downtime_pack.build(everyone))
    assert any("Flowsheet on paper" in sheet and "LINDQVIST" in sheet for sheet in sheets)
    assert any("Emergency contacts" in sheet and "218 555 0199" in sheet for sheet in sheets)


@pytest.mark.usefixtures("busy_day")
def test_reception_prints_the_pack_without_allergies_and_it_says_so(receptionist: Desk) -> None:
    text = " ".join(texts(downtime_pack.build(receptionist)))

    assert "Penicillin" not in text
    assert "Printed without allergies" in text


@pytest.mark.usefixtures("busy_day")
def test_the_pack_tells_how_far_it_is(everyone: Desk) -> None:
    told: list[tuple[int, int]] = []
    downtime_pack.build(everyone, lambda done, total: told.append((done, total)))

    assert [done for done, _total in told] == list(range(told[0][1]))


def test_the_day_after_friday_is_monday(everyone: Desk) -> None:
    assert downtime_pack.next_open_day(everyone, date(2026, 3, 6)) == date(2026, 3, 9)

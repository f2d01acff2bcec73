"""The monthly review: what is counted, what stands out, and who wrote down that they read it."""

from datetime import date, datetime, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, SignInRefused
from clinicdesk.permissions import Role
from clinicdesk.records import access, access_reviews, opening_hours, patients, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.access_review import Remark
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.records.calls import steps

MARCH = date(2026, 3, 1)


def register(desk: Desk, family: str, given: str = "Zoë") -> str:
    return patients.register(desk, details=PatientDetails(family_name=family, given_name=given))


def of(sheet: access_reviews.Sheet, name: str) -> access_reviews.PersonCounts:
    return next(one for one in sheet.people if one.name == name)


def opened(desk: Desk, patient_id: str) -> None:
    desk.record("chart.open", patient=patient_id)


def test_counts_of_each_person(nurse: Desk, receptionist: Desk, administrator: Desk):
    patient = register(nurse, "Berg")
    for _time in range(3):
        opened(receptionist, patient)
    access.printed(receptionist, paper="face-sheet", patient_id=patient)
    access.saved(receptionist, paper="face-sheet", patient_id=patient)
    for login in ("rita", "rita", "nobody"):
        with pytest.raises(SignInRefused):
            staff.sign_in(administrator.clinic, login=login, password="wrong", workstation="TEST-PC")
    sheet = access_reviews.sheet(administrator, MARCH)
    rita = of(sheet, "Rita Moss")
    assert (rita.sign_ins, rita.refused, rita.opened, rita.printed, rita.given_away) == (1, 2, 3, 1, 1)
    assert sheet.unknown_refused == 1
    assert [line.what for line in sheet.left] == ["Saved a paper as a file: Face sheet"]
    # An entry about two patients is one entry of its person.
    assert of(sheet, "Nina Okafor, RN").sign_ins == 1
    assert not sheet.is_over


def test_what_stands_out(nurse: Desk, receptionist: Desk, administrator: Desk, clock: DrivenClock):
    opening_hours.set_day(administrator, 0, (time(8), time(17)))
    moss, okafor, berg = (register(nurse, *name) for name in (("Moss", "Ann"), ("Okafor", "Nina"), ("Berg",)))
    opened(receptionist, moss)
    opened(receptionist, okafor)
    opened(receptionist, berg)
    opened(nurse, berg)
    clock.move_to(datetime(2026, 3, 2, 23, 30, tzinfo=clock.now().tzinfo))  # half past six in the evening
    opened(nurse, berg)
    sheet = access_reviews.sheet(administrator, MARCH)
    found = [(one.staff_name, one.about.split(" ", 2)[-1], one.remarks) for one in sheet.openings]
    assert found == [
        ("Rita Moss", "MOSS, Ann", frozenset({Remark.OWN_NAME, Remark.ONLY_LOOKED})),
        ("Rita Moss", "OKAFOR, Nina", frozenset({Remark.OF_STAFF, Remark.ONLY_LOOKED})),
        ("Rita Moss", "BERG, Zoë", frozenset({Remark.ONLY_LOOKED})),
        # She registered the patient that day: working in a chart without a visit is everyday, until it is late.
        ("Nina Okafor, RN", "BERG, Zoë", frozenset({Remark.OUT_OF_HOURS, Remark.NO_VISIT})),
    ]
    assert of(sheet, "Nina Okafor, RN").no_visit == 2
    assert sheet.hours_known


def test_a_visit_that_day_is_a_reason(nurse: Desk, receptionist: Desk, administrator: Desk, clock: DrivenClock):
    today = steps.register(nurse)
    steps.book(nurse, today, date(2026, 3, 3), time(9))
    clock.pass_time(hours=24)
    opened(receptionist, today)
    sheet = access_reviews.sheet(administrator, MARCH)
    assert (of(sheet, "Rita Moss").opened, of(sheet, "Rita Moss").no_visit) == (1, 0)
    assert sheet.openings == ()
    clock.pass_time(hours=24)
    opened(receptionist, today)
    assert of(access_reviews.sheet(administrator, MARCH), "Rita Moss").no_visit == 1


def test_a_month_is_reviewed_once_it_is_over(nurse: Desk, administrator: Desk, clock: DrivenClock):
    assert access_reviews.months(administrator) == [MARCH]
    assert access_reviews.due(administrator) is None
    clock.pass_time(hours=24 * 40)
    nurse.record("snippet.change")
    april = date(2026, 4, 1)
    assert access_reviews.months(administrator) == [april, MARCH]
    assert access_reviews.due(administrator) == MARCH
    sheet = access_reviews.sheet(administrator, MARCH)
    assert sheet.is_over
    assert access_reviews.sheet(administrator, april).first_seq == sheet.last_seq + 1
    with pytest.raises(BadValue):
        access_reviews.record_review(administrator, sheet, findings="  ")
    with pytest.raises(NotAllowed):
        access_reviews.record_review(nurse, sheet, findings="nothing")
    access_reviews.record_review(administrator, sheet, findings="Asked Rita about two openings. Explained.")
    assert access_reviews.due(administrator) is None
    (review,) = access_reviews.reviews(administrator, MARCH)
    assert (review.staff_name, review.up_to_seq) == ("Ada Lang", sheet.last_seq)
    with pytest.raises(NotAllowed):
        access_reviews.sheet(nurse, MARCH)


def test_an_entry_under_a_wrong_clock_is_reviewed_where_it_was_recorded(
    nurse: Desk, administrator: Desk, clock: DrivenClock
):
    patient = register(nurse, "Berg")
    started = clock.now()
    for day in range(1, 20):
        clock.move_to(started + timedelta(days=day))
        nurse.record("snippet.change")
    clock.move_to(started - timedelta(days=700))
    opened(nurse, patient)
    clock.move_to(started + timedelta(days=20))
    nurse.record("snippet.change")
    sheet = access_reviews.sheet(administrator, MARCH)
    assert sheet.other_clock == 1
    assert of(sheet, "Nina Okafor, RN").opened == 1


def test_somebody_who_left_stands_in_the_months_they_worked(administrator: Desk, clock: DrivenClock):
    gone = staff.add(administrator, login="temp", name="Tom Berg", roles=[Role.RECEPTIONIST], password=PASSWORD)
    desk = staff.sign_in(administrator.clinic, login="temp", password=PASSWORD, workstation="TEST-PC")
    assert desk.person.id == gone
    clock.pass_time(hours=1)
    assert of(access_reviews.sheet(administrator, MARCH), "Tom Berg").sign_ins == 1

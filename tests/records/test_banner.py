"""The patient banner: one statement about allergies, the newest weight, and nothing clinical for who may not see it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.records import banner, chart_facts, patients, sessions
from clinicdesk.records.chart_facts import Allergy, FactList
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions.steps import plan_for, register_zoe


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return plan_for(nurse, patient)


def know(desk: Desk, patient_id: str, answer: Answer, *items: Allergy) -> None:
    known = patients.get(desk, patient_id)
    facts = replace(chart_facts.of(desk, patient_id), allergies=FactList(answer, items))
    patients.amend(desk, patient_id, based_on=known.version, details=known, facts=facts)


def test_allergies_not_asked_unknown_none_and_some_read_differently(nurse: Desk, patient: str) -> None:
    assert banner.of_patient(nurse, patient).allergies == "not_recorded"
    know(nurse, patient, Answer.UNKNOWN)
    assert banner.of_patient(nurse, patient).allergies == "not_recorded"
    know(nurse, patient, Answer.NONE)
    none = banner.of_patient(nurse, patient)
    assert (none.allergies, none.allergy_text, none.allergies_at) == ("none", "", "02-Mar-2026")
    know(nurse, patient, Answer.SOME, Allergy(substance="Penicillin", reaction="hives", severity="mild"))
    some = banner.of_patient(nurse, patient)
    assert (some.allergies, some.allergy_text) == ("known", "Penicillin (hives, mild)")


def test_the_front_desk_is_told_that_it_may_not_see(
    nurse: Desk, receptionist: Desk, patient: str, session_id: str
) -> None:
    know(nurse, patient, Answer.SOME, Allergy(substance="Penicillin"))
    sessions.observe(nurse, session_id, values={Kind.WEIGHT: 82_400})
    shown = banner.of_patient(receptionist, patient)
    assert (shown.allergies, shown.allergy_text, shown.weight) == ("unavailable", "", "")
    with pytest.raises(NotAllowed):
        banner.newest_weight(receptionist, patient)


def test_the_weight_is_the_newest_with_corrections_and_the_clinics_day(
    nurse: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    assert banner.of_patient(nurse, patient).weight == ""
    sessions.observe(nurse, session_id, values={Kind.WEIGHT: 82_400})
    clock.pass_time(hours=11)  # 20:00 in New York, when it is the next day in UTC
    sessions.observe(nurse, session_id, values={Kind.WEIGHT: 28_400})
    wrong = sessions.get(nurse, session_id).latest(Kind.WEIGHT)
    assert wrong is not None
    sessions.correct(nurse, session_id, values={wrong.id: 81_900})
    assert banner.of_patient(nurse, patient).weight == "81.9 kg (180.6 lb), 02-Mar-2026"
    right = sessions.get(nurse, session_id).latest(Kind.WEIGHT)
    assert right is not None
    sessions.correct(nurse, session_id, values={right.id: None})
    assert banner.of_patient(nurse, patient).weight == "82.4 kg (181.7 lb), 02-Mar-2026"


def test_a_closed_chart_says_so(administrator: Desk, patient: str) -> None:
    known = patients.get(administrator, patient)
    day = date(2026, 3, 2) - timedelta(days=1)
    patients.amend(administrator, patient, based_on=known.version, details=replace(known, deceased_on=day))
    shown = banner.of_patient(administrator, patient)
    assert (shown.born, shown.died, shown.alerts) == ("21-Jul-1968", "01-Mar-2026, at 57 y", "")
    other = patients.register(administrator, details=replace(known, deceased_on=None, given_name="Eva"))
    patients.void(administrator, [other], reason="Registered twice")
    assert banner.of_patient(administrator, other).alerts == "Record voided"


def test_a_day_of_death_nobody_knows_is_no_missing_death(administrator: Desk) -> None:
    details = PatientDetails(family_name="Moss", answers={"deceased_on": Answer.SOME})
    shown = banner.of_patient(administrator, patients.register(administrator, details=details))
    assert shown.died == "Day not known"


def test_what_forbids_the_usual_is_an_alert(receptionist: Desk) -> None:
    details = PatientDetails(family_name="Moss", do_not_call="yes", moved_away_on=date(2026, 2, 1))
    shown = banner.of_patient(receptionist, patients.register(receptionist, details=details))
    assert (shown.died, shown.alerts) == ("", "Moved away 01-Feb-2026, Do not call")


def test_namesakes_are_told_apart(receptionist: Desk) -> None:
    lopez = PatientDetails(family_name="López", given_name="María")
    first = patients.register(receptionist, details=lopez)
    assert banner.of_patient(receptionist, first).note == ""
    second = patients.register(
        receptionist,
        details=replace(lopez, family_name="Lopez", given_name="Maria", distinguishing_remark="The one from Ely"),
    )
    assert banner.of_patient(receptionist, first).note == "Another patient has the same name"
    assert banner.of_patient(receptionist, second).note == "Not to be confused: The one from Ely"

"""The form a programme wants after each session: what the record answers, what is asked, when due, that it went."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import monitoring_forms, patients, sessions
from clinicdesk.records.chart_facts import ChartFacts, FactList, Medicine
from clinicdesk.records.monitoring_forms import MonitoringForm
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from tests.records.sessions.steps import TODAY

AWAKE = {Kind.SYSTOLIC: 148, Kind.DIASTOLIC: 92, Kind.HEART_RATE: 80, Kind.SPO2: 97, Kind.RESPIRATORY_RATE: 15}


@pytest.fixture
def patient(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return nasal.plan(nurse, patient)


@pytest.fixture
def given(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    """Return a session with two devices given."""
    nasal.ready(nurse, prescriber, session_id)
    nasal.device(nurse, session_id)
    clock.pass_time(minutes=5)
    nasal.device(nurse, session_id, lot="24KX02")
    return session_id


@pytest.fixture
def left(nurse: Desk, given: str, clock: DrivenClock) -> str:
    """Return a session whose patient was watched and went home after two hours and ten minutes."""
    clock.pass_time(minutes=35)
    sessions.observe(nurse, given, values={**AWAKE, Kind.SEDATION: 4, Kind.DISSOCIATION: 2})
    clock.pass_time(minutes=50)
    sessions.observe(nurse, given, values={Kind.SEDATION: 5, Kind.DISSOCIATION: 0})
    clock.pass_time(minutes=30)
    end = {**AWAKE, Kind.SYSTOLIC: 126, Kind.DIASTOLIC: 78, Kind.SPO2: 98}
    sessions.observe(nurse, given, values={**end, Kind.SEDATION: 5, Kind.DISSOCIATION: 0})
    clock.pass_time(minutes=10)
    sessions.discharge(nurse, given, marks=steps.all_met(nurse, given), left=steps.HOME)
    return given


def form(desk: Desk, session_id: str) -> MonitoringForm:
    return monitoring_forms.of_session(desk, sessions.get(desk, session_id))


def test_no_form_before_a_device_and_none_without_a_programme(nurse: Desk, session_id: str) -> None:
    assert not monitoring_forms.wants_form(sessions.get(nurse, session_id))
    with pytest.raises(BadValue):
        form(nurse, session_id)


def test_the_record_answers_what_it_knows(nurse: Desk, left: str) -> None:
    known = form(nurse, left)
    assert {
        "patient_name": "ÅNGSTRÖM, Zoë",
        "birth_date": "21-Jul-1968",
        "enrolled": "yes",
        "enrolment_number": "P-77",
        "clinician_phone": "218 555 0100",
        "clinician_email": "rems@harbour.example",
        "site_name": "Harbour Infusion Clinic",
        "session_date": "02-Mar-2026",
        "dose": "56 mg",
        "lots": "24KX01, 24KX02",
        "minutes_total": "130",
        "bp_before": "128/78",
        "bp_40": "148/92",
        "bp_end": "126/78",
        "spo2_before": "98",
        "spo2_40": "97",
        "spo2_end": "98",
        "sedation": "yes",
        "sedation_resolved": "90",
        "dissociation": "yes",
        "dissociation_resolved": "90",
    }.items() <= known.answers.items()
    assert set(known.answers) == known.from_record
    assert known.due_on == date(2026, 3, 9)


def test_a_judgement_is_left_to_a_clinician(nurse: Desk, left: str) -> None:
    asked = {field.id for field in form(nurse, left).missing}
    assert {"vitals_before", "vitals_end", "minutes_ready", "respiratory_status", "serious_event"} <= asked
    # Whether she had it elsewhere nobody knows; her sex and her medicines nobody wrote down.
    assert {"first_treatment", "sex", "benzodiazepine", "maoi"} <= asked
    assert not {"sedation", "bp_40", "lots"} & asked


def test_what_was_not_looked_at_is_empty_and_not_no(nurse: Desk, given: str) -> None:
    known = form(nurse, given).answers
    assert not {"sedation", "dissociation", "serious_event", "bp_40", "bp_end", "minutes_total"} & set(known)
    sessions.observe(nurse, given, values={Kind.SEDATION: 5})
    assert form(nurse, given).answers["sedation"] == "no"


def test_medicines_answer_yes_and_only_who_takes_none_answers_no(nurse: Desk, given: str, patient: str) -> None:
    takes = FactList(Answer.SOME, (Medicine(name="Ativan", dose="1 mg"), Medicine(name="lithium")))
    before = patients.get(nurse, patient)
    patients.amend(nurse, patient, based_on=before.version, details=before, facts=ChartFacts(medicines=takes))
    known = form(nurse, given).answers
    assert known["benzodiazepine"] == "yes"
    assert not {"opioid", "maoi", "stimulant", "sedative_hypnotic"} & set(known)


def test_who_was_asked_and_takes_nothing_answers_no(nurse: Desk, given: str, patient: str) -> None:
    before, none = patients.get(nurse, patient), ChartFacts(medicines=FactList(Answer.NONE))
    patients.amend(nurse, patient, based_on=before.version, details=before, facts=none)
    known = form(nurse, given).answers
    assert {known[name] for name in ("benzodiazepine", "sedative_hypnotic", "opioid", "stimulant", "maoi")} == {"no"}


def test_a_treatment_before_is_known_from_the_record(
    nurse: Desk, prescriber: Desk, left: str, patient: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=60 * 72)
    second = sessions.of_patient(nurse, patient)[1].id
    nasal.checks(nurse, second)
    nasal.order(prescriber, second)
    nasal.device(nurse, second)
    assert form(nurse, second).answers["first_treatment"] == "no"
    assert "first_treatment" not in form(nurse, left).answers


def test_a_session_with_one_device_says_another_dose(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    nasal.ready(nurse, prescriber, session_id)
    nasal.device(nurse, session_id)
    clock.pass_time(minutes=6)
    sessions.stop_devices(nurse, session_id, reason="Too dizzy")
    known = form(nurse, session_id).answers
    assert (known["dose"], known["dose_other"]) == ("other", "28 mg")


def test_a_patient_taken_to_hospital_is_serious(nurse: Desk, given: str) -> None:
    sessions.report_adverse_event(
        nurse,
        given,
        kind="syncope",
        severity="severe",
        related="possibly",
        action_taken="emergency",
        outcome="transferred",
        narrative="Fell on the way out",
    )
    known = form(nurse, given).answers
    assert (known["serious_event"], known["serious_event_detail"]) == ("yes", "Fainting: Fell on the way out")


def test_what_somebody_saved_counts_before_the_record(nurse: Desk, left: str) -> None:
    monitoring_forms.fill(nurse, left, {**form(nurse, left).answers, "sedation": "no", "serious_event": "no"})
    saved = form(nurse, left)
    assert saved.answers["sedation"] == "no"
    assert "sedation_resolved" not in {field.id for field in saved.missing}
    assert saved.saved_by == "Nina Okafor, RN"
    assert "sedation" not in saved.from_record
    with pytest.raises(BadValue) as refused:
        monitoring_forms.fill(nurse, left, {"bp_end": "78/126"})
    assert refused.value.field == "bp_end"


def test_sending_closes_the_form_with_what_was_sent(nurse: Desk, left: str) -> None:
    for field, day, how in (
        ("sent_how", TODAY, "by pigeon"),
        ("sent_on", TODAY - timedelta(days=1), "fax"),
        ("sent_on", TODAY + timedelta(days=1), "fax"),
    ):
        with pytest.raises(BadValue) as refused:
            monitoring_forms.mark_sent(nurse, left, sent_on=day, how=how)
        assert refused.value.field == field
    monitoring_forms.mark_sent(nurse, left, sent_on=TODAY, how="online")
    sent = form(nurse, left)
    assert (sent.sent_on, sent.sent_how, sent.sent_by) == (TODAY, "online", "Nina Okafor, RN")
    assert sent.answers["bp_40"] == "148/92"
    assert not sent.is_overdue(TODAY + timedelta(days=99))
    for again in (
        lambda: monitoring_forms.fill(nurse, left, {}),
        lambda: monitoring_forms.mark_sent(nurse, left, sent_on=TODAY, how="fax"),
    ):
        with pytest.raises(BadValue):
            again()


def test_a_signed_session_still_has_its_form(nurse: Desk, left: str) -> None:
    sessions.sign(nurse, left)
    monitoring_forms.fill(nurse, left, {"serious_event": "no"})
    monitoring_forms.mark_sent(nurse, left, sent_on=TODAY, how="fax")
    assert form(nurse, left).answers["clinician_name"] == "Nina Okafor, RN"


def test_a_late_event_counts_as_it_was_corrected(nurse: Desk, left: str) -> None:
    sessions.sign(nurse, left)

    def tell(severity: str, corrects: str | None = None) -> str:
        return sessions.report_late_event(
            nurse,
            left,
            kind="nausea",
            severity=severity,
            related="possibly",
            action_taken="observed",
            outcome="resolved",
            onset_at=nurse.now(),
            told_by="The patient",
            corrects=corrects,
        )

    wrong = tell("life_threatening")
    assert form(nurse, left).answers["serious_event"] == "yes"
    tell("mild", corrects=wrong)
    assert "serious_event" not in form(nurse, left).answers


def test_forms_that_wait_are_listed_until_they_are_sent(nurse: Desk, receptionist: Desk, left: str) -> None:
    (waits,) = monitoring_forms.open_forms(nurse)
    assert (waits.session_id, waits.patient_name, waits.due_on) == (left, "ÅNGSTRÖM, Zoë (Ms)", date(2026, 3, 9))
    assert not waits.is_overdue(date(2026, 3, 9))
    assert waits.is_overdue(date(2026, 3, 10))
    with pytest.raises(NotAllowed):
        monitoring_forms.open_forms(receptionist)
    monitoring_forms.mark_sent(nurse, left, sent_on=TODAY, how="fax")
    assert monitoring_forms.open_forms(nurse) == []

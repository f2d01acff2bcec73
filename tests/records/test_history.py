"""The history of a chart: sentences, times in the clinic's zone, and what it was before."""

from dataclasses import replace

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.permissions import ACTIONS
from clinicdesk.records import access, history, history_words, notes, sessions
from clinicdesk.records.history import FieldChange, Topic
from clinicdesk.rules.start_checks import Said
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import insert, update
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    patient_id = nurse.new_id()
    nurse.record(
        "patient.register",
        insert(
            "patients",
            patient_id,
            record_number=7,
            family_name="Łukasz",
            given_name="Ola",
            birth_date="1968-07-21",
            phone_mobile="555 0100",
        ),
        patient=patient_id,
    )
    return patient_id


def test_who_when_where_and_what_it_was_before(nurse: Desk, receptionist: Desk, patient: str, clock: DrivenClock):
    clock.pass_time(hours=1)
    version = nurse.row("SELECT version FROM patients WHERE id = ?", patient)["version"]
    receptionist.record(
        "patient.amend", update("patients", patient, version, phone_mobile="555 0199"), patient=patient, reason="Moved"
    )
    newest, first = history.of_patient(nurse, patient)
    assert (newest.staff_name, newest.workstation, newest.reason) == ("Rita Moss", "TEST-PC", "Moved")
    assert newest.at.strftime("%Y-%m-%d %H:%M") == "2026-03-02 10:00"
    assert newest.what == "Changed the patient's details"
    assert newest.changes == (FieldChange("Mobile phone", "555 0100", "555 0199"),)
    assert FieldChange("Date of birth", "", "21-Jul-1968") in first.changes
    assert first.topic is Topic.DETAILS


def test_the_four_answers_are_told_apart(nurse: Desk, patient: str):
    row_id = f"{patient} allergies"
    entry = nurse.record(
        "patient.amend",
        insert("patient_answers", row_id, patient_id=patient, field="allergies", answer="unknown"),
        patient=patient,
    )
    nurse.record("patient.amend", update("patient_answers", row_id, entry.id, answer="none"), patient=patient)
    newest, before, *_rest = history.of_patient(nurse, patient)
    assert newest.changes == (FieldChange("Allergies", "Unknown", "None"),)
    assert before.changes == (FieldChange("Allergies", "Not asked", "Unknown"),)


def test_a_note_tells_its_text_before_and_after(nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Was well")
    notes.rewrite(nurse, note_id, body="Was unwell", based_on=notes.get(nurse, note_id).version)
    notes.sign(nurse, note_id)
    signed, changed, written, *_rest = history.of_patient(nurse, patient)
    assert signed.what == "Signed a note"
    assert FieldChange("Signed by", "", "Nina Okafor, RN") in signed.changes
    assert changed.what == "Changed a note"
    assert changed.changes == (FieldChange("Text", "Was well", "Was unwell"),)
    assert written.what == "Saved a note"


def test_opening_and_printing_are_told(nurse: Desk, patient: str):
    nurse.note_opening(patient)
    nurse.note_opening(patient)
    access.printed(nurse, paper="face-sheet", patient_id=patient)
    assert [(line.what, line.topic) for line in history.of_patient(nurse, patient)[:2]] == [
        ("Printed a paper: Face sheet", Topic.ACCESS),
        ("Opened the chart", Topic.ACCESS),
    ]


def test_an_administrator_sees_that_but_not_what(nurse: Desk, administrator: Desk, patient: str):
    notes.write(nurse, patient_id=patient, kind="progress", body="Very private")
    newest = history.of_patient(administrator, patient)[0]
    assert newest.what == "Saved a note"
    assert "private" not in repr(newest)


def test_reception_may_not_look(receptionist: Desk, patient: str):
    with pytest.raises(NotAllowed):
        history.of_patient(receptionist, patient)


def test_every_action_has_its_words():
    about_patients = {a for a in ACTIONS if not a.startswith(("staff.", "practice."))}
    assert about_patients == set(history_words.ACTIONS)


def test_an_unknown_action_is_shown_plainly():
    assert history_words.action_sentence("future.thing", None) == "future.thing"


def test_doses_and_times_read_as_people_write_them(nurse: Desk):
    zone = nurse.zone()
    assert history_words.text("dose_micrograms", 41_200, zone) == "41.2 mg"
    assert history_words.text("micrograms_per_kg", 500, zone) == "0.5 mg per kg"
    assert history_words.text("weight_grams", 82_400, zone) == "82.4 kg (181.7 lb)"
    assert history_words.text("occurred_at", "2026-03-02T14:00:00.000Z", zone) == "02-Mar-2026 09:00"
    assert history_words.text("detail", '{"escort_name": "A. Lind", "fasting": true}', zone) == (
        "Escort name: A. Lind; Fasting: yes"
    )
    assert history_words.text(
        "detail", '{"rate_microlitres_per_hour": 150000, "consent": "signed_on_paper"}', zone
    ) == ("Rate: 150 mL per hour; Consent: signed on paper")
    assert history_words.text("planned_on", "not a date", zone) == "not a date"


def test_the_newest_of_many_still_know_what_was_before(nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="0")
    for count in range(1, 5):
        notes.rewrite(nurse, note_id, body=str(count), based_on=notes.get(nurse, note_id).version)
    (line,) = history.of_patient(nurse, patient, limit=1)
    assert line.changes == (FieldChange("Text", "3", "4"),)
    assert len(history.of_patient(nurse, patient)) == 6


def test_a_long_history_is_read_whole_with_each_text_before(nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="0")
    version = notes.get(nurse, note_id).version
    for count in range(1, 300):
        version = notes.rewrite(nurse, note_id, body=str(count), based_on=version)
    lines = history.of_patient(nurse, patient)
    assert len(lines) == 301
    assert lines[0].changes == (FieldChange("Text", "298", "299"),)
    assert lines[298].changes == (FieldChange("Text", "0", "1"),)


def test_a_whole_session_reads_in_words(nurse: Desk, prescriber: Desk, administrator: Desk):
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    pulse = next(o for o in sessions.get(nurse, session_id).current if o.kind == "heart_rate")
    sessions.correct(nurse, session_id, values={pulse.id: 76}, reason="Typed wrong")
    corrected, started, checked, ordered, observed, *_rest = history.of_patient(nurse, zoe)
    assert corrected.what == "Corrected a value · session 1 of 6"
    assert FieldChange("Heart rate", "66 per min", "76 per min") in corrected.changes
    assert started.what == "Started the infusion · session 1 of 6"
    assert checked.what == "Checked the dose independently · session 1 of 6"
    assert FieldChange("Second check: agreed", "", "Yes") in checked.changes
    assert FieldChange("Order: dose", "", "41.2 mg") in ordered.changes
    assert FieldChange("Order: weight", "", "82.4 kg (181.7 lb)") in ordered.changes
    assert FieldChange("Systolic blood pressure", "", "128 mmHg") in observed.changes
    # When it was is said once, before what was measured together.
    assert [change.label for change in observed.changes].index("Taken") == 0
    # Ids are left out of it: a part of one may look like the beginning of another.
    shown = repr([replace(line, entry_id="", staff_id="") for line in history.of_patient(nurse, zoe)])
    for technical in ("uptime", "round", "019c", "sha256", "micrograms"):
        assert technical not in shown
    assert "41.2" not in repr(history.of_patient(administrator, zoe))
    assert "Typed wrong" not in repr(history.of_patient(administrator, zoe))


def test_a_value_written_long_before_is_found(nurse: Desk, patient: str):
    for column, value in (("phone_mobile", "1"), ("email", "a@b.c"), ("city", "Duluth"), ("phone_mobile", "2")):
        version = nurse.row("SELECT version FROM patients WHERE id = ?", patient)["version"]
        nurse.record("patient.amend", update("patients", patient, version, **{column: value}), patient=patient)
    (line,) = history.of_patient(nurse, patient, limit=1)
    assert line.changes == (FieldChange("Mobile phone", "1", "2"),)


def test_what_a_patient_said_in_a_session_is_readable(nurse: Desk, patient: str):
    session_id = steps.plan_for(nurse, patient)
    sessions.arrive(nurse, session_id)
    sessions.note_words(nurse, session_id, text="I am a river")
    sessions.check_at_chair(nurse, session_id, substances=Said(yes=True, words="Wine", go_on="Small amount"))
    asked, said, *_rest = history.of_patient(nurse, patient)
    assert FieldChange("Words", "", "Words: I am a river") in said.changes
    assert any("Goes on because: Small amount" in change.after for change in asked.changes)

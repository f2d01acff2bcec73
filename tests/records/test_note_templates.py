"""Templates of notes: the shipped ones, what they are pre-filled with, kept as they were, and faults named by line."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import note_facts, note_templates, notes, patients, sessions
from clinicdesk.records.chart_facts import ChartFacts, FactList, Medicine
from clinicdesk.records.measures import recording
from clinicdesk.records.notes import NoteKind
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.note_sections import missing
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


def test_there_is_a_template_for_each_kind_and_none_is_faulty():
    found, problems = note_templates.load_all()
    assert problems == []
    assert {template.kind for template in found.values()} == set(NoteKind)


@pytest.mark.parametrize("kind", list(NoteKind))
def test_what_the_program_wrote_never_stands_for_what_a_person_must_say(prescriber: Desk, kind: NoteKind):
    template = note_templates.of_kind(kind)
    assert template is not None
    begun = note_templates.prefilled(prescriber, template, steps.register_zoe(prescriber))
    required = tuple(section.title for section in template.sections if section.required)
    assert required
    assert missing(begun, template) == required


def test_facts_stand_as_they_are_recorded_with_where_they_are_from(prescriber: Desk):
    patient = steps.register_zoe(prescriber)
    template = note_templates.of_kind(NoteKind.PHONE_CALL)
    assert template is not None
    before = note_templates.prefilled(prescriber, template, patient)
    assert "Medicines in the chart\nNot asked yet.\n(from the chart, as recorded on 02-Mar-2026 09:00)" in before
    medicine = Medicine(name="lisinopril", dose="10 mg daily", reason="pressure")
    read = patients.get(prescriber, patient)
    details = PatientDetails(family_name="Ångström", given_name="Zoë")
    facts = ChartFacts(allergies=FactList(Answer.NONE), medicines=FactList(Answer.SOME, (medicine,)))
    patients.amend(prescriber, patient, based_on=read.version, details=details, facts=facts)
    after = note_templates.prefilled(prescriber, template, patient)
    assert "lisinopril, 10 mg daily, for pressure\n(from the chart" in after
    assert "Allergies in the chart\nNo known allergies.\n(from" in after


def test_a_note_keeps_the_template_it_was_begun_with(nurse: Desk, prescriber: Desk):
    patient = steps.register_zoe(prescriber)
    old = note_templates.parse('version = "1"\ntitle = "Old"\nkind = "progress"\n[[sections]]\ntitle = "A"\n', "own")
    new = note_templates.parse('version = "2"\ntitle = "New"\nkind = "progress"\n[[sections]]\ntitle = "B"\n', "own")
    first, second = (
        notes.get(nurse, notes.write(nurse, patient_id=patient, kind="progress", body="x", template=template))
        for template in (old, new)
    )
    assert first.template != second.template
    kept = note_templates.of_note(nurse, first)
    assert kept is not None
    assert (kept.id, kept.title, kept.titles, kept.text) == ("own", "Old", ("A",), old.text)
    blank = notes.get(nurse, notes.write(nurse, patient_id=patient, kind="progress", body="x"))
    assert note_templates.of_note(nurse, blank) is None
    assert notes.missing(blank, None) == ()


HEAD = 'version = "1"\ntitle = "T"\nkind = "progress"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('version = "1"\ntitle = "T"\nkind = "novel"\n', 3, "kind"),
        (HEAD + '[[sections]]\ntitle = "A"\nprefil = "medicines"\n', 6, "Check its spelling"),
        (HEAD + '[[sections]]\ntitle = "A"\nprefill = "horoscope"\n', 6, "horoscope"),
        (HEAD + '[[sections]]\ntitle = "A"\nprefill = "medicines"\nrequired = true\n', 7, "pre-filled"),
        (HEAD + '[[sections]]\ntitle = "A"\n[[sections]]\ntitle = "A"\n', 7, "two sections"),
        # A heading is a line of the note: none of these would ever be found there again.
        (HEAD + '[[sections]]\ntitle = "A\\nB"\n', 5, "one line"),
        (HEAD + '[[sections]]\ntitle = "A\\u00a0B"\n', 5, "one line"),
        (HEAD + "[[sections]\n", 4, "TOML"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, words: str):
    with pytest.raises(FaultyFile) as fault:
        note_templates.parse(text, "own")
    assert fault.value.problem.line == line
    assert words in fault.value.problem.sentence


def test_a_session_note_tells_what_the_session_recorded(nurse: Desk, prescriber: Desk, clock: DrivenClock):
    patient = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient)
    template = note_templates.of_kind(NoteKind.SESSION)
    assert template is not None
    begun = note_templates.prefilled(nurse, template, patient, session_id)
    assert "Treatment\nNo order is signed.\nNot started.\n(from session 1 of 6, as recorded on" in begun
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=41)
    sessions.report_adverse_event(
        nurse, session_id, kind="nausea", severity="mild", related="probable", action_taken="none", outcome="ongoing"
    )
    begun = note_templates.prefilled(nurse, template, patient, session_id)
    for line in ("Ordered by Dr Pat Osei: ketAMINE 41.2 mg", "Started 09:00, not ended yet", "Nausea, mild"):
        assert line in begun.split("\n")
    course = note_facts.lines(nurse, "course", note_facts.Subject(patient, None))
    assert course[1].startswith("Session 1 of 6, 02-Mar-2026: Given: ketAMINE")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (
            {"1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0},
            "At least one question was answered yes; High risk by the screener's own rule",
        ),
        ({"1": 0, "2": 0, "6": 0}, "nothing found"),
        ({"1": 0, "2": 0}, "nothing found; answers are missing"),
    ],
)
def test_a_level_of_risk_stands_in_a_note_as_it_was_found(nurse: Desk, answers: dict[str, int], words: str):
    patient = steps.register_zoe(nurse)
    recording.record(
        nurse, patient_id=patient, measure_id="c-ssrs", answers=answers, filled_by="clinician", way="paper"
    )
    told = note_facts.lines(nurse, "scores", note_facts.Subject(patient, None))
    assert told[0] == f"C-SSRS screener: {words}, 02-Mar-2026"


def test_no_score_is_said_to_be_none(nurse: Desk):
    patient = steps.register_zoe(nurse)
    recording.record(
        nurse, patient_id=patient, measure_id="gad-7", answers={"1": 3, "2": None}, filled_by="patient", way="paper"
    )
    told = note_facts.lines(nurse, "scores", note_facts.Subject(patient, None))
    assert told[0] == "GAD-7: no score, answers are missing, 02-Mar-2026"

"""From the intake to the end of a series: notes, questionnaires, the curve, the papers and the letter."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import care_team, letters, measures, note_templates, notes, sessions
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.records.measures import courses
from clinicdesk.records.series import of_patient
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys import answering
from tests.journeys.answering import PHQ9
from tests.journeys.conftest import locks_late
from tests.printing.sheets import texts
from tests.printing.treated import register
from tests.records.sessions import steps

Enter = Callable[[str], None]
BEFORE, MIDDLE, AFTER = "333222210" + "2", "222221100" + "1", "000010100" + "0"
"""The answers to PHQ-9 as they stand on paper, each with the question about daily life: 18, 12 and 2 points."""
NO_ECHO = "Her brother paid for the trip"
"""Told at the intake, and nobody's business outside."""


@pytest.fixture
def patient(everyone: Desk, nurse: Desk) -> str:
    """Return a patient for whom six sessions are planned from today on, and whose psychiatrist is known."""
    locks_late(everyone)
    patient_id = register(nurse)
    steps.plan_for(nurse, patient_id)
    care_team.add(nurse, patient_id, CareMember(role=CareRole.PSYCHIATRIST, name="Dr Mary Novak"))
    return patient_id


def test_a_whole_series_is_told_by_its_notes_scores_and_papers(
    enter: Enter, hands: Hands, everyone: Desk, nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
) -> None:
    enter("all")
    write_the_intake(hands)
    (intake,) = notes.of_patient(nurse, patient)
    assert intake.is_signed
    from_paper(hands, BEFORE)
    hands.see("18 · moderately severe")
    lines = sessions.of_series(nurse, of_patient(nurse, patient)[0].id)
    for number, line in enumerate(lines, start=1):
        treat(nurse, prescriber, line.id, clock)
        if number == 3:
            unlock(hands)
            from_paper(hands, MIDDLE)
            hands.see("12 · moderate")
    clock.pass_time(days=15)
    unlock(hands)
    from_paper(hands, AFTER)
    hands.see("2 · minimal")

    # From 18 to 12 is a third, to 2 eight ninths; a percentage is never rounded up.
    (planned,) = of_patient(nurse, patient)
    told = courses.of_series(nurse, planned)["phq-9"]
    assert told.baseline is not None
    assert told.first_response is not None
    assert (told.baseline.total, told.first_response.total, told.percent_change) == (18, 2, -88)
    assert told.lost is None
    hands.press("Ctrl+G")
    hands.see("88 %")
    hands.press("Esc")

    hands.click("Series")
    report = told_on(nurse, "series-report", planned.id)
    for words in ("PHQ-9", "18", "12", "2"):
        assert words in report
    payer = told_on(nurse, "payer-report", planned.id)
    assert "PHQ-9" in payer
    for paper in (report, payer):
        assert NO_ECHO not in paper

    write_the_letter(hands)
    (letter,) = letters.of_patient(nurse, patient)
    body = notes.get(nurse, letter.note_id).body
    assert "PHQ-9" in body
    assert "18" in body
    assert NO_ECHO not in body
    hands.click("Outcomes")
    hands.see("1 of 1")
    assert len(measures.of_patient(nurse, patient)) == 3
    assert everyone.clinic.verify() == []


def write_the_intake(hands: Hands) -> None:
    open_chart(hands)
    hands.click("Notes")
    hands.click("New note")
    hands.choose("Kind of note", "Intake evaluation")
    hands.press("Ctrl+Shift+S")
    hands.see("Why the patient comes")
    template = note_templates.templates()["intake"]
    parts = (f"{one.title}\n{NO_ECHO if one.required else 'As in the chart.'}" for one in template.sections)
    QApplication.clipboard().setText("\n\n".join(parts))
    hands.click("Text of the note")
    hands.press("Ctrl+A")
    hands.press("Ctrl+V")
    sign(hands)
    hands.see("Signed 02-Mar-2026")


def sign(hands: Hands) -> None:
    hands.press("Ctrl+Shift+S")
    hands.see("Sign this note?")
    hands.type("Your PIN or password", PASSWORD, leave=False)
    hands.press("Ctrl+S")


def open_chart(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("Find a patient", "angstrom", leave=False)
    hands.see("ÅNGSTRÖM, Zoë")
    hands.press("Return")
    hands.see("Emergency contact")


def from_paper(hands: Hands, typed: str) -> None:
    hands.click("Measures")
    hands.click("Fill in…")
    hands.choose("Questionnaire", PHQ9)
    hands.click("From paper")
    hands.see("Type the numbers from the sheet")
    answering.type_numbers(hands, typed)
    hands.press("Ctrl+S")


def treat(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> None:
    """Give one infusion on its day, and let the patient go home."""
    line = sessions.line(nurse, session_id)
    at = datetime.combine(line.planned_on, line.planned_time, nurse.zone())
    clock.move_to(max(at, nurse.now()))
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=40)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 132, Kind.DIASTOLIC: 80})
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    steps.drug(nurse, session_id)
    steps.discharge(nurse, session_id)


def unlock(hands: Hands) -> None:
    """Come back to a PC that nobody touched for days."""
    hands.window.tick()
    hands.see("Locked by Sam Rivera, MD.")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Measures")


def told_on(desk: Desk, kind: str, subject: str) -> str:
    """Return the text of a paper."""
    return "\n".join(texts(papers.build(desk, PaperRequest(kind, subject)).content))


def write_the_letter(hands: Hands) -> None:
    hands.click("Care team")
    hands.click("Write a letter…")
    hands.click("Begin the letter")
    hands.see("Letter to Dr Mary Novak")

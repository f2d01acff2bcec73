"""A questionnaire from the hand-over to the curve: in the patient's language, by keys alone, and over a kill."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import measures, patients, pins, series, staff
from clinicdesk.records.measures import Way
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import form_words
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.hands import Hands
from tests.journeys import answering, signing
from tests.journeys.answering import PHQ9
from tests.journeys.keyboard import Keyboard
from tests.journeys.signing import SPANISH
from tests.records.sessions import steps
from tests.ui.conftest import OpenWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]
ES = form_words("es", "screen")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def maria(everyone: Desk) -> str:
    pins.set_pin(everyone, password=PASSWORD, pin=signing.PIN)
    details = PatientDetails(family_name="Núñez", given_name="María", birth_date=date(1954, 1, 2), language="Español")
    return patients.register(everyone, details=details)


def test_handed_over_answered_and_looked_at(enter: Enter, hands: Hands, everyone: Desk, maria: str) -> None:
    enter("all")
    answering.open_measures(hands, "nunez", "NÚÑEZ")
    answering.hand_over(hands)
    for answer in ("Casi todos los días", "Varios días", "Ningún día"):
        hands.see("¿qué tan seguido ha tenido molestias")
        hands.click(answer)
        hands.click(ES["ask_next"])
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.see("4. Se ha sentido cansado(a) o con poca energía")
    hands.click(ES["ask_finish_open"])
    hands.see("Gracias.")
    assert "PHQ-9 is recorded" not in hands.texts()
    signing.take_back(hands, SPANISH)
    hands.see("PHQ-9 is recorded. 7 questions were left out.")
    hands.see("No score: answers are missing")

    # The patient gave the others on the way out; they are put right beside the old answers, which stay.
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.see("Nearly every day")
    hands.click("Correct…")
    answering.type_numbers(hands, "000000" + "1")
    hands.type("Why it is corrected", "Said the rest on the way out.")
    hands.press("Ctrl+S")
    hands.see("4 · minimal")
    results = measures.of_patient(everyone, maria)
    assert [one.counts for one in results] == [False, True]
    assert (results[1].language, results[1].answers["1"], results[1].total) == ("es", 3, 4)
    assert everyone.clinic.verify() == []


def test_from_paper_without_a_mouse(enter: Enter, hands: Hands, everyone: Desk, maria: str) -> None:
    enter("all")
    keys = Keyboard(hands)
    answering.open_measures(hands, "nunez", "NÚÑEZ")
    keys.push("Fill in…")
    keys.choose("Questionnaire", PHQ9)
    keys.press("Alt+P")
    # A button answers its letter a moment later.
    hands.see("Type the numbers from the sheet")
    answering.type_numbers(hands, "11111111" + "00")
    keys.press("Ctrl+S")
    hands.see("8 · mild")
    (found,) = measures.of_patient(everyone, maria)
    assert (found.way, found.total) == (Way.PAPER, 8)


def test_right_now_by_one_key(enter: Enter, hands: Hands, everyone: Desk, maria: str) -> None:
    enter("all")
    answering.open_measures(hands, "nunez", "NÚÑEZ")
    hands.press("Ctrl+R")
    hands.see("¿Cómo está su ánimo ahora mismo?")
    answering.type_numbers(hands, "4")
    answering.type_numbers(hands, "x")
    hands.press("Ctrl+S")
    hands.see("Recorded. Mood now: 4, Distress now: 10.")
    assert {one.measure: one.total for one in measures.of_patient(everyone, maria)} == {
        "mood-now": 4,
        "distress-now": 10,
    }


def test_right_now_at_the_chair_belongs_to_the_session(enter: Enter, hands: Hands, everyone: Desk) -> None:
    patient = steps.register_zoe(everyone)
    steps.plan_for(everyone, patient)
    session = series.of_patient(everyone, patient)[0].sessions[0].id
    enter("all")
    hands.window.centralWidget().findChild(Workplace).show_session(session)
    hands.press("Ctrl+R")
    hands.see("How is your mood right now?")
    answering.type_numbers(hands, "7")
    hands.press("Ctrl+S")
    hands.see("Recorded. Mood now: 7.")
    assert [one.total for one in measures.of_session(everyone, session)] == [7]


def test_ctrl_r_without_a_patient_says_what_to_do(enter: Enter, hands: Hands) -> None:
    enter("all")
    hands.press("Ctrl+R")
    hands.see("Open the patient's chart or session first. Then press the key again.")


@pytest.mark.skipif(os.name == "nt", reason="killing by SIGKILL is what Unix has")
def test_killed_while_the_patient_answers(
    qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes, tmp_path: Path
) -> None:
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    pins.set_pin(desk, password=PASSWORD, pin=signing.PIN)
    patients.register(desk, details=PatientDetails(family_name="Núñez", given_name="María", language="Español"))
    clinic.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.answering", str(clinic_file), key.hex(), str(tmp_path / "child")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "three answered"
    child.kill()
    child.stdout.close()
    assert child.wait() != 0

    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    answering.open_measures(hands, "nunez", "NÚÑEZ")
    hands.see("Begun, not recorded")
    hands.click("Go on with PHQ-9")
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.see("4. Se ha sentido cansado(a) o con poca energía")
    for answered in ("1.", "2.", "3."):
        assert f"{answered} " not in hands.texts()

"""The eligibility tab: answered with one key each, decided and signed without a mouse, sources in sight."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import chart_facts, eligibility, workups
from clinicdesk.records.chart_facts import FactList, Medicine
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.eligibility import Reply, Result
from tests.hands import Hands
from tests.journeys.keyboard import Keyboard
from tests.records.eligibility.answering import MOOD, decide, told
from tests.records.eligibility.conftest import planned
from tests.records.sessions import steps
from ui.eligibility.tab import EligibilityTab

Show = Callable[[QWidget, Desk], Hands]


@pytest.fixture
def patient(nurse: Desk) -> str:
    patient_id = steps.register_zoe(nurse)
    planned(nurse, patient_id)
    return patient_id


def shown(desk: Desk, patient: str, show: Show) -> Hands:
    tab = EligibilityTab(desk)
    tab.show_patient(patient)
    return show(tab, desk)


def test_a_prescriber_asks_decides_and_signs_with_the_keyboard_alone(
    prescriber: Desk, patient: str, show: Show
) -> None:
    told(prescriber, patient, tried=2)
    for kind in ("pdmp", "history"):
        workups.record(prescriber, patient, kind=kind, done_on=steps.TODAY, result="no_concern")
    hands = shown(prescriber, patient, show)
    hands.see("IV ketamine for mood disorders")
    keys = Keyboard(hands)
    hands.find("Treatment").setFocus()
    keys.choose("For", "Post-traumatic stress disorder")
    items = eligibility.get(MOOD).contraindications
    keys.tab_to(items[0].asks)
    for item in items:
        keys.press("Y" if item.id == "seizures" else "N")
    hands.see("All are answered")
    hands.see("The answers suggest: Eligible with conditions.")
    # After the last question the focus is at the decision.
    keys.press("Down", "Space")
    keys.fill("Conditions", "Antiepileptic level before the first visit")
    keys.press("Ctrl+S")
    hands.see("The decision is signed.")
    found = eligibility.latest(prescriber, patient, MOOD)
    assert found is not None
    assert (found.result, found.indication) == (Result.CONDITIONS, "ptsd")
    assert found.conditions == "Antiepileptic level before the first visit"
    assert [item for item, reply in found.replies.items() if reply is Reply.YES] == ["seizures"]
    hands.see("Eligible with conditions, signed by Dr Pat Osei on 02-Mar-2026")


def test_conflicting_sources_are_both_in_sight(prescriber: Desk, patient: str, show: Show) -> None:
    hands = shown(prescriber, patient, show)
    text = hands.texts()
    assert "Absolute: VA criteria for ketamine" in text
    assert "Relative: ASRA, AAPM and ASA consensus" in text
    assert "Absolute, sources differ" in text
    assert "Not checked with the source." in text


def test_medicines_are_read_and_what_was_not_is_said(prescriber: Desk, patient: str, show: Show) -> None:
    told(prescriber, patient, "klonopin 0.5 mg", "Lexapro 10 mg", "blue pill <b>")
    hands = shown(prescriber, patient, show)
    hands.see("Benzodiazepine, klonopin 0.5 mg")
    hands.see("Not recognised, read it yourself: blue pill <b>")
    hands.see("Recognised, of no class asked about here: Lexapro 10 mg.")


def test_what_is_missing_is_told_and_led_to(prescriber: Desk, patient: str, show: Show) -> None:
    hands = shown(prescriber, patient, show)
    keys = Keyboard(hands)
    hands.press("Ctrl+S")
    hands.see("Choose a result before you sign.")
    hands.click("Eligible with conditions")
    hands.type("Conditions", "None yet")
    hands.press("Ctrl+S")
    hands.see("Choose what the treatment is for.")
    hands.choose("For", "Bipolar depression")
    hands.press("Ctrl+S")
    first = eligibility.get(MOOD).contraindications[0]
    hands.see(f"Not asked: {first.asks}")
    assert keys.at.accessibleName() == first.asks
    assert eligibility.latest(prescriber, patient, MOOD) is None


def test_a_nurse_asks_and_a_prescriber_takes_the_answers_over(
    nurse: Desk, prescriber: Desk, patient: str, show: Show
) -> None:
    hands = shown(nurse, patient, show)
    hands.see("A prescriber decides and signs.")
    hands.not_see("Sign decision")
    row = hands.find("Manic or mixed episode now")
    row.setFocus()
    hands.press("Y")
    hands.window.leave()  # type: ignore[attr-defined]
    other = shown(prescriber, patient, show)
    other.see("Nina Okafor, RN asked on 02-Mar-2026 at 09:00; nobody has signed it yet.")
    other.click("Take over the answers")
    other.see("Stop: Manic or mixed episode now")


def test_half_done_answers_come_back(prescriber: Desk, patient: str, show: Show) -> None:
    hands = shown(prescriber, patient, show)
    hands.find("Active psychosis").setFocus()
    hands.press("U")
    hands.window.leave()  # type: ignore[attr-defined]
    again = shown(prescriber, patient, show)
    again.see("These are the answers begun on 02-Mar-2026 at 09:00, not signed yet.")
    assert again.find("Active psychosis: Unknown").isChecked()  # type: ignore[attr-defined]


def test_an_answer_is_taken_back_with_one_key(prescriber: Desk, patient: str, show: Show) -> None:
    hands = shown(prescriber, patient, show)
    hands.find("Active psychosis").setFocus()
    hands.press("N")
    hands.find("Active psychosis").setFocus()
    hands.press("Backspace")
    assert not hands.find("Active psychosis: No").isChecked()  # type: ignore[attr-defined]
    hands.see("22 open")


def test_work_up_is_recorded_from_the_tab(nurse: Desk, patient: str, show: Show) -> None:
    hands = shown(nurse, patient, show)
    hands.see("Prescription monitoring programme (PDMP) looked at: not done")
    hands.click("Record work-up…")
    hands.choose("What", "Prescription monitoring programme (PDMP) looked at")
    hands.choose("Result", "No concern")
    hands.press("Ctrl+S")
    hands.see("02-Mar-2026, counts until 01-Apr-2026. No concern (Nina Okafor, RN)")


def test_a_prescriber_lets_the_next_visit_go_on_from_here(
    prescriber: Desk, nurse: Desk, patient: str, show: Show
) -> None:
    decide(prescriber, patient, pregnancy=Reply.YES)
    hands = shown(prescriber, patient, show)
    hands.see("The visit on 02-Mar-2026")
    hands.click("Let this visit go on…")
    hands.type("Reason", "Discussed with OB")
    hands.click("Let it go on")
    hands.see("Dr Pat Osei lets this visit go on: Discussed with OB")
    seen = shown(nurse, patient, show)
    seen.not_see("Let this visit go on…")


def test_what_the_label_forbids_offers_no_way_on(prescriber: Desk, show: Show) -> None:
    patient_id = steps.register_zoe(prescriber)
    planned(prescriber, patient_id, "esketamine-induction")
    decide(prescriber, patient_id, Result.NOT_ELIGIBLE, "esketamine", aneurysm=Reply.YES)
    hands = shown(prescriber, patient_id, show)
    hands.see("The drug's own label forbids it: this treatment cannot start.")
    hands.not_see("Let this visit go on…")


def test_what_was_signed_is_read_and_asked_anew(prescriber: Desk, nurse: Desk, patient: str, show: Show) -> None:
    told(prescriber, patient, "Lexapro 10 mg")
    decide(prescriber, patient, seizures=Reply.YES)
    facts = chart_facts.of(nurse, patient)
    more = replace(facts, medicines=FactList(Answer.SOME, (Medicine(name="Xanax"),)))
    nurse.record("patient.amend", *chart_facts.changes_between(nurse, patient, more), patient=patient)
    hands = shown(prescriber, patient, show)
    hands.see("These are the answers as they were signed on 02-Mar-2026.")
    hands.see("Medicines since then: new: Xanax; gone: Lexapro 10 mg.")
    assert hands.find("Seizure disorder").accessibleDescription() == "Yes. Relative"
    assert not hands.found("Seizure disorder: Yes")
    hands.not_see("Sign decision")
    hands.click("Ask anew")
    hands.see("22 open")
    hands.see("Sign decision")
    hands.see("Xanax: may lessen the effect")


@pytest.mark.parametrize("treatment", [one.title for one in eligibility.offered().values()])
def test_each_treatment_fits_a_small_window(
    prescriber: Desk, patient: str, show: Show, treatment: str, qapp: QApplication
) -> None:
    hands = shown(prescriber, patient, show)
    hands.choose("Treatment", treatment)
    tab = hands.window
    for width in (960, 780, 1280):
        tab.resize(width, 540)
        qapp.processEvents()
        area = tab._scroll  # type: ignore[attr-defined]
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()

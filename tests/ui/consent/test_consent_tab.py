"""The consents of a patient on the screen: prepared, signed with the mouse, on paper, declined, withdrawn."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from tests.hands import Hands
from tests.printing.sheets import texts
from ui import theme
from ui.consent.tab import ConsentTab

MOOD = "iv-ketamine-mood"
MOOD_TITLE = "Consent to intravenous ketamine for a mood disorder"
PADS = ("Initials 1", "Initials 2", "Initials 3", "Signature")
Open = Callable[[Desk, str], Hands]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(
        family_name="Ångström",
        given_name="Zoë",
        birth_date=date(1968, 7, 21),
        emergency_name="<b>Per</b> & Söhne",
    )
    return register(nurse, details=details)


@pytest.fixture
def open_tab(qtbot) -> Open:
    def open_for(desk: Desk, patient_id: str) -> Hands:
        tab = ConsentTab(desk)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1200, 700)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def prepared(desk: Desk, patient: str) -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=MOOD))


def only(desk: Desk, patient: str) -> Consent:
    (consent,) = consents.of_patient(desk, patient)
    return consent


def asked_for(hands: Hands) -> list[PaperRequest]:
    found: list[PaperRequest] = []
    hands.window.paper_requested.connect(found.append)
    return found


def test_prepare_fill_in_and_sign_with_the_mouse(open_tab: Open, receptionist: Desk, patient: str):
    hands = open_tab(receptionist, patient)
    papers_asked = asked_for(hands)
    hands.click("New consent…")
    hands.choose("Text", MOOD_TITLE)
    hands.see("Sample wording: nobody at the clinic stands for this text yet.")
    hands.type("Cost", "400 USD a session")
    hands.click("Prepare form")
    hands.see("It waits to be signed.")
    hands.click("Sign on screen…")
    hands.see("400 USD a session")
    hands.see("<b>Per</b> & Söhne")
    for pad in PADS:
        hands.draw(pad)
    hands.click("I agree and sign")
    hands.see("Signed, and kept as it was signed.")
    consent = only(receptionist, patient)
    assert (consent.status, consent.filled["treatment.cost"]) == (Status.SIGNED, "400 USD a session")
    signature = consent.signature_of("patient")
    assert signature is not None
    assert signature.signer_name == "Zoë Ångström"
    assert signature.drawn is not None
    assert len(signature.drawn["strokes"][0]) > 5
    hands.click("Print a copy")
    assert papers_asked == [PaperRequest("consent", consent.id)]
    paper = papers.build(receptionist, papers_asked[0]).content
    assert paper == receptionist.clinic.blobs.fetch(str(consent.signed_paper))
    assert "Zoë Ångström" in texts(paper)[-1]


def test_what_is_missing_is_said_and_shown(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    hands.click("I agree and sign")
    hands.see("Still missing: initials at 3 places, your signature.")
    hands.see("Please put your initials here.")
    assert hands.find("Initials 1").hasFocus()
    hands.draw("Initials 1")
    hands.see("Still missing: initials at 2 places, your signature.")
    hands.click("Undo: Initials 1")
    hands.see("Still missing: initials at 3 places")
    hands.type("Name of the person who signs", " ")
    for pad in PADS:
        hands.draw(pad)
    hands.see("Still missing: your name.")
    hands.type("Name of the person who signs", "Zoë Ångström")
    hands.not_see("Still missing")
    assert only(receptionist, patient).status is Status.PREPARED


def test_a_name_that_cannot_be_printed_is_told_at_the_name(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    for pad in PADS:
        hands.draw(pad)
    hands.find("Name of the person who signs").setText("زوي")
    hands.click("I agree and sign")
    hands.see("The name of the person who signs has characters that cannot be printed")
    assert only(receptionist, patient).status is Status.PREPARED


def test_a_patient_name_that_cannot_be_printed_is_told_before_reading(open_tab: Open, receptionist: Desk):
    other = register(receptionist, details=PatientDetails(family_name="محمد"))
    prepared(receptionist, other)
    hands = open_tab(receptionist, other)
    hands.click("Sign on screen…")
    hands.see("cannot be printed")
    hands.not_see("I agree and sign")


def test_leaving_with_ink_asks_first(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    hands.draw("Initials 1")
    hands.press("Esc")
    hands.see("What was drawn is not kept.")
    hands.click("Go on signing")
    hands.draw("Initials 2")
    hands.click("Not now")
    hands.click("Leave")
    hands.not_see("I agree and sign")
    assert only(receptionist, patient).status is Status.PREPARED


def test_a_patient_may_say_no_while_reading(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    hands.click("I do not agree…")
    hands.type("Reason, if one was given", "Wants to wait")
    hands.click("Record as declined")
    hands.see("Reason: Wants to wait")
    hands.not_see("I agree and sign")
    assert only(receptionist, patient).status is Status.DECLINED


def test_a_day_that_was_emptied_is_asked_and_not_taken_for_today(open_tab: Open, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Record signed on paper…")
    hands.type("Day it was signed", "", leave=False)
    hands.press("Del")
    hands.click("Record as signed")
    hands.see("Type the day that stands beside the signature.")
    assert consents.get(receptionist, consent.id).status is Status.PREPARED


def test_paper_by_keyboard_and_its_scan(open_tab: Open, receptionist: Desk, patient: str, tmp_path: Path):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.find("Record signed on paper…").setFocus()
    hands.press("Space")
    hands.type("Day it was signed", "5 mar 2026")
    hands.press("Alt+R")
    hands.see("The form cannot be signed in the future. Check the date.")
    hands.type("Day it was signed", "27feb26")
    hands.press("Alt+R")
    hands.see("Signed on paper, scan to follow")
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n half a picture")
    hands.window.add_scan(str(picture))
    hands.see("This picture cannot be read.")
    scan = papers.build(receptionist, PaperRequest("consent-blank", MOOD)).content
    (tmp_path / "scan.pdf").write_bytes(scan)
    hands.window.add_scan(str(tmp_path / "scan.pdf"))
    hands.see("The scan is kept with the consent.")
    assert consents.get(receptionist, consent.id).status is Status.SIGNED
    assert papers.build(receptionist, PaperRequest("consent", consent.id)).content == scan


def test_a_date_that_is_none_stays_to_be_mended(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Record signed on paper…")
    hands.type("Day it was signed", "the other day")
    hands.click("Record as signed")
    assert only(receptionist, patient).status is Status.PREPARED
    hands.see("the other day")


def test_withdrawing_needs_a_reason_which_survives_a_crash(open_tab: Open, qtbot, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.sign_on_paper(receptionist, consent, signed_on=date(2026, 3, 2), signer_name="Zoë Ångström")
    hands = open_tab(receptionist, patient)
    hands.click("Withdraw…")
    hands.click("Withdraw")
    hands.see("Give the reason in a few words, or “no reason given”.")
    hands.type("Reason", "Feels well enough", leave=False)
    qtbot.waitUntil(lambda: receptionist.draft(f"consent withdraw {consent.id}") is not None, timeout=3000)
    # The program is killed here and started again.
    hands.click("Cancel")
    again = open_tab(receptionist, patient)
    again.window.activateWindow()
    hands.window.hide()
    again.click("Withdraw…")
    again.see("Feels well enough")
    again.click("Withdraw")
    again.see("Reason: Feels well enough")
    assert only(receptionist, patient).status is Status.WITHDRAWN
    assert receptionist.draft(f"consent withdraw {consent.id}") is None


def test_a_nurse_countersigns_and_reception_is_not_offered_to(
    open_tab: Open, receptionist: Desk, nurse: Desk, patient: str
):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    for pad in PADS:
        hands.draw(pad)
    hands.click("I agree and sign")
    hands.see("The clinician has not signed yet.")
    assert not hands.found("Countersign…")
    hands.window.hide()
    clinical = open_tab(nurse, patient)
    clinical.click("Countersign…")
    clinical.click("Sign")
    clinical.see("The signature is empty.")
    clinical.draw("Signature")
    clinical.click("Sign")
    clinical.see("Clinician: Nina Okafor, RN, 02-Mar-2026 09:00.")
    paper = papers.build(nurse, PaperRequest("consent", consent.id)).content
    assert "Nina Okafor, RN" in texts(paper)[-1]


def test_an_administrator_reads_and_prints_only(open_tab: Open, administrator: Desk, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(administrator, patient)
    papers_asked = asked_for(hands)
    for name in ("New consent…", "Sign on screen…", "Record signed on paper…", "Declined…"):
        assert not hands.found(name)
    hands.click("Show form")
    assert papers_asked == [PaperRequest("consent", consent.id)]


def test_a_blank_form_is_asked_for_by_its_text(open_tab: Open, receptionist: Desk, patient: str):
    hands = open_tab(receptionist, patient)
    papers_asked = asked_for(hands)
    hands.click("Print blank form…")
    hands.click("Show form")
    hands.see("Choose the text first.")
    hands.choose("Text", MOOD_TITLE)
    hands.click("Show form")
    assert papers_asked == [PaperRequest("consent-blank", MOOD)]


def test_what_others_record_appears(open_tab: Open, receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    consents.decline(nurse, consent, by_name="Zoë Ångström", reason="")
    hands.see("Declined 02-Mar-2026 09:00 by Zoë Ångström.")
    assert not hands.found("Sign on screen…")


def test_a_form_answered_meanwhile_is_told_and_nothing_is_signed(
    open_tab: Open, receptionist: Desk, nurse: Desk, patient: str
):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    for pad in PADS:
        hands.draw(pad)
    consents.decline(nurse, consent, by_name="Zoë Ångström", reason="")
    hands.click("I agree and sign")
    hands.see("This form was answered already: declined.")
    assert [event.kind for event in only(nurse, patient).events] == ["declined"]


def test_the_type_grows(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    text = hands.found("Text of the consent")[0]
    before = text.height()
    hands.click("Larger type")
    assert text.height() > before
    hands.press("Ctrl+-")
    hands.wait_for(lambda: text.height() == before, "the smaller type")


def test_the_page_moves_with_a_finger_on_the_text(open_tab: Open, qtbot, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Sign on screen…")
    page = hands.find("Consent to read")
    text = hands.found("Text of the consent")[0]
    place = text.mapTo(page.viewport(), QPoint(100, 200))
    under = page.viewport().childAt(place) or page.viewport()
    local = under.mapFrom(page.viewport(), place)
    qtbot.mousePress(under, Qt.MouseButton.LeftButton, pos=local)
    QTest.mouseMove(under, local - QPoint(0, 120))
    qtbot.mouseRelease(under, Qt.MouseButton.LeftButton, pos=local - QPoint(0, 120))
    assert page.verticalScrollBar().value() == 120

"""The consents of a patient on the screen: prepared, what became of them in sentences, and every next step."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents, series, wordings
from clinicdesk.records.consents import Capacity, Consent, Inked, Status
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.consenting import sign
from ui import theme
from ui.consent.copy_dialog import CopyDialog
from ui.consent.tab import ConsentTab
from ui.tour.hands import name_of

MOOD = "iv-ketamine-mood"
RELEASE = "release-of-information"
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


def prepared(desk: Desk, patient: str, text: str = MOOD, **more: bool) -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text, **more))


def on_paper(desk: Desk, patient: str, text: str = MOOD, clinician: str = "Dr Pat Osei", **more: bool) -> Consent:
    consent = prepared(desk, patient, text)
    inked = Inked(signer_name="Zoë Ångström", clinician=clinician, **more)
    consents.sign_on_paper(desk, consent, inked, signed_on=desk.local(desk.now()).date())
    return consents.get(desk, consent.id)


def only(desk: Desk, patient: str) -> Consent:
    (consent,) = consents.of_patient(desk, patient)
    return consent


def asked_for(hands: Hands) -> list[PaperRequest]:
    found: list[PaperRequest] = []
    hands.window.paper_requested.connect(found.append)
    return found


def beginning(hands: Hands, words: str) -> list[str]:
    """Return the names of the visible widgets that begin so."""
    return [name for widget in hands.widgets() if (name := name_of(widget)).startswith(words)]


# Preparing ------------------------------------------------------------------------------------------------------------


def test_prepare_and_fill_in(open_tab: Open, receptionist: Desk, patient: str):
    hands = open_tab(receptionist, patient)
    hands.click("New consent…")
    wording = wordings.offered(receptionist)[f"{MOOD}.en"]
    hands.choose("Text", f"{wording.title} · English")
    hands.type("Cost", "400 USD a session")
    hands.click("An interpreter takes part and signs")
    hands.click("Prepare form")
    hands.see("It waits to be signed.")
    consent = only(receptionist, patient)
    assert consent.filled["treatment.cost"] == "400 USD a session"
    assert consent.filled["patient.emergency_contact"] == "<b>Per</b> & Söhne"
    assert "interpreter" in consent.signers


def test_texts_in_the_patients_language_come_first_and_ask_for_no_interpreter(open_tab: Open, receptionist: Desk):
    details = PatientDetails(family_name="Vega", given_name="Ana", birth_date=date(1990, 1, 2), language="Spanish")
    hands = open_tab(receptionist, register(receptionist, details=details))
    hands.click("New consent…")
    choice = hands.find("Text")
    assert choice.itemText(choice.count() - 1).endswith("English")
    spanish = next(choice.itemText(at) for at in range(choice.count()) if choice.itemText(at))
    assert spanish.endswith("Spanish")
    hands.choose("Text", spanish)
    assert not hands.find("An interpreter takes part and signs").isChecked()
    hands.choose("Text", choice.itemText(choice.count() - 1))
    assert hands.find("An interpreter takes part and signs").isChecked()


def test_a_child_is_signed_for(open_tab: Open, receptionist: Desk):
    child = register(receptionist, details=PatientDetails(family_name="Ek", birth_date=date(2012, 5, 1)))
    hands = open_tab(receptionist, child)
    hands.click("New consent…")
    wording = wordings.offered(receptionist)[f"{MOOD}.en"]
    hands.choose("Text", f"{wording.title} · English")
    mark = hands.find("A parent or legal representative signs")
    assert mark.isChecked()
    assert not mark.isEnabled()
    hands.click("Prepare form")
    hands.see("It waits to be signed.")
    assert "guardian" in only(receptionist, child).signers


def test_everything_the_next_visit_needs_is_prepared_at_once(
    open_tab: Open, receptionist: Desk, nurse: Desk, patient: str
):
    days = [date(2026, 3, 4), date(2026, 3, 6)]
    series.plan(nurse, patient_id=patient, protocol_name=MOOD, days=days, time=time(9), indication="Depression")
    hands = open_tab(receptionist, patient)
    button = beginning(hands, "Next visit: prepare")[0]
    hands.click(button)
    hands.see("prepared.")
    made = consents.of_patient(receptionist, patient)
    assert MOOD in [one.text_name for one in made]
    assert len(made) == int(button.split()[3])
    assert not beginning(hands, "Next visit: prepare")


def test_a_blank_form_is_asked_for_by_its_text(open_tab: Open, receptionist: Desk, patient: str):
    hands = open_tab(receptionist, patient)
    papers_asked = asked_for(hands)
    hands.click("Print blank form…")
    hands.click("Show form")
    hands.see("Choose the text first.")
    hands.choose("Text", f"{wordings.offered(receptionist)[f'{MOOD}.en'].title} · English")
    hands.click("Show form")
    assert papers_asked == [PaperRequest("consent-blank", f"{MOOD}.en")]


# What became of it ----------------------------------------------------------------------------------------------------


def test_signed_on_the_screen_says_who_is_missing_and_that_it_is_unchanged(
    open_tab: Open, receptionist: Desk, nurse: Desk, patient: str
):
    consent = sign(receptionist, prepared(receptionist, patient))
    hands = open_tab(receptionist, patient)
    hands.see("Signed in part")
    hands.see("Patient: Zoë Nguyễn, 02-Mar-2026 09:00.")
    hands.see("Still to sign: clinician.")
    hands.see(f"Fingerprint {consents.short_form(consent.seal.sha256)}")
    assert hands.found("Unchanged since it was signed")
    assert not hands.found("Sign as clinician…")
    hands.window.hide()
    clinical = open_tab(nurse, patient)
    assert clinical.found("Sign as clinician…")


def test_a_changed_byte_is_shown_before_everything_else(open_tab: Open, receptionist: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    blobs = receptionist.clinic.blobs
    blobs._connection.execute("DROP TRIGGER blobs_keep_content")
    blobs._connection.execute(
        "UPDATE blobs SET content = CAST(content || x'20' AS BLOB) WHERE sha256 = ?", (consent.seal.sha256,)
    )
    hands = open_tab(receptionist, patient)
    assert hands.found("Changed since it was signed")
    hands.not_see("Fingerprint")


def test_a_question_waits_for_the_clinician(open_tab: Open, receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Write down a question…")
    hands.type("Question", "Does it hurt?")
    hands.click("Write down")
    # The words are for the clinician: a patient may have written there what the front desk need not know.
    hands.see("Zoë Ångström has a question")
    hands.see("A clinician answers it; the form waits for it.")
    hands.not_see("Does it hurt?")
    assert not hands.found("Hand over to sign…")
    assert not hands.found("Answer the question…")
    hands.window.hide()
    clinical = open_tab(nurse, patient)
    clinical.click("Answer the question…")
    clinical.type("What you answered", "A prick only")
    clinical.click("Record the answer")
    clinical.see("Answered by Nina Okafor, RN, 02-Mar-2026 09:00: “A prick only”")
    assert consents.get(nurse, consent.id).open_questions == ()


def test_the_form_that_waits_for_this_person_is_chosen(open_tab: Open, receptionist: Desk, nurse: Desk, patient: str):
    asked = prepared(nurse, patient)
    consents.ask(nurse, asked, question="Does it hurt?", by_name="Zoë Ångström")
    prepared(nurse, patient, "escort-driving")
    prepared(nurse, patient, "privacy-notice")
    # A clinician answers; the front desk hands over the oldest form that can be signed.
    open_tab(nurse, patient).see("“Does it hurt?”")
    QApplication.activeWindow().hide()
    assert open_tab(receptionist, patient).found("Hand over to sign…")


def test_a_form_signed_at_home_asks_for_both(open_tab: Open, nurse: Desk, patient: str):
    consent = on_paper(nurse, patient, clinician="", at_home=True)
    hands = open_tab(nurse, patient)
    hands.see("Signed at home: make sure who signed it, and record how.")
    hands.see("Signed at home: a clinician records the talk about it.")
    consents.identify(nurse, consent, how="photo ID")
    consents.explain(nurse, consent, capacity=Capacity.WITH_SUPPORT, remark="Slowly")
    hands.see("Who signed: photo ID, seen by Nina Okafor, RN")
    hands.see("Explained by Nina Okafor, RN")
    hands.see("The patient can make this decision with support. Slowly.")
    hands.see("The scan of the signed paper is to follow.")


def test_the_interpreter_on_the_paper_is_named_later(open_tab: Open, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient, interpreter=True)
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(receptionist, consent, inked, signed_on=receptionist.local(receptionist.now()).date())
    hands = open_tab(receptionist, patient)
    hands.click("Interpreter signs…")
    hands.type("Name of who signed", "Lan Tran")
    hands.choose("Interpreted into", "Vietnamese")
    hands.click("Record")
    hands.see("Lan Tran")
    assert consents.get(receptionist, consent.id).status is Status.SCAN_TO_FOLLOW


def test_a_newer_form_replaces_the_older(open_tab: Open, receptionist: Desk, patient: str, clock: DrivenClock):
    on_paper(receptionist, patient)
    clock.pass_time(minutes=1)
    on_paper(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.choose_row("List of consents", "Replaced by a newer one")
    hands.see("Replaced by form 000002.")
    assert not hands.found("Withdraw…")


def test_declined_and_void(open_tab: Open, receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    hands.click("Declined…")
    hands.type("Reason, if one was given", "Wants to wait")
    hands.click("Record as declined")
    hands.see("Declined 02-Mar-2026 09:00 by Zoë Ångström.")
    hands.not_see("Wants to wait")
    prepared(receptionist, patient)
    hands.choose_row("List of consents", "Prepared")
    hands.click("Void the form…")
    hands.click("Void")
    hands.see("Write why this form is voided")
    hands.type("Why", "wrong text")
    hands.click("Void")
    hands.see("Voided 02-Mar-2026 09:00 by Rita Moss.")


def test_a_clinician_reads_the_reason(open_tab: Open, nurse: Desk, patient: str):
    consents.decline(nurse, prepared(nurse, patient), by_name="Zoë Ångström", reason="Wants to wait")
    hands = open_tab(nurse, patient)
    hands.see("Reason: Wants to wait")


# Copies ---------------------------------------------------------------------------------------------------------------


def test_a_copy_is_printed_or_not_wanted_and_both_are_recorded(open_tab: Open, receptionist: Desk, patient: str):
    consent = on_paper(receptionist, patient)
    hands = open_tab(receptionist, patient)
    asked = asked_for(hands)
    hands.click("Give a copy…")
    hands.click("Print a copy")
    assert asked == [PaperRequest("consent", consent.id)]
    hands.see("A copy was given on paper, 02-Mar-2026 09:00.")
    hands.click("Give a copy…")
    hands.click("No copy wanted")
    hands.see("No copy was wanted, 02-Mar-2026 09:00.")


def test_a_protected_copy_opens_with_its_password_only(
    open_tab: Open, receptionist: Desk, patient: str, tmp_path: Path
):
    consent = sign(receptionist, prepared(receptionist, patient))
    hands = open_tab(receptionist, patient)
    hands.click("Give a copy…")
    hands.type("Password of the PDF", "short")
    hands.click("Save a protected PDF…")
    hands.see("at least 8 characters")
    hands.type("Password of the PDF", "lake harbour 7")
    hands.type("Password again", "lake harbour 8")
    hands.click("Save a protected PDF…")
    hands.see("The two passwords differ.")
    dialog = hands.window.findChild(CopyDialog)
    dialog.save_as(str(tmp_path / "copy.pdf"))
    hands.see("A copy was given as a protected PDF")
    reader = PdfReader(tmp_path / "copy.pdf")
    assert reader.is_encrypted
    assert reader.decrypt("wrong password") == 0
    assert reader.decrypt("lake harbour 7") != 0
    plain = papers.build(receptionist, PaperRequest("consent", consent.id)).content
    assert len(reader.pages) == len(PdfReader(str(_kept(tmp_path, plain))).pages)


def _kept(folder: Path, content: bytes) -> Path:
    (folder / "plain.pdf").write_bytes(content)
    return folder / "plain.pdf"


# Withdrawing ----------------------------------------------------------------------------------------------------------


def test_withdrawn_by_the_button_and_what_depends_is_handled_here(
    open_tab: Open, nurse: Desk, patient: str, clock: DrivenClock
):
    days = [date(2026, 3, 4), date(2026, 3, 6)]
    series.plan(nurse, patient_id=patient, protocol_name=MOOD, days=days, time=time(9), indication="Depression")
    consent = on_paper(nurse, patient)
    hands = open_tab(nurse, patient)
    clock.pass_time(minutes=3)
    pressed_at = nurse.now()
    hands.click("Withdraw…")
    clock.pass_time(minutes=2)
    hands.see("It counts from 09:03, when the key was pressed.")
    hands.type("Reason, if one was given", "Frightened", leave=False)
    hands.press("Return")
    hands.see("Consent is withdrawn since 09:03.")
    hands.press("Return")
    found = consents.get(nurse, consent.id)
    assert (found.status, found.since) == (Status.WITHDRAWN, pressed_at)
    hands.see("2 sessions are planned.")
    hands.click(beginning(hands, "End series:")[0])
    hands.click("End series")
    hands.not_see("2 sessions are planned.")


def test_what_depends_is_kept_with_a_reason(open_tab: Open, receptionist: Desk, nurse: Desk, patient: str):
    series.plan(
        nurse, patient_id=patient, protocol_name=MOOD, days=[date(2026, 3, 4)], time=time(9), indication="Depression"
    )
    consents.withdraw(nurse, on_paper(nurse, patient), by_name="Zoë Ångström")
    hands = open_tab(receptionist, patient)
    hands.see("1 session is planned.")
    hands.click(beginning(hands, "Keep:")[0])
    hands.click("Keep it all the same")
    hands.see("Write the reason; it goes into the record.")
    hands.type("Reason", "Talk on Monday")
    hands.click("Keep it all the same")
    hands.see("Kept all the same by Rita Moss, 02-Mar-2026 09:00.")
    hands.not_see("Talk on Monday")
    hands.not_see("1 session is planned.")


def test_a_release_is_taken_back_on_a_form(open_tab: Open, receptionist: Desk, patient: str):
    release = on_paper(receptionist, patient, RELEASE)
    hands = open_tab(receptionist, patient)
    assert not hands.found("Withdraw…")
    hands.click("Prepare the withdrawal form")
    hands.see("It waits to be signed.")
    form = next(one for one in consents.of_patient(receptionist, patient) if one.about_id)
    assert form.about_id == release.id
    consents.sign_on_paper(
        receptionist, form, Inked(signer_name="Zoë Ångström"), signed_on=receptionist.local(receptionist.now()).date()
    )
    hands.choose_row("List of consents", release.title)
    hands.see(f"The withdrawal is signed on form {form.form_number:06d}.")


# Roles and others -----------------------------------------------------------------------------------------------------


def test_an_administrator_reads_and_prints_only(open_tab: Open, administrator: Desk, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(administrator, patient)
    papers_asked = asked_for(hands)
    for name in ("New consent…", "Hand over to sign…", "Signed on paper…", "Declined…", "Void the form…"):
        assert not hands.found(name)
    hands.click("Show form")
    assert papers_asked == [PaperRequest("consent", consent.id)]


def test_what_others_record_appears(open_tab: Open, receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    hands = open_tab(receptionist, patient)
    consents.decline(nurse, consent, by_name="Zoë Ångström", reason="")
    hands.see("Declined 02-Mar-2026 09:00 by Zoë Ångström.")
    assert not hands.found("Hand over to sign…")


def test_expired_is_said(open_tab: Open, receptionist: Desk, patient: str, clock: DrivenClock):
    consent = on_paper(receptionist, patient)
    assert consent.valid_until is not None
    clock.pass_time(days=(consent.valid_until - date(2026, 3, 2) + timedelta(days=1)).days)
    hands = open_tab(receptionist, patient)
    hands.see("Expired")
    hands.see("Counted until")

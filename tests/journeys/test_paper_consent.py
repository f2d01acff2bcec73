"""A form that is signed with ink: prepared, printed, signed, scanned, filed; at home; and in the wrong chart."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.exchange import form_scans
from clinicdesk.printing import consent_form
from clinicdesk.records import consents, documents, patients
from clinicdesk.records.consents import Consent, Inked, Status
from clinicdesk.records.patient_details import PatientDetails
from tests.exchange import scanned_paper as paper
from tests.hands import Hands
from ui.consent.tab import ConsentTab
from ui.documents.tab import DocumentsTab
from ui.main_window import MainWindow
from ui.papers_due.page import PapersDuePage
from ui.widgets.pdf_view import PdfPreview

Enter = Callable[[str], None]
MOOD = "Consent to intravenous ketamine for a mood disorder · English"
DIALOG = "Scans of signed forms"


@pytest.fixture
def per(everyone: Desk) -> str:
    details = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1980, 1, 2))
    return patients.register(everyone, details=details)


@pytest.fixture
def ida(everyone: Desk) -> str:
    details = PatientDetails(family_name="Brandt", given_name="Ida", birth_date=date(1991, 12, 2))
    return patients.register(everyone, details=details)


def open_consents(hands: Hands, name: str) -> None:
    hands.press("Ctrl+K")
    hands.type("Find a patient", name, leave=False)
    hands.see(name.upper())
    hands.press("Return")
    hands.click("Consents")


def prepare_and_print(hands: Hands) -> list[Image.Image]:
    """Prepare a form, show it as the printer gets it, and return the printed sheets."""
    hands.click("New consent…")
    hands.choose("Text", MOOD)
    hands.click("Prepare form")
    hands.click("Show form")
    hands.find("Print…")
    preview = next(one for one in hands.window.findChildren(PdfPreview) if one.isVisible())
    hands.wait_for(lambda: bool(preview.content()), "the paper")
    sheets = paper.sheets(preview.content(), 150)
    hands.click("Close")
    return sheets


def sign_with_ink(sheets: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the sheets with a signature on the last one."""
    signed = [sheet.copy() for sheet in sheets]
    wide, high = signed[-1].size
    way = [(wide * (30 + at) // 100, high * (72 + (at * 7) % 4) // 100) for at in range(25)]
    ImageDraw.Draw(signed[-1]).line(way, fill=40, width=4)
    return signed


def drop(window: MainWindow, file: Path, kind: type[QWidget] = ConsentTab) -> None:
    """Drag a file over the consents, or another tab, and let go."""
    tab = next(one for one in window.findChildren(kind) if one.isVisible())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    action, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), action, mime, left, plain)
    enter.ignore()
    QApplication.sendEvent(tab, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(tab, QDropEvent(QPointF(20, 20), action, mime, left, plain))


def scan(tmp_path: Path, sheets: Sequence[Image.Image]) -> Path:
    file = tmp_path / "scan.pdf"
    file.write_bytes(paper.as_pdf(sheets, 150))
    return file


def only(desk: Desk, patient: str) -> Consent:
    (consent,) = consents.of_patient(desk, patient)
    return consent


def gone(hands: Hands) -> None:
    hands.wait_for(lambda: not hands.found(DIALOG), "the dialog gone")


def test_prepared_printed_signed_scanned_and_filed(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, tmp_path: Path
) -> None:
    enter("rita")
    open_consents(hands, "Lindqvist")
    signed = sign_with_ink(prepare_and_print(hands))
    # The stack lay the wrong way round, with its backs, and a little askew.
    stack = [side for sheet in reversed(signed) for side in (paper.skewed(sheet, 1.5).rotate(180), paper.blank(sheet))]
    drop(window, scan(tmp_path, stack))
    hands.see("LINDQVIST, Per, born 02-Jan-1980")
    hands.find("Matches")
    hands.press("Ctrl+S")
    hands.see("Read it from the sheet")
    hands.type("Clinician who signed it too", "Dr Pat Osei")
    hands.click("Record and file")
    gone(hands)
    hands.see("The scan is kept with the consent.")
    everyone.clinic.refresh()
    consent = only(everyone, per)
    assert consent.status is Status.SIGNED
    kept = form_scans.read(everyone.clinic.blobs.fetch(str(consent.scan)))
    assert [sheet.mark.page for sheet in kept.sheets if sheet.mark] == list(range(1, len(signed) + 1))
    assert {sheet.rotation for sheet in kept.sheets} == {0}


def test_recorded_first_and_the_scan_follows_by_keyboard(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, tmp_path: Path
) -> None:
    enter("rita")
    open_consents(hands, "Lindqvist")
    signed = sign_with_ink(prepare_and_print(hands))
    hands.click("Signed on paper…")
    hands.type("Clinician who signed it too", "Dr Pat Osei")
    hands.press("Ctrl+S")
    hands.see("Add the scan when you have it.")
    file = scan(tmp_path, signed)
    drop(window, file)
    hands.find("Matches")
    hands.press("Ctrl+S")
    gone(hands)
    everyone.clinic.refresh()
    consent = only(everyone, per)
    assert consent.status is Status.SIGNED
    assert everyone.clinic.blobs.fetch(str(consent.scan)) == file.read_bytes()


def test_signed_at_home_counts_when_staff_and_a_clinician_have_said_so(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, tmp_path: Path
) -> None:
    enter("all")
    open_consents(hands, "Lindqvist")
    signed = sign_with_ink(prepare_and_print(hands))
    drop(window, scan(tmp_path, [paper.photographed(sheet).convert("L") for sheet in signed]))
    hands.find("Matches")
    hands.press("Ctrl+S")
    hands.see("Read it from the sheet")
    hands.click("Signed at home: nobody of us saw it being signed")
    hands.click("Record and file")
    gone(hands)
    everyone.clinic.refresh()
    assert only(everyone, per).status is Status.INCOMPLETE
    hands.click("Who signed it…")
    hands.press("Ctrl+S")
    hands.see("Write how you know who signed")
    hands.type("How you know that this person signed it", "Showed photo ID at the front desk")
    hands.press("Ctrl+S")
    everyone.clinic.refresh()
    assert only(everyone, per).status is Status.INCOMPLETE
    hands.click("Record the talk…")
    hands.choose("Capacity to make this decision", "The patient cannot make this decision; a representative signs")
    hands.press("Ctrl+S")
    hands.see("Who cannot decide cannot sign.")
    hands.choose("Capacity to make this decision", "The patient can make this decision")
    hands.press("Ctrl+S")
    hands.wait_for(lambda: not hands.found("The talk"), "the dialog gone")
    everyone.clinic.refresh()
    assert only(everyone, per).status is Status.SIGNED


def test_a_scan_dropped_on_the_wrong_chart_is_told_and_stays_out_of_it(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, ida: str, tmp_path: Path
) -> None:
    enter("rita")
    open_consents(hands, "Lindqvist")
    signed = sign_with_ink(prepare_and_print(hands))
    open_consents(hands, "Brandt")
    drop(window, scan(tmp_path, signed))
    hands.see("This form is another patient's: LINDQVIST, Per, born 02-Jan-1980")
    assert not hands.found("File all that match")
    hands.click("Close")
    gone(hands)
    everyone.clinic.refresh()
    assert consents.of_patient(everyone, ida) == []
    assert only(everyone, per).status is Status.PREPARED


def test_a_signed_form_among_the_documents_is_offered_to_its_consent(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, tmp_path: Path
) -> None:
    enter("rita")
    open_consents(hands, "Lindqvist")
    signed = sign_with_ink(prepare_and_print(hands))
    hands.click("Documents")
    drop(window, scan(tmp_path, signed), DocumentsTab)
    hands.see("This is form 000001, a consent form of this clinic.")
    hands.click("File it with the consent")
    hands.find("Matches")
    hands.press("Ctrl+S")
    hands.see("Read it from the sheet")
    hands.type("Clinician who signed it too", "Dr Pat Osei")
    hands.click("Record and file")
    gone(hands)
    everyone.clinic.refresh()
    assert only(everyone, per).status is Status.SIGNED
    assert documents.of_patient(everyone, per) == []


def test_the_paper_of_a_day_is_one_stack_that_finds_its_charts(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, per: str, ida: str, tmp_path: Path
) -> None:
    stack: list[Image.Image] = []
    forms = []
    for patient in (per, ida):
        for text in ("iv-ketamine-mood", "photo-recording"):
            form = consents.get(everyone, consents.prepare(everyone, patient_id=patient, text_name=text))
            forms.append(form)
            stack += paper.sheets(consent_form.current(everyone, form), 120)
            signed = Inked(signer_name="Who signed", clinician="Dr Pat Osei")
            consents.sign_on_paper(everyone, form, signed, signed_on=date(2026, 3, 2))
    enter("rita")
    hands.click("Consents")
    drop(window, scan(tmp_path, stack), PapersDuePage)
    hands.see("BRANDT, Ida, born 02-Dec-1991")
    hands.see("File all 4 that match")
    hands.press("Ctrl+S")
    gone(hands)
    hands.see("4 forms are filed with their consents.")
    everyone.clinic.refresh()
    assert [consents.get(everyone, form.id).status for form in forms] == [Status.SIGNED] * 4

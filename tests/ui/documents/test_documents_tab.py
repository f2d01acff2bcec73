"""The documents tab: filing by every way in, what is refused, reading, reviewing, finding, and the scan folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, history
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.rules.media import Media
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update
from tests.exchange import outside_files as made
from tests.hands import Hands
from ui.documents import given
from ui.documents.tab import DocumentsTab
from ui.widgets.background import Background

OpenTab = Callable[..., Hands]


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))


@pytest.fixture
def other(nurse: Desk) -> str:
    return register(nurse, details=PatientDetails(family_name="Doe", given_name="Ann"))


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made_one = Background()
    yield made_one
    made_one.close()
    qapp.processEvents()


@pytest.fixture
def open_tab(qtbot, background: Background) -> OpenTab:
    def open_for(desk: Desk, patient_id: str, scans: Path | None = None) -> Hands:
        tab = DocumentsTab(desk, background, lambda: scans)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1200, 640)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def drop(tab: DocumentsTab, mime: QMimeData) -> bool:
    """Drag something over the tab and let go; return whether it was taken."""
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), action, mime, left, plain)
    enter.ignore()
    QApplication.sendEvent(tab, enter)
    if enter.isAccepted():
        QApplication.sendEvent(tab, QDropEvent(QPointF(20, 20), action, mime, left, plain))
    return enter.isAccepted()


def of_files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def file_it(hands: Hands, kind: str, title: str = "") -> None:
    hands.find("Kind")
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the form")
    hands.choose("Kind", kind)
    if title:
        hands.type("Title", title)
    hands.press("Ctrl+S")


# Every way in ---------------------------------------------------------------------------------------------------------


def test_a_dropped_pdf_is_shown_described_and_filed(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    path = write(tmp_path, "lab.pdf", made.pdf("Potassium 4.1", "Page two"))
    assert drop(hands.window, of_files(path))
    hands.see("Page 1 of 2")
    assert documents.of_patient(nurse, patient) == [], "nothing is stored before it is filed"
    hands.choose("Kind", "Lab result")
    hands.type("Title", "Metabolic panel")
    hands.type("Date on the document", "27-Feb-2026")
    hands.choose("To be reviewed by", "Dr Pat Osei")
    hands.press("Ctrl+S")
    hands.see("Filed: Lab result.")
    (filed,) = documents.of_patient(nurse, patient)
    assert (filed.title, filed.source, filed.pages, filed.reviewer) == ("Metabolic panel", "dropped", 2, "Dr Pat Osei")
    assert documents.content(nurse, filed.id) == path.read_bytes()
    hands.see("Lab result, dated 27-Feb-2026, 2 pages")
    hands.see("To review")


def test_a_pasted_picture_is_filed(open_tab: OpenTab, receptionist: Desk, patient: str) -> None:
    hands = open_tab(receptionist, patient)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    hands.find("List of documents").setFocus()
    hands.press("Ctrl+V")
    file_it(hands, "Identity card")
    hands.see("Filed: Identity card.")
    (filed,) = documents.of_patient(receptionist, patient)
    assert (filed.media, filed.source, filed.title) == (Media.PNG, "pasted", "Identity card")


def test_copied_files_and_bytes_are_pasted_and_words_are_not(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    QGuiApplication.clipboard().setText("Dear colleague")
    hands.click("Paste")
    hands.see("There is no picture and no file to paste.")
    mime = QMimeData()
    mime.setData("application/pdf", made.pdf("From the mail"))
    (thing,) = given.given(mime, Source.PASTED)
    assert thing.content.startswith(b"%PDF")
    (thing,) = given.given(of_files(tmp_path / "a.pdf"), Source.PASTED)
    assert thing.path == tmp_path / "a.pdf"
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.pdf")])
    assert not given.may_be_filed(web)


def test_several_files_are_filed_one_after_another(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    hands.click("Choose files…")
    (dialog,) = hands.window.findChildren(QFileDialog)
    assert "*.tiff" in dialog.nameFilters()[0]
    names = [str(write(tmp_path, f"{n}.tif", made.tiff(n))) for n in (1, 2, 3)]
    dialog.filesSelected.emit(names)
    dialog.reject()
    for number in (1, 2, 3):
        hands.wait_for(lambda number=number: f"{number}.tif" in _shown_name(hands), f"scan {number}")
        file_it(hands, "Outside record", f"Record {number}")
        hands.wait_for(lambda number=number: len(documents.of_patient(nurse, patient)) == number, f"{number} filed")
    assert sorted(d.pages for d in documents.of_patient(nurse, patient)) == [1, 2, 3]
    hands.wait_for(lambda: "File this document" not in hands.texts(), "the list alone")


def _shown_name(hands: Hands) -> str:
    return " ".join(widget.accessibleName() for widget in hands.widgets() if widget.accessibleName())


def test_who_may_not_file_is_offered_nothing(open_tab: OpenTab, administrator: Desk, patient: str, tmp_path: Path):
    hands = open_tab(administrator, patient, tmp_path)
    hands.not_see("Choose files…")
    hands.not_see("From the scanner")
    assert not hands.window.acceptDrops()


# What is refused, and what is told ------------------------------------------------------------------------------------


def test_each_refusal_is_told_with_its_file_and_the_good_one_is_filed(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    folder = tmp_path / "folder"
    folder.mkdir()
    files = [
        write(tmp_path, "letter.docx", b"PK\x03\x04"),
        write(tmp_path, "empty.pdf", b""),
        write(tmp_path, "half.pdf", made.pdf("x")[:-900]),
        write(tmp_path, "locked.pdf", made.locked_pdf("secret")),
        folder,
        tmp_path / "gone.pdf",
        write(tmp_path, "good.jpg", made.picture("JPEG")),
    ]
    drop(hands.window, of_files(*files))
    for sentence in (
        "letter.docx: This is an office document.",
        "empty.pdf: This file is empty.",
        "half.pdf: This file was cut off",
        "locked.pdf: This PDF has a password. Open it, save a copy without password, and file the copy.",
        "folder: This is a folder.",
        "gone.pdf: This file is no longer there.",
    ):
        hands.see(sentence)
    file_it(hands, "Photo")
    hands.wait_for(lambda: len(documents.of_patient(nurse, patient)) == 1, "the good one")
    hands.see("letter.docx: This is an office document.")


def test_a_pdf_that_only_its_viewer_finds_unreadable_is_refused(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PC without the cipher cannot try the password; the viewer then does."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    def no_cipher(_reader: PdfReader, _password: str) -> None:
        raise DependencyError("cryptography is needed")

    monkeypatch.setattr(PdfReader, "decrypt", no_cipher)
    hands = open_tab(nurse, patient)
    drop(hands.window, of_files(write(tmp_path, "locked.pdf", made.locked_pdf("secret", "AES-256"))))
    hands.see("locked.pdf: This PDF cannot be shown here. If it has a password")
    drop(hands.window, of_files(write(tmp_path, "free.pdf", made.locked_pdf(""))))
    file_it(hands, "Letter")
    hands.see("Filed: Letter.")


def test_a_script_is_told_and_the_pdf_is_filed_as_it_is(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    path = write(tmp_path, "form.pdf", made.pdf_with_script())
    drop(hands.window, of_files(path))
    hands.see("There is a script in this PDF.")
    file_it(hands, "Signed form")
    hands.see("Filed: Signed form.")
    (filed,) = documents.of_patient(nurse, patient)
    assert documents.content(nurse, filed.id) == path.read_bytes()


def test_the_same_again_is_told_and_another_patient_is_not_named(
    open_tab: OpenTab, nurse: Desk, patient: str, other: str, tmp_path: Path
) -> None:
    content = made.pdf("Twin")
    documents.file(
        nurse, patient_id=patient, incoming=incoming.from_bytes(content), source=Source.CHOSEN, kind="letter"
    )
    hands = open_tab(nurse, patient)
    path = write(tmp_path, "twin.pdf", content)
    drop(hands.window, of_files(path))
    hands.see("The same document is in this chart already: Letter, filed on 02-Mar-2026 09:00.")
    hands.click("Do not file")
    hands.window.show_patient(other)
    drop(hands.window, of_files(path))
    hands.see("The same document is in another patient's chart.")
    hands.not_see("Ångström")


def test_what_is_missing_is_told_at_its_field(open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path) -> None:
    hands = open_tab(nurse, patient)
    drop(hands.window, of_files(write(tmp_path, "a.png", made.picture())))
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the form")
    hands.press("Ctrl+S")
    hands.see("Choose what kind of document this is.")
    hands.choose("Kind", "Photo")
    hands.type("Date on the document", "03-Mar-2026")
    hands.press("Ctrl+S")
    hands.see("This day has not come yet.")
    hands.type("Date on the document", "02-Mar-2026")
    hands.press("Ctrl+S")
    hands.see("Filed: Photo.")


def test_when_the_file_is_busy_what_was_typed_stays(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinicdesk.storage import database

    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
    hands = open_tab(nurse, patient)
    drop(hands.window, of_files(write(tmp_path, "a.png", made.picture())))
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the form")
    holder = nurse.clinic.another()
    holder.local._connection.execute("BEGIN IMMEDIATE")
    file_it(hands, "Photo", "Left arm")
    hands.see("Another program is using")
    holder.local._connection.execute("ROLLBACK")
    holder.close()
    assert hands.find("Title").text() == "Left arm"
    hands.press("Ctrl+S")
    hands.see("Filed: Photo.")


def test_what_waits_stays_with_its_chart(
    open_tab: OpenTab, qtbot, nurse: Desk, patient: str, other: str, tmp_path: Path
) -> None:
    hands = open_tab(nurse, patient)
    drop(hands.window, of_files(write(tmp_path, "a.png", made.picture())))
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the form")
    hands.type("Title", "Half described")
    hands.window.show_patient(other)
    hands.not_see("File this document")
    hands.see("A document waits to be filed in another chart.")
    with qtbot.waitSignal(hands.window.patient_opened) as told:
        hands.click("Go to that chart")
    assert told.args == [patient]
    hands.window.show_patient(patient)
    assert hands.find("Title").text() == "Half described"
    file_it(hands, "Photo")
    hands.see("Filed: Photo.")
    assert documents.of_patient(nurse, other) == []


def test_what_was_typed_about_a_document_is_there_again_after_a_crash(
    open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    scan = write(tmp_path, "a.pdf", made.pdf("Ferritin 30"))
    first = open_tab(nurse, patient)
    first.window.take(given.chosen([str(scan)]))
    first.see("File this document")
    first.wait_for(lambda: first.find("Title").isEnabled(), "the field")
    first.choose("Kind", "Lab result")
    first.type("Title", "Ferritin")
    first.window.leave()
    first.window.hide()
    # Another window finds what is there when the program is killed, and the same file is given again.
    hands = open_tab(nurse, patient)
    hands.window.take(given.chosen([str(scan)]))
    hands.see("What you typed about this document is here again.")
    hands.click("File in this chart")
    hands.see("Filed: Lab result.")
    (found,) = documents.of_patient(nurse, patient)
    assert found.title == "Ferritin"
    assert list(nurse.clinic.local.drafts(nurse.person.id)) == []


def test_what_waits_follows_a_merge(open_tab: OpenTab, nurse: Desk, patient: str, other: str, tmp_path: Path) -> None:
    hands = open_tab(nurse, other)
    hands.window.take(given.chosen([str(write(tmp_path, "a.pdf", made.pdf("Ferritin 30")))]))
    hands.see("File this document")
    row = nurse.row("SELECT version FROM patients WHERE id = ?", other)
    nurse.record(
        "patient.merge", update("patients", other, row["version"], merged_into=patient), patient=[other, patient]
    )
    hands.window.show_patient(patient)
    hands.see("File this document")
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the field")
    hands.choose("Kind", "ECG")
    hands.click("File in this chart")
    hands.see("Filed: ECG.")
    assert len(documents.of_patient(nurse, patient)) == 1


def test_another_document_can_be_looked_at_meanwhile(
    open_tab: OpenTab, nurse: Desk, prescriber: Desk, patient: str, tmp_path: Path
) -> None:
    filed(nurse, patient, made.pdf("Sodium"), "lab_result", title="Older panel")
    hands = open_tab(nurse, patient)
    drop(hands.window, of_files(write(tmp_path, "a.png", made.picture())))
    hands.wait_for(lambda: hands.find("Kind").isEnabled(), "the form")
    hands.type("Title", "Half described")
    filed(prescriber, patient, made.pdf("Potassium"), "lab_result", title="From another desk")
    nurse.clinic.refresh()
    hands.see("From another desk")
    hands.see("File this document")
    hands.choose_row("List of documents", "Older panel")
    hands.see("Lab result, 1 page")
    hands.see("A document waits to be filed in this chart.")
    hands.click("Go back to it")
    assert hands.find("Title").text() == "Half described"
    hands.not_see("A document waits")


# Reading --------------------------------------------------------------------------------------------------------------


def filed(desk: Desk, patient_id: str, content: bytes, kind: str, **more: object) -> str:
    return documents.file(
        desk, patient_id=patient_id, incoming=incoming.from_bytes(content), source=Source.CHOSEN, kind=kind, **more
    )


def test_reception_sees_that_a_clinical_document_is_there_and_no_more(
    open_tab: OpenTab, nurse: Desk, receptionist: Desk, patient: str
) -> None:
    filed(nurse, patient, made.pdf("HIV negative"), "lab_result", title="HIV test")
    filed(nurse, patient, made.pdf("Member 42"), "insurance_card", title="Blue Shield")
    hands = open_tab(receptionist, patient)
    hands.choose_row("List of documents", "Lab result")
    hands.see("Only clinicians open documents of this kind.")
    hands.not_see("HIV")
    hands.not_see("Change…")
    hands.not_see("Void…")
    hands.not_see("In all charts")
    hands.type("Search in documents", "negative", leave=False)
    hands.press("Return")
    hands.see("Nothing found.")
    hands.type("Search in documents", "member", leave=False)
    hands.press("Return")
    hands.see("Insurance card: Blue Shield")


def test_a_review_is_one_press(open_tab: OpenTab, nurse: Desk, prescriber: Desk, patient: str) -> None:
    document_id = filed(nurse, patient, made.tiff(2), "ecg", reviewer_id=prescriber.person.id)
    hands = open_tab(prescriber, patient)
    hands.choose_row("List of documents", "ECG")
    hands.see("Page 1 of 2")
    hands.click("Mark as reviewed")
    hands.see("Reviewed 02-Mar-2026 09:00 by Dr Pat Osei.")
    assert documents.get(nurse, document_id).reviewed_by == "Dr Pat Osei"


def test_details_are_changed_and_a_conflict_is_told(
    open_tab: OpenTab, nurse: Desk, prescriber: Desk, patient: str
) -> None:
    document_id = filed(nurse, patient, made.pdf("x"), "letter", title="Letter")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of documents", "Letter")
    hands.click("Change…")
    hands.type("Title", "Cardiology letter")
    seen = documents.get(prescriber, document_id)
    documents.amend(prescriber, seen, kind="letter", title="Theirs", dated_on=None, reviewer_id=None)
    hands.click("Save")
    hands.see("Dr Pat Osei changed this at 09:00")
    hands.click("Cancel")
    hands.click("Change…")
    hands.type("Title", "Cardiology letter")
    hands.click("Save")
    hands.wait_for(lambda: documents.get(nurse, document_id).title == "Cardiology letter", "the new title")
    hands.see("Cardiology letter")


def test_voiding_asks_for_a_reason(open_tab: OpenTab, nurse: Desk, patient: str) -> None:
    document_id = filed(nurse, patient, made.pdf("x"), "letter")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of documents", "Letter")
    hands.click("Void…")
    hands.type("Reason", "Wrong chart")
    hands.click("Void")
    hands.see("Voided: Wrong chart")
    assert documents.get(nurse, document_id).voided_reason == "Wrong chart"


def test_a_document_in_the_wrong_chart_is_moved(open_tab: OpenTab, nurse: Desk, patient: str, other: str) -> None:
    filed(nurse, patient, made.pdf("x"), "letter", title="Cardiology")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of documents", "Cardiology")
    hands.click("Wrong chart…")
    hands.click("Move")
    hands.see("Choose whose document it is.")
    hands.type("Patient it belongs to", "doe", leave=False)
    hands.press("Return")
    hands.see("Record no.")
    hands.click("Move")
    hands.see("Voided: Filed in the wrong chart.")
    (there,) = documents.of_patient(nurse, other)
    assert there.title == "Cardiology"
    hands.not_see("Wrong chart…")


def test_the_place_found_is_shown_and_another_chart_is_offered(
    open_tab: OpenTab, qtbot, nurse: Desk, patient: str, other: str
) -> None:
    filed(nurse, patient, made.pdf("Sodium 140\nPotassium 4.1 mmol/l"), "lab_result", title="Panel")
    there = filed(nurse, other, made.pdf("Potassium 5.9 mmol/l"), "lab_result", title="Repeat")
    hands = open_tab(nurse, patient)
    hands.type("Search in documents", "potass", leave=False)
    hands.press("Return")
    hands.see("Potassium 4.1 mmol/l")
    hands.not_see("Potassium 5.9")
    hands.press("Return")
    hands.see("Found: Sodium 140 Potassium 4.1 mmol/l")
    hands.click("In all charts")
    hands.see("Potassium 5.9 mmol/l")
    hands.see("DOE, Ann")
    found = hands.find("Documents found")
    with qtbot.waitSignal(hands.window.document_opened) as told:
        found.itemActivated.emit(found.item(0))
    assert told.args == [other, there]


def test_a_damaged_store_is_told(open_tab: OpenTab, nurse: Desk, patient: str) -> None:
    filed(nurse, patient, made.pdf("x"), "letter")
    connection = nurse.clinic.blobs._connection
    connection.execute("DROP TRIGGER blobs_keep_all")
    connection.execute("DELETE FROM blobs")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of documents", "Letter")
    hands.see("A stored paper is missing or damaged.")


def test_saving_a_document_out_is_recorded_and_names_nobody(
    open_tab: OpenTab, everyone: Desk, patient: str, tmp_path: Path
) -> None:
    content = made.picture("JPEG")
    document_id = filed(everyone, patient, content, "photo", title="Left arm")
    hands = open_tab(everyone, patient)
    hands.choose_row("List of documents", "Left arm")
    hands.click("Save…")
    (dialog,) = hands.window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "document 2026-03-02.jpg"
    dialog.fileSelected.emit(str(tmp_path / "out.jpg"))
    dialog.reject()
    hands.see("Saved as out.jpg.")
    assert (tmp_path / "out.jpg").read_bytes() == content
    line = history.of_patient(everyone, patient)[0]
    assert line.what == "Saved a paper as a file: Document"
    row = everyone.row("SELECT content FROM ledger ORDER BY seq DESC LIMIT 1")
    assert row is not None
    assert document_id.encode() in row["content"]


def test_printing_a_picture_prints_its_pages_and_is_recorded(
    open_tab: OpenTab, everyone: Desk, patient: str, tmp_path: Path
) -> None:
    filed(everyone, patient, made.tiff(3), "referral")
    hands = open_tab(everyone, patient)
    hands.choose_row("List of documents", "Referral")
    hands.see("Page 1 of 3")
    hands.click("Print…")
    hands.wait_for(lambda: hands.window.findChild(QPrintDialog) is not None, "the print dialog")
    dialog = hands.window.findChild(QPrintDialog)
    paper = tmp_path / "printed.pdf"
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(paper))
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    hands.see("Given to the printer.")
    assert len(PdfReader(paper).pages) == 3
    assert history.of_patient(everyone, patient)[0].what == "Printed a paper: Document"


# The scanner ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    return folder


def look_twice(hands: Hands, clock: DrivenClock) -> None:
    """Let the box look now and three seconds later."""
    box = hands.window._scans
    for _look in range(2):
        hands.wait_for(lambda: not box.looking, "the look before")
        box.look()
        hands.wait_for(lambda: not box.looking, "the look")
        clock.pass_time(seconds=3)
    box.look()
    hands.wait_for(lambda: not box.looking, "the look")


def test_a_scan_is_filed_and_its_original_deleted(
    open_tab: OpenTab, nurse: Desk, patient: str, scans: Path, clock: DrivenClock
) -> None:
    path = write(scans, "SCN_1.pdf", made.pdf("Scanned"))
    write(scans, "SCN_2.pdf", made.pdf("Growing")[:300])
    hands = open_tab(nurse, patient, scans)
    look_twice(hands, clock)
    hands.see("SCN_1.pdf")
    hands.not_see("SCN_2.pdf")
    hands.choose_row("Scans that wait", "SCN_1.pdf", open_it=False)
    hands.click("File this scan")
    file_it(hands, "Outside record")
    hands.see("Filed: Outside record. The scan is still in the scan folder.")
    assert path.exists()
    hands.click("Delete the scan")
    hands.see("The scan was deleted from the scan folder.")
    assert not path.exists()
    (document,) = documents.of_patient(nurse, patient)
    assert document.source == "scan_folder"
    assert documents.content(nurse, document.id).startswith(b"%PDF")


def test_two_scans_filed_one_after_the_other_are_deleted_together(
    open_tab: OpenTab, nurse: Desk, patient: str, scans: Path, clock: DrivenClock
) -> None:
    kept = write(scans, "SCN_1.pdf", made.pdf("One"))
    gone = write(scans, "SCN_2.pdf", made.pdf("Two"))
    hands = open_tab(nurse, patient, scans)
    look_twice(hands, clock)
    for name in ("SCN_1.pdf", "SCN_2.pdf"):
        hands.choose_row("Scans that wait", name, open_it=False)
        hands.click("File this scan")
        file_it(hands, "Outside record")
        hands.see("Filed: Outside record.")
        hands.wait_for(lambda: "File this document" not in hands.texts(), "the list alone")
    hands.see("2 filed scans are still in the scan folder.")
    kept.write_bytes(made.pdf("Somebody scanned over it"))
    hands.click("Delete them")
    hands.see("SCN_1.pdf has changed since it was filed, so it was left.")
    assert kept.exists()
    assert not gone.exists()


def test_a_scan_put_aside_is_offered_again(
    open_tab: OpenTab, nurse: Desk, patient: str, scans: Path, clock: DrivenClock
) -> None:
    write(scans, "SCN_1.jpg", made.picture("JPEG"))
    hands = open_tab(nurse, patient, scans)
    look_twice(hands, clock)
    hands.choose_row("Scans that wait", "SCN_1.jpg", open_it=False)
    hands.press("Return")
    assert hands.find("Scans that wait").rows() == ()
    hands.wait_for(lambda: hands.find("Do not file").isEnabled(), "the form")
    hands.click("Do not file")
    hands.wait_for(lambda: len(hands.find("Scans that wait").rows()) == 1, "the scan")


def test_a_scan_folder_that_is_gone_is_told(open_tab: OpenTab, nurse: Desk, patient: str, tmp_path: Path) -> None:
    hands = open_tab(nurse, patient, tmp_path / "usb stick")
    hands.see("The scan folder of this PC cannot be read.")


def test_without_a_scan_folder_nothing_is_said_of_it(open_tab: OpenTab, nurse: Desk, patient: str) -> None:
    open_tab(nurse, patient).not_see("From the scanner")

"""Scans of signed forms on the screen: read, matched, put right, filed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from clinicdesk.desk import Desk
from clinicdesk.exchange import form_scans
from clinicdesk.printing import consent_form
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent, Inked, Status
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import scanned_paper as paper
from tests.hands import Hands
from ui import theme
from ui.consent.scan_dialog import ScanDialog
from ui.consent.tab import ConsentTab
from ui.widgets.background import Background

TODAY = date(2026, 3, 2)
Scanned = Callable[..., Hands]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:  # noqa: ARG001
    made = Background()
    yield made
    made.close()


@pytest.fixture
def patient(receptionist: Desk) -> str:
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21))
    return register(receptionist, details=details)


@pytest.fixture
def other(receptionist: Desk) -> str:
    details = PatientDetails(family_name="Baker & Sons", given_name="<b>Ann</b>", birth_date=date(1990, 2, 1))
    return register(receptionist, details=details)


def prepared(desk: Desk, patient: str, text: str = "iv-ketamine-mood") -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text))


def on_paper(desk: Desk, consent: Consent) -> Consent:
    consents.sign_on_paper(desk, consent, Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei"), signed_on=TODAY)
    return consents.get(desk, consent.id)


def printed(desk: Desk, consent: Consent) -> list[Image.Image]:
    return paper.sheets(consent_form.current(desk, consent), 120)


@pytest.fixture
def scanned(qtbot, background: Background, tmp_path: Path) -> Scanned:
    """Return a function that brings scans up in the dialog: sheets of one PDF, or bytes of files."""

    def bring_up(
        desk: Desk,
        stack: Sequence[Image.Image] | dict[str, bytes],
        patient_id: str = "",
        consent: Consent | None = None,
    ) -> Hands:
        files = stack if isinstance(stack, dict) else {"stack.pdf": paper.as_pdf(stack, 120)}
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        page = QWidget()
        page.resize(1280, 720)
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        dialog = ScanDialog(desk, page, background, [tmp_path / name for name in files], patient_id, consent)
        hands = Hands(qtbot, page)
        hands.filed = []  # type: ignore[attr-defined]
        dialog.recorded.connect(hands.filed.append)  # type: ignore[attr-defined]
        dialog.come_up()
        hands.wait_for(lambda: not hands.found("Reading the scans…"), "the end of the reading")
        return hands

    return bring_up


def kept(desk: Desk, consent: Consent) -> tuple[list[int | None], dict[str, object]]:
    """Return which pages the newest scan of a form shows, and what was told beside it."""
    now = consents.get(desk, consent.id)
    scan = form_scans.read(desk.clinic.blobs.fetch(str(now.scan)))
    event = [event for event in now.events if event.kind == "scan_received"][-1]
    assert all(sheet.rotation == 0 for sheet in scan.sheets)
    return [sheet.mark.page if sheet.mark else None for sheet in scan.sheets], dict(event.detail)


def test_a_form_that_waits_for_its_scan_is_filed_by_one_key(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    hands = scanned(receptionist, sheets, patient)
    hands.see("ÅNGSTRÖM, Zoë, born 21-Jul-1968")
    hands.see("Sheet 1: page 1 of 2")
    hands.find("Matches")
    hands.press("Ctrl+S")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    assert hands.filed == [consent.id]  # type: ignore[attr-defined]
    assert consents.get(receptionist, consent.id).status is Status.SIGNED
    assert kept(receptionist, consent) == ([1, 2], {"sheets": 2, "missing": []})


def test_a_form_not_recorded_as_signed_asks_who_signed_beside_the_sheet(
    scanned: Scanned, receptionist: Desk, clock: DrivenClock, patient: str
) -> None:
    clock.pass_time(minutes=60 * 24 * 2)  # the text was adopted today: nothing was signed on it before
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    hands = scanned(receptionist, [sheet.rotate(180) for sheet in reversed(sheets)], patient)
    hands.click("File with form 000001 of ÅNGSTRÖM, Zoë…")
    hands.see("Read it from the sheet")
    hands.see("Sheet 1: page 2 of 2")
    hands.type("Day beside the signature", "3 mar 2026")
    hands.see("This form was prepared on 04-Mar-2026. Check the day on the paper.")
    hands.type("Name of who signed", " ")
    hands.click("Record and file")
    hands.see("Type the name of the person who signed.")
    assert consents.get(receptionist, consent.id).status is Status.PREPARED
    hands.type("Name of who signed", "Zoë Ångström")
    hands.type("Clinician who signed it too", "Dr Pat Osei")
    hands.click("Record and file")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    now = consents.get(receptionist, consent.id)
    assert (now.status, receptionist.local(now.since).date()) == (Status.SIGNED, date(2026, 3, 3))
    assert kept(receptionist, consent)[0] == [1, 2]


def test_a_stack_of_forms_is_filed_one_by_one_with_one_button(
    scanned: Scanned, receptionist: Desk, patient: str
) -> None:
    names = ("iv-ketamine-mood", "photo-recording", "escort-driving")
    forms = [prepared(receptionist, patient, name) for name in names]
    stack: list[Image.Image] = []
    for form in forms:
        for sheet in printed(receptionist, form):
            stack += [sheet, paper.blank(sheet)]
    on_paper(receptionist, forms[0])
    on_paper(receptionist, forms[1])
    hands = scanned(receptionist, stack, patient)
    hands.click("File all that match")
    # Those recorded as signed are filed at once; of the last it is asked who signed.
    hands.see("Read it from the sheet")
    hands.click("Record and file")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    for form in forms:
        pages, told = kept(receptionist, form)
        assert pages[::2] == list(range(1, len(pages) // 2 + 1))
        assert told["missing"] == []


def test_going_back_leaves_the_form_and_keeps_what_was_typed(
    scanned: Scanned, receptionist: Desk, patient: str
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    hands = scanned(receptionist, sheets, patient)
    hands.click("File all that match")
    hands.type("Clinician who signed it too", "Dr Osei")
    hands.click("Back")
    hands.find("Matches")
    assert consents.get(receptionist, consent.id).status is Status.PREPARED
    hands.click("File all that match")
    hands.see("Dr Osei")


def test_a_representative_a_mark_and_an_interpreter(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    hands = scanned(receptionist, sheets, patient)
    hands.click("File all that match")
    hands.choose("Signed by", "Parent or legal representative")
    hands.type("Name of who signed", "Per Ångström")
    hands.click("A mark instead of a name")
    hands.click("Record and file")
    hands.see("Type the name of the witness.")
    hands.type("Witness", "Rita Moss")
    hands.click("Record and file")
    hands.see("Write who this person is to the patient")
    hands.type("Who they are to the patient", "brother")
    hands.type("By what right they sign", "health care proxy")
    hands.click("A witness or an interpreter signed too")
    hands.type("Interpreter", "Ana López")
    hands.choose("Interpreted into", "Spanish")
    hands.type("Clinician who signed it too", "Dr Pat Osei")
    hands.click("Record and file")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    now = consents.get(receptionist, consent.id)
    assert now.status is Status.SIGNED
    by = {signature.role: (signature.signer_name, dict(signature.detail)) for signature in now.signatures}
    assert by[Signer.GUARDIAN] == (
        "Per Ångström",
        {"relation": "brother", "authority": "health care proxy", "mark": True},
    )
    assert by[Signer.INTERPRETER] == ("Ana López", {"language": "es"})
    assert by[Signer.WITNESS][0] == "Rita Moss"


def test_the_wrong_patients_form_is_told_and_goes_into_that_chart(
    scanned: Scanned, receptionist: Desk, patient: str, other: str
) -> None:
    theirs = on_paper(receptionist, consent := prepared(receptionist, other))
    hands = scanned(receptionist, printed(receptionist, consent), patient)
    # The hands leave out the "&", which is a label's mnemonic elsewhere.
    hands.see("This form is another patient's: BAKER  SONS, <b>Ann</b>, born 01-Feb-1990")
    assert not hands.found("File all that match")
    assert consents.get(receptionist, theirs.id).scan is None
    hands.click("File with form 000001 of BAKER & SONS, <b>Ann</b>")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    assert consents.get(receptionist, theirs.id).status is Status.SIGNED
    assert consents.of_patient(receptionist, patient) == []


def test_a_missing_page_is_told_and_may_be_filed_all_the_same(
    scanned: Scanned, receptionist: Desk, patient: str
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    hands = scanned(receptionist, sheets[1:], patient)
    hands.see("Page 1 of 2 is missing.")
    assert not hands.found("File all that match")
    hands.click("File with form 000001 of ÅNGSTRÖM, Zoë")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    assert kept(receptionist, consent) == ([2], {"sheets": 1, "missing": [1]})


def test_sheets_without_a_code_are_matched_by_hand(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    consent = on_paper(receptionist, prepared(receptionist, patient))
    torn = [Image.new("L", (1000, 1300), 255) for _sheet in range(2)]
    for sheet in torn:
        sheet.paste(0, (300, 300, 700, 320))
    hands = scanned(
        receptionist, {"torn.pdf": paper.as_pdf(torn), "cat.jpg": paper.as_file(paper.cat())}, patient, consent
    )
    hands.see("Sheets without a code that can be read")
    hands.click("Sheet 3 belongs to it")
    hands.type("Form number on the paper", "12x")
    hands.click("These sheets are this form")
    hands.see("A form number has six digits")
    hands.type("Form number on the paper", "000077")
    hands.click("These sheets are this form")
    hands.see("There is no form 000077 in this clinic.")
    # The cat is left over.
    hands.see("Sheet 3: no code")


def test_the_form_a_scan_was_asked_for_is_offered_first(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    prepared(receptionist, patient, "photo-recording")
    consent = on_paper(receptionist, prepared(receptionist, patient))
    torn = Image.new("L", (1000, 1300), 255)
    torn.paste(0, (300, 300, 700, 320))
    content = paper.as_file(torn, "PNG")
    hands = scanned(receptionist, {"torn.png": content}, patient, consent)
    hands.click("These sheets are this form")
    hands.see("Check that form 000002 is what is printed on the paper.")
    hands.click("File with form 000002 of ÅNGSTRÖM, Zoë")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    now = consents.get(receptionist, consent.id)
    assert receptionist.clinic.blobs.fetch(str(now.scan)) == content
    assert [event.detail.get("by_hand") for event in now.events if event.kind == "scan_received"] == [True]


def test_an_unreadable_sheet_between_can_be_taken_out(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    hands = scanned(receptionist, [sheets[0], paper.cat().convert("L"), sheets[1]], patient)
    hands.see("The code on sheet 2 cannot be read.")
    hands.click("Take sheet 2 out")
    hands.find("Matches")
    hands.click("File all that match")
    hands.see("1 form is filed.")
    assert kept(receptionist, consent)[0] == [1, 2]
    hands.see("Sheet 2: no code")
    hands.click("Close")


def test_files_that_cannot_be_read_do_not_keep_the_others_out(
    scanned: Scanned, receptionist: Desk, patient: str
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    whole = paper.as_pdf(sheets)
    hands = scanned(receptionist, {"half.pdf": whole[: len(whole) // 2], "good.pdf": whole, "odd.txt": b"?"}, patient)
    hands.see("half.pdf: This file was cut off")
    hands.see("odd.txt: This is neither a PDF nor a picture")
    hands.click("File all that match")
    hands.see("1 form is filed.")
    now = consents.get(receptionist, consent.id)
    assert receptionist.clinic.blobs.fetch(str(now.scan)) == whole


def test_the_same_scan_twice_keeps_both_and_shows_the_newest(
    scanned: Scanned, receptionist: Desk, patient: str
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    first = paper.as_pdf([sheet.rotate(0) for sheet in sheets], 90)
    consents.receive_scan(receptionist, consent, first)
    hands = scanned(receptionist, sheets, patient)
    hands.see("A scan of this form is kept already.")
    hands.click("File with form 000001 of ÅNGSTRÖM, Zoë")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    now = consents.get(receptionist, consent.id)
    scans = [event.paper_sha256 for event in now.events if event.kind == "scan_received"]
    assert (len(scans), now.scan) == (2, scans[1])
    assert receptionist.clinic.blobs.fetch(str(scans[0])) == first


def test_a_form_answered_meanwhile_is_told_and_nothing_is_kept(
    scanned: Scanned, receptionist: Desk, nurse: Desk, patient: str
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    hands = scanned(receptionist, sheets, patient)
    hands.click("File all that match")
    consents.decline(nurse, consent, by_name="Zoë Ångström", reason="")
    hands.click("Record and file")
    hands.see("This form was answered already: declined.")
    now = consents.get(nurse, consent.id)
    assert (now.status, now.scan) == (Status.DECLINED, None)
    hands.click("Back")
    hands.see("This form was recorded as declined on 02-Mar-2026.")
    assert not hands.found("File all that match")


def test_reading_can_be_stopped(
    qtbot, background: Background, receptionist: Desk, patient: str, tmp_path: Path
) -> None:
    sheets = printed(receptionist, prepared(receptionist, patient))
    file = tmp_path / "long.pdf"
    file.write_bytes(paper.as_pdf(sheets * 40, 120))
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    dialog = ScanDialog(receptionist, page, background, [file], patient)
    dialog.come_up()
    hands = Hands(qtbot, page)
    hands.see("Reading long.pdf…")
    hands.click("Cancel")
    hands.wait_for(lambda: not hands.found("Scans of signed forms"), "the dialog gone")
    assert consents.by_form_number(receptionist, 1).status is Status.PREPARED


def test_a_file_that_vanishes_while_it_is_read_is_told(scanned: Scanned, receptionist: Desk, patient: str) -> None:
    hands = scanned(receptionist, {}, patient)
    hands.click("Close")
    dialog = ScanDialog(receptionist, hands.window, Background(), [Path("/nowhere/gone.pdf")], patient)
    dialog.come_up()
    hands.see("gone.pdf: This file is no longer there.")
    dialog._background.close()
    hands.click("Close")


# In the tab ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_tab(qtbot, background: Background) -> Callable[[Desk, str], Hands]:
    def open_for(desk: Desk, patient_id: str) -> Hands:
        tab = ConsentTab(desk, background)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1200, 700)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def test_files_are_chosen_for_the_form_that_waits(
    in_tab: Callable[[Desk, str], Hands], receptionist: Desk, patient: str, tmp_path: Path
) -> None:
    sheets = printed(receptionist, consent := prepared(receptionist, patient))
    on_paper(receptionist, consent)
    files = [tmp_path / f"photo {at}.jpg" for at in range(len(sheets))]
    for file, sheet in zip(files, sheets, strict=True):
        file.write_bytes(paper.as_file(paper.photographed(sheet)))
    hands = in_tab(receptionist, patient)
    hands.click("Add scan…")
    (dialog,) = hands.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    hands.find("Matches")
    hands.see("photo 0.jpg")
    hands.press("Ctrl+S")
    hands.see("The scan is kept with the consent.")
    assert kept(receptionist, consent) == ([1, 2], {"sheets": 2, "missing": []})


def test_who_may_not_file_is_offered_nothing(
    in_tab: Callable[[Desk, str], Hands], administrator: Desk, receptionist: Desk, patient: str
) -> None:
    on_paper(receptionist, prepared(receptionist, patient))
    hands = in_tab(administrator, patient)
    assert not hands.found("Add scans…")
    assert not hands.found("Add scan…")
    assert not hands.window.acceptDrops()

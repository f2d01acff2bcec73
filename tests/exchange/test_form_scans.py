"""Sheets of our own forms as scanners and phones give them back: codes read, sheets upright, papers made of them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader, PdfWriter

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Cancelled
from clinicdesk.exchange import form_scans
from clinicdesk.exchange.form_scans import SheetMark, kept_paper, picture, read
from clinicdesk.printing import consent_form
from clinicdesk.records import consents
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from tests.exchange import scanned_paper as paper


@pytest.fixture
def form(receptionist: Desk) -> bytes:
    """Return a printed form, not signed yet."""
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21))
    patient = register(receptionist, details=details)
    consent = consents.get(
        receptionist, consents.prepare(receptionist, patient_id=patient, text_name="iv-ketamine-mood")
    )
    return consent_form.current(receptionist, consent)


@pytest.fixture
def printed(form: bytes) -> list[Image.Image]:
    return paper.sheets(form)


def pages_of(scan: form_scans.FormScan) -> list[int | None]:
    return [sheet.mark.page if sheet.mark else None for sheet in scan.sheets]


def with_code(text: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=5)
    sheet = Image.new("L", (1700, 2200), 255)
    dots = memoryview(code)
    sheet.paste(Image.frombytes("L", (dots.shape[1], dots.shape[0]), dots.tobytes()), (1200, 200))
    return sheet


def test_what_the_code_says_is_what_was_printed(form: bytes, receptionist: Desk) -> None:
    consent = consents.by_form_number(receptionist, 1)
    clinic, mark = consents.clinic_mark(receptionist), consents.form_mark(receptionist, consent)
    scan = read(form)
    pages = len(scan.sheets)
    assert pages > 1
    assert [sheet.mark for sheet in scan.sheets] == [SheetMark(clinic, 1, at + 1, pages, mark) for at in range(pages)]


SEEN: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda sheet: sheet,
    "72 dots per inch": lambda sheet: sheet.resize((612, 792), Image.Resampling.BOX),
    "72 dots per inch on its head": lambda sheet: sheet.resize((612, 792), Image.Resampling.BOX).rotate(180),
    "askew": lambda sheet: paper.skewed(sheet, 4),
    "far askew": lambda sheet: paper.skewed(sheet, -25),
    "specked": paper.specked,
    "black and white": lambda sheet: sheet.convert("1"),
    "faint": lambda sheet: sheet.point(lambda dot: 190 + dot * 60 // 255),
    "dark": lambda sheet: sheet.point(lambda dot: dot * 80 // 255),
    "photographed": paper.photographed,
}


@pytest.mark.parametrize("way", SEEN)
def test_each_sheet_is_read_however_it_was_scanned(printed: list[Image.Image], way: str) -> None:
    seen = [SEEN[way](sheet) for sheet in printed]
    expected = list(range(1, len(printed) + 1))
    assert pages_of(read(paper.as_pdf(seen))) == expected
    for kind in ("PNG", "TIFF") if seen[0].mode == "1" else ("PNG", "JPEG", "TIFF"):
        assert pages_of(read(paper.as_file(seen[0], kind))) == [1]


@pytest.mark.parametrize(("turned", "back"), [(0, 0), (90, 90), (180, 180), (270, 270), (183, 180), (87, 90)])
def test_a_sheet_that_lay_wrong_is_turned_upright(printed: list[Image.Image], turned: int, back: int) -> None:
    scan = read(paper.as_pdf([printed[0].rotate(turned, expand=True, fillcolor=255)]))
    (sheet,) = scan.sheets
    assert sheet.rotation == back
    seen = picture(scan, sheet)
    assert seen.high > seen.wide
    kept = read(kept_paper([scan], scan.sheets))
    assert [one.rotation for one in kept.sheets] == [0]


def test_a_photo_that_only_says_how_it_was_held_is_upright(printed: list[Image.Image]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90° clockwise when shown
    scan = read(paper.as_file(printed[0].rotate(90, expand=True), exif=exif))
    assert (pages_of(scan), scan.sheets[0].rotation) == ([1], 0)
    assert picture(scan, scan.sheets[0]).high > picture(scan, scan.sheets[0]).wide
    other = read(paper.as_file(printed[1]), file=1, first=2)
    both = read(kept_paper([scan, other], [*scan.sheets, *other.sheets]))
    assert (pages_of(both), [sheet.rotation for sheet in both.sheets]) == ([1, 2], [0, 0])


def test_thirty_sheets_with_backs_are_told_about(printed: list[Image.Image]) -> None:
    stack = [side for _form in range(10) for side in (printed[0], paper.blank(printed[0]), printed[1])]
    content = paper.as_pdf(stack)
    told: list[tuple[int, int]] = []
    scan = read(content, report=lambda done, of: told.append((done, of)))
    assert pages_of(scan) == [1, None, 2] * 10
    assert [sheet.blank for sheet in scan.sheets] == [False, True, False] * 10
    assert [sheet.number for sheet in scan.sheets] == list(range(1, 31))
    assert told[-1] == (30, 30)
    assert all(later >= earlier for earlier, later in pairwise(told))


def test_reading_stops_when_it_is_cancelled(printed: list[Image.Image]) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(paper.as_pdf([printed[0]] * 4), report=stop)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/CLINICDESK:FORM:1df38310:000001:1/2:4330a536",
        "CLINICDESK:SEAL:" + "0" * 64,
        "CLINICDESK:FORM:1df38310:000001:3/2:4330a536",
        "CLINICDESK:FORM:1df38310:000000:1/2:4330a536",
        "CLINICDESK:FORM:1df38310:000001:1/2:4330a53",
    ],
)
def test_a_code_that_is_not_a_forms_is_ignored(text: str) -> None:
    assert pages_of(read(paper.as_file(with_code(text)))) == [None]


def test_small_letters_in_a_code_are_read_too() -> None:
    scan = read(paper.as_file(with_code("clinicdesk:form:1DF38310:000123:2/3:4330A536")))
    assert scan.sheets[0].mark == SheetMark("1df38310", 123, 2, 3, "4330a536")


def test_two_forms_in_one_picture_are_left_to_a_person(printed: list[Image.Image]) -> None:
    both = Image.new("L", (printed[0].width * 2, printed[0].height), 255)
    both.paste(printed[0], (0, 0))
    both.paste(printed[1], (printed[0].width, 0))
    assert pages_of(read(paper.as_file(both))) == [None]


def test_a_cat_is_a_sheet_without_a_code() -> None:
    (sheet,) = read(paper.as_file(paper.cat())).sheets
    assert (sheet.mark, sheet.blank) == (None, False)


# What is kept ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_exactly_the_form_is_kept_byte_for_byte(printed: list[Image.Image]) -> None:
    for content in (paper.as_pdf(printed), paper.as_file(printed[0]), paper.as_file(printed[0], "PNG")):
        scan = read(content)
        assert kept_paper([scan], scan.sheets) == content


def test_of_a_stack_only_the_sheets_of_the_form_are_kept_in_their_order(printed: list[Image.Image]) -> None:
    scan = read(paper.as_pdf([printed[1].rotate(180), paper.blank(printed[1]), printed[0], paper.cat().convert("L")]))
    two, back, one, _cat = scan.sheets
    kept = kept_paper([scan], [one, two, back])
    assert pages_of(read(kept)) == [1, 2, None]
    assert kept.startswith(b"%PDF")
    # The picture of the page is the scanner's own, not painted anew.
    before, after = (PdfReader(BytesIO(pdf)).pages[at].images[0].data for pdf, at in ((scan.content, 2), (kept, 0)))
    assert before == after


def test_a_tiff_becomes_a_pdf_and_photos_of_one_form_one_paper(printed: list[Image.Image]) -> None:
    scan = read(paper.as_file(printed[0], "TIFF", save_all=True, append_images=printed[1:]))
    assert pages_of(scan) == [1, 2]
    assert pages_of(read(kept_paper([scan], scan.sheets))) == [1, 2]
    photos = [read(paper.as_file(paper.photographed(sheet)), file=at, first=at + 1) for at, sheet in enumerate(printed)]
    together = [sheet for photo in photos for sheet in photo.sheets]
    assert pages_of(read(kept_paper(photos, together))) == [1, 2]


# Bad files ---------------------------------------------------------------------------------------------------------


def locked(form: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(form))
    writer.encrypt("secret", algorithm="RC4-128")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def test_a_pdf_with_a_password_says_so(form: bytes) -> None:
    with pytest.raises(BadValue, match="has a password"):
        read(locked(form))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.4 and then nothing", "cut off"),
        (b"%PDF-1.4\nnothing of a PDF\n%%EOF", "damaged"),
        (b"PK\x03\x04 a letter", "office document"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (b"\x89PNG\r\n\x1a\n no picture IEND", "damaged"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        read(content)


def test_a_half_picture_is_told(printed: list[Image.Image]) -> None:
    whole = paper.as_file(printed[0])
    with pytest.raises(BadValue, match="damaged or cut off"):
        read(whole[: len(whole) // 2])


def test_a_picture_or_page_that_would_fill_the_memory_is_refused() -> None:
    bomb = paper.as_file(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 200_000
    with pytest.raises(BadValue, match="too large"):
        read(bomb)


def test_a_pdf_with_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    into = BytesIO()
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    Image.new("1", (20_000, 20_000)).save(into, "PDF", resolution=200)
    assert len(into.getvalue()) < 200_000
    with pytest.raises(BadValue, match="too large"):
        read(into.getvalue())


def test_a_page_as_large_as_a_house_is_painted_small() -> None:
    writer = PdfWriter()
    writer.add_blank_page(14_000, 14_000)
    into = BytesIO()
    writer.write(into)
    assert read(into.getvalue()).sheets[0].blank


# Without the limit on its time it would be drawn for minutes.
@pytest.mark.timeout(60)
def test_a_page_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf.generic import DecodedStreamObject, NameObject

    monkeypatch.setattr("clinicdesk.exchange.pdf_sheets.MOST_SECONDS", 0.3)
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    drawing = DecodedStreamObject()
    drawing.set_data(b"0 0 600 800 re 0.5 g f 10 10 m 590 790 l 3 790 l s\n" * 60_000)
    page[NameObject("/Contents")] = writer._add_object(drawing.flate_encode())
    into = BytesIO()
    writer.write(into)
    (sheet,) = read(into.getvalue()).sheets
    assert sheet.mark is None


def test_a_file_that_is_gone_or_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no longer there"):
        form_scans.from_file(tmp_path / "gone.pdf")
    with pytest.raises(BadValue, match="folder"):
        form_scans.from_file(tmp_path)


def test_a_large_scan_is_read(printed: list[Image.Image], tmp_path: Path) -> None:
    noise = Image.effect_noise((3400, 4400), 90)
    content = paper.as_pdf([*printed, *([noise] * 5)], 400)
    file = tmp_path / "large.pdf"
    # What PDFs may carry behind their objects: a scanner's comment. It makes a file of 35 MB of a smaller one.
    file.write_bytes(content[: content.rindex(b"startxref")] + b"%" + b"x" * (35_000_000 - len(content)) + b"\n"
                     + content[content.rindex(b"startxref"):])  # fmt: skip
    assert file.stat().st_size >= 35_000_000
    scan = form_scans.from_file(file)
    assert pages_of(scan)[:2] == [1, 2]
    assert len(kept_paper([scan], scan.sheets[:2])) < 30_000_000


def test_a_glance_tells_a_form_from_another_document_and_never_raises(form: bytes, printed: list[Image.Image]) -> None:
    numbers = [mark.form_number for mark in form_scans.glance(paper.as_pdf([paper.cat().convert("L"), *printed]))]
    assert numbers == [1] * len(printed)
    assert form_scans.glance(paper.as_pdf([paper.blank(printed[0])] * 4 + printed)) == ()
    for bad in (b"", b"no file", locked(form), form[: len(form) // 2], b"\xff\xd8\xff damaged"):
        assert form_scans.glance(bad) == ()

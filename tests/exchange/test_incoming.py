"""Files from elsewhere: what is taken, what is refused, and in which words."""

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue, Cancelled
from clinicdesk.exchange import incoming, pdf_reading, pictures
from clinicdesk.rules.media import LARGEST_BYTES, Media
from tests.exchange import outside_files as made

TAKEN = {
    "pdf": (made.pdf("One", "Two"), Media.PDF, 2),
    "jpeg": (made.picture("JPEG"), Media.JPEG, 1),
    "png": (made.picture("PNG"), Media.PNG, 1),
    "narrow": (made.picture("JPEG", (5, 300)), Media.JPEG, 1),
    "grey with holes": (made.picture("PNG", mode="LA"), Media.PNG, 1),
    "cmyk": (made.picture("JPEG", mode="CMYK"), Media.JPEG, 1),
    "fax": (made.tiff(3), Media.TIFF, 3),
    "packed": (made.tiff(2, compression="tiff_lzw"), Media.TIFF, 2),
    "sixteen bits": (made.picture("PNG", mode="I;16"), Media.PNG, 1),
    "printing forbidden": (made.locked_pdf(""), Media.PDF, 1),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_a_scanner_makes_is_taken(name: str, tmp_path: Path) -> None:
    content, media, pages = TAKEN[name]
    path = tmp_path / "scan.bin"
    path.write_bytes(content)
    found = incoming.from_file(path)
    assert (found.media, found.pages, found.content) == (media, pages, content)


@pytest.mark.parametrize("name", [name for name in TAKEN if TAKEN[name][1].is_picture])
def test_each_page_of_a_picture_can_be_looked_at(name: str) -> None:
    content, media, pages = TAKEN[name]
    for number in range(pages):
        page = pictures.page(content, media, number)
        whole = page.levels[0]
        assert len(whole.rgb) == whole.width * whole.height * 3
        assert (page.wide, page.high) == (whole.width, whole.height)
        assert min(whole.rgb) < 10, "a black mark"
        assert max(whole.rgb) == 255, "on white"


REFUSED = {
    "zero bytes": (b"", "is empty"),
    "a text": (b"Dear colleague", "neither a PDF nor a picture"),
    "a GIF": (made.picture("GIF"), "neither a PDF nor a picture"),
    "a cut-off PDF": (made.pdf("One")[:-900], "cut off"),
    "a PDF of garbage": (b"%PDF-1.7\n" + b"x" * 2000 + b"%%EOF", "damaged"),
    "a PDF with a password": (made.locked_pdf("secret"), "save a copy without password"),
    "a PDF with a newer password": (made.locked_pdf("secret", "AES-256"), "save a copy without password"),
    "a PDF without a page": (
        made.raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
        "no page",
    ),
    "pages without end": (made.endless_page_tree(), "damaged"),
    "a cut-off JPEG": (made.picture("JPEG", (2000, 2000))[:-4000], "damaged or cut off"),
    "a cut-off PNG": (made.picture("PNG")[:-200], "cut off"),
    "a cut-off TIFF": (made.tiff(3)[:-300], "damaged or cut off"),
    "a PNG with a flipped byte": (
        (png := made.picture("PNG"))[:60] + bytes([png[60] ^ 1]) + png[61:],
        "damaged",
    ),
    "a picture bomb": (made.picture_bomb(), "too large"),
    "a header alone": (b"\xff\xd8\xff\xe0" + bytes(50), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_in_one_sentence(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(BadValue, match=words):
        incoming.from_bytes(content)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "film.pdf"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    told: list[int] = []
    with pytest.raises(BadValue, match="more than 50 MB"):
        incoming.from_file(path, lambda done, _of: told.append(done))
    assert told == []
    with pytest.raises(BadValue, match="more than 50 MB"):
        incoming.from_bytes(bytes(LARGEST_BYTES + 1))


def test_a_folder_a_pipe_and_a_file_that_went_away_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="is a folder"):
        incoming.from_file(tmp_path)
    with pytest.raises(BadValue, match="no longer there"):
        incoming.from_file(tmp_path / "gone.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.pdf")
        with pytest.raises(BadValue, match="is not a file"):
            incoming.from_file(tmp_path / "pipe.pdf")


def test_reading_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(made.picture("JPEG") + bytes(5_000_000))
    told: list[tuple[int, int]] = []

    def stop_at_two(done: int, of: int) -> None:
        told.append((done, of))
        if done > 2_000_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        incoming.from_file(path, stop_at_two)
    assert [done for done, _of in told] == [1 << 20, 2 << 20]


def test_the_text_of_a_pdf_is_found_and_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert incoming.from_bytes(made.pdf("Potassium 4.1", "Sodium 140")).text == "Potassium 4.1\nSodium 140"
    assert incoming.from_bytes(made.locked_pdf("")).text == "Sodium 140"
    monkeypatch.setattr(pdf_reading, "MOST_TEXT", 20)
    assert len(incoming.from_bytes(made.pdf(*["word " * 10] * 50)).text) <= 20


def test_a_script_is_told_and_the_pdf_is_taken() -> None:
    assert incoming.from_bytes(made.pdf_with_script()).has_script
    assert incoming.from_bytes(made.pdf_with_script(b"/Java#53cript")).has_script, "hidden by another spelling"
    assert not incoming.from_bytes(made.pdf()).has_script


ACTION = b"<</S/Java#53cript/JS(app.alert\\(1\\))>>"


@pytest.mark.parametrize(
    ("root", "page", "found"),
    [
        (b"/AA<</WC " + ACTION + b">>", b"", True),
        (b"/Names<</Java#53cript<</Names[(a)" + ACTION + b"]>>>>", b"", True),
        (b"", b"/AA<</O " + ACTION + b">>", True),
        (b"", b"/Annots[<</Subtype/Widget/A " + ACTION + b">>]", True),
        (b"", b"/Annots[<</Subtype/Widget/AA<</K " + ACTION + b">>>>]", True),
        (b"/OpenAction<</S/Launc#68/F(cmd.exe)>>", b"", True),
        (b"/OpenAction[3 0 R/Fit]", b"/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.org)>>>>]", False),
        (b"", b"/Annots[9 0 R 5 7]", False),
    ],
)
def test_a_script_is_found_wherever_it_stands(root: bytes, page: bytes, found: bool) -> None:
    content = made.raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]" + page + b">>",
        }
    )
    assert incoming.from_bytes(content).has_script is found


def test_text_is_read_as_far_as_the_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "MOST_SECONDS", -1.0)
    assert incoming.from_bytes(made.pdf("One", "Two")).text == "One"
    assert incoming.from_bytes(made.pdf("\n".join(["word"] * 400), "Two")).text == "", "stopped in the middle of a page"


# Without the limits it would be read for minutes, or until the memory is full.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("hostile", [made.pdf_without_end, made.pdf_bomb])
def test_a_hostile_pdf_takes_neither_all_time_nor_all_memory(hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "MOST_SECONDS", 1.0)
    found = incoming.from_bytes(hostile())
    assert (found.pages, found.text) == (1, "")


def test_a_page_that_draws_without_end_can_be_cancelled() -> None:
    calls = 0

    def stop(_done: int, _of: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise Cancelled

    # Enough orders on one page that the reader asks in the middle of it.
    page = made.stream(b"BT /F1 12 Tf (a) Tj ET " * 5000)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        4: page,
    }
    with pytest.raises(Cancelled):
        pdf_reading.read(made.raw_pdf(objects), stop)


def test_a_photo_is_shown_upright() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn it a quarter
    page = pictures.page(made.picture("JPEG", (800, 600), exif=exif), Media.JPEG, 0)
    whole = page.levels[0]
    assert (page.wide, page.high, whole.width, whole.height) == (600, 800, 600, 800)
    # The mark of the upper left corner now stands in the upper right one.
    assert whole.rgb[:3] > b"\xf0" * 3
    assert whole.rgb[(whole.width - 1) * 3 : whole.width * 3] < b"\x10" * 3


def test_a_large_picture_is_made_small_enough_for_a_screen() -> None:
    page = pictures.page(made.picture("PNG", (9000, 3000)), Media.PNG, 0)
    assert (page.wide, page.high) == (9000, 3000)
    assert (page.levels[0].width, page.levels[0].height) == (4000, 1333)
    assert [level.width for level in page.levels] == [4000, 2000, 1000, 500]


def test_a_tiff_becomes_a_pdf_page_by_page() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    sheets = PdfReader(BytesIO(pictures.as_pdf(made.tiff(3), Media.TIFF)))
    assert len(sheets.pages) == 3
    assert float(sheets.pages[0].mediabox.width) == pytest.approx(144, abs=1)  # 400 dots at 200 an inch


SEEDS = {
    "pdf": made.pdf("Potassium 4.1 mmol/l", "Page two"),
    "script": made.pdf_with_script(),
    "locked": made.locked_pdf(""),
    "jpeg": made.picture("JPEG", (60, 80)),
    "png": made.picture("PNG", (60, 80)),
    "fax": made.tiff(2, (80, 100)),
    "lzw": made.tiff(2, (80, 100), "tiff_lzw"),
}


@pytest.mark.parametrize("name", SEEDS)
@given(data=st.data())
def test_whatever_is_broken_in_a_file_it_is_taken_or_refused_in_words(name: str, data: st.DataObject) -> None:
    content = bytearray(SEEDS[name])
    for _place in range(data.draw(st.integers(1, 6), label="flips")):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)), label="cut") if data.draw(st.booleans()) else len(content)
    try:
        found = incoming.from_bytes(bytes(content[:cut]))
    except BadValue:
        return
    for number in range(found.pages or 0) if found.media.is_picture else ():
        try:
            pictures.page(found.content, found.media, number)
        except BadValue:
            continue
    if found.media.is_picture:
        with contextlib.suppress(BadValue):
            pictures.as_pdf(found.content, found.media)


def test_a_resolution_that_is_nonsense_does_not_end_in_a_broken_paper() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    for dots in (float("nan"), 0.001, 1e30):
        content = made.picture("TIFF", (800, 600), dpi=(dots, dots)) if dots == dots else made.tiff(1)
        (sheet,) = PdfReader(BytesIO(pictures.as_pdf(content, Media.TIFF))).pages
        assert 100 < float(sheet.mediabox.width) < 1000

"""Every shipped consent text in both languages on A4 and Letter: complete, nothing cut, and looking as it did.

After a change made on purpose, look at the papers, then renew what is kept: ``python -m tests.printing.renew_golden``.
"""

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.pdfbase.ttfonts import TTFontFile

from clinicdesk import resources
from clinicdesk.desk import Desk
from clinicdesk.printing import consent_form
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Block, form_words
from tests.printing import golden
from tests.printing.sheets import texts

MM = 72 / 25.4
SIDE, EDGE = 18 * MM, 11 * MM  # the margins of every paper: left and right, above and below
SHEETS = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}


@pytest.fixture(scope="module", params=golden.SIZES)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = golden.founded(tmp_path_factory.mktemp("golden"), request.param)
    yield made
    made.clinic.close()


@pytest.fixture(scope="module", params=golden.KEYS)
def form(request: pytest.FixtureRequest, desk: Desk) -> tuple[str, str, bytes]:
    """Return a text's key, the size of the paper, and its blank form."""
    size = SIZES_OF[desk.clinic.path.stem]
    return request.param, size, consent_form.blank(desk, request.param)


SIZES_OF = {f"golden-{size}": size for size in golden.SIZES}


def test_every_word_is_printed_in_its_order(form: tuple[str, str, bytes]):
    key, _size, pdf = form
    sheets = texts(pdf)
    wording = wordings.shipped()[key]
    words = form_words(wording.language, "paper")
    found = iter(_words(" ".join(sheets)))
    expected = [*_words(wording.title), *(word for block in wording.blocks for word in _words(_text_of(block)))]
    expected += [word for who in wording.signers for word in _words(words[f"role_{who}"])]
    # Each word is looked for after the one before it; header and footer of the sheets stand between.
    missing = next((word for word in expected if word not in found), None)
    assert missing is None
    for number, sheet in enumerate(sheets, start=1):
        assert words["page"].format(page=number, pages=len(sheets)) in sheet


def test_nothing_is_cut_or_printed_over_something_else(form: tuple[str, str, bytes]):
    _key, size, pdf = form
    wide, high = SHEETS[size]
    for sheet in _sheets(pdf):
        assert sheet.get_size() == pytest.approx((wide, high), abs=0.1)
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if not character.strip():
                continue
            left, bottom, right, top = text.get_charbox(index)
            assert left >= SIDE - 1, character
            assert right <= wide - SIDE + 1, character
            assert bottom >= EDGE - 4, character
            assert top <= high - EDGE + 4, character
        pieces = [text.get_rect(number) for number in range(text.count_rects())]
        over = [pair for pair in combinations(pieces, 2) if _overlap(*pair)]
        assert over == []


def test_every_character_has_a_glyph_in_its_font(form: tuple[str, str, bytes]):
    for sheet in _sheets(form[2]):
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            if chr(code).isspace():
                continue
            # What has no glyph is read back as 0, or as a character the font named does not have.
            assert code, text.get_text_range(max(0, index - 20), 40)
            assert code in _glyphs(_font_of(text, index)), f"U+{code:04X}"


def test_the_sheets_look_as_they_did(form: tuple[str, str, bytes]):
    key, size, pdf = form
    found, expected = golden.look(pdf), golden.kept()[key][size]
    assert len(found) == len(expected)
    for now, before in zip(found, expected, strict=True):
        assert golden.differences(now, before) == []


def test_nothing_is_kept_of_a_text_that_is_gone():
    assert set(golden.kept()) == set(golden.KEYS)


def test_a_line_that_is_gone_shows_in_the_look(desk: Desk):
    """The comparison can fail: one sentence less, and it says so."""
    wording = wordings.shipped()["privacy-notice.en"]
    shorter = wording.source.replace("\n- Whom you can ask, and where you can complain.", "\n-")
    assert shorter != wording.source
    other = consent_form.of_wording(desk, wordings.parse(shorter.encode(), "shorter.md"))
    whole = golden.look(consent_form.of_wording(desk, wording))
    assert golden.differences(golden.look(other)[0], whole[0]) != []


def _words(text: str) -> list[str]:
    # A break inside a long word, as in an address, is no difference.
    return re.findall(r"\w+", text)


def _text_of(block: Block) -> str:
    return " ".join([*(span.text for span in block.spans), *block.options])


def _sheets(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    yield from (document[number] for number in range(len(document)))
    document.close()


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 2


def _font_of(text: pypdfium2.PdfTextPage, index: int) -> str:
    into, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, into, len(into), flags)
    return into.value.decode().rpartition("+")[2]


@cache
def _glyphs(font: str) -> frozenset[int]:
    path = resources.folder("fonts") / "paper" / f"{font}.ttf"
    return frozenset(TTFontFile(str(path)).charToGlyph)

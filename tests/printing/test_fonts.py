import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import CannotPrint
from clinicdesk.printing import fonts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zoë Ångström",
        "Łukasz Żółć",
        "Nguyễn Thị Đào",
        "Müller-Lüdenscheidt",
        "O’Brien",
        "Ωμέγα",
        "Жанна",
        "☐ ≥ ½ µ → −",
    ],
)
def test_these_can_be_printed(text):
    assert fonts.unprintable(text) == ()


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Li 李 and 李", ("李",)),
        ("שלום", ("ש", "ל", "ו", "ם")),
        ("ع", ("ع",)),
        ("สม", ("ส", "ม")),
        ("a\u202eb", ("\u202e",)),
        ("a\x07b", ("\x07",)),
        ("a\x85b", ("\x85",)),
    ],
)
def test_these_cannot_and_are_named(text, bad):
    assert fonts.unprintable(text) == bad
    with pytest.raises(CannotPrint):
        fonts.markup(text)


def test_signs_without_ink_are_dropped():
    assert "".join(piece for _name, piece in fonts.runs("a\u200db\ufe0f\u00adc")) == "abc"


def test_a_sign_the_text_face_lacks_comes_from_the_other_font():
    assert [piece for _name, piece in fonts.runs("BP ≥ 180")] == ["BP ", "≥", " 180"]
    assert fonts.markup("a<b>\n") == "a&lt;b&gt;<br/>"


@given(st.text(max_size=60))
def test_every_text_is_printed_whole_or_refused(text):
    normal = unicodedata.normalize("NFC", text)
    if fonts.unprintable(text):
        with pytest.raises(CannotPrint):
            fonts.runs(text)
        return
    printed = "".join(piece for _name, piece in fonts.runs(text))
    kept = "".join(ch for ch in normal if ord(ch) not in fonts._NO_INK)
    assert printed == kept.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


@given(st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "Zs"]), max_size=80), st.integers(20, 300))
def test_wrapping_loses_no_letter_and_keeps_to_the_room(text, room):
    lines = fonts.wrap(text, room, 10)
    assert "".join("".join(lines).split()) == "".join(unicodedata.normalize("NFC", text).replace("\xad", "").split())
    assert all(fonts.width(line, 10) <= room for line in lines)


def test_a_font_is_read_only_when_it_is_used():
    program = (
        "from clinicdesk.printing import fonts\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "fonts.markup('plain')\n"
        "print([n for n in pdfmetrics.getRegisteredFontNames() if n.startswith(('Noto', 'Deja'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['NotoSans-Regular']"


def test_reading_consent_texts_does_not_load_reportlab():
    program = "import sys, clinicdesk.records.wordings\nprint('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_is_recorded_for_good_is_spelled_out_where_no_font_has_it():
    assert fonts.spelled_out("Łucja & <b>") == "Łucja & <b>"
    assert fonts.spelled_out("a\U0001f9ffb 陳") == "a[U+1F9FF]b [U+9673]"

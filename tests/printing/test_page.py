from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from reportlab.platypus import Spacer

from clinicdesk.errors import CannotPrint
from clinicdesk.printing.drawn import Drawn
from clinicdesk.printing.page import About, build, content_width
from clinicdesk.printing.styles import bullet, paragraph
from tests.printing.sheets import MOMENT, PATIENT, imprint, letterhead, picture_count, read, texts


def long_story():
    return [paragraph("It was a quiet morning at the clinic. " * 12) for _ in range(40)]


def logo(mode="RGBA"):
    into = BytesIO()
    Image.new(mode, (60, 30), "navy").save(into, "PNG")
    return into.getvalue()


@pytest.mark.parametrize(("size", "wide"), [("A4", 595), ("Letter", 612)])
def test_every_sheet_says_whose_it_is_and_which_page(size, wide):
    pdf = build(long_story(), letterhead(paper_size=size), imprint(mark="Sample wording"), PATIENT)
    sheets = texts(pdf)
    assert len(sheets) >= 3
    assert round(read(pdf).pages[0].mediabox.width) == wide
    for number, sheet in enumerate(sheets, 1):
        for expected in (
            "NGUYỄN, Zoë Ångström",
            "Born 21-Jul-1968",
            "Record number 000123",
            f"Page {number} of {len(sheets)}",
            "Lakeside Clinic",
            "Springfield",
            "Consent form",
            "form 7",
            "Printed by Łukasz Müller on 23-Nov-2026 14:05",
            "Sample wording",
        ):
            assert expected in sheet, expected


def test_the_sample_clinic_is_marked_on_every_sheet_and_a_real_one_is_not():
    words = "Sample clinic: these people do not exist"
    assert all(words in sheet for sheet in texts(build(long_story(), letterhead(sample=True), imprint(), PATIENT)))
    assert all(words not in sheet for sheet in texts(build(long_story(), letterhead(), imprint(), PATIENT)))


def test_a_blank_form_has_lines_to_write_on():
    pdf = build([paragraph("Text")], letterhead(), imprint(), About())
    for label in ("Name", "Born", "Record"):
        assert label in texts(pdf)[0]


@pytest.mark.parametrize("name", ["<b>Bob</b>", "<img src='x'>", "**x** & {patient.name}", '"Qu\'o"te', "ß Ẽ ☐ ≥ 5"])
def test_what_was_typed_is_never_markup(name):
    pdf = build([paragraph(name)], letterhead(name=name), imprint(), About(name, "21-Jul-1968", "7"))
    assert texts(pdf)[0].count(name) == 3
    assert picture_count(pdf) == 0


def test_accents_typed_as_two_characters_print_as_one():
    pdf = build([paragraph("A\u030angstro\u0308m")], letterhead(), imprint())
    assert "Ångström" in texts(pdf)[0]


@pytest.mark.parametrize("name", ["Maria " * 50, "x" * 300])
def test_a_name_of_300_characters_is_wrapped_and_never_cut(name):
    pdf = build([Spacer(1, 1)], letterhead(), imprint(), About(name, "21-Jul-1968", "7"))
    assert texts(pdf)[0].replace(" ", "").count(name.replace(" ", "")) == 1


def test_the_same_paper_at_the_same_moment_is_the_same_file():
    def made(moment):
        return build(long_story(), letterhead(logo=logo()), imprint(made_at=moment), PATIENT)

    assert made(MOMENT) == made(MOMENT)
    assert made(MOMENT) != made(MOMENT + timedelta(minutes=1))


def test_the_file_itself_names_no_patient_and_carries_the_moment():
    pdf = build(long_story(), letterhead(), imprint(), PATIENT)
    about_file = read(pdf).metadata
    assert about_file.title == "Consent form"
    assert about_file.creation_date == MOMENT
    assert not any("NGUY" in str(value) or "Zo" in str(value) for value in about_file.values())


def test_a_logo_is_printed_and_a_broken_one_is_told():
    assert picture_count(build([Spacer(1, 1)], letterhead(logo=logo()), imprint())) >= 1
    with pytest.raises(CannotPrint, match="logo"):
        build([Spacer(1, 1)], letterhead(logo=b"not a picture"), imprint())


def test_what_does_not_fit_on_a_sheet_is_told_without_quoting_it():
    too_tall = Drawn(100, 5000, lambda _canvas: None)
    with pytest.raises(CannotPrint, match="too long"):
        build([too_tall], letterhead(), imprint())
    with pytest.raises(CannotPrint, match="too long") as refusal:
        build([paragraph("Text")], letterhead(), imprint(), About("Maria " * 3000, "21-Jul-1968", "7"))
    assert "Maria" not in str(refusal.value)


def test_a_name_in_a_script_that_cannot_be_printed_is_told():
    with pytest.raises(CannotPrint, match="patient's name"):
        build([Spacer(1, 1)], letterhead(), imprint(), About("محمد", "21-Jul-1968", "7"))
    with pytest.raises(CannotPrint, match=r"漢 \(U\+6F22\)"):
        build([Spacer(1, 1)], letterhead(name="漢"), imprint())


def test_content_fits_between_the_margins():
    assert content_width("A4") < 595
    assert content_width("Letter") > content_width("A4")


def test_every_font_is_carried_in_the_file():
    pdf = build([paragraph("Text ☐", "title"), bullet("One"), paragraph("Text")], letterhead(), imprint(), PATIENT)
    used = read(pdf).pages[0]["/Resources"]["/Font"]
    assert len(used) >= 3
    for font in used.values():
        assert "/FontFile2" in font.get_object()["/FontDescriptor"], font


def test_every_sheet_names_for_whom_it_is():
    for sheet in texts(build(long_story(), letterhead(), imprint(audience="Dr Marie Novák"), PATIENT)):
        assert "Consent form For: Dr Marie Novák" in sheet


def test_a_long_audience_gets_lines_of_its_own_and_is_never_cut():
    named = "Dr Marie Novák of the Harbor Centre for Psychiatry and Psychotherapy of Adults " * 3
    (sheet,) = texts(build([Spacer(1, 1)], letterhead(), imprint(audience=named, mark="Sample wording"), PATIENT))
    assert f"For: {named}".strip() in sheet
    assert "Sample wording" in sheet


def test_an_audience_no_font_can_print_is_told():
    with pytest.raises(CannotPrint, match="For whom the paper is"):
        build([Spacer(1, 1)], letterhead(), imprint(audience="محمد"))

import pytest

from clinicdesk.errors import CannotPrint
from clinicdesk.printing import markdown
from clinicdesk.printing.page import build, content_width
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.strokes import Ink
from clinicdesk.printing.styles import paragraph
from clinicdesk.records import wordings
from clinicdesk.records.wordings.blocks import parse_blocks
from tests.printing.sheets import PATIENT, imprint, letterhead, picture_count, read, texts


def printed(body, values=None, initials=None):
    return build(markdown.flowables(parse_blocks(body), values or {}, initials), letterhead(), imprint(), PATIENT)


def test_headings_lists_and_emphasis_are_set_and_their_marks_are_gone():
    text = texts(printed("## One\n\nSome **bold** and *leaning* words.\n\n- first\n- second\n\n3. third\n4. fourth\n"))[
        0
    ]
    for expected in ("One", "Some bold and leaning words.", "• first", "• second", "3. third", "4. fourth"):
        assert expected in text.replace("\u200b", "")


@pytest.mark.parametrize("name", ["<b>Bob</b>", "**x**", "{clinic.name}", "[initials: risks]", "&amp;", "Nguyễn ☐"])
def test_a_value_is_printed_as_it_was_typed(name):
    assert f"I am {name}." in texts(printed("I am **{patient.name}**.", {"patient.name": name}))[0]


def test_what_is_not_known_leaves_a_line_to_write_on():
    for values in ({}, {"patient.name": " "}):
        assert "I am ______" in texts(printed("I am {patient.name}.", values))[0]


def test_a_value_that_cannot_be_printed_is_told_by_its_name():
    with pytest.raises(CannotPrint, match="emergency contact"):
        printed("Call {patient.emergency_contact}", {"patient.emergency_contact": "王"})


def test_initials_are_boxes_with_lines_in_them():
    body = "Risks.\n\n[initials: risks]\n"
    ink = Ink.of([[[0.1, 0.2, 0, 0.5], [0.9, 0.8, 40, 0.5]]], 2.0)
    empty, filled = printed(body), printed(body, initials={"risks": ink})
    assert "My initials:" in texts(empty)[0]
    assert len(filled) > len(empty)
    assert picture_count(filled) == 0


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["iv-ketamine-mood", "iv-ketamine-pain"])
def test_the_shipped_texts_fill_two_sheets_with_their_signatures(name, size):
    wording = wordings.load_all()[0][name]
    signatures = signature_lines([SignatureLine("Patient"), SignatureLine("Clinician")], content_width(size))
    story = [paragraph(wording.title, "title"), *markdown.flowables(wording.blocks, {}), signatures]
    pdf = build(story, letterhead(paper_size=size, sample=True), imprint(mark="Sample wording"), PATIENT)
    assert len(read(pdf).pages) == 2
    assert "{" not in " ".join(texts(pdf))

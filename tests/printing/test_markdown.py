import pytest

from clinicdesk.errors import CannotPrint
from clinicdesk.printing import markdown
from clinicdesk.printing.form_fields import Fields
from clinicdesk.printing.page import build
from clinicdesk.printing.strokes import Ink
from clinicdesk.records.wordings.blocks import parse_blocks
from tests.printing.sheets import PATIENT, imprint, letterhead, picture_count, texts


def printed(body, values=None, fields=None):
    return build(markdown.flowables(parse_blocks(body), values or {}, fields), letterhead(), imprint(), PATIENT)


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
    with pytest.raises(CannotPrint, match="Emergency contact"):
        printed("Call {patient.emergency_contact}", {"patient.emergency_contact": "王"})


def test_initials_are_boxes_with_lines_in_them():
    body = "Risks.\n\n[initials: risks]\n"
    ink = Ink.of([[[0.1, 0.2, 0, 0.5], [0.9, 0.8, 40, 0.5]]], 2.0)
    empty, filled = printed(body), printed(body, fields=Fields(initials={"risks": ink}))
    assert "My initials:" in texts(empty)[0]
    assert len(filled) > len(empty)
    assert picture_count(filled) == 0


QUESTIONS = "Photos?\n\n[answer: photos | Yes | No | Ask me]\n\nLimits?\n\n[optional: limits]\n"


def test_a_question_has_boxes_to_tick_and_lines_to_write_on():
    text = texts(printed(QUESTIONS))[0].replace("\u00a0", " ")
    assert "☐ Yes" in text
    assert "☐ Ask me" in text
    assert "☒" not in text
    assert "Only if you wish:" in text
    assert "No answer" not in text


def test_what_was_answered_is_ticked_and_written_as_it_was_typed():
    answers = {"photos": "No", "limits": "Never <b>my</b> face & {clinic.name}"}
    text = texts(printed(QUESTIONS, fields=Fields(answers=answers)))[0].replace("\u00a0", " ")
    assert "☐ Yes" in text
    assert "☒ No" in text
    assert "Never <b>my</b> face & {clinic.name}" in text
    assert "No answer" in texts(printed(QUESTIONS, fields=Fields(answers={"photos": "No"})))[0]


def test_an_option_longer_than_the_line_is_broken_and_kept_whole():
    option = "a very long option " * 12
    text = texts(printed(f"Photos?\n\n[answer: photos | {option} | No]\n"))[0].replace("\u00a0", " ")
    assert option.strip() in text

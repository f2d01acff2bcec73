"""What stands below the headings of a note, and what signing asks for."""

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.note_sections import NoteKind, Section, Template, headings, missing, said

TITLES = ("Safety", "Facts", "Plan")
SECTIONS = (Section("Safety", required=True), Section("Facts"), Section("Plan", required=True))
TEMPLATE = Template("t", "1", "T", NoteKind.PROGRESS, SECTIONS)
lines = st.lists(st.one_of(st.sampled_from(["", "  ", *TITLES, " Plan "]), st.text(max_size=12)), max_size=12)


def test_a_heading_is_a_line_that_equals_a_title_and_nothing_else():
    body = "Plan\nSafety first\nPlan: rest\n  Safety  \nnone"
    assert list(headings(body, TEMPLATE)) == [(0, "Plan"), (3, "Safety")]
    assert said(body, TEMPLATE) == {"Plan": "Safety first\nPlan: rest", "Safety": "none"}


def test_signing_asks_for_what_is_empty_and_for_what_was_taken_out():
    assert missing("", TEMPLATE) == ("Safety", "Plan")
    assert missing("Only words, no heading", TEMPLATE) == ("Safety", "Plan")
    assert missing("Safety\n\n \nFacts\nborn\nPlan\nRest.", TEMPLATE) == ("Safety",)
    assert missing("Plan\nRest.\nSafety\nNo thoughts.", TEMPLATE) == ()


def test_a_heading_that_comes_twice_has_both_texts():
    assert said("Plan\none\nSafety\nPlan\ntwo", TEMPLATE)["Plan"] == "one\ntwo"
    assert missing("Plan\n\nSafety\nx\nPlan\ntwo", TEMPLATE) == ()


@given(lines)
def test_everything_below_the_first_heading_is_said_once(written: list[str]):
    body = "\n".join(written).replace("\r", "")
    found = list(headings(body, TEMPLATE))
    below = said(body, TEMPLATE)
    assert set(below) == {title for _line, title in found}
    first = found[0][0] if found else len(body)
    rest = [line for line in body.split("\n")[first:] if found and line.strip() not in TITLES]
    kept = [line for text in below.values() for line in text.split("\n")]
    assert sorted(line.strip() for line in rest if line.strip()) == sorted(one.strip() for one in kept if one.strip())


@given(lines)
def test_what_is_missing_is_required_and_says_nothing(written: list[str]):
    body = "\n".join(written)
    for title in missing(body, TEMPLATE):
        assert title in ("Safety", "Plan")
        assert not said(body, TEMPLATE).get(title)

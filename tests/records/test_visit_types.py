"""The kinds of visit: the file that ships is whole, and a slip in it is named with its line."""

import pytest

from clinicdesk.errors import BadValue
from clinicdesk.records import visit_types
from clinicdesk.resources import read_text


def test_the_file_that_ships_has_what_the_program_needs() -> None:
    kinds = {one.id: one for one in visit_types.types()}
    assert kinds["session"].needs_chair
    assert kinds["session"].treatment
    assert not kinds["blocked"].with_patient
    assert {"intake", "follow_up", "integration", "phone_call", "questions"} <= set(kinds)
    assert visit_types.title("group_hour") == "Group hour"
    with pytest.raises(BadValue):
        visit_types.get("group_hour")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("minutes = 60", "minutes = 6000"), "minutes"),
        (("needs_chair = true", "need_chair = true"), "need_chair"),
        (('id = "blocked"', 'id = "intake"'), "only once"),
        (('title = "Phone call"', "title = Phone call"), "line"),
    ],
)
def test_a_slip_in_the_file_is_named(change: tuple[str, str], words: str) -> None:
    text = read_text(visit_types.FILE)
    assert change[0] in text
    with pytest.raises(BadValue, match=words):
        visit_types.parse(text.replace(*change))

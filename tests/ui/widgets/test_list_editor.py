"""The editor of a list: nothing typed is lost by going to another line, and every button says which list it is of."""

import pytest

from tests.hands import Hands
from ui.widgets.list_editor import ListColumn, ListEditor


@pytest.fixture
def editor(qtbot) -> ListEditor:
    made = ListEditor("Allergies", [ListColumn("substance", "Allergic to", 20), ListColumn("reaction", "Reaction", 20)])
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    made.show_lines([{"substance": "Penicillin"}])
    return made


def test_a_line_half_typed_is_kept_when_another_is_changed(qtbot, editor: ListEditor):
    hands = Hands(qtbot, editor)
    hands.type("Allergic to", "Latex", leave=False)
    hands.click("Change: Allergies")
    assert hands.find("Allergic to").text() == "Penicillin"
    assert [line["substance"] for line in editor.lines()] == ["Penicillin", "Latex"]


def test_a_line_begun_without_its_name_is_asked_for_it_first(qtbot, editor: ListEditor):
    hands = Hands(qtbot, editor)
    hands.type("Reaction", "hives", leave=False)
    hands.click("Change: Allergies")
    hands.see("Fill in “Allergic to” first.")
    assert hands.find("Reaction").text() == "hives"


def test_each_button_names_its_list(qtbot, editor: ListEditor):
    hands = Hands(qtbot, editor)
    assert hands.find("Add: Allergies").isEnabled()
    hands.click("Change: Allergies")
    hands.click("Apply: Allergies")
    assert hands.find("Add: Allergies").isEnabled()
    assert hands.find("Remove: Allergies").isEnabled()

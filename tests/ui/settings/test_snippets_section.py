"""Snippets in Settings: added, changed, taken away; reception has no such place."""

from clinicdesk.desk import Desk
from clinicdesk.records import snippets
from tests.hands import Hands
from ui.settings.snippets_section import SnippetsSection


def test_a_snippet_is_added_changed_and_taken_away(qtbot, nurse: Desk):
    section = SnippetsSection(nurse)
    qtbot.addWidget(section)
    with qtbot.waitExposed(section):
        section.show()
    hands = Hands(qtbot, section)
    hands.click("Add…")
    hands.type("Name", "two words")
    hands.type("Text", "Left with the escort.")
    hands.click("Save")
    hands.see("The name is one word")
    hands.type("Name", "bye")
    hands.click("Save")
    hands.see("Left with the escort.")
    hands.choose_row("Snippets", "bye", open_it=False)
    hands.click("Change…")
    hands.type("Text", "Left walking.")
    hands.click("Save")
    hands.see("Left walking.")
    found = snippets.called(nurse, "bye")
    assert found is not None
    assert (found.body, found.owner_id) == ("Left walking.", nurse.person.id)
    hands.click("Take away…")
    hands.click("Take away")
    hands.see("No snippets yet.")
    assert snippets.offered(nurse) == []

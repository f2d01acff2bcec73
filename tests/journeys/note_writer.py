"""A program of its own: a clinician types a note at the real window without ever pausing, until it is killed.

It writes a line to its standard output each time the window says a draft is kept: how many letters are in it, and for
how many milliseconds the first letter that is not in it has been there. It goes on typing.
"""

import json
import sys
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.journeys.own_program import open_window, say, sign_in
from ui.main_window import MainWindow
from ui.notes.draft_keeper import DraftKeeper
from ui.workplace import Workplace

TEXT = "She says that the second week was better than the first. "


class Writer(QObject):
    """Types the same sentence for ever, and tells what was kept."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.hands = sign_in(window)
        self.window = window
        self.typed: list[float] = []
        """When each letter was typed."""

    def begin(self, family: str) -> None:
        """Open the text of a new note."""
        hands = self.hands
        hands.press("Ctrl+K")
        hands.type("Find a patient", family, leave=False)
        hands.see(family.upper())
        hands.press("Return")
        hands.click("Notes")
        hands.click("New note")
        hands.choose("Kind of note", "Progress note, blank page")

    def type_for_ever(self) -> None:
        """One key after the other: no pause is longer than it takes to paint a letter."""
        area = self.hands.find("Text of the note")
        assert isinstance(area, QPlainTextEdit)
        for keeper in self.window.findChildren(DraftKeeper):
            keeper.kept.connect(self._on_kept)
        area.setFocus()
        while True:
            QTest.keyClick(area, TEXT[len(self.typed) % len(TEXT)])
            self.typed.append(monotonic())
            QApplication.processEvents()

    @Slot(object)
    def _on_kept(self, _at: datetime) -> None:
        desk = self.window.centralWidget().findChild(Workplace).desk
        (kept,) = (draft for draft in desk.clinic.local.drafts(desk.person.id) if draft.place.startswith("note:new"))
        letters = len(json.loads(kept.body)["body"])
        waiting = self.typed[letters:] or [monotonic()]
        say("kept", letters, round((monotonic() - waiting[0]) * 1000))


def main(clinic_file: str, key: str, settings: str, family: str) -> None:
    """Open the clinic as a person does, and type."""
    writer = Writer(open_window(clinic_file, key, settings))
    writer.begin(family)
    writer.type_for_ever()


if __name__ == "__main__":
    main(*sys.argv[1:])

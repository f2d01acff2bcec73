"""A program of its own: somebody works with odd names at the real window, which meets a fault and then crashes.

It is started as a person starts it, by the command, and writes every title a window had to its standard output.
"""

import ctypes
import os
import sys
import threading
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import keyring
from keyring.backends import fail
from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.__main__ import main
from clinicdesk.records import staff
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.exchange import outside_files
from ui.app import make_app
from ui.main_window import MainWindow
from ui.tour.hands import Hands

FAMILY = "Quoxaldine"
GIVEN = "Zebrulonia"
PHONE = "+1 947 305 8162"
EMAIL = "vexlorp@example.org"
ALLERGY = "Flumorexin"
NOTE = "Brontheswick"
DRAFT = "Quarzelbum"
DOCUMENT = "Ketterlundis"
TITLE = "Omprazelwick"


class Titles(QObject):
    """Writes down the title of each window that is shown or renamed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() in (QEvent.Type.Show, QEvent.Type.WindowTitleChange)
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            sys.stdout.write(f"title: {watched.windowTitle()}\n")
        return False


class Work:
    """One piece of work, from signing in to the crash."""

    def __init__(self, csv: str) -> None:
        self.csv = csv
        self.timers: list[QTimer] = []

    def do(self) -> None:
        """Work; whatever goes wrong here fails the test by its exit code."""
        try:
            window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
            self.hands = Hands(window)
            self._sign_in()
            self._register()
            self._consent_and_papers()
            self._note()
            self._documents()
            self._import_and_check()
            self._faults()
            self._half_typed()
        except BaseException as wrong:
            sys.stderr.write(f"the work stopped: {type(wrong).__name__} {wrong}\n")
            sys.stderr.flush()
            os._exit(3)
        sys.stdout.write("work done\n")
        sys.stdout.flush()
        # A fault in native code, as a driver of a printer or screen may have one.
        ctypes.string_at(0)

    def _sign_in(self) -> None:
        self.hands.see("Harbour Infusion Clinic")
        self.hands.type("Login", "all")
        self.hands.type("Password", PASSWORD, leave=False)
        self.hands.press("Return")
        self.hands.see("Sam Rivera, MD")

    def _register(self) -> None:
        hands = self.hands
        hands.press("Ctrl+K")
        hands.type("Find a patient", f"{FAMILY}, {GIVEN}", leave=False)
        hands.press("Return")
        hands.see("New patient")
        for name, text in (
            ("Family name", FAMILY),
            ("Given name", GIVEN),
            ("Date of birth", "21jul1986"),
            ("Mobile phone", PHONE),
            ("E-mail", EMAIL),
        ):
            hands.type(name, text)
        hands.click("Allergies: Has allergies")
        hands.type("Allergic to", ALLERGY)
        hands.press("Ctrl+S")
        hands.see(FAMILY.upper())

    def _consent_and_papers(self) -> None:
        hands = self.hands
        hands.press("Ctrl+P")
        hands.see("Page 1 of")
        hands.click("Save as PDF…")
        hands.see("Save as PDF")
        hands.press("Esc")
        hands.press("Esc")
        hands.click("Consents")
        hands.click("New consent…")
        hands.choose("Text", "Consent to intravenous ketamine for a mood disorder · English")
        hands.click("Prepare form")
        hands.see("Prepared")
        hands.click("Show form")
        hands.see("Page 1 of")
        hands.press("Esc")

    def _note(self) -> None:
        hands = self.hands
        hands.click("Notes")
        hands.click("New note")
        hands.choose("Kind of note", "Progress note, blank page")
        hands.type("Text of the note", f"Says {NOTE} helped.")
        hands.click("Sign")
        hands.type("Your PIN or password", PASSWORD, leave=False)
        hands.press("Return")
        hands.see("Add an addendum")
        hands.click("History")
        hands.see("Sam Rivera, MD")

    def _documents(self) -> None:
        hands = self.hands
        hands.click("Documents")
        # The first is refused: it was cut off.
        self._paste(outside_files.readable_pdf(DOCUMENT)[:-100])
        hands.see("This file was cut off")
        self._paste(outside_files.readable_pdf(DOCUMENT))
        hands.see("Page 1 of 1")
        hands.choose("Kind", "Lab result")
        hands.type("Title", TITLE)
        hands.press("Ctrl+S")
        hands.see("Filed: Lab result.")
        hands.type("Search in documents", DOCUMENT[:6], leave=False)
        hands.press("Return")
        hands.see(f"Found {DOCUMENT}")
        hands.press("Return")
        hands.see("Page 1 of 1")

    def _paste(self, content: bytes) -> None:
        copied = QMimeData()
        copied.setData("application/pdf", content)
        QApplication.clipboard().setMimeData(copied)
        self.hands.click("Paste")
        QApplication.clipboard().clear()

    def _import_and_check(self) -> None:
        hands = self.hands
        hands.press("Ctrl+2")
        hands.click("Import…")
        hands.type("Folder or file", self.csv)
        hands.click("Import")
        hands.see("1 patient added")
        hands.click("Close")
        hands.click("Settings")
        hands.click("Record")
        hands.click("Check the record")
        hands.see("The record is whole")

    def _faults(self) -> None:
        """Let slots and a thread fail with a name in the message."""
        hands = self.hands
        for fail_so in (_raise, _raise_from, _raise_in_thread):
            timer = QTimer()
            timer.setSingleShot(True)
            timer.timeout.connect(fail_so)
            timer.start(0)
            self.timers.append(timer)
            hands.see("Something went wrong inside ClinicDesk")
            hands.click("Copy details")
            sys.stdout.write(f"copied: {QApplication.clipboard().text()}\n")
            hands.click("Go on")

    def _half_typed(self) -> None:
        hands = self.hands
        hands.press("Ctrl+K")
        hands.type("Find a patient", FAMILY[:4], leave=False)
        hands.see(FAMILY.upper())
        hands.press("Return")
        hands.click("Notes")
        hands.click("New note")
        hands.type("Text of the note", DRAFT, leave=False)
        hands.see("Draft saved")


def _raise() -> None:
    raise ValueError(f"{FAMILY}, {GIVEN} cannot be shown")


def _raise_from() -> None:
    try:
        _raise()
    except ValueError as first:
        raise KeyError(FAMILY) from first


def _raise_in_thread() -> None:
    threading.Thread(target=_raise, name=FAMILY).start()


def run(clinic_file: str, key_file: str, csv: str) -> int:
    """Start the program and the work in it."""
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    keyring.set_keyring(fail.Keyring())
    app = make_app(Workstation.load())
    titles = Titles()
    app.installEventFilter(titles)
    work = Work(csv)
    start = QTimer()
    start.setSingleShot(True)
    start.timeout.connect(work.do)
    start.start(0)
    return main(["--clinic", clinic_file, "--key-file", key_file])


if __name__ == "__main__":
    sys.exit(run(*(str(Path(word)) for word in sys.argv[1:])))

"""What every job of the tour has in hand: the window, hands, a clock that is moved, and where pictures go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.clinic import Clinic
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from ui.app import make_app
from ui.tour.hands import Hands, name_of
from ui.tour.stray import StrayWindows
from ui.widgets.pdf_view import PdfPreview

if TYPE_CHECKING:
    from ui.main_window import MainWindow

SIZE = (1366, 800)
PASSWORD = "quiet harbour lights"


class Tour:
    """One walk through the program. Everything it needs besides ``out`` lives in a folder that is removed."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.out = out
        self.folder = folder
        # A Monday in working hours: plans, birthdays and opening hours come out the same on every day.
        self.clock = DrivenClock(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
        self.clinic_file = folder / "clinic" / "harbour.clinicdesk"
        self.words: list[str] = []
        self._pictures = 0
        self.stray = StrayWindows()
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The window that is open."""
        assert self._window is not None
        return self._window

    @property
    def hands(self) -> Hands:
        """Hands at the window that is open."""
        return Hands(self.window)

    def open_window(self) -> None:
        """Start the program: a new window on this tour's own settings and clinic file."""
        from ui.main_window import MainWindow

        choices = Workstation.load(self.folder / "settings")
        app = make_app(choices)
        app.setQuitOnLastWindowClosed(False)
        app.removeEventFilter(self.stray)
        app.installEventFilter(self.stray)
        self._window = MainWindow(choices, clock=self.clock, clinic_file=self.clinic_file)
        self._window.resize(*SIZE)
        self._window.show()
        self._window.activateWindow()
        QApplication.processEvents()

    def close_window(self) -> None:
        """Leave the program as a person does."""
        if self._window is not None:
            self._window.close()
            QApplication.processEvents()
            self._window.deleteLater()
            self._window = None
            QApplication.processEvents()

    def names(self) -> list[str]:
        """Return the names of everything in the window."""
        return [name for widget in self.hands.widgets() if (name := name_of(widget))]

    def open_chart(self, typed: str, name: str) -> None:
        """Find a patient with the search box that is always there, and open the chart."""
        hands = self.hands
        hands.press("Ctrl+K")
        hands.type("Find a patient", typed, leave=False)
        hands.see(name)
        hands.press("Return")
        hands.see("History")

    def verified(self) -> list[str]:
        """Check the clinic file by its own means and return what is wrong with it."""
        clinic = Clinic.open(self.clinic_file, keys.from_words(" ".join(self.words)), self.clock)
        try:
            return [finding.sentence for finding in clinic.verify()]
        finally:
            clinic.close()

    def picture(self, name: str) -> Path:
        """Keep a numbered picture of the window as it is now."""
        QApplication.processEvents()
        self._pictures += 1
        path = self.out / f"{self._pictures:02d}-{name}.png"
        picture = self.window.grab()
        with QPainter(picture) as painter:
            for dialog in QApplication.topLevelWidgets():
                if dialog is not self.window and dialog.isVisible():
                    # A window manager would put it in the middle.
                    painter.fillRect(self.window.rect(), QColor(0, 0, 0, 70))
                    place = self.window.rect().center() - dialog.rect().center()
                    painter.drawPixmap(place, dialog.grab())
        picture.save(str(path))
        return path

    def keep_paper(self, name: str) -> Path:
        """Keep the paper that the preview shows, exactly as it would print."""
        preview = next(widget for widget in self.hands.widgets() if isinstance(widget, PdfPreview))
        self._pictures += 1
        path = self.out / f"{self._pictures:02d}-{name}.pdf"
        path.write_bytes(preview.content())
        return path

    def pass_time(self, **span: float) -> None:
        """Let time pass in the clinic while somebody is at the desk, and let the window notice."""
        left = timedelta(**span)
        while left > timedelta(0):
            step = min(left, timedelta(minutes=3))
            left -= step
            self.clock.pass_time(seconds=step.total_seconds())
            if self._window is not None:
                # A hand on the mouse now and then keeps the window unlocked.
                QTest.mouseMove(self.window, QPoint(5, 5))
                QTest.mouseMove(self.window, QPoint(9, 9))
                self.window.tick()
                QApplication.processEvents()

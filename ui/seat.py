"""The seat of the person who is signed in: the work, and the lock that covers it when nobody is there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import practice
from clinicdesk.workstation import Workstation
from ui.shell.idle import IdleWatch
from ui.shell.running import running_count
from ui.sign_in.lock_page import LockPage
from ui.widgets.background import Background
from ui.workplace import Workplace


class Seat(QStackedWidget):
    """Holds one person's work until somebody else signs in.

    Signals:
        signed_in(object): Somebody else signed in at the lock; carries their ``Desk``.
        look_changed(object): The ``Workstation`` with another scheme or text size.
    """

    signed_in = Signal(object)
    look_changed = Signal(object)

    def __init__(self, desk: Desk, choices: Workstation, background: Background) -> None:
        super().__init__()
        self._desk = desk
        # Kept, so that locking reads nothing.
        self._practice = practice.get(desk)
        desk.clinic.listen(self._on_changed)
        self._idle = IdleWatch(desk.clinic.clock.uptime_ms, self)
        self._work = Workplace(desk, choices, background)
        self._lock_page: LockPage | None = None
        self._covered: list[QWidget] = []
        self.addWidget(self._work)
        self._work.lock_wanted.connect(self.lock)
        self._work.look_changed.connect(self.look_changed)

    def begin(self) -> None:
        """Show what a day begins with."""
        self._work.show_place("today")

    def tick(self) -> None:
        """A second has passed: let pages count on, and lock when nobody is there."""
        self._work.tick()
        if self._lock_page and self.is_locked():
            self._lock_page.tick()
        elif self._idle.idle_ms() >= self._practice.lock_after_minutes * 60_000:
            self.lock()

    def keep_drafts(self) -> None:
        """Keep what is being typed; the lock has done so already."""
        if not self.is_locked():
            self._work.leave()

    def has_infusions_running(self) -> bool:
        """Whether one runs, in any chair. A file that cannot be read must not keep the window open: it says no."""
        try:
            return running_count(self._desk) > 0
        except ClinicDeskError:
            return False

    def close_down(self) -> None:
        """The person has gone; drafts are kept."""
        self._covered.clear()
        self._desk.clinic.stop_listening(self._on_changed)
        self._work.close_down()

    def _on_changed(self, changed: Changed) -> None:
        if "practice" in changed.tables:
            self._practice = practice.get(self._desk)

    # Locking ------------------------------------------------------------------------------------------------------

    def is_locked(self) -> bool:
        """Whether the lock covers the work."""
        return self.currentWidget() is not self._work

    def lock(self) -> None:
        """Cover the work. What is open stays open beneath, and what is being typed is kept as a draft.

        Nothing is read for it that could be refused: a window must lock whatever has become of its file.
        """
        if self.is_locked():
            return
        self._work.leave()
        self._cover_others()
        page = self._lock_page
        if page is None:
            page = self._lock_page = LockPage(self._desk, self._practice.name)
            page.unlocked.connect(self._on_unlocked)
            page.signed_in.connect(self.signed_in)
            QShortcut(QKeySequence("F8"), page).activated.connect(self._on_numbers)
            self.addWidget(page)
        page.start()
        self.setCurrentWidget(page)
        page.setFocus()

    def _on_numbers(self) -> None:
        """Show whom to call in a crisis. Nothing of it is about a patient."""
        from ui.crisis.numbers import CrisisNumbers

        CrisisNumbers(self, self._desk).open()

    def _cover_others(self) -> None:
        """Hide dialogs and menus, which would float above the cover and show what is in them."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window() and widget.isWindow() and widget.isVisible():
                self._covered.append(widget)
                widget.hide()
        if self._covered:
            self.activateWindow()

    def _on_unlocked(self) -> None:
        self.setCurrentWidget(self._work)
        self._work.come_back()
        for widget in self._covered:
            widget.show()
        self._covered.clear()

"""The seat of who is signed in: the work, the lock that covers it, and the page of a patient it was handed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import practice, staff
from clinicdesk.workstation import Workstation
from ui.shell import awake
from ui.shell.copied import Copied
from ui.shell.idle import IdleWatch
from ui.shell.over_the_lock import STAYS
from ui.shell.running import in_chair_count, running_count
from ui.sign_in.lock_page import LockPage
from ui.widgets.background import Background
from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.hand_over.content import HandOverContent
    from ui.hand_over.page import HandOverPage, TakenBack


class Seat(QStackedWidget):
    """Holds one person's work until somebody else signs in.

    Signals:
        signed_in(object): Somebody else signed in at the lock; carries their ``Desk``.
        look_changed(object): The ``Workstation`` with another scheme or text size.
        call_screen_wanted(str): A patient's call screen is to be opened for this session.
        call_screens_unwanted: All call screens are to be closed.
        restore_wanted: The clinic is to be brought back from a backup.
        key_change_wanted(object): The clinic is to be closed and sealed with another key; carries the ``NewKey``.
    """

    signed_in = Signal(object)
    look_changed = Signal(object)
    call_screen_wanted = Signal(str)
    call_screens_unwanted = Signal()
    restore_wanted = Signal()
    key_change_wanted = Signal(object)

    def __init__(self, desk: Desk, choices: Workstation, background: Background) -> None:
        super().__init__()
        self._desk = desk
        # Kept, so that locking reads nothing.
        self._practice = practice.get(desk)
        desk.clinic.listen(self._on_changed)
        self._copied = Copied(self)
        self._idle = IdleWatch(desk.clinic.clock.uptime_ms, self)
        self._work = Workplace(desk, choices, background)
        self._lock_page: LockPage | None = None
        self._handed_over: HandOverPage | None = None
        self._to_hand_over: Callable[[], HandOverContent] | None = None
        self._before: QObject | None = None
        self._covered: list[QWidget] = []
        self._known_calls: frozenset[str] = frozenset()
        self.addWidget(self._work)
        self._work.lock_wanted.connect(self.lock)
        self._work.look_changed.connect(self.look_changed)
        self._work.hand_over_wanted.connect(self.hand_over)
        self._work.call_screen_wanted.connect(self.call_screen_wanted)
        self._work.call_screens_unwanted.connect(self.call_screens_unwanted)
        self._work.restore_wanted.connect(self.restore_wanted)
        self._work.key_change_wanted.connect(self.key_change_wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def desk(self) -> Desk:
        """The desk of who is signed in."""
        return self._desk

    def tell_problem(self, sentence: str) -> None:
        """Say what did not work, where the person works."""
        self._work.tell_problem(sentence)

    def show_backup_state(self, words: str, tone: str) -> None:
        """Say how old the last copy of the record is."""
        self._work.show_backup_state(words, tone)

    def idle_ms(self) -> int:
        """Return for how long nothing was touched."""
        return self._idle.idle_ms()

    def begin(self) -> None:
        """Show what a day begins with."""
        self._work.show_place("today")
        self._stay_awake()

    def tick(self) -> None:
        """A second has passed: let pages count on, and lock when nobody is there.

        While the PC is handed over the work stands still: no reminder about anybody else may show or sound.
        """
        if self._handed_over is not None:
            self._handed_over.tick()
            return
        self._work.tick()
        if self._lock_page and self.is_locked():
            self._lock_page.tick()
        elif self._idle.idle_ms() >= self._lock_after_ms():
            self.lock()

    def _lock_after_ms(self) -> int:
        return self._practice.lock_after_minutes * 60_000

    def keep_drafts(self) -> None:
        """Keep what is being typed; the lock has done so already."""
        if self._handed_over is not None:
            self._handed_over.keep_draft()
        elif not self.is_locked():
            self._work.leave()

    def has_infusions_running(self) -> bool:
        """Whether one runs, in any chair. A file that cannot be read must not keep the window open: it says no."""
        try:
            return running_count(self._desk) > 0
        except ClinicDeskError:
            return False

    def own_chairs(self) -> str:
        """Return the chairs the person answers for, in words; empty where there are none or they cannot be read."""
        from clinicdesk.records import my_chairs

        try:
            return my_chairs.in_words(my_chairs.of_person(self._desk, self._desk.person.id))
        except ClinicDeskError:
            return ""

    def close_down(self) -> None:
        """The person has gone; drafts are kept."""
        self._covered.clear()
        self._copied.forget()
        awake.hold(False)
        if self._handed_over is not None:
            self._handed_over.end()
        self._desk.clinic.stop_listening(self._on_changed)
        self._work.close_down()

    def _on_changed(self, changed: Changed) -> None:
        if "practice" in changed.tables:
            self._practice = practice.get(self._desk)
        if "staff" in changed.tables and not self.is_locked() and not staff.is_as_signed_in(self._desk):
            # Whose roles were changed, or who has left, goes on as what they are now: by the lock.
            self.lock()
        if changed.tables & {"sessions", "session_events"}:
            self._stay_awake()
        if self._lock_page is not None and self.is_locked():
            self._lock_page.refresh(changed)

    def _stay_awake(self) -> None:
        """Keep the PC awake while somebody is treated: asleep it sounds no alarm."""
        try:
            awake.hold(bool(in_chair_count(self._desk)))
        except ClinicDeskError:
            # What cannot be read must not let the PC fall asleep.
            return

    # Locking ------------------------------------------------------------------------------------------------------

    def is_locked(self) -> bool:
        """Whether the lock covers the work, or a patient has the PC."""
        return self.currentWidget() is not self._work

    def lock(self) -> None:
        """Cover the work. What is open stays open beneath, and what is being typed is kept as a draft.

        Nothing is read for it that could be refused: a window must lock whatever has become of its file.
        """
        if self.is_locked():
            return
        self._work.leave()
        self._copied.forget()
        self._cover_others()
        self._show_lock()

    def _show_lock(self) -> None:
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
            if widget.property(STAYS):
                continue
            if widget is not self.window() and widget.isWindow() and widget.isVisible():
                self._covered.append(widget)
                widget.hide()
        if self._covered:
            self.activateWindow()

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep the focus on the cover: Qt lets a page that is hidden take it, and would send it what is typed."""
        cover = self.currentWidget()
        if now is None or cover is None or not self.is_locked() or not self._work.isAncestorOf(now):
            return
        (before if before is not None and cover.isAncestorOf(before) else cover).setFocus()

    def _on_unlocked(self) -> None:
        self.setCurrentWidget(self._work)
        self._work.come_back()
        for widget in self._covered:
            widget.show()
        self._covered.clear()

    # Handing over -------------------------------------------------------------------------------------------------

    def is_handed_over(self) -> bool:
        """Whether a patient has the PC."""
        return self._handed_over is not None

    def hand_over(self, make: Callable[[], HandOverContent]) -> None:
        """Let the patient have the PC with what ``make`` makes, once what has to be asked is answered."""
        from ui.hand_over.before import BeforeHandOver

        if self.is_locked():
            return
        self._to_hand_over = make
        if self._before is not None:
            self._before.deleteLater()
        before = self._before = BeforeHandOver(self._desk, self._work, watches_infusions=self._work.follows_infusions())
        before.agreed.connect(self._on_agreed)
        try:
            before.ask()
        except ClinicDeskError as problem:
            self._work.tell_problem(str(problem))

    def _on_agreed(self) -> None:
        from ui.hand_over.page import HandOverPage

        make, self._to_hand_over = self._to_hand_over, None
        if make is None or self.is_locked():
            return
        self._work.leave()
        self._copied.forget()
        try:
            content = make()
        except ClinicDeskError as problem:
            self._work.tell_problem(str(problem))
            return
        self._known_calls = self._open_calls()
        page = self._handed_over = HandOverPage(self._desk, content, self._idle.idle_ms)
        page.taken_back.connect(self._on_taken_back)
        self._cover_others()
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.begin()

    def _open_calls(self) -> frozenset[str]:
        """Return the calls for a clinician that were there before; what cannot be read is told again afterwards."""
        from ui.alerts.after_hand_over import untaken

        try:
            return untaken(self._desk)
        except ClinicDeskError:
            return frozenset()

    def refuse_to_close(self) -> None:
        """Say why the window stays: a patient has it."""
        if self._handed_over is not None:
            self._handed_over.refuse_to_close()

    def _on_taken_back(self, taken: TakenBack) -> None:
        """Show the work to its owner; somebody else, or a PC that lay there for long, finds it locked.

        A PIN is short, and the work is signed with its owner's name: docs/decisions/hand-over.md.
        """
        page, self._handed_over = self._handed_over, None
        if page is None:
            return
        self._covered += page.end()
        is_owner = taken.admitted.person.id == self._desk.person.id
        left_alone = taken.left_alone_ms >= self._lock_after_ms()
        if is_owner and (taken.admitted.by_password or not left_alone):
            self._on_unlocked()
        else:
            self._show_lock()
        self.removeWidget(page)
        page.deleteLater()
        self._tell_calls(taken)

    def _tell_calls(self, taken: TakenBack) -> None:
        """Tell whoever took the form back at once that an answer calls for a clinician."""
        from ui.alerts.after_hand_over import tell_calls

        try:
            tell_calls(self._work, self._desk, taken.admitted.person, self._known_calls, locked=self.is_locked())
        except ClinicDeskError as problem:
            self._work.tell_problem(str(problem))

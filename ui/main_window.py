"""The one window of the program: sign-in, first start, the work, and the lock over it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.workstation import Workstation, default_clinic_file
from ui import theme
from ui.entrance import Entrance
from ui.shell.instance import SingleWindow
from ui.shell.window_place import place_of, restore_place
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.clinic import Changed, Clinic
    from clinicdesk.desk import Desk
    from clinicdesk.storage.clock import Clock
    from ui.shell.idle import IdleWatch
    from ui.sign_in.lock_page import LockPage
    from ui.widgets.background import Background
    from ui.workplace import Workplace

# What the work begins with, loaded piece by piece while somebody types a password.
_NEEDED_NEXT = (
    "argon2",
    "clinicdesk.records.patient_search",
    "clinicdesk.records.sessions",
    "clinicdesk.records.consents",
    "clinicdesk.records.today",
    "ui.shell.idle",
    "ui.widgets.background",
    "ui.widgets.record_table",
    "ui.workplace",
    "ui.today.page",
)
_SMALLEST = (760, 480)
_USUAL = (1280, 800)


class MainWindow(QMainWindow):
    """Shows what the moment needs; everything but the sign-in is made when it is first wanted.

    Signals:
        painted: The first picture is on the screen.
        signed_in: Somebody signed in and sees Today.
    """

    painted = Signal()
    signed_in = Signal()

    def __init__(
        self,
        choices: Workstation,
        clinic_file: Path | None = None,
        key: bytes | None = None,
        *,
        clock: Clock | None = None,
        single: SingleWindow | None = None,
    ) -> None:
        super().__init__()
        self._choices = choices
        self._file = clinic_file or choices.clinic_file or default_clinic_file()
        self._key = key
        self._clock = clock
        self._single = single
        self._clinic: Clinic | None = None
        self._workplace: Workplace | None = None
        self._idle: IdleWatch | None = None
        self._lock_minutes = 5
        self._clinic_name = ""
        self._background: Background | None = None
        self._covered: list[QWidget] = []
        self._may_close = False
        self._lock_page: LockPage | None = None
        self._build()
        self._connect()
        self._begin()

    def _build(self) -> None:
        # No patient in the title: it stands in task switchers and in recordings of the screen.
        self.setWindowTitle(_("ClinicDesk"))
        self._banner = MessageStrip()
        self._banner.setMinimumHeight(theme.px("row_dense"))
        self._entrance = Entrance(clock=self._clock)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._entrance)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(*_SMALLEST)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._needed_next = list(reversed(_NEEDED_NEXT))
        self._idle_turn = QTimer(self)
        restore_place(self, self._choices.window, _SMALLEST, _USUAL)

    def _connect(self) -> None:
        self._entrance.painted.connect(self._on_painted)
        self._entrance.opened.connect(self._on_opened)
        self._entrance.signed_in.connect(self._on_signed_in)
        self._entrance.file_wanted.connect(self.open_file)
        self._entrance.close_wanted.connect(self.close)
        self._second.timeout.connect(self.tick)
        self._idle_turn.timeout.connect(self._load_ahead)
        if self._single:
            self._single.raise_wanted.connect(self.come_to_front)

    def _begin(self) -> None:
        """Show the sign-in, or the first start on a PC that has no clinic yet."""
        if self._choices.clinic_file is None and not self._file.exists() and self._key is None:
            self.start_new_clinic()
        else:
            self._entrance.setFocus()
            self._open()

    # The clinic file ----------------------------------------------------------------------------------------------

    def _on_painted(self) -> None:
        self.painted.emit()
        if self._single:
            self._single.listen()

    def _open(self, typed_key: bytes | None = None) -> None:
        known = self._choices.key_ids.get(str(self._file), "")
        self._entrance.open(self._file, self._key, known_key_id=known, typed_key=typed_key)

    def open_file(self, file: Path, typed_key: bytes | None = None) -> None:
        """Leave the clinic that is open and open another file; ``typed_key`` is one the keyring does not know yet."""
        if self._single and not self._single.move_to(file):
            return
        self._leave_clinic()
        self._file, self._key = file, None
        self._open(typed_key)

    def start_new_clinic(self) -> None:
        """Make a new clinic, step by step."""
        self._entrance.start_new_clinic(self._file)

    def _on_opened(self, clinic: Clinic) -> None:
        from clinicdesk.desk import Desk
        from clinicdesk.records import practice

        self._clinic = clinic
        details = practice.get(Desk.of_system(clinic, ""))
        self._clinic_name, self._lock_minutes = details.name, details.lock_after_minutes
        clinic.listen(self._on_changed)
        if clinic.is_sample:
            self._banner.show_message("warn", _("Sample clinic: the people in it do not exist."))
        else:
            self._banner.clear()
        self._remember(clinic)
        self._idle_turn.start()

    def _load_ahead(self) -> None:
        """Load one more module; keys that were pressed meanwhile come in between."""
        if self._needed_next:
            importlib.import_module(self._needed_next.pop())
        else:
            self._idle_turn.stop()

    def _on_changed(self, changed: Changed) -> None:
        if "practice" in changed.tables and self._clinic:
            from clinicdesk.desk import Desk
            from clinicdesk.records import practice

            details = practice.get(Desk.of_system(self._clinic, ""))
            self._clinic_name, self._lock_minutes = details.name, details.lock_after_minutes

    def _remember(self, clinic: Clinic) -> None:
        """Note the file and the name of its key for the next start; the sample clinic never becomes the usual one."""
        if clinic.is_sample or self._key is not None:
            return
        known = {**self._choices.key_ids, str(self._file): clinic.key_id}
        if self._choices.clinic_file != self._file or self._choices.key_ids != known:
            self._choices = self._choices.with_choices(clinic_file=self._file, key_ids=known)

    def _leave_clinic(self) -> None:
        pages = (self._workplace, self._lock_page)
        self._end_work()
        # At once, not in the next turn of the event loop: a timer of theirs would read a file that is closed.
        for page in pages:
            if page is not None:
                QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
        self._entrance.forget_clinic()
        self._banner.clear()
        if self._clinic:
            self._clinic.close()
            self._clinic = None

    def _show(self, page: QWidget) -> None:
        if self._stack.currentWidget() is page:
            return
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    # The work -----------------------------------------------------------------------------------------------------

    def _on_signed_in(self, desk: Desk) -> None:
        from ui.shell.idle import IdleWatch
        from ui.widgets.background import Background
        from ui.workplace import Workplace

        self._end_work()
        if self._background is None:
            self._background = Background()
        if self._idle is None:
            self._idle = IdleWatch(desk.clinic.clock.uptime_ms, self)
        work = Workplace(desk, self._choices, self._background)
        work.lock_wanted.connect(self.lock)
        work.look_changed.connect(self._on_look_changed)
        self._workplace = work
        self._show(work)
        work.show_place("today")
        self._second.start()
        self.signed_in.emit()

    def _on_look_changed(self, choices: Workstation) -> None:
        self._choices = choices
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choices.colour_scheme, choices.text_percent)

    def tick(self) -> None:
        """A second has passed: let pages count on, and lock when nobody is there."""
        if self._workplace is None:
            return
        self._workplace.tick()
        if self._lock_page and self._stack.currentWidget() is self._lock_page:
            self._lock_page.tick()
        elif self._idle and self._idle.idle_ms() >= self._lock_minutes * 60_000:
            self.lock()

    def _end_work(self) -> None:
        """The person has gone: their pages go too, drafts are kept."""
        self._second.stop()
        self._covered.clear()
        for page in (self._workplace, self._lock_page):
            if page is not None:
                self._stack.removeWidget(page)
                page.deleteLater()
        if self._workplace:
            self._workplace.close_down()
        self._workplace = self._lock_page = None

    # Locking ------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Cover the window. What is open stays open beneath, and what is being typed is kept as a draft.

        Nothing is read for it that could be refused: a window must lock whatever has become of its file.
        """
        from ui.sign_in.lock_page import LockPage

        if self._workplace is None or self._clinic is None or self.is_locked():
            return
        self._workplace.leave()
        self._cover_others()
        page = self._lock_page
        if page is None:
            page = self._lock_page = LockPage(self._workplace.desk, self._clinic_name)
            page.unlocked.connect(self._on_unlocked)
            page.signed_in.connect(self._on_signed_in)
        page.start()
        self._show(page)

    def is_locked(self) -> bool:
        """Whether the lock covers the window."""
        return self._lock_page is not None and self._stack.currentWidget() is self._lock_page

    def _cover_others(self) -> None:
        """Hide dialogs and menus, which would float above the cover and show what is in them."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is not self and widget.isWindow() and widget.isVisible():
                self._covered.append(widget)
                widget.hide()
        if self._covered:
            self.activateWindow()

    def _on_unlocked(self) -> None:
        if self._workplace is None:
            return
        self._show(self._workplace)
        self._workplace.come_back()
        for widget in self._covered:
            widget.show()
        self._covered.clear()

    # The window itself --------------------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Show this window above the others, because the program was started a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts and the window's place. While an infusion runs, say first that it goes on."""
        if not self._may_close and self._running_count():
            event.ignore()
            self._ask_to_close()
            return
        self._choices = self._choices.with_choices(window=place_of(self))
        self._leave_clinic()
        self._entrance.wait()
        if self._background:
            self._background.close()
        if self._single:
            self._single.leave()
        event.accept()

    def _running_count(self) -> int:
        from ui.shell.running import running_count

        if self._workplace is None:
            return 0
        try:
            return running_count(self._workplace.desk)
        except ClinicDeskError:
            # A file that cannot be read must not keep the window open.
            return 0

    def _ask_to_close(self) -> None:
        from ui.widgets.dialog import Question

        question = Question(
            self,
            _("An infusion is running"),
            _(
                "Closing ClinicDesk does not end it: the pump goes on, and so does the record's clock. "
                "When ClinicDesk is opened again, the session is there with every value and the right time."
            ),
            _("&Close ClinicDesk"),
            cancel=_("&Stay"),
            danger=True,
        )
        question.confirmed.connect(self._on_close_confirmed)
        question.open()

    def _on_close_confirmed(self) -> None:
        self.close_now()

    def close_now(self) -> None:
        """Close without asking; what runs goes on, what is being typed is kept as a draft."""
        self._may_close = True
        self.close()

    def keep_drafts(self) -> None:
        """Keep what is being typed, because something went wrong."""
        if self._workplace is not None and not self.is_locked():
            self._workplace.leave()

"""The one window of the program: the entrance, then the seat of whoever signs in. It keeps the time, and closes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.workstation import Workstation, default_clinic_file
from ui import theme
from ui.entrance import Entrance
from ui.shell.ahead import LoadingAhead
from ui.shell.in_sight import InSight
from ui.shell.instance import SingleWindow
from ui.shell.window_place import place_of, restore_place
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic
    from clinicdesk.desk import Desk
    from clinicdesk.storage.clock import Clock
    from ui.backups.keeper import Keeper
    from ui.call_screen.screens import CallScreens
    from ui.rekeying.new_key import NewKey
    from ui.seat import Seat
    from ui.widgets.background import Background

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
    "ui.seat",
    "ui.today.page",
    "clinicdesk.records.eligibility.files:offered",
    "clinicdesk.records.measures.files:shipped",
)
_SMALLEST = (760, 480)
_USUAL = (1280, 800)


class MainWindow(QMainWindow):
    """Holds one clinic file at a time; everything but the sign-in is made when it is first wanted.

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
        self._seat: Seat | None = None
        self._call_screens: CallScreens | None = None
        self._keeper: Keeper | None = None
        self._background: Background | None = None
        self._may_close = False
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
        # A little less than a second, and exactly: no second is left out on a timer, and no alarm is later than one.
        self._second.setInterval(950)
        self._second.setTimerType(Qt.TimerType.PreciseTimer)
        self._ahead = LoadingAhead(_NEEDED_NEXT, self)
        self._in_sight = InSight(self)
        restore_place(self, self._choices.window, _SMALLEST, _USUAL)

    def _connect(self) -> None:
        self._entrance.painted.connect(self._on_painted)
        self._entrance.opened.connect(self._on_opened)
        self._entrance.signed_in.connect(self._on_signed_in)
        self._entrance.file_wanted.connect(self.open_file)
        self._entrance.close_wanted.connect(self.close)
        self._entrance.key_changed.connect(self._on_key_changed)
        self._second.timeout.connect(self.tick)
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

    def _on_restore_wanted(self) -> None:
        """Leave the clinic that is open, and bring it back from a backup: nobody may have its file open then."""
        self._leave_clinic()
        self._stack.setCurrentWidget(self._entrance)
        self._entrance.start_restoring(self._file)

    def _on_key_change_wanted(self, new: NewKey) -> None:
        """Leave the clinic that is open, and seal it with another key: nobody may have its file open then."""
        self._leave_clinic()
        self._stack.setCurrentWidget(self._entrance)
        self._entrance.change_key(new)

    def _on_key_changed(self, key: bytes | None) -> None:
        if key is not None and self._key is not None:
            self._key = key
        known = self._choices.key_ids.get(str(self._file), "")
        # Not as one that was typed: the keyring has it already, behind the start PIN where there is one.
        self._entrance.open(self._file, key or self._key, known_key_id=known)

    def _on_opened(self, clinic: Clinic) -> None:
        self._clinic = clinic
        if clinic.is_sample:
            self._banner.show_message("warn", _("Sample clinic: the people in it do not exist."))
        else:
            self._banner.clear()
        self._remember(clinic)
        self._ahead.start()

    def _remember(self, clinic: Clinic) -> None:
        """Note the file and the name of its key for the next start; the sample clinic never becomes the usual one."""
        if clinic.is_sample or self._key is not None:
            return
        known = {**self._choices.key_ids, str(self._file): clinic.key_id}
        if self._choices.clinic_file != self._file or self._choices.key_ids != known:
            self._choices = self._choices.with_choices(clinic_file=self._file, key_ids=known)

    def _leave_clinic(self) -> None:
        if self._call_screens is not None:
            self._call_screens.leave()
            self._call_screens = None
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
        seat = self._seat
        self._end_work()
        if seat:
            # At once, not in the next turn of the event loop: a timer of a page would read a file that is closed.
            QCoreApplication.sendPostedEvents(seat, QEvent.Type.DeferredDelete)
        self._entrance.forget_clinic()
        self._banner.clear()
        if self._clinic:
            self._clinic.close()
            self._clinic = None

    # The work -----------------------------------------------------------------------------------------------------

    def _on_signed_in(self, desk: Desk) -> None:
        from ui.seat import Seat
        from ui.widgets.background import Background

        self._end_work()
        if self._background is None:
            self._background = Background()
        seat = self._seat = Seat(desk, self._choices, self._background)
        seat.signed_in.connect(self._on_signed_in)
        seat.look_changed.connect(self._on_look_changed)
        seat.call_screen_wanted.connect(self._on_call_screen_wanted)
        seat.call_screens_unwanted.connect(self._on_call_screens_unwanted)
        seat.restore_wanted.connect(self._on_restore_wanted)
        # Later, not within the click of a dialog that goes with the seat.
        seat.key_change_wanted.connect(self._on_key_change_wanted, Qt.ConnectionType.QueuedConnection)
        if self._call_screens is not None:
            self._call_screens.use(desk)
        self._entrance.admit(desk)
        self._stack.addWidget(seat)
        self._stack.setCurrentWidget(seat)
        seat.begin()
        self._keep_backups(desk)
        self._second.start()
        self.signed_in.emit()

    def _keep_backups(self, desk: Desk) -> None:
        """Begin with the first person who signs in, and go on for whoever follows."""
        from ui.backups.keeper import Keeper

        if self._keeper is None:
            self._keeper = Keeper(desk, self)
            self._keeper.told.connect(self._on_backups_told)
        self._keeper.tell_again()

    def _on_backups_told(self, words: str, tone: str) -> None:
        if self._seat is not None:
            self._seat.show_backup_state(words, tone)

    def _on_look_changed(self, choices: Workstation) -> None:
        before, self._choices = self._choices, choices
        app = QApplication.instance()
        same = (before.colour_scheme, before.text_percent) == (choices.colour_scheme, choices.text_percent)
        # Dressing every widget anew takes seconds; another folder for scans is no reason.
        if isinstance(app, QApplication) and not same:
            theme.apply(app, choices.colour_scheme, choices.text_percent)

    def _on_call_screen_wanted(self, session_id: str) -> None:
        from ui.call_screen.screens import CallScreens

        seat = self._seat
        if seat is None:
            return
        if self._call_screens is None:
            self._call_screens = CallScreens(self)
            self._call_screens.use(seat.desk)
        try:
            self._call_screens.open(session_id)
        except ClinicDeskError as problem:
            seat.tell_problem(str(problem))

    def _on_call_screens_unwanted(self) -> None:
        if self._call_screens is not None:
            self._call_screens.close_all()

    def tick(self) -> None:
        """A second has passed."""
        if self._seat:
            self._seat.tick()
            if self._keeper is not None:
                self._keeper.tick(self._seat.idle_ms())
        if self._call_screens is not None:
            self._call_screens.tick()

    def lock(self) -> None:
        """Cover the work, if there is any."""
        if self._seat:
            self._seat.lock()

    def is_locked(self) -> bool:
        """Whether the lock covers the work."""
        return self._seat is not None and self._seat.is_locked()

    def keep_drafts(self) -> None:
        """Keep what is being typed, because something went wrong."""
        if self._seat:
            self._seat.keep_drafts()

    def _end_work(self) -> None:
        """The person has gone: their pages go too, drafts are kept."""
        self._second.stop()
        if self._seat:
            # WORKAROUND(Qt 6.11): a dialog that is up when its page is taken away crashes the program.
            for dialog in self._seat.findChildren(QDialog):
                if dialog.isVisible():
                    dialog.close()
            self._stack.removeWidget(self._seat)
            self._seat.close_down()
            self._seat.deleteLater()
            self._seat = None

    # The window itself --------------------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Show this window above the others, because the program was started a second time."""
        # Only that: a window that fills the screen goes on filling it.
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts and the window's place. While an infusion runs, say first that it goes on.

        A patient who has the PC cannot close it: what lies behind would be the desktop.
        """
        if self._seat and not self._may_close and self._seat.is_handed_over():
            event.ignore()
            self._seat.refuse_to_close()
            return
        if self._seat and not self._may_close and (self._seat.has_infusions_running() or self._seat.own_chairs()):
            event.ignore()
            self._ask_to_close(self._seat)
            return
        if self._seat and not self._may_close and self._wants_backup(self._seat):
            event.ignore()
            self._back_up_and_close(self._seat)
            return
        self._choices = self._choices.with_choices(window=place_of(self))
        self._leave_clinic()
        self._entrance.wait()
        if self._background:
            self._background.close()
        if self._single:
            self._single.leave()
        event.accept()

    def _ask_to_close(self, seat: Seat) -> None:
        from ui.shell.closing import closing_question

        question = closing_question(self, is_running=seat.has_infusions_running(), chairs=seat.own_chairs())
        question.confirmed.connect(self._on_close_confirmed)
        question.open()

    def _on_close_confirmed(self) -> None:
        if self._seat is not None and self._wants_backup(self._seat):
            self._back_up_and_close(self._seat)
        else:
            self.close_now()

    def _wants_backup(self, seat: Seat) -> bool:
        """Whether backups go anywhere. A file that cannot be read keeps no window open."""
        from clinicdesk.records import backups

        # Who shuts the PC down waits for nothing: what was recorded is copied already.
        app = QApplication.instance()
        if isinstance(app, QApplication) and app.isSavingSession():
            return False
        try:
            return bool(backups.places(seat.desk))
        except ClinicDeskError:
            return False

    def _back_up_and_close(self, seat: Seat) -> None:
        from ui.backups.closing import ClosingBackup

        seat.keep_drafts()
        closing = ClosingBackup(seat.desk, self)
        closing.may_close.connect(self.close_now)
        closing.begin()

    def close_now(self) -> None:
        """Close without asking; what runs goes on, what is being typed is kept as a draft."""
        self._may_close = True
        self.close()

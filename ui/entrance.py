"""Before the work: signing in, what keeps a clinic file from opening, the recovery key, and the first start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.errors import ClinicDeskError, KeyMissing, StartPinWanted, WrongKey, WrongStartPin
from clinicdesk.language import _
from ui.shell.key_to_keep import KeyToKeep
from ui.sign_in.opening import Opening
from ui.sign_in.sign_in_page import SignInPage

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic
    from clinicdesk.desk import Desk
    from clinicdesk.storage.clock import Clock
    from ui.first_start.assistant import Assistant
    from ui.first_start.restore_walk import RestoreWalk
    from ui.rekeying.new_key import NewKey
    from ui.rekeying.page import RekeyingPage
    from ui.sign_in.forgotten_page import ForgottenPage
    from ui.sign_in.problem_page import ProblemPage
    from ui.sign_in.recovery_page import RecoveryKeyPage
    from ui.sign_in.start_pin_page import StartPinPage


_WITHOUT_PICTURE_MS = 250


class Entrance(QStackedWidget):
    """Leads from a clinic file to somebody who is signed in. Every page but the sign-in is made when it is wanted.

    Signals:
        painted: The first picture is on the screen.
        opened(object): The ``Clinic`` is open; whoever hears this closes it.
        signed_in(object): The ``Desk`` of the person.
        file_wanted(object, object): The path of another clinic file, and its key if it was made a moment ago.
        key_changed(object): The key of the file was changed, to these bytes, or to None where it was not; open it anew.
        close_wanted: The person leaves the program.
    """

    painted = Signal()
    opened = Signal(object)
    signed_in = Signal(object)
    file_wanted = Signal(object, object)
    key_changed = Signal(object)
    close_wanted = Signal()

    def __init__(self, *, clock: Clock | None = None) -> None:
        super().__init__()
        self._clock = clock
        self._file = Path()
        self._key: bytes | None = None
        self._known_key_id = ""
        self._typed_key: bytes | None = None
        self._was_painted = False
        self._after_picture = QTimer(self)
        self._after_picture.setSingleShot(True)
        self._opening = Opening(self, clock=clock)
        self._sign_in = SignInPage()
        self._problem: ProblemPage | None = None
        self._recovery: RecoveryKeyPage | None = None
        self._forgotten: ForgottenPage | None = None
        self._assistant: Assistant | None = None
        self._walk: RestoreWalk | None = None
        self._start_pin: StartPinPage | None = None
        self._rekeying: RekeyingPage | None = None
        self._made_here: Path | None = None
        self._kept = KeyToKeep(self)
        self.addWidget(self._sign_in)
        self.setFocusProxy(self._sign_in)
        self._connect()

    def _connect(self) -> None:
        self._after_picture.timeout.connect(self._on_painted)
        self._sign_in.signed_in.connect(self.signed_in)
        self._sign_in.other_file_wanted.connect(self._on_other_file_wanted)
        self._sign_in.forgotten.connect(self._on_forgotten)
        self._opening.opened.connect(self._on_opened)
        self._opening.refused.connect(self._on_refused)
        self._kept.told.connect(self._on_key_told)

    def open(
        self, file: Path, key: bytes | None = None, *, known_key_id: str = "", typed_key: bytes | None = None
    ) -> None:
        """Open a file as soon as there is a picture on the screen.

        ``key`` is used as it is; ``typed_key`` goes to the keyring of this PC once it has opened the file. Without
        either the keyring is asked, by ``known_key_id`` where the head of the file is missing.
        """
        self._file, self._key, self._known_key_id, self._typed_key = file, key, known_key_id, typed_key
        self._show(self._sign_in)
        self._drop_assistant()
        self._drop_walk()
        if self._was_painted:
            self._open()

    def forget_clinic(self) -> None:
        """The clinic that was open closes."""
        self._sign_in.forget_clinic()
        self._kept.forget()
        if self._forgotten:
            self._forgotten.forget()

    def wait(self) -> None:
        """Wait a moment for a file that is opening, when the window closes."""
        self._opening.wait()
        if self._rekeying:
            self._rekeying.wait()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on after a moment even where nothing is painted: minimised, or on a screen that is off."""
        super().showEvent(event)
        if not self._was_painted:
            self._after_picture.start(_WITHOUT_PICTURE_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first picture, in the next turn of the event loop."""
        super().paintEvent(event)
        if not self._was_painted:
            self._after_picture.start(0)

    def _show(self, page: QWidget) -> None:
        if self.currentWidget() is page:
            # Somebody may be typing there already; the focus stays where it is.
            return
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        self.setFocusProxy(page)
        page.setFocus()

    # Opening ------------------------------------------------------------------------------------------------------

    def _on_painted(self) -> None:
        self._was_painted = True
        self.painted.emit()
        if self.currentWidget() is self._sign_in:
            self._open()

    def _open(self, *, accept_behind: bool = False) -> None:
        key = self._typed_key or self._key
        self._opening.open(self._file, key, self._known_key_id, accept_behind=accept_behind)

    def _on_opened(self, clinic: Clinic) -> None:
        from clinicdesk.desk import Desk
        from clinicdesk.records import practice

        try:
            name = practice.get(Desk.of_system(clinic, "")).name
        except ClinicDeskError as problem:
            clinic.close()
            self._on_refused(problem)
            return
        self.opened.emit(clinic)
        if self._recovery:
            self._recovery.forget()
        self._show(self._sign_in)
        self._sign_in.show_clinic(clinic, name)
        if self._typed_key:
            key, self._typed_key = self._typed_key, None
            self._kept.typed(clinic, key, made_here=self._made_here == self._file)
            self._made_here = None

    def admit(self, desk: Desk) -> None:
        """Somebody signed in, here or at the lock: an administrator lets this account keep a key that was typed."""
        self._kept.signed_in(desk)

    def _on_key_told(self, sentence: str) -> None:
        self._sign_in.show_note(sentence)

    def _on_refused(self, problem: ClinicDeskError) -> None:
        if isinstance(problem, StartPinWanted):
            page = self._start_pin_page()
            self._show(page)
            page.ask(self._file.name, str(problem) if isinstance(problem, WrongStartPin) else "")
        elif isinstance(problem, KeyMissing):
            self._ask_recovery_key(str(problem))
        elif isinstance(problem, WrongKey) and self._typed_key is not None:
            typed, self._typed_key = self._typed_key, None
            self._ask_recovery_key(_("Type the recovery key of this clinic."))
            self._recovery_page().refuse(self._wrong_sheet(typed) or str(problem))
        else:
            self._show_problem(problem)

    def _wrong_sheet(self, typed: bytes) -> str:
        """Return the sentence for the words of another sheet, empty where the file does not say which it needs."""
        from clinicdesk.storage import head, keys

        last = head.read(self._file)
        if last is None or last.key_id == keys.key_id(typed):
            return ""
        return _("These are the words of the sheet with the key {typed}. This file needs the one with {key}.").format(
            typed=keys.key_id(typed), key=last.key_id
        )

    def _show_problem(self, problem: ClinicDeskError) -> None:
        page = self._problem_page()
        page.show_problem(problem, str(self._file.parent))
        self._show(page)

    # A forgotten password -------------------------------------------------------------------------------------------

    def _on_forgotten(self, clinic: Clinic, login: str) -> None:
        if self._forgotten is None:
            from ui.sign_in.forgotten_page import ForgottenPage

            page = self._forgotten = ForgottenPage()
            page.password_set.connect(self._on_password_set)
            page.closed.connect(self._on_forgotten_closed)
        self._forgotten.show_clinic(clinic, login)
        self._show(self._forgotten)

    def _on_password_set(self, login: str) -> None:
        self._show(self._sign_in)
        self._sign_in.show_note(_("The new password is set. Sign in with it."), login)

    def _on_forgotten_closed(self) -> None:
        self._show(self._sign_in)

    # When the file does not open ----------------------------------------------------------------------------------

    def _problem_page(self) -> ProblemPage:
        if self._problem is None:
            from ui.sign_in.problem_page import ProblemPage

            page = self._problem = ProblemPage()
            page.again_wanted.connect(self._on_again)
            page.recovery_wanted.connect(self._on_recovery_wanted)
            page.other_file_wanted.connect(self._on_other_file_wanted)
            page.new_clinic_wanted.connect(self._on_new_clinic_wanted)
            page.restore_wanted.connect(self._on_restore_wanted)
            page.as_it_is_wanted.connect(self._on_as_it_is)
            page.close_wanted.connect(self.close_wanted)
        return self._problem

    def _recovery_page(self) -> RecoveryKeyPage:
        if self._recovery is None:
            from ui.sign_in.recovery_page import RecoveryKeyPage

            page = self._recovery = RecoveryKeyPage()
            page.key_given.connect(self._on_recovery_key)
            page.other_file_wanted.connect(self._on_other_file_wanted)
        return self._recovery

    def _start_pin_page(self) -> StartPinPage:
        if self._start_pin is None:
            from ui.sign_in.start_pin_page import StartPinPage

            page = self._start_pin = StartPinPage()
            page.pin_given.connect(self._on_start_pin)
            page.recovery_wanted.connect(self._on_recovery_wanted)
        return self._start_pin

    def _on_start_pin(self, pin: str) -> None:
        self._opening.open(self._file, None, self._known_key_id, start_pin=pin)

    def _ask_recovery_key(self, why: str) -> None:
        from clinicdesk.storage import head

        page = self._recovery_page()
        self._show(page)
        last = head.read(self._file)
        page.ask(why, self._file.name, last.key_id if last else self._known_key_id)

    def _on_again(self) -> None:
        self._show(self._sign_in)
        self._open()

    def _on_as_it_is(self) -> None:
        self._show(self._sign_in)
        self._open(accept_behind=True)

    def _on_recovery_wanted(self) -> None:
        self._ask_recovery_key(_("Type the recovery key of this clinic."))

    def _on_recovery_key(self, key: bytes) -> None:
        self._typed_key = key
        self._open()

    # Another key --------------------------------------------------------------------------------------------------

    def change_key(self, new: NewKey) -> None:
        """Seal the clinic, which is closed by now, with another key; then somebody signs in again."""
        from ui.rekeying.page import RekeyingPage

        page = self._rekeying = RekeyingPage()
        page.changed.connect(self._on_key_changed)
        page.stopped.connect(self._on_key_stays)
        self._show(page)
        page.start(new)

    def _on_key_changed(self, key: bytes) -> None:
        self._drop_rekeying()
        self.key_changed.emit(key)
        self._sign_in.show_note(_("The key was changed: from now on the new recovery sheet counts."))

    def _on_key_stays(self, sentence: str) -> None:
        self._drop_rekeying()
        self.key_changed.emit(None)
        self._sign_in.show_note(sentence)

    def _drop_rekeying(self) -> None:
        if self._rekeying:
            self._show(self._sign_in)
            self.removeWidget(self._rekeying)
            self._rekeying.deleteLater()
            self._rekeying = None

    # Another clinic -----------------------------------------------------------------------------------------------

    def _on_other_file_wanted(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, _("Choose a clinic file"), str(self._file.parent))
        dialog.setNameFilters([_("Clinic files (*.clinicdesk)"), _("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, file: str) -> None:
        self.file_wanted.emit(Path(file), None)

    def _on_new_clinic_wanted(self) -> None:
        self.start_new_clinic(self._file)

    def start_new_clinic(self, file: Path) -> None:
        """Make a new clinic, step by step; ``file`` is proposed for it."""
        from ui.first_start.assistant import Assistant

        assistant = Assistant(self._clock, file)
        assistant.other_file_wanted.connect(self._on_other_file_wanted)
        assistant.founded.connect(self._on_founded)
        assistant.restore_wanted.connect(self._on_restore_wanted)
        self._file = file
        self._drop_assistant()
        self._assistant = assistant
        self._show(assistant)

    def _on_founded(self, file: Path) -> None:
        key = self._assistant.key if self._assistant else None
        self._made_here = file
        self.file_wanted.emit(file, key)

    def _drop_assistant(self) -> None:
        if self._assistant:
            self.removeWidget(self._assistant)
            self._assistant.deleteLater()
            self._assistant = None

    # From a backup ------------------------------------------------------------------------------------------------

    def _on_restore_wanted(self) -> None:
        self.start_restoring(self._file)

    def start_restoring(self, file: Path) -> None:
        """Bring a clinic back from a backup, step by step; ``file`` is where it lay, or is to lie."""
        from ui.first_start.restore_walk import RestoreWalk

        walk = RestoreWalk(self._clock, file)
        walk.restored.connect(self.file_wanted)
        walk.left.connect(self._on_walk_left)
        self._file = file
        self._drop_walk()
        self._walk = walk
        self._show(walk)

    def _on_walk_left(self) -> None:
        """Go back to where the walk began: to the first start, or to the file as it is."""
        self._drop_walk()
        if self._assistant is not None:
            self._show(self._assistant)
        else:
            self._on_again()

    def _drop_walk(self) -> None:
        if self._walk is not None:
            self.removeWidget(self._walk)
            self._walk.deleteLater()
            self._walk = None

"""Why the clinic file does not open, and every way out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from clinicdesk import errors
from clinicdesk.language import _
from ui.shell.frame import Frame
from ui.widgets.button import button
from ui.widgets.words import label

_TITLES: dict[type[errors.ClinicDeskError], str] = {
    errors.WrongKey: _("The key does not fit"),
    errors.KeyMissing: _("The recovery key is needed"),
    errors.KeyringLocked: _("The keyring is locked"),
    errors.FileLocked: _("The clinic file is in use"),
    errors.FileDamaged: _("The clinic file is damaged"),
    errors.NotAClinicFile: _("This is not a clinic file"),
    errors.NewerFile: _("This file needs a newer ClinicDesk"),
    errors.FileMissing: _("The clinic file is not there"),
    errors.CannotWrite: _("The clinic file cannot be written"),
    errors.DiskFull: _("The disk is full"),
    errors.BehindItsHead: _("The newest entries are missing"),
}

_WAYS_OUT: dict[type[errors.ClinicDeskError], tuple[str, ...]] = {
    errors.WrongKey: ("recovery", "other"),
    errors.KeyringLocked: ("again", "recovery", "other"),
    errors.FileLocked: ("again", "other"),
    errors.FileDamaged: ("restore", "again", "other"),
    errors.NotAClinicFile: ("other", "new"),
    errors.NewerFile: ("other",),
    errors.FileMissing: ("other", "restore", "new", "again"),
    errors.CannotWrite: ("again", "other"),
    errors.DiskFull: ("again", "other"),
    errors.BehindItsHead: ("restore", "other", "as_it_is"),
}


class ProblemPage(Frame):
    """One sentence, and a button for each thing that can be done about it.

    Signals:
        again_wanted: Try the same file again.
        recovery_wanted: Type the recovery key.
        other_file_wanted: Choose another file.
        restore_wanted: Bring the clinic back from a backup.
        new_clinic_wanted: Make a new clinic.
        as_it_is_wanted: Open a file whose newest entries are missing.
        close_wanted: Leave the program.
    """

    again_wanted = Signal()
    recovery_wanted = Signal()
    other_file_wanted = Signal()
    restore_wanted = Signal()
    new_clinic_wanted = Signal()
    as_it_is_wanted = Signal()
    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("The clinic file does not open"), width=36)
        self._title = label("", "h2", wrap=True)
        self._sentence = label("", wrap=True)
        self._place = label("", "small", wrap=True)
        self._buttons: dict[str, QPushButton] = {
            "again": button(_("&Try again"), icon="refresh-cw"),
            "restore": button(_("Restore from a &backup…"), icon="history"),
            "recovery": button(_("Type the &recovery key…"), icon="key-round"),
            "other": button(_("Choose another &file…"), icon="folder"),
            "new": button(_("Make a &new clinic…"), icon="plus"),
            "as_it_is": button(_("&Open it as it is"), kind="danger", icon="triangle-alert"),
            "close": button(_("&Close ClinicDesk"), kind="quiet"),
        }
        for widget in (self._title, self._sentence, self._place, *self._buttons.values()):
            self.add(widget)
        for way, wanted in (
            ("again", self.again_wanted),
            ("restore", self.restore_wanted),
            ("recovery", self.recovery_wanted),
            ("other", self.other_file_wanted),
            ("new", self.new_clinic_wanted),
            ("as_it_is", self.as_it_is_wanted),
            ("close", self.close_wanted),
        ):
            self._buttons[way].clicked.connect(wanted)

    def show_problem(self, problem: errors.ClinicDeskError, folder: str) -> None:
        """Show what is wrong with a file in ``folder``."""
        kind = type(problem)
        ways = _WAYS_OUT.get(kind, ("again", "other"))
        self._title.setText(_TITLES.get(kind, _("The clinic file does not open")))
        self._sentence.setText(str(problem))
        self._place.setText(_("Folder: {folder}").format(folder=folder))
        for way, made in self._buttons.items():
            made.setVisible(way in ways or way == "close")
        self._buttons[ways[0]].setDefault(True)
        # The page gets the focus once it is shown; Enter then takes the way that is best.
        self.setFocusProxy(self._buttons[ways[0]])
        self._buttons[ways[0]].setFocus()

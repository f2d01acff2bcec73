"""First step of restoring: the folder, and which of the backups in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import restoring
from clinicdesk.records.restoring import BackupFile
from ui import theme
from ui.shell.step import Step
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.text_field import TextField


class BackupStep(Step):
    """The newest backup is proposed. Backups of several clinics are told apart by the numbers of their keys.

    Signals:
        taken: A backup was opened with Enter or a double click: go on with it.
    """

    taken = Signal()

    def __init__(self, file_id: str = "") -> None:
        """``file_id`` is that of the clinic to bring back, where it is known: only its backups are shown then."""
        super().__init__(
            _("Which backup?"),
            _("Plug in the disk, or connect the network folder, that the backups go to, and choose its folder."),
        )
        self._file_id = file_id
        self._folder = TextField(_("&Folder of the backups"), read_only=True, required=True)
        self._choose = button(_("&Choose…"), icon="folder")
        self._found: RecordTable[BackupFile] = RecordTable(
            _("Backups in this folder"),
            [
                Column(_("Made"), _made_at, chars=18, stretch=True, strong=True),
                Column(_("Copies until"), _copied_until, chars=18),
                Column(_("Up to entry"), lambda one: f"{one.seq:,}", chars=12, right=True, priority=3),
                Column(_("Number of the key"), lambda one: one.key_id, chars=18, priority=2),
            ],
            lambda one: one.path,
        )
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._folder, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self._folder.fontMetrics().height() + theme.px("space_4"))
        beside.addWidget(self._choose)
        beside.addStretch(1)
        row.addLayout(beside)
        self.add(row)
        self._found.setMinimumHeight(theme.px("row") * 5)
        self._found.set_empty_text(_("Choose the folder first."))
        self.add(self._found, 1)
        self._choose.clicked.connect(self._on_choose)
        self._found.row_activated.connect(self._on_activated)

    @property
    def chosen(self) -> BackupFile | None:
        """The backup that was chosen."""
        return self._found.selected()

    def enter(self) -> None:
        """Begin with the folder, or with what was found there."""
        (self._found if self._found.rows() else self._choose).setFocus()

    def is_complete(self) -> bool:
        """One backup must be chosen."""
        if self.chosen is None:
            self._folder.set_error(_("Choose a folder, and one of the backups in it."))
            self._choose.setFocus()
            return False
        return True

    def _on_activated(self, _one: BackupFile) -> None:
        self.taken.emit()

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder of the backups"), self._folder.text() or str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.show_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_folder(self, folder: str) -> None:
        """Show what is in a folder; the backups of the clinic that is wanted come alone if there are any."""
        self._folder.set_text(folder)
        self._found.show_rows([])
        try:
            found = _found_in(Path(folder))
        except ClinicDeskError as problem:
            self._folder.set_error(str(problem))
            return
        ours = [one for one in found if one.file_id == self._file_id]
        self._found.show_rows(ours or found)
        self._found.select_key((ours or found)[0].path)
        self._found.setFocus()


def _found_in(folder: Path) -> list[BackupFile]:
    """Return the backups in a folder, or in the folders of it: who chooses the whole disk means what is on it."""
    try:
        return restoring.find(folder)
    except ClinicDeskError as problem:
        for inner in _folders_of(folder):
            try:
                return restoring.find(inner)
            except ClinicDeskError:
                continue
        raise problem


def _folders_of(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []


def _copied_until(one: BackupFile) -> str:
    until = restoring.copied_until(one)
    return format_date_time(until.astimezone()) if until else _("no copies")


def _made_at(one: BackupFile) -> str:
    # By the clock of this PC: which time zone the clinic is in is known only once it is open.
    return format_date_time(one.made_at.astimezone())

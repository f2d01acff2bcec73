"""Third step of restoring: where the clinic file is to lie on this PC."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from clinicdesk.language import _
from clinicdesk.workstation import default_clinic_file, doubtful_folder
from ui import theme
from ui.shell.step import Step
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField

_SUFFIX = ".clinicdesk"


class TargetStep(Step):
    """The usual place is proposed, or the place of the file that is damaged: that one is kept aside."""

    def __init__(self, file: Path | None = None) -> None:
        super().__init__(
            _("Where the clinic file lies"),
            _("The restored clinic lies encrypted in one file on this PC, which no other program should copy."),
        )
        self._field = TextField(_("&Place of the clinic file"), read_only=True)
        self._change = button(_("&Change…"), icon="folder")
        self._doubt = MessageStrip()
        self._aside = MessageStrip()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._field, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self._field.fontMetrics().height() + theme.px("space_4"))
        beside.addWidget(self._change)
        beside.addStretch(1)
        row.addLayout(beside)
        for item in (row, self._aside, self._doubt):
            self.add(item)
        self.fill()
        self._change.clicked.connect(self._on_change)
        self.last_line = self._field.line
        self.show_file(file or default_clinic_file())

    @property
    def file(self) -> Path:
        """The file that will be made."""
        return self._file

    def show_file(self, file: Path) -> None:
        """Take a place; say what becomes of a file that is there, and whether the place is a doubtful one."""
        self._file = file if file.suffix == _SUFFIX else file.with_name(file.name + _SUFFIX)
        self._field.set_text(str(self._file))
        if self._file.exists():
            sentence = _("There is a {file} already. It is renamed and kept aside, not overwritten.")
            self._aside.show_message("info", sentence.format(file=self._file.name))
        else:
            self._aside.clear()
        doubt = doubtful_folder(self._file.parent)
        if doubt:
            self._doubt.show_message("warn", doubt)
        else:
            self._doubt.clear()

    def enter(self) -> None:
        """Let Enter go on."""
        self._field.setFocus()

    def _on_change(self) -> None:
        dialog = QFileDialog(self, _("Where the clinic file lies"), str(self._file))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Nothing is overwritten, so there is nothing to confirm.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(_("Clinic files (*.clinicdesk)"))
        dialog.setDefaultSuffix(_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, file: str) -> None:
        self.show_file(Path(file))

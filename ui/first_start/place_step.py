"""Third step: where the clinic file lies."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from clinicdesk.language import _
from clinicdesk.workstation import default_clinic_file, doubtful_folder
from ui import theme
from ui.shell.step import Step
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField

_SUFFIX = ".clinicdesk"


class PlaceStep(Step):
    """The file's place; the usual one is good for nearly everybody."""

    def __init__(self, file: Path | None = None) -> None:
        """``file`` is proposed, else the usual place."""
        super().__init__(
            _("The clinic file"),
            _(
                "All records lie encrypted in one file on this PC. The place below is a good one: "
                "no other program copies it or tidies it up."
            ),
        )
        self._field = TextField(_("&Place of the clinic file"), read_only=True)
        self._change = button(_("&Change…"), icon="folder")
        self._doubt = MessageStrip()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._field, 1)
        row.addWidget(self._change)
        self.add(row)
        self.add(self._doubt)
        self.fill()
        self._change.clicked.connect(self._on_change)
        self.last_line = self._field.line
        self.show_file(_free(file or default_clinic_file()))

    @property
    def file(self) -> Path:
        """The file that will be made."""
        return self._file

    def show_file(self, file: Path) -> None:
        """Take a place, and say if it is a doubtful one."""
        self._file = file if file.suffix == _SUFFIX else file.with_name(file.name + _SUFFIX)
        self._field.set_text(str(self._file))
        doubt = doubtful_folder(self._file.parent)
        if doubt:
            self._doubt.show_message("warn", doubt)
        else:
            self._doubt.clear()

    def enter(self) -> None:
        """Let Enter go on."""
        self._field.setFocus()

    def is_complete(self) -> bool:
        """A file that exists is never overwritten."""
        if self._file.exists():
            self._field.set_error(_("{file} exists already. Choose another name.").format(file=self._file.name))
            return False
        return True

    def _on_change(self) -> None:
        dialog = QFileDialog(self, _("Where the clinic file lies"), str(self._file))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Clinic files (*.clinicdesk)"))
        dialog.setDefaultSuffix(_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, file: str) -> None:
        self.show_file(Path(file))


def _free(file: Path) -> Path:
    """Return a name nothing has yet."""
    found, number = file, 2
    while found.exists():
        found = file.with_stem(f"{file.stem}-{number}")
        number += 1
    return found

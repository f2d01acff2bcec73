"""A folder: typed, or chosen in the system's own window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clinicdesk.language import _
from ui.widgets.button import button
from ui.widgets.text_field import TextField


class FolderField(TextField):
    """A line with a button below it."""

    def __init__(self, label: str, title: str) -> None:
        super().__init__(label, required=True)
        self._title = title
        self._choose = button(_("&Choose…"), icon="folder")
        self._column.insertWidget(2, self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._choose.clicked.connect(self._on_choose)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._title, self.text() or str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.set_text)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

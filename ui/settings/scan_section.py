"""The folder into which this PC's scanner puts its files."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.workstation import Workstation
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.text_field import TextField


class ScanSection(QWidget):
    """Shows the folder, and lets another be chosen or none.

    Signals:
        folder_chosen(object): The ``Path`` chosen, or None.
    """

    folder_chosen = Signal(object)

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self._folder = folder
        words = next(kept.metadata for kept in fields(Workstation) if kept.name == "scan_folder")
        self._path = TextField(words["label"], read_only=True, placeholder=_("None"), hint=words["help"])
        self._choose = button(_("Choose &folder…"), icon="folder")
        self._none = button(_("&No folder"), kind="quiet")
        card = Card(_("Scanner"), _("Kept for your account on this PC, not in the record."))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._path, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self._path.fontMetrics().height() + theme.px("space_4"))
        buttons = QHBoxLayout()
        buttons.addWidget(self._choose)
        buttons.addWidget(self._none)
        beside.addLayout(buttons)
        beside.addStretch(1)
        row.addLayout(beside)
        card.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self._choose.clicked.connect(self._on_choose)
        self._none.clicked.connect(self._on_none)
        self._show()

    def _show(self) -> None:
        self._path.set_text(str(self._folder) if self._folder else "")
        self._none.setEnabled(self._folder is not None)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder of the scanner"), str(self._folder or Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_none(self) -> None:
        self.choose("")

    def choose(self, folder: str) -> None:
        """Take a folder; an empty text is none."""
        self._folder = Path(folder) if folder else None
        self._show()
        self.folder_chosen.emit(self._folder)

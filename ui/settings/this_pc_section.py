"""This PC: colours, text size and the scanner's folder, for this account on this PC only."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.workstation import TEXT_PERCENTS, Workstation
from ui import theme
from ui.settings.scan_section import ScanSection
from ui.shell import awake
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.words import label

_SCHEMES = (
    ("system", _("As the desktop")),
    ("light", _("Light")),
    ("dark", _("Dark")),
    ("dim", _("Dim, for dark rooms")),
)


class ThisPcSection(QWidget):
    """Each choice takes effect at once.

    Signals:
        look_changed(object): The ``Workstation`` with the choice made.
    """

    look_changed = Signal(object)

    def __init__(self, choices: Workstation) -> None:
        super().__init__()
        self._choices = choices
        words = {kept.name: kept.metadata for kept in fields(Workstation)}
        self._scheme = _choice(words["colour_scheme"], list(_SCHEMES))
        self._size = _choice(words["text_percent"], [(size, f"{size} %") for size in TEXT_PERCENTS])
        self._scheme.set_value(choices.colour_scheme)
        self._size.set_value(choices.text_percent)
        card = Card(_("This PC"), _("Kept for your account on this PC, not in the record."))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._scheme, 1)
        row.addWidget(self._size, 1)
        row.addStretch(1)
        card.add(row)
        self._chair_sheet = QCheckBox(words["chair_sheet"]["label"])
        self._chair_sheet.setChecked(choices.chair_sheet)
        self._chair_sheet.setToolTip(words["chair_sheet"]["help"])
        card.add(self._chair_sheet)
        self._awake = label("", "muted", wrap=True)
        card.add(self._awake)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(card)
        self._scans = ScanSection(choices.scan_folder)
        column.addWidget(self._scans)
        self._scans.folder_chosen.connect(self._on_folder_chosen)
        self._scheme.edited.connect(self._on_edited)
        self._size.edited.connect(self._on_edited)
        self._chair_sheet.toggled.connect(self._on_chair_sheet)

    def showEvent(self, event: QShowEvent) -> None:
        """Say how it stands now."""
        super().showEvent(event)
        self._awake.setText(awake.words())

    def show_choices(self, choices: Workstation) -> None:
        """Show what was chosen elsewhere."""
        self._choices = choices
        self._scheme.set_value(choices.colour_scheme)
        self._size.set_value(choices.text_percent)

    def _on_edited(self) -> None:
        self._choices = self._choices.with_choices(colour_scheme=self._scheme.value(), text_percent=self._size.value())
        self.look_changed.emit(self._choices)

    def _on_chair_sheet(self, on: bool) -> None:
        self._choices = self._choices.with_choices(chair_sheet=on)
        self.look_changed.emit(self._choices)

    def _on_folder_chosen(self, folder: Path | None) -> None:
        self._choices = self._choices.with_choices(scan_folder=folder)
        self.look_changed.emit(self._choices)


def _choice(words: Any, choices: list[tuple[object, str]]) -> ChoiceField:
    return ChoiceField(words["label"], choices, hint=words["help"])

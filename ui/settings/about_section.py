"""What ClinicDesk is, which version, and whose work it stands on."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

import clinicdesk
from clinicdesk.language import _
from clinicdesk.resources import folder
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.words import label

_OVERVIEW = "third-party.md"


class AboutSection(QWidget):
    """Version and licences; each licence text can be read here."""

    def __init__(self) -> None:
        super().__init__()
        about = Card(_("ClinicDesk"))
        version = _("Version {version}, Python {python}, Qt {qt}").format(
            version=clinicdesk.__version__, python=platform.python_version(), qt=qVersion()
        )
        about.add(_copyable(version))
        about.add(
            label(_("For small practices that give ketamine infusions and related treatments."), "muted", wrap=True)
        )
        about.add(label(_("MIT licence, the ClinicDesk authors."), "muted"))
        licences = Card(_("Licences"))
        files = sorted(folder("licences").glob("*.*"), key=_overview_first)
        names = [(file.name, _title(file.name)) for file in files]
        self._choice = ChoiceField(_("Licence &text"), names)
        self._text = QTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Text of the licence"))
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(260)
        licences.add(self._choice)
        licences.add(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        column.addWidget(licences, 1)
        self._choice.edited.connect(self._on_chosen)
        self._choice.set_value(_OVERVIEW)
        self._on_chosen()

    def _on_chosen(self) -> None:
        name = self._choice.value()
        if name is not None:
            words = (folder("licences") / str(name)).read_text(encoding="utf-8")
            if str(name).endswith(".md"):
                self._text.setMarkdown(words)
            else:
                self._text.setPlainText(words)


def _title(file_name: str) -> str:
    return _("Overview") if file_name == _OVERVIEW else file_name.rsplit(".", 1)[0]


def _overview_first(file: object) -> tuple[bool, str]:
    name = str(getattr(file, "name", ""))
    return name != _OVERVIEW, name


def _copyable(text: str) -> QWidget:
    made = label(text)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made

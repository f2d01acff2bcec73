"""The keys of the commands, wherever the focus is."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.shell.commands import Command


class CommandKeys(QObject):
    """Listens for the shortcuts of some commands within a widget.

    Not the buttons' own shortcuts: Qt delays those by a tenth of a second, to show the button pressed.

    Signals:
        asked(str): The key of the command somebody asked for.
    """

    asked = Signal(str)

    def __init__(self, commands: Iterable[Command], within: QWidget) -> None:
        super().__init__(within)
        for command in commands:
            if command.shortcut:
                shortcut = QShortcut(QKeySequence(command.shortcut), within)
                shortcut.setObjectName(command.key)
                shortcut.activated.connect(self._on_activated)

    def _on_activated(self) -> None:
        self.asked.emit(self.sender().objectName())

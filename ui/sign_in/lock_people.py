"""Who can take the seat at the lock with a PIN: a button for each, with a key."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.presence import Present
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.short_text import shortened
from ui.widgets.words import label

_MOST = 9
"""As many as there are keys, Alt+1 to Alt+9."""


class LockPeople(QWidget):
    """Hidden while nobody else can be offered.

    Signals:
        chosen(str): The login of whoever takes the seat.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Present, ...] = ()
        self._buttons: list[QPushButton] = []
        self._names = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(_("With their PIN: press Alt and the number, then type the PIN."), "muted", wrap=True))
        column.addLayout(self._names)
        for number in range(1, _MOST + 1):
            # Not the button's own key: that presses it a moment later, and the first digits would go astray.
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(self._on_key)
        self.hide()

    def show_people(self, people: list[Present], locked_by: str) -> None:
        """Offer people; alone with who locked, whose name stands there already, nobody is."""
        shown: tuple[Present, ...] = ()
        if any(one.login != locked_by for one in people):
            # By name: whose number changed each time somebody signed in would type a PIN for somebody else.
            shown = tuple(sorted(people[:_MOST], key=_by_name))
        if shown != self._people:
            self._people = shown
            self._fill()
        self.setVisible(bool(shown))

    def _fill(self) -> None:
        for old in self._buttons:
            self._names.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for number, one in enumerate(self._people, start=1):
            # An ampersand in a name is no mnemonic.
            made = button(f"{number}  {shortened(one.name).replace('&', '&&')}")
            made.setAccessibleName(one.name)
            made.setToolTip(f"Alt+{number}")
            made.clicked.connect(self._on_clicked)
            self._names.addWidget(made)
            self._buttons.append(made)

    def _on_key(self) -> None:
        key = self.sender()
        if isinstance(key, QShortcut):
            number = int(key.key().toString().rpartition("+")[2])
            if number <= len(self._people):
                self.chosen.emit(self._people[number - 1].login)

    def _on_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, QPushButton) and pressed in self._buttons:
            self.chosen.emit(self._people[self._buttons.index(pressed)].login)


def _by_name(one: Present) -> tuple[str, str]:
    return one.name.casefold(), one.staff_id

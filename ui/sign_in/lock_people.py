"""Who can take the seat at the lock with a PIN: a button for each, with a key."""

from PySide6.QtCore import Signal
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
        self.hide()

    def show_people(self, people: list[Present], locked_by: str) -> None:
        """Offer people; alone with who locked, whose name stands there already, nobody is."""
        shown = tuple(people[:_MOST]) if any(one.login != locked_by for one in people) else ()
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
            made = button(f"&{number}  {shortened(one.name).replace('&', '&&')}")
            made.setAccessibleName(one.name)
            made.clicked.connect(self._on_clicked)
            self._names.addWidget(made)
            self._buttons.append(made)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton) and sender in self._buttons:
            self.chosen.emit(self._people[self._buttons.index(sender)].login)

"""Ten digits to touch: a tablet in the hand has no keyboard, and a PIN is quicker without one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputDevice
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from clinicdesk.language import _
from ui import icons, theme

_ROWS = ("123", "456", "789", " 0⌫")
_ERASE = "⌫"


def has_touch_screen() -> bool:
    """Return whether this PC can be touched."""
    kind = QInputDevice.DeviceType.TouchScreen
    return any(device.type() == kind for device in QInputDevice.devices())


class Keypad(QWidget):
    """Leaves the focus where it is, so that a keyboard goes on working beside it.

    Signals:
        digit_pressed(str): One digit.
        erase_pressed: The last one goes.
    """

    digit_pressed = Signal(str)
    erase_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Digits"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.px("space_8"))
        grid.setSpacing(theme.px("space_8"))
        for row, signs in enumerate(_ROWS):
            for column, sign in enumerate(signs):
                if sign != " ":
                    grid.addWidget(self._key(sign), row, column)

    def _key(self, sign: str) -> QWidget:
        # Not ``button``, which lets the second press of two quick ones do nothing: PINs have double digits.
        made = QPushButton("" if sign == _ERASE else sign)
        made.setAutoDefault(False)
        if sign == _ERASE:
            made.setIcon(icons.icon("arrow-left"))
        made.setAccessibleName(_("Erase the last digit") if sign == _ERASE else sign)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setMinimumHeight(theme.px("row") + theme.px("space_16"))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(self._on_pressed)
        return made

    def _on_pressed(self) -> None:
        name = self.sender().accessibleName()  # type: ignore[attr-defined]
        if name.isdigit():
            self.digit_pressed.emit(name)
        else:
            self.erase_pressed.emit()

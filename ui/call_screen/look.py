"""How the call screen looks: very large, dim letters on a dark ground, whatever the program wears."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from ui import icons
from ui.theme.sheet import palette, sheet_of_its_own
from ui.theme.tokens import Theme, theme

_PERCENT = 200
_ICON = 40
"""Side of a card's picture in device-independent pixels."""


def scheme() -> Theme:
    """Return the tokens of the call screen."""
    return theme("dim", _PERCENT, _PERCENT)


def dress(window: QWidget) -> None:
    """Dress the window and all in it. The program's own look stays as it is."""
    look = scheme()
    window.setPalette(palette(look))
    window.setAutoFillBackground(True)
    colour = look.colours
    window.setStyleSheet(
        f"{sheet_of_its_own(look)}\n"
        f"QWidget#call_screen {{ background: {colour['app']}; }}\n"
        'QAbstractButton[call="help"] {'
        f" background: {colour['danger_bg']}; color: {colour['danger_fg']};"
        f" border: 4px solid {colour['danger_line']}; border-radius: 16px; font-size: 44px; min-height: 130px; }}\n"
        'QAbstractButton[call="card"] {'
        f" background: {colour['surface']}; color: {colour['text']};"
        f" border: 2px solid {colour['control']}; border-radius: 12px;"
        " font-size: 24px; min-height: 84px; padding: 8px; }\n"
        'QAbstractButton[call="number"] { font-size: 26px; min-height: 60px; padding: 0; border-radius: 8px; }\n'
        f"QAbstractButton[call]:pressed {{ background: {colour['selected']}; }}\n"
        f"QAbstractButton[call]:checked {{ background: {colour['selected']}; border-color: {colour['accent']}; }}\n"
        f"QLabel#told {{ font-size: 32px; font-weight: 600; color: {colour['ok_fg']}; }}\n"
        f'QLabel#told[tone="danger"] {{ color: {colour["danger_fg"]}; }}\n'
    )


def call_button(text: str, kind: str, icon: str = "") -> QAbstractButton:
    """Return a large button: ``kind`` is ``help``, ``card`` or ``number``. A picture stands above the words."""
    made: QAbstractButton
    if icon:
        made = QToolButton()
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIcon(QIcon(_picture(icon)))
        made.setIconSize(QSize(_ICON, _ICON))
    else:
        made = QPushButton()
        made.setAutoDefault(False)
    made.setText(text.replace("&", "&&"))
    made.setProperty("call", kind)
    made.setAccessibleName(text)
    # Touched or clicked, never typed: the keyboard belongs to who works at this PC.
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _picture(name: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    made = QPixmap(_ICON * 2, _ICON * 2)
    made.setDevicePixelRatio(2)
    made.fill(Qt.GlobalColor.transparent)
    svg = icons.tinted_svg(name, scheme().colours["muted"])
    with QPainter(made) as painter:
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, _ICON, _ICON))
    return made

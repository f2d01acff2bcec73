"""The icons (Lucide), drawn in a colour of the theme in force each time they are painted.

QtSvg is imported with the first icon that is painted, not at start-up.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from clinicdesk.resources import read_text
from ui import theme


def icon(name: str, colour: str = "muted", on_colour: str | None = None) -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in a token's colour; ``on_colour`` when checked."""
    return QIcon(_Tinted(name, colour, on_colour or colour))


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint an icon into ``rect`` in the colour of token ``colour``."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(tinted_svg(name, theme.token(colour).name())))
    # A rectangle wider than high leaves room between the icon and the words beside it.
    side = min(rect.width(), rect.height())
    renderer.render(painter, QRectF(rect.left(), rect.top() + (rect.height() - side) / 2, side, side))


def pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    """Return an icon of ``size`` device-independent pixels, sharp at a screen's ``scale``."""
    return icon(name, colour).pixmap(QSize(size, size), scale)


@lru_cache(maxsize=512)
def tinted_svg(name: str, colour: str) -> bytes:
    """Return the icon's SVG with its strokes in ``colour`` (``#rrggbb``)."""
    return read_text(f"icons/{name}.svg").replace("currentColor", colour).encode()


class _Tinted(QIconEngine):
    """Paints one icon in the token's present colour, so that a change of scheme needs no new icons."""

    def __init__(self, name: str, colour: str, on_colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._on_colour = on_colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint for the widget's mode: disabled icons are paler."""
        colour = self._on_colour if state == QIcon.State.On else self._colour
        paint_icon(painter, rect, self._name, "disabled" if mode == QIcon.Mode.Disabled else colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of exactly ``size`` physical pixels."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return made

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return _Tinted(self._name, self._colour, self._on_colour)

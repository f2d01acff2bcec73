"""White paper in a dark room: shown as light letters on a dark sheet while the dim scheme is in force."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QGraphicsEffect, QWidget

from ui import theme

_DIM = "dim"
_WHITE = QColor(Qt.GlobalColor.white)


def is_dim() -> bool:
    """Return whether the room is kept dark."""
    return theme.current().scheme == _DIM


class InTheDark(QGraphicsEffect):
    """Turns the picture of a widget over: what is white becomes the ground of the scheme, what is black its letters.

    It does nothing in the other schemes. Only what is on the screen changes; what is printed or saved does not.
    """

    def __init__(self, paper: QWidget) -> None:
        super().__init__(paper)
        self._area = paper
        drawn = paper.viewport() if isinstance(paper, QAbstractScrollArea) else paper
        drawn.setGraphicsEffect(self)
        paper.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Follow the scheme."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._follow()
        return False

    def _follow(self) -> None:
        if self.isEnabled() == is_dim() and self.property("followed"):
            return
        self.setProperty("followed", True)
        self.setEnabled(is_dim())
        palette = QPalette(self._area.palette())
        # The ground around the pages is turned over with them.
        if is_dim():
            palette.setColor(QPalette.ColorRole.Dark, _WHITE)
        else:
            palette.setColor(QPalette.ColorRole.Dark, theme.token("control"))
        self._area.setPalette(palette)

    def draw(self, painter: QPainter) -> None:
        """Draw the widget turned over."""
        system = Qt.CoordinateSystem.LogicalCoordinates
        source = self.sourcePixmap(system, None, QGraphicsEffect.PixmapPadMode.NoPad)
        place = self.sourceBoundingRect(system).topLeft()
        painter.drawImage(QPoint(round(place.x()), round(place.y())), turned_over(source.toImage()))


def turned_over(picture: QImage) -> QImage:
    """Return a picture with its light and dark exchanged, between the ground and the letters of the scheme."""
    # Where nothing is painted there is paper.
    opaque = QImage(picture.size(), QImage.Format.Format_RGB32)
    opaque.fill(_WHITE)
    with QPainter(opaque) as painter:
        painter.drawImage(opaque.rect(), picture)
    grey = opaque.convertToFormat(QImage.Format.Format_Grayscale8)
    grey.reinterpretAsFormat(QImage.Format.Format_Indexed8)
    ground, letters = theme.token("surface"), theme.token("text")
    grey.setColorTable([_between(ground, letters, 255 - level) for level in range(256)])
    grey.setDevicePixelRatio(picture.devicePixelRatio())
    return grey


def _between(ground: QColor, letters: QColor, share: int) -> int:
    low, high = (ground.red(), ground.green(), ground.blue()), (letters.red(), letters.green(), letters.blue())
    red, green, blue = (one + (other - one) * share // 255 for one, other in zip(low, high, strict=True))
    return QColor(red, green, blue).rgb()

"""A QR code on the screen, from the same modules as the printed one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.language import _
from ui import theme

_QUIET = 4  # modules of white around the code, which scanners need


class QrPicture(QWidget):
    """Black squares on white in both schemes: scanners need that."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: list[list[bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Code with the 24 words"))

    def show_text(self, text: str) -> None:
        """Show a text; an empty one takes the code off the screen."""
        self._modules = []
        if text:
            from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

            code = QRCode(None, QRErrorCorrectLevel.M)
            code.addData(text)
            code.make()
            self._modules = [[bool(dark) for dark in line] for line in code.modules]
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Four pixels a module: phones and scanners read it from the screen."""
        side = (len(self._modules) + 2 * _QUIET) * 4 if self._modules else theme.px("timer")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the code."""
        if not self._modules:
            return
        whole = len(self._modules) + 2 * _QUIET
        side = min(self.width(), self.height()) // whole
        left, top = (self.width() - side * whole) // 2, (self.height() - side * whole) // 2
        with QPainter(self) as painter:
            painter.fillRect(left, top, side * whole, side * whole, QColor(Qt.GlobalColor.white))
            for row, line in enumerate(self._modules):
                for column, dark in enumerate(line):
                    if dark:
                        across, down = left + (column + _QUIET) * side, top + (row + _QUIET) * side
                        painter.fillRect(across, down, side, side, QColor(Qt.GlobalColor.black))

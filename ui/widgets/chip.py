"""Chips: a few words with a dot and a colour, as a widget and in tables. Never a colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme

ChipKind = Literal["danger", "warn", "ok", "info", "violet", "neutral"]

CHIPS_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ChipText:
    """What a chip says and what kind of thing it is; ``dot`` marks a status, without it a flag."""

    text: str
    kind: ChipKind = "neutral"
    dot: bool = True


def chip_width(chip: ChipText) -> float:
    """Return the width of a chip in device-independent pixels at the present text size."""
    dot = _dot() + theme.px("space_4") + 2 if chip.dot else 0
    return _metrics().horizontalAdvance(chip.text) + dot + 2 * _margin()


def fitting(chips: Sequence[ChipText], room: float) -> list[ChipText]:
    """Return the chips that fit side by side, and how many more there are as a last one ("+2").

    The first is always among them; where it is too long even alone, it is elided when painted.
    """
    gap = theme.px("space_4")
    for count in range(len(chips), 1, -1):
        shown = [*chips[:count], *_more(len(chips) - count)]
        if sum(chip_width(chip) + gap for chip in shown) - gap <= room:
            return shown
    return [*chips[:1], *_more(len(chips) - 1)]


def _more(count: int) -> list[ChipText]:
    return [ChipText(f"+{count}", "neutral", dot=False)] if count > 0 else []


def paint_chip(painter: QPainter, left: float, middle: float, chip: ChipText, widest: float = 1e6) -> float:
    """Paint a chip starting at ``left``, centred on ``middle``; return its width. Too long a text is elided."""
    width = min(chip_width(chip), widest)
    height = theme.px("chip")
    box = QRectF(left + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # The red outline is kept for danger.
    edge = "danger_line" if chip.kind == "danger" else f"{chip.kind}_bg"
    painter.setPen(QPen(theme.token(edge), 1))
    painter.setBrush(theme.token(f"{chip.kind}_bg"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    text_left = left + _margin()
    if chip.dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token(f"{chip.kind}_line"))
        painter.drawEllipse(QPointF(text_left + _dot() / 2, middle), _dot() / 2, _dot() / 2)
        text_left += _dot() + theme.px("space_4") + 2
    painter.setPen(theme.token(f"{chip.kind}_fg"))
    painter.setFont(_font())
    room = QRectF(text_left, box.top(), left + width - _margin() - text_left + 1, box.height())
    words = _metrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
    painter.restore()
    return width


class Chip(QWidget):
    """One chip as a widget."""

    def __init__(self, text: str = "", kind: ChipKind = "neutral", dot: bool = True) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(ChipText(text, kind, dot))

    def show_chip(self, chip: ChipText) -> None:
        """Show another text and kind."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words on the chip."""
        return self._chip.text

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(round(chip_width(self._chip)) + 1, theme.px("chip"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the chip."""
        with QPainter(self) as painter:
            paint_chip(painter, 0, self.height() / 2, self._chip, self.width())


class ChipDelegate(QStyledItemDelegate):
    """Paints the chips an index gives under ``CHIPS_ROLE`` (a sequence of ``ChipText``) side by side."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell's background, then the chips there is room for and how many more there are."""
        chips: Sequence[ChipText] = index.data(CHIPS_ROLE) or ()
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.text = ""
        style = cell.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        left = float(option.rect.left() + theme.px("space_8"))
        right = option.rect.right() - theme.px("space_4")
        middle = option.rect.center().y() + 0.5
        shown = fitting(chips, right - left)
        # What tells of more is never what is cut.
        kept = sum(chip_width(chip) + theme.px("space_4") for chip in shown[1:])
        for chip in shown:
            left += paint_chip(painter, left, middle, chip, right - left - kept) + theme.px("space_4")
            kept = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for all chips."""
        chips: Sequence[ChipText] = index.data(CHIPS_ROLE) or ()
        width = sum(chip_width(chip) + theme.px("space_4") for chip in chips) + theme.px("space_12")
        return QSize(round(width), super().sizeHint(option, index).height())


def _font() -> QFont:
    made = theme.font("small")
    made.setWeight(made.Weight.DemiBold)
    return made


def _metrics() -> QFontMetricsF:
    return QFontMetricsF(_font())


def _dot() -> float:
    return theme.px("small") * 0.66


def _margin() -> float:
    return theme.px("chip") * 0.45

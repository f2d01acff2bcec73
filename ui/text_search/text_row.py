"""How one found text is painted: whose it is, what it is, and the place with the typed words marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.text_search import FoundText
from clinicdesk.rules.shown_place import marked
from clinicdesk.rules.typed_words import Piece
from ui import theme

FOUND = Qt.ItemDataRole.UserRole
"""The role of the ``FoundText`` of a row."""

_PLACE_LINES = 2


def what_it_is(found: FoundText) -> str:
    """Return day, kind and author of a text on one line."""
    return " · ".join((format_date(found.on), found.kind_words, found.author_name))


def told(found: FoundText) -> str:
    """Return the whole row as words, for a screen reader."""
    voided = _("Voided: {reason}").format(reason=found.voided_reason) if found.voided_reason is not None else ""
    place = found.before + found.hit + found.after
    return ". ".join(filter(None, (whose(found), what_it_is(found), voided, place)))


def whose(found: FoundText) -> str:
    """Return whose text it is."""
    born = _("born {day}").format(day=format_date(found.birth_date))
    return f"{found.patient_name}, {born}" if found.birth_date else found.patient_name


class TextRowDelegate(QStyledItemDelegate):
    """Paints name and date of birth, what the text is, and up to two lines of the place. Nothing in it is markup."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.wanted: Sequence[Piece] = ()

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of every row: there is room for two lines of the place."""
        strong, body = (QFontMetrics(theme.font(role)).lineSpacing() for role in ("strong", "body"))
        height = strong + _PLACE_LINES * body + 2 * theme.px("space_8") + theme.px("space_4")
        return QSize(option.rect.width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        found: FoundText = index.data(FOUND)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.token("selected"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.token("line"))
        room = rect.adjusted(theme.px("space_12"), theme.px("space_8"), -theme.px("space_12"), -theme.px("space_8"))
        height = QFontMetrics(theme.font("strong")).lineSpacing()
        self._paint_head(painter, QRect(room.left(), room.top(), room.width(), height), found)
        self._paint_place(painter, room.adjusted(0, height + theme.px("space_4"), 0, 0), found)
        painter.restore()

    def _paint_head(self, painter: QPainter, room: QRect, found: FoundText) -> None:
        """Paint the name first: it is what must never be mistaken; it keeps at least half of the line."""
        gap = theme.px("space_12")
        name = _elided(whose(found), "strong", room.width() * 3 // 5)
        used = _write(painter, room, name, "strong", "text") + gap
        if found.voided_reason is not None:
            used += _write(painter, room.adjusted(used, 0, 0, 0), _("Voided"), "strong", "danger_fg") + gap
        left = room.width() - used
        _write(painter, room.adjusted(used, 0, 0, 0), _elided(what_it_is(found), "body", left), "body", "muted")

    def _paint_place(self, painter: QPainter, room: QRect, found: FoundText) -> None:
        text = found.before + found.hit + found.after
        painter.setPen(theme.token("text"))
        _laid_out(text, room.width(), marked(text, self.wanted)).draw(painter, QPointF(room.topLeft()))


def _laid_out(text: str, width: int, spans: Sequence[tuple[int, int]]) -> QTextLayout:
    """Return the place in the lines there is room for; what is too long ends with three dots."""
    layout = _layout(text, width, spans)
    last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
    end = last.textStart() + last.textLength() if last else 0
    if end >= len(text):
        return layout
    cut = text[: max(end - 2, 0)].rstrip()
    return _layout(f"{cut} …", width, [(start, min(stop, len(cut))) for start, stop in spans if start < len(cut)])


def _layout(text: str, width: int, spans: Sequence[tuple[int, int]]) -> QTextLayout:
    layout = QTextLayout(text, theme.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    mark = QTextCharFormat()
    mark.setFontWeight(QFont.Weight.Bold)
    mark.setBackground(theme.token("warn_bg"))
    mark.setForeground(theme.token("text"))
    layout.setFormats([_range(start, end, mark) for start, end in spans])
    layout.beginLayout()
    top = 0.0
    for _n in range(_PLACE_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _range(start: int, end: int, mark: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, mark
    return made


def _elided(text: str, font: str, width: int) -> str:
    return QFontMetrics(theme.font(font)).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))


def _write(painter: QPainter, room: QRect, text: str, font: str, colour: str) -> int:
    painter.setFont(theme.font(font))
    painter.setPen(theme.token(colour))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    return painter.fontMetrics().horizontalAdvance(text)

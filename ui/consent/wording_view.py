"""A stretch of a consent text in large type, for the person who reads and signs it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from clinicdesk.language import _
from clinicdesk.records.wordings.blocks import Block, Span
from ui.hand_over.large_type import reading_pixels

_INDENT = 1.5  # of the type size, for the items of a list
_SPACE_BELOW = {"heading": 0.25, "subheading": 0.25, "bullet": 0.35, "number": 0.35}
_LINE_PERCENT = 140


class WordingView(QTextEdit):
    """Shows blocks of a text as high as they need. What was typed comes in as characters, never as markup."""

    def __init__(self, blocks: Sequence[Block], values: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks = tuple(blocks)
        self._values = values
        self._percent = 100
        self.setAccessibleName(_("Text of the consent"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        # It stands on the page like print; only the scroll area around it scrolls.
        self.setStyleSheet("QTextEdit { border: none; background: transparent; padding: 0; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A finger or the mouse on the text moves the page (see ReadingPage); it does not select words.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._fill()

    def set_percent(self, percent: int) -> None:
        """Set the size of the type, beside the person's own text size."""
        self._percent = percent
        self._fill()

    def line_height(self) -> int:
        """Return how high a line of the text is, in pixels."""
        return round(reading_pixels(self._percent) * _LINE_PERCENT / 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text."""
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size; the colour of the text is the palette's."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_percent"):
            self._fill()

    def _fit_height(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = round(self.document().size().height()) + 2
        if self.height() != height:
            self.setFixedHeight(height)

    def _size(self, block: Block) -> float:
        return reading_pixels(self._percent) * {"heading": 1.2, "subheading": 1.05}.get(block.kind, 1.0)

    def _fill(self) -> None:
        self.document().clear()
        cursor = QTextCursor(self.document())
        for at, block in enumerate(self._blocks):
            if at:
                cursor.insertBlock()
            cursor.setBlockFormat(self._block_format(block, first=at == 0))
            mark = {"bullet": "•", "number": f"{block.number}."}.get(block.kind)
            if mark:
                cursor.insertText(f"{mark}\t", self._char_format(block, Span("")))
            for span in block.spans:
                cursor.insertText(self._words(span), self._char_format(block, span))
        self._fit_height()

    def _words(self, span: Span) -> str:
        if span.placeholder is None:
            return span.text
        return self._values.get(span.placeholder, "").strip() or "—"

    def _block_format(self, block: Block, *, first: bool) -> QTextBlockFormat:
        made = QTextBlockFormat()
        size = self._size(block)
        proportional = int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setLineHeight(_LINE_PERCENT if block.kind != "heading" else 120, proportional)
        made.setBottomMargin(size * _SPACE_BELOW.get(block.kind, 0.6))
        if block.kind == "heading" and not first:
            made.setTopMargin(size * 0.6)
        if block.kind in ("bullet", "number"):
            made.setLeftMargin(size * _INDENT)
            made.setTextIndent(-size * _INDENT)
            made.setTabPositions([QTextOption.Tab(size * _INDENT, QTextOption.TabType.LeftTab)])
        return made

    def _char_format(self, block: Block, span: Span) -> QTextCharFormat:
        made = QTextCharFormat()
        font = QFont(self.font())
        font.setPixelSize(round(self._size(block)))
        strong = span.bold or span.placeholder is not None or block.kind in ("heading", "subheading")
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setItalic(span.italic)
        made.setFont(font)
        return made

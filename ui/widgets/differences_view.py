"""Two texts as one: what was added is underlined and stands in [+ +], what was taken is struck through in [− −]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from clinicdesk.language import _
from clinicdesk.rules.text_differences import Change, Passage
from ui import theme

if TYPE_CHECKING:
    from clinicdesk.records.wordings import ChangedSetting


class DifferencesView(QTextEdit):
    """Shows what differs, with or without what stayed. Signs, lines and colours say the same thing."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("What differs"))
        self._shown: tuple[Sequence[ChangedSetting], Sequence[Passage], bool] = ((), (), False)

    def show_differences(
        self, settings: Sequence[ChangedSetting], passages: Sequence[Passage], *, everything: bool
    ) -> None:
        """Show the settings that changed, then the text; ``everything`` shows what stayed as well."""
        self._shown = (settings, passages, everything)
        self.clear()
        cursor = self.textCursor()
        for one in settings:
            self._write(cursor, f"{one.name}: ", Change.KEPT, strong=True)
            self._write(cursor, one.before, Change.TAKEN)
            self._write(cursor, " ", Change.KEPT)
            self._write(cursor, one.after, Change.ADDED)
            cursor.insertBlock()
        shown = [passage for passage in passages if everything or passage.is_changed]
        for passage in shown:
            for piece, after in zip(passage.pieces, [*passage.pieces[1:], None], strict=True):
                # White space alone tells a reader nothing.
                seen = piece.change if piece.text.strip() else Change.KEPT
                if seen is not piece.change and piece.change is Change.TAKEN:
                    continue
                # A line break that the words in their place end with as well is shown once, behind those.
                is_replaced = seen is Change.TAKEN and after is not None and after.change is Change.ADDED
                self._write(cursor, f"{piece.text.rstrip()} " if is_replaced else piece.text, seen)
            if not everything:
                cursor.insertBlock()
        if not settings and not shown:
            self._write(cursor, _("Both are the same."), Change.KEPT)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_shown"):
            settings, passages, everything = self._shown
            self.show_differences(settings, passages, everything=everything)

    def _write(self, cursor: QTextCursor, text: str, change: Change, *, strong: bool = False) -> None:
        form = QTextCharFormat()
        form.setForeground(theme.token("text"))
        if strong:
            form.setFontWeight(QFont.Weight.DemiBold)
        if change is Change.KEPT:
            cursor.setBlockFormat(QTextBlockFormat())
            cursor.insertText(text, form)
            return
        added = change is Change.ADDED
        tone = "ok" if added else "danger"
        form.setForeground(theme.token(f"{tone}_fg"))
        form.setBackground(theme.token(f"{tone}_bg"))
        sign = "+" if added else "−"
        head, words, tail = _parted(text)
        cursor.insertText(head)
        signs = QTextCharFormat(form)
        signs.setFontWeight(QFont.Weight.Bold)
        cursor.insertText(sign, signs)
        form.setFontUnderline(added)
        form.setFontStrikeOut(not added)
        cursor.insertText(words, form)
        cursor.insertText(sign, signs)
        cursor.insertText(tail, QTextCharFormat())


def _parted(text: str) -> tuple[str, str, str]:
    """Return blanks before, words, blanks after: lines below nothing look like words."""
    words = text.strip()
    at = text.find(words)
    return text[:at], words, text[at + len(words) :]

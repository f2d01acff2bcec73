"""The text of a note while it is written: headings, snippets by name, and keys from section to section."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from clinicdesk.rules.note_sections import Template
from ui import theme
from ui.widgets.text_field import TextAreaField

_NOWHERE = -1
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class NoteText(TextAreaField):
    """A text area that knows the sections of a template.

    Tab after the name of a snippet puts the snippet in; elsewhere it goes on to the next field. Ctrl+Down and Ctrl+Up
    go to the next and the previous section. What is typed behind a heading goes below it: else it would be none any
    more.

    Signals:
        section_entered(str): The cursor is in another section now; carries its title, or nothing above the first.
    """

    section_entered = Signal(str)

    def __init__(self, label: str, snippet: Callable[[str], str | None], *, lines: int) -> None:
        super().__init__(label, lines=lines, grows=True)
        self._snippet = snippet
        self._titles: tuple[str, ...] = ()
        self._section = ""
        self._headings = _Headings(self.area.document())
        self.area.cursorPositionChanged.connect(self._on_cursor_moved)

    def set_template(self, template: Template | None) -> None:
        """Let the titles of a template be headings; None: there are none."""
        titles = template.titles if template else ()
        if titles != self._titles:
            self._titles = titles
            self._headings.set_titles(titles)
            self._on_cursor_moved()

    def set_text(self, text: str) -> None:
        """Show a text; the hint is about where the cursor is in it."""
        super().set_text(text)
        self._on_cursor_moved()

    def insert(self, text: str) -> None:
        """Put a text where the cursor is, as if it were typed; Ctrl+Z takes it away again."""
        self._leave_heading()
        self.area.textCursor().insertText(text)
        self.area.ensureCursorVisible()

    def go_to(self, title: str) -> bool:
        """Put the cursor behind what stands below a heading; return whether it is there."""
        block = self._heading(title)
        if block is not None:
            self._stand_below(block)
        return block is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of snippets and sections."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            held, key = event.modifiers(), event.key()
            if key == Qt.Key.Key_Tab and held == Qt.KeyboardModifier.NoModifier and self._expand():
                return True
            if held == Qt.KeyboardModifier.ControlModifier and key in _STEPS and self._step(_STEPS[Qt.Key(key)]):
                return True
        if watched is self.area and _writes(event):
            self._leave_heading()
        return super().eventFilter(watched, event)

    # Snippets -----------------------------------------------------------------------------------------------------

    def _expand(self) -> bool:
        """Replace the word before the cursor by the snippet it names."""
        cursor = self.area.textCursor()
        if cursor.hasSelection() or self.area.isReadOnly():
            return False
        before = cursor.block().text()[: cursor.positionInBlock()]
        word = before.split()[-1] if before and not before[-1].isspace() else ""
        text = self._snippet(word) if word else None
        if text is None:
            return False
        # Counted as Qt counts: a letter outside the first plane is two of its places.
        places = len(word.encode("utf-16-le")) // 2
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, places)
        cursor.insertText(text)
        self.area.ensureCursorVisible()
        return True

    # Sections -----------------------------------------------------------------------------------------------------

    def _heading(self, title: str) -> QTextBlock | None:
        block = self.area.document().firstBlock()
        while block.isValid():
            if block.text().strip() == title:
                return block
            block = block.next()
        return None

    def _step(self, by: int) -> bool:
        """Go to the next section with text, or the previous one; return whether there are sections."""
        if not self._titles:
            return False
        block = self.area.textCursor().block()
        if by < 0:
            # First out of this section, whose heading is above or here.
            while block.isValid() and not self._is_heading(block):
                block = block.previous()
        block = block.next() if by > 0 else block.previous()
        while block.isValid() and not self._is_heading(block):
            block = block.next() if by > 0 else block.previous()
        if block.isValid():
            self._stand_below(block)
        return True

    def _leave_heading(self) -> None:
        """Go from the end of a heading to the line below it, where words are about to be written."""
        cursor = self.area.textCursor()
        heading = cursor.block()
        if self.area.isReadOnly() or cursor.hasSelection() or not (cursor.atBlockEnd() and self._is_heading(heading)):
            return
        below = heading.next()
        if below.isValid() and not below.text().strip():
            cursor = QTextCursor(below)
        else:
            cursor.insertBlock()
        self.area.setTextCursor(cursor)

    def _is_heading(self, block: QTextBlock) -> bool:
        return block.text().strip() in self._titles

    def _stand_below(self, heading: QTextBlock) -> None:
        """Stand at the end of what a section says; an empty one gets a line to write on."""
        last, block = heading, heading.next()
        while block.isValid() and not self._is_heading(block):
            if block.text().strip():
                last = block
            block = block.next()
        cursor = QTextCursor(last)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        below = heading.next()
        if last == heading and below.isValid() and not below.text().strip():
            cursor = QTextCursor(below)
        elif last == heading and not self.area.isReadOnly():
            # Typed behind the heading it would be none any more.
            cursor.insertBlock()
        self.area.setTextCursor(cursor)
        self.area.ensureCursorVisible()

    def _on_cursor_moved(self) -> None:
        at = self.area.textCursor().block().userState()
        section = self._titles[at] if 0 <= at < len(self._titles) else ""
        if section != self._section:
            self._section = section
            self.section_entered.emit(section)


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def _writes(event: QEvent) -> bool:
    """Return whether an event brings words: a key, a letter with an accent, or what was copied."""
    if isinstance(event, QInputMethodEvent):
        return bool(event.commitString() or event.preeditString())
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    if event.matches(QKeySequence.StandardKey.Paste):
        return True
    return event.text().isprintable() and bool(event.text()) and not event.modifiers() & _HELD


class _Headings(QSyntaxHighlighter):
    """Makes headings stand out. A block's state is the place of the section it is in: known without searching."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._places: dict[str, int] = {}

    def set_titles(self, titles: tuple[str, ...]) -> None:
        """Make these lines headings."""
        self._places = {title: place for place, title in enumerate(titles)}
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Called by Qt for each line that changed."""
        place = self._places.get(text.strip(), _NOWHERE) if self._places else _NOWHERE
        if place == _NOWHERE:
            self.setCurrentBlockState(self.previousBlockState() if self._places else _NOWHERE)
            return
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setForeground(theme.token("accent"))
        self.setFormat(0, len(text), form)
        self.setCurrentBlockState(place)

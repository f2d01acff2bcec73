"""The text below the header, as one types it: plain letters with a few marks, and a menu that writes the marks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit

from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.wordings import PLACEHOLDERS, as_typed
from ui import theme
from ui.consent_texts.highlighter import Highlighter
from ui.widgets.field import Field


class _Area(QPlainTextEdit):
    """Takes a paste from a word processor as our texts are written. Tab goes on, F3 is the page's."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in the words alone, with plain blanks and line breaks."""
        if source.hasText():
            self.textCursor().insertText(as_typed(source.text(), is_rich=source.hasHtml()))
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+B makes the chosen words bold."""
        if event.key() == Qt.Key.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.put_around("**", _("bold words"))
        else:
            super().keyPressEvent(event)

    def put_around(self, sign: str, words: str) -> None:
        """Put a sign before and behind what is chosen, or words to be typed over."""
        cursor = self.textCursor()
        chosen = cursor.selectedText() or words
        cursor.insertText(f"{sign}{chosen}{sign}")
        end = cursor.position() - len(sign)
        cursor.setPosition(end - len(chosen))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def put_line(self, line: str, *, alone: bool, choose: str = "") -> None:
        """Put a line where the cursor is, below what stands there; ``alone`` with blank lines around it.

        The words to ``choose`` are marked, to be typed over.
        """
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().text().strip():
            cursor.insertText("\n\n" if alone else "\n")
        cursor.insertText(line)
        end = cursor.position()
        if alone and cursor.block().next().text().strip():
            cursor.insertText("\n")
        cursor.endEditBlock()
        begin = end - len(line) + line.rfind(choose)
        cursor.setPosition(begin if choose else end)
        cursor.setPosition(begin + len(choose) if choose else end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()


class BodyField(Field):
    """The text area, with a line that says how the marks are written.

    Attributes:
        area: The text area.
        menu: What can be put in.
    """

    def __init__(self, label: str) -> None:
        self.area = _Area()
        super().__init__(
            label,
            self.area,
            hint=_("## Heading · - list · 1. numbers · **bold** · *italic* · a blank line begins a new paragraph"),
        )
        self.area.setTabChangesFocus(True)
        self._column.setStretchFactor(self.area, 1)
        self.area.setMinimumHeight(self.area.fontMetrics().lineSpacing() * 7)
        self._highlighter = Highlighter(self.area.document())
        self._lead = ""
        self.menu = self._menu()
        self.area.textChanged.connect(self._on_changed)
        self._was = ""

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        places = menu.addMenu(_("A &place that is filled in"))
        for place in sorted(PLACEHOLDERS, key=consents.place_words):
            self._add(places, consents.place_words(place), f"{{{place}}}")
        for words, written in (
            (_("&Heading"), "## " + _("Heading")),
            (_("&Smaller heading"), "### " + _("Heading")),
            (_("&List"), "- "),
            (_("&Numbered list"), "1. "),
            (_("&Bold"), "**"),
            (_("I&talic"), "*"),
            (_("&Initials of the patient"), "[initials: section]"),
            (_("An answer to &choose"), "[answer: question | Yes | No]"),
            (_("An answer in &words"), "[answer: question]"),
            (_("An answer that may stay &empty"), "[optional: question]"),
        ):
            self._add(menu, words, written)
        menu.triggered.connect(self._on_put)
        return menu

    def _add(self, menu: QMenu, words: str, written: str) -> None:
        action = QAction(words, menu)
        action.setData(written)
        menu.addAction(action)

    def text(self) -> str:
        """Return the text to the letter; a blank that must not break stays one."""
        return self._lead + self._raw()

    def set_text(self, text: str) -> None:
        """Show a text; no signal is sent. Blank lines before it are kept, and not shown."""
        body = text.lstrip("\n")
        self._lead = text[: len(text) - len(body)]
        self.area.blockSignals(True)
        self.area.setPlainText(body)
        self.area.blockSignals(False)
        self._was = self._raw()
        self._highlighter.rehighlight()
        self.clear_message()

    def shown_line(self, line: int) -> int:
        """Return the line as it is counted in the window, of one counted in the text."""
        return max(line - len(self._lead), 1)

    def go_to(self, line: int) -> None:
        """Put the cursor at the beginning of a line, counted in the text, and colour the line until one types.

        It is not chosen: the next letter must not replace a whole paragraph.
        """
        block = self.area.document().findBlockByNumber(self.shown_line(line) - 1)
        self.area.setTextCursor(QTextCursor(block))
        self.area.centerCursor()
        self.area.setFocus()
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(block)
        mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark.format.setBackground(theme.token("warn_bg"))
        self.area.setExtraSelections([mark])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_highlighter"):
            self._highlighter.rehighlight()

    def _raw(self) -> str:
        return self.area.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _on_changed(self) -> None:
        # Colouring the text tells of a change as well.
        now = self._raw()
        if now != self._was:
            self._was = now
            self.area.setExtraSelections([])
            self.edited.emit()

    def _on_put(self, action: QAction) -> None:
        written = str(action.data())
        if written in ("*", "**"):
            self.area.put_around(written, _("words"))
        elif written.startswith("{"):
            self.area.insertPlainText(written)
            self.area.setFocus()
        else:
            name = next((word for word in (_("Heading"), "section", "question") if word in written), "")
            self.area.put_line(written, alone=written[0] in "#[", choose=name)

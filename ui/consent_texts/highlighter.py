"""The marks of a consent text, seen while one types: headings, places that are filled in, initials, answers."""

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from clinicdesk.records.wordings import PLACEHOLDERS
from ui import theme

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_BOLD = re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])[^*]*?(?<=[^\s*])\*(?![*\w])")
_MARK = re.compile(r"^ {0,3}\[(?:initials|answer|optional):.*\]\s*$")
_HEADING = re.compile(r"^ {0,3}#{1,6} ")


class Highlighter(QSyntaxHighlighter):
    """Colours one paragraph at a time, also of a very long text. Unknown places are underlined as well."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        """Mark what one line holds."""
        if _HEADING.match(text):
            self.setFormat(0, len(text), _format(bold=True))
            base = True
        else:
            base = False
        if _MARK.match(text):
            self.setFormat(0, len(text), _format("violet_fg", bold=True))
        for found in _BOLD.finditer(text):
            self.setFormat(found.start(), len(found[0]), _format(bold=True))
        for found in _ITALIC.finditer(text):
            self.setFormat(found.start(), len(found[0]), _format(italic=True, bold=base))
        for found in _BRACES.finditer(text):
            known = found[1] in PLACEHOLDERS
            self.setFormat(found.start(), len(found[0]), _known(base) if known else _unknown())


def _format(token: str = "text", *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(theme.token(token)))
    if bold:
        form.setFontWeight(QFont.Weight.Bold)
    form.setFontItalic(italic)
    return form


def _known(bold: bool) -> QTextCharFormat:
    form = _format("info_fg", bold=bold)
    form.setBackground(QColor(theme.token("info_bg")))
    return form


def _unknown() -> QTextCharFormat:
    form = _format("danger_fg")
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    form.setUnderlineColor(QColor(theme.token("danger_line")))
    return form

"""The buttons below a note that is being written."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout


class EditorBar(QWidget):
    """What is seldom used stands on the left, what one writes for on the right.

    Where there is little room the keys are in the tool tips alone: a second line of buttons would cover the text.

    Attributes:
        void, discard, changes, snippets, save, sign: The buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        self.void = button(_("&Void…"), kind="quiet")
        self.discard = button(_("&Discard draft"), kind="quiet")
        self.changes = button(_("Chan&ges"), kind="quiet", icon="history")
        self.snippets = button(_("Snippets"), kind="quiet", shortcut="Ctrl+Space")
        self.save = button(_("Save unsigned"), icon="save", shortcut="Ctrl+S")
        self.sign = button(_("Sign"), kind="primary", icon="signature", shortcut="Ctrl+Shift+S")
        shorter = {self.snippets: _("Snippets"), self.save: _("Save unsigned"), self.sign: _("Sign")}
        self._words = {one: (one.text(), short) for one, short in shorter.items()}
        gap = theme.px("space_8")
        seldom = FlowLayout(gap, 0)
        for made in (self.void, self.discard, self.changes, self.snippets):
            seldom.addWidget(made)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addLayout(seldom, 1)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the keys where there is room for it."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px("base") * 42
        for one, (whole, short) in self._words.items():
            words, told = (short, whole) if narrow else (whole, "")
            if one.text() != words:
                one.setText(words)
                one.setToolTip(told)

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of the short names: long ones must not keep a window from being made narrower."""
        least = super().minimumSizeHint()
        spare = sum(_width(one, one.text()) - _width(one, self._words[one][1]) for one in (self.save, self.sign))
        return QSize(least.width() - spare, least.height())

    def show_for(self, *, saved: bool) -> None:
        """Offer what can be done with a saved note, or with a new one."""
        self.void.setVisible(saved)
        self.changes.setVisible(saved)
        self.discard.hide()


def _width(one: QPushButton, words: str) -> int:
    return one.fontMetrics().horizontalAdvance(words)

"""The buttons below a note that is being written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout


class EditorBar(QWidget):
    """What is seldom used stands on the left, what one writes for on the right.

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

    def show_for(self, *, saved: bool) -> None:
        """Offer what can be done with a saved note, or with a new one."""
        self.void.setVisible(saved)
        self.changes.setVisible(saved)
        self.discard.hide()

"""Changing one's own password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import staff
from ui import theme
from ui.shell.new_password import NewPassword
from ui.widgets.button import button
from ui.widgets.dialog import keep_whole
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class OwnPassword(QDialog):
    """The current password, and twice the one to come.

    Signals:
        changed: It was changed.
    """

    changed = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        title = _("Change my password")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._old = TextField(_("Current &password"), secret=True, required=True)
        self._new = NewPassword(stacked=True, new=True)
        self._save = button(_("&Save"), kind="primary")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        for widget in (label(title, "h2"), self._strip, self._old, self._new):
            column.addWidget(widget)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 36)
        keep_whole(self)
        self._save.setDefault(True)
        self._old.setFocus()
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _on_save(self) -> None:
        if not self._new.is_complete():
            return
        try:
            staff.change_password(self._desk, old=self._old.line.text(), new=self._new.text())
        except SignInRefused as problem:
            self._old.set_error(str(problem))
            self._old.line.selectAll()
            self._old.setFocus()
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.changed.emit()

"""Giving somebody who has forgotten it a new password, or taking the second factor away whose phone is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import forgotten, second_factor
from clinicdesk.records.staff import StaffMember
from ui import theme
from ui.shell.new_password import NewPassword
from ui.widgets.button import button
from ui.widgets.dialog import keep_whole
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class ResetForm(QDialog):
    """A password for one sign-in, typed twice. Deletes itself when closed.

    Signals:
        reset(str): It is set; carries the sentence to show.
    """

    reset = Signal(str)

    def __init__(self, desk: Desk, member: StaffMember, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._member = member
        title = _("New password for {name}").format(name=member.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("New password"))
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._new = NewPassword(stacked=True)
        self._codes = QCheckBox(_("The &phone is lost as well: no longer ask for a code"))
        self._only_codes = button(_("Only take the &codes away"))
        self._save = button(_("&Set the password"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._save.clicked.connect(self._on_save)
        self._only_codes.clicked.connect(self._on_only_codes)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        why = _("Tell it to {name}. It is good for one sign-in: they then choose their own, which only they know.")
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(label(why.format(name=self._member.name), "muted", wrap=True))
        for part in (self._strip, self._new, self._codes):
            column.addWidget(part)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addWidget(self._only_codes)
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 38)
        self._save.setDefault(True)
        has_codes = second_factor.has_one(self._desk, self._member.id)
        self._codes.setVisible(has_codes)
        self._only_codes.setVisible(has_codes)
        keep_whole(self)
        self._new.setFocus()

    def _on_save(self) -> None:
        if not self._new.is_complete():
            return
        try:
            forgotten.reset_password(
                self._desk, self._member, self._new.text(), without_second_factor=self._codes.isChecked()
            )
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._finish(_("{name} can sign in with the new password."))

    def _on_only_codes(self) -> None:
        try:
            forgotten.remove_second_factor(self._desk, self._member)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._finish(_("{name} is no longer asked for a code."))

    def _finish(self, sentence: str) -> None:
        self.accept()
        self.reset.emit(sentence.format(name=self._member.name))

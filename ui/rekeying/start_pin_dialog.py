"""Setting a start PIN on this account, or taking it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import keys as clinic_keys
from ui import theme
from ui.shell.beside import Beside
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class StartPinDialog(QDialog):
    """The PIN twice, and the password of whoever sets it; only the password to take it away. Deletes itself.

    Signals:
        settled(str): What was done, in a sentence.
    """

    settled = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, *, takes_away: bool) -> None:
        super().__init__(over)
        self._desk = desk
        self._takes_away = takes_away
        self._work: Beside | None = None
        title = _("Take the start PIN away") if takes_away else _("A start PIN for this account")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._pin = TextField(_("&Start PIN, 8 digits or letters at least"), secret=True, required=True)
        self._again = TextField(_("The start PIN &again"), secret=True, required=True)
        self._password = TextField(_("Your &password"), secret=True, required=True)
        self._save = button(_("&Take it away") if takes_away else _("Set the P&IN"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._save.setDefault(True)
        (self._password if takes_away else self._pin).setFocus()
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        sentence = (
            _("The keyring of this account then opens the clinic alone, as it did before.")
            if self._takes_away
            else _(
                "ClinicDesk asks for it at each start on this account, before anybody signs in. Everybody who works "
                "here has to know it. Who forgets it types the recovery key."
            )
        )
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        fields = [self._password] if self._takes_away else [self._pin, self._again, self._password]
        for widget in (label(title, "h2"), label(sentence, "muted", wrap=True), self._strip, *fields):
            column.addWidget(widget)
        if self._takes_away:
            for field in (self._pin, self._again):
                field.setParent(self)
                field.hide()
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 36)

    def _on_save(self) -> None:
        if not self._takes_away and self._again.line.text() != self._pin.line.text():
            self._again.set_error(_("The two are not the same. Type the second again."))
            self._again.setFocus()
            return
        pin = None if self._takes_away else self._pin.line.text()
        try:
            keep = clinic_keys.start_pin_setter(self._desk, pin, password=self._password.line.text())
        except (BadValue, SignInRefused) as problem:
            field = self._pin if isinstance(problem, BadValue) else self._password
            field.set_error(str(problem))
            field.line.selectAll()
            field.setFocus()
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._save.setEnabled(False)
        self._work = Beside(keep, self)
        self._work.done.connect(self._on_kept)
        self._work.failed.connect(self._on_failed)
        self._work.start()

    def _on_kept(self, kept: object) -> None:
        if not kept:
            self._save.setEnabled(True)
            self._strip.show_message("danger", _("This PC has no keyring that could keep the key."))
            return
        try:
            clinic_keys.note_start_pin(self._desk, is_set=not self._takes_away)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.settled.emit(
            _("The start PIN is gone.") if self._takes_away else _("The start PIN is asked from the next start on.")
        )
        self.accept()

    def _on_failed(self, problem: object) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem if isinstance(problem, BaseException) else TypeError(problem)
        self._save.setEnabled(True)
        self._strip.show_message("danger", str(problem))

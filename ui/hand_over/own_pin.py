"""Setting or changing one's own PIN, with the password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import pins
from ui import theme
from ui.widgets.button import button
from ui.widgets.dialog import keep_whole
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class OwnPin(QDialog):
    """The password, and twice the PIN to come. Deletes itself when closed.

    Signals:
        changed: It is set.
    """

    changed = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        has_one = pins.has_pin(desk, desk.person.id)
        title = _("Change my PIN") if has_one else _("Set my PIN")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        hint = _("{shortest} to {longest} digits.").format(shortest=pins.SHORTEST, longest=pins.LONGEST)
        self._strip = MessageStrip()
        self._password = TextField(_("Pass&word"), secret=True, required=True)
        self._first = TextField(_("New &PIN"), secret=True, required=True, hint=hint)
        self._second = TextField(_("PIN &again"), secret=True, required=True)
        self._save = button(_("&Save"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        why = label(
            _(
                "With it you sign, take this PC back after a patient had it, and unlock it for a while after you gave "
                "your password. It does not sign you in by itself."
            ),
            "muted",
            wrap=True,
        )
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        for widget in (label(title, "h2"), why, self._strip, self._password, self._first, self._second):
            column.addWidget(widget)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 36)
        keep_whole(self)
        self._save.setDefault(True)
        self._password.setFocus()

    def _on_save(self) -> None:
        self._strip.clear()
        pin = self._first.line.text()
        try:
            pins.check_new_pin(pin)
        except BadValue as problem:
            _tell(self._first, str(problem))
            return
        if self._second.line.text() != pin:
            _tell(self._second, _("The two PINs differ. Type it again."))
            return
        try:
            pins.set_pin(self._desk, password=self._password.line.text(), pin=pin)
        except SignInRefused as problem:
            _tell(self._password, str(problem))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.changed.emit()


def _tell(field: TextField, sentence: str) -> None:
    field.set_error(sentence)
    field.line.selectAll()
    field.setFocus()

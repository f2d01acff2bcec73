"""The recovery sheet once more: whoever asks gives the password again, and it is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.printing import recovery_sheet
from clinicdesk.records import keys as clinic_keys
from clinicdesk.storage import keys
from ui import theme
from ui.shell.sheet_step import SheetStep
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class SheetDialog(QDialog):
    """First the password, then the words and Print. Deletes itself when closed, and the words with it."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._words: list[str] = []
        title = _("The recovery sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._password = TextField(_("Your &password"), secret=True, required=True)
        self._show = button(_("&Show the sheet"), kind="primary")
        self._close = button(_("Cancel"))
        self._sheet = SheetStep(self._make_sheet)
        self._stack = QStackedWidget()
        self._build(title)
        self._show.setDefault(True)
        self._password.setFocus()
        self._show.clicked.connect(self._on_show)
        self._close.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        asking = QWidget()
        asked = QVBoxLayout(asking)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(theme.px("space_8"))
        sentence = _(
            "Whoever has these words can read every record. An unlocked PC alone must not give them away: type your "
            "password. It is recorded that you saw them."
        )
        asked.addWidget(label(sentence, "muted", wrap=True))
        asked.addWidget(self._strip)
        asked.addWidget(self._password)
        asked.addStretch(1)
        self._stack.addWidget(asking)
        self._stack.addWidget(self._sheet)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._close)
        bar.addWidget(self._show)
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2"))
        column.addWidget(self._stack, 1)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 52)

    def _on_show(self) -> None:
        try:
            self._words = clinic_keys.words(self._desk, password=self._password.line.text())
        except SignInRefused as refused:
            self._password.set_error(str(refused))
            self._password.line.selectAll()
            self._password.setFocus()
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._password.set_text("")
        self._sheet.show_words(self._words)
        self._sheet.show_keyring(keys.keyring_works())
        self._stack.setCurrentWidget(self._sheet)
        self._show.hide()
        self._close.setText(_("&Close"))
        self.adjustSize()
        self._sheet.enter()

    def _make_sheet(self) -> bytes:
        return recovery_sheet.of_desk(self._desk, self._words, self._desk.clinic.key_id)

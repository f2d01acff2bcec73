"""Asks why a visit is cancelled or missed: a few usual reasons, and room for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


def reasons_to_cancel() -> Sequence[str]:
    """Why visits are cancelled."""
    return (
        _("Patient cancelled"),
        _("Clinic cancelled"),
        _("Patient is ill"),
        _("No escort or transport"),
        _("Not fit for treatment today"),
    )


def reasons_of_no_show() -> Sequence[str]:
    """What is known of somebody who did not come."""
    return (
        _("Not reached yet"),
        _("Forgot"),
        _("Is ill"),
        _("No escort or transport"),
        _("Does not want to come any more"),
    )


class ReasonDialog(QDialog):
    """One of the reasons, more words, or both.

    Signals:
        confirmed(str): The reason to record.
    """

    confirmed = Signal(str)

    def __init__(self, over: QWidget, title: str, sentence: str, confirm: str, reasons: Sequence[str]) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._reasons = [QRadioButton(reason) for reason in reasons]
        self._group = QButtonGroup(self)
        for choice in self._reasons:
            self._group.addButton(choice)
        self._more = TextField(_("&More"), hint=_("Nothing clinical: reception reads it."))
        self._strip = MessageStrip()
        self._confirm = button(confirm, kind="primary")
        self._cancel = button(_("&Leave it"))
        self._build(title, sentence)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        self._more.line.returnPressed.connect(self._on_confirm)

    def _build(self, title: str, sentence: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_4"))
        words = label(sentence, wrap=True)
        words.setMinimumWidth(theme.px("base") * 30)
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(words)
        column.addWidget(self._strip)
        for choice in self._reasons:
            column.addWidget(choice)
        column.addSpacing(theme.px("space_8"))
        column.addWidget(self._more)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._confirm)
        column.addLayout(row)
        self._confirm.setDefault(True)
        self._reasons[0].setFocus()

    def _on_confirm(self) -> None:
        chosen = self._group.checkedButton()
        parts = [chosen.text() if chosen is not None else "", self._more.text()]
        reason = ": ".join(part for part in parts if part)
        if not reason:
            self._strip.show_message("danger", _("Choose a reason or write one; it goes into the record."))
            return
        self.accept()
        self.confirmed.emit(reason)

"""Questions. They never block: ``open()`` them and listen to their signals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


def keep_whole(dialog: QDialog) -> None:
    """Let a dialog of few fields never be lower than what is in it; call it last in building.

    Qt opens a dialog at two thirds of a small screen at most, and would lay one part over the other.
    """
    column = dialog.layout()
    if column is not None:
        dialog.setMinimumHeight(column.totalHeightForWidth(dialog.minimumWidth()))


class Question(QDialog):
    """A sentence, a button that does it and a button that leaves everything as it was.

    With ``reason`` a reason must be written before it can be done. Deletes itself when closed.

    Signals:
        confirmed(str): The person said yes; carries the reason, or an empty text.
        declined: The person left it.
    """

    confirmed = Signal(str)
    declined = Signal()

    def __init__(
        self,
        over: QWidget,
        title: str,
        sentence: str,
        confirm: str,
        *,
        cancel: str = "",
        danger: bool = False,
        reason: str = "",
    ) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._confirm = button(confirm, kind="danger" if danger else "primary")
        self._cancel = button(cancel or _("Cancel"))
        self._reason = TextAreaField(reason, lines=2, required=True) if reason else None
        self._build(title, sentence)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        self.rejected.connect(self._on_rejected)

    def _build(self, title: str, sentence: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        words = label(sentence, wrap=True)
        words.setMinimumWidth(theme.px("base") * 30)
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(words)
        if self._reason:
            column.addWidget(self._reason)
            self._reason.setFocus()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._confirm)
        column.addLayout(row)
        if not self._reason:
            # Enter then answers the harmless way when the other way cannot be taken back.
            chosen = self._cancel if self._confirm.property("kind") == "danger" else self._confirm
            chosen.setDefault(True)
            chosen.setFocus()

    def set_reason(self, reason: str) -> None:
        """Propose a reason, which can be changed before it is confirmed."""
        if self._reason:
            self._reason.set_text(reason)

    def _on_confirm(self) -> None:
        reason = self._reason.text() if self._reason else ""
        if self._reason and not reason:
            self._reason.set_error(_("Write the reason; it goes into the record."))
            self._reason.setFocus()
            return
        self.accept()
        self.confirmed.emit(reason)

    def _on_rejected(self) -> None:
        self.declined.emit()

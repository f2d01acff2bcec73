"""The calm dialogs for what no screen has shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label


class FaultBox(QDialog):
    """Says that something went wrong, and lets the person go on. ``details`` can be copied."""

    def __init__(self, title: str, sentence: str, details: str = "") -> None:
        super().__init__(QApplication.activeWindow())
        self._details = details
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("ClinicDesk"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        words = label(sentence, wrap=True)
        words.setMinimumWidth(theme.px("base") * 34)
        self._go_on = button(_("&Go on"), kind="primary")
        self._copy = button(_("&Copy details"), icon="copy")
        bar = QHBoxLayout()
        bar.addWidget(self._copy)
        bar.addStretch(1)
        bar.addWidget(self._go_on)
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(words)
        column.addLayout(bar)
        self._copy.setVisible(bool(details))
        self._go_on.setDefault(True)
        self._go_on.setFocus()
        self._go_on.clicked.connect(self.accept)
        self._copy.clicked.connect(self._on_copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self._copy.setText(_("Copied"))


def fault_box(frames: str) -> FaultBox:
    """Return the dialog for a fault of ours."""
    return FaultBox(
        _("Something went wrong inside ClinicDesk"),
        _(
            "What was recorded is safe, and what you were typing is kept as a draft. You can go on working. If it "
            "happens again, copy the details and send them to whoever looks after ClinicDesk for you; they hold "
            "nothing about patients."
        ),
        frames,
    )


def sentence_box(sentence: str) -> FaultBox:
    """Return the dialog for a problem with a sentence of its own that no screen showed."""
    return FaultBox(_("This did not work"), sentence)

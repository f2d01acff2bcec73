"""The calm dialogs for what no screen has shown."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from clinicdesk.language import _


class _FaultBox(QMessageBox):
    """The dialog with "Copy details", which stays open when they are copied."""

    def __init__(self, frames: str) -> None:
        super().__init__(QApplication.activeWindow())
        self._frames = frames
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(_("ClinicDesk"))
        self.setText(_("Something went wrong inside ClinicDesk."))
        self.setInformativeText(
            _(
                "What was recorded is safe, and what you were typing is kept as a draft. You can go on working. "
                "If it happens again, copy the details and send them to whoever looks after ClinicDesk for you; "
                "they hold nothing about patients."
            )
        )
        self.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        copy = self.addButton(_("Copy details"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(self._on_copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._frames)


def fault_box(frames: str) -> QMessageBox:
    """Return the dialog for a fault of ours."""
    return _FaultBox(frames)


def sentence_box(sentence: str) -> QMessageBox:
    """A problem with a sentence of its own that no screen showed: the sentence is what the person needs."""
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("ClinicDesk"))
    box.setText(sentence)
    box.addButton(_("OK"), QMessageBox.ButtonRole.AcceptRole)
    return box

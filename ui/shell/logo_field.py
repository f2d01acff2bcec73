"""The practice's logo: chosen from a file, shown as it will print, or left out."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label

_WIDTH, _HEIGHT = 14, 4
_HINT = _("PNG or JPEG, optional. It stands at the top of every paper.")


class LogoField(QWidget):
    """A picture and a button.

    Signals:
        edited: Another picture was chosen.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._content: bytes | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._choose = button(_("Choose a &logo…"), icon="upload")
        self._clear = button(_("Without this logo"), kind="quiet")
        self._message = label(_HINT, "message", wrap=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._choose)
        buttons.addWidget(self._clear)
        buttons.addWidget(self._picture)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addLayout(buttons)
        column.addWidget(self._message)
        self._choose.clicked.connect(self._on_choose)
        self._clear.clicked.connect(self._on_clear)
        self.show_logo(None)

    def content(self) -> bytes | None:
        """Return the picture chosen here, or None."""
        return self._content

    def show_logo(self, content: bytes | None) -> None:
        """Show a picture without counting it as chosen here."""
        made = QPixmap()
        if content:
            made.loadFromData(content)
        size = theme.px("base")
        if not made.isNull():
            ratio = self.devicePixelRatioF()
            made = made.scaled(
                round(size * _WIDTH * ratio),
                round(size * _HEIGHT * ratio),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            made.setDevicePixelRatio(ratio)
        self._picture.setPixmap(made)
        self._picture.setVisible(not made.isNull())
        self._clear.setVisible(self._content is not None)

    def set_error(self, sentence: str) -> None:
        """Say why a picture cannot be used."""
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "error")

    def choose(self, file: Path) -> None:
        """Take a file as the logo, or say why not."""
        from clinicdesk.records import practice

        try:
            content = file.read_bytes()
            practice.check_logo(content)
        except OSError:
            self.set_error(_("{file} cannot be read. Choose another picture.").format(file=file.name))
            return
        except BadValue as problem:
            self.set_error(str(problem))
            return
        if not QPixmap().loadFromData(content):
            self.set_error(_("{file} is not a whole picture. Choose another.").format(file=file.name))
            return
        self._take(content, file.name)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a logo"))
        dialog.setNameFilter(_("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, file: str) -> None:
        self.choose(Path(file))

    def _on_clear(self) -> None:
        self._take(None, _HINT)

    def _take(self, content: bytes | None, sentence: str) -> None:
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "")
        self._content = content
        self.show_logo(content)
        self.edited.emit()

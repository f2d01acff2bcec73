"""A pad to sign on with its words, Undo and Clear, and a line for what is missing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.words import label

INITIALS_SIZE = (300, 100)
SIGNATURE_SIZE = (540, 180)


class PadField(QWidget):
    """Signature or initials, drawn with mouse, pen or finger.

    Signals:
        changed: A stroke was added or taken away.
    """

    changed = Signal()

    def __init__(self, words: str, name: str, size: tuple[int, int]) -> None:
        super().__init__()
        self._name = name
        self.pad = SignaturePad(name)
        self.pad.setFixedSize(*size)
        self.pad.setAccessibleDescription(
            _("Draw with pen, finger or mouse. Backspace takes back the last stroke. Who cannot draw signs on paper.")
        )
        self.setFocusProxy(self.pad)
        self._build(words)
        self._undo.clicked.connect(self.pad.undo)
        self._clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self._on_changed)
        self._on_changed()

    def _build(self, words: str) -> None:
        self._words = label(words, "h3", wrap=True)
        self._message = label("", "message", wrap=True)
        self._undo = button(_("Undo"), icon="undo-2")
        self._undo.setAccessibleName(_("Undo: {name}").format(name=self._name))
        self._clear = button(_("Clear"), icon="eraser")
        self._clear.setAccessibleName(_("Clear: {name}").format(name=self._name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_8"), 0, theme.px("space_16"))
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self.pad)
        beside = QVBoxLayout()
        beside.addWidget(self._undo)
        beside.addWidget(self._clear)
        beside.addStretch(1)
        row.addLayout(beside)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._message)
        self._reserve(self._message)

    @staticmethod
    def _reserve(line: QLabel) -> None:
        line.setMinimumHeight(line.fontMetrics().height() + 1)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)

    def strokes(self) -> Sequence[Sequence[Sequence[float]]]:
        """Return what was drawn."""
        return self.pad.strokes()

    def is_empty(self) -> bool:
        """Tell whether nothing was drawn."""
        return self.pad.is_empty()

    def set_error(self, sentence: str) -> None:
        """Say what is missing here, or nothing."""
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "error" if sentence else "")

    def _on_changed(self) -> None:
        drawn = not self.pad.is_empty()
        self._undo.setEnabled(drawn)
        self._clear.setEnabled(drawn)
        if drawn:
            self.set_error("")
        self.changed.emit()

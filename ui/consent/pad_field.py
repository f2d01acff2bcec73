"""A pad to sign on with its words, Undo and Clear, and a line for what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules import pen
from ui import theme
from ui.widgets.button import button
from ui.widgets.signature_pad import ASPECT, SignaturePad
from ui.widgets.words import label

INITIALS_WIDTH = 400
SIGNATURE_WIDTH = 660


@dataclass(frozen=True, slots=True)
class PadWords:
    """What stands around a pad, in the language of who signs. ``name`` is what a screen reader calls the pad."""

    heading: str
    name: str
    hint: str
    about: str
    undo: str
    clear: str


def staff_words(heading: str) -> PadWords:
    """Return the words of a pad on which somebody of the staff signs, or somebody beside them."""
    return PadWords(
        heading,
        _("Signature"),
        _("Sign here"),
        _("Draw with pen, finger or mouse. Backspace takes back the last stroke. Who cannot draw signs on paper."),
        _("Undo"),
        _("Clear"),
    )


class PadField(QWidget):
    """Signature or initials, drawn with mouse, pen or finger; as wide as there is room.

    Undo and Clear stand above the pad, where the ball of the hand does not lie while one writes.

    Signals:
        changed: A stroke was added or taken away.
    """

    changed = Signal()

    def __init__(self, words: PadWords, widest: int, *, compact: bool = False) -> None:
        """``compact``: words, Undo and Clear stand in one row, for a low window and words that are few."""
        super().__init__()
        self._widest = widest
        self._is_mark = False
        self.pad = SignaturePad(words.name)
        self.pad.setAccessibleDescription(words.about)
        self.setFocusProxy(self.pad)
        self._build(words, compact)
        self._undo.clicked.connect(self.pad.undo)
        self._clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self._on_changed)
        self._hint, self._hint_px = words.hint, 0
        self.set_hint(words.hint)
        self._fit()
        self._on_changed()

    def _build(self, words: PadWords, compact: bool) -> None:
        self._message = label("", "message", wrap=True)
        self._undo = button(words.undo, icon="undo-2")
        self._undo.setAccessibleName(f"{words.undo}: {words.name}")
        self._clear = button(words.clear, icon="eraser")
        self._clear.setAccessibleName(f"{words.clear}: {words.name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_8"), 0, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        heading = label(words.heading, "h3", wrap=True)
        if not compact:
            column.addWidget(heading)
        buttons = QWidget()
        self._above = buttons
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        if compact:
            row.addWidget(heading, 1)
        else:
            row.addStretch(1)
        row.addWidget(self._undo)
        row.addWidget(self._clear)
        column.addWidget(buttons)
        column.addWidget(self.pad)
        column.addWidget(self._message)
        self._reserve()

    def strokes(self) -> Sequence[Sequence[Sequence[float]]]:
        """Return what was drawn."""
        return self.pad.strokes()

    def show_strokes(self, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
        """Show strokes that were kept."""
        self.pad.show_strokes(strokes)
        self._offer()

    def is_empty(self) -> bool:
        """Tell whether nothing was drawn."""
        return self.pad.is_empty()

    def is_enough(self) -> bool:
        """Tell whether what was drawn can be a signature or initials; a mark can be anything."""
        strokes = self.pad.strokes()
        return pen.is_mark(strokes) if self._is_mark else pen.is_signature(strokes)

    def set_mark(self, is_mark: bool) -> None:
        """Say whether a mark stands in place of the name here."""
        self._is_mark = is_mark

    def set_hint(self, words: str) -> None:
        """Set what stands below the line of the empty pad."""
        self._hint = words
        self.pad.set_hint(words, self._hint_px)

    def set_hint_size(self, pixels: int) -> None:
        """Set how large that is; 0 is the theme's small type."""
        self._hint_px = pixels
        self.set_hint(self._hint)

    def set_error(self, sentence: str) -> None:
        """Say what is missing here, or nothing."""
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "error" if sentence else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_hint"):
            self._reserve()

    def _fit(self) -> None:
        width = max(min(self._widest, self.width()), self.pad.minimumSizeHint().width())
        if self.pad.width() != width or self.pad.minimumWidth() != width:
            self.pad.setFixedSize(width, round(width / ASPECT))
            self._above.setFixedWidth(width)

    def _reserve(self) -> None:
        self._message.setMinimumHeight(self._message.fontMetrics().height() + 1)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _offer(self) -> None:
        drawn = not self.pad.is_empty()
        self._undo.setEnabled(drawn)
        self._clear.setEnabled(drawn)

    def _on_changed(self) -> None:
        self._offer()
        self.set_error("")
        self.changed.emit()

"""A labelled field: label above, editor, and one reserved line for what is wrong, unusual or helpful."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme

MessageState = Literal["", "error", "warning"]


class Field(QWidget):
    """The frame around an editor. Its line below is always there, so nothing moves when a message appears.

    Attributes:
        editor: The widget typed into; it has the field's focus and accessible name.

    Signals:
        edited: The person changed something (not sent for ``set_…``).
        left: The person left the field, or pressed Enter in it, after changing it.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, label: str, editor: QWidget, *, required: bool = False, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._hint = hint
        self._state: MessageState = ""
        self._label = QLabel(f"{label} *" if required else label)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(editor)
        self._message = QLabel(hint)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setProperty("role", "message")
        editor.setAccessibleName(plain(label))
        self._required = required
        self.setFocusProxy(editor)
        self._build()
        self._describe(hint)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_4"))
        self._column.addWidget(self._label)
        self._column.addWidget(self.editor)
        self._column.addWidget(self._message)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reserve_line()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _reserve_line(self) -> None:
        self._message.setMinimumHeight(QFontMetrics(theme.font("small")).height() + 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_column"):
            self._reserve_line()

    @property
    def label_text(self) -> str:
        """The label without its mnemonic mark, for a list of what is missing."""
        return plain(self._label.text()).removesuffix(" *")

    def set_error(self, sentence: str) -> None:
        """Show what is impossible and how to mend it; what was typed stays."""
        self._show_message("error", sentence)

    def set_warning(self, sentence: str) -> None:
        """Show what is unusual; it does not block."""
        self._show_message("warning", sentence)

    def clear_message(self) -> None:
        """Take error or warning away; the hint comes back."""
        self._show_message("", self._hint)

    def set_hint(self, hint: str) -> None:
        """Replace the help shown while there is no error or warning."""
        self._hint = hint
        if not self._state:
            self._show_message("", hint)

    @property
    def message_state(self) -> MessageState:
        """``error``, ``warning``, or empty."""
        return self._state

    def message(self) -> str:
        """The sentence shown below the editor."""
        return self._message.text()

    def _show_message(self, state: MessageState, sentence: str) -> None:
        self._state = state
        self._message.setText(sentence)
        theme.set_state(self._message, "state", state)
        theme.set_state(self.editor, "state", state)
        self._describe(sentence)

    def _describe(self, sentence: str) -> None:
        words = [_("Required.")] if self._required else []
        self.editor.setAccessibleDescription(" ".join([*words, sentence]).strip())

    def _on_edited(self) -> None:
        if self._state:
            self._recheck()
        self.edited.emit()

    def _recheck(self) -> None:
        """A message goes as soon as its cause may have gone; fields that can check themselves do."""
        self.clear_message()


def plain(label: str) -> str:
    """Return a label without its mnemonic mark: ``&Name`` is ``Name``, ``R&&D`` is ``R&D``."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")

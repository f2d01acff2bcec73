"""One question with its three answers and its sources, answered with one key."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules.eligibility import Contraindication, Ground, Reply, Weight
from ui import theme
from ui.widgets.chip import Chip, ChipKind, ChipText
from ui.widgets.words import label

REPLY_WORDS: Mapping[Reply, str] = {Reply.YES: _("Yes"), Reply.NO: _("No"), Reply.UNKNOWN: _("Unknown")}
WEIGHT_WORDS: Mapping[Weight, str] = {Weight.ABSOLUTE: _("Absolute"), Weight.RELATIVE: _("Relative")}
_KEYS = {Qt.Key.Key_Y: Reply.YES, Qt.Key.Key_N: Reply.NO, Qt.Key.Key_U: Reply.UNKNOWN}
_CLEARS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_ORDER = (Reply.YES, Reply.NO, Reply.UNKNOWN)


class ReplyRow(QWidget):
    """A question of the file. The row has the focus as a whole: Y, N and U answer and go on, Backspace takes it back.

    Signals:
        answered: Another answer, or none any more.
        gone_on: It was answered with a key: the next question is wanted.
    """

    answered = Signal()
    gone_on = Signal()

    def __init__(self, item: Contraindication) -> None:
        super().__init__()
        self.item = item
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(item.asks)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._radios = {reply: QRadioButton(REPLY_WORDS[reply]) for reply in _ORDER}
        self._chip = Chip(dot=False)
        self._build()
        self._group.buttonClicked.connect(self._on_clicked)
        self.show_reply(None)

    def _build(self) -> None:
        self._asks = label(self.item.asks, "strong", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_12"))
        head.addWidget(self._asks, 1)
        for reply, radio in self._radios.items():
            # The keys go to the row: 22 questions must not be 66 stops of Tab.
            radio.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            radio.setAccessibleName(f"{self.item.asks}: {REPLY_WORDS[reply]}")
            self._group.addButton(radio)
            head.addWidget(radio, 0, Qt.AlignmentFlag.AlignTop)
        self._said = label("", "strong")
        head.addWidget(self._said, 0, Qt.AlignmentFlag.AlignTop)
        self._said.hide()
        below = QHBoxLayout()
        below.setSpacing(theme.px("space_8"))
        below.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(label(sources_of(self.item.grounds), "caption", wrap=True), 1)
        column = QVBoxLayout(self)
        edge = theme.px("space_8")
        column.setContentsMargins(edge, theme.px("space_4"), edge, theme.px("space_4"))
        column.setSpacing(theme.px("space_2"))
        column.addLayout(head)
        column.addLayout(below)

    def reply(self) -> Reply | None:
        """Return the answer, None while there is none."""
        return next((reply for reply, radio in self._radios.items() if radio.isChecked()), None)

    def show_reply(self, reply: Reply | None) -> None:
        """Show an answer; no signal is sent."""
        self._group.setExclusive(False)
        for known, radio in self._radios.items():
            radio.setChecked(known is reply)
        self._group.setExclusive(True)
        self._show_meaning()

    def set_read_only(self, read_only: bool) -> None:
        """Show the answer only, in a word."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
        for radio in self._radios.values():
            radio.setVisible(not read_only)
        self._said.setVisible(read_only)

    def _show_meaning(self) -> None:
        """Say what the answer means here: a stop, care, or nothing but how grave it would be."""
        reply = self.reply()
        absolute = self.item.weight is Weight.ABSOLUTE
        words = WEIGHT_WORDS[self.item.weight]
        if self.item.conflicting:
            words = _("Absolute, sources differ")
        if self.item.of_label:
            words = _("Absolute, of the label")
        kind: ChipKind = "neutral"
        if reply is Reply.YES:
            kind = "danger" if absolute else "warn"
        elif reply is Reply.UNKNOWN:
            kind = "warn"
        self._chip.show_chip(ChipText(words, kind, dot=False))
        said = REPLY_WORDS[reply] if reply else _("Not asked")
        self._said.setText(said)
        theme.set_state(self._said, "tone", {"danger": "danger", "warn": "warn"}.get(kind, ""))
        self.setAccessibleDescription(f"{said}. {words}")

    def _on_clicked(self, _button: QAbstractButton) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._show_meaning()
        self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with one key."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        reply = _KEYS.get(Qt.Key(event.key())) if plain else None
        if reply is not None:
            self.show_reply(reply)
            self.answered.emit()
            self.gone_on.emit()
        elif plain and event.key() in _CLEARS:
            self.show_reply(None)
            self.answered.emit()
        elif plain and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        reply = self.reply()
        place = _ORDER.index(reply) + by if reply else (0 if by > 0 else len(_ORDER) - 1)
        self.show_reply(_ORDER[place % len(_ORDER)])
        self.answered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the next key goes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing it."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring around the question that has the focus."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.token("focus"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 4, 4)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another look."""
        super().changeEvent(event)
        self.update()


def sources_of(grounds: tuple[Ground, ...]) -> str:
    """Return every source with the class it gives, one on each line."""
    return "\n".join(
        f"{WEIGHT_WORDS[ground.weight]}: {ground.provenance.source}{_doubt(ground.provenance.unverified)}"
        for ground in grounds
    )


def _doubt(unverified: bool) -> str:
    return " " + _("Not checked with the source.") if unverified else ""

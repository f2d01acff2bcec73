"""What the patient reads, answers and signs: the text in large type, with pads and answers where it asks for them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.records.wordings import Signer, Wording
from ui import theme
from ui.consent.answer_field import AnswerField
from ui.consent.closing import Closing
from ui.consent.form_text import FormText
from ui.consent.pad_field import PadField
from ui.consent.seen_text import SeenText
from ui.consent.signing_draft import SigningDraft
from ui.hand_over import large_type
from ui.widgets.words import label

_WIDEST = 860  # longer lines are hard to read

Missing = tuple[str, QWidget, str]
"""Its name among the words, the place, and the sentence to be said there."""


class ReadingPage(QScrollArea):
    """Scrolls through the text to the signature at its end, and knows how far it was before the reader's eyes.

    Attributes:
        initials: The pads by section, in the order of the text.
        answers: The answers by name, in the order of the text.
        closing: What stands at the end.

    Signals:
        changed: Something was filled in, or more of the text was seen.
    """

    changed = Signal()

    def __init__(
        self, wording: Wording, values: Mapping[str, str], role: Signer, patient_name: str, words: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._words = words
        self._text = FormText(wording, values, words)
        self.initials = self._text.initials
        self.answers = self._text.answers
        self._seen = SeenText()
        self._place = 0.0
        self._held_at: float | None = None
        self._read_aloud = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words["sign_text"])
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._on_settled)
        self._build(role, patient_name)
        self._connect()

    def _build(self, role: Signer, patient_name: str) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setMaximumWidth(_WIDEST)
        edge = theme.px("space_24")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.px("space_8"))
        self._head = QVBoxLayout()
        self._column.addLayout(self._head)
        for part in self._text.parts:
            self._column.addWidget(part)
        self._end = QWidget()  # the text ends above it
        self._end.setFixedHeight(1)
        self._column.addWidget(self._end)
        self.closing = Closing(role, patient_name, self._words)
        self._column.addWidget(self.closing)
        inside = QWidget()
        inside.setProperty("role", "page_body")
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_12"), theme.px("space_16"), theme.px("space_16"))
        row.addStretch(1)
        row.addWidget(sheet, 100)
        row.addStretch(1)
        self.setWidget(inside)

    def _connect(self) -> None:
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.closing.changed.connect(self.changed)
        self.closing.mark.changed.connect(self._on_mark)
        for asked in self._text.asked:
            asked.changed.connect(self.changed)

    def set_head(self, lines: Sequence[tuple[str, str]]) -> None:
        """Put lines above the text: words and the role of their label."""
        for words, role in lines:
            self._head.addWidget(label(words, role, wrap=True))
        self._head.addSpacing(theme.px("space_8"))

    def set_percent(self, percent: int) -> None:
        """Show the text in another size."""
        self._keep_place()
        for view in self._text.views:
            view.set_percent(percent)
        for pad in (*self.initials.values(), self.closing.signature):
            pad.set_hint_size(round(large_type.reading_pixels(percent) * 0.8))
        self._settled.start()

    def set_read_aloud(self) -> None:
        """Somebody reads it aloud: how far it was moved on the screen says nothing."""
        self._read_aloud = True

    # How far it was read ------------------------------------------------------------------------------------------

    @property
    def seen(self) -> float:
        """How much of the text was before the reader's eyes, without a gap, from 0 to 1."""
        return self._seen.part

    @property
    def place(self) -> float:
        """What part of the page lies above the screen, from 0 to 1."""
        return self.verticalScrollBar().value() / max(self.verticalScrollBar().maximum(), 1)

    def is_read(self) -> bool:
        """Tell whether all of the text was before the reader's eyes."""
        return self._seen.is_all()

    def go_on(self) -> None:
        """Move the text on to what was not seen yet."""
        self.verticalScrollBar().setValue(max(0, round(self._seen.until(self._text_height())) - 2 * self._line()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay at the same place of the text when the window changes."""
        self._keep_place()
        super().resizeEvent(event)
        self._settled.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What is shown is seen, once everything has its place."""
        super().showEvent(event)
        self._settled.start()

    def _keep_place(self) -> None:
        # While things settle the bar moves by itself; the place from before that counts.
        if not self._settled.isActive() and self.isVisible():
            self._place = self.place

    def _on_settled(self) -> None:
        self.verticalScrollBar().setValue(round(self._place * self.verticalScrollBar().maximum()))
        self._note_seen()

    def _on_scrolled(self) -> None:
        if not self._settled.isActive():
            self._note_seen()
            self.changed.emit()

    def _note_seen(self) -> None:
        top = self.verticalScrollBar().value()
        if self.isVisible() and self._seen.note(top, top + self.viewport().height(), self._text_height()):
            self.changed.emit()

    def _text_height(self) -> int:
        return self._top_of(self._end)

    def _top_of(self, part: QWidget) -> int:
        inside = self.widget()
        return part.mapTo(inside, QPoint(0, 0)).y() if inside else 0

    def _line(self) -> int:
        return self._text.views[0].line_height() if self._text.views else 0

    # What was filled in -------------------------------------------------------------------------------------------

    def filled_in(self, role: str) -> SigningDraft:
        """Return everything that was entered here but the signature, and how far somebody came."""
        closing = self.closing
        return SigningDraft(
            role=role,
            answers={name: part.answer() for name, part in self.answers.items()},
            initials={section: pad.strokes() for section, pad in self.initials.items()},
            name=closing.signer_name.text(),
            relation=closing.relation.text(),
            authority=closing.authority.text(),
            is_mark=closing.mark.is_chosen(),
            seen=self._seen.part,
            place=self.place,
        )

    def show_filled_in(self, draft: SigningDraft, own_name: str) -> None:
        """Show what was kept, and go on where somebody stopped; ``own_name`` stands there until another is typed."""
        for name, part in self.answers.items():
            part.show_answer(draft.answers.get(name, ""))
        for section, pad in self.initials.items():
            pad.show_strokes(draft.initials.get(section, ()))
        self.closing.signer_name.set_text(own_name if draft.name is None else draft.name)
        self.closing.relation.set_text(draft.relation)
        self.closing.authority.set_text(draft.authority)
        self.show_mark(draft.is_mark)
        self._seen.part, self._place = draft.seen, draft.place
        self._settled.start()

    # Moving the page ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page: on a touch screen the text is moved with a finger, as paper is."""
        self._held_at = event.globalPosition().y() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page with the finger or the mouse."""
        if self._held_at is not None:
            now = event.globalPosition().y()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round(now - self._held_at))
            self._held_at = now

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the page."""
        self._held_at = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space bar turn to the next screenful, as it does where people read."""
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.viewport().height() - 2 * self._line())
        else:
            super().keyPressEvent(event)

    def show_place(self, part: QWidget) -> None:
        """Scroll to a part and give it the focus."""
        self.ensureWidgetVisible(part, 0, theme.px("space_24"))
        if isinstance(part, PadField):
            # In a low window the pad itself comes before its words.
            self.ensureWidgetVisible(part.pad, 0, theme.px("space_8"))
        if isinstance(part, AnswerField):
            part.focus_here()
        else:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is missing ----------------------------------------------------------------------------------------------

    def missing(self) -> list[Missing]:
        """Return what is missing, in the order of the page; the rest of the text comes before what stands below it."""
        above: list[Missing] = []
        for part in self._text.asked:
            if isinstance(part, PadField):
                if not part.is_enough():
                    sentence = self._words["sign_please_initials" if part.is_empty() else "sign_too_little"]
                    above.append(("initials", part, sentence))
            elif part.missing():
                above.append(("answers", part, part.missing()))
        if self.is_read() or self._read_aloud:
            return [*above, *self.closing.missing()]
        seen = self._seen.until(self._text_height())
        met = [one for one in above if self._top_of(one[1]) < seen]
        return [*met, ("text", self, ""), *[one for one in above if one not in met], *self.closing.missing()]

    def set_error(self, part: QWidget, sentence: str) -> None:
        """Say at a part what is missing there."""
        if isinstance(part, (PadField, AnswerField)) and part is not self.closing.signature:
            part.set_error(sentence)
        else:
            self.closing.set_error(part, sentence)

    def show_mark(self, is_mark: bool) -> None:
        """Show whether marks stand in place of names; no signal is sent."""
        self.closing.show_mark(is_mark)
        self._mark_initials(is_mark)

    def _on_mark(self) -> None:
        self._mark_initials(self.closing.mark.is_chosen())
        self.changed.emit()

    def _mark_initials(self, is_mark: bool) -> None:
        for pad in self.initials.values():
            pad.set_mark(is_mark)
            pad.set_hint(self._words["sign_mark_hint" if is_mark else "sign_initials_hint"])

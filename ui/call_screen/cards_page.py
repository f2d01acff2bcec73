"""What the patient sees: a large button for help, cards, 0 to 10, and what became of the last call."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import call_cards
from clinicdesk.records.sessions import patient_call
from ui import theme
from ui.call_screen.look import call_button
from ui.widgets.words import announce, label

AGAIN_AFTER_MS = 60_000
"""The same card pressed again within this time is the same call, unless it was dealt with. Our own choice."""
UNANSWERED_AFTER_MS = 45_000
"""A call nobody has answered for so long leads to the bell. Our own choice."""
_COLUMNS = 4
_WORST = 10


class CardsPage(QWidget):
    """In the patient's language. It never stops anything, and says where the bell is the better way.

    Signals:
        staff_wanted: The small button for staff was pressed.
    """

    staff_wanted = Signal()

    def __init__(self, desk: Desk, session_id: str, language: str) -> None:
        super().__init__()
        self._desk = desk
        self._session_id = session_id
        self._language = language
        self._words = call_cards.words(language)
        self._open: dict[str, tuple[str, int]] = {}
        """Card → the id of its last call, and the uptime when it was made."""
        self._last = ""
        self._called_at_ms = 0
        self._buttons: dict[QAbstractButton, str] = {}
        self._numbers: dict[QAbstractButton, int] = {}
        self._told = QLabel("")
        self._build()

    def use(self, desk: Desk) -> None:
        """Somebody else is signed in at this PC: what is said is recorded at their desk."""
        self._desk = desk

    def _build(self) -> None:
        words = self._words
        self._told.setObjectName("told")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._told.setMinimumHeight(2 * 44)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 16)
        column.setSpacing(16)
        column.addWidget(self._card_button(patient_call.HELP, words["help"], "help"), 3)
        column.addWidget(self._told)
        column.addLayout(self._build_cards(), 4)
        column.addWidget(_small(words["distress"]))
        column.addLayout(self._build_numbers())
        below = QHBoxLayout()
        below.addWidget(_small(f"{words['bell']} {words['stop_hint']}"), 1)
        self._staff = QPushButton(words["for_staff"])
        self._staff.setAutoDefault(False)
        self._staff.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._staff.clicked.connect(self.staff_wanted)
        below.addWidget(self._staff, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(below)

    def _build_cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(16)
        for place, card in enumerate(call_cards.cards()):
            made = self._card_button(card.id, card.words[self._language], "card", card.icon)
            grid.addWidget(made, place // _COLUMNS, place % _COLUMNS)
            grid.setColumnStretch(place % _COLUMNS, 1)
        return grid

    def _build_numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for number in range(_WORST + 1):
            made = call_button(str(number), "number")
            made.setAccessibleName(self._words["distress_of"].format(number=number))
            made.setCheckable(True)
            made.clicked.connect(self._on_number)
            self._numbers[made] = number
            row.addWidget(made, 1)
        return row

    def _card_button(self, card: str, text: str, kind: str, icon: str = "") -> QAbstractButton:
        made = call_button(text, kind, icon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        made.clicked.connect(self._on_card)
        self._buttons[made] = card
        return made

    # What is pressed ----------------------------------------------------------------------------------------------

    def _on_card(self) -> None:
        card_id = self._buttons[self.sender()]  # type: ignore[index]
        card = call_cards.card(card_id)
        try:
            if card is not None and not card.calls:
                patient_call.feel(self._desk, self._session_id, card=card_id)
                self._tell("said")
            else:
                self._call(card_id)
        except ClinicDeskError:
            self._tell("not_told", "danger")

    def _call(self, card_id: str) -> None:
        before = self._open.get(card_id)
        now = self._desk.clinic.clock.uptime_ms()
        if before is not None and now - before[1] < AGAIN_AFTER_MS:
            answer = patient_call.answer_to(self._desk, self._session_id, before[0])
            if not answer.dealt_with:
                self._tell("coming" if answer.coming else "told")
                return
        call_id = patient_call.call(self._desk, self._session_id, card=card_id)
        self._open[card_id] = call_id, now
        self._last, self._called_at_ms = call_id, now
        self._tell("told")

    def _on_number(self) -> None:
        pressed = self.sender()
        for made in self._numbers:
            made.setChecked(made is pressed)
        try:
            patient_call.feel(self._desk, self._session_id, distress=self._numbers[pressed])  # type: ignore[index]
        except ClinicDeskError:
            self._tell("not_told", "danger")
            return
        self._tell("said")

    def refresh(self) -> None:
        """Say that somebody is on the way, that the bell is better now, or nothing once the call was dealt with."""
        if not self._last:
            return
        try:
            answer = patient_call.answer_to(self._desk, self._session_id, self._last)
        except ClinicDeskError:
            self._tell("not_told", "danger")
            return
        if answer.dealt_with:
            self._last = ""
            self._told.setText("")
        elif answer.coming:
            self._tell("coming")
        elif self._desk.clinic.clock.uptime_ms() - self._called_at_ms >= UNANSWERED_AFTER_MS:
            self._tell("press_bell", "danger")

    def _tell(self, key: str, tone: str = "") -> None:
        theme.set_state(self._told, "tone", tone)
        if self._told.text() != self._words[key]:
            self._told.setText(self._words[key])
            announce(self._told, self._words[key])


def _small(words: str) -> QLabel:
    made = label(words, "muted", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made

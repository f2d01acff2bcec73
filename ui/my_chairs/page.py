"""My chairs: what the next nurse must know of each, and handing over some or all of them with the taker's PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import cockpit, my_chairs
from clinicdesk.records.cockpit import Watched
from clinicdesk.records.sessions import nurse
from ui import theme
from ui.shell.chair_facts import ChairFacts
from ui.shell.taker import Taker
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_TOLD_BY = frozenset({"sessions", "session_events", "observations", "orders", "drugs_given", "adverse_events"})
_WIDE = 76
"""A page of so many letters holds two chairs side by side."""


class MyChairsPage(Page):
    """The chairs of who is signed in, to be handed over; below them those of others, to be taken.

    Signals:
        session_opened(str): A session is wanted full size.
    """

    session_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("My chairs"))
        self._desk = desk
        self._mine: dict[str, _ChairCard] = {}
        self._others: dict[str, _ChairCard] = {}
        self._strip = MessageStrip()
        self._empty = EmptyState("", icon="armchair")
        self._cards = QGridLayout()
        self._cards.setSpacing(theme.px("space_12"))
        self._minute = -1
        self._words = TextField(_("Words for who takes over"))
        self._taker = Taker(desk)
        self._give = button(_("&Hand over"), kind="primary")
        self._handing = QWidget()
        self._build()
        self._taker.finished.connect(self._on_give)
        self._give.clicked.connect(self._on_give)
        self.show_chairs()

    def _build(self) -> None:
        self.add_fixed(self._strip)
        self.add(self._empty)
        self.add(self._cards)
        self.body.addStretch(1)
        # Below the chairs, and always in sight: what is handed over is read while it is typed.
        row = QHBoxLayout(self._handing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._words, 2)
        row.addWidget(self._taker, 3)
        self._handing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.add_action(self._handing, left=True)
        self.add_action(self._give)
        self.begin_at(self._words)

    def tick(self) -> None:
        """Once a minute: what is given, left and due goes on."""
        minute = self._desk.clinic.clock.uptime_ms() // 60_000
        if minute != self._minute:
            self._minute = minute
            self.show_chairs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two chairs side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()
        # As wide as the button leaves room for.
        self._handing.setMinimumWidth(max(self.width() - self._give.sizeHint().width() - theme.px("space_24") * 3, 0))

    def _arrange(self) -> None:
        cards = (*self._mine.values(), *self._others.values())
        # Two only where the widest of them has room: a button beyond the edge would not be found.
        widest = max((card.sizeHint().width() for card in cards), default=0)
        room = self.width() - 2 * theme.px("space_16") - self._cards.spacing()
        columns = 2 if room >= max(2 * widest, theme.px("base") * _WIDE) else 1
        for place, card in enumerate(cards):
            self._cards.addWidget(card, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        self._cards.setColumnStretch(0, 1)
        self._cards.setColumnStretch(1, columns - 1)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile. What is typed and ticked stays."""
        if changed.tables & _TOLD_BY:
            self.show_chairs()

    def show_chairs(self) -> None:
        """Show all chairs as they stand."""
        try:
            watched = cockpit.watched(self._desk)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        mine = {line.id for line in nurse.mine(self._desk)}
        self._mine = self._show(self._mine, [one for one in watched if one.id in mine], own=True)
        self._others = self._show(self._others, [one for one in watched if one.id not in mine], own=False)
        self._arrange()
        for card in (*self._mine.values(), *self._others.values()):
            card.show_facts()
        self._empty.setVisible(not self._mine)
        self._empty.show_sentence(_("You answer for no chair now. Who starts an infusion answers for it."))
        for part in (self._handing, self._give, self._bar):
            part.setVisible(bool(self._mine))
        # Never in a field that is not there: digits typed into it would go nowhere.
        others = next(iter(self._others.values()), None)
        self.begin_at(self._words if self._mine else others.first() if others is not None else self)

    def _show(self, before: dict[str, _ChairCard], chairs: list[Watched], *, own: bool) -> dict[str, _ChairCard]:
        wanted = {one.id for one in chairs}
        for gone in before.keys() - wanted:
            before[gone].hide()
            before[gone].deleteLater()
        cards: dict[str, _ChairCard] = {}
        for one in chairs:
            card = before.get(one.id)
            if card is None:
                card = _ChairCard(self._desk, one, own=own)
                card.opened.connect(self.session_opened)
                card.take_wanted.connect(self._on_take)
            card.watched = one
            cards[one.id] = card
        return cards

    def _on_give(self) -> None:
        chosen = [card for card in self._mine.values() if card.is_chosen()]
        if not chosen:
            self._strip.show_message("warn", _("Tick at least one chair to hand over."))
            return
        try:
            taker = self._taker.admit()
            if taker is None:
                return
            nurse.hand_over(taker, [card.session_id for card in chosen], words=self._words.text())
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        chairs = my_chairs.in_words(card.watched for card in chosen)
        self._strip.show_message(
            "ok", _("{name} answers for {chairs} now.").format(name=taker.person.name, chairs=chairs)
        )
        self._words.set_text("")
        self._taker.clear()
        self.show_chairs()

    def _on_take(self, session_id: str) -> None:
        try:
            nurse.take(self._desk, session_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self.show_chairs()


class _ChairCard(Card):
    """One chair: of my own with a mark to hand it over, of somebody else with a button to take it."""

    opened = Signal(str)
    take_wanted = Signal(str)

    def __init__(self, desk: Desk, watched: Watched, *, own: bool) -> None:
        chair = my_chairs.chair_name(watched)
        super().__init__(f"{chair}  ·  {watched.patient}")
        self.watched = watched
        self.session_id = watched.id
        self._desk = desk
        self._own = own
        self._facts = ChairFacts()
        self._chosen = QCheckBox(_("Hand over {chair}").format(chair=chair))
        self._chosen.setChecked(True)
        self._take = button(_("Take over {chair}").format(chair=chair))
        self._open = button(_("Open session"), kind="quiet")
        self._open.setAccessibleName(_("Open the session in {chair}").format(chair=chair))
        self.add_action(self._open)
        self._answers = label("", "muted", wrap=True)
        self.add(self._facts if own else self._answers)
        part: QWidget = self._chosen if own else self._take
        (self.add if own else self.add_action)(part)
        self._take.clicked.connect(self._on_take)
        self._open.clicked.connect(self._on_open)

    def show_facts(self) -> None:
        """Show the chair as it stands now."""
        self._answers.setText(_nurse_words(self.watched))
        if self._own:
            self._facts.show_facts(nurse.handing_over(self._desk, self.session_id))

    def first(self) -> QWidget:
        """Return where the keys begin."""
        return self._chosen if self._own else self._take

    def is_chosen(self) -> bool:
        """Whether it is to be handed over."""
        return self._chosen.isChecked()

    def _on_take(self) -> None:
        self.take_wanted.emit(self.session_id)

    def _on_open(self) -> None:
        self.opened.emit(self.session_id)


def _nurse_words(watched: Watched) -> str:
    if not watched.nurse:
        return _("Nobody answers for it yet.")
    return _("{name} answers for it.").format(name=watched.nurse)

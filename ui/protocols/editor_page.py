"""One protocol, part by part: a prescriber changes its numbers and adopts it as the clinic's own version."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import adopted_protocols, pinned_protocols, protocol_numbers
from clinicdesk.records.adopted_protocols import Offered
from clinicdesk.records.protocol_numbers import Section
from ui.protocols.section_card import SectionCard
from ui.widgets.button import button
from ui.widgets.dialog import Question
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class ProtocolPage(Page):
    """Shows what a protocol says, every number with its source; changes become a version of the clinic's own.

    Signals:
        closed: The person goes back.
    """

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Protocol"))
        self._desk = desk
        self._may = desk.may("protocol.adopt")
        self._offered: Offered | None = None
        self._cards: list[SectionCard] = []
        self._back = button(_("&Back"), kind="quiet", icon="arrow-left")
        self._adopt = button(_("&Adopt as the clinic's version…"), kind="primary", icon="file-check")
        self._adopt.setVisible(False)
        self._strip = MessageStrip()
        self._about = label("", "muted", wrap=True)
        self.add_title_action(self._back)
        self.add_title_action(self._adopt)
        self.add_fixed(self._strip)
        self.add_fixed(self._about)
        self._back.clicked.connect(self.closed)
        self._adopt.clicked.connect(self._on_adopt)
        keys = QShortcut(QKeySequence("Ctrl+S"), self)
        keys.activated.connect(self._on_adopt)

    def show_protocol(self, name: str) -> None:
        """Show a protocol as it is in use here."""
        self._strip.clear()
        self._offered = adopted_protocols.offered(self._desk)[name]
        self.set_title(self._offered.protocol.title, _version_words(self._offered))
        self._about.setText(
            _("Series planned before keep the numbers they were planned with.")
            if self._may
            else _("A prescriber changes these numbers.")
        )
        self._show_cards(_used(self._offered))
        self._adopt.setVisible(self._may)

    def refresh(self, changed: Changed) -> None:
        """Say that somebody else adopted another version meanwhile; what is being typed stays."""
        if self._offered is None or "adopted_protocols" not in changed.tables:
            return
        now = adopted_protocols.offered(self._desk).get(self._offered.protocol.id)
        if now is not None and now.text != self._offered.text:
            self._strip.show_message("warn", _("Another version was adopted meanwhile. Go back and open it again."))

    def _show_cards(self, sections: list[Section]) -> None:
        for card in self._cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [SectionCard(one, may=self._may, name=self._desk.person.name) for one in sections]
        for card in self._cards:
            self.body.addWidget(card)
            card.edited.connect(self._on_edited)
        first = next((field for card in self._cards for field in card.numbers.values()), None)
        if first is not None:
            self.begin_at(first)
            if self.hasFocus():
                first.setFocus()

    def _text(self) -> str:
        assert self._offered is not None
        text = self._offered.text
        for card in self._cards:
            text = card.applied(text)
        return text

    def _is_good(self) -> bool:
        # Each of them, so that every field that is wrong says so.
        good = [card.is_good() for card in self._cards]
        return all(good)

    def _on_edited(self) -> None:
        """Hold the whole protocol together: a number may be good by itself and wrong beside the others."""
        if not self._is_good():
            return
        try:
            adopted_protocols.check(self._text())
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()

    def _on_adopt(self) -> None:
        if self._offered is None or not self._may or not self._is_good():
            return
        question = Question(
            self,
            _("Adopt this protocol?"),
            _("From now on series are planned by these numbers. You, {name}, stand for them.").format(
                name=self._desk.person.name
            ),
            _("Adopt"),
            reason=_("What changed, or why as it is"),
        )
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _on_confirmed(self, remark: str) -> None:
        assert self._offered is not None
        try:
            adopted_protocols.adopt(self._desk, self._text(), remark=remark)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.show_protocol(self._offered.protocol.id)
        self._strip.show_message("ok", _("Series are planned by this version now."))


def _used(offered: Offered) -> list[Section]:
    """Return the parts that this protocol uses: its own, and of the presets kept with it those it names."""
    protocol = offered.protocol
    named = {protocol.vitals.id, protocol.limits.id, protocol.fasting.id, protocol.alarms.id}
    own = len(pinned_protocols.own_part(offered.text).splitlines())
    return [
        section
        for section in protocol_numbers.sections(offered.text)
        if section.line <= own or section.title.split(".")[0] in named
    ]


def _version_words(offered: Offered) -> str:
    if offered.adopted_by is None:
        return _("as it came with the program")
    return _("version {version}, adopted by {name}").format(version=offered.version, name=offered.adopted_by)

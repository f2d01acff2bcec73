"""Who answers for this chair: the line that says so, and the form that hands it over with the taker's PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions import Session, nurse
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.session.panel import Panel
from ui.shell.chair_facts import ChairFacts
from ui.shell.taker import Taker
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_HERE = frozenset({Phase.ARRIVED, Phase.CHECKING, Phase.READY, Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY})


class NurseLine(Card):
    """One line with at most one button.

    Signals:
        asked(str): ``nurse`` hands the chair over, ``take_chair`` takes it at once.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._mine = False
        self._name = label("", wrap=True)
        self._button = button("", kind="quiet")
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._name, 1)
        row.addWidget(self._button)
        self.add(row)
        self._button.clicked.connect(self._on_clicked)

    def show_session(self, session: Session) -> bool:
        """Show who answers for it; return whether there is anything to say."""
        now = nurse.responsible(session)
        here = session.phase in _HERE and not session.is_signed
        self._mine = now is not None and now.staff_id == self._desk.person.id
        if now is None:
            self._name.setText(_("Nobody answers for this chair yet."))
        else:
            time = formats.format_time(self._desk.local(now.since))
            self._name.setText(_("{name} answers for this chair since {time}.").format(name=now.name, time=time))
        self._button.setText(_("Hand over chair") if self._mine else _("Take this chair"))
        self._button.setVisible(here and self._desk.may("session.nurse"))
        return here or now is not None

    def _on_clicked(self) -> None:
        self.asked.emit("nurse" if self._mine else "take_chair")


class NursePanel(Panel):
    """Given, left, due, last values and what is open; words; and the PIN of who takes over."""

    def build(self) -> None:
        """Show what is handed over, then ask for words and the taker."""
        facts = ChairFacts()
        facts.show_facts(nurse.handing_over(self.desk, self.session.id))
        self.add(facts)
        self.put("words", TextField(_("Words for who takes over")))
        self._taker = Taker(self.desk)
        self._taker.finished.connect(self.confirm_button.click)
        self.add(self._taker)

    def record(self) -> None:
        """Record that the chair was taken over, in the name of who took it."""
        taker = self._taker.admit()
        if taker is None:
            raise BadValue(_("Who takes over types login and PIN."))
        words = self.fields["words"]
        assert isinstance(words, TextField)
        nurse.hand_over(taker, [self.session.id], words=words.text())

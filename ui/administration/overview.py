"""The overview of an administrator: what needs attention, each with its way, and how things stand."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import anchors, attention, backups, record_check
from clinicdesk.records.attention import Attention, Subject
from ui import theme
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

WAYS = {
    Subject.REVIEW: _("Review the month"),
    Subject.SLIPS: _("Show slips"),
    Subject.EMERGENCY: _("Show emergency access"),
    Subject.BACKUPS: _("Show backups"),
    Subject.KEYS: _("Show keys"),
    Subject.REQUESTS: _("Show requests"),
    Subject.CHECK: _("Show the check"),
    Subject.PEOPLE: _("Show people"),
    Subject.PRACTICE: _("Show the practice"),
    Subject.SIGNING: _("Show signatures"),
}


class _Line(MessageStrip):
    """One thing, with its way.

    Signals:
        wanted(str): Its ``Subject``.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._subject = ""
        self.action_taken.connect(self._on_action)

    def show_attention(self, one: Attention) -> None:
        self._subject = one.subject.value
        self.show_message(one.tone, one.sentence, WAYS[one.subject])

    def _on_action(self) -> None:
        self.wanted.emit(self._subject)


class Overview(QWidget):
    """Read anew whenever it is seen.

    Signals:
        wanted(str): The ``Subject`` that somebody goes to.
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[_Line] = []
        self._of_pc: list[Attention] = []
        self._well = MessageStrip()
        self._needs = Card(_("Needs attention"))
        self._needs.add(self._well)
        self._values: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._needs)
        column.addWidget(self._facts_card())
        column.addStretch(1)

    def _facts_card(self) -> Card:
        card = Card(_("How things stand"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_24"))
        grid.setVerticalSpacing(theme.px("space_4"))
        for row, name in enumerate(
            (
                _("Last backup"),
                _("Last copy of new entries"),
                _("Last proven restore"),
                _("Whole record checked"),
                _("State of the record written down"),
                _("Entries in the record"),
            )
        ):
            value = label()
            grid.addWidget(label(name, "muted"), row, 0)
            grid.addWidget(value, row, 1)
            self._values.append(value)
        grid.setColumnStretch(1, 1)
        card.add(grid)
        return card

    def showEvent(self, event: QShowEvent) -> None:
        """Say how it stands now."""
        super().showEvent(event)
        self.show_all()

    def refresh(self, _changed: Changed) -> None:
        """Show what somebody else changed, if anybody looks."""
        if self.isVisible():
            self.show_all()

    def show_pc_warning(self, sentence: str) -> None:
        """Say what is wrong with this PC, which only the PC knows; an empty sentence takes it away."""
        self._of_pc = [Attention(Subject.KEYS, "warn", sentence)] if sentence else []
        if self.isVisible():
            self.show_all()

    def show_all(self) -> None:
        """Read what needs attention, and how things stand."""
        try:
            found = sorted(self._of_pc + attention.of_clinic(self._desk), key=attention.rank)
        except ClinicDeskError as problem:
            self._well.show_message("danger", str(problem))
            return
        while len(self._lines) < len(found):
            line = _Line()
            line.wanted.connect(self.wanted)
            self._needs.add(line)
            self._lines.append(line)
        for line, one in zip(self._lines, found, strict=False):
            line.show_attention(one)
        for line in self._lines[len(found) :]:
            line.clear()
        if found:
            self._well.clear()
        else:
            self._well.show_message("ok", _("Nothing needs your attention."))
        self._show_facts()

    def _show_facts(self) -> None:
        state = backups.state(self._desk)
        checked = record_check.last_whole(self._desk.clinic)
        written = anchors.latest(self._desk, 1)
        times = (
            state.last_backup_at,
            state.last_copy_at,
            state.last_proven_at,
            checked.at if checked else None,
            written[0].written_at if written else None,
        )
        words = [*(self._when(at) for at in times), f"{self._desk.clinic.entry_count:,}"]
        for value, text in zip(self._values, words, strict=True):
            value.setText(text)

    def _when(self, at: datetime | None) -> str:
        return format_date_time(self._desk.local(at)) if at else _("not yet")

"""The waiting list: who would take an earlier place, which freed places suit them, and taking one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import contact_rules, freed_places, waiting_list
from clinicdesk.records.contact_rules import ContactRules
from clinicdesk.records.freed_places import FreedPlace
from clinicdesk.records.waiting_list import WaitingEntry
from ui import theme
from ui.calls import waiting_words as words
from ui.calls.waiting_form import WaitingForm
from ui.calls.waiting_pane import WaitingPane
from ui.widgets.chip import ChipText
from ui.widgets.dialog import Question
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.toast import Toast


class WaitingView(QWidget):
    """Those who wait, in the order they were added.

    Signals:
        noted: Something was recorded; counts are to be read again.
        form_edited: Something was filled in of somebody who is to be added.
        patient_opened(str): A chart is wanted.
    """

    noted = Signal()
    form_edited = Signal()
    patient_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may("waiting.change")
        self._rules: dict[str, ContactRules] = {}
        self._offers: Mapping[str, list[FreedPlace]] = {}
        self._shown: WaitingEntry | None = None
        self._asked_about: WaitingEntry | None = None
        self._watched = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table: RecordTable[WaitingEntry] = RecordTable(_("Waiting list"), self._columns(), lambda one: one.id)
        self._table.set_empty_text(_("Nobody waits for a place."))
        self._pane = WaitingPane(self._desk)
        self._form = WaitingForm(self._desk)
        self._nothing = QWidget()
        self._beside = QStackedWidget()
        self._beside.setFixedWidth(theme.px("base") * 28)
        for part in (self._nothing, self._pane, self._form):
            self._beside.addWidget(part)
        self._toast = Toast(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._table, 1)
        row.addWidget(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addLayout(row, 1)
        self.setFocusProxy(self._table)

    def _columns(self) -> list[Column[WaitingEntry]]:
        return [
            Column(_("Patient"), lambda one: one.patient_name, 20, strong=True, stretch=True),
            Column(_("Waits for"), words.what, 20, priority=2),
            Column(_("When it could be"), words.when, 26, priority=3),
            Column(_("Free"), self._free_text, 10, chips=self._free_chips),
        ]

    def _connect(self) -> None:
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._pane.place_taken.connect(self._on_place_taken)
        self._pane.close_asked.connect(self._on_close_asked)
        self._pane.chart_asked.connect(self._on_chart_asked)
        self._form.added.connect(self._on_added)
        self._form.left.connect(self._on_form_left)
        self._form.edited.connect(self.form_edited)

    # In -----------------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the list as it is now; the selected wish stays.

        Where somebody else saw to it nobody is selected in its place: the next key would be for the wrong patient.
        """
        before = self._shown if self._watched else None
        entries = waiting_list.open(self._desk)
        self._rules = contact_rules.of_many(self._desk, [one.patient_id for one in entries])
        self._offers = freed_places.offers(self._desk, freed_places.free_again(self._desk)) if entries else {}
        self._table.show_rows(entries)
        if self._table.selected() is None and before is not None:
            self._strip.show_message("info", _("{name} left the waiting list.").format(name=before.patient_name))
        elif self._table.selected() is None and entries:
            self._table.selectRow(0)
        self._on_selected(self._table.selected())

    def start_adding(self) -> None:
        """Put somebody on the list; what was being typed goes on."""
        self._beside.setCurrentWidget(self._form)
        self._form.focus_first()

    def typed(self) -> dict[str, Any] | None:
        """Return what is filled in of somebody who is to be added, or None."""
        return self._form.typed()

    def show_typed(self, kept: dict[str, Any]) -> None:
        """Bring back what was filled in."""
        self._form.show_typed(kept)
        self._beside.setCurrentWidget(self._form)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_selected(self, entry: WaitingEntry | None) -> None:
        self._shown = entry
        if self._beside.currentWidget() is self._form and self._form.is_begun():
            return
        if entry is None:
            self._beside.setCurrentWidget(self._nothing)
            return
        self._pane.show_entry(entry, self._rules.get(entry.patient_id), self._offers.get(entry.id, []), may=self._may)
        self._beside.setCurrentWidget(self._pane)

    def _on_activated(self, _entry: WaitingEntry) -> None:
        """Lead to the places that suit, or to the chart where there are none."""
        if not self._pane.focus_places():
            self._on_chart_asked()

    def _on_chart_asked(self) -> None:
        if (entry := self._table.selected()) is not None:
            self.patient_opened.emit(entry.patient_id)

    def _on_place_taken(self, place: FreedPlace) -> None:
        entry = self._table.selected()
        if entry is None or not self._may:
            return
        self._shown = None  # it leaves the list by this, not by somebody else
        try:
            freed_places.take(self._desk, entry, place)
        except ClinicDeskError as problem:
            self.reload()
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self._done(_("{name} has the place on {when}.").format(name=entry.patient_name, when=self._when(place)))

    def _when(self, place: FreedPlace) -> str:
        return words.place(self._desk, place)

    def _on_close_asked(self) -> None:
        entry = self._table.selected()
        if entry is None:
            return
        question = Question(
            self,
            _("Take off the waiting list?"),
            _("{name} waits for: {what}.").format(name=entry.patient_name, what=words.what(entry)),
            _("&Take off"),
            reason=_("Why"),
        )
        # The list may change behind the question.
        self._asked_about = entry
        question.confirmed.connect(self._on_close_confirmed)
        question.open()

    def _on_close_confirmed(self, reason: str) -> None:
        entry = self._asked_about
        if entry is None:
            return
        self._shown = None
        try:
            waiting_list.close(self._desk, entry, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._done(_("{name} is off the waiting list.").format(name=entry.patient_name))

    def _done(self, sentence: str) -> None:
        self.reload()
        self._table.setFocus()
        self._toast.show_toast(sentence)
        self.noted.emit()

    def _on_added(self, entry_id: str) -> None:
        self._beside.setCurrentWidget(self._nothing)
        self.reload()
        self._table.select_key(entry_id)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.noted.emit()

    def _on_form_left(self) -> None:
        self._beside.setCurrentWidget(self._nothing)
        self._on_selected(self._table.selected())
        self._table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on, and not for what is read on coming back, somebody watches the list."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._on_watched)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody watches it any more."""
        super().hideEvent(event)
        self._watched = False

    def _on_watched(self) -> None:
        self._watched = self.isVisible()

    # Words --------------------------------------------------------------------------------------------------------

    def _free_text(self, entry: WaitingEntry) -> str:
        count = len(self._offers.get(entry.id, []))
        return ngettext("{count} place", "{count} places", count).format(count=count) if count else ""

    def _free_chips(self, entry: WaitingEntry) -> tuple[ChipText, ...]:
        words_of = self._free_text(entry)
        return (ChipText(words_of, "ok"),) if words_of else ()

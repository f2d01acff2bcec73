"""The place Calls: the lists of whom to call, and the waiting list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.formats import format_day
from clinicdesk.language import _
from clinicdesk.records import calls, waiting_list
from clinicdesk.records.calls import Purpose, purpose_name
from ui.calls.call_view import CallView
from ui.calls.waiting_view import WaitingView
from ui.shell.form_draft import FormDraft
from ui.widgets.button import button
from ui.widgets.filters import Filters
from ui.widgets.page import Page

_DRAFT = "calls"
_WAITING = "waiting"
_TABLES = frozenset(
    {"appointments", "appointment_events", "sessions", "session_events", "series", "patients", "patient_answers"}
    | {"measure_results", "measure_events", "measure_skips"}
    | {"call_attempts", "call_flags", "opening_hours", "closed_days", "practice", "waiting_list", "chairs"}
)


class CallsPage(Page):
    """Lists with counts; each is worked off with digits for the outcomes.

    Signals:
        patient_opened(str): A chart is wanted.
        measures_opened(str): The questionnaires in a chart are wanted.
        paper_requested(object): The ``PaperRequest`` of the list that is shown.
        booking_wanted(object): A visit is to be booked, or the booking that stands seen; carries the ``Due``.
    """

    patient_opened = Signal(str)
    measures_opened = Signal(str)
    paper_requested = Signal(object)
    booking_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Calls"))
        self.setParent(parent)
        self._desk = desk
        self._today = desk.local(desk.now()).date()
        self._build()
        self._draft = FormDraft(desk, self._typed, lambda: None, self)
        self._draft.place = _DRAFT
        self._connect()
        self._show_counts()
        self._calls.show_list(Purpose.REMINDER)
        self._bring_back()

    def _build(self) -> None:
        self._print = button(_("Print list"), icon="printer", shortcut="Ctrl+P")
        self.add_title_action(self._print)
        self._filters = Filters(_("Call lists"))
        self._add = button(_("Add to the &waiting list"), icon="plus")
        self.add_title_action(self._add)
        self._calls = CallView(self._desk)
        self._waiting = WaitingView(self._desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._calls)
        self._stack.addWidget(self._waiting)
        self.add_fixed(self._filters)
        self.add(self._stack, 1)
        self._add.setVisible(self._desk.may("waiting.change"))
        self.begin_at(self._calls)

    def _connect(self) -> None:
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._print.clicked.connect(self._on_print)
        self._calls.noted.connect(self._show_counts)
        self._calls.remark_edited.connect(self._draft.note_typing)
        self._waiting.form_edited.connect(self._draft.note_typing)
        self._calls.patient_opened.connect(self.patient_opened)
        self._calls.measures_opened.connect(self.measures_opened)
        self._calls.booking_wanted.connect(self.booking_wanted)
        self._add.clicked.connect(self._on_add)
        self._waiting.noted.connect(self._show_counts)
        self._waiting.patient_opened.connect(self.patient_opened)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._calls.take_back)

    # In -----------------------------------------------------------------------------------------------------------

    def show_list(self, purpose: str) -> None:
        """Show the list of a purpose, or the ``waiting`` list."""
        self._filters.choose(purpose)
        self._on_filter_chosen(purpose)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile; the selected line stays."""
        if changed.tables & _TABLES and not self._calls.recording:
            self._reload()

    def tick(self) -> None:
        """Turn to the new day at midnight."""
        day = self._desk.local(self._desk.now()).date()
        if day != self._today:
            self._today = day
            self._calls.start_day()
            self._reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        if any(self._typed().values()):
            # Also where nothing was typed now: something from before may have been recorded since.
            self._draft.typing = True
            self._draft.keep()
        elif self._desk.draft(_DRAFT):
            self._draft.drop()

    def _typed(self) -> dict[str, Any]:
        return {"remarks": self._calls.remarks(), "waiting": self._waiting.typed()}

    def _bring_back(self) -> None:
        kept = self._draft.found()
        if kept is None:
            return
        self._calls.show_remarks(kept[1]["remarks"])
        if kept[1]["waiting"]:
            self._waiting.show_typed(kept[1]["waiting"])

    def _reload(self) -> None:
        self._show_counts()
        if self._filters.chosen() == _WAITING:
            self._waiting.reload()
        else:
            self._calls.reload()

    def _show_counts(self) -> None:
        counts = calls.counts(self._desk)
        lists = [(one.value, purpose_name(one), counts[one]) for one in Purpose]
        waiting = len(waiting_list.open(self._desk))
        self._filters.show_filters([*lists, (_WAITING, _("Waiting list"), waiting)])
        self._show_until()

    def _show_until(self) -> None:
        """Say how far the reminders go, where they are shown."""
        until = calls.next_open_day(self._desk, self._today)
        words = _("Reminders until {day}").format(day=format_day(until))
        self.set_note(words if self._filters.chosen() == Purpose.REMINDER else "")

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_filter_chosen(self, key: str) -> None:
        self._print.setVisible(key != _WAITING)
        self._show_until()
        if key == _WAITING:
            self._stack.setCurrentWidget(self._waiting)
            self._waiting.reload()
        else:
            self._stack.setCurrentWidget(self._calls)
            self._calls.show_list(Purpose(key))
        self._focus_shown()

    def _focus_shown(self) -> None:
        shown: QWidget = self._waiting if self._filters.chosen() == _WAITING else self._calls
        self.begin_at(shown)
        shown.setFocus()

    def _on_add(self) -> None:
        self.show_list(_WAITING)
        self._waiting.start_adding()

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("call-list", self._filters.chosen()))

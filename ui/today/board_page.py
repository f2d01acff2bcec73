"""The board of a day on the screen."""

from datetime import date, timedelta
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import appointments, monitoring_forms, today, visit_details
from clinicdesk.records.appointments import Collision
from clinicdesk.records.today import Action, BoardRow, Group
from ui import icons, theme
from ui.day_start.strip import DayStartStrip
from ui.today.board_table import BoardTable
from ui.today.delays import Delays
from ui.today.desk_steps import STEPS, DeskSteps
from ui.today.emergencies import EmergencyStrip
from ui.today.escort_dialog import EscortDialog
from ui.today.forms_due import FormsDueList
from ui.today.from_paper import FromPaper
from ui.today.pack_line import PackLine
from ui.today.renewals import Renewals
from ui.today.to_sign import ToSignList
from ui.today.to_sign_overdue import OverdueSignatures
from ui.today.visit_menu import CHECK_IN_STAGES, Doing, VisitMenu, offered
from ui.today.visit_pane import VisitPane
from ui.widgets.button import button
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip, Tone

_ALL, _ATTENTION = "all", "attention"
_AFTER_PAINTING_MS = 50
"""Long enough that the board is painted first: a timer without delay comes before."""
_LOW = 46
"""A page of fewer lines is low: the board needs the room more than what is below it. Our own choice."""
_LOW_BY_LIST = 8
"""And by so many lines more for each list that stands below it."""
_LEAST_ROWS = 6
"""Rows of the board that are always in view; what is below it goes further down. Our own choice."""
_OF_OTHER_PLACES = frozenset(
    {"messages", "message_events", "call_attempts", "call_flags", "duties", "enquiries", "payments"}
)


class BoardPage(Page):
    """Who is expected, who is here, what runs, what is unsigned.

    Signals:
        patient_opened(str): Open this chart.
        session_opened(str): Open this session.
        check_in_opened(object): Check the visit of this ``BoardRow`` in.
        registration_opened: Register somebody new.
        to_sign_opened(str): Open something that waits for this person's signature, by its key.
        overdue_opened: Show the owner what waits too long.
        emergencies_opened: Show an administrator the emergency accesses to read of.
        appointment_opened(str): Show a booking in the schedule, to find another place for it.
        paper_requested(object): A ``PaperRequest``.
        consents_opened(str): Show the consents in this patient's chart.
        measures_opened(str, str): Hand over what this patient is to fill in; carries the session's id too.

    Attributes:
        table: The visits.
        pane: The selected one, where there is room for it.
    """

    patient_opened = Signal(str)
    session_opened = Signal(str)
    check_in_opened = Signal(object)
    registration_opened = Signal()
    to_sign_opened = Signal(str)
    overdue_opened = Signal()
    emergencies_opened = Signal()
    appointment_opened = Signal(str)
    paper_requested = Signal(object)
    consents_opened = Signal(str)
    monitoring_form_opened = Signal(str)
    measures_opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Today"))
        self.setParent(parent)
        self._desk = desk
        self._today = self._clinic_day()
        self._day = self._today
        self._minute = -1
        self._rows: list[BoardRow] = []
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_AFTER_PAINTING_MS)
        self._late.timeout.connect(self._show_delays)
        self._build()
        self._connect()
        self._reload()

    def _build(self) -> None:
        self._back = _arrow("chevron-left", _("Day before"))
        self._on = _arrow("chevron-right", _("Day after"))
        self._print = _arrow("printer", _("Print day list"))
        self._to_today = button(_("Back to &today"), kind="quiet")
        self._new = button(_("New &patient"), icon="plus")
        self._step = button("", kind="primary")
        self._menu = VisitMenu(self)
        self._more = _arrow("ellipsis", _("More to do with this visit"))
        self._more.setMenu(self._menu)
        # Three points say it already.
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._day_start = DayStartStrip(self._desk)
        for part in (
            self._day_start.button,
            self._to_today,
            self._back,
            self._on,
            self._print,
            self._new,
            self._step,
            self._more,
        ):
            self.add_title_action(part)
        self._strip = MessageStrip()
        self._pack = PackLine(self._desk)
        self._paper = FromPaper(self._desk, self)
        self._delays = Delays(self._desk)
        self._renewals = Renewals(self._desk)
        self._overdue = OverdueSignatures(self._desk)
        self._emergencies = EmergencyStrip(self._desk)
        self._filters = Filters(_("Filters of the board"))
        self.table = BoardTable(self._time, self._born)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = EmptyState("", icon="calendar-days")
        self.pane = VisitPane(self._desk)
        self.pane.setFixedWidth(theme.px("base") * 25)
        self.pane.hide()
        self._to_sign = ToSignList()
        self._forms = FormsDueList()
        self._steps = DeskSteps(self._desk, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_12"))
        left.addWidget(self._stack, 1)
        left.addWidget(self._forms)
        left.addWidget(self._to_sign)
        below = QHBoxLayout()
        below.addWidget(self._pack, 1)
        below.addStretch(0)
        below.addWidget(self._paper.switch)
        left.addLayout(below)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addLayout(left, 1)
        row.addWidget(self.pane, 0, Qt.AlignmentFlag.AlignTop)
        self.add_fixed(self._paper.strip)
        self.add_fixed(self._strip)
        self.add_fixed(self._pack.offer)
        self.add_fixed(self._day_start)
        self.add_fixed(self._renewals)
        self.add_fixed(self._overdue)
        self.add_fixed(self._emergencies)
        self.add_fixed(self._delays)
        self.add_fixed(self._filters)
        self.add(row, 1)
        self.begin_at(self.table)
        self._scroll.viewport().installEventFilter(self)

    def _connect(self) -> None:
        self._back.clicked.connect(self._on_day_before)
        self._on.clicked.connect(self._on_day_after)
        self._print.clicked.connect(self._on_print)
        self._to_today.clicked.connect(self._on_to_today)
        self._new.clicked.connect(self._on_new)
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self.table.row_selected.connect(self._on_row_selected)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.step_asked.connect(self._on_step)
        self._step.clicked.connect(self._on_step)
        self.pane.step_taken.connect(self._on_step)
        self.pane.asked.connect(self._on_asked)
        self.pane.consents_opened.connect(self.consents_opened)
        self._menu.chosen.connect(self._on_asked)
        self.table.customContextMenuRequested.connect(self._on_menu_asked)
        self._steps.told.connect(self.tell)
        self._steps.refused.connect(self._reload)
        self._steps.visit_made.connect(self.table.select_key)
        self._pack.pack_wanted.connect(self._on_pack_wanted)
        self._paper.switched.connect(self._on_paper_switched)
        self._delays.move_wanted.connect(self._on_move_wanted)
        self._delays.appointment_wanted.connect(self.appointment_opened)
        self._empty.action_taken.connect(self._on_empty_action)
        self._forms.form_chosen.connect(self.monitoring_form_opened)
        self._to_sign.item_chosen.connect(self.to_sign_opened)
        self._overdue.action_taken.connect(self.overdue_opened)
        self._emergencies.action_taken.connect(self.emergencies_opened)
        for keys, slot in ((QKeySequence.StandardKey.Undo, self._on_undo), ("Ctrl+I", self._on_check_in)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # In -----------------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever; selection and place stay."""
        if changed.tables - _OF_OTHER_PLACES:
            self._reload()
        elif not changed.tables:
            # Printing leaves an entry without changes.
            self._pack.show_day(self._rows, is_today=self._day == self._today)

    def tick(self) -> None:
        """Once a second: turn to the new day at midnight, and once a minute look who is late and how far they are."""
        day = self._clinic_day()
        if day != self._today:
            follows = self._day == self._today
            self._today = day
            if follows:
                self._day = day
            self._reload()
        elif self._minute_now() != self._minute:
            self._reload()

    def leave(self) -> None:
        """Nobody types in from paper any more: what is done elsewhere happens now."""
        self._paper.stop()

    def _on_paper_switched(self) -> None:
        # A moment later: it is also switched off when the window closes, and then there is nothing to show any more.
        QTimer.singleShot(0, self, self._reload)
        if self._desk.transcribing:
            self.table.setFocus()

    def _minute_now(self) -> int:
        # Since the epoch: it differs too when the clock is set to the same minute of another hour.
        return int(self._desk.now().timestamp()) // 60

    def _reload(self) -> None:
        self._minute = self._minute_now()
        self._rows = today.board(self._desk, self._day)
        self._steps.know(self._rows)
        is_today = self._day == self._today
        self.set_title(_("Today") if is_today else _("Board"), formats.format_day(self._day))
        self._to_today.setVisible(not is_today)
        self._to_sign.show_items(today.to_sign(self._desk) if is_today else [])
        clinical = is_today and self._desk.sees("clinical")
        self._forms.show_forms(monitoring_forms.open_forms(self._desk) if clinical else [], self._today)
        self._pack.show_day(self._rows, is_today=is_today)
        self._day_start.show_day(is_today=is_today)
        self._renewals.show_day(self._today, is_today=is_today)
        self._overdue.show_day(is_today=is_today)
        self._emergencies.show_day(is_today=is_today)
        # What a late visit pushes is worked out once the board is painted: nobody waits for it.
        self._late.start()
        self._fit_height()
        self._show_filters()
        self._show_rows()

    def _show_delays(self) -> None:
        if not self.isVisible():
            # Behind another place or the lock nobody reads it; it is looked at again when the board is shown.
            return
        is_today = self._day == self._today
        self._delays.show_collisions(appointments.collisions(self._desk, self._desk.now()) if is_today else [])
        self._fit_height()

    def _show_filters(self) -> None:
        shown = [(_ALL, _("All"), len(self._rows))]
        for group in Group:
            count = sum(row.group is group for row in self._rows)
            if count or group is not Group.NOT_COMING:
                shown.append((group.value, today.group_name(group), count))
        shown.append((_ATTENTION, _("Needs attention"), sum(row.asks_attention for row in self._rows)))
        self._filters.show_filters(shown)
        self._filters.setVisible(bool(self._rows))

    def _show_rows(self) -> None:
        chosen = self._filters.chosen()
        rows = [row for row in self._rows if chosen == _ALL or chosen in (row.group.value, _attention(row))]
        if rows or self._rows:
            self.table.set_empty_text(_("Nobody under this filter."))
            self._stack.setCurrentWidget(self.table)
        else:
            self._show_empty()
        # The pane follows: the table says anew which row is selected.
        self.table.show_rows(rows)

    def _show_empty(self) -> None:
        self._stack.setCurrentWidget(self._empty)
        if self._day == self._today:
            self._empty.show_sentence(
                _("Nobody is expected today. Plan a series in a patient's chart, or register somebody new."),
                _("&Register a patient"),
            )
        else:
            self._empty.show_sentence(_("Nobody is planned for this day."), _("Show &today"))

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_move_wanted(self, collision: Collision) -> None:
        self._steps.move_on(collision)
        # At once: what is moved already must not be there for a second press of the key.
        self._late.stop()
        self._show_delays()

    def _on_filter_chosen(self, _key: str) -> None:
        self._show_rows()

    def _on_row_selected(self, row: BoardRow | None) -> None:
        wide = self._has_room_for_pane()
        self.pane.setVisible(row is not None and wide)
        can = offered(self._desk, row) if row is not None else frozenset()
        self._menu.show_offered(can)
        if row is not None and wide:
            self.pane.show_visit(row, visit_details.of_row(self._desk, row), self._born(row), can)
        # Without the pane its one button stands in the title row, and a menu for the others.
        self._more.setVisible(row is not None and not wide)
        step = row.next_step if row is not None and not wide else None
        self._step.setVisible(step is not None)
        if step is not None:
            self._step.setText(step.label)
            self._step.setAccessibleName(_("Next step: {step}").format(step=step.label))

    def _has_room_for_pane(self) -> bool:
        """Whether the table keeps, beside the pane, the columns that are always shown, and its scroll bar."""
        around = 2 * theme.px("space_16") + theme.px("space_12")
        bar = self.table.verticalScrollBar().sizeHint().width() + 4
        return self.width() - around - self.pane.minimumWidth() >= self.table.sizeHint().width() + bar

    def _on_row_activated(self, row: BoardRow) -> None:
        if self._desk.sees("clinical") and row.session_id:
            self.session_opened.emit(row.session_id)
        else:
            self.patient_opened.emit(row.patient_id)

    def _on_step(self) -> None:
        row = self.table.selected()
        if row is None or row.next_step is None:
            return
        action = row.next_step.action
        if action in STEPS:
            self._steps.take(row, action)
        elif action is Action.CHECK_IN:
            self._on_check_in()
        elif row.session_id:
            self.session_opened.emit(row.session_id)

    def _on_asked(self, what: str) -> None:
        """Do what a button of the pane, or the menu, asks for the selected visit."""
        doing = {
            Doing.SESSION: self._on_session,
            Doing.CHECK_IN: self._on_check_in,
            Doing.CHART: self._on_chart,
            Doing.UNDO: self._on_undo,
            Doing.NO_SHOW: self._on_no_show,
            Doing.ESCORT: self._on_escort,
            Doing.MEASURES: self._on_measures,
        }
        doing[Doing(what)]()

    def _on_measures(self) -> None:
        if (row := self.table.selected()) is not None:
            self.measures_opened.emit(row.patient_id, row.session_id or "")

    def _on_menu_asked(self, place: QPoint) -> None:
        if self.table.selected() is not None:
            self._menu.popup(self.table.viewport().mapToGlobal(place))

    def _on_undo(self) -> None:
        self.table.setFocus()
        self._steps.undo_arrival(self.table.selected())

    def _on_no_show(self) -> None:
        if (row := self.table.selected()) is not None:
            # The button goes with the question; the keys stay with the visit.
            self.table.setFocus()
            self._steps.ask_no_show(row)

    def _on_escort(self) -> None:
        if (row := self.table.selected()) is not None and row.session_id:
            self.table.setFocus()
            EscortDialog(self._desk, row, self).open()

    def _on_check_in(self) -> None:
        row = self.table.selected()
        if row is not None and row.stage in CHECK_IN_STAGES and self._desk.may("visit.check_in"):
            self._steps.hush()
            self.check_in_opened.emit(row)

    def tell(self, tone: str, sentence: str) -> None:
        """Say something above the board; an empty sentence takes the last one away."""
        if sentence:
            self._strip.show_message(cast("Tone", tone), sentence)
        else:
            self._strip.clear()

    def _on_chart(self) -> None:
        if (row := self.table.selected()) is not None:
            self.patient_opened.emit(row.patient_id)

    def _on_session(self) -> None:
        if (row := self.table.selected()) is not None and row.session_id:
            self.session_opened.emit(row.session_id)

    def _on_print(self) -> None:
        self.paper_requested.emit(PaperRequest("day-list", self._day.isoformat()))

    def _on_pack_wanted(self) -> None:
        self.paper_requested.emit(PaperRequest("downtime-pack"))

    def _on_new(self) -> None:
        self.registration_opened.emit()

    def _on_empty_action(self) -> None:
        if self._day == self._today:
            self.registration_opened.emit()
        else:
            self._on_to_today()

    def _on_day_before(self) -> None:
        self._show_day(self._day - timedelta(days=1))

    def _on_day_after(self) -> None:
        self._show_day(self._day + timedelta(days=1))

    def _on_to_today(self) -> None:
        self._show_day(self._today)

    def _show_day(self, day: date) -> None:
        self._day = day
        self._reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what a late visit pushes."""
        super().showEvent(event)
        self._late.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane goes where there is no room for it, and comes back."""
        super().resizeEvent(event)
        self._fit_height()
        self._keep_board_in_view()
        # After the table has its new width, or its columns are fitted twice.
        QTimer.singleShot(0, self, self._on_resized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the whole of the pane in view, its buttons too, whatever stands above it and below the board."""
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            self.pane.setFixedHeight(
                max(self._scroll.viewport().height() - theme.px("space_4") - theme.px("space_16"), 1)
            )
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        for listed in (self._to_sign, self._forms):
            listed.set_low(self._is_low())
        self._day_start.set_low(self._is_low())

    def _is_low(self) -> bool:
        lists = sum(not listed.isHidden() for listed in (self._to_sign, self._forms))
        return self.height() < theme.px("base") * (_LOW + _LOW_BY_LIST * max(lists - 1, 0))

    def _keep_board_in_view(self) -> None:
        """Keep some rows in view; a long list below them scrolls with the page."""
        rows = _LEAST_ROWS * self.table.verticalHeader().defaultSectionSize()
        frame = self.table.height() - self.table.viewport().height()
        self._stack.setMinimumHeight(max(frame, self.table.horizontalHeader().sizeHint().height()) + rows)

    def _on_resized(self) -> None:
        self._on_row_selected(self.table.selected())

    # Words --------------------------------------------------------------------------------------------------------

    def _clinic_day(self) -> date:
        return self._desk.local(self._desk.now()).date()

    def _time(self, row: BoardRow) -> str:
        if row.day != self._day:
            return formats.format_date(row.day)[:6]
        return formats.format_time(row.starts_at) if row.starts_at else _("open")

    def _born(self, row: BoardRow) -> str:
        return formats.format_born(row.birth_date, self._today)


def _arrow(icon: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, "accent"))
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def _attention(row: BoardRow) -> str:
    return _ATTENTION if row.asks_attention else ""

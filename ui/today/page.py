"""The place one starts from: the board of the day."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions, today, visit_details
from clinicdesk.records.today import Action, BoardRow, Group
from ui import icons, theme
from ui.today.to_sign import ToSignList
from ui.today.visit_pane import VisitPane
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

_ALL, _ATTENTION = "all", "attention"


class BoardTable(RecordTable[BoardRow]):
    """The board's table; Space takes the next step of the selected visit.

    Signals:
        step_asked: Space was pressed on a row.
    """

    step_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space for the next step."""
        if event.key() == Qt.Key.Key_Space and self.selected() is not None:
            self.step_asked.emit()
        else:
            super().keyPressEvent(event)


class TodayPage(Page):
    """Who is expected, who is here, what runs, what is unsigned.

    Signals:
        patient_opened(str): Open this chart.
        session_opened(str): Open this session.
        registration_opened: Register somebody new.
        note_opened(str, str): Open a note of a patient, to be signed.
    """

    patient_opened = Signal(str)
    session_opened = Signal(str)
    registration_opened = Signal()
    note_opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Today"))
        self.setParent(parent)
        self._desk = desk
        self._today = self._clinic_day()
        self._day = self._today
        self._minute = -1
        self._rows: list[BoardRow] = []
        self._build()
        self._connect()
        self._reload()

    def _build(self) -> None:
        self._back = _arrow("chevron-left", _("Day before"))
        self._on = _arrow("chevron-right", _("Day after"))
        self._to_today = button(_("Back to &today"), kind="quiet")
        self._new = button(_("New &patient"), icon="plus")
        self._step = button("", kind="primary")
        for part in (self._to_today, self._back, self._on, self._new, self._step):
            self.add_title_action(part)
        self._strip = MessageStrip()
        self._filters = Filters(_("Filters of the board"))
        self._table = BoardTable(_("Board"), self._columns(), key=lambda row: row.session_id)
        self._empty = EmptyState("", icon="calendar-days")
        self._pane = VisitPane()
        self._pane.setFixedWidth(theme.px("base") * 25)
        self._pane.hide()
        self._to_sign = ToSignList()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_12"))
        left.addWidget(self._stack, 1)
        left.addWidget(self._to_sign)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addLayout(left, 1)
        row.addWidget(self._pane)
        self.add_fixed(self._strip)
        self.add_fixed(self._filters)
        self.add(row, 1)
        self.setFocusProxy(self._table)

    def _columns(self) -> list[Column[BoardRow]]:
        return [
            Column(_("Time"), self._time, 6),
            Column(_("Patient"), lambda row: row.patient_name, 24, stretch=True, strong=True, quiet=_is_quiet),
            Column(_("Born"), self._born, 17, quiet=_is_quiet),
            Column(_("Visit"), lambda row: row.visit, 12, priority=2, quiet=_is_quiet),
            Column(_("Where"), lambda row: row.chair, 8, priority=4),
            Column(_("Status"), lambda row: _status(row).text, 11, chips=lambda row: (_status(row),)),
            Column(_("To see to"), _badge_words, 25, chips=_badges),
        ]

    def _connect(self) -> None:
        self._back.clicked.connect(self._on_day_before)
        self._on.clicked.connect(self._on_day_after)
        self._to_today.clicked.connect(self._on_to_today)
        self._new.clicked.connect(self._on_new)
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_selected.connect(self._on_row_selected)
        self._table.row_activated.connect(self._on_row_activated)
        self._table.step_asked.connect(self._on_step)
        self._step.clicked.connect(self._on_step)
        self._pane.step_taken.connect(self._on_step)
        self._pane.chart_asked.connect(self._on_chart)
        self._empty.action_taken.connect(self._on_empty_action)
        self._to_sign.note_chosen.connect(self.note_opened)
        self._to_sign.session_chosen.connect(self.session_opened)

    # In -----------------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever; selection and place stay."""
        if changed.tables:
            self._reload()

    def tick(self) -> None:
        """Once a second: turn to the new day at midnight, and once a minute look who is late and how far they are."""
        day = self._clinic_day()
        if day != self._today:
            follows = self._day == self._today
            self._today = day
            if follows:
                self._day = day
            self._reload()
        elif self._desk.now().minute != self._minute:
            self._reload()

    def _reload(self) -> None:
        self._minute = self._desk.now().minute
        self._rows = today.board(self._desk, self._day)
        is_today = self._day == self._today
        self.set_title(_("Today") if is_today else _("Board"), formats.format_day(self._day))
        self._to_today.setVisible(not is_today)
        self._to_sign.show_items(today.to_sign(self._desk) if is_today else [])
        self._show_filters()
        self._show_rows()

    def _show_filters(self) -> None:
        shown = [(_ALL, _("All"), len(self._rows))]
        for group in Group:
            count = sum(row.group is group for row in self._rows)
            shown.append((group.value, today.group_name(group), count))
        shown.append((_ATTENTION, _("Needs attention"), sum(row.asks_attention for row in self._rows)))
        self._filters.show_filters(shown)
        self._filters.setVisible(bool(self._rows))

    def _show_rows(self) -> None:
        chosen = self._filters.chosen()
        rows = [row for row in self._rows if chosen == _ALL or chosen in (row.group.value, _attention(row))]
        if rows or self._rows:
            self._table.set_empty_text(_("Nobody under this filter."))
            self._stack.setCurrentWidget(self._table)
        else:
            self._show_empty()
        self._table.show_rows(rows)
        self._on_row_selected(self._table.selected())

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

    def _on_filter_chosen(self, _key: str) -> None:
        self._show_rows()

    def _on_row_selected(self, row: BoardRow | None) -> None:
        wide = self._has_room_for_pane()
        self._pane.setVisible(row is not None and wide)
        if row is not None and wide:
            details = visit_details.of_session(self._desk, row.session_id)
            self._pane.show_visit(row, details, self._born(row))
        # Without the pane its one button stands in the title row.
        step = row.next_step if row is not None and not wide else None
        self._step.setVisible(step is not None)
        if step is not None:
            self._step.setText(step.label)
            self._step.setAccessibleName(_("Next step: {step}").format(step=step.label))

    def _has_room_for_pane(self) -> bool:
        """Whether the table keeps, beside the pane, the columns that are always shown, and its scroll bar."""
        around = 2 * theme.px("space_16") + theme.px("space_12")
        bar = self._table.verticalScrollBar().sizeHint().width() + 4
        return self.width() - around - self._pane.minimumWidth() >= self._table.sizeHint().width() + bar

    def _on_row_activated(self, row: BoardRow) -> None:
        if self._desk.sees("clinical"):
            self.session_opened.emit(row.session_id)
        else:
            self.patient_opened.emit(row.patient_id)

    def _on_step(self) -> None:
        row = self._table.selected()
        if row is None or row.next_step is None:
            return
        if row.next_step.action is not Action.ARRIVE:
            self.session_opened.emit(row.session_id)
            return
        try:
            sessions.arrive(self._desk, row.session_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self._reload()

    def _on_chart(self) -> None:
        if (row := self._table.selected()) is not None:
            self.patient_opened.emit(row.patient_id)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane goes where there is no room for it, and comes back."""
        super().resizeEvent(event)
        # After the table has its new width, or its columns are fitted twice.
        QTimer.singleShot(0, self, self._on_resized)

    def _on_resized(self) -> None:
        self._on_row_selected(self._table.selected())

    # Words --------------------------------------------------------------------------------------------------------

    def _clinic_day(self) -> date:
        return self._desk.local(self._desk.now()).date()

    def _time(self, row: BoardRow) -> str:
        if row.day != self._day:
            return formats.format_date(row.day)[:6]
        return f"{row.time.hour:02d}:{row.time.minute:02d}" if row.time else _("open")

    def _born(self, row: BoardRow) -> str:
        return formats.format_born(row.birth_date, self._today)


def _arrow(icon: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, "accent"))
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def _is_quiet(row: BoardRow) -> bool:
    return row.group is Group.DONE


def _attention(row: BoardRow) -> str:
    return _ATTENTION if row.asks_attention else ""


def _status(row: BoardRow) -> ChipText:
    words, kind = today.phase_words(row.phase, signed=row.signed)
    return ChipText(words, kind)


def _badges(row: BoardRow) -> tuple[ChipText, ...]:
    """The gravest come first; the cell shows as many as it has room for."""
    return tuple(ChipText(badge.text, badge.kind, dot=False) for badge in row.badges)


def _badge_words(row: BoardRow) -> str:
    return ", ".join(badge.text for badge in row.badges)

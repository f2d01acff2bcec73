"""One call list, worked off line by line with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import calls
from clinicdesk.records.calls import CallLine, CallList, Outcome, Purpose, outcome_name
from ui import theme
from ui.calls.call_pane import CallPane
from ui.calls.call_table import CallTable, apart_columns
from ui.widgets.dialog import Question
from ui.widgets.record_table import RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.toast import Toast
from ui.widgets.words import label

_EMPTY = {
    Purpose.REMINDER: _("Everybody who comes next has been reminded, or nobody is booked."),
    Purpose.NO_SHOW: _("Nobody missed a visit that is not booked anew."),
    Purpose.REBOOK: _("No cancelled visit waits to be booked anew."),
    Purpose.RECALL: _("Everybody whose plan goes on has a next visit."),
    Purpose.MEASURES: _("Nobody is to be asked anything by telephone today."),
}


class CallView(QWidget):
    """Those to call, the selected one beside them, and below those who are not called.

    Attributes:
        recording: Something is being recorded here, and shown when it is: ``noted`` follows.

    Signals:
        noted: Something was recorded; counts are to be read again.
        remark_edited: Something was typed into a remark.
        patient_opened(str): A chart is wanted.
        measures_opened(str): The questionnaires in a chart are wanted.
        booking_wanted(object): A visit is to be booked, or the booking that stands seen; carries the ``Due``.
    """

    noted = Signal()
    remark_edited = Signal()
    patient_opened = Signal(str)
    measures_opened = Signal(str)
    booking_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._purpose = Purpose.REMINDER
        self._shown: CallLine | None = None
        self._remarks: dict[str, str] = {}
        self._last_attempt = ""
        self._asked_about: CallLine | None = None
        self.recording = False
        self._filling = False
        self._watched = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table = CallTable(self._desk)
        self._apart_title = label(_("Not to be called"), "h3")
        self._apart: RecordTable[CallLine] = RecordTable(
            _("Not to be called"), apart_columns(), lambda line: line.key, dense=True
        )
        self._done = label(role="muted")
        self._pane = CallPane(self._desk)
        self._pane.setFixedWidth(theme.px("base") * 28)
        self._pane.set_may_record(self._desk.may("call.record"))
        self._pane.hide()
        self._toast = Toast(self)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addWidget(self._table, 1)
        for part in (self._apart_title, self._apart, self._done):
            left.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addLayout(left, 1)
        row.addWidget(self._pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addLayout(row, 1)
        self.setFocusProxy(self._table)

    def _connect(self) -> None:
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._apart.row_activated.connect(self._on_activated)
        self._table.ended.connect(self._on_ended)
        self._pane.ended.connect(self._on_ended)
        self._table.remark_asked.connect(self._on_remark_asked)
        self._table.booking_asked.connect(self._on_booking_asked)
        self._pane.booking_asked.connect(self._on_booking_asked)
        self._pane.chart_asked.connect(self._on_chart_asked)
        self._pane.remark.line.returnPressed.connect(self._on_remark_done)
        self._pane.remark.edited.connect(self._on_remark_edited)
        self._toast.action_taken.connect(self.take_back)

    # In -----------------------------------------------------------------------------------------------------------

    def show_list(self, purpose: Purpose) -> None:
        """Show a list from its beginning."""
        self._purpose = purpose
        self._strip.clear()
        found = self._load()
        self._select(_keys(found.to_call))

    def start_day(self) -> None:
        """Begin with the lists of a new day."""
        self.show_list(self._purpose)

    def reload(self) -> None:
        """Show the list as it is now; the selected line stays."""
        before = self._shown
        found = self._load()
        if self._table.selected() is not None or before is None or not self._watched:
            self._select([] if self._table.selected() else _keys(found.to_call))
            return
        # Nobody else is selected in its place: the next key would be for the wrong patient.
        self._strip.show_message("info", _gone(before, found))

    def remarks(self) -> dict[str, str]:
        """Return what is typed and not recorded, by line."""
        return {key: words for key, words in self._remarks.items() if words}

    def show_remarks(self, remarks: dict[str, str]) -> None:
        """Bring back what was being typed."""
        self._remarks = dict(remarks)
        self._on_selected(self._table.selected())

    def take_back(self) -> None:
        """Take the outcome noted last back."""
        if not self._last_attempt:
            return
        self.recording = True
        try:
            calls.take_back(self._desk, self._last_attempt)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        finally:
            self.recording = False
        self._last_attempt = ""
        self._toast.hide()
        self.reload()
        self.noted.emit()

    def _load(self) -> CallList:
        found = calls.of(self._desk, self._purpose)
        self._table.set_empty_text(_EMPTY[self._purpose])
        self._filling = True
        self._table.show_rows(found.to_call)
        self._filling = False
        self._apart.show_rows(found.apart)
        for part in (self._apart_title, self._apart):
            part.setVisible(bool(found.apart))
        rows = min(len(found.apart), 4)
        self._apart.setFixedHeight((rows + 1) * theme.px("row_dense") + theme.px("space_12"))
        count = len(found.done)
        self._done.setText(ngettext("{count} done today", "{count} done today", count).format(count=count))
        self._done.setVisible(bool(count))
        return found

    def _select(self, wanted: Sequence[str]) -> None:
        """Select the first of these lines that is there; with none of them, nothing."""
        for key in wanted:
            if self._table.select_key(key):
                break
        self._on_selected(self._table.selected())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_selected(self, line: CallLine | None) -> None:
        if self._filling:
            return
        self._shown = line
        self._pane.setVisible(line is not None)
        if line is not None:
            self._pane.show_line(line)
            if self._pane.remark.text() != self._remarks.get(line.key, ""):
                self._pane.remark.set_text(self._remarks.get(line.key, ""))

    def _on_activated(self, line: CallLine) -> None:
        self._open(line)

    def _on_ended(self, outcome: Outcome) -> None:
        line = self._shown
        if line is None or not self._desk.may("call.record"):
            return
        if outcome is Outcome.NO_CALLS:
            self._ask_no_calls(line)
        else:
            self._note(line, outcome)

    def _ask_no_calls(self, line: CallLine) -> None:
        question = Question(
            self,
            _("No more calls?"),
            _("{name} will stand apart on every list and will not be called. The patient's details say so too.").format(
                name=line.name
            ),
            _("&Call no more"),
        )
        # The list may change behind the question.
        self._asked_about = line
        question.confirmed.connect(self._on_no_calls)
        question.open()

    def _on_no_calls(self) -> None:
        if self._asked_about is not None:
            self._note(self._asked_about, Outcome.NO_CALLS)

    def _note(self, line: CallLine, outcome: Outcome) -> None:
        order = _keys(self._table.rows())
        place = order.index(line.key) if line.key in order else 0
        self.recording = True
        try:
            remark = self._remarks.get(line.key, "")
            self._last_attempt = calls.note(self._desk, line.due, outcome, phone=line.phone, remark=remark)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        finally:
            self.recording = False
        self._strip.clear()
        if self._remarks.pop(line.key, None):
            self.remark_edited.emit()
        self._load()
        self._table.clearSelection()
        self._select([*order[place + 1 :], *order[:place], line.key])
        self._table.setFocus()
        words = _("{name}: {outcome}").format(name=line.name, outcome=outcome_name(outcome))
        self._toast.show_toast(words, "" if outcome is Outcome.NO_CALLS else _("&Undo"))
        self.noted.emit()

    def _on_remark_asked(self) -> None:
        self._pane.write_remark()

    def _on_remark_edited(self) -> None:
        if self._shown is not None:
            self._remarks[self._shown.key] = self._pane.remark.text()
            self.remark_edited.emit()

    def _on_remark_done(self) -> None:
        self._table.setFocus()

    def _on_booking_asked(self) -> None:
        if self._shown is not None:
            self.booking_wanted.emit(self._shown.due)

    def _on_chart_asked(self) -> None:
        if self._shown is not None:
            self._open(self._shown)

    def _open(self, line: CallLine) -> None:
        """Open the chart, where what was called about is done."""
        asks = line.due.purpose is Purpose.MEASURES
        (self.measures_opened if asks else self.patient_opened).emit(line.due.patient_id)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pane what room there is."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_pane)

    def _fit_pane(self) -> None:
        wide = theme.px("base") * (28 if self.width() > theme.px("base") * 82 else 26)
        if self._pane.minimumWidth() != wide:
            self._pane.setFixedWidth(wide)


def _keys(lines: Sequence[CallLine]) -> list[str]:
    return [line.key for line in lines]


def _gone(line: CallLine, found: CallList) -> str:
    """Return why a line left its list, as far as the list knows."""
    for other in (*found.done, *found.apart):
        if other.key == line.key:
            why = other.barred
            if other.done is not None:
                why = _("{outcome}, noted by {name}").format(
                    outcome=outcome_name(other.done.outcome), name=other.done.by_name
                )
            return _("{name} left this list: {why}.").format(name=line.name, why=why)
    return _("{name} left this list.").format(name=line.name)

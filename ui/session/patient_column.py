"""The right column of the session page: the last values, their trend, and the flowsheet with its row to type in."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.figures.vitals import vitals_figure
from clinicdesk.language import _
from clinicdesk.records import patients, sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm
from clinicdesk.rules.dose_rules import TreatmentKind
from clinicdesk.rules.timeline import Moment
from clinicdesk.rules.vitals import Kind
from ui import theme
from ui.session.flowsheet_table import FlowsheetTable
from ui.session.pump_column import BEFORE
from ui.session.values_card import ValuesCard
from ui.session.vitals_row import VitalsRow
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.trend_chart import TrendChart

_LOW, _WIDE = 520, 700
_TWO_LINES_BELOW = 46
"""Widths of the letter M, about, under which the fields for vital signs stand in two lines."""


class PatientColumn(QWidget):
    """What the patient does.

    Signals:
        recorded: A value was recorded.
        refused(str): A sentence that belongs to no field.
        correction_asked(object): The ``Round`` to correct, or None when no row is chosen.
        acted: What the protocol says at a broken limit was done.
    """

    recorded = Signal()
    refused = Signal(str)
    correction_asked = Signal(object)
    acted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._values = ValuesCard()
        self._trend = TrendChart(_("Trend of the vital signs"))
        self._trend_card = Card(_("Trend"))
        self._sheet = Card(_("Flowsheet"))
        self._correct = button(_("C&orrect"), kind="quiet")
        self._next = button(_("Next row"), icon="plus", shortcut="F2")
        self._row = VitalsRow(desk)
        self._table = FlowsheetTable(desk)
        self._seen = ("", 0)
        self._build()
        self._next.clicked.connect(self.enter_vitals)
        self._correct.clicked.connect(self._on_correct)
        self._table.correction_asked.connect(self.correction_asked)
        self._row.recorded.connect(self.recorded)
        self._row.refused.connect(self.refused)
        self._values.acted.connect(self.acted)

    def _build(self) -> None:
        self._trend.setMinimumHeight(theme.px("base") * 11)
        self._trend_card.add(self._trend, 1)
        self._sheet.add_action(self._correct)
        self._sheet.add_action(self._next)
        self._sheet.add(self._row)
        self._sheet.add(self._table, 1)
        content = QWidget()
        content.setProperty("role", "page_body")
        self._cards = QVBoxLayout(content)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.px("space_8"))
        self._cards.addWidget(self._values)
        self._cards.addWidget(self._trend_card, 3)
        self._cards.addWidget(self._sheet, 4)
        self._scroll = ScrollArea(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_session(self, session: Session, now: Moment, broken: Sequence[Alarm] = ()) -> None:
        """Show the session as it stands, with its ``broken`` limits; half-typed values stay as they are."""
        before = session.phase in BEFORE
        # Who is not treated is watched until somebody signs.
        open_ = not session.is_signed
        self._row.setVisible(open_)
        self._next.setVisible(open_)
        self._correct.setVisible(not session.is_signed)
        day = sessions.sheet_day(self._desk, session) if self._desk.transcribing else None
        self._row.show_session(
            session.id,
            whose=self._whose(session),
            kinds=_typed_kinds(session, before),
            ago=self._shows_when(before),
            sheet_day=day,
            started=session.started.at if session.started is not None else None,
        )
        self._tell_of_others(session)
        self._table.show_rounds(sessions.rounds(session))
        self._values.show_session(session, broken)
        self._sheet.setToolTip(session.protocol.vitals.title)
        self._show_trend(session, now)

    def _whose(self, session: Session) -> str:
        """Return chair and name, as they stand under what is typed."""
        patient = patients.get(self._desk, session.patient_id)
        name = formats.format_name(patient.family_name, patient.given_name)
        return f"{session.chair}, {name}" if session.chair else name

    def _tell_of_others(self, session: Session) -> None:
        """Say who else has recorded a row while one is being typed here."""
        last = session.observations[-1] if session.observations else None
        seq = last.seq if last else 0
        newer = self._seen[0] == session.id and seq > self._seen[1]
        if last is not None and newer and last.by_name != self._desk.person.name:
            row = next(row for row in sessions.rounds(session) if row.id == last.round_id)
            values = ", ".join(cell.text for cell in row.cells.values() if cell.text)
            self._row.say_entered(last.by_name, values)
        self._seen = (session.id, seq)

    def _shows_when(self, before: bool) -> bool:
        return not before or self._desk.transcribing or self.width() > _WIDE

    def show_time(self, session: Session, now: Moment) -> None:
        """Show what moves with time."""
        if session.started is not None:
            self._show_trend(session, now)
        self._row.tick()

    def enter_vitals(self) -> None:
        """Put the cursor where the next vital signs are typed."""
        if self._row.isVisibleTo(self):
            self._row.begin()
            self._scroll.ensureWidgetVisible(self._row)

    def focus_next_value(self) -> None:
        """Put the focus into the row, or on the table of a closed session."""
        if self._row.isVisibleTo(self):
            self._row.focus_first()
        else:
            self._table.setFocus()

    def keep_draft(self) -> None:
        """Keep half-typed values."""
        self._row.keep_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the row where vital signs are typed comes before the trend; on a narrow one it wraps."""
        super().resizeEvent(event)
        self._row.set_narrow(self.width() < theme.px("base") * _TWO_LINES_BELOW)
        low = self.height() < _LOW
        first = self._cards.indexOf(self._sheet) < self._cards.indexOf(self._trend_card)
        if low != first:
            self._cards.removeWidget(self._sheet)
            self._cards.insertWidget(1 if low else 2, self._sheet, 4)

    def _show_trend(self, session: Session, now: Moment) -> None:
        minutes = sessions.watched_minutes(session)
        figure = vitals_figure(
            session.readings,
            session.timeline,
            planned_minutes=minutes,
            now=now,
            limits=session.protocol.limits,
            given=sessions.given_words(session),
        )
        self._trend.show_figure(figure)

    def _on_correct(self) -> None:
        self.correction_asked.emit(self._table.selected())


def _typed_kinds(session: Session, before: bool) -> frozenset[Kind]:
    """Return what is typed here besides pressure, heart rate, saturation and breathing.

    The protocol's scale of sedation, what its schedule asks for; the weight before the start, and with a drug that acts
    on the mind how far away the patient is after it.
    """
    kinds = {session.protocol.sedation, *session.protocol.vitals.kinds}
    if before:
        kinds.add(Kind.WEIGHT)
    elif session.protocol.kind is not TreatmentKind.FLUID:
        kinds.add(Kind.DISSOCIATION)
    return frozenset(kinds)

"""The row in which vital signs are entered: each value is recorded for good when its field is left."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import COMMENT
from clinicdesk.rules.quantities import kilograms_text
from clinicdesk.rules.typed_moments import parse_moment
from clinicdesk.rules.vitals import MEASURES, Kind, Typed
from ui import theme
from ui.widgets.field_letters import FieldLetters
from ui.widgets.vital_field import PRESSURE, VitalField
from ui.widgets.words import label

AGO = "ago"
"""The field for when a set was taken, in minutes ago or as a time; it counts for the next moment begun."""

ROUND_SPAN = timedelta(minutes=3)
"""Values given within this time of the first belong to one moment; later ones begin the next. Our own choice."""


_SHARES = {PRESSURE: 5, COMMENT: 8, str(Kind.WEIGHT): 5, AGO: 3}
"""How much of the room a field gets; the others get 4."""


_MORE = (Kind.DISSOCIATION, Kind.DISTRESS, Kind.PAIN, Kind.TEMPERATURE)
"""What some protocols ask for."""


class VitalsRow(QWidget):
    """Blood pressure, heart rate, saturation, breathing, sedation, weight, comment.

    Enter and Tab record a field and go on to the next; F2 (on the page) begins a new moment. A field changed after it
    was recorded is a correction: the old value stays in the table, struck through.

    "When" before the first value of a moment dates the whole set back: minutes ago, or a time. Typed in from paper,
    each moment needs it, so that it comes first as on the sheet, and a moment lasts until the next one is begun.

    Signals:
        recorded: Something was recorded.
        refused(str): A sentence that belongs to no field.
    """

    recorded = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session_id = ""
        self._whose = ""
        self._left_out: set[str] = set()
        self._said = ""
        self._round_id: str | None = None
        self._begun: datetime | None = None
        self._sheet_day: date | None = None
        self._started: datetime | None = None
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(1000)
        self._build()
        self._connect()

    def _build(self) -> None:
        fields = [
            (PRESSURE, _("BP")),
            (Kind.HEART_RATE, _("HR")),
            (Kind.SPO2, "SpO₂"),
            (Kind.RESPIRATORY_RATE, _("RR")),
        ]
        fields += [(Kind.SEDATION, "MOAA/S"), (Kind.RASS, "RASS"), *((kind, MEASURES[kind].short) for kind in _MORE)]
        fields += [(Kind.WEIGHT, _("Weight, kg")), (COMMENT, _("Comment"))]
        fields.append((AGO, _("When")))
        spoken = {PRESSURE: _("Blood pressure"), COMMENT: _("Comment"), AGO: _("Taken minutes ago")}
        self.fields = {str(key): VitalField(str(key), name, waits=key == AGO) for key, name in fields}
        for key, field in self.fields.items():
            field.line.setAccessibleName(spoken.get(key) or MEASURES[Kind(key)].name)
        self.fields[str(Kind.WEIGHT)].asks = self._weight_question
        self._when = label("", "muted")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space_8"))
        self._grid.setVerticalSpacing(0)
        self._narrow = False
        self._arrange()

    def _connect(self) -> None:
        for field in self.fields.values():
            field.given.connect(self._on_given)
            field.passed.connect(self._on_passed)
            field.edited.connect(self._draft_timer.start)
            field.edited.connect(self._show_whose)
        FieldLetters(self.fields, self)
        self._draft_timer.timeout.connect(self.keep_draft)

    # What is shown ------------------------------------------------------------------------------------------------

    def show_session(
        self,
        session_id: str,
        *,
        whose: str,
        kinds: Collection[Kind],
        ago: bool,
        sheet_day: date | None,
        started: datetime | None = None,
    ) -> None:
        """Enter values for a session. ``kinds`` are those that are typed, besides the usual ones; ``ago`` shows the
        field for earlier times. ``whose`` names chair and patient, and is shown while something is typed.

        ``started``: when the treatment began. What was recorded before it is the baseline, and that moment is over.
        ``sheet_day`` is given while values are typed in from paper: the day a time without one is on.
        """
        if session_id != self._session_id:
            self._session_id = session_id
            self._new_moment()
            self._restore_draft()
        if (sheet_day is None) != (self._sheet_day is None):
            self._new_moment()
        self._sheet_day = sheet_day
        self._started = started
        self._whose = whose
        self._left_out = {str(kind) for kind in (Kind.SEDATION, Kind.RASS, *_MORE, Kind.WEIGHT) if kind not in kinds}
        self._left_out |= set() if ago else {AGO}
        for key, field in self.fields.items():
            field.setVisible(key not in self._left_out)
        self._arrange()
        self.tick()

    def set_narrow(self, narrow: bool) -> None:
        """Put comment and minutes below the values where there is no room beside them; the keys go the same way."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        """Put the fields side by side in the order of the keys; the last two go below where it is narrow."""
        order = self._in_order()
        below = order[-2:] if self._narrow and self._sheet_day is None else order[-1:] if self._narrow else []
        before: QWidget | None = None
        column = 0
        for place, field in enumerate(order):
            self._grid.removeWidget(field)
            self._grid.setColumnStretch(place, 0)
            # A field left out takes no column: even an empty one has its space beside it.
            if field not in below and field.key not in self._left_out:
                self._grid.addWidget(field, 0, column)
                self._grid.setColumnStretch(column, _SHARES.get(field.key, 4))
                column += 1
            if before is not None:
                QWidget.setTabOrder(before, field.line)
            before = field.line
        shown = column
        for column, field in enumerate(below):
            self._grid.addWidget(field, 1, 4 * column, 1, 1 if column else 4)
        self._grid.removeWidget(self._when)
        self._grid.addWidget(self._when, 2, 0, 1, max(shown, 1))

    def _in_order(self) -> list[VitalField]:
        """Return the fields in the order they are typed in: on paper the time stands first."""
        last = self.fields[AGO]
        others = [field for field in self.fields.values() if field is not last]
        return [*others, last] if self._sheet_day is None else [last, *others]

    def begin(self) -> None:
        """Begin a new moment, unless nothing was recorded in this one yet, and wait for the blood pressure."""
        if self._round_id is not None:
            self._new_moment()
        self._first().line.setFocus()

    def focus_first(self) -> None:
        """Put the cursor where the next value is typed."""
        self._first().line.setFocus()

    def _first(self) -> VitalField:
        return next(field for field in self._in_order() if field.isVisibleTo(self))

    def tick(self) -> None:
        """Let a moment that is some minutes old end when nobody is typing in it."""
        if (
            self._begun is not None
            and self._is_over()
            and not any(f.pending() for f in self.fields.values() if f.key != AGO)
        ):
            self._new_moment()

    def _new_moment(self) -> None:
        self._round_id = self._begun = None
        for field in self.fields.values():
            field.clear()
        self._say(_("Type and press Enter: each value is recorded at once."))

    def say_entered(self, by_name: str, words: str) -> None:
        """Tell who types that somebody else has just recorded a row here; what is typed stays."""
        if any(field.pending() for field in self.fields.values()):
            self._say(
                _("{name} has just recorded {values}. Yours is not recorded yet.").format(name=by_name, values=words)
            )

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._show_whose()

    def _show_whose(self) -> None:
        """While something is typed, chair and name stand below it: the hand may be at another chair than the eye."""
        typing = self._whose and any(field.pending() for field in self.fields.values() if field.key != AGO)
        theme.set_state(self._when, "tone", "info" if typing else "")
        self._when.setText(f"{self._whose}.  {self._said}" if typing else self._said)

    def _is_over(self) -> bool:
        if self._sheet_day is not None:
            return False
        if self._begun is None:
            return False
        if self._started is not None and self._begun < self._started:
            # A first value of the treatment typed over the baseline would put the baseline right, and be none itself.
            return True
        return not self._begun <= self._desk.now() <= self._begun + ROUND_SPAN

    # Recording ----------------------------------------------------------------------------------------------------

    def _on_given(self, typed: object) -> None:
        field = self.sender()
        assert isinstance(field, VitalField)
        try:
            if field.key == AGO:
                self._check_ago(str(typed))
            else:
                self._record(field, typed)
        except ClinicDeskError as problem:
            asks_when = isinstance(problem, BadValue) and problem.field == "occurred_at"
            wrong = self.fields[AGO] if asks_when and self.fields[AGO].isVisibleTo(self) else field
            wrong.set_error(str(problem))
            wrong.line.setFocus()
            return
        if field.key != AGO:
            field.show_recorded()
            if field.key == Kind.WEIGHT and isinstance(typed, Typed):
                # Pounds are turned into kilograms: what is on record stands below, with its unit.
                field.set_hint(kilograms_text(typed.values[Kind.WEIGHT]))
            self._show_whose()
            self.keep_draft()
            self.recorded.emit()
        self._go_on(field)

    def _weight_question(self, typed: Typed) -> str | None:
        """Return why a weight should be taken again: far from the one before, or no weight for this height."""
        session = sessions.get(self._desk, self._session_id)
        return sessions.weight_question(self._desk, session, typed.values[Kind.WEIGHT])

    def _record(self, field: VitalField, typed: object) -> None:
        if self._is_over() or (self._round_id is not None and self._ago_text()):
            self._forget_round(field)
        if self._correct(typed):
            return
        taken_at = self._taken_at() if self._round_id is None else None
        round_id = sessions.observe(
            self._desk,
            self._session_id,
            values=dict(typed.values) if isinstance(typed, Typed) else None,
            comment=None if isinstance(typed, Typed) else str(typed),
            round_id=self._round_id,
            taken_at=taken_at,
        )
        if self._round_id is None:
            self._round_id, self._begun = round_id, self._desk.now()
            self.fields[AGO].clear()
            at = formats.format_time(self._desk.local(taken_at or self._begun))
            self._say(_("Recorded for {time}. F2 begins the next.").format(time=at))

    def _ago_text(self) -> str:
        return self.fields[AGO].text()

    def _check_ago(self, text: str) -> datetime:
        return parse_moment(text, self._desk.local(self._desk.now()), _("When"), self._sheet_day)

    def _taken_at(self) -> datetime | None:
        """Return when the moment to begin was, or None for now. Raises ``BadValue`` for what is no moment."""
        text = self._ago_text()
        return self._check_ago(text) if text not in ("", "0") else None

    def _correct(self, typed: object) -> bool:
        """Correct what this field recorded a moment ago; return whether there was something."""
        if self._round_id is None:
            return False
        session = sessions.get(self._desk, self._session_id)
        mine = [o for o in session.current if o.round_id == self._round_id]
        if isinstance(typed, Typed):
            old = {o.id: typed.values[Kind(o.kind)] for o in mine if o.kind in {str(kind) for kind in typed.values}}
            if old:
                sessions.correct(self._desk, self._session_id, values=dict(old))
            return bool(old)
        comments = [o for o in mine if o.kind == COMMENT]
        if comments:
            sessions.correct_comment(self._desk, self._session_id, comments[0].id, comment=str(typed))
        return bool(comments)

    def _forget_round(self, kept: VitalField) -> None:
        """Begin the next moment but keep the field being recorded and what is typed elsewhere."""
        self._round_id = self._begun = None
        for field in self.fields.values():
            if field is not kept and field.key != AGO and not field.pending():
                field.clear()

    def _on_passed(self) -> None:
        field = self.sender()
        assert isinstance(field, VitalField)
        self._go_on(field)

    def _go_on(self, field: VitalField) -> None:
        """Put the cursor into the next field; after the last one Enter begins anew, and Tab leaves the row."""
        order = [f for f in self._in_order() if f.isVisibleTo(self)]
        if field is order[-1] and field.line.by_tab:
            field.line.focusNextChild()
            return
        following = order[(order.index(field) + 1) % len(order)]
        following.line.setFocus()
        following.line.selectAll()

    # Drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed and not recorded, so that it survives a crash."""
        if not self._session_id:
            return
        self._draft_timer.stop()
        pending = {key: field.pending() for key, field in self.fields.items() if key != AGO and field.pending()}
        try:
            if pending:
                self._desk.keep_draft(self._place(), pending)
            else:
                self._desk.drop_draft(self._place())
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))

    def _restore_draft(self) -> None:
        draft = self._desk.draft(self._place())
        if draft is None:
            return
        for key, text in json.loads(draft.body).items():
            if key in self.fields:
                self.fields[key].show_draft(str(text))

    def _place(self) -> str:
        return f"session:{self._session_id}:vitals"

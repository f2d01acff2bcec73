"""A row of vital signs typed on the locked screen: recorded with a login and a PIN at its end; it opens nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from clinicdesk import formats, workstation
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, NotAllowed, SignInRefused
from clinicdesk.language import _
from clinicdesk.records.locked_chairs import LockedChair
from clinicdesk.rules.vitals import MEASURES, Kind, Typed, parse_pressure, parse_reading
from clinicdesk.storage.clock import as_text, from_text
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.field_letters import FieldLetters
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.vital_field import PRESSURE, VitalField

_KEYS = (PRESSURE, Kind.HEART_RATE, Kind.SPO2, Kind.RESPIRATORY_RATE)


class LockRow(Card):
    """What is typed stays until it is recorded or cleared: a wrong PIN, and going away, keep it.

    Signals:
        recorded(str): It is in the record; carries a sentence without a patient's name.
        closed: Nobody types here any more.
    """

    recorded = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(" ")
        self._desk = desk
        self._chair: LockedChair | None = None
        self._begun: datetime | None = None
        self._kept = ""
        self._gone = False
        self._meant: dict[str, str] = {}
        self._waits_until_ms: dict[str, int] = {}
        self._fields: dict[str, VitalField] = {}
        self._grid = QGridLayout()
        self._login = TextField(_("Your l&ogin"))
        self._pin = TextField(_("Your P&IN"), secret=True)
        self._record = button(_("&Record"), kind="primary")
        self._clear = button(_("&Clear"))
        self._strip = MessageStrip()
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        self._grid.setHorizontalSpacing(theme.px("space_8"))
        shown = {PRESSURE: (_("BP"), _("Blood pressure"))}
        for column, key in enumerate((*_KEYS, Kind.SEDATION, Kind.RASS)):
            name, spoken = shown.get(key) or (MEASURES[Kind(key)].short, MEASURES[Kind(key)].name)
            field = self._fields[str(key)] = VitalField(str(key), name, waits=True)
            field.line.setAccessibleName(spoken)
            # Two scales of sedation share one place: a protocol has one of them.
            self._grid.addWidget(field, 0, min(column, len(_KEYS)))
        self.add(self._grid)
        end = QHBoxLayout()
        end.setSpacing(theme.px("space_8"))
        end.addWidget(self._login, 1)
        end.addWidget(self._pin, 1)
        end.addWidget(self._record)
        end.addWidget(self._clear)
        self.add(self._strip)
        self.add(end)

    def _connect(self) -> None:
        for field in self._fields.values():
            field.given.connect(self._on_given)
            field.passed.connect(self._on_passed)
            field.edited.connect(self._on_typed)
        FieldLetters(self._fields, self)
        self._login.line.returnPressed.connect(self._pin.setFocus)
        self._pin.line.returnPressed.connect(self._on_record)
        self._login.edited.connect(self.tick)
        self._record.clicked.connect(self._on_record)
        self._clear.clicked.connect(self._on_clear)

    # For which chair ----------------------------------------------------------------------------------------------

    def open_for(self, chair: LockedChair) -> None:
        """Type for a chair. What was typed for another is kept for that one."""
        if self._chair is None or self._chair.session_id != chair.session_id:
            self.keep_draft()
            self._empty()
            self._chair = chair
            self._restore_draft()
        self._chair = chair
        # Which chair stands where the eyes are while typing.
        self.set_title(_("Vital signs for {chair}").format(chair=chair.chair))
        for kind in (Kind.SEDATION, Kind.RASS):
            self._fields[str(kind)].setVisible(kind is chair.sedation)
        if not self._login.text():
            self._login.set_text(self._desk.person.login)
        self._strip.clear()
        self._gone = False
        self.show()
        self._shown()[0].line.setFocus()

    def go_on_typing(self) -> bool:
        """Go back to what is half typed; return whether there is something. It never lands in another chair's row."""
        if self._chair is None or not any(field.text() for field in self._shown()):
            return False
        empty = next((field for field in self._shown() if not field.text()), None)
        (empty.line if empty is not None else self._pin).setFocus()
        return True

    def follow(self, chairs: Sequence[LockedChair]) -> None:
        """Say so when the patient typed for has left, or cannot be told apart any more: a chair is soon taken again."""
        if self._chair is None:
            return
        here = any(one.session_id == self._chair.session_id and one.may_type for one in chairs)
        if not here and not self._gone:
            sentence = _("The patient has left {chair}. What is typed was not recorded; clear it.")
            self._strip.show_message("danger", sentence.format(chair=self._chair.chair))
        elif here and self._gone:
            self._strip.clear()
        self._gone = not here
        self.tick()

    def tick(self) -> None:
        """Count down after wrong tries, only for the login they were made with; keep what is typed."""
        from clinicdesk.records import admitting

        until_ms = self._waits_until_ms.get(admitting.login_of(self._login.text()), 0)
        left = -(-(until_ms - self._desk.clinic.clock.uptime_ms()) // 1000)
        self._record.setEnabled(left <= 0 and not self._gone)
        self._record.setText(_("Wait {seconds} s").format(seconds=left) if left > 0 else _("&Record"))
        self.keep_draft()

    def forget_pin(self) -> None:
        """Half a PIN that was left is forgotten."""
        self._pin.set_text("")

    def _shown(self) -> list[VitalField]:
        return [field for field in self._fields.values() if not field.isHidden()]

    def _empty(self) -> None:
        for field in self._fields.values():
            field.clear()
        self._begun = None
        self._meant.clear()
        self._pin.set_text("")
        self._strip.clear()

    # Typing -------------------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        if self._begun is None:
            self._begun = self._desk.now()

    def _on_given(self) -> None:
        field = self.sender()
        assert isinstance(field, VitalField)
        field.clear_message()
        self._meant[field.key] = field.text()
        self._go_on(field)

    def _on_passed(self) -> None:
        field = self.sender()
        assert isinstance(field, VitalField)
        self._go_on(field)

    def _go_on(self, field: VitalField) -> None:
        order = self._shown()
        place = order.index(field) + 1
        if place < len(order):
            order[place].line.setFocus()
        else:
            (self._pin if self._login.text() else self._login).setFocus()

    def _on_clear(self) -> None:
        self._empty()
        self.keep_draft()
        self._chair = None
        self.hide()
        self.closed.emit()

    # Recording ----------------------------------------------------------------------------------------------------

    def _values(self) -> dict[Kind, int]:
        """Return what is typed. Raises ``BadValue``, shown at its field, for what cannot be."""
        values: dict[Kind, int] = {}
        for field in self._shown():
            if not field.text():
                continue
            try:
                typed = self._read(field)
            except BadValue as problem:
                field.set_error(str(problem))
                field.line.setFocus()
                raise
            values.update(typed.values)
        return values

    def _read(self, field: VitalField) -> Typed:
        """Return what a field says; what is unusual is asked about once, unless Enter in the field has said so."""
        text = field.text()
        typed = parse_pressure(text) if field.key == PRESSURE else parse_reading(Kind(field.key), text)
        if typed.question and self._meant.get(field.key) != text:
            self._meant[field.key] = text
            raise BadValue(typed.question)
        return typed

    def _on_record(self) -> None:
        if self._chair is None or not self._record.isEnabled():
            return
        try:
            values = self._values()
        except BadValue:
            return
        if not values:
            self._strip.show_message("warn", _("Type at least one value first."))
            self._shown()[0].line.setFocus()
            return
        if not self._pin.line.text():
            self._pin.set_error(_("Type your PIN or your password."))
            self._pin.setFocus()
            return
        try:
            name = self._record_as(values)
        except SignInRefused as problem:
            self._refuse(problem)
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._finish(name)

    def _record_as(self, values: dict[Kind, int]) -> str:
        """Record the row for whoever's PIN this is, and return the name. Nothing else is done in that name."""
        from clinicdesk.records import pins, sessions

        assert self._chair is not None
        typed = self._pin.line.text()
        self._pin.set_text("")
        person = pins.admit(self._desk.clinic, self._login.text(), typed, self._desk.workstation).person
        desk = Desk(self._desk.clinic, person, workstation.name())
        if not desk.may("session.observe"):
            raise NotAllowed(_("Your role does not include recording vital signs. Ask a nurse."))
        # The values were taken when they were typed, however long the PIN takes; a clock set back keeps none of them.
        begun = self._begun if self._begun is not None and self._begun <= desk.now() else None
        sessions.observe(desk, self._chair.session_id, values=values, taken_at=begun)
        return person.name

    def _refuse(self, problem: SignInRefused) -> None:
        from clinicdesk.records import admitting

        self._pin.set_error(str(problem))
        until_ms = self._desk.clinic.clock.uptime_ms() + problem.wait_seconds * 1000
        self._waits_until_ms[admitting.login_of(self._login.text())] = until_ms
        self.tick()
        self._pin.setFocus()

    def _finish(self, name: str) -> None:
        assert self._chair is not None
        at = formats.format_time(self._desk.local(self._begun or self._desk.now()))
        sentence = _("Recorded for {chair}, {time}, by {name}.").format(chair=self._chair.chair, time=at, name=name)
        self._on_clear()
        self.recorded.emit(sentence)

    # Drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed, so that it survives a crash. It never alarms, and is nobody's record."""
        if self._chair is None:
            return
        typed = {key: field.text() for key, field in self._fields.items() if field.text()}
        body = json.dumps({"typed": typed, "begun": as_text(self._begun) if self._begun else None})
        if body == self._kept:
            return
        try:
            if typed:
                self._desk.keep_draft(self._place(), {"typed": typed, "begun": json.loads(body)["begun"]})
            else:
                self._desk.drop_draft(self._place())
        except ClinicDeskError:
            # The lock must go on whatever has become of the file; recording it will say what is wrong.
            return
        self._kept = body

    def _restore_draft(self) -> None:
        self._kept = ""
        draft = self._desk.draft(self._place())
        if draft is None:
            return
        body = json.loads(draft.body)
        self._begun = from_text(body["begun"]) if body["begun"] else None
        for key, text in body["typed"].items():
            if key in self._fields:
                self._fields[key].line.setText(str(text))

    def _place(self) -> str:
        assert self._chair is not None
        return f"locked:{self._chair.session_id}:vitals"

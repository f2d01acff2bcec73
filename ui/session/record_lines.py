"""What was recorded in a session beside the vital signs: stamps that wait, drugs, events, notes, with their buttons."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.course_words import event_words
from clinicdesk.records import sessions
from clinicdesk.records.sessions import AdverseEvent, DrugGiven, LateEvent, Session, SessionEvent, Stamp
from clinicdesk.rules.adverse import WORDS, Severity, kind_words
from clinicdesk.rules.alarms import AlarmDeed
from clinicdesk.rules.timeline import EventKind
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label

_NOTED = (
    EventKind.HELD,
    EventKind.HOLD_OVER,
    EventKind.OXYGEN,
    EventKind.WORDS,
    EventKind.ROOM,
    EventKind.ESCORT,
    EventKind.ALARM,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: the key its button asks for, the words, the button's words (empty: no button), the colour."""

    key: str
    words: str
    action: str
    tone: str = ""


def _waiting(session: Session) -> tuple[Stamp, ...]:
    return () if session.is_signed else sessions.open_stamps(session)


def _told(event: SessionEvent) -> bool:
    """Say whether an event tells of the patient: that somebody was going to an alarm, or muted it, does not."""
    return event.kind is not EventKind.ALARM or event.detail.get("what") in (AlarmDeed.ACTED, AlarmDeed.CLOSED)


_GIVEN = _("given {amount}")


class RecordLines(QWidget):
    """Filled anew when the lines have changed.

    Signals:
        correction_asked(str): ``correct_drug:<id>``, ``correct_adverse:<id>``, ``correct_late:<id>``, or, for a stamp,
            ``settle:<id>``.
    """

    correction_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[_Line, ...] | None = None
        self._keys: dict[QPushButton, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_4"))

    def show_session(self, session: Session) -> bool:
        """Show the lines that count, and return whether there are any."""
        correct = "" if session.is_signed else _("Correct")
        lines = [_Line(f"settle:{one.id}", self._stamp_words(one), _("Details"), "warn") for one in _waiting(session)]
        lines += [_Line(f"correct_drug:{drug.id}", self._drug_words(drug), correct) for drug in session.drugs]
        lines += [_Line(f"correct_adverse:{e.id}", self._event_words(e), correct) for e in session.adverse_events]
        lines += [_Line(e.id, self._noted_words(session, e), "") for e in session.events_of(*_NOTED) if _told(e)]
        late = sessions.late_events(session)
        may = _("Correct") if self._desk.may("session.late_event") else ""
        lines += [_Line(f"correct_late:{e.id}", self._late_words(e), may) for e in late]
        if tuple(lines) == self._shown:
            return bool(lines)
        self._shown = tuple(lines)
        self._empty()
        for line in lines:
            self._column.addWidget(self._line(line))
        self.setVisible(bool(lines))
        return bool(lines)

    def _empty(self) -> None:
        self._keys.clear()
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _line(self, line: _Line) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8"))
        row.addWidget(label(line.words, wrap=True, tone=line.tone), 1)
        if line.action:
            made = button(line.action, kind="quiet")
            made.setAccessibleName(_("{action}: {line}").format(action=line.action, line=line.words))
            self._keys[made] = line.key
            made.clicked.connect(self._on_pressed)
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _drug_words(self, drug: DrugGiven) -> str:
        parts = [formats.format_drug(drug.product)]
        # Of a device, all of it is given: one number says it.
        whole = drug.given_micrograms == drug.drawn_micrograms and not (
            drug.wasted_micrograms or drug.returned_micrograms
        )
        for name, amount in (
            (_("drawn {amount}"), drug.drawn_micrograms),
            (_GIVEN, drug.given_micrograms),
            (_("wasted {amount}"), drug.wasted_micrograms),
            (_("returned {amount}"), drug.returned_micrograms),
        ):
            if amount is not None and (not whole or name is _GIVEN):
                parts.append(name.format(amount=formats.format_dose(amount)))
        if drug.volume_microlitres is not None:
            parts.append(formats.format_volume(drug.volume_microlitres))
        if drug.lot:
            parts.append(_("lot {lot}").format(lot=drug.lot))
        if drug.witness_name:
            parts.append(_("witness {name}").format(name=drug.witness_name))
        return ", ".join(parts)

    def _event_words(self, event: AdverseEvent) -> str:
        return _("{time} {what}, {severity}").format(
            time=formats.format_time(self._desk.local(event.onset_at)),
            what=kind_words(event.kind),
            severity=WORDS[Severity(event.severity)].lower(),
        )

    def _stamp_words(self, stamp: Stamp) -> str:
        time = formats.format_time(self._desk.local(stamp.moment.at))
        what = kind_words(stamp.what) if stamp.what else _("stamped, not said what")
        return _("{time} {what}: details are missing").format(time=time, what=what)

    def _noted_words(self, session: Session, event: SessionEvent) -> str:
        return f"{formats.format_time(self._desk.local(event.at))} {event_words(self._desk, session, event)}"

    def _late_words(self, event: LateEvent) -> str:
        return _("Late event, {time}: {what}, {severity}. Told by {name}.").format(
            time=formats.format_date_time(self._desk.local(event.onset_at)),
            what=kind_words(event.kind),
            severity=WORDS[Severity(event.severity)].lower(),
            name=event.told_by,
        )

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.correction_asked.emit(self._keys[pressed])

"""What stands on the tile of a chair, in words: computed when something was recorded, or when the clock moves it on."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.cockpit import Watched
from clinicdesk.records.sessions import COMMENT, Session
from clinicdesk.records.today import phase_words
from clinicdesk.rules.alarms import Alarm, AlarmKind, Urgency
from clinicdesk.rules.timeline import Moment, elapsed
from clinicdesk.rules.vitals import MEASURES, Kind, show
from ui.widgets.chip import ChipText

_SHOWN = (Kind.SYSTOLIC, Kind.HEART_RATE, Kind.SPO2, Kind.RESPIRATORY_RATE, Kind.SEDATION, Kind.RASS)
_TONES = {Urgency.QUIET: "", Urgency.DUE: "info", Urgency.OVERDUE: "warn", Urgency.LOUD: "danger"}


@dataclass(frozen=True, slots=True)
class Value:
    """The last value of a kind, as it is read, and where it went since the one before: an arrow, or nothing."""

    name: str
    text: str
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """The words of one tile. ``tone`` is that of its most urgent alarm; ``more`` counts the others that call."""

    letter: str
    chair: str
    patient: str
    phase: ChipText
    nurse: str
    minutes: str
    dose: str
    values: tuple[Value, ...]
    tone: str
    alarm: str
    under: str
    end: str
    more: int

    def spoken(self) -> str:
        """Return all of it as a screen reader says it."""
        values = ", ".join(
            f"{value.name} {value.text} {_ARROW_WORDS.get(value.arrow, '')}".strip() for value in self.values
        )
        end = _("planned {end}").format(end=self.end) if self.end else ""
        parts = [self.patient, self.phase.text, self.minutes, self.alarm, self.under, values, self.dose, end]
        parts += [self.nurse, _("{count} more alarms").format(count=self.more) if self.more else ""]
        return ". ".join(part.rstrip(".") for part in parts if part)


_ARROW_WORDS = {"↑": _("rising"), "↓": _("falling")}


def values_of(session: Session | None) -> tuple[Value, ...]:
    """Return the last values with their arrows; made when a session was read, it takes the longest of a tile."""
    if session is None:
        return ()
    by_kind: dict[str, list[int]] = {}
    ordered = sorted(
        (o for o in session.current if o.kind != COMMENT and o.value is not None), key=lambda o: o.moment.at
    )
    for observation in ordered:
        by_kind.setdefault(observation.kind, []).append(observation.value or 0)
    found = []
    for kind in _SHOWN:
        values = by_kind.get(kind)
        if not values:
            continue
        if kind is Kind.SYSTOLIC:
            low = by_kind.get(Kind.DIASTOLIC, [])
            found.append(Value(_("BP"), f"{values[-1]}/{low[-1] if low else ''}", _arrow(values)))
        else:
            text = f"{values[-1]}%" if kind is Kind.SPO2 else show(kind, values[-1]).split(" ")[0]
            found.append(Value(MEASURES[kind].short, text, _arrow(values)))
    return tuple(found)


def face_of(
    desk: Desk, letter: str, chair: Watched, values: tuple[Value, ...], alarms: Sequence[Alarm], now: Moment
) -> Face:
    """Return what stands on a tile at this moment."""
    words, kind = phase_words(chair.phase)
    session = chair.session
    first = alarms[0] if alarms else None
    wanted = [alarm for alarm in alarms if alarm.urgency > Urgency.QUIET]
    return Face(
        letter=letter,
        chair=chair.chair or _("No chair"),
        patient=chair.patient,
        phase=ChipText(words, kind),
        nurse=chair.nurse,
        minutes=_minutes(session, now),
        dose=_dose(session, now),
        values=values,
        tone=_TONES[first.urgency] if first else "",
        alarm=_alarm(desk, first) if first else "",
        under=_under(desk, first, alarms) if first else "",
        end=_end(desk, alarms),
        more=max(len(wanted) - 1, 0),
    )


def _minutes(session: Session | None, now: Moment) -> str:
    if session is None:
        return ""
    since = session.started
    if since is None:
        return ""
    passed = elapsed(since, now)
    # A part of it rests on the wall clock alone: the PC was restarted meanwhile.
    words = _("about {count} min") if passed.gap else _("{count} min")
    return words.format(count=passed.minutes)


def _dose(session: Session | None, now: Moment) -> str:
    """Return given and remaining dose, of a fluid its volume; empty before the start."""
    if session is None or session.order is None or session.started is None:
        return ""
    ordered = session.order.arithmetic.dose_micrograms
    if ordered == 0:
        flowed = session.infused_microlitres(now)
        left = max(session.target_microlitres - flowed, 0)
        given, remaining = formats.format_volume(flowed), formats.format_volume(left)
    else:
        amount = session.given_micrograms(now)
        given, remaining = formats.format_dose(amount), formats.format_dose(max(ordered - amount, 0))
    return _("{given} in, {left} left").format(given=given, left=remaining)


def _alarm(desk: Desk, alarm: Alarm) -> str:
    time = formats.format_time(desk.local(alarm.due_at))
    if alarm.urgency is Urgency.QUIET:
        return _("{what}, {time}").format(what=alarm.words.rstrip(".?"), time=time)
    if alarm.kind in (AlarmKind.LIMIT, AlarmKind.CALL):
        return alarm.words
    if alarm.late_minutes:
        return _("{what}: {count} min late").format(what=alarm.words.rstrip(".?"), count=alarm.late_minutes)
    return _("{what}: now").format(what=alarm.words.rstrip(".?"))


def _under(desk: Desk, alarm: Alarm, alarms: Sequence[Alarm]) -> str:
    """Return what is done about it: who goes, for how long the chair is silent, what the protocol says."""
    parts = []
    if alarm.going:
        parts.append(_("{name} is going").format(name=alarm.going))
    muted = next((one.muted_until for one in alarms if one.muted_until is not None), None)
    if muted is not None:
        parts.append(_("chair muted until {time}").format(time=formats.format_time(desk.local(muted))))
    if not parts and alarm.do and alarm.urgency > Urgency.QUIET:
        parts.append(alarm.do)
    return ", ".join(parts)


def _end(desk: Desk, alarms: Sequence[Alarm]) -> str:
    end = next((alarm for alarm in alarms if alarm.kind is AlarmKind.END), None)
    if end is None:
        return ""
    return _("end {time}").format(time=formats.format_time(desk.local(end.due_at)))


def _arrow(values: Sequence[int]) -> str:
    if len(values) < 2 or values[-1] == values[-2]:
        return ""
    return "↑" if values[-1] > values[-2] else "↓"

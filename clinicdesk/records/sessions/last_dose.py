"""What was given last time and how it went: shown beside a new order."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.identities import of_person
from clinicdesk.records.sessions.events import now_of
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules import adverse, timeline
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind, show


@dataclass(frozen=True, slots=True)
class LastDose:
    """The last treated session with the same drug, or the last fluid. ``ordered_micrograms`` is None for a fluid.

    ``minutes`` is how long it flowed; for devices, from the first to the last as ordered.

    ``effects`` are lines of what was read and what happened: pressures, saturation, dissociation, unwanted events.
    """

    session_id: str
    on: date
    title: str
    lines: tuple[str, ...]
    ordered_micrograms: int | None
    given_micrograms: int
    minutes: int
    effects: tuple[str, ...]


def last_dose(desk: Desk, session: Session) -> LastDose | None:
    """Return the dose of the person's last session with this protocol's drug before this one, or None."""
    row = desk.row(
        "SELECT s.id FROM sessions s JOIN orders o ON o.session_id = s.id "
        "JOIN session_events v ON v.session_id = s.id AND v.kind = ? "
        f"WHERE {of_person('s', 'sessions')} AND s.id <> ? AND o.kind = ? AND (o.kind = 'fluid' OR o.drug = ?) "
        "AND (s.planned_on, s.id) < (?, ?) ORDER BY s.planned_on DESC, s.id DESC LIMIT 1",
        str(EventKind.STARTED),
        session.patient_id,
        session.id,
        str(session.protocol.kind),
        session.protocol.drug,
        session.planned_on.isoformat(),
        session.id,
    )
    return _of(desk, get(desk, row["id"])) if row else None


def _of(desk: Desk, before: Session) -> LastDose | None:
    order = before.order
    if order is None:
        return None
    kind, now = before.protocol.kind, now_of(desk)
    flowed = timeline.infused(before.timeline, now).minutes
    return LastDose(
        session_id=before.id,
        on=before.planned_on,
        title=before.title,
        lines=order.lines,
        ordered_micrograms=order.arithmetic.dose_micrograms if kind is not TreatmentKind.FLUID else None,
        given_micrograms=before.given_micrograms(now),
        minutes=order.arithmetic.duration_minutes if kind is TreatmentKind.DEVICES else flowed,
        effects=effects_of(before),
    )


def effects_of(before: Session) -> tuple[str, ...]:
    """Return how it went, as short lines: the extremes of what was read after the start, then what happened."""
    start = before.started
    readings = [r for r in before.readings if start is None or r.at >= start.at]
    lines = []
    for kind, worst, words in (
        (Kind.SYSTOLIC, max, _("Highest systolic pressure {value}")),
        (Kind.SPO2, min, _("Lowest oxygen saturation {value}")),
        (Kind.DISSOCIATION, max, _("Most dissociation {value} of 3")),
        (Kind.DISTRESS, max, _("Most distress {value} of 10")),
        (Kind.PAIN, min, _("Least pain {value} of 10")),
    ):
        values = [reading.value for reading in readings if reading.kind is kind]
        if values:
            lines.append(words.format(value=show(kind, worst(values))))
    pauses = len(before.events_of(EventKind.PAUSED))
    if pauses:
        lines.append(ngettext("Paused {count} time", "Paused {count} times", pauses).format(count=pauses))
    ended = before.last_event(EventKind.ENDED)
    if ended is not None and ended.detail.get("ended") == "stopped":
        lines.append(_("Stopped early: {reason}").format(reason=ended.detail.get("reason") or _("no reason given")))
    lines += [
        _("{what}, {how_bad}").format(what=adverse.kind_words(event.kind), how_bad=_severity(event.severity))
        for event in before.adverse_events
    ]
    return tuple(lines)


def _severity(code: str) -> str:
    return adverse.WORDS[adverse.Severity(code)].lower()

"""The board of a day: who is expected, who is here, what is running, what is unsigned, and the next step of each.

A receptionist sees where a visit stands and what is missing, never clinical content.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import consents, notes, pinned_protocols, sessions
from clinicdesk.records.sessions import CheckItem, SessionLine
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.timeline import BEFORE_START, EventKind, Phase

NOT_HERE_AFTER = timedelta(minutes=15)
"""How long after the planned time a patient who has not come is marked. Our own choice."""

BadgeKind = Literal["danger", "warn", "info", "neutral"]


class Action(StrEnum):
    """What the next step of a visit is. ARRIVE is done on the board; the others are done in the session."""

    ARRIVE = "arrive"
    PREPARE = "prepare"
    START = "start"
    OPEN = "open"
    DISCHARGE = "discharge"
    SIGN = "sign"


class Group(StrEnum):
    """The filters of the board."""

    TO_COME = "to_come"
    HERE = "here"
    INFUSING = "infusing"
    RECOVERY = "recovery"
    DONE = "done"


def group_name(group: Group) -> str:
    """Return a group as people say it."""
    return {
        Group.TO_COME: _("To come"),
        Group.HERE: _("Here"),
        Group.INFUSING: _("Infusing"),
        Group.RECOVERY: _("Recovery"),
        Group.DONE: _("Done"),
    }[group]


ChipKind = Literal["danger", "warn", "ok", "info", "violet", "neutral"]


def phase_words(phase: Phase, *, signed: bool = False) -> tuple[str, ChipKind]:
    """Return how a phase is called on a board, and its kind of chip."""
    if signed:
        return _("Signed"), "neutral"
    words: dict[Phase, tuple[str, ChipKind]] = {
        Phase.PLANNED: (_("Scheduled"), "neutral"),
        Phase.ARRIVED: (_("Arrived"), "info"),
        Phase.CHECKING: (_("Pre-check"), "violet"),
        Phase.READY: (_("Ready"), "violet"),
        Phase.RUNNING: (_("Infusing"), "ok"),
        Phase.PAUSED: (_("Paused"), "warn"),
        Phase.RECOVERY: (_("Recovery"), "warn"),
        Phase.DISCHARGED: (_("Discharged"), "neutral"),
        Phase.NOT_TREATED: (_("Not treated"), "neutral"),
    }
    return words[phase]


_GROUPS = {
    Phase.PLANNED: Group.TO_COME,
    Phase.ARRIVED: Group.HERE,
    Phase.CHECKING: Group.HERE,
    Phase.READY: Group.HERE,
    Phase.RUNNING: Group.INFUSING,
    Phase.PAUSED: Group.INFUSING,
    Phase.RECOVERY: Group.RECOVERY,
    Phase.DISCHARGED: Group.DONE,
    Phase.NOT_TREATED: Group.DONE,
}
_GRAVITY = ("danger", "warn", "info", "neutral")
_HERE = frozenset({Phase.ARRIVED, Phase.CHECKING, Phase.READY})
_OVER = frozenset({Phase.DISCHARGED, Phase.NOT_TREATED})


@dataclass(frozen=True, slots=True)
class Badge:
    """A few words about something missing or dangerous. ``asks`` says that somebody has to do something about it."""

    text: str
    kind: BadgeKind
    asks: bool = True


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next, and the words on its button."""

    action: Action
    label: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One visit. ``time`` is the clinic's own; ``day`` is the planned day, which may be an earlier one."""

    session_id: str
    patient_id: str
    day: date
    time: time | None
    patient_name: str
    birth_date: date | None
    visit: str
    chair: str
    phase: Phase
    signed: bool
    badges: tuple[Badge, ...]
    next_step: NextStep | None

    @property
    def group(self) -> Group:
        """Which filter the visit belongs to."""
        return _GROUPS[self.phase]

    @property
    def asks_attention(self) -> bool:
        """Whether something is missing that somebody has to see to."""
        return any(badge.asks for badge in self.badges)


@dataclass(frozen=True, slots=True)
class ToSign:
    """Something this person has to sign: a note, or a session that is over."""

    kind: Literal["note", "session"]
    id: str
    patient_id: str
    patient_name: str
    what: str
    at: datetime


def board(desk: Desk, day: date) -> list[BoardRow]:
    """Return the visits of the clinic's day, and above them those of earlier days that still run or wait to be signed.

    Visits of a day are in the order of their times; those without a time come last.
    """
    desk.may_see("plan")
    today = desk.local(desk.now()).date()
    lines = sessions.on_day(desk, day)
    if day == today:
        earlier = {line.id: line for line in sessions.running(desk) if line.planned_on != day}
        if desk.sees("clinical"):
            earlier |= {line.id: line for line in sessions.unsigned(desk) if line.planned_on != day}
        lines = sorted(earlier.values(), key=lambda line: (line.planned_on, line.id)) + lines
    facts = _Facts(desk, lines)
    return [_row(desk, line, facts, today) for line in lines]


def to_sign(desk: Desk) -> list[ToSign]:
    """Return what this person has to sign, oldest first: their notes, and sessions they worked in that are over."""
    if not desk.sees("clinical"):
        return []
    found = [
        ToSign(
            "note",
            note.id,
            note.patient_id,
            formats.format_name(note.family_name, note.given_name),
            notes.kind_name(note.kind),
            desk.local(note.written_at),
        )
        for note in notes.unsigned(desk)
    ]
    lines = [line for line in sessions.unsigned(desk) if line.phase in _OVER]
    names = _patients(desk, lines)
    worked_in = _worked_in(desk, [line.id for line in lines])
    for line in lines:
        if line.id in worked_in:
            at = datetime.combine(line.planned_on, line.planned_time or time(0), desk.zone())
            name = _name(names[line.patient_id])
            found.append(ToSign("session", line.id, line.patient_id, name, _visit(line), at))
    return sorted(found, key=lambda item: (item.at, item.id))


class _Facts:
    """What the rows of a board need besides their sessions, read for all of them at once."""

    def __init__(self, desk: Desk, lines: Sequence[SessionLine]) -> None:
        self.clinical = desk.sees("clinical")
        ids = json.dumps([line.id for line in lines])
        self.patients = _patients(desk, lines)
        self.escorted = _ids(
            desk,
            "SELECT DISTINCT e.session_id AS id FROM json_each(?) j JOIN session_events e ON e.session_id = j.value "
            f"WHERE e.kind = '{EventKind.CHECKING}' AND e.detail ->> 'item' = '{CheckItem.ESCORT}'",
            ids,
        )
        self.ordered = _ids(
            desk, "SELECT DISTINCT o.session_id AS id FROM json_each(?) j JOIN orders o ON o.session_id = j.value", ids
        )
        self.protocols = {
            row["id"]: pinned_protocols.read(desk, row["protocol_id"])
            for row in desk.rows(
                "SELECT s.id, r.protocol_id FROM json_each(?) j JOIN sessions s ON s.id = j.value "
                "JOIN series r ON r.id = s.series_id",
                ids,
            )
        }
        people = json.dumps(sorted({line.patient_id for line in lines}))
        self.allergies: dict[str, list[str]] = {}
        self.answers: dict[str, Answer] = {}
        if self.clinical:
            self._read_allergies(desk, people)

    def _read_allergies(self, desk: Desk, people: str) -> None:
        for row in desk.rows(
            "SELECT a.patient_id, a.substance FROM json_each(?) j JOIN allergies a ON a.patient_id = j.value "
            "WHERE a.voided_reason IS NULL AND a.ended_on IS NULL ORDER BY a.id",
            people,
        ):
            self.allergies.setdefault(row["patient_id"], []).append(row["substance"])
        for row in desk.rows(
            "SELECT a.patient_id, a.answer FROM json_each(?) j JOIN patient_answers a ON a.patient_id = j.value "
            "WHERE a.field = 'allergies'",
            people,
        ):
            self.answers[row["patient_id"]] = Answer(row["answer"])


def _row(desk: Desk, line: SessionLine, facts: _Facts, today: date) -> BoardRow:
    patient = facts.patients[line.patient_id]
    return BoardRow(
        session_id=line.id,
        patient_id=line.patient_id,
        day=line.planned_on,
        time=line.planned_time,
        patient_name=_name(patient),
        birth_date=date.fromisoformat(patient["birth_date"]) if patient["birth_date"] else None,
        visit=_visit(line),
        chair=line.chair or "",
        phase=line.phase,
        signed=line.signed,
        badges=tuple(sorted(_badges(desk, line, facts, today), key=lambda badge: _GRAVITY.index(badge.kind))),
        next_step=_next_step(desk, line, today),
    )


def _badges(desk: Desk, line: SessionLine, facts: _Facts, today: date) -> Iterable[Badge]:
    protocol = facts.protocols[line.id]
    if substances := facts.allergies.get(line.patient_id):
        more = f" +{len(substances) - 1}" if len(substances) > 1 else ""
        yield Badge(_("Allergy: {substance}").format(substance=substances[0]) + more, "danger", asks=False)
    elif facts.clinical and line.phase in BEFORE_START and line.patient_id not in facts.answers:
        yield Badge(_("Allergies not asked"), "warn")
    if line.phase not in _OVER:
        badge = consents.for_treatment(desk, line.patient_id, protocol.consents).badge()
        if badge is not None:
            kind: BadgeKind = badge[1] if badge[1] in ("danger", "warn", "info") else "neutral"  # type: ignore[assignment]
            yield Badge(badge[0], kind, asks=kind != "info")
    if line.phase in _HERE:
        if line.phase is Phase.ARRIVED and not facts.clinical:
            yield Badge(_("Clinician needed"), "info")
        if line.id not in facts.ordered:
            words = _("Order to sign") if facts.clinical else _("Prescriber must sign order")
            yield Badge(words, "info")
        if protocol.escort_required and line.id not in facts.escorted:
            yield Badge(_("Escort missing"), "warn")
    if line.phase is Phase.PLANNED and _is_late(desk, line, today):
        yield Badge(_("Not here yet"), "warn")
    if line.phase in _OVER and not line.signed:
        yield Badge(_("Unsigned"), "warn")


def _is_late(desk: Desk, line: SessionLine, today: date) -> bool:
    if line.planned_on != today or line.planned_time is None:
        return False
    planned = datetime.combine(line.planned_on, line.planned_time, desk.zone())
    return desk.now() - planned > NOT_HERE_AFTER


def _next_step(desk: Desk, line: SessionLine, today: date) -> NextStep | None:
    if line.phase is Phase.PLANNED:
        if line.planned_on == today and desk.may("session.arrive"):
            return NextStep(Action.ARRIVE, _("Mark arrived"))
        return None
    if not desk.sees("clinical") or line.signed:
        return None
    return {
        Phase.ARRIVED: NextStep(Action.PREPARE, _("Before start")),
        Phase.CHECKING: NextStep(Action.PREPARE, _("Before start")),
        Phase.READY: NextStep(Action.START, _("Start infusion")),
        Phase.RUNNING: NextStep(Action.OPEN, _("Open session")),
        Phase.PAUSED: NextStep(Action.OPEN, _("Open session")),
        Phase.RECOVERY: NextStep(Action.DISCHARGE, _("Recovery and discharge")),
        Phase.DISCHARGED: NextStep(Action.SIGN, _("Sign session")),
        Phase.NOT_TREATED: NextStep(Action.SIGN, _("Sign session")),
    }[line.phase]


def _visit(line: SessionLine) -> str:
    return _("Session {number} of {count}").format(number=line.number, count=line.count)


def _name(patient: Mapping[str, Any]) -> str:
    return formats.format_name(patient["family_name"], patient["given_name"], patient["title"] or "")


def _patients(desk: Desk, lines: Sequence[SessionLine]) -> dict[str, dict[str, Any]]:
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.title, p.birth_date FROM json_each(?) j "
        "JOIN patients p ON p.id = j.value",
        json.dumps(sorted({line.patient_id for line in lines})),
    )
    return {row["id"]: row for row in rows}


def _worked_in(desk: Desk, session_ids: Sequence[str]) -> frozenset[str]:
    return _ids(
        desk,
        "SELECT DISTINCT x.session_id AS id FROM json_each(?) j JOIN session_events x ON x.session_id = j.value "
        "JOIN search_entries e ON e.id = x.version WHERE e.staff = ?",
        json.dumps(list(session_ids)),
        desk.person.id,
    )


def _ids(desk: Desk, sql: str, *values: str) -> frozenset[str]:
    return frozenset(str(row["id"]) for row in desk.rows(sql, *values))

"""Reading sessions: one with everything, and the lists of a day, of a patient, running and unsigned ones."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols
from clinicdesk.records.identities import of_person, owner
from clinicdesk.records.notes import addenda_to
from clinicdesk.records.session_place import PLACES, place
from clinicdesk.records.sessions.order_rows import dose_of
from clinicdesk.records.sessions.session import (
    AdverseEvent,
    DrugGiven,
    LateEvent,
    Observation,
    Order,
    OrderedBy,
    SecondCheck,
    Session,
    SessionEvent,
    SessionLine,
    Signature,
    VerbalOrder,
)
from clinicdesk.rules.timeline import BEFORE_START, EventKind, Moment, Phase, phase_after
from clinicdesk.storage.clock import from_text

_LINES = """
SELECT s.*, {owner} AS patient_id, {place} AS place, r.title, r.planned_count,
       EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'sessions' AND g.subject_id = s.id) AS signed
FROM sessions s JOIN series r ON r.id = s.series_id
WHERE s.voided_reason IS NULL AND {condition}
ORDER BY s.planned_on, coalesce(s.planned_time, '99:99'), s.id
"""
# The order of entries is the order of the record, whatever the clock said.
_ROWS = """
SELECT x.*, e.at AS recorded_at, e.seq, coalesce(w.name, e.staff) AS by_name
FROM {table} x JOIN search_entries e ON e.id = x.version LEFT JOIN staff w ON w.id = e.staff
WHERE x.session_id = ? {also} ORDER BY e.seq, x.rowid
"""
# CROSS JOIN keeps the order of the tables: SQLite would else begin with every order anybody ever signed.
_ORDERS = """
SELECT o.*, g.signer_name, g.signed_at
FROM orders o CROSS JOIN signatures g ON g.subject_table = 'orders' AND g.subject_id = o.id
JOIN search_entries e ON e.id = o.version
WHERE o.session_id = ? ORDER BY e.seq
"""
_VERBAL = """
SELECT v.*, coalesce(w.name, e.staff) AS by_name, g.signed_at
FROM verbal_orders v JOIN search_entries e ON e.id = v.version LEFT JOIN staff w ON w.id = e.staff
LEFT JOIN signatures g ON g.subject_table = 'verbal_orders' AND g.subject_id = v.id
WHERE v.session_id = ? ORDER BY e.seq
"""
# Unsigned sessions with an event of the first kinds and none of the others.
_WITH_BUT_WITHOUT = """
s.id IN (SELECT subject_id FROM search_unsigned WHERE subject_table = 'sessions')
AND EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = s.id AND x.kind IN ({having}))
AND NOT EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = s.id AND x.kind IN ({without}))
"""


def get(desk: Desk, session_id: str) -> Session:
    """Return a session with everything recorded in it. Raises ``NotFound`` or ``NotAllowed``."""
    desk.may_see("clinical")
    row = desk.row(
        f"SELECT s.*, {owner('s', 'sessions')} AS patient_id, {place('s')} AS place, "
        "r.title, r.planned_count, r.protocol_id "
        "FROM sessions s JOIN series r ON r.id = s.series_id "
        "WHERE s.id = ?",
        session_id,
    )
    if row is None:
        raise NotFound(_("This session is not in this clinic."))
    return Session(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        series_id=row["series_id"],
        number=row["place"],
        count=row["planned_count"],
        title=row["title"],
        protocol=pinned_protocols.read(desk, row["protocol_id"]),
        planned_on=date.fromisoformat(row["planned_on"]),
        planned_time=_time(row["planned_time"]),
        chair=row["chair"],
        voided_reason=row["voided_reason"],
        events=tuple(event_of(r) for r in _rows(desk, "session_events", session_id)),
        observations=tuple(_observation(r) for r in _rows(desk, "observations", session_id)),
        orders=tuple(order_of(r) for r in desk.rows(_ORDERS, session_id)),
        all_drugs=tuple(drug_of(r) for r in _rows(desk, "drugs_given", session_id)),
        all_adverse_events=tuple(_adverse(r) for r in _rows(desk, "adverse_events", session_id)),
        signatures=_signatures(desk, session_id),
        addenda=addenda_to(desk, "sessions", session_id),
        second_checks=tuple(_second_check(r) for r in _rows(desk, "second_checks", session_id)),
        verbal_orders=tuple(_verbal(r) for r in desk.rows(_VERBAL, session_id)),
        late_events=tuple(_late(r) for r in _rows(desk, "late_events", session_id)),
    )


def of_round(desk: Desk, session_id: str, round_id: str) -> tuple[Observation, ...]:
    """Return the observations of one round, with the corrections, which share it."""
    desk.may_see("clinical")
    rows = desk.rows(_ROWS.format(table="observations", also="AND x.round_id = ?"), session_id, round_id)
    return tuple(_observation(row) for row in rows)


def arrived_at(desk: Desk, session_id: str) -> Moment | None:
    """Return when the patient came, or None while nobody said so."""
    row = desk.row(
        "SELECT x.kind, x.occurred_at, x.boot, x.uptime_ms FROM session_events x "
        "JOIN search_entries e ON e.id = x.version "
        "WHERE x.session_id = ? AND x.kind IN ('arrived', 'arrival_undone') ORDER BY e.seq DESC LIMIT 1",
        session_id,
    )
    if row is None or row["kind"] == EventKind.ARRIVAL_UNDONE:
        return None
    return Moment(from_text(row["occurred_at"]), row["boot"], row["uptime_ms"])


def line(desk: Desk, session_id: str) -> SessionLine:
    """Return one session as a line of the plan. Raises ``NotFound``."""
    desk.may_see("plan")
    # Of one session the place is counted in the same query: this is read with each value that is recorded.
    sql = _LINES.format(owner=owner("s", "sessions"), place=place("s"), condition="s.id = ?")
    row = desk.row(sql, session_id)
    if row is None:
        raise NotFound(_("This session is not in this clinic."))
    return _line(row, _phases(desk, [session_id])[session_id])


@dataclass(frozen=True, slots=True)
class Whose:
    """A session by no more than its id, whose it is, and whether a signature closes it."""

    id: str
    patient_id: str
    signed: bool


def whose(desk: Desk, session_id: str) -> Whose:
    """Return whose session it is: all that a value needs to be recorded. Raises ``NotFound``, also out of the plan."""
    desk.may_see("plan")
    row = desk.row(_WHOSE, session_id)
    if row is None:
        raise NotFound(_("This session is not in this clinic."))
    return Whose(session_id, row["patient_id"], bool(row["signed"]))


_WHOSE = (
    f"SELECT {owner('s', 'sessions')} AS patient_id, "
    "EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'sessions' AND g.subject_id = s.id) AS signed "
    "FROM sessions s WHERE s.id = ? AND s.voided_reason IS NULL"
)


def on_day(desk: Desk, day: date) -> list[SessionLine]:
    """Return the sessions planned on a day of the clinic, by time."""
    return _lines(desk, "s.planned_on = ?", day.isoformat())


def of_patient(desk: Desk, patient_id: str) -> list[SessionLine]:
    """Return a patient's sessions by date, without the ones taken out of the plan."""
    return _lines(desk, of_person("s", "sessions"), patient_id)


def of_series(desk: Desk, series_id: str) -> list[SessionLine]:
    """Return the sessions of a series by date, without the ones taken out of the plan."""
    return _lines(desk, "s.series_id = ?", series_id)


def running(desk: Desk) -> list[SessionLine]:
    """Return the sessions whose infusion has started and not ended, of whatever day: running or paused."""
    return _lines(desk, _between((EventKind.STARTED,), (EventKind.ENDED,)))


def in_chairs(desk: Desk) -> list[SessionLine]:
    """Return the sessions whose patient is being looked after: taken over or started, and not gone.

    Of other days only those that still run: a discharge that was forgotten keeps nobody in a chair for ever.
    """
    found = _lines(desk, _between((EventKind.STARTED, EventKind.NURSE), (EventKind.DISCHARGED, EventKind.NOT_TREATED)))
    today = desk.local(desk.now()).date()
    return [line for line in found if line.planned_on == today or line.phase in (Phase.RUNNING, Phase.PAUSED)]


def unsigned(desk: Desk) -> list[SessionLine]:
    """Return the sessions that are over (infusion ended, or not treated) and not signed."""
    over = _between((EventKind.ENDED, EventKind.NOT_TREATED), ())
    return [line for line in _lines(desk, over) if not line.signed]


def to_cosign(desk: Desk) -> list[SessionLine]:
    """Return the signed sessions that no prescriber has signed, where their protocol wants one to."""
    waiting = "SELECT subject_id FROM search_unsigned WHERE subject_table = 'cosign'"
    wanted = [
        row["id"]
        for row in list(
            desk.rows(
                f"SELECT s.id, r.protocol_id FROM ({waiting}) u JOIN sessions s ON s.id = u.subject_id "
                "JOIN series r ON r.id = s.series_id"
            )
        )
        if pinned_protocols.read(desk, row["protocol_id"]).cosign
    ]
    return _lines(desk, "s.id IN (SELECT value FROM json_each(?))", json.dumps(wanted)) if wanted else []


def _between(having: Iterable[EventKind], without: Iterable[EventKind]) -> str:
    quoted = [", ".join(f"'{kind}'" for kind in kinds) or "''" for kinds in (having, without)]
    return _WITH_BUT_WITHOUT.format(having=quoted[0], without=quoted[1])


def _lines(desk: Desk, condition: str, *values: str) -> list[SessionLine]:
    desk.may_see("plan")
    rows = list(desk.rows(_LINES.format(owner=owner("s", "sessions"), place="0", condition=condition), *values))
    phases = _phases(desk, [row["id"] for row in rows])
    places = {row["id"]: row["place"] for row in desk.rows(PLACES, json.dumps(sorted({r["series_id"] for r in rows})))}
    return [_line({**row, "place": places.get(row["id"], 0)}, phases[row["id"]]) for row in rows]


def _line(row: dict[str, Any], phase: Phase) -> SessionLine:
    return SessionLine(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        series_id=row["series_id"],
        number=row["place"],
        count=row["planned_count"],
        title=row["title"],
        planned_on=date.fromisoformat(row["planned_on"]),
        planned_time=_time(row["planned_time"]),
        chair=row["chair"],
        phase=phase,
        signed=bool(row["signed"]),
    )


def _phases(desk: Desk, session_ids: list[str]) -> dict[str, Phase]:
    """Return where each session stands. The detail of the events is clinical and is not read here.

    What is asked before the start is most of what happens in a session and only says where one stands that has not
    begun: of the others it is not read.
    """
    phases = _phases_after(desk, session_ids, _TURNS)
    return phases | _phases_after(desk, [one for one, phase in phases.items() if phase in BEFORE_START], _WITH_CHECKS)


_TURNS = frozenset(
    {EventKind.ARRIVED, EventKind.ARRIVAL_UNDONE, EventKind.READY, EventKind.STARTED, EventKind.PAUSED}
    | {EventKind.RESUMED, EventKind.ENDED, EventKind.DISCHARGED, EventKind.NOT_TREATED}
)
_WITH_CHECKS = _TURNS | {EventKind.CHECKING}


def _phases_after(desk: Desk, session_ids: list[str], kinds: frozenset[EventKind]) -> dict[str, Phase]:
    """Return where sessions stand after their events of some kinds."""
    if not session_ids:
        return {}
    found: dict[str, list[EventKind]] = {session_id: [] for session_id in session_ids}
    quoted = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    rows = desk.rows(
        "SELECT x.session_id, x.kind FROM json_each(?) j JOIN session_events x ON x.session_id = j.value "
        f"AND x.kind IN ({quoted}) JOIN search_entries e ON e.id = x.version ORDER BY e.seq, x.rowid",
        json.dumps(session_ids),
    )
    for row in rows:
        found[row["session_id"]].append(EventKind(row["kind"]))
    return {session_id: phase_after(happened) for session_id, happened in found.items()}


def _rows(desk: Desk, table: str, session_id: str) -> Iterable[dict[str, Any]]:
    return desk.rows(_ROWS.format(table=table, also=""), session_id)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def event_of(row: dict[str, Any]) -> SessionEvent:
    """Return an event of a row of ``session_events`` with who recorded it (``by_name``) and when (``recorded_at``)."""
    return SessionEvent(
        id=row["id"],
        kind=EventKind(row["kind"]),
        moment=Moment(from_text(row["occurred_at"]), row["boot"], row["uptime_ms"]),
        detail=json.loads(row["detail"]),
        by_name=row["by_name"],
        recorded_at=from_text(row["recorded_at"]),
        seq=row["seq"],
        transcribed=bool(row["transcribed"]),
    )


def _observation(row: dict[str, Any]) -> Observation:
    return Observation(
        id=row["id"],
        round_id=row["round_id"],
        kind=row["kind"],
        value=row["value"],
        moment=Moment(from_text(row["taken_at"]), row["boot"], row["uptime_ms"]),
        corrects=row["corrects"],
        remark=row["remark"],
        by_name=row["by_name"],
        recorded_at=from_text(row["recorded_at"]),
        seq=row["seq"],
        transcribed=bool(row["transcribed"]),
    )


def order_of(row: dict[str, Any]) -> Order:
    """Return an order of a row of ``orders`` with its signature (``signer_name``, ``signed_at``)."""
    return Order(
        id=row["id"],
        drug=row["drug"],
        arithmetic=dose_of(row),
        weighed_at=from_text(row["weighed_at"]) if row["weighed_at"] else None,
        lines=tuple(json.loads(row["arithmetic"])),
        consent_reason=row["consent_reason"],
        remark=row["remark"],
        prescriber_name=row["signer_name"],
        signed_at=from_text(row["signed_at"]),
        written_at=from_text(row["written_at"]) if row["written_at"] else None,
    )


def drug_of(row: dict[str, Any]) -> DrugGiven:
    """Return a line of drug of a row of ``drugs_given`` with who recorded it (``by_name``)."""
    return DrugGiven(
        id=row["id"],
        product=row["product"],
        strength_micrograms_per_ml=row["strength_micrograms_per_ml"],
        lot=row["lot"],
        expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
        drawn_micrograms=row["drawn_micrograms"],
        given_micrograms=row["given_micrograms"],
        wasted_micrograms=row["wasted_micrograms"],
        witness_id=row["witness_id"],
        witness_name=row["witness_name"],
        given_at=from_text(row["given_at"]),
        route=row["route"],
        corrects=row["corrects"],
        remark=row["remark"],
        by_name=row["by_name"],
        transcribed=bool(row["transcribed"]),
        returned_micrograms=row["returned_micrograms"],
        volume_microlitres=row["volume_microlitres"],
        ordered_by=OrderedBy(row["ordered_by"]) if row["ordered_by"] else None,
        order_ref=row["order_ref"],
    )


def _second_check(row: dict[str, Any]) -> SecondCheck:
    return SecondCheck(
        id=row["id"],
        order_id=row["order_id"],
        checker_id=row["checker_id"],
        checker_name=row["checker_name"],
        worked_out=json.loads(row["worked_out"]),
        agreed=bool(row["agreed"]),
        alone_reason=row["alone_reason"],
        checked_at=from_text(row["checked_at"]),
    )


def _verbal(row: dict[str, Any]) -> VerbalOrder:
    return VerbalOrder(
        id=row["id"],
        prescriber_id=row["prescriber_id"],
        prescriber_name=row["prescriber_name"],
        words=row["words"],
        said_at=from_text(row["said_at"]),
        read_back=bool(row["read_back"]),
        by_name=row["by_name"],
        signed_at=from_text(row["signed_at"]) if row["signed_at"] else None,
    )


def _late(row: dict[str, Any]) -> LateEvent:
    return LateEvent(
        id=row["id"],
        kind=row["kind"],
        onset_at=from_text(row["onset_at"]),
        severity=row["severity"],
        related=row["related"],
        action_taken=row["action_taken"],
        outcome=row["outcome"],
        narrative=row["narrative"],
        told_by=row["told_by"],
        told_at=from_text(row["told_at"]),
        corrects=row["corrects"],
        by_name=row["by_name"],
    )


def _adverse(row: dict[str, Any]) -> AdverseEvent:
    return AdverseEvent(
        id=row["id"],
        kind=row["kind"],
        onset_at=from_text(row["onset_at"]),
        severity=row["severity"],
        related=row["related"],
        action_taken=row["action_taken"],
        outcome=row["outcome"],
        narrative=row["narrative"],
        corrects=row["corrects"],
        by_name=row["by_name"],
        transcribed=bool(row["transcribed"]),
        stamp_id=row["stamp_id"],
    )


def _signatures(desk: Desk, session_id: str) -> tuple[Signature, ...]:
    rows = desk.rows(
        "SELECT g.*, lower(hex(l.content_hash)) AS content_hash FROM signatures g JOIN ledger l ON l.id = g.version "
        "WHERE g.subject_table = 'sessions' AND g.subject_id = ? ORDER BY l.seq",
        session_id,
    )
    return tuple(
        Signature(row["staff_id"], row["signer_name"], from_text(row["signed_at"]), row["content_hash"], row["meaning"])
        for row in rows
    )

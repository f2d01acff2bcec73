"""The gate before a treatment visit: may it start as far as eligibility goes, and what must the front desk know?

A stop holds treatment visits, never consultations. A prescriber lets one visit pass it for a reason, except what the
label of the drug forbids. Where nobody ever asked for that, or asked too long ago to know, nothing can be passed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols
from clinicdesk.records.eligibility import files
from clinicdesk.records.eligibility.decision import Decision, read_of_people
from clinicdesk.records.eligibility.same_day import SameDay, read_same_day
from clinicdesk.records.identities import owner
from clinicdesk.rules.eligibility import Questionnaire, Reply, Result
from clinicdesk.storage.clock import from_text

if TYPE_CHECKING:
    from clinicdesk.records.sessions.session import Session

MISSING, EXPIRED, NOT_ELIGIBLE = "missing", "expired", "not_eligible"
"""Stops that are no question of the file; the others are called by the id of their question."""

ChipKind = Literal["danger", "warn", "ok", "info"]

_VISITS = f"""
SELECT s.id, {owner("s", "sessions")} AS patient_id, s.planned_on, r.protocol_id
FROM json_each(?) j JOIN sessions s ON s.id = j.value JOIN series r ON r.id = s.series_id
"""
_PASSES = """
SELECT p.session_id, p.item, p.reason, coalesce(w.name, e.staff) AS by_name, e.seq, e.at
FROM json_each(?) j JOIN eligibility_passes p ON p.session_id = j.value
JOIN search_entries e ON e.id = p.version LEFT JOIN staff w ON w.id = e.staff ORDER BY e.seq
"""


class Standing(StrEnum):
    """Where the eligibility for one visit stands."""

    MISSING = "missing"
    EXPIRED = "expired"
    NOT_ELIGIBLE = "not_eligible"
    STOPPED = "stopped"
    CONDITIONS = "conditions"
    ELIGIBLE = "eligible"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that holds a visit. ``passable``: a prescriber may let this visit pass it for a reason.

    ``what`` is the thing itself in a few words, where the sentence says more.
    """

    item: str
    sentence: str
    passable: bool
    what: str = ""


@dataclass(frozen=True, slots=True)
class Pass:
    """A stop that a prescriber let this visit pass, and on which day. ``seq`` is its place in the record.

    ``words``: what it is, once it is known to be a stop of this visit.
    """

    item: str
    reason: str
    by_name: str
    on: date
    seq: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitNeed:
    """Where the eligibility for one visit stands. ``stops`` still hold it, ``passed`` no longer do.

    ``decision`` is the newest on this treatment; ``same_day`` is what was answered at the check-in of the day.
    """

    session_id: str
    patient_id: str
    treatment: str
    title: str
    decision: Decision | None
    stops: tuple[Stop, ...]
    passed: tuple[Pass, ...]
    same_day: SameDay
    standing: Standing

    @property
    def done(self) -> bool:
        """Whether nothing holds the visit."""
        return not self.stops

    @property
    def words(self) -> str:
        """Return it for the front desk, without anything clinical: ``Eligibility: expired``."""
        return _("Eligibility: {state}").format(state=_STATES[self.standing])

    @property
    def kind(self) -> ChipKind:
        """How grave it is."""
        return _KINDS[self.standing]

    @property
    def badge(self) -> tuple[str, ChipKind] | None:
        """Return the few words for a board and their kind of chip; None where all is well."""
        if self.same_day.held:
            return _("Hold: ask a clinician"), "danger"
        return (_BADGES[self.standing], self.kind) if self.standing in _BADGES else None


_STATES: Mapping[Standing, str] = {
    Standing.MISSING: _("not decided yet"),
    Standing.EXPIRED: _("expired"),
    Standing.NOT_ELIGIBLE: _("decided against"),
    Standing.STOPPED: _("stopped, a prescriber decides"),
    Standing.CONDITIONS: _("decided, with conditions"),
    Standing.ELIGIBLE: _("decided"),
    Standing.PASSED: _("a prescriber lets this visit go on"),
}
_KINDS: Mapping[Standing, ChipKind] = {
    Standing.MISSING: "danger",
    Standing.EXPIRED: "danger",
    Standing.NOT_ELIGIBLE: "danger",
    Standing.STOPPED: "danger",
    Standing.CONDITIONS: "ok",
    Standing.ELIGIBLE: "ok",
    Standing.PASSED: "info",
}
_BADGES: Mapping[Standing, str] = {
    Standing.MISSING: _("Eligibility missing"),
    Standing.EXPIRED: _("Eligibility expired"),
    Standing.NOT_ELIGIBLE: _("Not eligible"),
    Standing.STOPPED: _("Stop: prescriber decides"),
}


def at_start(desk: Desk, session: "Session") -> tuple[str, ...]:
    """Return what keeps a session from starting as far as eligibility goes, as sentences; empty where nothing does."""
    need = of_visit(desk, session.id)
    return tuple(stop.sentence for stop in need.stops) if need else ()


def of_visit(desk: Desk, session_id: str) -> VisitNeed | None:
    """Return where the eligibility for a session stands, None where there is no such session."""
    return of_visits(desk, [session_id]).get(session_id)


def of_visits(desk: Desk, session_ids: Iterable[str]) -> dict[str, VisitNeed]:
    """Return, by session, where the eligibility for many visits stands on their days, in a handful of queries.

    Somebody without clinical sight is told that something holds a visit, and not what.
    """
    desk.may_see("papers")
    wanted = json.dumps(list(session_ids))
    rows = list(desk.rows(_VISITS, wanted))
    if not rows:
        return {}
    decisions = read_of_people(desk, sorted({row["patient_id"] for row in rows}))
    passes: dict[str, dict[str, Pass]] = defaultdict(dict)
    for row in desk.rows(_PASSES, wanted):
        on = desk.local(from_text(row["at"])).date()
        passes[row["session_id"]][row["item"]] = Pass(row["item"], row["reason"], row["by_name"], on, row["seq"])
    replies = read_same_day(desk, wanted)
    today = desk.local(desk.now()).date()
    found = {
        row["id"]: _need(desk, row, decisions, passes.get(row["id"], {}), replies.get(row["id"], {}), today)
        for row in rows
    }
    return found if desk.sees("clinical") else {key: _without_words(need) for key, need in found.items()}


def _without_words(need: VisitNeed) -> VisitNeed:
    """Return a need for somebody who reads nothing clinical: that something holds the visit, and not what."""
    stops = tuple(Stop("", need.words, passable=False) for _stop in need.stops)
    return replace(need, decision=None, stops=stops, passed=())


def _need(
    desk: Desk,
    row: Mapping[str, Any],
    decisions: Mapping[str, list[Decision]],
    passes: Mapping[str, Pass],
    replies: Mapping[date, Mapping[str, str]],
    today: date,
) -> VisitNeed:
    treatment = files.treatment_of(pinned_protocols.read(desk, row["protocol_id"]))
    planned = date.fromisoformat(row["planned_on"])
    theirs = [one for one in decisions.get(row["patient_id"], ()) if one.treatment == treatment]
    counts = theirs[-1] if theirs else None
    asked = files.offered().get(treatment)
    if asked is None:
        return _without_file(row, treatment, counts)
    days = {planned, today}
    same_day = SameDay.of(asked, replies, days)
    # Whoever let the visit go on knew what was decided by then, and how the patient was on that day: no more than that.
    known = {item: one for item, one in passes.items() if counts is None or one.seq > counts.seq}
    fresh = {item: one for item, one in passes.items() if one.on in days}
    every = (
        *((stop, known.get(stop.item)) for stop in _of_decision(desk, asked, counts, max(planned, today))),
        *((stop, fresh.get(stop.item)) for stop in _of_day(asked, same_day)),
    )
    stops = tuple(stop for stop, one in every if one is None or not stop.passable)
    passed = tuple(
        replace(one, words=stop.what or stop.sentence) for stop, one in every if one is not None and stop.passable
    )
    return VisitNeed(
        session_id=row["id"],
        patient_id=row["patient_id"],
        treatment=treatment,
        title=asked.title,
        decision=counts,
        stops=stops,
        passed=passed,
        same_day=same_day,
        standing=_standing(counts, stops, passed),
    )


def _without_file(row: Mapping[str, Any], treatment: str, counts: Decision | None) -> VisitNeed:
    """Return the need of a visit whose questions cannot be read: one faulty file must not take the board away."""
    words = _("The eligibility file “{name}” is missing or faulty. Have it put right in resources/eligibility.")
    stop = Stop(MISSING, words.format(name=treatment), passable=False)
    nothing = SameDay(replies={}, still_open=(), held=False)
    return VisitNeed(row["id"], row["patient_id"], treatment, treatment, counts, (stop,), (), nothing, Standing.MISSING)


def _standing(counts: Decision | None, stops: tuple[Stop, ...], passed: tuple[Pass, ...]) -> Standing:
    items = {stop.item for stop in stops}
    for item, standing in ((NOT_ELIGIBLE, Standing.NOT_ELIGIBLE), (MISSING, Standing.MISSING)):
        if item in items:
            return standing
    if EXPIRED in items:
        return Standing.EXPIRED
    if stops:
        return Standing.STOPPED
    if passed or counts is None:
        return Standing.PASSED
    return Standing.CONDITIONS if counts.result is Result.CONDITIONS else Standing.ELIGIBLE


def _of_decision(desk: Desk, asked: Questionnaire, counts: Decision | None, on: date) -> Iterable[Stop]:
    """Yield what holds a visit by the newest decision on its treatment."""
    knows = _label_denied(desk, asked, counts)
    if counts is None:
        words = _("Eligibility for {treatment}: not decided yet. A prescriber decides and signs it.")
        yield Stop(MISSING, words.format(treatment=asked.title), knows)
        return
    if not counts.holds_on(on):
        words = _("Eligibility for {treatment}: expired on {day}. A prescriber decides anew.")
        told = words.format(treatment=asked.title, day=formats.format_date(counts.valid_until))
        yield Stop(EXPIRED, told, knows)
    if counts.result is Result.NOT_ELIGIBLE:
        words = _("Eligibility for {treatment}: {name} decided against it on {day}.")
        told = words.format(treatment=asked.title, name=counts.signer_name, day=formats.format_date(counts.decided_on))
        yield Stop(NOT_ELIGIBLE, told, knows)
    for found in counts.stops:
        words = _("Stop: {item}. A prescriber gives a reason to go on.")
        if found.of_label:
            words = _("Stop: {item}. The drug's own label forbids it: this treatment cannot start.")
        yield Stop(found.item, words.format(item=found.words), knows and not found.of_label, found.words)


def _label_denied(desk: Desk, asked: Questionnaire, counts: Decision | None) -> bool:
    """Tell whether everything the drug's own label forbids was asked for and answered with no."""
    forbidden = set(asked.label_items())
    if counts is None:
        return not forbidden
    forbidden |= files.pinned(desk, counts.file_id).label_items()
    return all(counts.replies.get(item) is Reply.NO for item in forbidden)


def _of_day(asked: Questionnaire, same_day: SameDay) -> Iterable[Stop]:
    """Yield what holds the visit by what was answered at the check-in."""
    for item in asked.same_day:
        if same_day.replies.get(item.id) in item.holds_on:
            yield Stop(item.id, item.words, passable=True)

"""Calls for a clinician: an answer somebody must know of now. Each stays until it was taken by name and settled.

Whoever treats nobody reads that a clinician is needed, for whom and since when, and nothing of why. A result that is
corrected or voided takes no call away: it says so beside it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError, NotFound
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records.identities import owner, surviving
from clinicdesk.records.measures import files
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules.measure import Measure
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert

LONGEST = 4000
"""The most characters of what was done. Our own choice."""


class ResultState(StrEnum):
    """What became of the answers that raised a call."""

    STANDS = "stands"
    CORRECTED = "corrected"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A call that is not settled. Times are UTC; ``patient_id`` is the registration that is kept.

    ``words`` and ``measure`` say what was answered, and are empty for whoever reads nothing clinical. ``taken_by``
    names who sees to it, the last of several. ``shown_to``: who took the form back and was told, ``called`` whom they
    called. ``workstation``: the PC where it was answered or typed in. ``answered_at`` is earlier than ``raised_at``
    where a sheet was typed in later.
    """

    id: str
    result_id: str
    patient_id: str
    patient_name: str
    raised_at: datetime
    words: str
    measure: str
    result_state: ResultState
    taken_by_id: str
    taken_by: str
    taken_at: datetime | None
    shown_to: str
    called: str
    workstation: str
    answered_at: datetime

    @property
    def is_taken(self) -> bool:
        """Whether somebody sees to it."""
        return self.taken_at is not None


def open_alerts(desk: Desk) -> tuple[OpenAlert, ...]:
    """Return the calls of the whole clinic that are not settled, the oldest first."""
    desk.may_see("plan")
    return _alerts(desk, "a.id IN (SELECT alert_id FROM search_open_alerts)")


def of_patient(desk: Desk, patient_id: str) -> tuple[OpenAlert, ...]:
    """Return a patient's calls that are not settled, the oldest first."""
    kept = surviving(desk, patient_id)
    return tuple(one for one in open_alerts(desk) if one.patient_id == kept)


def get(desk: Desk, alert_id: str) -> OpenAlert:
    """Return one call, settled or not. Raises ``NotFound``."""
    desk.may_see("plan")
    found = _alerts(desk, "a.id = ?", alert_id)
    if not found:
        raise NotFound(_("This call for a clinician is not in this clinic."))
    return found[0]


def shown(desk: Desk, *alert_ids: str, called: str = "", by: str = "") -> None:
    """Record that somebody was told that a clinician is needed, and whom they called.

    ``by``: the id of whoever it was, where that is not the person of the desk: a form is taken back with a PIN. Once
    for each person and call, and again when they called somebody.
    """
    who = by or desk.person.id
    told = {
        row["alert_id"]
        for row in desk.rows(
            "SELECT v.alert_id FROM json_each(?) j JOIN alert_events v ON v.alert_id = j.value "
            "WHERE v.kind = 'shown' AND v.staff_id = ?",
            json.dumps(alert_ids),
            who,
        )
    }
    wanted = [one for one in alert_ids if called.strip() or one not in told]
    _record(desk, "alert.show", "shown", wanted, {"called": called.strip()} if called.strip() else {}, by=who)


def take(desk: Desk, *alert_ids: str, over_from: str = "") -> None:
    """Say by name that one sees to calls of one patient; what one has taken already stays as it is.

    Somebody who sees to it already is relieved only knowingly: ``over_from`` is their id. Raises ``BadValue`` naming
    them, or saying that it is settled.
    """
    # Counted before it is looked who has it: whoever takes it in between is seen below, or holds the same claim.
    taken = {alert_id: _times_taken(desk, alert_id) for alert_id in alert_ids}
    wanted: list[OpenAlert] = []
    for alert in (get(desk, alert_id) for alert_id in alert_ids):
        _refuse_settled(desk, alert)
        if alert.taken_by_id not in ("", desk.person.id, over_from):
            raise BadValue(_("{name} sees to it already.").format(name=alert.taken_by))
        if alert.taken_by_id != desk.person.id:
            wanted.append(alert)
    # Of two who take it at the same moment, the claim lets one: it counts how often it was taken.
    claims = [
        insert("claims", f"alert {alert.id} taken {taken[alert.id] + 1}", holder=desk.person.id) for alert in wanted
    ]
    try:
        _record(desk, "alert.take", "taken", [alert.id for alert in wanted], {}, *claims)
    except ChangedElsewhere:
        others = (now.taken_by for one in wanted if (now := get(desk, one.id)).taken_by_id != one.taken_by_id)
        raise BadValue(_("{name} sees to it already.").format(name=next(others, _("Somebody else")))) from None


def handing_on(desk: Desk, alert_id: str, *, to_id: str) -> list[Change]:
    """Return the rows by which somebody else sees to a call from now on, for a larger entry."""
    taken = _times_taken(desk, alert_id)
    return [
        insert("claims", f"alert {alert_id} taken {taken + 1}", holder=to_id),
        _row(desk, alert_id, "taken", {}, by=to_id),
    ]


def settle(desk: Desk, *alert_ids: str, done: str) -> None:
    """Record what was done about calls of one patient: they are closed. Whoever settles has taken them first.

    Raises ``BadValue`` without words, for a call somebody else sees to, and for one that is settled.
    """
    words = done.strip()
    if not words:
        raise BadValue(_("Write what was done: who spoke with the patient, and what was agreed."), "done")
    if len(words) > LONGEST:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST), "done")
    found = [get(desk, alert_id) for alert_id in alert_ids]
    for alert in found:
        _refuse_settled(desk, alert)
        if alert.taken_by_id != desk.person.id:
            who = alert.taken_by
            sentence = _("{name} sees to it. Take it over first.") if who else _("Take the call first.")
            raise BadValue(sentence.format(name=who))
    claims = [insert("claims", f"alert {alert.id} settled", holder=desk.person.id) for alert in found]
    try:
        _record(desk, "alert.settle", "settled", alert_ids, {"done": words}, *claims)
    except ChangedElsewhere:
        raise BadValue(_settled_words(desk, found[0].id)) from None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done about a call, by whom and when (UTC)."""

    alert_id: str
    result_id: str
    words: str
    raised_at: datetime
    by_name: str
    at: datetime
    done: str


def settled_of_results(desk: Desk, result_ids: Sequence[str]) -> tuple[Settled, ...]:
    """Return what was done about the calls that some results raised, in order. Clinical."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT v.alert_id, v.occurred_at, v.detail, coalesce(w.name, v.staff_id) AS by_name, a.result_id, a.rule, "
        "a.raised_at, m.file_id, m.measure FROM json_each(?) j JOIN measure_alerts a ON a.result_id = j.value "
        "JOIN measure_results m ON m.id = a.result_id "
        "JOIN alert_events v ON v.alert_id = a.id AND v.kind = 'settled' LEFT JOIN staff w ON w.id = v.staff_id "
        "ORDER BY v.occurred_at, v.id",
        json.dumps(list(result_ids)),
    )
    return tuple(
        Settled(
            alert_id=row["alert_id"],
            result_id=row["result_id"],
            words=_words(desk, row),
            raised_at=from_text(row["raised_at"]),
            by_name=row["by_name"],
            at=from_text(row["occurred_at"]),
            done=json.loads(row["detail"]).get("done", ""),
        )
        for row in list(rows)
    )


_ALERTS = f"""
SELECT a.*, m.file_id, m.measure, m.answered_at, {owner("m", "measure_results")} AS kept,
       (SELECT CAST(l.content AS TEXT) ->> 'workstation' FROM search_entries e JOIN ledger l ON l.seq = e.seq
        WHERE e.id = a.version) AS workstation,
       p.family_name, p.given_name, p.title,
       EXISTS (SELECT 1 FROM measure_events x WHERE x.result_id = m.id AND x.kind = 'voided') AS voided,
       EXISTS (SELECT 1 FROM measure_results n WHERE n.corrects = m.id) AS corrected
FROM measure_alerts a JOIN measure_results m ON m.id = a.result_id
LEFT JOIN patients p ON p.id = {owner("m", "measure_results")}
WHERE {{condition}} ORDER BY a.raised_at, a.id
"""
_EVENTS = """
SELECT v.alert_id, v.kind, v.occurred_at, v.staff_id, v.detail, coalesce(w.name, v.staff_id) AS name
FROM json_each(?) j JOIN alert_events v ON v.alert_id = j.value JOIN search_entries e ON e.id = v.version
LEFT JOIN staff w ON w.id = v.staff_id ORDER BY e.seq, v.id
"""


def _alerts(desk: Desk, condition: str, *values: str) -> tuple[OpenAlert, ...]:
    rows = list(desk.rows(_ALERTS.format(condition=condition), *values))
    events: dict[str, list[dict[str, Any]]] = {}
    if rows:
        for event in desk.rows(_EVENTS, json.dumps([row["id"] for row in rows])):
            events.setdefault(event["alert_id"], []).append(event)
    return tuple(_alert(desk, row, events.get(row["id"], [])) for row in rows)


def _alert(desk: Desk, row: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> OpenAlert:
    clinical = desk.sees("clinical")
    taken = next((event for event in reversed(events) if event["kind"] == "taken"), None)
    told = next((event for event in reversed(events) if event["kind"] == "shown"), None)
    called = next((word for event in reversed(events) if (word := json.loads(event["detail"]).get("called"))), "")
    state = ResultState.VOIDED if row["voided"] else ResultState.CORRECTED if row["corrected"] else ResultState.STANDS
    return OpenAlert(
        id=row["id"],
        result_id=row["result_id"],
        patient_id=row["kept"],
        patient_name=format_name(row["family_name"], row["given_name"], row["title"] or ""),
        raised_at=from_text(row["raised_at"]),
        words=_words(desk, row) if clinical else "",
        measure=_title(desk, row) if clinical else "",
        result_state=state,
        taken_by_id=taken["staff_id"] if taken else "",
        taken_by=taken["name"] if taken else "",
        taken_at=from_text(taken["occurred_at"]) if taken else None,
        shown_to=told["name"] if told else "",
        called=called,
        workstation=row["workstation"] or "",
        answered_at=from_text(row["answered_at"]),
    )


def _words(desk: Desk, row: Mapping[str, Any]) -> str:
    """Return what the measure's file, as it was then, says of the rule."""
    measure = _measure(desk, row)
    rules = {rule.id: rule.words for rule in measure.alerts} if measure else {}
    return rules.get(row["rule"]) or _("An answer calls for a clinician. Read the answers.")


def _title(desk: Desk, row: Mapping[str, Any]) -> str:
    measure = _measure(desk, row)
    return measure.title if measure else str(row["measure"]).upper()


def _measure(desk: Desk, row: Mapping[str, Any]) -> Measure | None:
    """Return the file; None for one that cannot be read, which must take no call off the screens."""
    try:
        return files.of_file(desk, row["file_id"])
    except (FaultyFile, ClinicDeskError):
        return None


def _times_taken(desk: Desk, alert_id: str) -> int:
    row = desk.row("SELECT count(*) AS times FROM alert_events WHERE alert_id = ? AND kind = 'taken'", alert_id)
    return int(row["times"]) if row else 0


def _refuse_settled(desk: Desk, alert: OpenAlert) -> None:
    words = _settled_words(desk, alert.id)
    if words:
        raise BadValue(words)


def _settled_words(desk: Desk, alert_id: str) -> str:
    row = desk.row(
        "SELECT coalesce(w.name, v.staff_id) AS name FROM alert_events v LEFT JOIN staff w ON w.id = v.staff_id "
        "WHERE v.alert_id = ? AND v.kind = 'settled'",
        alert_id,
    )
    return _("{name} has settled this already.").format(name=row["name"]) if row else ""


def _record(
    desk: Desk,
    action: str,
    kind: str,
    alert_ids: Sequence[str],
    detail: Mapping[str, str],
    *also: Change,
    by: str = "",
) -> None:
    """Write one entry with an event for each call."""
    if not alert_ids:
        return
    rows = [_row(desk, alert_id, kind, detail, by=by or desk.person.id) for alert_id in alert_ids]
    desk.record(action, *rows, *also, patient=sorted({get(desk, alert_id).patient_id for alert_id in alert_ids}))


def _row(desk: Desk, alert_id: str, kind: str, detail: Mapping[str, str], *, by: str) -> Change:
    return insert(
        "alert_events",
        desk.new_id(),
        alert_id=alert_id,
        patient_id=get(desk, alert_id).patient_id,
        kind=kind,
        occurred_at=as_text(desk.now()),
        staff_id=by,
        detail=json.dumps(dict(detail)),
    )

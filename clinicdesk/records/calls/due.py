"""Who is to be called, worked out from the record: nobody keeps these lists, and nobody can forget to.

How far the lists look back and ahead is our own choice; what is older is found in the chart.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.formats import format_day, format_time
from clinicdesk.language import _
from clinicdesk.records import opening_hours, pinned_protocols, visit_types
from clinicdesk.records.calls.call import Due, Purpose
from clinicdesk.records.identities import kept_under
from clinicdesk.records.measures import due as measures_due
from clinicdesk.records.measures.due import MeasureDueItem
from clinicdesk.records.session_place import place
from clinicdesk.rules.spacing import OpenDays, position_text
from clinicdesk.storage.clock import as_text, from_text

MISSED_DAYS = 90
"""How long somebody who missed or cancelled a visit stays on the list."""
RECALL_BACK_DAYS = 180
"""How long after the last planned session somebody without a next visit stays on the list."""
RECALL_AHEAD_DAYS = 14
"""How near a planned session must be before it is missed that nobody booked it."""
_NO_VISIT = frozenset({"phone_call", "questions"})
"""Kinds of booking that do not count as the next visit."""


def due(desk: Desk, purpose: Purpose) -> list[Due]:
    """Return whom to call for a purpose, by date; whether they may be called is not decided here."""
    desk.may_see("plan")
    if purpose is Purpose.REMINDER:
        return _reminders(desk)
    if purpose is Purpose.NO_SHOW:
        return _no_shows(desk)
    if purpose is Purpose.REBOOK:
        return _cancelled(desk)
    if purpose is Purpose.MEASURES:
        return _measures(desk)
    return _recalls(desk)


def next_open_day(desk: Desk, today: date) -> date:
    """Return the next day the clinic opens; tomorrow where it opens on no day at all."""
    days = opening_hours.open_days(desk)
    ahead = (today + timedelta(days=number) for number in range(1, 61))
    return next((day for day in ahead if _is_open(days, day)), today + timedelta(days=1))


def _is_open(days: OpenDays, day: date) -> bool:
    return day in days


# An arrival that was taken back leaves a session as if nobody had come.
_CAME = """
(SELECT coalesce(sum(CASE e.kind WHEN 'arrival_undone' THEN -1 ELSE 1 END), 0)
 FROM session_events e WHERE e.session_id = {session}) > 0
"""

# Reminders ------------------------------------------------------------------------------------------------------------

_BOOKINGS = f"""
SELECT a.id, {kept_under("a.patient_id")} AS patient_id, a.session_id, a.kind, a.starts_at, a.state, a.state_reason,
       {place("s")} AS number, r.planned_count
FROM appointments a LEFT JOIN sessions s ON s.id = a.session_id LEFT JOIN series r ON r.id = s.series_id
WHERE a.patient_id IS NOT NULL AND a.starts_at >= ? AND a.starts_at < ? AND a.state = ?
"""
_UNBOOKED = f"""
SELECT s.id, {kept_under("s.patient_id")} AS patient_id, s.planned_on, {place("s")} AS number, r.planned_count
FROM sessions s JOIN series r ON r.id = s.series_id
WHERE s.planned_on BETWEEN ? AND ? AND s.voided_reason IS NULL
AND NOT EXISTS (SELECT 1 FROM appointments a WHERE a.session_id = s.id)
AND NOT {_CAME.format(session="s.id")}
ORDER BY s.planned_on, s.planned_time, s.id
"""


def _reminders(desk: Desk) -> list[Due]:
    """Return everybody who comes from tomorrow until the next open day; two visits on one day are one call."""
    today = _today(desk)
    until = next_open_day(desk, today)
    rows = desk.rows(
        f"{_BOOKINGS} ORDER BY a.starts_at, a.id", *_span(desk, today + timedelta(days=1), until), "booked"
    )
    by_person: dict[tuple[str, date], list[dict[str, Any]]] = {}
    for row in rows:
        day = desk.local(from_text(row["starts_at"])).date()
        by_person.setdefault((row["patient_id"], day), []).append(row)
    found = [_reminder(desk, visits) for visits in by_person.values()]
    unbooked = list(desk.rows(_UNBOOKED, (today + timedelta(days=1)).isoformat(), until.isoformat()))
    return found + [
        Due(
            Purpose.REMINDER,
            row["patient_id"],
            row["id"],
            _("{day}, {visit}, no time booked yet").format(day=_day_words(row["planned_on"]), visit=_session(row)),
            day=date.fromisoformat(row["planned_on"]),
            session_id=row["id"],
        )
        for row in unbooked
    ]


def _reminder(desk: Desk, visits: Sequence[dict[str, Any]]) -> Due:
    first = visits[0]
    at = from_text(first["starts_at"])
    times = [
        _("{time} {visit}").format(time=format_time(desk.local(from_text(row["starts_at"]))), visit=_visit(row))
        for row in visits
    ]
    return Due(
        Purpose.REMINDER,
        first["patient_id"],
        first["id"],
        f"{format_day(desk.local(at).date())}, {'; '.join(times)}",
        at=at,
        appointment_id=first["id"],
        session_id=first["session_id"],
        stands=True,
    )


# Missed and cancelled -------------------------------------------------------------------------------------------------

# The last booking of a session says how it stands. A visit without a session that was missed is made good by a later
# one of its kind that was booked or moved since, or came about; one that stood there already tells nobody why the
# patient did not come. Of a cancelled one it is enough that another is to come.
_NOT_REBOOKED = f"""
AND s.voided_reason IS NULL AND CASE WHEN a.session_id IS NOT NULL THEN
    NOT EXISTS (SELECT 1 FROM appointments b WHERE b.session_id = a.session_id AND b.id > a.id)
    AND NOT {_CAME.format(session="a.session_id")}
ELSE
    NOT EXISTS (SELECT 1 FROM search_identities i JOIN appointments b ON b.patient_id = i.patient_id
                WHERE i.kept_under = {kept_under("a.patient_id")} AND b.kind = a.kind AND b.id <> a.id
                AND CASE a.state WHEN 'cancelled'
                    THEN b.id > a.version OR (b.state = 'booked' AND b.starts_at > a.starts_at)
                    ELSE b.starts_at > a.starts_at
                        AND (SELECT e.at FROM search_entries e WHERE e.id = b.version) >= a.starts_at END)
END
"""


# Booked for a day that is over, and nobody wrote down whether the patient came.
_UNNOTED = """
AND a.kind <> 'phone_call' AND coalesce((SELECT v.kind FROM appointment_events v WHERE v.appointment_id = a.id
    ORDER BY v.rowid DESC LIMIT 1), 'arrival_undone') = 'arrival_undone'
"""


def _no_shows(desk: Desk) -> list[Due]:
    """Return who missed a visit that is not booked anew, also where nobody marked it so; the newest first."""
    today = _today(desk)
    first = today - timedelta(days=MISSED_DAYS)
    marked = desk.rows(f"{_BOOKINGS} {_NOT_REBOOKED}", *_span(desk, first, today), "no_show")
    found = [_missed(desk, Purpose.NO_SHOW, row, row["state_reason"]) for row in marked]
    yesterday = today - timedelta(days=1)
    unnoted = desk.rows(f"{_BOOKINGS} {_NOT_REBOOKED} {_UNNOTED}", *_span(desk, first, yesterday), "booked")
    found += [_missed(desk, Purpose.NO_SHOW, row, _("nobody noted whether the patient came")) for row in unnoted]
    return sorted(found, key=_start, reverse=True)


def _cancelled(desk: Desk) -> list[Due]:
    """Return whose visit was cancelled and is not booked anew; a session taken out of the plan need not be."""
    today = _today(desk)
    span = _span(desk, today - timedelta(days=MISSED_DAYS), today + timedelta(days=365))
    rows = desk.rows(f"{_BOOKINGS} {_NOT_REBOOKED}", *span, "cancelled")
    return sorted((_missed(desk, Purpose.REBOOK, row, row["state_reason"]) for row in rows), key=_start)


def _missed(desk: Desk, purpose: Purpose, row: dict[str, Any], reason: str | None) -> Due:
    return Due(
        purpose,
        row["patient_id"],
        row["id"],
        ", ".join(part for part in (_moment(desk, row["starts_at"]), _visit(row), reason) if part),
        at=from_text(row["starts_at"]),
        appointment_id=row["id"],
        session_id=row["session_id"],
        stands=row["state"] == "booked",
    )


def _start(one: Due) -> tuple[datetime, str]:
    return one.at or datetime.min.replace(tzinfo=UTC), one.subject_id


# Recall ---------------------------------------------------------------------------------------------------------------

_PLANS = f"""
SELECT s.id, {place("s")} AS number, s.planned_on, s.series_id, {kept_under("r.patient_id")} AS patient_id,
       r.planned_count, r.protocol_id, r.title,
       EXISTS (SELECT 1 FROM session_events e WHERE e.session_id = s.id AND e.kind = 'discharged') AS discharged,
       {_CAME.format(session="s.id")} AS began
FROM (SELECT DISTINCT series_id FROM sessions WHERE planned_on BETWEEN ? AND ? AND voided_reason IS NULL) recent
JOIN series r ON r.id = recent.series_id JOIN sessions s ON s.series_id = r.id
WHERE r.ended_on IS NULL AND s.voided_reason IS NULL
ORDER BY s.series_id, s.number
"""
_HERE_TODAY = f"""
SELECT {kept_under("s.patient_id")} AS patient_id FROM sessions s WHERE s.planned_on = ? AND s.voided_reason IS NULL
UNION SELECT {kept_under("a.patient_id")} FROM appointments a
WHERE a.starts_at >= ? AND a.starts_at < ? AND a.state = 'booked' AND a.patient_id IS NOT NULL
AND a.kind <> 'phone_call'
"""
_EXPECTED = f"""
SELECT DISTINCT {kept_under("a.patient_id")} AS patient_id, a.kind FROM appointments a
WHERE a.state = 'booked' AND a.starts_at >= ? AND a.patient_id IS NOT NULL
"""


def _recalls(desk: Desk) -> list[Due]:
    """Return whose plan wants a next visit and has none, and who was discharged without one.

    Who is called for a missed or cancelled visit already is not here a second time.
    """
    today = _today(desk)
    rows = desk.rows(
        _PLANS, (today - timedelta(days=RECALL_BACK_DAYS)).isoformat(), (today + timedelta(days=365)).isoformat()
    )
    newest: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        # Series come in the order they were planned in: of several, the last one is what is wanted now.
        if row["patient_id"] in newest and newest[row["patient_id"]][0]["series_id"] != row["series_id"]:
            newest[row["patient_id"]] = []
        newest.setdefault(row["patient_id"], []).append(row)
    elsewhere = _expected(desk, today) | {
        one.patient_id for purpose in (Purpose.NO_SHOW, Purpose.REBOOK) for one in due(desk, purpose)
    }
    wanted = [_wanted(desk, sessions, today) for patient_id, sessions in newest.items() if patient_id not in elsewhere]
    return sorted((one for one in wanted if one is not None), key=lambda one: (one.day or today, one.subject_id))


def _expected(desk: Desk, today: date) -> set[str]:
    """Return the patients who have a visit before them, today's included."""
    rows = desk.rows(_EXPECTED, _span(desk, today, today)[0])
    return {row["patient_id"] for row in rows if row["kind"] not in _NO_VISIT}


def _wanted(desk: Desk, sessions: Sequence[dict[str, Any]], today: date) -> Due | None:
    """Return the call that a series asks for, if it does."""
    patient_id, last = sessions[0]["patient_id"], sessions[-1]
    if any(row["began"] and row["planned_on"] >= today.isoformat() for row in sessions):
        return None  # who is here today is asked at the desk
    waiting = [row for row in sessions if not row["began"]]
    if waiting:
        following = min(waiting, key=lambda row: str(row["planned_on"]))
        if date.fromisoformat(following["planned_on"]) > today + timedelta(days=RECALL_AHEAD_DAYS):
            return None
        why = _("{visit}, planned for {day}, is not booked").format(
            visit=_session(following), day=_day_words(following["planned_on"])
        )
        return _recall(patient_id, following, why)
    if not last["discharged"]:
        return None
    day = _day_words(last["planned_on"])
    total = pinned_protocols.read(desk, last["protocol_id"]).sessions
    if total > len(sessions):
        why = _("{title}: {done} of {count} sessions given, the last on {day}; the next is not planned")
        return _recall(patient_id, last, why.format(title=last["title"], done=len(sessions), count=total, day=day))
    why = _("Discharged on {day} after {visit}, no next visit").format(day=day, visit=_session(last).lower())
    return _recall(patient_id, last, why)


def _recall(patient_id: str, session: dict[str, Any], why: str) -> Due:
    day = date.fromisoformat(session["planned_on"])
    return Due(Purpose.RECALL, patient_id, session["id"], why, day=day, session_id=session["id"])


# Questionnaires -------------------------------------------------------------------------------------------------------


def _measures(desk: Desk) -> list[Due]:
    """Return who is to be asked something now and does not come today, the longest due first.

    What is asked before a session waits for the visit.
    """
    today = _today(desk)
    coming = {row["patient_id"] for row in desk.rows(_HERE_TODAY, today.isoformat(), *_span(desk, today, today))}
    found = [
        (items[0].wanted_by, _to_ask(desk, patient_id, items))
        for patient_id, items in measures_due.by_phone(desk).items()
        if patient_id not in coming
    ]
    return [one for _wanted_by, one in sorted(found, key=lambda pair: (pair[0], pair[1].subject_id))]


def _to_ask(desk: Desk, patient_id: str, items: Sequence[MeasureDueItem]) -> Due:
    words = "; ".join(_("{measure}: {why}").format(measure=item.title, why=item.words) for item in items)
    day = desk.local(items[0].from_at).date()
    # Without a session: what is booked from here is a visit of its own, never one that was given already.
    return Due(Purpose.MEASURES, patient_id, items[0].due_key, words, day=day)


# Words and times ------------------------------------------------------------------------------------------------------


def _visit(row: dict[str, Any]) -> str:
    return _session(row) if row["session_id"] else visit_types.title(row["kind"])


def _session(row: dict[str, Any]) -> str:
    return _("Session {position}").format(position=position_text(row["number"], row["planned_count"]))


def _moment(desk: Desk, text: str) -> str:
    at = desk.local(from_text(text))
    return f"{format_day(at.date())} {format_time(at)}"


def _day_words(text: str) -> str:
    return format_day(date.fromisoformat(text))


def _today(desk: Desk) -> date:
    return desk.local(desk.now()).date()


def _span(desk: Desk, first: date, last: date) -> tuple[str, str]:
    """Return the clinic's days from first to last as the stored times they lie between."""
    begin = datetime.combine(first, time(), desk.zone()).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), desk.zone()).astimezone(UTC)
    return as_text(begin), as_text(end)

"""What a person has to sign or to review."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import documents, notes, sessions
from clinicdesk.records.documents import ToReview
from clinicdesk.records.sessions import SessionLine, VerbalToSign
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase


@dataclass(frozen=True, slots=True)
class ToSign:
    """Something this person has to sign: a note, a session that is over, a verbal order, or a document to review."""

    kind: Literal["note", "session", "cosign", "document", "verbal"]
    id: str
    patient_id: str
    patient_name: str
    what: str
    at: datetime


def to_sign(desk: Desk) -> list[ToSign]:
    """Return what this person has to sign, oldest first: their notes, and sessions they worked in that are over;
    for a prescriber also those that wait for a second signature.

    The documents they are to review and the orders they gave by word of mouth are among them.
    """
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
    found += _to_cosign(desk)
    over = [line for line in sessions.unsigned(desk) if line.phase in (Phase.DISCHARGED, Phase.NOT_TREATED)]
    mine = _worked_in(desk, over)
    names = _names(desk, over)
    for line in over:
        if line.id in mine:
            at = datetime.combine(line.planned_on, line.planned_time or time(0), desk.zone())
            found.append(ToSign("session", line.id, line.patient_id, names[line.patient_id], session_title(line), at))
    found += [_to_review(desk, one) for one in documents.to_review(desk)]
    found += [_spoken(desk, one) for one in sessions.verbal_to_sign(desk)]
    return sorted(found, key=lambda item: (item.at, item.id))


def _to_review(desk: Desk, one: ToReview) -> ToSign:
    document = one.document
    return ToSign(
        "document",
        document.id,
        document.patient_id,
        formats.format_name(one.family_name, one.given_name),
        _("Review: {title}").format(title=document.title),
        desk.local(document.filed_at),
    )


def _to_cosign(desk: Desk) -> list[ToSign]:
    """Return the sessions somebody else signed and a prescriber signs after."""
    lines = sessions.to_cosign(desk) if desk.may("session.order") else []
    names = _names(desk, lines)
    return [
        ToSign(
            "cosign",
            line.id,
            line.patient_id,
            names[line.patient_id],
            _("Co-sign: {session}").format(session=session_title(line)),
            datetime.combine(line.planned_on, line.planned_time or time(0), desk.zone()),
        )
        for line in lines
    ]


def _spoken(desk: Desk, one: VerbalToSign) -> ToSign:
    what = _("Verbal order: {words}").format(words=one.words)
    return ToSign("verbal", one.id, one.patient_id, one.patient_name, what, desk.local(one.said_at))


def session_title(line: SessionLine) -> str:
    """Return which session of its series it is: ``Session 3 of 6``."""
    return _("Session {position}").format(position=position_text(line.number, line.count))


def _names(desk: Desk, lines: Sequence[SessionLine]) -> dict[str, str]:
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.title FROM json_each(?) j JOIN patients p ON p.id = j.value",
        json.dumps(sorted({line.patient_id for line in lines})),
    )
    return {row["id"]: formats.format_name(row["family_name"], row["given_name"], row["title"] or "") for row in rows}


def _worked_in(desk: Desk, lines: Sequence[SessionLine]) -> frozenset[str]:
    rows = desk.rows(
        "SELECT DISTINCT x.session_id AS id FROM json_each(?) j JOIN session_events x ON x.session_id = j.value "
        "JOIN search_entries e ON e.id = x.version WHERE e.staff = ?",
        json.dumps([line.id for line in lines]),
        desk.person.id,
    )
    return frozenset(str(row["id"]) for row in rows)

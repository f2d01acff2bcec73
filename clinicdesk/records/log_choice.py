"""What somebody wants to see of the log: one person, chart, kind, some days. Screen, paper and file share it."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date, format_record_number
from clinicdesk.language import _
from clinicdesk.records import access_log, patients
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.access_words import Kind, actions_of, kind_name


@dataclass(frozen=True, slots=True)
class LogChoice:
    """What is chosen; everything is None where all are wanted. The days are the clinic's, both included."""

    staff_id: str | None = None
    patient_id: str | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None

    def as_text(self) -> str:
        """Return the choice as one text, as papers are asked for."""
        return json.dumps({name: str(value) for name, value in asdict(self).items() if value is not None})


def read(text: str) -> LogChoice:
    """Return the choice of a text of ``as_text``; an empty one chooses everything."""
    said: dict[str, str] = json.loads(text) if text else {}
    return LogChoice(
        staff_id=said.get("staff_id"),
        patient_id=said.get("patient_id"),
        kind=Kind(said["kind"]) if "kind" in said else None,
        since=date.fromisoformat(said["since"]) if "since" in said else None,
        until=date.fromisoformat(said["until"]) if "until" in said else None,
    )


def lines(desk: Desk, choice: LogChoice, limit: int, before_seq: int | None = None) -> list[AccessLine]:
    """Return a page of what is chosen, the newest first. Raises ``NotAllowed`` and ``BadValue``."""
    if choice.since and choice.until and choice.until < choice.since:
        raise BadValue(_("The last day is before the first."), "until")
    return access_log.entries(
        desk,
        staff_id=choice.staff_id,
        patient_id=choice.patient_id,
        actions=actions_of(choice.kind) if choice.kind else None,
        since=_start(desk, choice.since) if choice.since else None,
        until=_start(desk, choice.until + timedelta(days=1)) if choice.until else None,
        limit=limit,
        before_seq=before_seq,
    )


def words(desk: Desk, choice: LogChoice) -> str:
    """Return what is chosen in words, for the head of a paper or file. It names a chart by its number only."""
    parts = [kind_name(choice.kind) if choice.kind else _("Everything")]
    if choice.staff_id:
        parts.append(_("by {name}").format(name=dict(access_log.people(desk)).get(choice.staff_id, choice.staff_id)))
    if choice.patient_id:
        number = format_record_number(patients.get(desk, choice.patient_id).record_number)
        parts.append(_("record number {number}").format(number=number))
    if choice.since:
        parts.append(_("from {day}").format(day=format_date(choice.since)))
    if choice.until:
        parts.append(_("until {day}").format(day=format_date(choice.until)))
    return ", ".join(parts)


def _start(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.zone())

"""Somebody leaves: what waits for them, and who has it from then on. Nothing is lost, and nothing signed for them.

What can be handed on is handed on in one entry, by an administrator who reads none of it. The rest is said as it is: a
verbal order is signed by who gave it, a chair is taken over at the chair, and sessions fall to every clinician by
themselves once all who worked in them have left. Psychotherapy notes are their author's alone, and stay that.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL, Role
from clinicdesk.records import appointments, kept_apart, note_signing, sessions, staff
from clinicdesk.records.identities import owner
from clinicdesk.records.measures import alerts
from clinicdesk.records.note_signing import Part
from clinicdesk.records.notes import NoteKind
from clinicdesk.records.sessions import nurse
from clinicdesk.records.staff import StaffMember
from clinicdesk.records.to_sign import OVER, who_worked
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert, update
from clinicdesk.storage.local import Draft

_AHEAD = timedelta(days=180)
"""How far ahead bookings are counted."""


class What(StrEnum):
    """What can be handed on to somebody else."""

    NOTES = "notes"
    COSIGNS = "cosigns"
    DOCUMENTS = "documents"
    DRAFTS = "drafts"
    ALERTS = "alerts"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Left:
    """What waits for one person: ids, of ``drafts`` the places on this PC; nothing of what it says.

    The first six can be handed on (``What``). ``forms`` counts what is half typed elsewhere than in notes, and in
    psychotherapy notes; ``bookings`` and ``duties`` count visits and days to come.
    """

    notes: tuple[str, ...]
    cosigns: tuple[str, ...]
    documents: tuple[str, ...]
    drafts: tuple[str, ...]
    alerts: tuple[str, ...]
    messages: tuple[str, ...]
    sessions: tuple[str, ...]
    verbal_orders: tuple[str, ...]
    chairs: tuple[str, ...]
    forms: int
    bookings: int
    duties: int

    def of(self, what: What) -> tuple[str, ...]:
        """Return the ids of what can be handed on."""
        found: tuple[str, ...] = getattr(self, what.value)
        return found

    @property
    def is_nothing(self) -> bool:
        """Whether nothing waits for them at all."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def waiting_for(desk: Desk, staff_id: str) -> Left:
    """Return what waits for somebody. Raises ``NotAllowed`` for all but administrators."""
    _refuse_others(desk)
    drafts = list(desk.clinic.local.drafts(staff_id))
    return Left(
        notes=_notes(desk, staff_id, "author"),
        cosigns=_notes(desk, staff_id, "cosigner"),
        documents=_ids(desk, _DOCUMENTS, staff_id),
        drafts=tuple(draft.place for draft in drafts if _may_go_on(desk, draft)),
        alerts=tuple(one.id for one in alerts.open_alerts(desk) if one.taken_by_id == staff_id),
        messages=_ids(desk, _MESSAGES, staff_id, staff_id),
        sessions=_sessions(desk, staff_id),
        verbal_orders=_ids(desk, _VERBAL, staff_id),
        chairs=tuple(line.id for line in nurse.of_person(desk, staff_id)),
        forms=sum(not _may_go_on(desk, draft) for draft in drafts),
        bookings=_bookings(desk, staff_id),
        duties=len(_ids(desk, "SELECT id FROM duties WHERE staff_id = ? AND id >= ?", staff_id, _today(desk))),
    )


def able_to_take(desk: Desk, what: What, leaving_id: str) -> list[StaffMember]:
    """Return to whom something of who leaves can be handed on, by name."""
    others = [one for one in staff.everybody(desk) if one.active and one.id != leaving_id]
    if what is What.MESSAGES:
        return others
    if what is What.COSIGNS:
        return [one for one in others if Role.PRESCRIBER in one.roles]
    return [one for one in others if one.roles & CLINICAL]


def hand_on(desk: Desk, member: StaffMember, to: Mapping[What, str]) -> None:
    """Hand on, in one entry, what waits for somebody; ``to`` says who gets it, by the kind of thing.

    Raises ``BadValue`` where somebody cannot take it, ``NotAllowed``.
    """
    left = waiting_for(desk, member.id)
    changes: list[Change] = []
    patients: set[str] = set()
    for what, to_id in to.items():
        if not left.of(what):
            continue
        taker = next((one for one in able_to_take(desk, what, member.id) if one.id == to_id), None)
        if taker is None:
            raise BadValue(_("Choose somebody who may do this and works here."), what.value)
        for change, patient_id in _handing(desk, what, left.of(what), member, taker):
            changes.append(change)
            if patient_id:
                patients.add(patient_id)
    drafts = left.drafts if What.DRAFTS in to else ()
    if changes or drafts:
        desk.record("staff.hand_on", *changes, patient=sorted(patients))
    _hand_drafts(desk, drafts, member, to.get(What.DRAFTS, ""))


def leave(desk: Desk, member: StaffMember, to: Mapping[What, str]) -> None:
    """Hand on what waits for somebody, and let them no longer work here.

    Raises ``NotAllowed`` while they answer for a chair, and for the last administrator; then nothing was handed on.
    """
    # Before anything is handed on: the last administrator stays, and who answers for a chair.
    staff.changing(desk, member, name=member.name, roles=member.roles, active=False, ends_on=member.ends_on)
    hand_on(desk, member, to)
    staff.change(desk, member, name=member.name, roles=member.roles, active=False, ends_on=member.ends_on)


def out_of_reach(member: StaffMember) -> frozenset[What]:
    """Return what somebody cannot do any more: all of it where they have left, else what asks for a role they lost."""
    if not member.active:
        return frozenset(What)
    lost = set() if Role.PRESCRIBER in member.roles else {What.COSIGNS}
    if not member.roles & CLINICAL:
        lost |= {What.NOTES, What.DOCUMENTS, What.DRAFTS, What.ALERTS}
    return frozenset(lost)


def left_behind(desk: Desk) -> list[tuple[StaffMember, Left]]:
    """Return for whom something waits that they cannot do any more, and that can be handed on.

    Their last day came by itself, or they have another role now.
    """
    _refuse_others(desk)
    waited_for = _waited_for(desk)
    gone = [one for one in staff.everybody(desk) if one.id in waited_for and out_of_reach(one)]
    found = [(one, waiting_for(desk, one.id)) for one in gone]
    return [(one, left) for one, left in found if any(left.of(what) for what in out_of_reach(one))]


def left_behind_words(member: StaffMember) -> str:
    """Return that something waits for somebody who cannot do it any more."""
    if member.active:
        return _("{name} has another role now, and something waits that only the old one could do.").format(
            name=member.name
        )
    return _("{name} no longer works here, and something still waits for them.").format(name=member.name)


# What waits -----------------------------------------------------------------------------------------------------------

_DOCUMENTS = """
SELECT d.id FROM documents d JOIN patients p ON p.id = d.patient_id
WHERE d.reviewer_id = ? AND d.reviewed_at IS NULL AND d.voided_reason IS NULL AND p.voided_reason IS NULL
ORDER BY d.filed_at, d.id
"""
_VERBAL = """
SELECT v.id FROM search_unsigned u CROSS JOIN verbal_orders v ON v.id = u.subject_id
WHERE u.subject_table = 'verbal_orders' AND v.prescriber_id = ? ORDER BY v.said_at, v.id
"""
# What was sent to them, and what they said of a role's that they see to it.
_MESSAGES = """
SELECT m.id FROM messages m WHERE (m.to_id = ?
OR EXISTS (SELECT 1 FROM message_events t WHERE t.message_id = m.id AND t.kind = 'taken' AND t.staff_id = ?))
AND NOT EXISTS (SELECT 1 FROM message_events v WHERE v.message_id = m.id AND v.kind = 'done')
ORDER BY m.sent_at, m.id
"""


# For whom anything of that waits; each list is read once, however many have left over the years.
_OF_ANYBODY = """
SELECT d.reviewer_id AS id FROM documents d
WHERE d.reviewer_id IS NOT NULL AND d.reviewed_at IS NULL AND d.voided_reason IS NULL
UNION SELECT coalesce(t.staff_id, m.to_id) FROM messages m
LEFT JOIN message_events t ON t.message_id = m.id AND t.kind = 'taken'
WHERE NOT EXISTS (SELECT 1 FROM message_events v WHERE v.message_id = m.id AND v.kind = 'done')
UNION SELECT m.to_id FROM messages m WHERE m.to_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM message_events v WHERE v.message_id = m.id AND v.kind = 'done')
"""


def _waited_for(desk: Desk) -> set[str]:
    """Return the ids of all for whom something may wait that can be handed on."""
    parts: tuple[Part, Part] = ("author", "cosigner")
    found = {row["id"] for row in desk.rows(_OF_ANYBODY)} | desk.clinic.local.who_drafts()
    found |= {one[3] for part in parts for one in note_signing.waiting_for_anybody(desk, part)}
    return found | {one.taken_by_id for one in alerts.open_alerts(desk)}


def _refuse_others(desk: Desk) -> None:
    if not desk.may("staff.hand_on"):
        raise NotAllowed(_("Your role does not include this. Ask an administrator if it should."))


def _ids(desk: Desk, sql: str, *values: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in desk.rows(sql, *values))


def _today(desk: Desk) -> str:
    return desk.local(desk.now()).date().isoformat()


def _notes(desk: Desk, staff_id: str, part: Part) -> tuple[str, ...]:
    """Return the notes that wait for them; of psychotherapy notes nobody but their author learns."""
    return tuple(found[0] for found in note_signing.waiting_for_anybody(desk, part) if found[3] == staff_id)


def _may_go_on(desk: Desk, draft: Draft) -> bool:
    """Tell whether a draft is a text of a note, which a colleague can finish."""
    of_note, _found, note_id = draft.place.partition(":")
    if of_note not in ("note", "addendum"):
        return False
    body = json.loads(draft.body)
    if not str(body.get("body", "")).strip() or body.get("kind") == NoteKind.PSYCHOTHERAPY:
        return False
    return note_id.startswith("new:") or not kept_apart.is_of_other(desk, note_id)


def _sessions(desk: Desk, staff_id: str) -> tuple[str, ...]:
    """Return the sessions that are over and unsigned, in which they worked and nobody else did who is still here."""
    over = [line for line in sessions.unsigned(desk) if line.phase in OVER]
    worked = who_worked(desk, over)
    return tuple(
        line.id
        for line in over
        if staff_id in worked[line.id] and not any(here for who, here in worked[line.id].items() if who != staff_id)
    )


def _bookings(desk: Desk, staff_id: str) -> int:
    today = desk.local(desk.now()).date()
    found = appointments.between(desk, today, today + _AHEAD)
    return sum(one.staff_id == staff_id and one.stage is appointments.Stage.BOOKED for one in found)


# Handing on -----------------------------------------------------------------------------------------------------------


def _handing(
    desk: Desk, what: What, ids: Collection[str], member: StaffMember, taker: StaffMember
) -> Iterator[tuple[Change, str | None]]:
    """Yield the rows that hand something on, each with the patient it is about."""
    if what in (What.NOTES, What.COSIGNS):
        part: Part = "author" if what is What.NOTES else "cosigner"
        for note_id in ids:
            yield note_signing.handing_on(desk, note_id, part, to_id=taker.id)
    elif what is What.DOCUMENTS:
        for row in desk.rows(
            f"SELECT d.id, d.version, {owner('d', 'documents')} AS whose FROM documents d "
            "WHERE d.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        ):
            yield update("documents", row["id"], row["version"], reviewer_id=taker.id), row["whose"]
    elif what is What.ALERTS:
        for alert_id in ids:
            for change in alerts.handing_on(desk, alert_id, to_id=taker.id):
                yield change, alerts.get(desk, alert_id).patient_id
    elif what is What.MESSAGES:
        yield from _messages(desk, ids, member, taker)


def _messages(
    desk: Desk, ids: Collection[str], member: StaffMember, taker: StaffMember
) -> Iterator[tuple[Change, str | None]]:
    """Send messages on as they are, from who sent them, and mark the old ones as done."""
    for row in desk.rows("SELECT * FROM messages WHERE id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))):
        words = _("Was for {name}, who has left.").format(name=member.name)
        now = as_text(desk.now())
        sent_on = insert(
            "messages",
            desk.new_id(),
            patient_id=row["patient_id"],
            from_id=row["from_id"],
            to_id=taker.id,
            to_role=None,
            urgent=row["urgent"],
            body=f"{row['body']}\n\n({words})",
            answers=row["id"],
            sent_at=now,
        )
        done = insert(
            "message_events",
            desk.new_id(),
            message_id=row["id"],
            staff_id=desk.person.id,
            kind="done",
            occurred_at=now,
            remark=_("Handed on to {name}.").format(name=taker.name),
        )
        yield insert("claims", f"message {row['id']} done", holder=desk.person.id), row["patient_id"]
        yield sent_on, row["patient_id"]
        yield done, row["patient_id"]


def _hand_drafts(desk: Desk, places: Collection[str], member: StaffMember, to_id: str) -> None:
    """Give begun texts to somebody else, with a line that says who began them. What they type themselves stays."""
    day = formats.format_date(desk.local(desk.now()).date())
    words = _("Begun by {name}; handed on {day}.").format(name=member.name, day=day)
    for place in places:
        draft = desk.clinic.local.draft(member.id, place)
        if draft is None or desk.clinic.local.draft(to_id, place) is not None:
            continue
        body = json.loads(draft.body)
        body["body"] = f"{body['body'].rstrip()}\n\n({words})"
        desk.clinic.local.keep_draft(to_id, place, json.dumps(body), draft.based_on, desk.now())
        desk.clinic.local.drop_draft(member.id, place)

"""Messages between colleagues: to one person or to everybody of a role, about a patient or not, urgent or not.

Only the sender and the receivers read a message: the patient's history says that it was sent, and not what it says.
A message to a role is a task of all of them: one takes it by name, and when it is done, it is done for all.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL, Role
from clinicdesk.records import staff
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert

CLINICIANS = "clinical"
"""The role, as far as messages go, of nurses and prescribers together."""
TAKEN_WITHIN = timedelta(minutes=2)
"""How soon somebody must take an urgent message before its sender is told that nobody has. Our own choice."""
TOO_OLD = timedelta(hours=12)
DONE_SHOWN = timedelta(days=180)
"""How long a message that is done stays in its list; one that is not stays until it is."""
LONGEST = 4000
"""The most characters of a message or a remark. Our own choice."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a message: one person (``staff_id``), or everybody of a role (``role``). ``name`` says it in words."""

    name: str
    staff_id: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as one of those concerned reads it. Times are UTC.

    ``is_mine`` and ``read`` are about the person at the desk. ``taken_by`` names who sees to it, ``done_by`` who did.
    ``patient_id`` is the registration that is kept.
    """

    id: str
    from_id: str
    from_name: str
    to: Receiver
    patient_id: str | None
    patient_name: str
    urgent: bool
    body: str
    sent_at: datetime
    answers: str | None
    is_mine: bool
    read: bool
    taken_by: str
    taken_at: datetime | None
    done_by: str
    done_at: datetime | None
    remark: str

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.done_at is not None


def receivers(desk: Desk) -> list[Receiver]:
    """Return whom a message can be sent to: first the roles somebody else has, then the other people by name."""
    others = [member for member in staff.everybody(desk) if member.active and member.id != desk.person.id]
    roles = {role for member in others for role in member.roles}
    found = [_of_role(CLINICIANS)] if roles & CLINICAL else []
    found += [_of_role(role) for role in Role if role in roles]
    return found + [Receiver(member.name, staff_id=member.id) for member in others]


def to_clinicians() -> Receiver:
    """Return all clinical staff."""
    return _of_role(CLINICIANS)


def send(
    desk: Desk,
    *,
    to: Receiver,
    body: str,
    patient_id: str | None = None,
    urgent: bool = False,
    answers: str | None = None,
) -> str:
    """Send a message and return its id. ``answers`` is the message it is a reply to, which one must have read.

    Raises ``BadValue`` naming the field at fault: nobody would get it, it says nothing, or it is too long.
    """
    body = body.strip()
    if not body:
        raise BadValue(_("Write what your colleague should know."), "body")
    if len(body) > LONGEST:
        raise BadValue(_("Keep a message below {count} characters.").format(count=LONGEST), "body")
    if not _reaches_somebody(desk, to):
        raise BadValue(_("Nobody else would get this message. Choose another receiver."), "to")
    if answers is not None:
        get(desk, answers)
    kept = surviving(desk, patient_id) if patient_id else None
    message_id = desk.new_id()
    row = insert(
        "messages",
        message_id,
        patient_id=kept,
        from_id=desk.person.id,
        to_id=to.staff_id or None,
        to_role=to.role or None,
        urgent=urgent,
        body=body,
        answers=answers,
        sent_at=as_text(desk.now()),
    )
    desk.record("message.send", row, patient=kept)
    return message_id


def inbox(desk: Desk) -> list[Message]:
    """Return what this person received and what is not done: urgent ones first, then the newest."""
    found = _messages(desk, f"{_TO_ME} AND NOT EXISTS ({_EVENT} AND v.kind = 'done')", *_me(desk))
    return sorted(found, key=lambda message: (not message.urgent, -message.sent_at.timestamp()))


def done(desk: Desk, limit: int = 100) -> list[Message]:
    """Return what this person received in the last months and what is done, the newest first."""
    since = as_text(desk.now() - DONE_SHOWN)
    finished = f"{_TO_ME} AND m.sent_at >= ? AND EXISTS ({_EVENT} AND v.kind = 'done')"
    return _messages(desk, finished, *_me(desk), since, limit=limit)


def sent(desk: Desk, limit: int = 100) -> list[Message]:
    """Return what this person sent, the newest first."""
    return _messages(desk, "m.from_id = ?", desk.person.id, limit=limit)


def about(desk: Desk, patient_id: str) -> list[Message]:
    """Return the messages about a patient that this person may read, the newest first."""
    condition = f"{of_person('m', 'messages')} AND {_MAY_READ}"
    return _messages(desk, condition, patient_id, *_me(desk), desk.person.id)


def get(desk: Desk, message_id: str) -> Message:
    """Return one message. Raises ``NotFound``, and ``NotAllowed`` unless one sent or received it."""
    found = _messages(desk, f"m.id = ? AND {_MAY_READ}", message_id, *_me(desk), desk.person.id)
    if found:
        return found[0]
    if desk.row("SELECT 1 AS there FROM messages WHERE id = ?", message_id) is None:
        raise NotFound(_("This message is not in this clinic."))
    raise NotAllowed(_("Only the sender and the receivers read this message."))


def unread_count(desk: Desk) -> int:
    """Return how many messages to this person are neither read by them nor done."""
    row = desk.row(
        f"SELECT count(*) AS unread FROM messages m WHERE {_TO_ME} "
        f"AND NOT EXISTS ({_EVENT} AND (v.kind = 'done' OR v.staff_id = ?))",
        *_me(desk),
        desk.person.id,
    )
    return int(row["unread"]) if row else 0


def urgent_waiting(desk: Desk) -> list[Message]:
    """Return the urgent messages to this person that nobody has taken or done yet, the oldest first."""
    waiting = f"{_TO_ME} AND m.urgent = 1 AND NOT EXISTS ({_EVENT} AND {_TAKEN})"
    return list(reversed(_messages(desk, waiting, *_me(desk))))


def unanswered(desk: Desk) -> list[Message]:
    """Return this person's own urgent messages of today that nobody has taken for some minutes, the oldest first."""
    now = desk.now()
    waiting = f"m.from_id = ? AND m.urgent = 1 AND m.sent_at BETWEEN ? AND ? AND NOT EXISTS ({_EVENT} AND {_TAKEN})"
    # One that was sent on to others speaks for itself.
    waiting += " AND NOT EXISTS (SELECT 1 FROM messages n WHERE n.answers = m.id AND n.from_id = m.from_id)"
    values = (desk.person.id, as_text(now - TOO_OLD), as_text(now - TAKEN_WITHIN))
    return list(reversed(_messages(desk, waiting, *values)))


def read(desk: Desk, message_id: str) -> None:
    """Note that this person has read a message they received; does nothing the second time."""
    message = get(desk, message_id)
    if not message.is_mine and not message.read:
        _record(desk, message, "read")


def take(desk: Desk, message_id: str) -> None:
    """Say by name that one sees to a message. Raises ``BadValue`` naming who has taken it already."""
    message = get(desk, message_id)
    if message.is_mine:
        raise NotAllowed(_("You sent this message. Those who received it say who sees to it."))
    if message.is_done:
        raise BadValue(_("{name} has done this already.").format(name=message.done_by))
    try:
        # Of two who take it at the same moment, the claim lets one.
        _record(desk, message, "taken", None, insert("claims", f"message {message.id}", holder=desk.person.id))
    except ChangedElsewhere:
        claim = desk.row("SELECT holder FROM claims WHERE id = ?", f"message {message.id}")
        if claim is None or claim["holder"] != desk.person.id:
            taken_by = get(desk, message.id).taken_by
            raise BadValue(_("{name} has taken this already.").format(name=taken_by)) from None


def finish(desk: Desk, message_id: str, remark: str = "") -> None:
    """Say that what a message asks for is done, or, of one's own, that it is settled; all concerned read the remark.

    Raises ``BadValue`` naming who has done it already.
    """
    message = get(desk, message_id)
    if message.is_done:
        raise BadValue(_("{name} has done this already.").format(name=message.done_by))
    if len(remark) > LONGEST:
        raise BadValue(_("Keep a remark below {count} characters.").format(count=LONGEST), "remark")
    try:
        # Of two who finish it at the same moment one is told, and keeps the remark that nobody would read.
        claim = insert("claims", f"message {message.id} done", holder=desk.person.id)
        _record(desk, message, "done", remark.strip() or None, claim)
    except ChangedElsewhere:
        done_by = get(desk, message.id).done_by
        raise BadValue(_("{name} has done this already.").format(name=done_by)) from None


def receiver_of_reply(message: Message) -> Receiver:
    """Return who gets the answer to a message: its sender."""
    return Receiver(message.from_name, staff_id=message.from_id)


def role_words(role: str) -> str:
    """Return everybody of a role, in words."""
    return {
        CLINICIANS: _("All clinicians"),
        Role.RECEPTIONIST: _("Reception"),
        Role.NURSE: _("All nurses"),
        Role.PRESCRIBER: _("All prescribers"),
        Role.ADMINISTRATOR: _("Administrators"),
    }[role]


def _of_role(role: str) -> Receiver:
    return Receiver(role_words(role), role=str(role))


def _reaches_somebody(desk: Desk, to: Receiver) -> bool:
    if to.staff_id == desk.person.id:
        return False
    if to.staff_id:
        return staff.get(desk, to.staff_id).active
    return to.role in {receiver.role for receiver in receivers(desk) if receiver.role}


def _roles_at(desk: Desk) -> Sequence[str]:
    """Return the roles under which this person gets messages."""
    return [*sorted(desk.person.roles), *([CLINICIANS] if desk.person.roles & CLINICAL else [])]


# One text for any number of roles: SQLite's own list out of JSON.
_TO_ME = "(m.to_id = ? OR m.to_role IN (SELECT value FROM json_each(?))) AND m.from_id <> ?"
_MAY_READ = f"(({_TO_ME}) OR m.from_id = ?)"
_TAKEN = "v.kind IN ('taken', 'done')"
_EVENT = "SELECT 1 FROM message_events v WHERE v.message_id = m.id"


def _me(desk: Desk) -> tuple[str, str, str]:
    """Return the values of ``_TO_ME``."""
    return desk.person.id, json.dumps(list(_roles_at(desk))), desk.person.id


def _messages(desk: Desk, condition: str, *values: str, limit: int = -1) -> list[Message]:
    rows = list(
        desk.rows(
            f"SELECT m.*, {owner('m', 'messages')} AS kept, w.name AS from_name, t.name AS to_name, "
            "p.family_name, p.given_name FROM messages m JOIN staff w ON w.id = m.from_id "
            f"LEFT JOIN staff t ON t.id = m.to_id LEFT JOIN patients p ON p.id = {owner('m', 'messages')} "
            f"WHERE {condition} ORDER BY m.sent_at DESC, m.id DESC LIMIT {limit}",
            *values,
        )
    )
    events = _events(desk, [row["id"] for row in rows])
    return [_message(desk, row, events.get(row["id"], [])) for row in rows]


def _events(desk: Desk, message_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what happened to messages, in order, by message."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in desk.rows(
        "SELECT v.*, w.name FROM message_events v JOIN staff w ON w.id = v.staff_id "
        "WHERE v.message_id IN (SELECT value FROM json_each(?)) ORDER BY v.id",
        json.dumps(list(message_ids)),
    ):
        found.setdefault(row["message_id"], []).append(row)
    return found


def _message(desk: Desk, row: dict[str, Any], events: Sequence[dict[str, Any]]) -> Message:
    taken = next((event for event in events if event["kind"] == "taken"), None)
    finished = next((event for event in events if event["kind"] == "done"), None)
    to = _of_role(row["to_role"]) if row["to_role"] else Receiver(row["to_name"], staff_id=row["to_id"])
    return Message(
        id=row["id"],
        from_id=row["from_id"],
        from_name=row["from_name"],
        to=to,
        patient_id=row["kept"],
        patient_name=format_name(row["family_name"], row["given_name"]) if row["kept"] else "",
        urgent=bool(row["urgent"]),
        body=row["body"],
        sent_at=from_text(row["sent_at"]),
        answers=row["answers"],
        is_mine=row["from_id"] == desk.person.id,
        read=any(event["staff_id"] == desk.person.id for event in events),
        taken_by=taken["name"] if taken else "",
        taken_at=from_text(taken["occurred_at"]) if taken else None,
        done_by=finished["name"] if finished else "",
        done_at=from_text(finished["occurred_at"]) if finished else None,
        remark=(finished["remark"] or "") if finished else "",
    )


def _record(desk: Desk, message: Message, kind: str, remark: str | None = None, *also: Change) -> None:
    row = insert(
        "message_events",
        desk.new_id(),
        message_id=message.id,
        staff_id=desk.person.id,
        kind=kind,
        occurred_at=as_text(desk.now()),
        remark=remark,
    )
    desk.record("message.handle", row, *also, patient=message.patient_id)

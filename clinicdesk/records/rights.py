"""The register of requests: what a patient asks for by right, who asked, until when it is due, and what became of it.

A request is a row; what happens to it are rows of its own, never rewritten. The last day comes from
``presets/rights.toml`` (45 CFR 164.524, 164.526, 164.528) and may be put off once, with a reason, before it is past.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.records import disclosures, rights_preset
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.records.rights_request import SENT_ONES as SENT_ONES
from clinicdesk.records.rights_request import Event as Event
from clinicdesk.records.rights_request import Relation as Relation
from clinicdesk.records.rights_request import Request as Request
from clinicdesk.records.rights_request import Right as Right
from clinicdesk.records.rights_request import Step as Step
from clinicdesk.records.rights_request import relation_name as relation_name
from clinicdesk.records.rights_request import right_name as right_name
from clinicdesk.records.rights_request import step_name as step_name
from clinicdesk.rules import retention
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert, update


def take(
    desk: Desk,
    patient_id: str,
    *,
    right: Right | str,
    received_on: date,
    asked_by: str,
    relation: Relation | str = Relation.SELF,
    identity: str = "",
    scope: str = "",
) -> str:
    """Write a request down in one entry, with its last day, and return its id.

    ``identity`` says how it was made sure who asks; it may come later, but before anything is given. Raises
    ``BadValue`` naming the field at fault, ``NotFound`` and ``NotAllowed``.
    """
    kept, kind = surviving(desk, patient_id), Right(right)
    if received_on > _today(desk):
        raise BadValue(_("This day is still to come. Give the day the request came in."), "received_on")
    texts = {"asked_by": asked_by, "identity": identity, "scope": scope}
    clean = {field: _line(text, field) for field, text in texts.items()}
    if not clean["asked_by"]:
        raise BadValue(_("Say who asks: the name under the request."), "asked_by")
    if kind in (Right.AMENDMENT, Right.RESTRICTION, Right.ERASURE) and not clean["scope"]:
        raise BadValue(_("Say what it is about, in the patient's words."), "scope")
    request_id = desk.new_id()
    row = insert(
        "rights_requests",
        request_id,
        patient_id=kept,
        kind=kind.value,
        received_on=received_on.isoformat(),
        asked_by=clean["asked_by"],
        relation=Relation(relation).value,
        identity=clean["identity"],
        scope=clean["scope"],
        due_on=due_day(kind, received_on).isoformat(),
        taken_by=desk.person.id,
    )
    desk.record("right.request", row, patient=kept)
    return request_id


def due_day(right: Right, received_on: date) -> date:
    """Return the last day to answer what came in on a day, as ``presets/rights.toml`` says."""
    return retention.due_on(received_on, rights_preset.preset().periods[right])


def identify(desk: Desk, request: Request, identity: str) -> None:
    """Write down how it was made sure who asks. Raises ``BadValue`` and ``ChangedElsewhere``."""
    how = _line(identity, "identity")
    if not how:
        raise BadValue(_("Say how you made sure who asks, for example “driving licence seen”."), "identity")
    _refuse_ended(request)
    change = update("rights_requests", request.id, request.version, identity=how)
    desk.record("right.step", change, patient=request.patient_id)


def put_off(desk: Desk, request: Request, *, words: str) -> None:
    """Move the last day by the one extension there is; the patient is told in writing why and until when.

    Raises ``BadValue`` when it was put off before, is past its day, or no reason is given.
    """
    _refuse_ended(request)
    period = rights_preset.preset().periods[request.right]
    why = _line(words, "words")
    if request.was_put_off or not period.extension_days:
        raise BadValue(_("This was put off before, and it can be put off only once. Answer it now."))
    if request.days_left(_today(desk)) < 0:
        raise BadValue(_("Its last day is past, so it cannot be put off any more. Answer it now."))
    if not why:
        raise BadValue(_("Say why. The patient must be told this in writing."), "words")
    until = retention.extended(request.due_on, period)
    desk.record("right.decide", _event(desk, request, Step.EXTENDED, why, due_on=until), patient=request.patient_id)


def grant(desk: Desk, request: Request, *, words: str) -> None:
    """Say that what is asked for is done or will be given, and in ``words`` what was done."""
    _decide(desk, request, Step.GRANTED, words, _("Say what was done, for example “addendum to the note of 2 March”."))


def deny(desk: Desk, request: Request, *, words: str) -> None:
    """Refuse a request with the reason, which the patient is told in writing (45 CFR 164.524(d), 164.526(d))."""
    _decide(desk, request, Step.DENIED, words, _("Say why. The patient must be told this in writing."))


def _decide(desk: Desk, request: Request, step: Step, words: str, empty: str) -> None:
    _refuse_ended(request)
    said = _line(words, "words")
    if not said:
        raise BadValue(empty, "words")
    desk.record("right.decide", _event(desk, request, step, said), patient=request.patient_id)


def withdraw(desk: Desk, request: Request, *, words: str) -> None:
    """Write down that the patient does not ask for it any more."""
    _refuse_ended(request)
    said = _line(words, "words")
    if not said:
        raise BadValue(_("Say who withdrew it, and how."), "words")
    desk.record("right.step", _event(desk, request, Step.WITHDRAWN, said), patient=request.patient_id)


def remark(desk: Desk, request: Request, *, words: str) -> None:
    """Write down something about a request, ended or not."""
    said = _line(words, "words")
    if not said:
        raise BadValue(_("Write what is to be noted."), "words")
    desk.record("right.step", _event(desk, request, Step.NOTED, said), patient=request.patient_id)


def sending(desk: Desk, request: Request, *, words: str, way: str, recipient: str) -> Change:
    """Return the change that ends a request with what was given, for one entry with its disclosure.

    Raises ``BadValue`` when it has ended, or nobody made sure who asks.
    """
    _refuse_ended(request)
    if request.right not in SENT_ONES:
        raise BadValue(_("Nothing is given for this request. Decide on it instead."))
    if not request.identity:
        raise BadValue(_("First write down how you made sure who asks."), "identity")
    return _event(desk, request, Step.SENT, _line(words, "words"), detail={"way": way, "recipient": recipient})


def give(desk: Desk, request: Request, *, what: str, way: Way | str, recipient: str = "", address: str = "") -> None:
    """Write down that what was asked for was given, with its disclosure in the same entry, and end the request.

    For what is made elsewhere: a list of disclosures, a copy on paper. Raises ``BadValue`` naming the field at fault.
    """
    to = recipient or request.asked_by
    _id, left = disclosures.changes(
        desk,
        request.patient_id,
        recipient=to,
        recipient_address=address,
        what=what,
        purpose=_("Request of the patient: {what}").format(what=right_name(request.right)),
        basis=basis_of(request),
        way=way,
        request_id=request.id,
    )
    ends = sending(desk, request, words=what, way=str(way), recipient=to)
    desk.record("right.step", *left, ends, patient=request.patient_id)


def basis_of(request: Request) -> Basis:
    """Return why what is asked for may leave: to the patient or who stands for them, or with a written permission."""
    own = {Relation.SELF, Relation.PARENT, Relation.GUARDIAN}
    return Basis.PATIENT if request.relation in own else Basis.AUTHORISED


def get(desk: Desk, request_id: str) -> Request:
    """Return one request. Raises ``NotFound`` and ``NotAllowed``."""
    desk.may_see("disclosures")
    row = desk.row(f"{_READ} WHERE r.id = ?", request_id)
    if row is None:
        raise NotFound(_("This request is not in this clinic."))
    return _request(row)


def of_patient(desk: Desk, patient_id: str) -> list[Request]:
    """Return what a patient asked for, the latest first."""
    desk.may_see("disclosures")
    rows = desk.rows(
        f"{_READ} WHERE {of_person('r', 'rights_requests')} ORDER BY r.received_on DESC, r.id DESC", patient_id
    )
    return [_request(row) for row in list(rows)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register: a request, and whose it is."""

    request: Request
    family_name: str
    given_name: str
    record_number: int


def register(desk: Desk, *, ended: bool = False) -> list[Line]:
    """Return the requests of all patients that wait, what is due first; with ``ended`` the others, the latest first."""
    desk.may_see("disclosures")
    rows = desk.rows(
        f"{_NAMED} JOIN patients p ON p.id = {owner('r', 'rights_requests')} WHERE p.voided_reason IS NULL"
    )
    lines = [Line(_request(row), row["family_name"], row["given_name"], row["record_number"]) for row in list(rows)]
    found = [line for line in lines if line.request.is_open is not ended]
    if ended:
        return sorted(found, key=lambda line: (line.request.received_on, line.request.id), reverse=True)
    return sorted(found, key=lambda line: (line.request.due_on, line.request.id))


def due_words(request: Request, today: date) -> str:
    """Return when a request is due, or what ended it, in a few words."""
    if request.ended is not None:
        return step_name(request.ended.step)
    left = request.days_left(today)
    if left < 0:
        return ngettext("{count} day late", "{count} days late", -left).format(count=-left)
    if left == 0:
        return _("due today")
    return ngettext("due in {count} day", "due in {count} days", left).format(count=left)


_READ = f"""
SELECT r.*, {owner("r", "rights_requests")} AS belongs_to, coalesce(t.name, r.taken_by) AS taken_by_name,
       (SELECT json_group_array(json_array(v.kind, v.occurred_at, v.staff_name, v.words, v.due_on)) FROM (
          SELECT x.*, coalesce(s.name, x.staff_id) AS staff_name FROM rights_events x
          LEFT JOIN staff s ON s.id = x.staff_id WHERE x.request_id = r.id ORDER BY x.occurred_at, x.id) v) AS events
FROM rights_requests r LEFT JOIN staff t ON t.id = r.taken_by
"""
_NAMED = _READ.replace("SELECT r.*,", "SELECT r.*, p.family_name, p.given_name, p.record_number,", 1)


def _request(row: Mapping[str, Any]) -> Request:
    events = tuple(
        Event(Step(kind), from_text(at), name, words, date.fromisoformat(due) if due else None)
        for kind, at, name, words, due in json.loads(row["events"])
    )
    put_off_to = [event.due_on for event in events if event.due_on is not None]
    return Request(
        id=row["id"],
        version=row["version"],
        patient_id=row["belongs_to"],
        right=Right(row["kind"]),
        received_on=date.fromisoformat(row["received_on"]),
        asked_by=row["asked_by"],
        relation=Relation(row["relation"]),
        identity=row["identity"],
        scope=row["scope"],
        due_on=put_off_to[-1] if put_off_to else date.fromisoformat(row["due_on"]),
        taken_by=row["taken_by_name"],
        events=events,
    )


def _event(
    desk: Desk,
    request: Request,
    step: Step,
    words: str,
    *,
    due_on: date | None = None,
    detail: Mapping[str, str] | None = None,
) -> Change:
    return insert(
        "rights_events",
        desk.new_id(),
        request_id=request.id,
        patient_id=request.patient_id,
        kind=step.value,
        occurred_at=as_text(desk.now()),
        staff_id=desk.person.id,
        due_on=due_on.isoformat() if due_on else None,
        words=words,
        detail=json.dumps(detail) if detail else None,
    )


def _refuse_ended(request: Request) -> None:
    if request.ended is not None:
        raise BadValue(_("This request has ended. Take a new one if the patient asks again."))


def _line(text: str, field: str) -> str:
    clean = clean_line(text)
    if len(clean) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), field)
    return clean


def _today(desk: Desk) -> date:
    return desk.local(desk.now()).date()

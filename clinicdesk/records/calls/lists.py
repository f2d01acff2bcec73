"""The call lists: who is due, with the number to call, what to say, and what was tried before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records import contact_rules, practice
from clinicdesk.records.calls import words
from clinicdesk.records.calls.attempts import of_patients
from clinicdesk.records.calls.call import Attempt, CallLine, CallList, Due, Outcome, Purpose, ends
from clinicdesk.records.calls.due import due
from clinicdesk.records.calls.flags import flagged_among
from clinicdesk.records.contact_rules import ContactRules
from clinicdesk.rules.names import phone_digits

ATTEMPTS_SHOWN = 5


def of(desk: Desk, purpose: Purpose) -> CallList:
    """Return the call list of a purpose. Nobody who may not be called is among those to call."""
    lines = _lines(desk, due(desk, purpose))
    today = desk.local(desk.now()).date()
    to_call = [line for line in lines if not line.done and not line.barred]
    return CallList(
        purpose,
        tuple(sorted(to_call, key=lambda line: _rank(desk, line, today))),
        tuple(line for line in lines if not line.done and line.barred),
        tuple(line for line in lines if line.done and desk.local(line.done.called_at).date() == today),
    )


def counts(desk: Desk) -> dict[Purpose, int]:
    """Return how many are to be called, by purpose."""
    return {purpose: len(of(desk, purpose).to_call) for purpose in Purpose}


def _rank(desk: Desk, line: CallLine, today: date) -> tuple[bool, bool]:
    """Whom a clinician marked comes first, of those who did not come; who was tried today comes last."""
    tried_today = bool(line.tried) and desk.local(line.tried[0].called_at).date() == today
    return not (line.first and line.due.purpose is Purpose.NO_SHOW), tried_today


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all lines of a list at once."""

    people: dict[str, dict[str, Any]]
    rules: dict[str, ContactRules]
    attempts: dict[str, list[Attempt]]
    flagged: set[str]
    practice: practice.Practice


def _lines(desk: Desk, dues: Sequence[Due]) -> list[CallLine]:
    ids = list(dict.fromkeys(one.patient_id for one in dues))
    if not ids:
        return []
    known = _Known(
        people=_people(desk, ids),
        rules=contact_rules.of_many(desk, ids),
        attempts=of_patients(desk, ids),
        flagged=flagged_among(desk, ids),
        practice=practice.get(desk),
    )
    # A record that was voided belongs to nobody.
    return [_line(desk, one, known) for one in dues if one.patient_id in known.people]


def _people(desk: Desk, patient_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.preferred_name, p.birth_date, p.record_number, p.phone_mobile, "
        "p.phone_home FROM json_each(?) j JOIN patients p ON p.id = j.value WHERE p.voided_reason IS NULL",
        json.dumps(list(patient_ids)),
    )
    return {row["id"]: row for row in rows}


def _line(desk: Desk, one: Due, known: _Known) -> CallLine:
    person, rules = known.people[one.patient_id], known.rules[one.patient_id]
    attempts = known.attempts.get(one.patient_id, [])
    about_this = [a for a in attempts if (a.purpose, a.subject_id) == (one.purpose, one.subject_id)]
    phone = _phone(person, rules, attempts)
    ask_for = f"{person['preferred_name'] or person['given_name']} {person['family_name']}".strip()
    barred = _barred(rules, phone)
    return CallLine(
        due=one,
        name=format_name(person["family_name"], person["given_name"]),
        ask_for=ask_for,
        birth_date=date.fromisoformat(person["birth_date"]) if person["birth_date"] else None,
        record_number=person["record_number"],
        phone=phone,
        may_leave_message=rules.may_leave_message,
        rules=(*rules.words, *([_("Leave no message: not asked")] if _unasked(rules, barred) else [])),
        say="" if barred else words.to_patient(desk, known.practice, one),
        message=words.to_leave(desk, known.practice, ask_for) if rules.may_leave_message and not barred else "",
        first=one.patient_id in known.flagged,
        attempts=tuple(attempts[:ATTEMPTS_SHOWN]),
        barred=barred,
        done=next((attempt for attempt in about_this if ends(one.purpose, attempt.outcome)), None),
    )


def _unasked(rules: ContactRules, barred: str) -> bool:
    """Tell whether nobody knows if a message may be left with this patient, who is called."""
    return rules.may_leave_message is None and not barred


def _phone(person: dict[str, Any], rules: ContactRules, attempts: Sequence[Attempt]) -> str:
    """Return the number to call; one that was found wrong gives way to the other."""
    if not rules.may_call:
        return ""
    wrong = {phone_digits(attempt.phone) for attempt in attempts if attempt.outcome is Outcome.WRONG_NUMBER}
    numbers = (rules.phone, person["phone_mobile"] or "", person["phone_home"] or "")
    return next((number for number in numbers if number and phone_digits(number) not in wrong), "")


def _barred(rules: ContactRules, phone: str) -> str:
    """Return why a patient is not called, in words; empty for one who is."""
    if not rules.may_call:
        return rules.words[0] if rules.words else _("Do not call")
    if phone:
        return ""
    return _("The number is wrong") if rules.phone else _("No phone number")

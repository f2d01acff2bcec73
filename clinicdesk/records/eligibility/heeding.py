"""What is to be known before a start and does not stop it: what nobody asked on the day, medicines that came since.

Neither holds a visit. Whether a pregnancy test is asked for, and what a new medicine means, is a clinician's decision;
that something else is asked in the chair anyway (substances, changed medicines) is no answer to it. So both are said in
words before the start, and are kept with it. The choice is our own, for a medical owner to settle.
"""

from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts
from clinicdesk.records.eligibility import gate
from clinicdesk.records.eligibility.asking import line_of
from clinicdesk.records.eligibility.decision import read_of_people
from clinicdesk.records.eligibility.gate import VisitNeed
from clinicdesk.records.identities import same_person
from clinicdesk.rules.eligibility import SameDayItem
from clinicdesk.rules.timeline import EventKind

if TYPE_CHECKING:
    from clinicdesk.records.sessions.session import Session

_TOUCHED = f"""
SELECT 1 FROM medicines m JOIN search_entries e ON e.id = m.version
WHERE {same_person("m.patient_id")} AND e.seq > ? AND m.ended_on IS NULL AND m.voided_reason IS NULL LIMIT 1
"""


def to_know(desk: Desk, session: "Session") -> tuple[str, ...]:
    """Return what whoever starts a session should know of its eligibility, as sentences; empty where all was asked."""
    need = gate.of_visit(desk, session.id)
    if need is None:
        return ()
    words = _("Not asked today: {question}. Ask it in the chair.")
    found = [words.format(question=one.asks.rstrip("?")) for one in not_asked(session, need)]
    added = medicines_since(desk, need)
    if added:
        words = _("On the medicine list since eligibility was decided: {medicines}.")
        found.append(words.format(medicines=", ".join(added)))
    return tuple(found)


def not_asked(session: "Session", need: VisitNeed) -> tuple[SameDayItem, ...]:
    """Return the questions of the day that nobody asked, at the check-in or in the chair."""
    asked = {str(event.detail.get("item")) for event in session.events if event.kind is EventKind.CHECKING}
    return tuple(item for item in need.same_day.still_open if item.in_chair not in asked)


def medicines_since(desk: Desk, need: VisitNeed) -> tuple[str, ...]:
    """Return the lines of the medicine list that the decision did not know; a changed dose makes a new line."""
    if need.decision is None:
        return ()
    now = {line_of(one) for one in chart_facts.of(desk, need.patient_id).medicines.items}
    return tuple(sorted(now - set(need.decision.medicines)))


def list_changed(desk: Desk, session_id: str) -> bool:
    """Tell whether the medicine list was touched after the decision that counts, and not how: for the front desk."""
    need = gate.of_visit(desk, session_id)
    if need is None:
        return False
    known = [one for theirs in read_of_people(desk, [need.patient_id]).values() for one in theirs]
    counts = next((one for one in reversed(known) if one.treatment == need.treatment), None)
    return counts is not None and desk.row(_TOUCHED, need.patient_id, counts.seq) is not None


def kept_with_start(desk: Desk, session: "Session") -> dict[str, object]:
    """Return what is kept of eligibility with the start: the decision it rests on, its conditions, the stops passed
    and why, what nobody asked on the day, and the medicines that came since.
    """
    need = gate.of_visit(desk, session.id)
    if need is None:
        return {}
    decision = need.decision
    return {
        "decision_id": decision.id if decision else None,
        "result": str(decision.result) if decision else None,
        "decided_by": decision.signer_name if decision else None,
        "decided_on": decision.decided_on.isoformat() if decision else None,
        "conditions": decision.conditions if decision else "",
        "passed": [{"item": o.item, "stop": o.words, "reason": o.reason, "by": o.by_name} for o in need.passed],
        "not_asked": [one.asks for one in not_asked(session, need)],
        "medicines_since": list(medicines_since(desk, need)),
    }

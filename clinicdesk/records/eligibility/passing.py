"""Letting one visit go on past a stop: a prescriber, with a reason that stays with the session."""

from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.eligibility import gate
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.rules.timeline import BEFORE_START
from clinicdesk.storage.entry import insert

if TYPE_CHECKING:
    from clinicdesk.records.sessions.session import Session


def pass_stop(desk: Desk, session: "Session", item: str, *, reason: str) -> None:
    """Record that a prescriber lets this session start in spite of one stop.

    It counts for this session alone. Raises ``BadValue`` without a reason, for what the drug's own label forbids (or
    may forbid, because nobody asked), for a stop there is not, and once the session is under way; ``Sealed`` for a
    signed one.
    """
    why = clean_line(reason)
    if not why:
        raise BadValue(_("Write why this visit goes on all the same."), "reason")
    if len(why) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "reason")
    if session.phase not in BEFORE_START or session.voided_reason is not None:
        raise BadValue(_("This session has started, is over or was taken out of the plan. There is nothing to pass."))
    need = gate.of_visit(desk, session.id)
    stop = next((one for one in need.stops if one.item == item), None) if need else None
    if need is None or stop is None:
        raise BadValue(_("Nothing of that kind holds this visit any more. Look at it again."))
    if not stop.passable:
        label = _("The drug's own label may forbid it. Answer its questions and decide; nobody can pass this.")
        raise BadValue(label, "item")
    row = insert(
        "eligibility_passes",
        desk.new_id(),
        patient_id=session.patient_id,
        session_id=session.id,
        item=item,
        reason=why,
    )
    desk.record("eligibility.pass", row, patient=session.patient_id, reason=why)

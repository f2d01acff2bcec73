"""Verbal orders: what a prescriber said, written down and read back, and signed by that prescriber afterwards.

A session may be signed while a verbal order in it still waits: the signature of the order is a row of its own, which
the signed session does not close. Else one absent prescriber would keep every session of a day open. The session's
papers say which orders are not signed yet (see docs/decisions/orders.md).
"""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import staff
from clinicdesk.records.identities import owner
from clinicdesk.records.sessions.events import cleaned, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert

# CROSS JOIN: from the orders of one prescriber, not from every signature there is.
_WAITING = """
SELECT v.*, {owner} AS patient_id, p.family_name, p.given_name, p.title AS patient_title, r.title AS series_title,
       coalesce(w.name, e.staff) AS by_name
FROM verbal_orders v CROSS JOIN sessions s ON s.id = v.session_id JOIN series r ON r.id = s.series_id
JOIN patients p ON p.id = {owner}
JOIN search_entries e ON e.id = v.version LEFT JOIN staff w ON w.id = e.staff
WHERE v.prescriber_id = ? {also}
AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'verbal_orders' AND g.subject_id = v.id)
ORDER BY v.said_at, e.seq
"""


@dataclass(frozen=True, slots=True)
class VerbalToSign:
    """A verbal order that waits for its prescriber. ``said_at`` is in UTC."""

    id: str
    session_id: str
    patient_id: str
    patient_name: str
    series_title: str
    words: str
    said_at: datetime
    by_name: str


def take_verbal_order(
    desk: Desk,
    session_id: str,
    *,
    prescriber_id: str,
    words: str,
    read_back: bool,
    said_at: datetime | None = None,
) -> str:
    """Record what a prescriber ordered by word of mouth, and return its id; it then waits for the prescriber.

    Refused with ``BadValue`` until it was read back. A prescriber who writes an order of their own has nobody to read
    it back to: it is signed by being written.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    prescriber = staff.get(desk, prescriber_id)
    if not prescriber.active or Role.PRESCRIBER not in prescriber.roles:
        raise BadValue(_("{name} is not a prescriber here.").format(name=prescriber.name), "prescriber")
    if not cleaned(words):
        raise BadValue(_("Write the order as it was said: drug, dose, how, how often."), "words")
    own = prescriber_id == desk.person.id
    if not own and not read_back:
        raise BadValue(_("Read the order back to {name}, and say so here.").format(name=prescriber.name), "read_back")
    order_id = desk.new_id()
    row = insert(
        "verbal_orders",
        order_id,
        session_id=session.id,
        patient_id=session.patient_id,
        prescriber_id=prescriber_id,
        prescriber_name=prescriber.name,
        words=cleaned(words),
        said_at=as_text(when(desk, said_at).at),
        read_back=int(read_back and not own),
    )
    signature = (_signature(desk, order_id, session.patient_id),) if own else ()
    desk.record("session.verbal_order", row, *signature, patient=session.patient_id)
    return order_id


def verbal_to_sign(desk: Desk) -> list[VerbalToSign]:
    """Return the verbal orders that wait for this person, the oldest first."""
    if not desk.sees("clinical"):
        return []
    return _waiting(desk, "", desk.person.id)


def sign_verbal_order(desk: Desk, order_id: str) -> None:
    """Sign one's own verbal order; also after the session itself was signed. Raises ``NotAllowed`` or ``NotFound``."""
    desk.may_see("clinical")
    row = desk.row("SELECT prescriber_id, prescriber_name FROM verbal_orders WHERE id = ?", order_id)
    if row is None:
        raise NotFound(_("This order is not in this clinic."))
    if row["prescriber_id"] != desk.person.id:
        raise NotAllowed(_("Only {name} can sign this order.").format(name=row["prescriber_name"]))
    found = _waiting(desk, "AND v.id = ?", desk.person.id, order_id)
    if not found:
        raise BadValue(_("You have signed this order already."))
    # The same person at two PCs signs once.
    claim = insert("claims", f"signature of verbal order {order_id}", holder=order_id)
    desk.record(
        "session.sign_verbal", claim, _signature(desk, order_id, found[0].patient_id), patient=found[0].patient_id
    )


def _waiting(desk: Desk, also: str, *values: str) -> list[VerbalToSign]:
    rows = desk.rows(_WAITING.format(owner=owner("s", "sessions"), also=also), *values)
    return [
        VerbalToSign(
            id=row["id"],
            session_id=row["session_id"],
            patient_id=row["patient_id"],
            patient_name=formats.format_name(row["family_name"], row["given_name"], row["patient_title"] or ""),
            series_title=row["series_title"],
            words=row["words"],
            said_at=from_text(row["said_at"]),
            by_name=row["by_name"],
        )
        for row in rows
    ]


def _signature(desk: Desk, order_id: str, patient_id: str) -> Change:
    return insert(
        "signatures",
        desk.new_id(),
        subject_table="verbal_orders",
        subject_id=order_id,
        patient_id=patient_id,
        meaning="prescriber",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )

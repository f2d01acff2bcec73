"""What is known of the patient's body for a dose: weight today and before, height, sex at birth."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records.identities import of_person
from clinicdesk.records.patients import get as get_patient
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.body_weight import DosingWeight, dosing_weight
from clinicdesk.rules.protocol import WeightBasis
from clinicdesk.rules.vitals import Kind
from clinicdesk.rules.weighing import weigh_again
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class Body:
    """Weights in grams, height in millimetres; None where nobody measured. ``earlier`` is of another session."""

    height_millimetres: int | None
    sex_at_birth: str
    earlier_grams: int | None
    earlier_on: date | None

    def dosing_weight(self, basis: WeightBasis, actual_grams: int) -> DosingWeight:
        """Return the weight to dose by. Raises ``BadValue`` when height or sex at birth are missing for it."""
        return dosing_weight(basis, actual_grams, self.height_millimetres, self.sex_at_birth)

    def weigh_again(self, weight_grams: int) -> str | None:
        """Return why a weight should be taken again, or None."""
        return weigh_again(
            weight_grams,
            earlier_grams=self.earlier_grams,
            earlier_on=self.earlier_on,
            height=self.height_millimetres,
        )


def body(desk: Desk, session: Session) -> Body:
    """Return what is known for a session's dose: its own height, else the one measured last, and the weight before."""
    desk.may_see("clinical")
    own = session.latest(Kind.HEIGHT)
    before = _latest_elsewhere(desk, session, Kind.HEIGHT) if own is None else None
    height = own.value if own else int(before["value"]) if before else None
    earlier = _latest_elsewhere(desk, session, Kind.WEIGHT)
    return Body(
        height_millimetres=height,
        sex_at_birth=get_patient(desk, session.patient_id).sex_at_birth,
        earlier_grams=int(earlier["value"]) if earlier else None,
        earlier_on=desk.local(from_text(earlier["taken_at"])).date() if earlier else None,
    )


def weight_question(desk: Desk, session: Session, weight_grams: int) -> str | None:
    """Return why a weight that was typed should be taken again, or None: to be asked before it is recorded."""
    return body(desk, session).weigh_again(weight_grams)


def _latest_elsewhere(desk: Desk, session: Session, kind: Kind) -> dict[str, Any] | None:
    """Return the value of a kind taken last in the person's other sessions; a corrected one counts as corrected."""
    return desk.row(
        "SELECT o.value, o.taken_at FROM sessions s JOIN observations o ON o.session_id = s.id AND o.kind = ? "
        f"WHERE {of_person('s', 'sessions')} AND s.id <> ? AND o.value IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM observations c WHERE c.session_id = s.id AND c.corrects = o.id) "
        "ORDER BY o.taken_at DESC LIMIT 1",
        str(kind),
        session.patient_id,
        session.id,
    )

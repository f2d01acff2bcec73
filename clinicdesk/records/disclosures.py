"""What left the clinic: of whose chart, to whom, what, why and how. The accounting of disclosures is read from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner
from clinicdesk.storage.clock import from_text


class Basis(StrEnum):
    """Why it was allowed to leave."""

    PATIENT = "patient"
    AUTHORISED = "authorised"
    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    LAW = "law"
    EMERGENCY = "emergency"
    OTHER = "other"


def basis_name(basis: Basis) -> str:
    """Return the basis as people say it."""
    return {
        Basis.PATIENT: _("To the patient"),
        Basis.AUTHORISED: _("With the patient's written permission"),
        Basis.TREATMENT: _("For treatment"),
        Basis.PAYMENT: _("For payment"),
        Basis.OPERATIONS: _("For running the practice"),
        Basis.LAW: _("Required by law"),
        Basis.EMERGENCY: _("In an emergency"),
        Basis.OTHER: _("Other"),
    }[basis]


NOT_ACCOUNTED = frozenset({Basis.PATIENT, Basis.AUTHORISED, Basis.TREATMENT, Basis.PAYMENT, Basis.OPERATIONS})
"""What an accounting of disclosures may leave out (45 CFR 164.528(a)(1))."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that left. ``way`` is how; ``corrected_by`` the id of the row that says it better, if one does."""

    id: str
    patient_id: str
    disclosed_at: datetime
    recipient: str
    recipient_address: str
    what: str
    purpose: str
    basis: Basis
    way: str
    request_id: str | None
    staff_name: str
    corrected_by: str | None

    @property
    def is_accounted(self) -> bool:
        """Whether the accounting must list it."""
        return self.basis not in NOT_ACCOUNTED


def of_patient(desk: Desk, patient_id: str) -> list[Disclosure]:
    """Return what left of a patient's chart, the latest first; corrected rows too."""
    desk.may_see("disclosures")
    rows = desk.rows(
        f"SELECT d.*, {owner('d', 'disclosures')} AS owner_id, coalesce(s.name, e.staff) AS staff_name, "
        "(SELECT c.id FROM disclosures c WHERE c.corrects = d.id) AS corrected_by "
        "FROM disclosures d JOIN search_entries e ON e.id = d.version LEFT JOIN staff s ON s.id = e.staff "
        f"WHERE {of_person('d', 'disclosures')} ORDER BY d.disclosed_at DESC, d.id DESC",
        patient_id,
    )
    return [_disclosure(row) for row in rows]


def _disclosure(row: Mapping[str, Any]) -> Disclosure:
    return Disclosure(
        id=row["id"],
        patient_id=row["owner_id"],
        disclosed_at=from_text(row["disclosed_at"]),
        recipient=row["recipient"],
        recipient_address=row["recipient_address"] or "",
        what=row["what"],
        purpose=row["purpose"],
        basis=Basis(row["basis"]),
        way=row["way"],
        request_id=row["request_id"],
        staff_name=row["staff_name"],
        corrected_by=row["corrected_by"],
    )

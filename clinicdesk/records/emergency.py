"""Emergency access: somebody sees a chart their role does not include, because it cannot wait. The owner is told."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records.identities import of_person, owner
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """One access: whose chart, by whom, why, from when to when at most, and what the owner said who read of it."""

    id: str
    patient_id: str
    staff_name: str
    reason: str
    began_at: datetime
    ends_at: datetime
    reviewed_by: str
    review: str


_READ = f"""
SELECT a.*, {owner("a", "emergency_accesses")} AS owner_id, s.name AS staff_name, coalesce(o.name, '') AS reviewed_by, coalesce(r.words, '') AS review
FROM emergency_accesses a JOIN staff s ON s.id = a.staff_id
LEFT JOIN emergency_reviews r ON r.access_id = a.id LEFT JOIN staff o ON o.id = r.staff_id
"""


def of_patient(desk: Desk, patient_id: str) -> list[EmergencyAccess]:
    """Return the emergency accesses to a patient's chart, the latest first. Raises ``NotAllowed``."""
    desk.may_see("history")
    rows = desk.rows(
        f"{_READ} WHERE {of_person('a', 'emergency_accesses')} ORDER BY a.began_at DESC, a.id DESC", patient_id
    )
    return [
        EmergencyAccess(
            id=row["id"],
            patient_id=row["owner_id"],
            staff_name=row["staff_name"],
            reason=row["reason"],
            began_at=from_text(row["began_at"]),
            ends_at=from_text(row["ends_at"]),
            reviewed_by=row["reviewed_by"],
            review=row["review"],
        )
        for row in rows
    ]

"""Legal holds: nothing of a chart may be erased, whatever its age, while a lawsuit or an inquiry goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert, update


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. It stands until ``lifted_at``."""

    id: str
    version: str
    patient_id: str
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_reason: str

    @property
    def stands(self) -> bool:
        """Whether it still forbids erasing."""
        return self.lifted_at is None


def place(desk: Desk, patient_id: str, *, reason: str) -> str:
    """Put a chart under a hold in one entry, and return its id. Raises ``BadValue``, ``NotFound``, ``NotAllowed``."""
    kept, why = surviving(desk, patient_id), _reason(reason)
    hold_id = desk.new_id()
    row = insert(
        "legal_holds",
        hold_id,
        patient_id=kept,
        reason=why,
        placed_at=as_text(desk.now()),
        placed_by=desk.person.id,
    )
    desk.record("hold.change", row, patient=kept)
    return hold_id


def lift(desk: Desk, hold: Hold, *, reason: str) -> None:
    """Lift a hold. Raises ``BadValue``, ``ChangedElsewhere`` and ``NotAllowed``."""
    if not hold.stands:
        raise BadValue(_("This hold was lifted before."))
    change = update(
        "legal_holds",
        hold.id,
        hold.version,
        lifted_at=as_text(desk.now()),
        lifted_by=desk.person.id,
        lifted_reason=_reason(reason),
    )
    desk.record("hold.change", change, patient=hold.patient_id)


def get(desk: Desk, hold_id: str) -> Hold:
    """Return one hold. Raises ``NotFound`` and ``NotAllowed``."""
    desk.may_see("disclosures")
    row = desk.row(f"{_READ} WHERE h.id = ?", hold_id)
    if row is None:
        raise NotFound(_("This hold is not in this clinic."))
    return _hold(row)


def of_patient(desk: Desk, patient_id: str) -> list[Hold]:
    """Return the holds of a chart, the latest first, lifted ones too."""
    desk.may_see("disclosures")
    rows = desk.rows(f"{_READ} WHERE {of_person('h', 'legal_holds')} ORDER BY h.placed_at DESC, h.id DESC", patient_id)
    return [_hold(row) for row in rows]


def standing(desk: Desk) -> list[Hold]:
    """Return every hold that stands, the earliest first."""
    desk.may_see("disclosures")
    return [_hold(row) for row in desk.rows(f"{_READ} WHERE h.lifted_at IS NULL ORDER BY h.placed_at, h.id")]


_READ = f"""
SELECT h.*, {owner("h", "legal_holds")} AS belongs_to, coalesce(a.name, h.placed_by) AS placed_name,
       coalesce(b.name, h.lifted_by, '') AS lifted_name
FROM legal_holds h LEFT JOIN staff a ON a.id = h.placed_by LEFT JOIN staff b ON b.id = h.lifted_by
"""


def _hold(row: Mapping[str, Any]) -> Hold:
    return Hold(
        id=row["id"],
        version=row["version"],
        patient_id=row["belongs_to"],
        reason=row["reason"],
        placed_at=from_text(row["placed_at"]),
        placed_by=row["placed_name"],
        lifted_at=from_text(row["lifted_at"]) if row["lifted_at"] else None,
        lifted_by=row["lifted_name"],
        lifted_reason=row["lifted_reason"] or "",
    )


def _reason(text: str) -> str:
    clean = clean_line(text)
    if not clean:
        raise BadValue(_("Say why, for example the name of the case and who asked for it."), "reason")
    if len(clean) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "reason")
    return clean

"""Questionnaires that were due and are not to be asked for any more: the patient declined, or it was not possible."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.storage.entry import insert


class SkipReason(StrEnum):
    """Why it is not asked. The values are stored, so they never change."""

    DECLINED = "declined"
    NOT_POSSIBLE = "not_possible"
    MISSED = "missed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Skip:
    """A due date that nobody is to answer any more."""

    id: str
    patient_id: str
    series_id: str | None
    measure: str
    due_key: str
    reason: SkipReason
    words: str | None


def of_patient(desk: Desk, patient_id: str) -> list[Skip]:
    """Return what is not asked of a patient, the earliest first. It says nothing clinical."""
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT m.*, {owner('m', 'measure_skips')} AS belongs_to FROM measure_skips m "
        f"WHERE {of_person('m', 'measure_skips')} ORDER BY m.id",
        patient_id,
    )
    return [
        Skip(
            id=row["id"],
            patient_id=row["belongs_to"],
            series_id=row["series_id"],
            measure=row["measure"],
            due_key=row["due_key"],
            reason=SkipReason(row["reason"]),
            words=row["words"],
        )
        for row in rows
    ]


def skip(
    desk: Desk,
    *,
    patient_id: str,
    measure: str,
    due_key: str,
    reason: SkipReason | str,
    words: str = "",
    series_id: str | None = None,
) -> str:
    """Record that what was due is not asked; return the row's id. Raises ``BadValue`` for "other" without words."""
    reason = SkipReason(reason)
    if reason is SkipReason.OTHER and not words.strip():
        raise BadValue(_("Say why it is not asked."), "words")
    patient_id = surviving(desk, patient_id)
    row_id = desk.new_id()
    row = insert(
        "measure_skips",
        row_id,
        patient_id=patient_id,
        series_id=series_id,
        measure=measure,
        due_key=due_key,
        reason=reason.value,
        words=words.strip() or None,
    )
    desk.record("measure.skip", row, patient=patient_id)
    return row_id

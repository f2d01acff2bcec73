"""Medicines for the time of a treatment: continued, changed, held or stopped, by whom and since when.

A decision is added to a medicine of the chart and never changes; a later one takes its place. It changes nothing on the
list of medicines, which holds what the patient takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import chart_facts
from clinicdesk.records.chart_facts import Medicine
from clinicdesk.records.identities import same_person, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import insert


class Decision(StrEnum):
    """What becomes of a medicine. The values are stored, so they never change."""

    CONTINUED = "continued"
    CHANGED = "changed"
    HELD = "held"
    STOPPED = "stopped"


def decision_name(decision: Decision) -> str:
    """Return the decision as people say it."""
    return {
        Decision.CONTINUED: _("Continued"),
        Decision.CHANGED: _("Changed"),
        Decision.HELD: _("Held"),
        Decision.STOPPED: _("Stopped"),
    }[decision]


@dataclass(frozen=True, slots=True)
class MedicineDecision:
    """What was decided about one medicine. ``medicine`` is its name and dose as the chart has them now."""

    id: str
    medicine_id: str
    medicine: str
    decision: Decision
    words: str
    decided_on: date
    decided_by: str
    series_id: str | None

    @property
    def told(self) -> str:
        """The decision as it stands behind the medicine: ``held, 02-Mar-2026 (on the morning of each session)``."""
        told = f"{decision_name(self.decision).lower()}, {format_date(self.decided_on)}"
        return f"{told} ({self.words})" if self.words else told


def of_patient(desk: Desk, patient_id: str) -> list[MedicineDecision]:
    """Return every decision about a patient's medicines, the latest first."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT d.*, m.name, m.dose, coalesce(s.name, e.staff) AS decided_by FROM medicine_decisions d "
        "JOIN medicines m ON m.id = d.medicine_id JOIN search_entries e ON e.id = d.version "
        f"LEFT JOIN staff s ON s.id = e.staff WHERE {same_person('m.patient_id')} AND m.voided_reason IS NULL "
        "ORDER BY d.decided_on DESC, d.id DESC",
        patient_id,
    )
    return [_decision(row) for row in rows]


def standing(desk: Desk, patient_id: str) -> dict[str, MedicineDecision]:
    """Return the decision that counts for each medicine, by the medicine's id; the latest one does."""
    found: dict[str, MedicineDecision] = {}
    for one in of_patient(desk, patient_id):
        found.setdefault(one.medicine_id, one)
    return found


def undecided(desk: Desk, patient_id: str) -> tuple[Medicine, ...]:
    """Return the medicines a patient takes about which nothing was decided."""
    decided = standing(desk, patient_id)
    return tuple(item for item in chart_facts.of(desk, patient_id).medicines.items if item.id not in decided)


def decide(
    desk: Desk,
    *,
    patient_id: str,
    medicine_id: str,
    decision: Decision | str,
    words: str = "",
    decided_on: date | None = None,
    series_id: str | None = None,
) -> str:
    """Write down what was decided about a medicine of the chart and return the row's id. Raises ``BadValue``.

    ``words`` say what changes, until when it is held, or why; a change without them tells nobody anything.
    """
    kept = surviving(desk, patient_id)
    listed = chart_facts.of(desk, kept).medicines
    if medicine_id not in _ids((*listed.items, *listed.ended)):
        raise BadValue(_("This medicine is not on the patient's list. Open the chart again."), "medicine")
    said, today = clean_line(words), desk.local(desk.now()).date()
    day = decided_on or today
    if Decision(decision) is Decision.CHANGED and not said:
        raise BadValue(_("Say what changes: the new dose, the new time, or what is taken in its place."), "words")
    if len(said) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "words")
    if day > today:
        raise BadValue(_("This day is still to come. Write down when it was decided."), "decided_on")
    row_id = desk.new_id()
    row = insert(
        "medicine_decisions",
        row_id,
        patient_id=kept,
        medicine_id=medicine_id,
        series_id=series_id,
        decision=Decision(decision).value,
        words=said or None,
        decided_on=day.isoformat(),
    )
    desk.record("medicine.decide", row, patient=kept)
    return row_id


def _ids(medicines: Iterable[Medicine]) -> set[str]:
    return {item.id for item in medicines}


def _decision(row: dict[str, Any]) -> MedicineDecision:
    return MedicineDecision(
        id=row["id"],
        medicine_id=row["medicine_id"],
        medicine=" ".join(part for part in (row["name"], row["dose"]) if part),
        decision=Decision(row["decision"]),
        words=row["words"] or "",
        decided_on=date.fromisoformat(row["decided_on"]),
        decided_by=row["decided_by"],
        series_id=row["series_id"],
    )

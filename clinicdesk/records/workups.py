"""Work-up: what was looked at before a treatment, on which day, and whether it asks for a second look.

A row is never changed: who made a slip records it anew and names the row it stands for.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import insert


class WorkupResult(StrEnum):
    """What was found. The values are stored, so they never change."""

    NO_CONCERN = "no_concern"
    CONCERN = "concern"

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return _("No concern") if self is WorkupResult.NO_CONCERN else _("A concern")


@dataclass(frozen=True, slots=True)
class Workup:
    """One thing that was looked at."""

    id: str
    kind: str
    done_on: date
    result: WorkupResult
    remark: str
    by_name: str


def of_patient(desk: Desk, patient_id: str) -> list[Workup]:
    """Return what was looked at of a patient, the latest day first; what was recorded anew is left out."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT w.*, coalesce(s.name, e.staff) AS by_name FROM workups w JOIN search_entries e ON e.id = w.version "
        f"LEFT JOIN staff s ON s.id = e.staff WHERE {of_person('w', 'workups')} "
        "AND w.id NOT IN (SELECT c.corrects FROM workups c WHERE c.corrects IS NOT NULL) "
        "ORDER BY w.done_on DESC, e.seq DESC",
        patient_id,
    )
    return [
        Workup(
            row["id"],
            row["kind"],
            date.fromisoformat(row["done_on"]),
            WorkupResult(row["result"]),
            row["remark"] or "",
            row["by_name"],
        )
        for row in rows
    ]


def latest(desk: Desk, patient_id: str) -> dict[str, Workup]:
    """Return the latest of each kind."""
    found: dict[str, Workup] = {}
    for one in of_patient(desk, patient_id):
        found.setdefault(one.kind, one)
    return found


def last_days(desk: Desk, patient_id: str) -> dict[str, date]:
    """Return the day on which each kind was last looked at, and nothing of what was found: for the front desk."""
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT w.kind, max(w.done_on) AS day FROM workups w WHERE {of_person('w', 'workups')} "
        "AND w.id NOT IN (SELECT c.corrects FROM workups c WHERE c.corrects IS NOT NULL) GROUP BY w.kind",
        patient_id,
    )
    return {row["kind"]: date.fromisoformat(row["day"]) for row in rows}


def record(
    desk: Desk,
    patient_id: str,
    *,
    kind: str,
    done_on: date,
    result: WorkupResult | str,
    remark: str = "",
    corrects: str | None = None,
) -> str:
    """Record that something was looked at on a day, and return its id.

    Raises ``BadValue`` for a day in the future, and for a concern without a word about it.
    """
    found, said = WorkupResult(result), clean_line(remark)
    if done_on > desk.local(desk.now()).date():
        raise BadValue(_("This day is in the future. Type the day it was done."), "done_on")
    if found is WorkupResult.CONCERN and not said:
        raise BadValue(_("Write a few words about the concern."), "remark")
    if len(said) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "remark")
    if corrects is not None and corrects not in {one.id for one in of_patient(desk, patient_id)}:
        raise BadValue(_("This was recorded anew meanwhile. Look at it again."))
    kept = surviving(desk, patient_id)
    row_id = desk.new_id()
    row = insert(
        "workups",
        row_id,
        patient_id=kept,
        kind=kind,
        done_on=done_on.isoformat(),
        result=found.value,
        remark=said or None,
        corrects=corrects,
    )
    # Of two people who record it anew at the same moment one gets through.
    claim = (insert("claims", f"correction of {corrects}", holder=corrects),) if corrects else ()
    desk.record("workup.record", *claim, row, patient=kept)
    return row_id

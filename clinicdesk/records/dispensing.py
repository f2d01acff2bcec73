"""What was drawn up in the clinic on some days, line by line over all patients: what the dispensing log prints.

What such a log holds: who it was given to with the address, when, substance, form and strength, how much, by whom
(21 CFR 1304.22(c), read in a secondary source); what was wasted and returned, and before whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records.identities import owner
from clinicdesk.storage.clock import as_text, from_text

_LINES = f"""
SELECT d.*, {owner("s", "sessions")} AS owner_id, coalesce(w.name, e.staff) AS by_name,
       EXISTS (SELECT 1 FROM drugs_given c WHERE c.session_id = d.session_id AND c.corrects = d.id) AS corrected,
       CASE d.ordered_by WHEN 'verbal' THEN v.prescriber_name WHEN 'signed' THEN g.signer_name END AS prescriber
FROM drugs_given d JOIN sessions s ON s.id = d.session_id
JOIN search_entries e ON e.id = d.version LEFT JOIN staff w ON w.id = e.staff
LEFT JOIN verbal_orders v ON d.ordered_by = 'verbal' AND v.id = d.order_ref
LEFT JOIN signatures g ON d.ordered_by = 'signed' AND g.subject_table = 'orders' AND g.subject_id = d.order_ref
WHERE d.given_at >= ? AND d.given_at < ?
ORDER BY d.given_at, e.seq, d.rowid
"""


@dataclass(frozen=True, slots=True)
class Dispensed:
    """One line of drug. Amounts in micrograms (a fluid in microlitres); ``corrected``: a later line counts instead.

    ``ordered_by`` is ``signed``, ``standing``, ``verbal`` or None; ``prescriber`` is known of the first and the third.
    """

    patient_id: str
    at: datetime
    product: str
    strength_micrograms_per_ml: int | None
    lot: str | None
    expires_on: date | None
    drawn_micrograms: int | None
    given_micrograms: int | None
    wasted_micrograms: int | None
    returned_micrograms: int | None
    volume_microlitres: int | None
    ordered_by: str | None
    prescriber: str | None
    witness_name: str | None
    route: str | None
    remark: str | None
    by_name: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What some lines add up to, in micrograms. ``unfinished``: how many of them lack an amount.

    ``fluids`` of them have a volume instead, ``volume_microlitres`` together.
    """

    lines: int
    drawn_micrograms: int
    given_micrograms: int
    wasted_micrograms: int
    returned_micrograms: int
    unfinished: int
    fluids: int
    volume_microlitres: int


def dispensed(desk: Desk, first: date, last: date) -> list[Dispensed]:
    """Return every line of the days from ``first`` to ``last`` of the clinic, by time, corrected ones among them."""
    desk.may_see("clinical")
    begin = datetime.combine(first, time(0), desk.zone())
    end = datetime.combine(last + timedelta(days=1), time(0), desk.zone())
    return [
        Dispensed(
            patient_id=row["owner_id"],
            at=from_text(row["given_at"]),
            product=row["product"],
            strength_micrograms_per_ml=row["strength_micrograms_per_ml"],
            lot=row["lot"],
            expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
            drawn_micrograms=row["drawn_micrograms"],
            given_micrograms=row["given_micrograms"],
            wasted_micrograms=row["wasted_micrograms"],
            returned_micrograms=row["returned_micrograms"],
            volume_microlitres=row["volume_microlitres"],
            ordered_by=row["ordered_by"],
            prescriber=row["prescriber"],
            witness_name=row["witness_name"],
            route=row["route"],
            remark=row["remark"],
            by_name=row["by_name"],
            corrected=bool(row["corrected"]),
        )
        for row in desk.rows(_LINES, as_text(begin), as_text(end))
    ]


def sums(lines: Sequence[Dispensed]) -> Sums:
    """Return what the lines that count add up to; those of a fluid by their volume."""
    count = [line for line in lines if not line.corrected]
    return Sums(
        len(count),
        sum(line.drawn_micrograms or 0 for line in count),
        sum(line.given_micrograms or 0 for line in count),
        sum(line.wasted_micrograms or 0 for line in count),
        sum(line.returned_micrograms or 0 for line in count),
        sum(1 for line in count if _is_unfinished(line)),
        sum(1 for line in count if line.volume_microlitres is not None),
        sum(line.volume_microlitres or 0 for line in count),
    )


def _is_unfinished(line: Dispensed) -> bool:
    amounts = (line.drawn_micrograms, line.given_micrograms, line.wasted_micrograms)
    return line.volume_microlitres is None and None in amounts

"""Which treatments a patient took back and has not agreed to again, for every screen that shows the patient."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records.identities import of_person, same_person
from clinicdesk.storage.clock import from_text

# The reason stays with the consent: who shows this says the state, not why.
_STANDING = f"""
SELECT c.title, max(w.occurred_at) AS at FROM consents c
JOIN consent_events w ON w.consent_id = c.id AND w.kind = 'withdrawn' JOIN search_entries we ON we.id = w.version
WHERE {of_person("c", "consents")} AND c.kind IN ('treatment', 'agreement')
AND NOT EXISTS (SELECT 1 FROM consents n JOIN consent_events s ON s.consent_id = n.id
                AND s.kind IN ('signed', 'signed_on_paper') AND s.occurred_at > w.occurred_at
                JOIN search_entries se ON se.id = s.version AND se.seq > we.seq
                WHERE n.text_name = c.text_name AND {same_person("n.patient_id")}
                AND NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = n.id
                                AND x.kind IN ('withdrawn', 'declined')))
GROUP BY c.text_name ORDER BY at DESC
"""


@dataclass(frozen=True, slots=True)
class TakenBackPaper:
    """What was taken back, and on which day of the clinic."""

    title: str
    day: date


def taken_back(desk: Desk, patient_id: str) -> list[TakenBackPaper]:
    """Return what the patient took back while nothing newer was signed, the latest first."""
    desk.may_see("papers")
    rows = desk.rows(_STANDING, patient_id, patient_id)
    return [TakenBackPaper(row["title"], desk.local(from_text(row["at"])).date()) for row in rows]


def who_took_back(desk: Desk, patient_ids: Sequence[str]) -> frozenset[str]:
    """Return which of some patients took something back while nothing newer was signed; one query where nobody did."""
    if not desk.sees("papers"):
        return frozenset()
    ever = desk.rows(
        "SELECT DISTINCT i.kept_under FROM json_each(?) j JOIN search_identities i ON i.kept_under = j.value "
        "JOIN consent_events w ON w.patient_id = i.patient_id AND w.kind = 'withdrawn'",
        json.dumps(list(patient_ids)),
    )
    return frozenset(row["kept_under"] for row in ever if taken_back(desk, row["kept_under"]))

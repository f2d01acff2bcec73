"""A decision on eligibility as it was signed, and reading those of a person or of many."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records.identities import owner
from clinicdesk.rules.eligibility import Assessment, Finding, Reply, Result
from clinicdesk.storage.clock import from_text

# Only what is signed is a decision. The order of entries is the order of the record, whatever the clock said.
_OF_PEOPLE = f"""
WITH people AS (SELECT i.kept_under, i.patient_id FROM json_each(?) j
                JOIN search_identities w ON w.patient_id IN (j.value)
                JOIN search_identities i ON i.kept_under = w.kept_under),
     theirs AS (SELECT e.id FROM people w JOIN eligibility e ON e.patient_id = w.patient_id
                UNION SELECT f.subject_id FROM misfiled f WHERE f.subject_table = 'eligibility'
                AND f.belongs_to IN (SELECT patient_id FROM people))
SELECT e.*, {owner("e", "eligibility")} AS kept, g.signer_name, g.signed_at, x.seq
FROM theirs t JOIN eligibility e ON e.id = t.id JOIN search_entries x ON x.id = e.version
JOIN signatures g ON g.subject_table = 'eligibility' AND g.subject_id = e.id
WHERE kept IN (SELECT kept_under FROM people) ORDER BY x.seq
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a prescriber decided and signed.

    ``replies`` are the answers as they were, held against the file ``file_id``; ``stops`` what stopped the treatment
    then. ``found`` is what was read of the chart: medicines, treatments tried, work-up. The day ``valid_until`` is the
    last one on which it counts. ``seq`` is its place in the record.
    """

    id: str
    patient_id: str
    treatment: str
    file_id: str
    indication: str
    replies: Mapping[str, Reply]
    found: Mapping[str, Any]
    result: Result
    conditions: str
    remark: str
    decided_on: date
    valid_until: date
    signer_name: str
    signed_at: datetime
    seq: int

    @property
    def assessment(self) -> Assessment:
        """What followed from the answers when it was decided."""
        return Assessment(self.stops, self._findings("cautions"), self._findings("open"))

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What stopped the treatment when it was decided."""
        return self._findings("stops")

    @property
    def medicines(self) -> tuple[str, ...]:
        """The list of medicines as it was when it was decided."""
        return tuple(self.found["medicines"]["lines"])

    def _findings(self, part: str) -> tuple[Finding, ...]:
        return tuple(Finding(one["item"], one["words"], bool(one["of_label"])) for one in self.found[part])

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return day <= self.valid_until


def of_patient(desk: Desk, patient_id: str) -> tuple[Decision, ...]:
    """Return every decision about a patient, the newest first."""
    desk.may_see("clinical")
    found = read_of_people(desk, [patient_id])
    return tuple(reversed([one for decisions in found.values() for one in decisions]))


def latest(desk: Desk, patient_id: str, treatment: str) -> Decision | None:
    """Return the decision on a treatment that counts: the newest, whatever it says."""
    return next((one for one in of_patient(desk, patient_id) if one.treatment == treatment), None)


def read_of_people(desk: Desk, patient_ids: Iterable[str]) -> dict[str, list[Decision]]:
    """Return the decisions about several patients, oldest first, by the registration under which they are read."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for row in desk.rows(_OF_PEOPLE, json.dumps(list(patient_ids))):
        found[row["kept"]].append(_decision(row))
    return dict(found)


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(
        id=row["id"],
        patient_id=row["kept"],
        treatment=row["treatment"],
        file_id=row["file_id"],
        indication=row["indication"] or "",
        replies={item: Reply(reply) for item, reply in json.loads(row["answers"]).items()},
        found=json.loads(row["found"]),
        result=Result(row["result"]),
        conditions=row["conditions"] or "",
        remark=row["remark"] or "",
        decided_on=date.fromisoformat(row["decided_on"]),
        valid_until=date.fromisoformat(row["valid_until"]),
        signer_name=row["signer_name"],
        signed_at=from_text(row["signed_at"]),
        seq=row["seq"],
    )

"""Who may be registered a second time."""

from clinicdesk.desk import Desk
from clinicdesk.records import duplicates, patients
from clinicdesk.records.duplicates import Match
from clinicdesk.records.merging.parting import merges_of
from clinicdesk.records.patients import Patient


def alike(desk: Desk, patient_id: str) -> list[Match]:
    """Return the other records that look like this one, the most alike first. Raises ``NotFound``."""
    return _alike(desk, patients.get(desk, patient_id))


def likely_second_records(desk: Desk, patient_id: str) -> list[Match]:
    """Return the records that may be of the same person, to warn of them.

    Those of whom somebody said already that they are somebody else are left out: by a distinguishing remark on either
    record, or by parting the two. Raises ``NotFound``.
    """
    found = patients.get(desk, patient_id)
    if found.distinguishing_remark:
        return []
    parted = {one for merge in merges_of(desk, found.id) for one in (merge.kept_id, merge.merged_id)}
    return [match for match in _alike(desk, found) if match.line.id not in parted and not match.line.remark]


def _alike(desk: Desk, found: Patient) -> list[Match]:
    matches = duplicates.matches(
        desk,
        family_name=found.family_name,
        given_name=found.given_name,
        birth_date=found.birth_date,
        phones=[found.phone_mobile, found.phone_home],
    )
    return [match for match in matches if match.line.id != found.id]

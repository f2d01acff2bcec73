"""Who may be registered a second time."""

from clinicdesk.desk import Desk
from clinicdesk.records import duplicates, patients
from clinicdesk.records.duplicates import Match
from clinicdesk.records.merging.parting import merges_of


def likely_second_records(desk: Desk, patient_id: str) -> list[Match]:
    """Return the records that may be of the same person, the most alike first.

    Those of whom somebody said already that they are somebody else are left out: by a distinguishing remark on either
    record, or by parting the two. Raises ``NotFound``.
    """
    found = patients.get(desk, patient_id)
    if found.distinguishing_remark:
        return []
    parted = {one for merge in merges_of(desk, found.id) for one in (merge.kept_id, merge.merged_id)}
    matches = duplicates.matches(
        desk,
        family_name=found.family_name,
        given_name=found.given_name,
        birth_date=found.birth_date,
        phones=[found.phone_mobile, found.phone_home],
    )
    return [match for match in matches if match.line.id not in {found.id, *parted} and not match.line.remark]

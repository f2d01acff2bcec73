"""Two registrations of one person: what would be read together, merging them, and parting them again.

No record moves at a merge: ``patients.merged_into`` says under which registration the others are read. See
``docs/decisions/merging-patients.md``.
"""

from clinicdesk.records.merging.attached import Attached, Record, attached
from clinicdesk.records.merging.likely import alike, likely_second_records
from clinicdesk.records.merging.merge import merge
from clinicdesk.records.merging.misfiled import Misfiled, misfiled
from clinicdesk.records.merging.pair import FieldPair, Side
from clinicdesk.records.merging.parting import Belonging, Merge, Parting, merges_of, parting
from clinicdesk.records.merging.preview import Caution, Preview, preview
from clinicdesk.records.merging.unmerge import unmerge

__all__ = [
    "Attached",
    "Belonging",
    "Caution",
    "FieldPair",
    "Merge",
    "Misfiled",
    "Parting",
    "Preview",
    "Record",
    "Side",
    "alike",
    "attached",
    "likely_second_records",
    "merge",
    "merges_of",
    "misfiled",
    "parting",
    "preview",
    "unmerge",
]

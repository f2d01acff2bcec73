"""Merging: from now on two registrations of one person are read as one."""

from collections.abc import Mapping

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.merging.pair import Registration, Side, chosen, registration
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert, update


def merge(
    desk: Desk,
    kept_id: str,
    merged_id: str,
    *,
    choices: Mapping[str, Side],
    based_on: tuple[str, str],
    reason: str = "",
) -> str:
    """Merge one registration into another, in one entry, and return the id of the merge.

    ``choices`` says of which fields the merged registration's content is taken over; ``based_on`` are the versions of
    both that the person has seen. Raises ``BadValue`` where the two cannot be merged or a choice is no choice, and
    ``ChangedElsewhere`` when somebody changed either meanwhile.
    """
    kept, merged = registration(desk, kept_id), registration(desk, merged_id)
    if refusal := why_not(desk, kept, merged):
        raise BadValue(refusal)
    columns, answers = chosen(kept, merged, choices)
    merge_id = desk.new_id()
    desk.record(
        "patient.merge",
        # Both rows are written in any case: their versions guard what the person has seen.
        update("patients", kept.id, based_on[0], **columns),
        update("patients", merged.id, based_on[1], merged_into=kept.id),
        *answers,
        insert(
            "merges",
            merge_id,
            kept_id=kept.id,
            merged_id=merged.id,
            kept_before=kept.kept_before(),
            merged_at=as_text(desk.now()),
        ),
        patient=(kept.id, merged.id),
        reason=reason.strip() or None,
    )
    return merge_id


def why_not(desk: Desk, kept: Registration, merged: Registration) -> str:
    """Return why two registrations cannot be merged, as a sentence that says what to do; empty when they can."""
    if kept.id == merged.id:
        return _("This is the same record twice. Choose another one.")
    if kept.merged_into or merged.merged_into:
        return _("One of these records is merged into another already. Open the patient again.")
    if kept.voided_reason is not None or merged.voided_reason is not None:
        return _("A voided record cannot be merged. Choose another one.")
    treated = {line.patient_id for line in sessions.running(desk)}
    if {kept.id, merged.id} <= treated:
        return _("An infusion is running in both records, so these are two people. Check who they are.")
    return ""

"""Checking the record: everything, or what is new since it was proven whole the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.consents import proof
from clinicdesk.storage.finding import Finding, Progress
from clinicdesk.storage.proofs import DAILY, WHOLE, Proof

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


def whole(clinic: Clinic, progress: Progress) -> list[Finding]:
    """Check every page, entry, row, stored paper and seal, and return what is wrong. Takes seconds or minutes."""
    end = clinic.check.end()
    found = clinic.check.whole(progress)
    found = found or _paper_faults(clinic) or _broken_seals(clinic)
    if not found and end:
        clinic.check.keep_proof(WHOLE, end, clinic.clock.now())
    return found


def since_last_proof(clinic: Clinic, progress: Progress) -> list[Finding]:
    """Check what was recorded since the last check that found nothing; everything, where that leaves a doubt."""
    proven, end = clinic.check.last_proof(), clinic.check.end()
    found = clinic.check.after(proven.link, progress) if proven else None
    if found is None:
        return whole(clinic, progress)
    if not found and end:
        clinic.check.keep_proof(DAILY, end, clinic.clock.now())
    return found


def last_whole(clinic: Clinic) -> Proof | None:
    """Return the last check of everything that found nothing, on this PC."""
    return clinic.check.last_proof(WHOLE)


def last_proof(clinic: Clinic) -> Proof | None:
    """Return the check that found nothing and reached furthest, on this PC."""
    return clinic.check.last_proof()


def _paper_faults(clinic: Clinic) -> list[Finding]:
    """Name each stored paper that the record names and that is missing or no longer what was stored."""
    named = set(clinic.named_papers())
    broken = named & set(clinic.blobs.faults()) | named - set(clinic.blobs.digests())
    return [Finding(_("A stored paper is missing or damaged."), row=digest) for digest in sorted(broken)]


def _broken_seals(clinic: Clinic) -> list[Finding]:
    """Name each consent that is not what was signed."""
    sentence = _("Form {number}: {what}")
    return [
        Finding(sentence.format(number=number, what=what), row=number)
        for number, what in proof.broken(Desk.of_system(clinic, "verify"))
    ]

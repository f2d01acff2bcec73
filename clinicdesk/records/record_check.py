"""Checking the record: everything, or what is new since it was proven whole the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem, NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.records import erased
from clinicdesk.records.consents import proof
from clinicdesk.storage.finding import Finding, Progress
from clinicdesk.storage.proofs import DAILY, WHOLE, Proof

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What a check says: what is wrong, how many entries it covers, and what had been erased on a legal ground.

    ``erased`` has a sentence for each time: how much, by whom, when, on which ground and why; the latest first.
    """

    findings: tuple[Finding, ...]
    entries: int
    new_entries: int | None
    erased: tuple[str, ...]

    @property
    def words(self) -> str:
        """The result in one sentence, with what to do where something is wrong."""
        if self.findings:
            return ngettext(
                "{count} thing is wrong. Do not work on; copy the file aside and restore the newest backup.",
                "{count} things are wrong. Do not work on; copy the file aside and restore the newest backup.",
                len(self.findings),
            ).format(count=len(self.findings))
        if self.new_entries is not None:
            sentence = _("What is new is what was recorded: {new} of {count} entries. The rest was proven before.")
            return sentence.format(new=f"{self.new_entries:,}", count=f"{self.entries:,}")
        return ngettext(
            "The record is whole: its {count} entry and every row are what was recorded.",
            "The record is whole: all {count} entries and every row are what was recorded.",
            self.entries,
        ).format(count=f"{self.entries:,}")

    @property
    def erased_words(self) -> str:
        """What is gone on a legal ground, by whom and why, which is no fault; empty where nothing is."""
        if not self.erased:
            return ""
        lines = [_("Not a fault: content was erased on a legal ground. Its entries and hashes stay.")]
        lines += [f"• {sentence}" for sentence in self.erased[:_SHOWN]]
        if len(self.erased) > _SHOWN:
            lines.append(_("… and {count} times more").format(count=f"{len(self.erased) - _SHOWN:,}"))
        return "\n".join(lines)


def check(clinic: Clinic, progress: Progress, *, everything: bool = True) -> Result:
    """Check the record, or only what is new since it was proven last. Takes seconds or minutes."""
    proven = None if everything else clinic.check.last_proof()
    end = clinic.check.end()
    found = whole(clinic, progress) if everything else since_last_proof(clinic, progress)
    # What is damaged cannot be asked for more.
    gone = () if found else _erased(clinic)
    return Result(
        findings=tuple(found),
        entries=end.seq if end else 0,
        new_entries=end.seq - proven.link.seq if end and proven and not found else None,
        erased=gone,
    )


def _erased(clinic: Clinic) -> tuple[str, ...]:
    desk = Desk.of_system(clinic, "verify")
    return tuple(f"{_amount(one)}: {one.words(desk)}" for one in erased.all_of(desk))


def _amount(one: erased.Erasure) -> str:
    entries = ngettext("{count} entry", "{count} entries", one.entries).format(count=one.entries)
    if not one.papers:
        return entries
    papers = ngettext("{count} stored paper", "{count} stored papers", one.papers).format(count=one.papers)
    return _("{entries} and {papers}").format(entries=entries, papers=papers)


def note(desk: Desk, result: Result) -> None:
    """Record that somebody had the record checked and that nothing was wrong; a damaged one is not written to."""
    if not result.findings:
        desk.record("practice.verify", reason=result.words)


def whole(clinic: Clinic, progress: Progress) -> list[Finding]:
    """Check every page, entry, row, stored paper and seal, and return what is wrong. Takes seconds or minutes."""
    end = clinic.check.end()
    found = clinic.check.whole(progress)
    found = found or _paper_faults(clinic, progress) or _broken_seals(clinic)
    if found:
        clinic.check.forget_proofs()
    elif end:
        clinic.check.keep_proof(WHOLE, end, clinic.clock.now())
    return found


def since_last_proof(clinic: Clinic, progress: Progress) -> list[Finding]:
    """Check what was recorded since the last check that found nothing; everything, where that leaves a doubt."""
    proven, end = clinic.check.last_proof(), clinic.check.end()
    found = clinic.check.after(proven.link, progress) if proven else None
    if found or found is None:
        return whole(clinic, progress)
    if end:
        clinic.check.keep_proof(DAILY, end, clinic.clock.now())
    return found


def last_whole(clinic: Clinic) -> Proof | None:
    """Return the last check of everything that found nothing, on this PC."""
    return clinic.check.last_proof(WHOLE)


def last_proof(clinic: Clinic) -> Proof | None:
    """Return the check that found nothing and reached furthest, on this PC."""
    return clinic.check.last_proof()


def _paper_faults(clinic: Clinic, progress: Progress) -> list[Finding]:
    """Name each stored paper that the record names and that is missing or no longer what was stored."""
    broken = []
    for digest in sorted(clinic.named_papers()):
        progress(0, 0)
        try:
            clinic.blobs.fetch(digest)
        except (NotFound, ClinicFileProblem):
            broken.append(Finding(_("A stored paper is missing or damaged."), row=digest))
    return broken


def _broken_seals(clinic: Clinic) -> list[Finding]:
    """Name each consent that is not what was signed."""
    sentence = _("Form {number}: {what}")
    return [
        Finding(sentence.format(number=number, what=what), row=number)
        for number, what in proof.broken(Desk.of_system(clinic, "verify"))
    ]

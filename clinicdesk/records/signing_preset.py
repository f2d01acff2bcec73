"""When something has waited too long for a signature, and which notes are signed twice: ``presets/signing.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from clinicdesk.records.notes import NoteKind
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import read_text

_FILE = "presets/signing.toml"
_LONGEST_DAYS = 365
DAYS: Mapping[str, int] = {"note": 2, "session": 2, "verbal": 1, "cosign": 7, "document": 7}
"""Days after which each kind is overdue where the file cannot be read: what it says as it is shipped."""


@dataclass(frozen=True, slots=True)
class SigningPreset:
    """``overdue_after_days`` by kind; ``cosigned`` are the kinds of notes that a prescriber signs as well.

    ``problem`` is a sentence where the file cannot be used; then the numbers are those it was shipped with.
    """

    overdue_after_days: Mapping[str, int]
    cosigned: frozenset[NoteKind]
    source: str
    unverified: bool
    problem: str = ""


@cache
def preset() -> SigningPreset:
    """Return what the clinic's file says."""
    return preset_or_shipped(read_text(_FILE))


def preset_or_shipped(text: str) -> SigningPreset:
    """Return what a text says; of a faulty one the numbers it was shipped with, and what is wrong with it."""
    try:
        return preset_from(text)
    except FaultyFile as fault:
        return SigningPreset(DAYS, frozenset(), "", True, f"{fault.problem.file}: {fault.problem.sentence}")


def preset_from(text: str) -> SigningPreset:
    """Return what a text says. Raises ``FaultyFile``, which names the line."""
    file = Table.parse(text, _FILE)
    days, cosign = file.table("overdue_after_days"), file.table("cosign")
    found = SigningPreset(
        overdue_after_days={kind: days.integer(kind, 0, _LONGEST_DAYS) for kind in DAYS},
        cosigned=frozenset(cosign.choices("notes", NoteKind) if "notes" in cosign else ()),
        source=file.text("source"),
        unverified=file.flag("unverified"),
    )
    file.text("title")
    file.text("owner", "")
    for table in (days, cosign, file):
        table.done()
    return found

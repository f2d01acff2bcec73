"""What a person sees before two registrations are merged: both side by side, what will be read together, warnings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import chart_facts, sessions
from clinicdesk.records.identities import same_person
from clinicdesk.records.merging.attached import Attached, attached
from clinicdesk.records.merging.merge import why_not
from clinicdesk.records.merging.pair import FieldPair, Registration, pairs, registration
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.names import fold
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to think about before merging. ``danger``: these may be two people."""

    tone: Literal["danger", "warn"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Two registrations before a merge.

    Attributes:
        kept, merged: The registration that stays and the one that is read with it.
        fields: Every field in which one of them says something.
        moving: Every record of the merged registration, by kind; from then on it is read under the kept one.
        staying: The same of the kept registration.
        cautions: Why this may be wrong, the gravest first.
        refusal: Why it cannot be done at all, or an empty text.
    """

    kept: Registration
    merged: Registration
    fields: tuple[FieldPair, ...]
    moving: tuple[Attached, ...]
    staying: tuple[Attached, ...]
    cautions: tuple[Caution, ...]
    refusal: str


def preview(desk: Desk, kept_id: str, merged_id: str) -> Preview:
    """Return what merging one registration into another would do. Raises ``NotFound``."""
    kept, merged = registration(desk, kept_id), registration(desk, merged_id)
    cautions = sorted(_cautions(desk, kept, merged), key=lambda caution: caution.tone)
    return Preview(
        kept=kept,
        merged=merged,
        fields=pairs(desk, kept, merged),
        moving=attached(desk, merged.id),
        staying=attached(desk, kept.id),
        cautions=tuple(cautions),
        refusal=why_not(desk, kept, merged),
    )


def _cautions(desk: Desk, kept: Registration, merged: Registration) -> Iterator[Caution]:
    yield from _who_they_are(kept, merged)
    if kept.said("deceased_on").is_some != merged.said("deceased_on").is_some:
        yield Caution("danger", _("One record says that the patient has died, the other does not."))
    treated = {line.patient_id for line in sessions.running(desk)} & {kept.id, merged.id}
    if treated:
        yield Caution("danger", _("An infusion is running in one of them. If it can wait, merge when it is over."))
    yield from _bookings_at_once(desk, kept, merged)
    if desk.sees("clinical"):
        yield from _contradictions(desk, kept, merged)


def _who_they_are(kept: Registration, merged: Registration) -> Iterator[Caution]:
    for name, sentence in (
        ("birth_date", _("The dates of birth are different. These may be two people, twins for example.")),
        ("sex_at_birth", _("The sex at birth is different. These may be two people.")),
    ):
        ours, theirs = kept.columns[name], merged.columns[name]
        if ours and theirs and ours != theirs:
            yield Caution("danger", sentence)
    if not _words(kept, "given_name", "preferred_name", "middle_name") & _words(
        merged, "given_name", "preferred_name", "middle_name"
    ):
        yield Caution("danger", _("The first names are different. These may be two people of one family."))
    if kept.columns["distinguishing_remark"] or merged.columns["distinguishing_remark"]:
        yield Caution("danger", _("Somebody wrote down how to tell these two apart. Read the remark before you merge."))
    if not (kept.columns["birth_date"] and merged.columns["birth_date"]):
        yield Caution("warn", _("A date of birth is missing. Make sure by something else that this is one person."))


def _words(one: Registration, *names: str) -> set[str]:
    return set(fold(" ".join(str(one.columns[name] or "") for name in names)).split())


def _bookings_at_once(desk: Desk, kept: Registration, merged: Registration) -> Iterator[Caution]:
    """Warn of bookings to come in which one person would have to be in two places."""
    ours, theirs = (
        [
            (from_text(row["starts_at"]), timedelta(minutes=row["minutes"]))
            for row in desk.rows(
                f"SELECT starts_at, minutes FROM appointments WHERE {same_person()} AND state = 'booked' "
                "AND starts_at >= strftime('%Y-%m-%dT%H:%M', ?)",
                one.id,
                desk.now().isoformat(),
            )
        ]
        for one in (kept, merged)
    )
    clashes = sum(at < start + length and start < at + long for at, long in ours for start, length in theirs)
    if clashes:
        sentence = ngettext(
            "Both have a booking at the same time. Cancel one of them after the merge.",
            "Both have bookings at the same time, {count} times. Cancel the ones too many after the merge.",
            clashes,
        )
        yield Caution("warn", sentence.format(count=clashes))


def _contradictions(desk: Desk, kept: Registration, merged: Registration) -> Iterator[Caution]:
    ours, theirs = (chart_facts.of(desk, one.id).allergies for one in (kept, merged))
    if {ours.answer, theirs.answer} == {Answer.SOME, Answer.NONE}:
        yield Caution(
            "warn", _("One record lists allergies, the other says there are none. The list will be shown: ask.")
        )

"""Every text of the clinic at a glance: what is in use, who stands for it, and whether a newer sample came."""

import json
from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records.wordings.adopting import Adopted, same_words, shipped, versions
from clinicdesk.records.wordings.reading import parse
from clinicdesk.records.wordings.wording import TextKind, Wording, WordingProblem

DRAFT_PLACE = "wording "
"""Where this person's draft of a text is kept, followed by its key. It holds ``base``, the file it began as."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text in one language.

    Attributes:
        wording: What a form is prepared on now: the newest adopted version, else the sample, else what is only begun.
        adopted: Who adopted it, and when; None for a sample.
        newer_sample: The text an update of the program brought since, if nobody adopted it yet.
        is_begun: This person has an unpublished draft of it.
    """

    wording: Wording
    adopted: Adopted | None
    newer_sample: Wording | None
    is_begun: bool

    @property
    def key(self) -> str:
        """Name the text and its language."""
        return self.wording.key


def lines(desk: Desk) -> list[TextLine]:
    """Return every text there is, and those this person began: treatments first, the languages of one together."""
    adopted: dict[str, list[Adopted]] = {}
    for one in versions(desk):
        adopted.setdefault(one.wording.key, []).append(one)
    begun = _begun(desk)
    found = {key: TextLine(wording, None, None, key in begun) for key, wording in (begun | dict(shipped())).items()}
    for key, history in adopted.items():
        newest = history[-1]
        found[key] = TextLine(newest.wording, newest, newer_sample(history), key in begun)
    kinds = list(TextKind)
    return sorted(
        found.values(), key=lambda line: (kinds.index(line.wording.kind), line.wording.id, line.wording.language)
    )


def version(desk: Desk, key: str, which: str) -> Wording:
    """Return one version of a text, by its number, or the ``sample``. Raises ``NotFound``."""
    if which == "sample" and key in shipped():
        return shipped()[key]
    found = {str(one.wording.version): one.wording for one in versions(desk, key)}
    if which not in found:
        there = ", ".join((*(["sample"] if key in shipped() else []), *found)) or "—"
        raise NotFound(
            _("There is no version “{which}” of the text “{key}”. There are: {there}.").format(
                which=which, key=key, there=there
            )
        )
    return found[which]


def newer_sample(history: list[Adopted]) -> Wording | None:
    """Return the shipped sample if it came after the clinic adopted the text the first time, and nobody adopted it.

    A text that was changed before it was adopted has the version after its sample's.
    """
    sample = shipped().get(history[-1].wording.key)
    if sample is None or any(same_words(sample.source, one.wording.source) for one in history):
        return None
    return sample if sample.version > history[0].wording.version - 1 else None


def _begun(desk: Desk) -> dict[str, Wording]:
    found = {}
    for draft in desk.clinic.local.drafts(desk.person.id):
        if draft.place.startswith(DRAFT_PLACE):
            try:
                base = parse(json.loads(draft.body)["base"].encode("utf-8"), draft.place)
            except WordingProblem:  # written by a version of the program with other rules
                continue
            found[base.key] = base
    return found

"""Which papers a visit needs, and where each of them stands.

What is asked for follows from the texts' own terms (``covers``, ``asked``, ``needed``, ``guardian_under``,
``indications``) and from the visit: its treatment, indication, day, series, and the patient's age and language. Where a
paper stands follows from what the patient said last. ``rules.gate`` decides what may happen then.

Source: the clinic's promise to its patients, not a guideline: the last word counts, and a "no" counts against every
"yes" before it. That a child's representative signs is the law's; under which age is the clinic's to set (unverified).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.rules.dates import age_years
from clinicdesk.rules.gate import ConsentState, Lack
from clinicdesk.rules.languages import interprets, understands

ANY_TREATMENT = "any-treatment"
"""In ``covers``: the text is asked for whatever the treatment."""


class Asked(StrEnum):
    """How often a text is asked for."""

    EACH_SERIES = "each-series"
    WHILE_VALID = "while-valid"
    ONCE = "once"
    ON_REQUEST = "on-request"


class Needed(StrEnum):
    """What a visit cannot do without the text: start, or be checked in without a warning; or nothing."""

    START = "start"
    CHECK_IN = "check-in"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says of itself: for whom it is asked, how often, and what cannot be done without it."""

    id: str
    covers: tuple[str, ...]
    asked: Asked
    needed: Needed
    guardian_under: int
    indications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierSeries:
    """A series of the same person before this one: its treatment, its texts, and when it was last treated."""

    treatment: str
    texts: tuple[str, ...]
    last_treated: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit that is asked about.

    ``texts`` are those any one of which is the consent to the treatment (``Protocol.consents``). ``on`` is the day the
    papers must hold: that of the visit, or today once it has passed. ``born`` and ``indication`` may not be known, and
    ``spoken`` is empty where nobody asked.
    """

    treatment: str
    texts: tuple[str, ...]
    on: date
    indication: str = ""
    born: date | None = None
    spoken: str = ""
    earlier: tuple[EarlierSeries, ...] = ()


class Word(StrEnum):
    """What the patient said with a paper."""

    YES = "yes"
    NO = "no"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Paper:
    """One consent of a patient as far as the rules look at it.

    ``seq`` is the place of the word in the record, whatever the clock said; ``spoken_at`` is when it was said and
    ``spoken_on`` that day at the clinic. ``complete``: everybody who must sign the form has. ``interpreted`` holds the
    languages of the interpreters who signed by name, empty where it was not said which.
    """

    id: str
    text: str
    version: int
    language: str
    word: Word
    seq: int
    spoken_at: datetime
    spoken_on: date
    valid_until: date | None = None
    complete: bool = True
    by_guardian: bool = False
    interpreted: tuple[str, ...] = ()
    scan_follows: bool = False
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """One paper a visit needs: any one of ``texts``; the rest is as the first of them asks for it."""

    texts: tuple[str, ...]
    covers: tuple[str, ...] = ()
    needed: Needed = Needed.START
    asked: Asked = Asked.WHILE_VALID
    guardian_under: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a need stands, by which paper (None without one), and of an incomplete one what is lacking."""

    state: ConsentState
    paper_id: str | None = None
    lack: Lack = Lack.SIGNATURE


def needs_of(visit: Visit, terms: Mapping[str, Terms], own: Iterable[str]) -> tuple[Need, ...]:
    """Return what a visit needs, the consent to its treatment first.

    ``terms`` are those of each text there is, by id. ``own`` names the texts somebody at the clinic stands for: a
    sample asks for nothing by itself, but the consent a treatment names is needed even where nobody has written it.
    """
    alternatives = _fitting(visit, terms)
    found = [_need(alternatives, terms)] if alternatives else []
    more = [terms[name] for name in own if name in terms and name not in visit.texts]
    found += [_need((text.id,), terms) for text in sorted(more, key=_order) if _is_asked(text, visit)]
    if not alternatives and not any(need.needed is Needed.START for need in found):
        # Fail closed: a treatment for which nobody named a consent is not one that needs none.
        found.insert(0, Need(()))
    return tuple(found)


def standing_of(need: Need, papers: Iterable[Paper], visit: Visit, again: Mapping[str, int]) -> Standing:
    """Return where one need stands on the day of the visit.

    ``papers`` are the patient's that were answered; others than the need's are passed over. ``again`` names, by text
    and language (``iv-ketamine-mood.en``), the newest version that whoever signed an earlier one is to sign.

    The last word counts: whoever withdrew or declined after signing has not agreed, and a form that was signed before
    that but recorded later changes nothing. Of two words of the same moment the "no" counts; and it always counts
    against a "yes" that was recorded before it, because it is recorded when it is said and the clock may have been
    wrong. Of several agreements that stand, one that passes is enough; otherwise the last is told.
    """
    said = [paper for paper in papers if paper.text in need.texts]
    if not said:
        return Standing(ConsentState.NEVER_GIVEN)
    refusals = [paper for paper in said if paper.word is not Word.YES]
    standing = _standing_agreements(said, refusals)
    if not standing:
        last = max(refusals, key=lambda paper: (paper.spoken_at, paper.seq))
        taken_back = last.word is Word.TAKEN_BACK
        return Standing(ConsentState.WITHDRAWN if taken_back else ConsentState.DECLINED, last.id)
    told = [_of_agreement(need, paper, visit, again) for paper in standing]
    return next((one for one in told if one.state in PASSING), told[0])


PASSING = frozenset({ConsentState.SIGNED, ConsentState.SIGNED_ON_PAPER})
"""The states in which nothing more is asked."""


def _standing_agreements(said: Sequence[Paper], refusals: Sequence[Paper]) -> list[Paper]:
    """Return each "yes" no refusal stands against, the last one first; what was replaced only if nothing else is."""
    yes = [paper for paper in said if paper.word is Word.YES and all(_is_after(paper, refusal) for refusal in refusals)]
    yes.sort(key=lambda paper: (not paper.replaced, paper.spoken_at, paper.seq), reverse=True)
    return [paper for paper in yes if not paper.replaced] or yes


def _is_after(agreement: Paper, refusal: Paper) -> bool:
    """Tell whether a "yes" was both said and recorded after a "no"."""
    return agreement.seq > refusal.seq and agreement.spoken_at > refusal.spoken_at


def _of_agreement(need: Need, paper: Paper, visit: Visit, again: Mapping[str, int]) -> Standing:
    """Return where one agreement stands, the gravest fault first: those nobody can pass before those one may."""
    lack = _lack(need, paper, visit)
    if lack is not None:
        return Standing(ConsentState.INCOMPLETE, paper.id, lack)
    return Standing(_state(need, paper, visit, again), paper.id)


def _state(need: Need, paper: Paper, visit: Visit, again: Mapping[str, int]) -> ConsentState:
    heard = any(interprets(visit.spoken, into) for into in paper.interpreted)
    if not heard and not understands(visit.spoken, paper.language):
        return ConsentState.OTHER_LANGUAGE
    if paper.replaced or (paper.valid_until is not None and paper.valid_until < visit.on):
        return ConsentState.EXPIRED
    if need.asked is Asked.EACH_SERIES and _is_of_earlier_series(need, paper, visit):
        return ConsentState.EARLIER_SERIES
    if again.get(f"{paper.text}.{paper.language}", 0) > paper.version:
        return ConsentState.OLDER_VERSION
    return ConsentState.SIGNED_ON_PAPER if paper.scan_follows else ConsentState.SIGNED


def _lack(need: Need, paper: Paper, visit: Visit) -> Lack | None:
    """Return who has not signed: somebody of the form, a child's representative, or a child who is of age now."""
    if not paper.complete:
        return Lack.SIGNATURE
    if visit.born is None or age_years(visit.born, paper.spoken_on) >= need.guardian_under:
        return None
    if age_years(visit.born, visit.on) >= need.guardian_under:
        return Lack.OF_AGE
    return None if paper.by_guardian else Lack.GUARDIAN


def _is_of_earlier_series(need: Need, paper: Paper, visit: Visit) -> bool:
    """Tell whether a paper was signed before the last treated session of an earlier series that it was asked for."""
    covered = {visit.treatment, *need.covers}
    return any(
        paper.spoken_at <= series.last_treated
        and (paper.text in series.texts or series.treatment in covered or ANY_TREATMENT in covered)
        for series in visit.earlier
    )


def _fitting(visit: Visit, terms: Mapping[str, Terms]) -> tuple[str, ...]:
    """Return the alternatives that are for the visit's indication; all of them where none says so."""
    fitting = tuple(name for name in visit.texts if name not in terms or _fits(terms[name], visit))
    return fitting or visit.texts


def _is_asked(text: Terms, visit: Visit) -> bool:
    if text.asked is Asked.ON_REQUEST or text.needed is Needed.NO:
        return False
    return bool({ANY_TREATMENT, visit.treatment} & set(text.covers)) and _fits(text, visit)


def _fits(text: Terms, visit: Visit) -> bool:
    """Tell whether a text is for the visit's indication: one that is not known fits every text."""
    indication = visit.indication.casefold()
    return not text.indications or not indication or any(part.casefold() in indication for part in text.indications)


def _need(texts: tuple[str, ...], terms: Mapping[str, Terms]) -> Need:
    """Return a need as the first of its texts asks for it; a text nobody has keeps everybody from starting."""
    known = next((terms[name] for name in texts if name in terms), None)
    if known is None:
        return Need(texts)
    return Need(texts, known.covers, known.needed, known.asked, known.guardian_under)


def _order(text: Terms) -> tuple[bool, str]:
    return text.needed is not Needed.START, text.id

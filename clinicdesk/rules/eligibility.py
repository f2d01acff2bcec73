"""Does a treatment suit a patient? What is asked, what it means, and what follows from the answers.

What is asked, and how grave it is, comes from the files under ``resources/eligibility``, each item with its source.
The program suggests; a prescriber decides and signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.protocol import Provenance
from clinicdesk.rules.validity import State, standing


class Weight(StrEnum):
    """How grave a contraindication is, as a source classes it."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Reply(StrEnum):
    """What was answered to a question. A question that is not among the replies was not asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Result(StrEnum):
    """What a prescriber decides. The values are stored, so they never change."""

    ELIGIBLE = "eligible"
    CONDITIONS = "conditions"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return {
            Result.ELIGIBLE: _("Eligible"),
            Result.CONDITIONS: _("Eligible with conditions"),
            Result.NOT_ELIGIBLE: _("Not eligible"),
        }[self]


class SameDayReply(StrEnum):
    """What is answered on the day itself. The values are stored, so they never change."""

    NO = "no"
    YES = "yes"
    NEGATIVE = "negative"
    POSITIVE = "positive"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Ground:
    """How one source classes a contraindication. ``of_label``: it is a contraindication of the drug's own label."""

    weight: Weight
    of_label: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Contraindication:
    """One question, and what each source makes of a yes. The gravest class counts; all of them are shown."""

    id: str
    asks: str
    grounds: tuple[Ground, ...]

    @property
    def weight(self) -> Weight:
        """The gravest class among the sources."""
        return Weight.ABSOLUTE if any(g.weight is Weight.ABSOLUTE for g in self.grounds) else Weight.RELATIVE

    @property
    def conflicting(self) -> bool:
        """Whether the sources class it differently."""
        return len({ground.weight for ground in self.grounds}) > 1

    @property
    def of_label(self) -> bool:
        """Whether the drug's own label forbids it: then nobody may pass it."""
        return any(ground.of_label and ground.weight is Weight.ABSOLUTE for ground in self.grounds)


@dataclass(frozen=True, slots=True)
class Indication:
    """What the treatment is given for, and how many adequate treatments were to be tried before (0: no such rule)."""

    id: str
    title: str
    tried_at_least: int
    counts: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class MedicineConcern:
    """What taking a medicine of one class means for this treatment, in words for a clinician."""

    medicine_class: str
    weight: Weight
    words: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class WorkupItem:
    """What is looked at beforehand, and for how many days a result counts. ``needed``: else it is only advised."""

    kind: str
    title: str
    valid_days: int
    needed: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SameDayItem:
    """A question of the day itself, asked at check-in, or in the chair where nobody asked there.

    ``holds_on`` are the replies that hold the visit. ``in_chair`` names the start check that asks the same of every
    patient (``start_checks.CheckItem``): once that is answered, this is no open question any more.
    """

    id: str
    asks: str
    replies: tuple[SameDayReply, ...]
    holds_on: tuple[SameDayReply, ...]
    words: str
    provenance: Provenance
    in_chair: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """For how many days a decision, a weight and the answers about medicines count."""

    decision_days: int
    weight_days: int
    medicines_days: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything that is asked before one treatment."""

    id: str
    version: str
    title: str
    indications: tuple[Indication, ...]
    contraindications: tuple[Contraindication, ...]
    medicines: tuple[MedicineConcern, ...]
    workup: tuple[WorkupItem, ...]
    same_day: tuple[SameDayItem, ...]
    validity: Validity

    def indication(self, wanted: str) -> Indication | None:
        """Return the indication of an id."""
        return next((one for one in self.indications if one.id == wanted), None)

    def label_items(self) -> frozenset[str]:
        """Return the ids of what the drug's own label forbids."""
        return frozenset(one.id for one in self.contraindications if one.of_label)


@dataclass(frozen=True, slots=True)
class Tried:
    """The treatments tried before: whether they were asked for, how many were adequate, of how many nobody knows."""

    answer: Answer = Answer.NOT_ASKED
    adequate: int = 0
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """A work-up item as it was last done. ``concern``: its result asks for a second look."""

    on: date
    concern: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a patient on a day.

    ``classes`` are the medicine classes found in the list, with the lines that they were found in. ``unread`` are the
    lines nobody could read. ``medicines`` tells whether they were asked for at all.
    """

    on: date
    indication: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    tried: Tried = Tried()
    medicines: Answer = Answer.NOT_ASKED
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    workup: Mapping[str, Done] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that follows from the answers.

    ``item`` names what it is about, and is stored. ``must``: of an open question, whether the treatment may not be
    decided for without its answer.
    """

    item: str
    words: str
    of_label: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows: what stops the treatment, what asks for care, what is still open, and the result suggested.

    Nothing is suggested while a question is open, unless something stops the treatment anyway.
    """

    stops: tuple[Finding, ...]
    cautions: tuple[Finding, ...]
    open: tuple[Finding, ...]

    @property
    def suggested(self) -> Result | None:
        """The result that follows from the answers, None while it does not."""
        if self.stops:
            return Result.NOT_ELIGIBLE
        if self.open:
            return None
        return Result.CONDITIONS if self.cautions else Result.ELIGIBLE


def evaluate(asked: Questionnaire, given: Given) -> Assessment:
    """Return what follows from what is known of a patient; the sources are those of the questionnaire's items."""
    stops, cautions, still_open = list[Finding](), list[Finding](), list[Finding]()
    _indication(asked, given, cautions, still_open)
    for item in asked.contraindications:
        _contraindication(item, given.replies.get(item.id), stops, cautions, still_open)
    _medicines(asked, given, stops, cautions, still_open)
    for work in asked.workup:
        _workup(work, given, cautions, still_open)
    return Assessment(tuple(stops), tuple(cautions), tuple(still_open))


def _indication(asked: Questionnaire, given: Given, cautions: list[Finding], still_open: list[Finding]) -> None:
    found = asked.indication(given.indication)
    if found is None:
        still_open.append(Finding("indication", _("Choose what the treatment is for."), must=True))
        return
    if not found.tried_at_least or given.tried.adequate >= found.tried_at_least:
        return
    if given.tried.answer is Answer.NOT_ASKED:
        still_open.append(Finding("tried", _("Nobody asked which treatments were tried before.")))
        return
    words = _("{title}: {count} of {wanted} adequate treatments are written down.")
    told = words.format(title=found.title, count=given.tried.adequate, wanted=found.tried_at_least)
    if given.tried.unclear:
        more = _("Of {count} more it is not known whether they were adequate.")
        told = f"{told} {more.format(count=given.tried.unclear)}"
    cautions.append(Finding("tried", told))


def _contraindication(
    item: Contraindication,
    reply: Reply | None,
    stops: list[Finding],
    cautions: list[Finding],
    still_open: list[Finding],
) -> None:
    absolute = item.weight is Weight.ABSOLUTE
    if reply is None:
        words = _("Not asked: {item}").format(item=item.asks)
        still_open.append(Finding(item.id, words, item.of_label, must=True))
    elif reply is Reply.UNKNOWN and absolute:
        words = _("Not known, and it would stop the treatment: {item}").format(item=item.asks)
        still_open.append(Finding(item.id, words, item.of_label, must=True))
    elif reply is Reply.UNKNOWN:
        cautions.append(Finding(item.id, _("Not known: {item}").format(item=item.asks)))
    elif reply is Reply.YES:
        (stops if absolute else cautions).append(Finding(item.id, item.asks, item.of_label))


def _medicines(
    asked: Questionnaire,
    given: Given,
    stops: list[Finding],
    cautions: list[Finding],
    still_open: list[Finding],
) -> None:
    if given.medicines is Answer.NOT_ASKED:
        still_open.append(Finding("medicines", _("Nobody asked which medicines are taken.")))
    elif given.medicines is Answer.UNKNOWN:
        cautions.append(Finding("medicines", _("Which medicines are taken is not known.")))
    for concern in asked.medicines:
        if lines := given.classes.get(concern.medicine_class):
            words = f"{', '.join(lines)}: {concern.words}"
            found = Finding(f"medicine:{concern.medicine_class}", words)
            (stops if concern.weight is Weight.ABSOLUTE else cautions).append(found)
    if given.unread:
        words = _("Not recognised in the list of medicines, read it yourself: {lines}")
        cautions.append(Finding("unread", words.format(lines="; ".join(given.unread))))


def _workup(item: WorkupItem, given: Given, cautions: list[Finding], still_open: list[Finding]) -> None:
    done = given.workup.get(item.kind)
    state = standing(done.on if done else None, item.valid_days, given.on)
    if done is not None and state is not State.MISSING and done.concern:
        cautions.append(Finding(f"workup:{item.kind}", _("{title}: a concern was found.").format(title=item.title)))
    if not item.needed or state in (State.VALID, State.SOON):
        return
    words = _("{title}: expired.") if state is State.EXPIRED else _("{title}: not done.")
    still_open.append(Finding(f"workup:{item.kind}", words.format(title=item.title)))

"""The lists of a chart that a patient is asked for: allergies, medicines, problems, indications, treatments tried.

Each list knows four answers: not asked, asked and unknown, none, some. A row is never deleted: what is taken off a list
is ended (medicines, problems) or voided.

Of somebody registered twice and merged, a list holds what either registration lists, and its answer is the one recorded
last. "None" on one never hides what the other lists: the list is shown, and said to be contradicted until somebody
asks again and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.identities import same_person
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.rules.answers import Answer, checked_answer
from clinicdesk.storage.entry import Change, Value, insert, update

_DATES = ("started_on", "ended_on")


class Fact(Protocol):
    """One row of a list. ``id`` and ``version`` are empty while it is new."""

    table: ClassVar[str]
    ends: ClassVar[bool]

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """What a patient reacts to. ``severity`` is mild, moderate, severe or empty."""

    table: ClassVar[str] = "allergies"
    ends: ClassVar[bool] = False
    substance: str
    reaction: str = ""
    severity: str = ""
    code: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A medicine a patient takes or took, as they or another system said it."""

    table: ClassVar[str] = "medicines"
    ends: ClassVar[bool] = True
    name: str
    dose: str = ""
    code: str = ""
    reason: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A condition or finding of a patient."""

    table: ClassVar[str] = "problems"
    ends: ClassVar[bool] = True
    name: str
    code: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """What a patient is treated for here."""

    table: ClassVar[str] = "indications"
    ends: ClassVar[bool] = False
    name: str
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentTried:
    """A treatment before this one. ``adequate`` (long and strong enough) is yes, no, unknown or empty."""

    table: ClassVar[str] = "treatments_tried"
    ends: ClassVar[bool] = False
    treatment: str
    dose: str = ""
    duration: str = ""
    adequate: str = ""
    result: str = ""
    id: str = ""
    version: str = ""


Item = TypeVar("Item", bound=Fact)


@dataclass(frozen=True, slots=True)
class FactList(Generic[Item]):
    """One list: the answer, what counts today, and what has ended.

    ``contradicted``: of two merged registrations one says "none" and the other lists something. A list written
    without it has been asked for again.
    """

    answer: Answer = Answer.NOT_ASKED
    items: tuple[Item, ...] = ()
    ended: tuple[Item, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """The five lists of one chart."""

    allergies: FactList[Allergy] = field(default_factory=FactList)
    medicines: FactList[Medicine] = field(default_factory=FactList)
    problems: FactList[Problem] = field(default_factory=FactList)
    indications: FactList[Indication] = field(default_factory=FactList)
    treatments_tried: FactList[TreatmentTried] = field(default_factory=FactList)


KINDS: dict[str, type[Any]] = {
    "allergies": Allergy,
    "medicines": Medicine,
    "problems": Problem,
    "indications": Indication,
    "treatments_tried": TreatmentTried,
}
"""The lists by name, which is also the name of their table and their field among the answers."""


def of(desk: Desk, patient_id: str) -> ChartFacts:
    """Return the lists of a patient's chart."""
    desk.may_see("clinical")
    return _read(desk, patient_id)


def _read(desk: Desk, patient_id: str) -> ChartFacts:
    answers = _answers(desk, patient_id)
    lists: dict[str, FactList[Any]] = {}
    for name, kind in KINDS.items():
        found = [_fact(kind, row) for row in _rows(desk, name, patient_id)]
        current = tuple(item for item in found if getattr(item, "ended_on", None) is None)
        ended = tuple(item for item in found if getattr(item, "ended_on", None) is not None)
        said = [row.answer for row in answers.get(name, ())]
        answer = checked_answer(said[-1] if said else Answer.NOT_ASKED, len(current))
        lists[name] = FactList(answer, current, ended, contradicted=bool(current) and Answer.NONE in said)
    return ChartFacts(**lists)


@dataclass(frozen=True, slots=True)
class _AnswerRow:
    id: str
    version: str
    answer: Answer


def _answers(desk: Desk, patient_id: str) -> dict[str, list[_AnswerRow]]:
    """Return the recorded answers of each list, the one recorded last at the end."""
    found: dict[str, list[_AnswerRow]] = {}
    for row in desk.rows(
        "SELECT a.id, a.version, a.field, a.answer FROM patient_answers a JOIN search_entries e ON e.id = a.version "
        f"WHERE {same_person('a.patient_id')} ORDER BY e.seq",
        patient_id,
    ):
        found.setdefault(row["field"], []).append(_AnswerRow(row["id"], row["version"], Answer(row["answer"])))
    return found


def _rows(desk: Desk, table: str, patient_id: str) -> Iterator[dict[str, Any]]:
    return desk.rows(f"SELECT * FROM {table} WHERE {same_person()} AND voided_reason IS NULL ORDER BY id", patient_id)


def _fact(kind: type[Any], row: dict[str, Any]) -> Any:
    values = {
        item.name: (row[item.name] and date.fromisoformat(row[item.name]))
        if item.name in _DATES
        else row[item.name] or ""
        for item in fields(kind)
    }
    return kind(**values)


def changes_for_new(desk: Desk, patient_id: str, facts: ChartFacts) -> list[Change]:
    """Return the changes that write the lists of a patient who has none yet."""
    return _changes(desk, patient_id, facts, before=ChartFacts(), answers={})


def changes_between(desk: Desk, patient_id: str, facts: ChartFacts) -> list[Change]:
    """Return the changes from what is recorded to ``facts``; rows keep the versions they were read at.

    ``patient_id`` is the registration that new rows are written under. Raises ``BadValue`` for a text that cannot be
    recorded.
    """
    desk.may_see("clinical")
    return _changes(desk, patient_id, facts, before=_read(desk, patient_id), answers=_answers(desk, patient_id))


def _changes(
    desk: Desk, patient_id: str, facts: ChartFacts, *, before: ChartFacts, answers: dict[str, list[_AnswerRow]]
) -> list[Change]:
    today = desk.local(desk.now()).date()
    made: list[Change] = []
    for name in KINDS:
        old, new = getattr(before, name), getattr(facts, name)
        made += _list_changes(desk, patient_id, old, new, today)
        made += _answer_changes(patient_id, name, old, new, answers.get(name, ()))
    return made


def _answer_changes(
    patient_id: str, name: str, old: FactList[Any], new: FactList[Any], rows: Sequence[_AnswerRow]
) -> list[Change]:
    """Return the changes of a list's answer. Where a contradiction is settled no registration says "none" on."""
    answer = checked_answer(new.answer, len(new.items))
    settled = old.contradicted and not new.contradicted
    own = next((row for row in rows if row.id == f"{patient_id} {name}"), None)
    made = [
        update("patient_answers", row.id, row.version, answer=answer.value)
        for row in rows
        if settled and row.answer is Answer.NONE and row is not own
    ]
    if answer is not old.answer or (settled and own and own.answer is Answer.NONE):
        made.append(answer_change(patient_id, name, answer, own.version if own else None))
    return made


def answer_change(patient_id: str, name: str, answer: Answer, version: str | None) -> Change:
    """Return the change that writes one of the four answers; ``version`` is None where there is no row yet."""
    row_id = f"{patient_id} {name}"
    if version is None:
        return insert("patient_answers", row_id, patient_id=patient_id, field=name, answer=answer.value)
    return update("patient_answers", row_id, version, answer=answer.value)


def _list_changes(desk: Desk, patient_id: str, old: FactList[Any], new: FactList[Any], today: date) -> list[Change]:
    known = {item.id: item for item in (*old.items, *old.ended)}
    wanted = (*new.items, *new.ended)
    made = []
    for item in wanted:
        if not item.id:
            made.append(insert(item.table, desk.new_id(), patient_id=patient_id, **_columns(item)))
        elif item.id not in known or _columns(item) != _columns(known[item.id]):
            made.append(update(item.table, item.id, item.version, **_columns(item)))
    kept = {item.id for item in wanted}
    made += [_taken_off(item, today) for item in old.items if item.id not in kept]
    return made


def _taken_off(item: Fact, today: date) -> Change:
    if item.ends:
        return update(item.table, item.id, item.version, ended_on=today.isoformat())
    return update(item.table, item.id, item.version, voided_reason=_("Taken off the list"))


def _columns(item: Any) -> dict[str, Value]:
    columns: dict[str, Value] = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if part.name in ("id", "version"):
            continue
        columns[part.name] = value.isoformat() if isinstance(value, date) else _checked(value)
    return columns


def _checked(text: str | None) -> str | None:
    line = clean_line(text or "")
    if len(line) > LONGEST_TEXT:
        raise BadValue(_("An item of a list is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT))
    return line or None

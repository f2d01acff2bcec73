"""Calling every function of the records, papers and exchanges that is given a desk, with whatever that desk can get.

Nothing is listed by hand: the functions are found by introspection, and what they are given is of the type they ask
for: ids of rows (anybody may know an id), plain values, and objects that the same desk was given by another function
before. So a function written tomorrow is called tomorrow.
"""

import dataclasses
import enum
import importlib
import inspect
import io
import pkgutil
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Never, get_args, get_origin

import pypdf

import clinicdesk.exchange
import clinicdesk.printing
import clinicdesk.records
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, NotAllowed
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records.eligibility.asking import Answers
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.records.measures import begun as measures_begun
from clinicdesk.records.measures.result import Way
from clinicdesk.records.note_facts import Subject

_LONGEST_PAPER = "downtime-pack"
"""Its own function is called; a second time it would be a third of all the time these tests take."""
_MOST_VALUES, _MOST_ITEMS, _MOST_KEPT, _ROUNDS = 2, 300, 6, 3


class Refused(Exception):
    """A verb came as far as recording something."""


class Reading(Desk):
    """The desk of a person who records nothing, so that verbs can be called too."""

    def record(self, action: str, *_changes: object, **_about: object) -> Never:
        if not self.may(action):
            raise NotAllowed("")
        raise Refused

    def keep_draft(self, *_what: object, **_about: object) -> Never:
        raise Refused

    def drop_draft(self, place: str) -> None:
        """Keep the draft."""


@dataclasses.dataclass(frozen=True)
class Function:
    """A public function whose first parameter is a desk."""

    name: str
    call: Callable[..., Any]
    types: Mapping[str, Any]
    parameters: tuple[inspect.Parameter, ...]


def functions() -> list[Function]:
    """Return every public function of records, printing and exchange that is given a desk."""
    found = []
    for module in _modules():
        for name, function in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            plain = inspect.unwrap(function)
            parameters = tuple(inspect.signature(plain).parameters.values())
            if parameters and "Desk" in str(parameters[0].annotation):
                title = f"{module.__name__.removeprefix('clinicdesk.')}.{name}"
                found.append(Function(title, function, _types(plain), parameters[1:]))
    return found


def _modules() -> Iterator[types.ModuleType]:
    for package in (clinicdesk.records, clinicdesk.printing, clinicdesk.exchange):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _types(function: Callable[..., Any]) -> Mapping[str, Any]:
    # What a module imports for its type checker alone.
    from clinicdesk.records.sessions import Session

    names = {**vars(importlib.import_module(function.__module__)), "Clinic": Clinic, "Session": Session}
    return typing.get_type_hints(function, names)


class Caller:
    """Calls functions at one desk and keeps what they return, to give it to others."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.returned: dict[str, list[Any]] = defaultdict(list)
        self.reached: set[str] = set()
        self.broken: set[str] = set()
        self._pool: dict[type, list[Any]] = defaultdict(list)
        self._ids = _ids(desk)

    def call_all(self, wanted: Iterable[Function]) -> Iterator[tuple[str, Any]]:
        """Yield what each function returns or says when it refuses; several rounds, as the pool fills."""
        left = list(wanted)
        for _round in range(_ROUNDS):
            again = []
            for function in left:
                results = list(self._call(function))
                yield from results
                if not results:
                    again.append(function)
            left = again

    def _call(self, function: Function) -> Iterator[tuple[str, Any]]:
        papers: set[str] = set()
        for arguments in self._arguments(function):
            request = arguments.get("request")
            name = f"{function.name} {request.kind}" if isinstance(request, PaperRequest) else function.name
            if name in papers:
                continue
            try:
                result = function.call(self.desk, **arguments)
                result = list(_some(result)) if inspect.isgenerator(result) else result
            except Refused:
                self.reached.add(function.name)
                continue
            except ClinicDeskError as refusal:
                self.reached.add(function.name)
                yield name, str(refusal)
            except Exception as fault:  # values that fit the type and nothing else
                if "the database refused" in str(fault):
                    self.broken.add(name)
                continue
            else:
                self.reached.add(function.name)
                self._keep(result)
                yield name, result
                # Papers take time: one of each kind tells as much as three.
                if isinstance(result, bytes):
                    papers.add(name)

    def _arguments(self, function: Function) -> Iterator[dict[str, Any]]:
        choices: dict[str, list[Any]] = {}
        for one in function.parameters:
            if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
                continue
            asked = function.types.get(one.name)
            if one.default is not inspect.Parameter.empty:
                if asked is bool:
                    choices[one.name] = [True]
                continue
            if one.kind is one.POSITIONAL_ONLY:
                return
            values = self._values(one.name, asked)
            if not values:
                return
            choices[one.name] = values
        count = max((len(values) for values in choices.values()), default=1)
        for at in range(count if PaperRequest in function.types.values() else min(count, _MOST_VALUES)):
            yield {name: values[at % len(values)] for name, values in choices.items()}

    def _values(self, name: str, asked: Any) -> list[Any]:
        """Return some values of a type for a parameter of a name; none where there is none to be had."""
        origin, inner = get_origin(asked), get_args(asked)
        if origin in (typing.Union, types.UnionType):
            kinds = [one for one in inner if one is not type(None)]
            return [value for one in kinds for value in self._values(name, one)][:_MOST_VALUES] or [None]
        if origin is typing.Literal:
            return list(inner)
        if origin in _COLLECTIONS:
            items = self._values(name.removesuffix("s") if inner and inner[0] is str else name, inner[0])
            return [_COLLECTIONS[origin](items)] if items else []
        if origin in (dict, Mapping):
            return [{}]
        if origin is tuple:
            return []
        if asked is str:
            return self._ids.get(name) or [_WORDS.get(name, "Words")]
        if isinstance(asked, type) and issubclass(asked, enum.Enum):
            return list(asked)
        if asked is Path:
            return [self.folder]
        if asked in _PLAIN:
            return list(_PLAIN[asked])
        return self._asked_for(asked) if isinstance(asked, type) else []

    def _asked_for(self, asked: type) -> list[Any]:
        """Return objects the desk was given; of what a person puts together themselves, some of their making."""
        ids = self._ids
        if asked is PaperRequest:
            day = _NOW.date().isoformat()
            subjects = [
                *(ids[name][0] for name in ("patient_id", "session_id", "consent_id", "note_id", "series_id")),
                *("", day, f"{day} {day}", "iv-ketamine-mood.en"),
            ]
            kinds = [kind for kind in get_args(PaperKind) if kind != _LONGEST_PAPER]
            return [PaperRequest(kind, subject) for kind in kinds for subject in subjects]
        if asked is measures_begun.Begun:
            return [asked(one, "phq-9", Way.SCREEN) for one in ids["patient_id"]]
        if asked is Subject:
            return [Subject(one, None) for one in ids["patient_id"]]
        if asked in (LogChoice, Answers):
            return [asked()]
        return self._pool[asked][:_MOST_VALUES]

    def _keep(self, result: Any) -> None:
        for one in walk(result):
            if dataclasses.is_dataclass(one) and len(self._pool[type(one)]) < _MOST_KEPT:
                self._pool[type(one)].append(one)


_COLLECTIONS: dict[Any, Any] = {
    list: list, tuple: tuple, set: set, frozenset: frozenset, Iterable: list, Sequence: list, Collection: list,
}  # fmt: skip
_NOW = datetime.now(UTC)
_PLAIN: dict[Any, tuple[Any, ...]] = {
    int: (1, 2),
    float: (400.0,),
    bool: (True, False),
    bytes: (b"%PDF-1.4",),
    date: (_NOW.date(), _NOW.date() - timedelta(days=30), _NOW.date() + timedelta(days=7)),
    datetime: (_NOW, _NOW - timedelta(days=30)),
    time: (time(9),),
}
_WORDS = {"table": "notes", "typed": "QXCLIN", "treatment": "iv-ketamine", "number": "1"}


def _ids(desk: Desk) -> dict[str, list[str]]:
    """Return ids by the names of parameters: nobody is kept from seeing by not knowing an id."""
    found: dict[str, list[str]] = {"entry_id": _some_ids(desk, "ledger", "ORDER BY seq DESC")}
    for row in desk.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"):
        table = row["name"]
        columns = {one["name"] for one in desk.rows(f"PRAGMA table_info({table})")}
        if not {"id", "version"} <= columns:
            continue
        ids = _some_ids(desk, table)
        name = _SINGULAR.get(table, table.removesuffix("s"))
        for called in (f"{name}_id", f"{name.rsplit('_', 1)[-1]}_id"):
            found.setdefault(called, ids)
    found["note_id"] = [
        row["id"]
        for kind in ("psychotherapy", "progress", "letter")
        for row in desk.rows("SELECT id FROM notes WHERE kind = ? LIMIT 1", kind)
    ]
    # Of whom the most is known; a patient about whom nothing is written leaks nothing.
    full = "SELECT patient_id AS id FROM session_events GROUP BY 1 ORDER BY count(*) DESC LIMIT 3"
    found["patient_id"] = [row["id"] for row in desk.rows(full)] + _psychotherapy(desk)
    found["session_id"] = [
        row["id"]
        for row in desk.rows("SELECT session_id AS id FROM session_events GROUP BY 1 ORDER BY count(*) DESC LIMIT 3")
    ]
    for name in ("kept_id", "merged_id", "subject_id", "row_id"):
        found[name] = found["patient_id"] if name != "row_id" else found["note_id"]
    found["subject_table"] = ["notes"]
    return found


def _psychotherapy(desk: Desk) -> list[str]:
    return [row["id"] for row in desk.rows("SELECT DISTINCT patient_id AS id FROM notes WHERE kind = 'psychotherapy'")]


def _some_ids(desk: Desk, table: str, order: str = "") -> list[str]:
    return [row["id"] for row in desk.rows(f"SELECT id FROM {table} {order} LIMIT {_MOST_VALUES}")]


_SINGULAR = {
    "staff": "staff",
    "series": "series",
    "patients": "patient",
    "measure_results": "result",
    "measure_alerts": "alert",
    "care_team": "member",
    "published_files": "file",
    "call_attempts": "attempt",
    "import_batches": "batch",
    "enquiries": "enquiry",
    "disclosures": "disclosure",
}


def walk(found: Any) -> Iterator[Any]:
    """Yield everything that is in a result: the objects, and what stands in their fields."""
    seen: set[int] = set()
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or one is None:
            continue
        seen.add(id(one))
        yield one
        if dataclasses.is_dataclass(one) and not isinstance(one, type):
            waiting += [getattr(one, field.name) for field in dataclasses.fields(one)]
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            waiting += list(one)[:_MOST_ITEMS]
        elif hasattr(one, "__dict__") and not isinstance(one, (Desk, Clinic, type, enum.Enum, types.FunctionType)):
            waiting += list(vars(one).values())


def texts(found: Any) -> Iterator[str]:
    """Yield every text in a result; of a paper the words on its pages."""
    for one in walk(found):
        if isinstance(one, str):
            yield one
        elif isinstance(one, bytes):
            yield _words_on(one) if one.startswith(b"%PDF") else one.decode("latin-1")


def _words_on(paper: bytes) -> str:
    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    except pypdf.errors.PyPdfError:
        return ""


def _some(found: Iterator[Any]) -> Iterator[Any]:
    for count, one in enumerate(found):
        if count == _MOST_ITEMS:
            return
        yield one

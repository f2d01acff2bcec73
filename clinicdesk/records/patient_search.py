"""Finding patients: fragments of names in any order, dates of birth, phone numbers, record numbers, e-mail.

Hits come from an index in the order they are shown, never sorted from a large set: at 100,000 patients that is the
difference between 1 and 80 milliseconds. Each source below is asked only while the list has room, the likeliest first:
whole names before beginnings, names before e-mail. Names that only sound alike, or are one typing error away, are asked
for last, where hardly anybody is found as typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from clinicdesk.desk import Desk
from clinicdesk.records import similar_names
from clinicdesk.records.patient_lines import PatientLine, lines
from clinicdesk.records.search_words import Part, taken_apart
from clinicdesk.rules.names import fold

__all__ = ["PatientLine", "find", "lines"]

_LIST_ORDER = "ORDER BY family, given, birth_date, patient_id"
_GIVEN_ORDER = "ORDER BY given, family, birth_date, patient_id"
_FAMILY_BEGINS, _GIVEN_BEGINS = "family >= ? AND family < ?", "given >= ? AND given < ?"
_WORD_HITS = 400
"""How many word matches are put in list order; where there are more, what was typed is too short to find anybody."""

_MOST_WITH_SIMILAR = 20
_FEW = 5
"""Below so many found as typed, similar names are looked for: the one that is meant may be written otherwise."""


def find(desk: Desk, typed: str, limit: int = 50) -> list[PatientLine]:
    """Return the patients that match what was typed, at most ``limit``; nothing typed finds nobody."""
    desk.may_see("contact")
    parts = taken_apart(typed, desk.local(desk.now()).date())
    if not parts:
        return []
    exact = _first(_as_typed(desk, parts, limit), limit)
    found = exact
    if len(exact) < min(_FEW, limit):
        alike = similar_names.matches(desk, parts, somebody_found=bool(exact))
        found = _first(chain(exact, alike), min(limit, _MOST_WITH_SIMILAR))
    similar = frozenset(found) - frozenset(exact)
    by_other_name = _found_by(desk, typed, parts, exact)
    return [
        replace(line, similar=line.id in similar, found_by=by_other_name.get(line.id, ""))
        for line in lines(desk, found)
    ]


def _first(patient_ids: Iterable[str], limit: int) -> list[str]:
    """Return each patient once, at most ``limit``; no more are asked for."""
    found: dict[str, None] = {}
    for patient_id in patient_ids:
        found[patient_id] = None
        if len(found) >= limit:
            break
    return list(found)


def _as_typed(desk: Desk, parts: Sequence[Part], limit: int) -> Iterator[str]:
    """Yield matching patients, the most likely source first; somebody may come twice."""
    words = [part.word for part in parts]
    if all(words):
        yield from _by_name(desk, words, limit)
    elif len(parts) == 1:
        # A number says several things at once; what it most likely says comes first.
        for choice in parts[0].choices:
            yield from _by_query(desk, choice)
        return
    yield from _by_words(desk, parts)
    for place, (one, other) in enumerate(pairwise(words)):
        # "mc donald" and "jo anne" find McDonald and Joanne.
        if one and other and _is_beginning(desk, one + other):
            yield from _by_words(desk, [*parts[:place], Part(one + other), *parts[place + 2 :]])


def _by_words(desk: Desk, parts: Sequence[Part]) -> Iterator[str]:
    """Yield whom the word index finds by all parts: by their names first, and by whole names before beginnings."""
    words = [part.word for part in parts]
    hits = _hits(desk, _all(part.begins for part in parts), words)
    if len(hits) < _WORD_HITS:
        for patient_id, _names in sorted(hits, key=lambda hit: _unlikeliness(hit[1], words)):
            yield patient_id
        return
    # Not everybody was read. The last word is still being typed; those before it are more likely whole than not.
    yield from _by_query(desk, _all([part.name_is for part in parts[:-1]] + [parts[-1].name_begins]), words)
    yield from _by_query(desk, _all(part.name_begins for part in parts), words)
    yield from (patient_id for patient_id, _names in hits)


def _unlikeliness(names: Sequence[str], words: Sequence[str]) -> int:
    """Return 0 where the names are the typed words, the last perhaps cut, 1 where all are beginnings, else 2."""
    begun = all(any(name.startswith(word) for name in names) for word in words if word)
    return 2 if not begun else 0 if all(word in names for word in words[:-1] if word) else 1


def _is_beginning(desk: Desk, word: str) -> bool:
    return desk.row("SELECT 1 FROM search_names WHERE word >= ? AND word < ? LIMIT 1", *_range(word)) is not None


def _all(questions: Iterable[str]) -> str:
    return " AND ".join(questions)


def _by_name(desk: Desk, words: Sequence[str], limit: int) -> Iterator[str]:
    """Yield, in list order, those whose family or given name is as typed, then those of whom one begins so."""
    whole = " ".join(words)
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        yield from _rows(desk, f"family = ? AND {_GIVEN_BEGINS} {_LIST_ORDER}", (first, *_range(last)), limit)
        yield from _rows(desk, f"given = ? AND {_FAMILY_BEGINS} {_GIVEN_ORDER}", (first, *_range(last)), limit)
    yield from _rows(desk, f"family = ? {_LIST_ORDER}", (whole,), limit)
    if len(words) == 1:
        yield from _rows(desk, f"given = ? {_GIVEN_ORDER}", (whole,), limit)
    yield from _rows(desk, f"{_FAMILY_BEGINS} {_LIST_ORDER}", _range(whole), limit)
    yield from _rows(desk, f"{_GIVEN_BEGINS} {_GIVEN_ORDER}", _range(whole), limit)


def _range(start: str) -> tuple[str, str]:
    """Return the text, and the one that comes after everything beginning with it."""
    return start, start + "\U0010ffff"


def _rows(desk: Desk, condition_and_order: str, values: Sequence[str], limit: int) -> Iterator[str]:
    query = f"SELECT patient_id FROM search_patients WHERE {condition_and_order} LIMIT ?"
    for row in desk.rows(query, *values, limit):
        yield row["patient_id"]


def _by_query(desk: Desk, query: str, whole: Sequence[str] = ()) -> Iterator[str]:
    return (patient_id for patient_id, _names in _hits(desk, query, whole))


def _hits(desk: Desk, query: str, whole: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return, in list order, whom the word index finds, and their names; first those whose names are in ``whole``."""
    marks = ", ".join("?" * len(whole))
    rows = desk.rows(
        "SELECT s.patient_id, s.names FROM (SELECT rowid AS hit FROM search_patient_words "
        f"WHERE search_patient_words MATCH ? LIMIT {_WORD_HITS}) JOIN search_patients s ON s.rank = hit "
        f"ORDER BY (s.family NOT IN ({marks})) + (s.given NOT IN ({marks})), s.family, s.given, s.birth_date, "
        "s.patient_id",
        query,
        *whole,
        *whole,
    )
    return [(row["patient_id"], row["names"].split()) for row in rows]


def _found_by(desk: Desk, typed: str, parts: Sequence[Part], patient_ids: Sequence[str]) -> dict[str, str]:
    """Return, for those found by a name or number that their line does not show, that name or number."""
    words = [part.word for part in parts if part.word]
    marks = ", ".join("?" * len(patient_ids))
    rows = desk.rows(
        "SELECT patient_id, family, given, aliases FROM search_patients "
        f"WHERE aliases <> '' AND patient_id IN ({marks})",
        *patient_ids,
    )
    found = {}
    for row in rows:
        shown = f"{row['family']} {row['given']}".split()
        hidden = [word for word in words if not any(name.startswith(word) for name in shown)]
        for alias in row["aliases"].split("\n"):
            of_number = alias.startswith("#") and alias[1:] == typed.replace(" ", "").lstrip("#0")
            folded = fold(alias).split()
            if of_number or any(name.startswith(word) for word in hidden for name in folded):
                found[row["patient_id"]] = alias
                break
    return found

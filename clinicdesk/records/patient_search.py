"""Finding patients: fragments of names in any order, dates of birth, phone numbers, record numbers, e-mail.

Hits come from an index in the order they are shown, never sorted from a large set: at 100,000 patients that is the
difference between 1 and 80 milliseconds. Each source below is asked only while the list has room. Names that only
sound alike, or are one typing error away, are asked for last, where hardly anybody is found as typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.rules.dates import AmbiguousDate, parse_birth_date
from clinicdesk.rules.names import SHORTEST_ALIKE, fold, gaps, one_slip_apart, phone_digits, sound

_LIST_ORDER = "ORDER BY family, given, birth_date, patient_id"
_WORD_HITS = 400
"""How many word matches are put in list order; where there are more, what was typed is too short to find anybody."""

_FEW = 5
"""Below so many found as typed, similar names are looked for: the one that is meant may be written otherwise."""

_MOST_ALIKE = 24
"""Names that one typed word may mean besides itself; where there are more, it says too little."""


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient in a list. ``phone_end`` is the last four digits; visits are the clinic's days.

    ``similar`` says that the name is not the one typed, but sounds like it or is one typing error away.
    """

    id: str
    family_name: str
    given_name: str
    preferred_name: str
    birth_date: date | None
    record_number: int
    phone_end: str
    last_visit: date | None
    next_visit: date | None
    similar: bool = False


def find(desk: Desk, typed: str, limit: int = 50) -> list[PatientLine]:
    """Return the patients that match what was typed, at most ``limit``; nothing typed finds nobody."""
    desk.may_see("contact")
    words = _words(typed, desk.local(desk.now()).date())
    if not words:
        return []
    exact = _first(_matches(desk, words, limit), limit)
    found = _first(chain(exact, _by_alike(desk, words)), limit) if len(exact) < min(_FEW, limit) else exact
    similar = frozenset(found) - frozenset(exact)
    return [replace(line, similar=True) if line.id in similar else line for line in lines(desk, found)]


def _first(patient_ids: Iterable[str], limit: int) -> list[str]:
    """Return each patient once, at most ``limit``; no more are asked for."""
    found: dict[str, None] = {}
    for patient_id in patient_ids:
        found[patient_id] = None
        if len(found) >= limit:
            break
    return list(found)


def _matches(desk: Desk, words: Sequence[Sequence[str]], limit: int) -> Iterator[str]:
    """Yield matching patients, the most likely source first; somebody may come twice."""
    if len(words) == 1 and words[0][0].isdigit() and len(words[0]) == 1:
        yield from _by_record_number(desk, words[0][0])
    if all(len(choices) == 1 and not choices[0].isdigit() for choices in words):
        yield from _by_name(desk, [choices[0] for choices in words], limit)
    yield from _by_query(desk, " AND ".join(map(_begins, words)))


def _words(typed: str, today: date) -> list[list[str]]:
    """Take what was typed apart into words to look for; each is a list of alternatives (of an unclear date)."""
    if not any(sign.isalpha() for sign in typed) and not _dates(typed, today):
        digits = phone_digits(typed)
        return [[digits]] if digits else []
    words: list[list[str]] = []
    chunks = typed.replace(",", " ").split()
    place = 0
    while place < len(chunks):
        for width in (3, 2, 1):
            dates = _dates(" ".join(chunks[place : place + width]), today)
            if dates and place + width <= len(chunks):
                words.append(dates)
                place += width
                break
        else:
            words += [[word] for word in _plain_words(chunks[place])]
            place += 1
    return words


def _plain_words(chunk: str) -> list[str]:
    """Return a chunk's folded words; a telephone number is one word whatever stands between its digits."""
    if any(sign.isdigit() for sign in chunk) and not any(sign.isalpha() for sign in chunk):
        digits = phone_digits(chunk)
        return [digits] if digits else []
    return fold(chunk).split()


def _dates(text: str, today: date) -> list[str]:
    """Return the dates a text may mean, as the index writes them; empty when it is none."""
    # "today", "+7" and digits alone are dates in other fields, but here names and numbers.
    if not any(sign.isdigit() for sign in text) or text.isdigit() or text.strip()[0] in "+-":
        return []
    try:
        return [f"{parse_birth_date(text, today):%Y%m%d}"]
    except AmbiguousDate as unclear:
        return [f"{choice:%Y%m%d}" for choice in unclear.choices]
    except BadValue:
        return []


def _by_record_number(desk: Desk, digits: str) -> Iterator[str]:
    if len(digits) <= 9:
        for row in desk.rows("SELECT patient_id FROM search_patients WHERE record_number = ?", int(digits)):
            yield row["patient_id"]


def _by_name(desk: Desk, words: Sequence[str], limit: int) -> Iterator[str]:
    """Yield, in list order, those whose family or given name begins as typed, then both names in either order."""
    whole = " ".join(words)
    yield from _range(desk, "family", whole, limit)
    if len(words) == 1:
        yield from _range(desk, "given", whole, limit)
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        yield from _both(desk, first, last, limit)
        yield from _both(desk, last, first, limit)


def _range(desk: Desk, column: str, start: str, limit: int) -> Iterator[str]:
    order = _LIST_ORDER if column == "family" else "ORDER BY given, family, birth_date, patient_id"
    for row in desk.rows(
        f"SELECT patient_id FROM search_patients WHERE {column} >= ? AND {column} < ? {order} LIMIT ?",
        start,
        _after(start),
        limit,
    ):
        yield row["patient_id"]


def _both(desk: Desk, family: str, given: str, limit: int) -> Iterator[str]:
    for row in desk.rows(
        "SELECT patient_id FROM search_patients WHERE family >= ? AND family < ? AND given >= ? AND given < ? "
        f"{_LIST_ORDER} LIMIT ?",
        family,
        _after(family),
        given,
        _after(given),
        limit,
    ):
        yield row["patient_id"]


def _after(start: str) -> str:
    """Return the text that comes after everything beginning with ``start``."""
    return start + "\U0010ffff"


def _begins(choices: Sequence[str]) -> str:
    """Return the query for a word beginning as one of the choices, anywhere in what is known of somebody."""
    return "(" + " OR ".join(f'"{word}"*' for word in choices) + ")"


def _by_alike(desk: Desk, words: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield those with a similar name in place of a typed one: first one typing error away, then sounding alike."""
    typed = [choices[0] if len(choices) == 1 else "" for choices in words]
    slips = [_one_slip_from(desk, word) for word in typed]
    sounds = [_sounding_as(desk, word) for word in typed]
    both = [[*near, *far] for near, far in zip(slips, sounds, strict=True)]
    for alike in (slips, both) if any(sounds) else (slips,):
        if any(alike):
            whole = [word for choices in (*words, *alike) for word in choices]
            yield from _by_query(desk, " AND ".join(map(_begins_or_is, words, alike)), whole)


def _begins_or_is(choices: Sequence[str], names: Sequence[str]) -> str:
    if not names:
        return _begins(choices)
    alike = " OR ".join(f'"{name}"' for name in names)
    return f"({_begins(choices)} OR names : ({alike}))"


def _one_slip_from(desk: Desk, word: str) -> list[str]:
    """Return the names somebody may have meant who typed one letter too many, too few or wrong, or swapped two."""
    left_out = sorted(gaps(word))
    if len(word) < SHORTEST_ALIKE or not left_out:
        return []
    marks = ", ".join("?" * len(left_out))
    rows = desk.rows(
        f"SELECT word FROM search_names WHERE word IN ({marks}) OR word IN "
        f"(SELECT word FROM search_name_gaps WHERE gap IN (?, {marks})) ORDER BY people DESC, word",
        *left_out,
        word,
        *left_out,
    )
    return [row["word"] for row in rows if one_slip_apart(word, row["word"])][:_MOST_ALIKE]


def _sounding_as(desk: Desk, word: str) -> list[str]:
    """Return the names that sound as the typed word."""
    key = sound(word)
    query = "SELECT word FROM search_names WHERE sound = ? AND word <> ? ORDER BY people DESC, word LIMIT ?"
    return [row["word"] for row in desk.rows(query, key, word, _MOST_ALIKE)] if key else []


def _by_query(desk: Desk, query: str, whole: Sequence[str] = ()) -> Iterator[str]:
    """Yield, in list order, those whom the full-text index finds; first whose whole family name is among ``whole``."""
    marks = ", ".join("?" * len(whole))
    rows = desk.rows(
        "SELECT s.patient_id FROM (SELECT rowid AS hit FROM search_patient_words WHERE search_patient_words MATCH ? "
        f"LIMIT {_WORD_HITS}) JOIN search_patients s ON s.rank = hit "
        f"ORDER BY s.family NOT IN ({marks}), s.family, s.given, s.birth_date, s.patient_id",
        query,
        *whole,
    )
    for row in rows:
        yield row["patient_id"]


def lines(desk: Desk, patient_ids: Sequence[str]) -> list[PatientLine]:
    """Return lines for these patients, in this order."""
    if not patient_ids:
        return []
    marks = ", ".join("?" * len(patient_ids))
    today = desk.local(desk.now()).date().isoformat()
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.preferred_name, p.birth_date, p.record_number, "
        "coalesce(p.phone_mobile, p.phone_home) AS phone, "
        "(SELECT max(s.planned_on) FROM sessions s WHERE s.patient_id = p.id AND s.voided_reason IS NULL AND EXISTS "
        "(SELECT 1 FROM session_events e WHERE e.session_id = s.id AND e.kind = 'arrived')) AS last_visit, "
        "(SELECT min(s.planned_on) FROM sessions s WHERE s.patient_id = p.id AND s.voided_reason IS NULL "
        "AND s.planned_on >= ? AND NOT EXISTS (SELECT 1 FROM session_events e WHERE e.session_id = s.id "
        f"AND e.kind IN ('arrived', 'not_treated'))) AS next_visit FROM patients p WHERE p.id IN ({marks})",
        today,
        *patient_ids,
    )
    found = {
        row["id"]: PatientLine(
            id=row["id"],
            family_name=row["family_name"],
            given_name=row["given_name"],
            preferred_name=row["preferred_name"] or "",
            birth_date=_day(row["birth_date"]),
            record_number=row["record_number"],
            phone_end=phone_digits(row["phone"] or "")[-4:],
            last_visit=_day(row["last_visit"]),
            next_visit=_day(row["next_visit"]),
        )
        for row in rows
    }
    return [found[patient_id] for patient_id in patient_ids if patient_id in found]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

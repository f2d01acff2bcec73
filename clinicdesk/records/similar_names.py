"""Those whose name is nearly what was typed: one typing error away, or sounding alike.

Both are asked of the words of all names, of which there are far fewer than patients, and not of the patients. The word
index then finds who has one of these words together with the rest of what was typed.
"""

from collections.abc import Iterator, Mapping, Sequence

from clinicdesk.desk import Desk
from clinicdesk.records.search_words import Part
from clinicdesk.rules.names import sound
from clinicdesk.rules.slips import SHORTEST_ALIKE, Slip, slip, slip_keys

_MOST_ALIKE = 24
"""Names that one typed word may mean besides itself; where there are more, it says too little."""

_HITS = 100
_SHORTEST_BEGINNING = 4
"""Signs of a sound from which it may be the beginning of a longer one."""

# How far a name is from the typed word; the sum decides who comes first.
_SLIP_AND_SOUND, _SLIP, _SOUND, _SLIP_IN_BEGINNING, _BEGINS_ALIKE = 2, 3, 4, 6, 7
_ONE_MORE = 10
"""One word is mistyped more often than two: each similar one counts more than how similar it is."""


def matches(desk: Desk, parts: Sequence[Part], *, somebody_found: bool = True) -> Iterator[str]:
    """Yield those with a similar name in place of a typed one, the nearest first.

    Where there is nobody at all, ``somebody_found`` being false, those follow whom all parts but one find.
    """
    alike = [_alike(desk, part.word) for part in parts]
    if any(alike):
        found = _nearest(desk, parts, alike)
        if len(found) >= _HITS:
            # Not everybody was read; whoever has one similar name is likelier than whoever has two.
            for place in range(len(parts)):
                yield from _nearest(desk, parts, [names if at == place else {} for at, names in enumerate(alike)])
        yield from found
        somebody_found |= bool(found)
    if len(parts) > 2 and not somebody_found:
        yield from _all_but_one(desk, parts)


def _all_but_one(desk: Desk, parts: Sequence[Part]) -> Iterator[str]:
    """Yield those found without one of the parts: a middle name or a phone that nobody recorded must hide nobody."""
    for left_out in range(len(parts) - 1, -1, -1):
        kept = [part for place, part in enumerate(parts) if place != left_out]
        if any(part.word for part in kept):
            yield from _nearest(desk, kept, [{} for _part in kept])


def _nearest(desk: Desk, parts: Sequence[Part], alike: Sequence[Mapping[str, int]]) -> list[str]:
    """Return those who have each part as typed or as one of the names alike, the nearest first."""
    query = " AND ".join(map(_begins_or_is, parts, alike))
    rows = desk.rows(
        "SELECT s.patient_id, s.family, s.given, s.birth_date, s.names FROM (SELECT rowid AS hit "
        f"FROM search_patient_words WHERE search_patient_words MATCH ? LIMIT {_HITS}) "
        "JOIN search_patients s ON s.rank = hit",
        query,
    )
    found = []
    for row in rows:
        names = row["names"].split()
        far = sum(_distance(names, part, near) for part, near in zip(parts, alike, strict=True))
        part_of_one = not any(row["family"] in near or row["given"] in near for near in alike)
        found.append((far, part_of_one, row["family"], row["given"], row["birth_date"] or "", row["patient_id"]))
    return [patient_id for *_order, patient_id in sorted(found)]


def _distance(names: Sequence[str], part: Part, near: Mapping[str, int]) -> int:
    """Return how far somebody's names are from a typed part; what was found as typed is no way off."""
    if not near or any(name.startswith(part.word) for name in names):
        return 0
    return min((near[name] + _ONE_MORE for name in names if name in near), default=0)


def _begins_or_is(part: Part, names: Mapping[str, int]) -> str:
    if not names:
        return part.begins
    alike = " OR ".join(f'"{name}"' for name in names)
    return f"({part.begins} OR names : ({alike}))"


def _alike(desk: Desk, word: str) -> dict[str, int]:
    """Return the names a typed word may mean besides itself, and how far each is from it."""
    keys = slip_keys(word)
    if len(word) < SHORTEST_ALIKE or not keys:
        return {}
    probes = sorted(keys)
    key = sound(word)
    found: list[tuple[int, int, str]] = []
    for name, people, its_sound in _candidates(desk, word, probes, key):
        far = _how_far(word, key, name, its_sound)
        if far is not None:
            found.append((far, -people, name))
    return {name: far for far, _people, name in sorted(found)[:_MOST_ALIKE]}


def _candidates(desk: Desk, word: str, probes: Sequence[str], key: str) -> Iterator[tuple[str, int, str]]:
    marks = ", ".join("?" * len(probes))
    rows = desk.rows(
        f"SELECT word, people, sound FROM search_names WHERE word IN "
        f"(SELECT word FROM search_name_gaps WHERE gap IN ({marks}) AND length(word) >= ?) AND word <> ? "
        "UNION SELECT word, people, sound FROM search_names WHERE sound >= ? AND sound < ? AND sound <> '' "
        "AND word <> ?",
        *probes,
        len(word) - 1,
        word,
        key,
        key + ("\U0010ffff" if len(key) >= _SHORTEST_BEGINNING else " "),
        word,
    )
    for row in rows:
        yield row["word"], row["people"], row["sound"]


def _how_far(word: str, key: str, name: str, its_sound: str) -> int | None:
    found = slip(word, name)
    if found is Slip.WHOLE:
        return _SLIP_AND_SOUND if key and key == its_sound else _SLIP
    if key and key == its_sound:
        return _SOUND
    if found is Slip.BEGINNING:
        return _SLIP_IN_BEGINNING
    begins = len(key) >= _SHORTEST_BEGINNING and its_sound.startswith(key) and not name.startswith(word)
    return _BEGINS_ALIKE if begins else None

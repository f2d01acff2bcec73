"""Is this person registered already? Asked while somebody is registered, and once more when it is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import patient_search
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patient_search import PatientLine
from clinicdesk.rules.names import (
    SIMILAR,
    Identity,
    fold,
    name_similarity,
    phone_digits,
    possibly_same,
    sound,
    sound_alike,
)

MOST_SHOWN = 20
_MOST_ASKED = 25
"""Registrations of one name, or one phone, that are compared; more share it by chance."""
_SHORTEST_PHONE = 7

_SELECT = (
    "SELECT s.patient_id, s.family, s.given, p.family_name, p.given_name, p.preferred_name, p.former_names, "
    "p.birth_date, p.phone_mobile, p.phone_home FROM search_patients s JOIN patients p ON p.id = s.patient_id WHERE "
)


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody registered who may be the same person, and what makes one think so, in words."""

    line: PatientLine
    why: str


class RegisteredBefore(ClinicDeskError):
    """Somebody like this is registered. ``matches`` are shown; a distinguishing remark registers nevertheless."""

    def __init__(self, matches: Sequence[Match]) -> None:
        super().__init__(
            _("Somebody like this is registered already. Open that chart, or write how to tell the two apart.")
        )
        self.matches = tuple(matches)


def check_new(desk: Desk, details: PatientDetails) -> None:
    """Raise ``RegisteredBefore`` where the person may be registered and nobody wrote how to tell the two apart."""
    if details.distinguishing_remark.strip():
        return
    found = matches(
        desk,
        family_name=details.family_name,
        given_name=details.given_name,
        birth_date=details.birth_date,
        phones=[details.phone_mobile, details.phone_home],
    )
    if found:
        raise RegisteredBefore(found)


def matches(
    desk: Desk, *, family_name: str, given_name: str, birth_date: date | None, phones: Sequence[str] = ()
) -> list[Match]:
    """Return the registered patients who may be this person, the most alike first, and why.

    The same birth date with a similar name, or a shared phone. Without a date of birth on either side, somebody whose
    name is the same or sounds the same counts. Former and preferred names count as names.
    """
    desk.may_see("contact")
    typed = Identity(given_name, family_name, birth_date, tuple(phone for phone in phones if phone))
    whole = bool(fold(family_name) and fold(given_name))
    found: list[tuple[int, str, str]] = []
    for row in _candidates(desk, typed, whole):
        born = row["birth_date"] and date.fromisoformat(row["birth_date"])
        for other in _identities(row, born):
            unsure = whole and None in (born, birth_date)
            if possibly_same(typed, other) or (unsure and sound_alike(typed, other)):
                weight, why = _reasons(typed, other)
                found.append((-weight, row["patient_id"], why))
                break
    found.sort(key=lambda match: match[0])
    reasons = {patient_id: why for _weight, patient_id, why in found}
    lines = patient_search.lines(desk, list(reasons)[:MOST_SHOWN])
    return [Match(line, reasons[line.id]) for line in lines]


def _identities(row: dict[str, Any], born: date | None) -> Iterator[Identity]:
    """Yield one registration under each name it goes by."""
    numbers = tuple(phone for phone in (row["phone_mobile"], row["phone_home"]) if phone)
    families = [row["family_name"], *(name.strip() for name in (row["former_names"] or "").split(","))]
    for family in filter(None, families):
        for given in dict.fromkeys((row["given_name"], row["preferred_name"] or row["given_name"])):
            yield Identity(given, family, born, numbers)
    if not any(families):
        yield Identity(row["given_name"], "", born, numbers)


def _reasons(one: Identity, other: Identity) -> tuple[int, str]:
    """Return how much speaks for one person, and what, in words."""
    shared = set(map(phone_digits, one.phones)) & set(map(phone_digits, other.phones))
    reasons = []
    if one.born is not None and one.born == other.born:
        reasons.append((4, _("same date of birth")))
    if any(len(digits) >= _SHORTEST_PHONE for digits in shared):
        reasons.append((2, _("same phone")))
    alike = name_similarity(one.name, other.name)
    if alike == 1:
        reasons.append((1, _("same name")))
    elif sound_alike(one, other):
        reasons.append((0, _("name sounds alike")))
    elif alike >= SIMILAR:
        reasons.append((0, _("similar name")))
    return sum(weight for weight, _words in reasons), ", ".join(words for _weight, words in reasons)


def _candidates(desk: Desk, typed: Identity, whole: bool) -> list[dict[str, Any]]:
    """Return, from the indexes, whoever has the birth date, a phone number, or a name of this sound."""
    rows: list[dict[str, Any]] = []
    if whole:
        rows += desk.rows(
            _SELECT + "s.family = ? AND s.given = ? LIMIT ?", fold(typed.family), fold(typed.given), _MOST_ASKED
        )
        rows += _by_words(desk, " AND ".join(_sounding(desk, word) for word in fold(typed.name).split()))
    if typed.born:
        rows += desk.rows(
            _SELECT + "s.patient_id IN (SELECT id FROM patients WHERE birth_date = ?)", typed.born.isoformat()
        )
    for digits in {phone_digits(phone) for phone in typed.phones}:
        if len(digits) >= _SHORTEST_PHONE:
            rows += _by_words(desk, f'"{digits}"')
    return list({row["patient_id"]: row for row in rows}.values())


def _sounding(desk: Desk, word: str) -> str:
    """Return the query for a name or any that sounds like it."""
    key = sound(word)
    alike = desk.rows("SELECT word FROM search_names WHERE sound = ? LIMIT ?", key, _MOST_ASKED) if key else ()
    words = dict.fromkeys([word, *(row["word"] for row in alike)])
    return "names : (" + " OR ".join(f'"{name}"' for name in words) + ")"


def _by_words(desk: Desk, query: str) -> list[dict[str, Any]]:
    hits = "SELECT rowid FROM search_patient_words WHERE search_patient_words MATCH ? LIMIT ?"
    return list(desk.rows(f"{_SELECT}s.rank IN ({hits})", query, _MOST_ASKED))

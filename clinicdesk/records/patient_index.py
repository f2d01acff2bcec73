"""The search index of patients: derived rows, written with each change of a patient and never by hand.

A person has one row, under the registration that stays. It says what all registrations of the person say, so that an
old number or an old name still finds them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from clinicdesk.records.identities import identities_agree, index_identities
from clinicdesk.records.search_words import kept_size, name_words, other_words
from clinicdesk.rules.names import fold, sound
from clinicdesk.rules.slips import slip_keys
from clinicdesk.storage.agreement import same_in_order, same_rows
from clinicdesk.storage.database import Connection

ROW_COLUMNS = "patient_id, family, given, birth_date, record_number, aliases, names, words"
COMPARED_BY = {
    "search_patient_words_docsize": "SELECT p.patient_id, d.sz FROM search_patient_words_docsize d "
    "LEFT JOIN search_patients p ON p.rank = d.id ORDER BY 1, 2",
}
"""How the check compares which row of words belongs to whom: the ranks themselves depend on what was there before."""

_READ = (
    "family_name, given_name, middle_name, preferred_name, former_names, birth_date, record_number, phone_mobile, "
    "phone_home, email"
)


@dataclass(frozen=True, slots=True)
class Registration:
    """What one registration says that somebody may be found by; phones and e-mail as typed."""

    family: str
    given: str
    middle: str
    preferred: str
    former: str
    born: str
    number: int
    mobile: str
    home: str
    email: str

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Registration":
        """Return a row of ``patients``; what was not asked is empty."""
        said: list[Any] = [value or "" for value in row]
        return cls(*said)

    @property
    def names(self) -> list[tuple[str, ...]]:
        """All names, each as its parts."""
        former = [(name,) for name in self.former.replace(";", ",").split(",")]
        return [(self.family, self.given), (self.middle,), (self.preferred,), *former]


def index_patients(connection: Connection, row_ids: Sequence[str]) -> None:
    """Replace the search rows of some patients. Voided and merged patients are not found."""
    # Whom a registration was merged into until now: un-merged, it takes its names and numbers away with it.
    before = [
        row[0]
        for row_id in row_ids
        for row in connection.execute("SELECT kept_under FROM search_identities WHERE patient_id = ?", (row_id,))
    ]
    for patient_id in dict.fromkeys([*index_identities(connection, row_ids), *before]):
        _forget(connection, patient_id)
        registrations = [
            Registration.of(row)
            for row in connection.execute(
                f"SELECT {_READ} FROM search_identities i JOIN patients p ON p.id = i.patient_id "
                "WHERE i.kept_under = ? AND p.voided_reason IS NULL "
                "AND EXISTS (SELECT 1 FROM patients k WHERE k.id = i.kept_under AND k.voided_reason IS NULL) "
                "ORDER BY p.id <> i.kept_under, p.record_number",
                (patient_id,),
            )
        ]
        if registrations:
            _add(connection, search_row(patient_id, registrations))


def search_row(patient_id: str, registrations: Sequence[Registration]) -> tuple[Any, ...]:
    """Return the values of ``ROW_COLUMNS`` for a person; the registration that stays comes first."""
    kept = registrations[0]
    words = other_words(
        numbers=[one.number for one in registrations],
        dates=[one.born for one in registrations if one.born],
        phones=[phone for one in registrations for phone in (one.mobile, one.home)],
        emails=[one.email for one in registrations if one.email],
    )
    names = name_words(name for one in registrations for name in one.names)
    texts = "\n".join(_aliases(registrations)), " ".join(names), " ".join(words)
    return patient_id, fold(kept.family), fold(kept.given), kept.born or None, kept.number, *texts


def _aliases(registrations: Sequence[Registration]) -> list[str]:
    """Return the names and numbers somebody is found by that their line in a list does not show."""
    kept, *merged = registrations
    found = [" ".join(name.split()) for name in kept.former.replace(";", ",").split(",")]
    for one in merged:
        found += [f"{one.given} {one.family}".strip(), one.preferred, *one.former.replace(";", ",").split(",")]
        found.append(f"#{one.number}")
    shown = {fold(f"{kept.given} {kept.family}"), fold(kept.preferred)}
    return [name for name in dict.fromkeys(found) if name and fold(name) not in shown]


def _forget(connection: Connection, patient_id: str) -> None:
    row = connection.execute(
        "SELECT rank, names, words FROM search_patients WHERE patient_id = ?", (patient_id,)
    ).fetchone()
    if row:
        # An external-content FTS table is told what it is to forget.
        connection.execute(
            "INSERT INTO search_patient_words (search_patient_words, rowid, names, words) VALUES ('delete', ?, ?, ?)",
            row,
        )
        connection.execute("DELETE FROM search_patients WHERE rank = ?", (row[0],))
        for word in row[1].split():
            _forget_name(connection, word)


def _forget_name(connection: Connection, word: str) -> None:
    """Count one patient less with this name; the last one takes it away."""
    connection.execute("UPDATE search_names SET people = people - 1 WHERE word = ?", (word,))
    if connection.execute("DELETE FROM search_names WHERE word = ? AND people = 0", (word,)).rowcount:
        connection.executemany(
            "DELETE FROM search_name_gaps WHERE gap = ? AND word = ?", [(key, word) for key in slip_keys(word)]
        )


def _add(connection: Connection, row: Sequence[Any]) -> None:
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO search_patients ({ROW_COLUMNS}) VALUES ({marks})", row)
    *_rest, names, words = row
    connection.execute(
        "INSERT INTO search_patient_words (rowid, names, words) VALUES (?, ?, ?)", (cursor.lastrowid, names, words)
    )
    for word in names.split():
        _add_name(connection, word)


def _add_name(connection: Connection, word: str) -> None:
    """Count one patient more with this name; the first one brings what it may be mistyped as."""
    if not connection.execute("UPDATE search_names SET people = people + 1 WHERE word = ?", (word,)).rowcount:
        connection.execute("INSERT INTO search_names (word, sound, people) VALUES (?, ?, 1)", (word, sound(word)))
        connection.executemany(
            "INSERT INTO search_name_gaps (gap, word) VALUES (?, ?)", [(key, word) for key in sorted(slip_keys(word))]
        )


def patients_agree(connection: Connection) -> bool:
    """Tell whether the search rows are what the patients say."""
    known: Counter[str] = Counter()
    kept = connection.execute(f"SELECT {ROW_COLUMNS} FROM search_patients ORDER BY patient_id")
    if not (identities_agree(connection) and same_in_order(_rows_of_all(connection, known), kept)):
        return False
    ranked = connection.execute("SELECT rank, names, words FROM search_patients")
    sizes = ((rank, kept_size(len(names.split()), len(words.split()))) for rank, names, words in ranked)
    if not same_rows(sizes, connection.execute("SELECT id, sz FROM search_patient_words_docsize")):
        return False
    words = connection.execute("SELECT word, sound, people FROM search_names")
    gaps = connection.execute("SELECT gap, word FROM search_name_gaps")
    return same_rows(((word, sound(word), people) for word, people in known.items()), words) and same_rows(
        ((key, word) for word in known for key in slip_keys(word)), gaps
    )


def _rows_of_all(connection: Connection, names: Counter[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the search row of everybody in the order of their ids, and count the words of their names."""
    read = ", ".join(f"p.{column}" for column in _READ.split(", "))
    rows = connection.execute(
        f"SELECT i.kept_under, {read} FROM search_identities i JOIN patients p ON p.id = i.patient_id "
        "JOIN patients k ON k.id = i.kept_under WHERE p.voided_reason IS NULL AND k.voided_reason IS NULL "
        "ORDER BY i.kept_under, p.id <> i.kept_under, p.record_number"
    )
    for patient_id, group in groupby(rows, itemgetter(0)):
        row = search_row(patient_id, [Registration.of(one[1:]) for one in group])
        names.update(row[-2].split())
        yield row

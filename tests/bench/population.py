"""People for measuring: as many patients as asked for, written straight into the tables of a clinic file.

They pass by the ledger, because a hundred thousand entries take minutes; and their search rows are written table by
table and in order, as rebuilding an index does. Such a file is for measuring only.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from clinicdesk.clinic import Clinic
from clinicdesk.records.patient_index import ROW_COLUMNS, Registration, search_row
from clinicdesk.rules.names import sound
from clinicdesk.rules.slips import slip_keys
from clinicdesk.storage.database import Connection, connect, transaction
from clinicdesk.storage.ids import new_id

# fmt: off
FAMILY_STARTS = (
    "Ab", "Ader", "Ber", "Bran", "Car", "Chris", "Da", "Del", "Eric", "Fer", "Gold", "Han", "Hern", "Ivan", "John",
    "Kim", "Lar", "Lind", "Mar", "Mc", "Nguy", "O'Con", "Per", "Pow", "Ram", "Ros", "Smi", "Sten", "Tay", "Wil",
)
FAMILY_ENDS = (
    "s", "son", "mann", "berg", "quist", "ez", "th", "er", "ton", "well", "ski", "ard", "ham", "ley", "ström", "øy",
    "idis", "acker",
)
GIVEN = (
    "Adam", "Aisha", "Ana", "Andrew", "Anna", "Ava", "Ben", "Carlos", "Christopher", "Claire", "Daniel",
    "Elena", "Emma", "Erik", "Fatima", "Grace", "Hannah", "Ivan", "James", "Jessica", "John", "José", "Julia",
    "Karen", "Kevin", "Laura", "Linda", "Łukasz", "María", "Mark", "Mary", "Michael", "Minh", "Nadia", "Noah",
    "Olga", "Omar", "Patricia", "Per", "Rachel", "Robert", "Rosa", "Samuel", "Sarah", "Sofia", "Thomas", "Tuấn",
    "Victor", "Wei", "William", "Yusuf", "Zoë",
)
# fmt: on
_AT_ONCE = 20_000
_COLUMNS = "id, version, record_number, family_name, given_name, birth_date, phone_mobile, email, city"
_Person = tuple[str, str, int, str, str, str, str, str, str]


def add_patients(clinic: Clinic, count: int, *, seed: int = 1) -> None:
    """Write ``count`` patients into a clinic's tables and search index, the same ones for the same seed."""
    writer = connect(clinic.path, clinic._key, writing=True)
    try:
        # Nothing is lost when a file for measuring is; and an index made at the end is made in its own order.
        writer.execute("PRAGMA synchronous = OFF")
        indexes = _indexes_taken_away(writer)
        names: Counter[str] = Counter()
        for first in range(0, count, _AT_ONCE):
            people = list(_people(first, min(first + _AT_ONCE, count), seed))
            with transaction(writer, clinic.path):
                names.update(_write(writer, people))
        with transaction(writer, clinic.path):
            _write_words(writer, names)
            for definition in indexes:
                writer.execute(definition)
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writer.close()


def _indexes_taken_away(writer: Connection) -> list[str]:
    """Drop the indexes of the large tables and return how they are defined."""
    rows = writer.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('patients', 'search_patients', 'search_identities')"
    ).fetchall()
    for name, _sql in rows:
        writer.execute(f"DROP INDEX {name}")
    return [sql for _name, sql in rows]


def _write(writer: Connection, people: list[_Person]) -> Iterator[str]:
    """Write some people and their search rows, and return each one's names."""
    _insert(writer, "patients", _COLUMNS, people)
    _insert(writer, "search_identities", "patient_id, kept_under", [(person[0], person[0]) for person in people])
    rows = [
        search_row(patient_id, [Registration(family, given, "", "", "", born, number, phone, "", email)])
        for patient_id, _version, number, family, given, born, phone, email, _city in people
    ]
    _insert(writer, "search_patients", ROW_COLUMNS, rows)
    return (word for row in rows for word in row[-2].split())


def _write_words(writer: Connection, names: Counter[str]) -> None:
    """Write what is asked of the words of all names, and the word index of all patients at once."""
    _insert(writer, "search_names", "word, sound, people", [(word, sound(word), names[word]) for word in sorted(names)])
    _insert(writer, "search_name_gaps", "gap, word", sorted((key, word) for word in names for key in slip_keys(word)))
    writer.execute("INSERT INTO search_patient_words (search_patient_words) VALUES ('rebuild')")


def _insert(writer: Connection, table: str, columns: str, rows: list[tuple[object, ...]] | list[_Person]) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    writer.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _people(first: int, end: int, seed: int) -> Iterator[_Person]:
    chance = random.Random(f"{seed} {first}")
    for number in range(first + 1, end + 1):
        family = chance.choice(FAMILY_STARTS) + chance.choice(FAMILY_ENDS)
        if chance.random() < 0.1:
            family += "-" + chance.choice(FAMILY_STARTS) + chance.choice(FAMILY_ENDS)
        given = chance.choice(GIVEN) + (f" {chance.choice(GIVEN)}" if chance.random() < 0.3 else "")
        born = date(1935, 1, 1) + timedelta(days=chance.randrange(30_000))
        phone = f"+1 {chance.randrange(200, 999)} {chance.randrange(200, 999)} {chance.randrange(10_000):04d}"
        patient_id = new_id(1_700_000_000_000 + number)
        email = f"person{number}@example.org"
        yield patient_id, patient_id, number, family, given, born.isoformat(), phone, email, "Duluth"

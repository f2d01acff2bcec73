"""People for measuring: as many patients as asked for, written straight into the tables of a clinic file.

They pass by the ledger, because a hundred thousand entries take minutes. Such a file is for measuring only.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from clinicdesk.clinic import Clinic
from clinicdesk.records.patient_index import index_patients
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
_COLUMNS = "id, version, record_number, family_name, given_name, birth_date, phone_mobile, email, city"


def add_patients(clinic: Clinic, count: int, *, seed: int = 1) -> None:
    """Write ``count`` patients into a clinic's tables and search index, the same ones for the same seed."""
    writer = connect(clinic.path, clinic._key, writing=True)
    try:
        for first in range(0, count, 5000):
            people = list(_people(first, min(first + 5000, count), seed))
            with transaction(writer, clinic.path):
                _write(writer, people)
    finally:
        writer.close()


def _write(writer: Connection, people: list[tuple[str | int, ...]]) -> None:
    writer.executemany(f"INSERT INTO patients ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", people)
    index_patients(writer, [str(person[0]) for person in people])


def _people(first: int, end: int, seed: int) -> Iterator[tuple[str | int, ...]]:
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

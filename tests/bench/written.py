"""Notes for measuring: as many as asked for, written straight into the tables and the index, in the order of time.

They pass by the ledger, as the people of ``population`` do. What they say is believable in what counts for a search: a
few words stand in nearly every note, most words in hardly any, sentences come back, and people keep to their phrases.
"""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate

from clinicdesk.clinic import Clinic
from clinicdesk.records.text_index import indexed_words, number_of
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import connect, transaction
from clinicdesk.storage.ids import new_id

FIRST = 1_400_000_000
SPAN_SECONDS = 12 * 365 * 86_400
RARE_WORD = "zylophran"
RARE_PHRASE = "lighthouse above slate roofs"
_RARELY = 20_000
"""One note in so many says something that hardly any other says."""

_SENTENCES = (
    "Patient arrived on time with escort and has fasted since midnight.",
    "Denies active suicidal ideation, no plan, no intent.",
    "Reports passive death wish earlier this week, none today.",
    "Mild nausea at twenty minutes, settled without ondansetron.",
    "Blood pressure raised within the limits of the protocol and settled.",
    "Slept better for three nights after the last infusion.",
    "Mood lower again since the weekend, energy poor, appetite fair.",
    "Continues sertraline unchanged, therapist informed by letter.",
    "Discussed integration, set an intention for the next session.",
    "Discharged with escort, written instructions given and understood.",
    "Phoned the day after: headache until evening, otherwise well.",
    "Dissociation was moderate and pleasant, no anxiety.",
)
_KINDS = ("session", "progress", "phone_call", "intake", "letter", "integration")
# fmt: off
_SYLLABLES = (
    "con", "de", "pre", "sil", "on", "ta", "lo", "mi", "ra", "ke", "nu", "vo", "hi", "per", "sta", "ble", "mur", "er",
    "al", "ti", "gno", "fel", "wy", "ox",
)
# fmt: on
_AT_ONCE = 20_000
_NOTE = "id, version, patient_id, kind, body, author_id, written_at"


def add_notes(clinic: Clinic, count: int, *, seed: int = 1) -> float:
    """Write ``count`` notes about a clinic's patients and return the seconds their index took."""
    writer = connect(clinic.path, clinic._key, writing=True)
    try:
        writer.execute("PRAGMA synchronous = OFF")
        indexes = writer.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'notes'"
        ).fetchall()
        for name, _sql in indexes:
            writer.execute(f"DROP INDEX {name}")
        patients = [row[0] for row in writer.execute("SELECT id FROM patients ORDER BY id")]
        staff = [row[0] for row in writer.execute("SELECT id FROM staff ORDER BY id")]
        notes = _notes(count, patients, staff, seed)
        seconds = 0.0
        while some := [note for _n, note in zip(range(_AT_ONCE), notes, strict=False)]:
            with transaction(writer, clinic.path):
                writer.executemany(f"INSERT INTO notes ({_NOTE}) VALUES (?, ?, ?, ?, ?, ?, ?)", some)
                started = time.perf_counter()
                _index(writer, some)
            seconds += time.perf_counter() - started
        with transaction(writer, clinic.path):
            for _name, definition in indexes:
                writer.execute(definition)
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writer.close()
    return seconds


def _index(writer, notes) -> None:  # type: ignore[no-untyped-def]
    texts, words, last = [], [], 0
    for note_id, _version, patient, kind, body, author, at in notes:
        number = last = max(last + 1, number_of(datetime.fromisoformat(at)))
        texts.append((number, "notes", note_id, "bench"))
        words.append((number, indexed_words(patient, author, kind, "", body)))
    writer.executemany("INSERT INTO search_texts VALUES (?, ?, ?, ?)", texts)
    writer.executemany("INSERT INTO search_text_words (rowid, words) VALUES (?, ?)", words)


def _notes(count: int, patients: list[str], staff: list[str], seed: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(seed)
    vocabulary = list(
        dict.fromkeys("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _word in range(80_000))
    )
    weights = list(accumulate(1 / (place + 30) for place in range(len(vocabulary))))
    for number in range(count):
        sentences = [*chance.sample(_SENTENCES, 4), *(
            " ".join(chance.choices(vocabulary, cum_weights=weights, k=12)).capitalize() + "." for _n in range(4)
        )]  # fmt: skip
        if number % _RARELY == _RARELY // 2 or count < _RARELY == number + 1:
            sentences.append(f"Saw a {RARE_PHRASE}; asked about {RARE_WORD}.")
        chance.shuffle(sentences)
        at = as_text(datetime.fromtimestamp(FIRST + number * SPAN_SECONDS // count, UTC))
        note_id = new_id(1_500_000_000_000 + number)
        author = staff[number % len(staff)]
        kind = _KINDS[number % len(_KINDS)]
        yield note_id, note_id, chance.choice(patients), kind, " ".join(sentences), author, at

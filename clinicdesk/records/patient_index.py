"""The search index of patients: derived rows, written with each change of a patient and never by hand."""

from collections.abc import Sequence

from clinicdesk.records.identities import index_identities
from clinicdesk.rules.names import fold, gaps, phone_digits, sound
from clinicdesk.storage.database import Connection


def index_patients(connection: Connection, row_ids: Sequence[str]) -> None:
    """Replace the search rows of some patients. Voided and merged patients are not found."""
    for patient_id in index_identities(connection, row_ids):
        _forget(connection, patient_id)
        row = connection.execute(
            "SELECT family_name, given_name, middle_name, preferred_name, birth_date, record_number, phone_mobile, "
            "phone_home, email FROM patients WHERE id = ? AND merged_into IS NULL AND voided_reason IS NULL",
            (patient_id,),
        ).fetchone()
        if row:
            _add(connection, patient_id, row)


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
            "DELETE FROM search_name_gaps WHERE gap = ? AND word = ?", [(gap, word) for gap in gaps(word)]
        )


def _add(connection: Connection, patient_id: str, row: Sequence[str | int | None]) -> None:
    family, given, middle, preferred, birth_date, record_number, mobile, home, email = row
    names = _name_words([str(part) for part in (family, given, middle, preferred) if part])
    words = _other_words(
        phones=[str(phone) for phone in (mobile, home) if phone],
        others=[
            fold(str(email or "")),
            str(record_number),
            f"{record_number:06d}",
            str(birth_date or "").replace("-", ""),
        ],
    )
    texts = " ".join(names), " ".join(words)
    cursor = connection.execute(
        "INSERT INTO search_patients (patient_id, family, given, birth_date, record_number, names, words) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (patient_id, fold(str(family)), fold(str(given)), birth_date, record_number, *texts),
    )
    connection.execute(
        "INSERT INTO search_patient_words (rowid, names, words) VALUES (?, ?, ?)", (cursor.lastrowid, *texts)
    )
    for word in names:
        _add_name(connection, word)


def _add_name(connection: Connection, word: str) -> None:
    """Count one patient more with this name; the first one brings what it may be mistyped as."""
    if not connection.execute("UPDATE search_names SET people = people + 1 WHERE word = ?", (word,)).rowcount:
        connection.execute("INSERT INTO search_names (word, sound, people) VALUES (?, ?, 1)", (word, sound(word)))
        connection.executemany(
            "INSERT INTO search_name_gaps (gap, word) VALUES (?, ?)", [(gap, word) for gap in sorted(gaps(word))]
        )


def _name_words(names: Sequence[str]) -> list[str]:
    """Return the words of somebody's names, each once."""
    words: list[str] = []
    for name in names:
        parts = fold(name).split()
        # "obrien" and "vandenberg" find O'Brien and van den Berg.
        words += [*parts, "".join(parts)]
    return list(dict.fromkeys(filter(None, words)))


def _other_words(phones: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return what else somebody may be found by, each once."""
    words = [word for text in others for word in text.split()]
    for phone in phones:
        digits = phone_digits(phone)
        # People say the number without its area code, or only its last four digits.
        words += [digits, digits[-7:], digits[-4:]]
    return list(dict.fromkeys(filter(None, words)))

"""The search index of patients: derived rows, written with each change of a patient and never by hand."""

from collections.abc import Sequence

from clinicdesk.rules.names import fold, phone_digits
from clinicdesk.storage.database import Connection


def index_patients(connection: Connection, row_ids: Sequence[str]) -> None:
    """Replace the search rows of some patients. Voided and merged patients are not found."""
    for patient_id in row_ids:
        _forget(connection, patient_id)
        row = connection.execute(
            "SELECT family_name, given_name, middle_name, preferred_name, birth_date, record_number, phone_mobile, "
            "phone_home, email FROM patients WHERE id = ? AND merged_into IS NULL AND voided_reason IS NULL",
            (patient_id,),
        ).fetchone()
        if row:
            _add(connection, patient_id, row)


def _forget(connection: Connection, patient_id: str) -> None:
    row = connection.execute("SELECT rank, words FROM search_patients WHERE patient_id = ?", (patient_id,)).fetchone()
    if row:
        # An external-content FTS table is told what it is to forget.
        connection.execute(
            "INSERT INTO search_patient_words (search_patient_words, rowid, words) VALUES ('delete', ?, ?)", row
        )
        connection.execute("DELETE FROM search_patients WHERE rank = ?", (row[0],))


def _add(connection: Connection, patient_id: str, row: Sequence[str | int | None]) -> None:
    family, given, middle, preferred, birth_date, record_number, mobile, home, email = row
    text = _words(
        names=[str(part) for part in (family, given, middle, preferred) if part],
        phones=[str(phone) for phone in (mobile, home) if phone],
        others=[
            fold(str(email or "")),
            str(record_number),
            f"{record_number:06d}",
            str(birth_date or "").replace("-", ""),
        ],
    )
    cursor = connection.execute(
        "INSERT INTO search_patients (patient_id, family, given, birth_date, record_number, words) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (patient_id, fold(str(family)), fold(str(given)), birth_date, record_number, text),
    )
    connection.execute("INSERT INTO search_patient_words (rowid, words) VALUES (?, ?)", (cursor.lastrowid, text))


def _words(names: Sequence[str], phones: Sequence[str], others: Sequence[str]) -> str:
    """Return the words somebody may be found by, each once."""
    words = [word for text in others for word in text.split()]
    for name in names:
        parts = fold(name).split()
        # "obrien" and "vandenberg" find O'Brien and van den Berg.
        words += [*parts, "".join(parts)]
    for phone in phones:
        digits = phone_digits(phone)
        # People say the number without its area code, or only its last four digits.
        words += [digits, digits[-7:], digits[-4:]]
    return " ".join(dict.fromkeys(filter(None, words)))

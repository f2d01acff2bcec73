"""The ledger: what is recorded replays to the same tables, and nobody changes it unseen."""

import contextlib
import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere, ClinicDeskError, NewerFile, NotAllowed, Sealed
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage.clock import DrivenClock, as_text
from clinicdesk.storage.database import connect
from clinicdesk.storage.entry import insert, update
from tests.conftest import START

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12
)


@contextlib.contextmanager
def copy_of(template: tuple[Path, bytes]) -> Iterator[Clinic]:
    """Open a clinic of one example's own."""
    source, key = template
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clinic{SUFFIX}"
        shutil.copy(source, path)
        clinic = Clinic.open(path, key, DrivenClock(START))
        try:
            yield clinic
        finally:
            clinic.close()


def add_patient(desk: Desk, number: int, family_name: str) -> str:
    patient_id = desk.new_id()
    desk.record(
        "patient.register",
        insert("patients", patient_id, record_number=number, family_name=family_name, given_name="Ann"),
        patient=patient_id,
    )
    return patient_id


def add_note(desk: Desk, patient_id: str, body: str) -> str:
    note_id = desk.new_id()
    staff_id = desk.row("SELECT id FROM staff LIMIT 1")["id"]
    desk.record(
        "note.write",
        insert(
            "notes",
            note_id,
            patient_id=patient_id,
            kind="progress",
            body=body,
            author_id=staff_id,
            written_at=as_text(desk.now()),
        ),
        patient=patient_id,
    )
    return note_id


def sign(desk: Desk, table: str, row_id: str) -> None:
    desk.record(
        "note.sign",
        insert(
            "signatures",
            desk.new_id(),
            subject_table=table,
            subject_id=row_id,
            meaning="author",
            signer_name="Dr Pat Osei",
            signed_at=as_text(desk.now()),
        ),
    )


def tables_of(clinic: Clinic) -> dict[str, dict[str, dict[str, Any]]]:
    """Return every ledgered table as it is in the file, without the empty columns."""
    return {
        table: {
            row["id"]: {name: value for name, value in row.items() if value is not None}
            for row in clinic.rows(f"SELECT * FROM {table}")
        }
        for table in SCHEMA.tables
    }


def modelled(clinic: Clinic) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the tables as they follow from the stored bytes, by other means than the program's own."""
    defaults = {
        table: {row[1]: row[4] for row in clinic.reader.execute(f"PRAGMA table_info({table})") if row[4] is not None}
        for table in SCHEMA.tables
    }
    tables: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in SCHEMA.tables}
    for (content,) in clinic.reader.execute("SELECT content FROM ledger ORDER BY seq"):
        entry = json.loads(content)
        for change in entry["changes"]:
            rows = tables[change["table"]]
            if change["based_on"] is None:
                given = {name: json.loads(text.replace("'", '"')) for name, text in defaults[change["table"]].items()}
                rows[change["row"]] = {"id": change["row"], **given}
            row = rows[change["row"]]
            row |= change["set"] | {"version": entry["id"]}
            rows[change["row"]] = {name: value for name, value in row.items() if value is not None}
    return tables


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["register", "rename", "stale", "note", "rewrite", "sign", "open"]), words),
        max_size=14,
    )
)
def test_any_sequence_of_entries_replays_to_the_same_tables(template: tuple[Path, bytes], steps: list) -> None:
    with copy_of(template) as clinic:
        desk = Desk.of_system(clinic, "PC")
        patients: list[str] = []
        notes: list[str] = []
        for count, (step, text) in enumerate(steps):
            with contextlib.suppress(Sealed, ChangedElsewhere):
                if step == "register" or not patients:
                    patients.append(add_patient(desk, count + 1, text))
                elif step in ("rename", "stale"):
                    version = desk.row("SELECT version FROM patients WHERE id = ?", patients[-1])["version"]
                    based_on = version if step == "rename" else "0" * 36
                    desk.record("patient.amend", update("patients", patients[-1], based_on, family_name=text))
                elif step == "note":
                    notes.append(add_note(desk, patients[0], text))
                elif step == "rewrite" and notes:
                    version = desk.row("SELECT version FROM notes WHERE id = ?", notes[0])["version"]
                    desk.record("note.write", update("notes", notes[0], version, body=text))
                elif step == "sign" and notes:
                    sign(desk, "notes", notes[0])
                else:
                    desk.record("chart.open", patient=patients[0], reason=text)

        assert tables_of(clinic) == modelled(clinic)
        assert clinic.verify() == []


def test_the_chain_is_what_the_document_says(everyone: Desk) -> None:
    add_patient(everyone, 1, "Nguyễn")
    previous = bytes(32)
    rows = everyone.clinic.reader.execute("SELECT seq, content, content_hash, chain_hash FROM ledger ORDER BY seq")
    for expected, (seq, content, content_hash, chain_hash) in enumerate(rows, start=1):
        assert seq == expected
        assert content_hash == hashlib.sha256(content).digest()
        previous = hashlib.sha256(previous + seq.to_bytes(8, "big") + content_hash).digest()
        assert chain_hash == previous


@given(data=st.data())
def test_any_changed_byte_of_any_entry_is_found(template: tuple[Path, bytes], data: st.DataObject) -> None:
    with copy_of(template) as clinic:
        add_patient(Desk.of_system(clinic, "PC"), 1, "Ångström")
        count = clinic.reader.execute("SELECT count(*) FROM ledger").fetchone()[0]
        seq = data.draw(st.integers(1, count))
        column = data.draw(st.sampled_from(["content", "content_hash", "chain_hash"]))
        before = clinic.reader.execute(f"SELECT {column} FROM ledger WHERE seq = ?", (seq,)).fetchone()[0]
        place = data.draw(st.integers(0, len(before) - 1))
        after = bytearray(before)
        after[place] ^= data.draw(st.integers(1, 255))
        tamper(clinic, f"UPDATE ledger SET {column} = ? WHERE seq = ?", (bytes(after), seq))

        assert any(finding.entry == seq for finding in clinic.verify())


def tamper(clinic: Clinic, sql: str, values: tuple = ()) -> None:
    """Change the file as somebody with the key would: with the triggers taken away and put back."""
    connection = clinic._writer
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql, values)
    for _name, trigger in triggers:
        connection.execute(trigger)


CHECKED = {"paper_size", "answer", "kind", "state"}
"""Columns that take only some words: SQLite itself refuses another one, and its own check finds it."""


@given(data=st.data())
def test_any_changed_value_of_any_row_is_found(template: tuple[Path, bytes], data: st.DataObject) -> None:
    with copy_of(template) as clinic:
        desk = Desk.of_system(clinic, "PC")
        add_note(desk, add_patient(desk, 1, "Ångström"), "Felt calm.")
        table = data.draw(st.sampled_from([t for t, rows in tables_of(clinic).items() if rows]))
        row_id = data.draw(st.sampled_from(sorted(tables_of(clinic)[table])))
        row = tables_of(clinic)[table][row_id]
        column = data.draw(st.sampled_from(sorted(set(row) - {"id"} - CHECKED)))
        value = row[column] + 1 if isinstance(row[column], int) else f"{row[column]}x"
        tamper(clinic, f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row_id))

        assert f"{table} {row_id}" in {finding.row for finding in clinic.verify()}


def test_a_removed_row_an_added_row_and_a_removed_entry_are_named(everyone: Desk) -> None:
    clinic = everyone.clinic
    patient_id = add_patient(everyone, 1, "Doe")
    note_id = add_note(everyone, patient_id, "Felt calm.")
    last = clinic.reader.execute("SELECT max(seq) FROM ledger").fetchone()[0]

    tamper(clinic, "DELETE FROM notes WHERE id = ?", (note_id,))
    tamper(clinic, "INSERT INTO claims (id, version, holder) VALUES ('forged', 'x', 'y')")
    sentences = [finding.sentence for finding in clinic.verify()]
    assert f"notes {note_id} is missing; the ledger has it." in sentences
    assert "claims forged is not in the ledger." in sentences

    tamper(clinic, "DELETE FROM ledger WHERE seq = ?", (last - 1,))
    sentences = [finding.sentence for finding in clinic.verify()]
    assert f"Entries {last - 1} to {last - 1} are missing." in sentences


def test_a_trigger_taken_away_is_named(everyone: Desk) -> None:
    everyone.clinic._writer.execute("DROP TRIGGER ledger_keeps_lines")

    assert [f.row for f in everyone.clinic.verify()] == ["trigger ledger_keeps_lines"]


def test_a_cut_tail_is_named_by_the_head(everyone: Desk) -> None:
    patient_id = add_patient(everyone, 1, "Doe")
    last = everyone.clinic.reader.execute("SELECT max(seq) FROM ledger").fetchone()[0]
    for sql in (
        "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
        "DELETE FROM patients",
        "DELETE FROM search_patients",
        "INSERT INTO search_patient_words (search_patient_words) VALUES ('rebuild')",
        "DELETE FROM search_identities",
        "DELETE FROM search_names",
        "DELETE FROM search_name_gaps",
        "DELETE FROM search_entries WHERE seq = (SELECT max(seq) FROM search_entries)",
        f"DELETE FROM search_entry_patients WHERE patient_id = '{patient_id}'",
    ):
        tamper(everyone.clinic, sql)

    assert [f.sentence for f in everyone.clinic.verify()] == [
        f"The ledger ends before entry {last}, which it once had."
    ]


@pytest.mark.parametrize("sql", ["UPDATE ledger SET content = x'00'", "DELETE FROM ledger"])
def test_the_file_itself_refuses_to_change_the_ledger(everyone: Desk, sql: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        everyone.clinic._writer.execute(sql)


def test_two_people_who_change_one_row_are_told_who_was_first(nurse: Desk, receptionist: Desk) -> None:
    patient_id = add_patient(nurse, 1, "Doe")
    version = nurse.row("SELECT version FROM patients WHERE id = ?", patient_id)["version"]
    nurse.record("patient.amend", update("patients", patient_id, version, city="Duluth"))

    with pytest.raises(ChangedElsewhere, match=r"Nina Okafor, RN changed this at 09:00"):
        receptionist.record("patient.amend", update("patients", patient_id, version, city="Cloquet"))

    assert nurse.row("SELECT city FROM patients")["city"] == "Duluth"
    assert nurse.clinic.verify() == []


def test_a_lost_race_writes_nothing_at_all(nurse: Desk) -> None:
    patient_id = add_patient(nurse, 1, "Doe")
    before = nurse.clinic.reader.execute("SELECT count(*) FROM ledger").fetchone()

    with pytest.raises(ChangedElsewhere):
        nurse.record(
            "patient.amend",
            insert("claims", "something else", holder=patient_id),
            update("patients", patient_id, "0" * 36, city="Duluth"),
        )

    assert nurse.clinic.reader.execute("SELECT count(*) FROM ledger").fetchone() == before
    assert nurse.row("SELECT 1 FROM claims WHERE id = 'something else'") is None


def test_what_is_signed_cannot_be_changed_also_not_with_a_new_signature_beside(everyone: Desk) -> None:
    note_id = add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    sign(everyone, "notes", note_id)
    version = everyone.row("SELECT version FROM notes WHERE id = ?", note_id)["version"]
    change = update("notes", note_id, version, body="Felt nothing.")
    forged = insert(
        "signatures",
        everyone.new_id(),
        subject_table="notes",
        subject_id=note_id,
        meaning="author",
        signer_name="x",
        signed_at=as_text(everyone.now()),
    )

    for changes in ([change], [change, forged], [forged, change]):
        with pytest.raises(Sealed):
            everyone.record("note.write", *changes)
    assert everyone.row("SELECT body FROM notes")["body"] == "Felt calm."


def test_what_happened_is_never_rewritten(everyone: Desk) -> None:
    row = everyone.row("SELECT id FROM staff LIMIT 1")
    signature = everyone.new_id()
    everyone.record(
        "note.sign",
        insert(
            "signatures",
            signature,
            subject_table="notes",
            subject_id="x",
            meaning="author",
            signer_name="x",
            staff_id=row["id"],
            signed_at=as_text(everyone.now()),
        ),
    )
    version = everyone.row("SELECT version FROM signatures WHERE id = ?", signature)["version"]

    with pytest.raises(Sealed):
        everyone.record("note.sign", update("signatures", signature, version, signer_name="y"))


def test_a_role_that_may_not_records_nothing(receptionist: Desk) -> None:
    with pytest.raises(NotAllowed):
        receptionist.record("session.order")


def test_what_another_desk_records_is_heard(clinic: Clinic) -> None:
    heard: list = []
    clinic.listen(heard.append)
    other = clinic.another()
    patient_id = add_patient(Desk.of_system(other, "OTHER-PC"), 1, "Doe")
    other.close()

    clinic.refresh()

    assert [(set(c.tables), set(c.patients or ())) for c in heard] == [({"patients"}, {patient_id})]


def test_an_older_window_stops_when_a_newer_program_has_migrated(everyone: Desk) -> None:
    everyone.clinic._writer.execute(f"PRAGMA user_version = {SCHEMA.version + 1}")

    with pytest.raises(NewerFile):
        add_patient(everyone, 1, "Doe")


def test_every_table_is_ledgered_derived_or_local(clinic: Clinic) -> None:
    tables = {row["name"] for row in clinic.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    known = {"ledger", "_sqlite_migrations", "sqlite_stat1"} | set(SCHEMA.tables)

    assert {t for t in tables - known if not t.startswith(("search_", "local_", "sqlite_sequence"))} == set()
    for table in SCHEMA.tables:
        columns = {row["name"]: row["type"] for row in clinic.rows(f"PRAGMA table_info({table})")}
        assert columns["id"] == columns["version"] == "TEXT"
        assert set(columns.values()) <= {"TEXT", "INTEGER"}, f"{table} keeps something that is no text or whole number"


def test_two_writers_at_once_lose_nothing(clinic_file: Path, key: bytes) -> None:
    problems: list[Exception] = []

    def register(first: int) -> None:
        own = Clinic.open(clinic_file, key, DrivenClock(START))
        try:
            for number in range(first, first + 20):
                add_patient(Desk.of_system(own, "PC"), number, "Doe")
        except ClinicDeskError as problem:
            problems.append(problem)
        finally:
            own.close()

    threads = [threading.Thread(target=register, args=(first,)) for first in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    clinic = Clinic.open(clinic_file, key)
    assert problems == []
    assert clinic.reader.execute("SELECT count(*) FROM patients").fetchone()[0] == 40
    assert clinic.verify() == []
    clinic.close()


def test_half_an_emoji_in_a_reason_is_recorded_as_a_mark(everyone: Desk) -> None:
    entry = everyone.record("chart.open", reason="felt better \ud83d")

    assert entry.reason == "felt better ?"
    assert everyone.clinic.verify() == []


def test_the_ledger_can_be_read_with_nothing_of_ours_but_the_key(clinic_file: Path, key: bytes) -> None:
    connection = connect(clinic_file, key)
    content = connection.execute("SELECT content FROM ledger ORDER BY seq").fetchone()[0]
    connection.close()

    entry = json.loads(content)
    assert entry["action"] == "practice.found"
    assert json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == content

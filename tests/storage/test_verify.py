"""The check of the record: fast where all is well, exact where it is not, and it knows where it ended the last time."""

from collections.abc import Callable
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled
from clinicdesk.records import record_check
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage import replaying, verify
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import content_hash, insert, update, write_content
from clinicdesk.storage.reading_back import Doubt, read_back
from clinicdesk.storage.replaying import what_differs
from tests.faults import changed_bytes
from tests.records.sessions import steps
from tests.storage.test_ledger import add_note, add_patient, sign, tamper


def quietly(_done: int, _of: int) -> None:
    """Take no notice of progress."""


def reads_back(clinic: Clinic) -> bool:
    try:
        read_back(clinic.reader, SCHEMA, quietly)
    except Doubt:
        return False
    return True


@pytest.fixture
def no_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the slow check fail the test: what is whole must not need it."""

    def refuse(*_arguments: Any) -> None:
        raise AssertionError("the fast check left a doubt")

    monkeypatch.setattr(verify, "what_differs", refuse)
    assert what_differs is replaying.what_differs


def forge(desk: Desk, *changes: Any) -> None:
    """Append an entry as somebody with the key would: with its hashes, by none of our rules, and not applied."""
    ledger, clinic = desk.clinic.ledger, desk.clinic
    content = write_content(
        entry_id=desk.new_id(),
        at=desk.now(),
        uptime_ms=1,
        boot="b",
        staff="system",
        workstation="PC",
        program="0",
        action="note.write",
        patients=[],
        reason=None,
        changes=changes,
    )
    entry = ledger._place(content)
    clinic._writer.execute(
        "INSERT INTO search_entries VALUES (?, ?, ?, 'system', 'note.write')", (entry.seq, entry.id, as_text(entry.at))
    )
    for change in changes:
        sets = ", ".join(f"{name} = ?" for name in ("version", *change.columns))
        clinic._writer.execute(
            f"UPDATE {change.table} SET {sets} WHERE id = ?", (entry.id, *change.columns.values(), change.row_id)
        )


def version_of(desk: Desk, table: str, row_id: str) -> str:
    return str(desk.row(f"SELECT version FROM {table} WHERE id = ?", row_id)["version"])


@pytest.mark.usefixtures("no_replay")
def test_a_whole_record_is_proven_without_a_replay(everyone: Desk) -> None:
    patient_id = add_patient(everyone, 1, "Doe")
    note_id = add_note(everyone, patient_id, "Felt calm.")
    note = update("notes", note_id, version_of(everyone, "notes", note_id), body="Felt well.")
    everyone.record("note.write", note, patient=[patient_id, patient_id])
    sign(everyone, "notes", note_id)

    assert everyone.clinic.verify() == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda note, _s: update("notes", note, "0" * 36, body="x"), id="based on another version"),
        pytest.param(lambda note, version: update("notes", note, version, body="x"), id="signed"),
    ],
)
def test_what_the_ledger_would_have_refused_is_named_by_its_entry(
    everyone: Desk, change: Callable[[str, str], Any]
) -> None:
    note_id = add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    sign(everyone, "notes", note_id)

    forge(everyone, change(note_id, version_of(everyone, "notes", note_id)))

    assert not reads_back(everyone.clinic)
    last = everyone.clinic.entry_count
    assert last in [finding.entry for finding in everyone.clinic.verify()]


def test_a_rewritten_insert_only_row_is_named(everyone: Desk) -> None:
    note_id = add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    sign(everyone, "notes", note_id)
    signature = everyone.row("SELECT id, version FROM signatures")

    forge(everyone, update("signatures", signature["id"], signature["version"], signer_name="Somebody"))

    assert not reads_back(everyone.clinic)
    assert everyone.clinic.entry_count in [finding.entry for finding in everyone.clinic.verify()]


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("UPDATE patients SET city = 'Duluth'", "patients"),
        ("DELETE FROM notes", "notes"),
        ("INSERT INTO claims (id, version, holder) VALUES ('forged', 'x', 'y')", "claims forged"),
        ("UPDATE search_entries SET staff = 'nobody' WHERE seq = 3", "search_entries"),
        ("DELETE FROM search_entry_patients", "search_entry_patients"),
        ("UPDATE search_texts SET digest = 'x'", "search_texts"),
        ("DELETE FROM search_unsigned", "search_unsigned"),
        ("UPDATE search_patients SET words = words || ' 1'", "search_patients"),
        ("UPDATE search_names SET sound = 'x'", "search_names"),
        ("DELETE FROM search_name_gaps WHERE gap = (SELECT min(gap) FROM search_name_gaps)", "search_name_gaps"),
        ("UPDATE search_identities SET kept_under = 'x'", "search_identities"),
        ("UPDATE notes SET body = CAST(x'ff' AS TEXT)", "notes"),
        ("UPDATE _sqlite_migrations SET name = 'm002'", "migration"),
    ],
)  # fmt: skip
def test_what_was_changed_from_outside_is_named(everyone: Desk, sql: str, row: str) -> None:
    add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    tamper(everyone.clinic, sql)

    assert [finding for finding in everyone.clinic.verify() if str(finding.row).startswith(row)]


def test_others_work_on_while_the_record_is_checked(everyone: Desk) -> None:
    other = everyone.clinic.another()
    desk = Desk.of_system(other, "PC")
    for number in range(600):
        desk.record("chart.open", reason=str(number))
    seen: list[int] = []

    def record_meanwhile(done: int, _of: int) -> None:
        seen.append(done)
        add_patient(desk, len(seen), "Doe")

    assert everyone.clinic.verify(record_meanwhile) == []
    assert seen
    other.close()


def test_a_check_can_be_stopped(everyone: Desk) -> None:
    for number in range(600):
        everyone.record("chart.open", reason=str(number))

    def stop(_done: int, _of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        everyone.clinic.verify(stop)
    assert record_check.last_proof(everyone.clinic) is None
    assert everyone.clinic.verify() == []


@pytest.mark.usefixtures("no_replay")
def test_the_next_check_begins_where_the_last_one_ended(everyone: Desk) -> None:
    clinic = everyone.clinic
    for number in range(700):
        everyone.record("chart.open", reason=str(number))
    patient_id = add_patient(everyone, 1, "Doe")
    assert clinic.verify_since_last_proof() == []
    proven = record_check.last_whole(clinic)
    assert proven is not None
    assert proven.link == clinic.link_at()

    everyone.record(
        "patient.amend", update("patients", patient_id, version_of(everyone, "patients", patient_id), city="Duluth")
    )
    seen: list[tuple[int, int]] = []
    assert clinic.verify_since_last_proof(lambda done, of: seen.append((done, of))) == []

    assert all(of < 10 for _done, of in seen)
    assert record_check.last_whole(clinic) == proven
    latest = record_check.last_proof(clinic)
    assert latest is not None
    assert latest.link == clinic.link_at()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE patients SET city = 'Cloquet'",
        "UPDATE ledger SET content = x'00' WHERE seq = (SELECT max(seq) FROM ledger)",
        "UPDATE ledger SET chain_hash = x'00' WHERE seq = (SELECT max(seq) - 1 FROM ledger)",
        "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
        "INSERT INTO claims (id, version, holder) VALUES ('forged', 'x', 'y')",
    ],
)
def test_the_daily_check_names_what_is_wrong_with_what_is_new(everyone: Desk, sql: str) -> None:
    clinic = everyone.clinic
    patient_id = add_patient(everyone, 1, "Doe")
    assert clinic.verify() == []
    everyone.record("place.change", insert("claims", "new", holder="x"))
    everyone.record(
        "patient.amend", update("patients", patient_id, version_of(everyone, "patients", patient_id), city="Duluth")
    )
    tamper(clinic, sql)

    assert clinic.verify_since_last_proof() != []
    assert record_check.last_proof(clinic) is None  # nothing is called proven until all of it is again


def test_what_was_signed_before_the_last_proof_cannot_be_changed_after_it(everyone: Desk) -> None:
    note_id = add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    sign(everyone, "notes", note_id)
    assert everyone.clinic.verify() == []

    forge(everyone, update("notes", note_id, version_of(everyone, "notes", note_id), body="Felt nothing."))

    assert everyone.clinic.verify_since_last_proof() != []


@pytest.mark.usefixtures("no_replay")
def test_a_whole_session_is_proven_without_a_replay(everyone: Desk, prescriber: Desk) -> None:
    steps.run(everyone, prescriber, steps.plan_for(everyone, steps.register_zoe(everyone)))

    assert everyone.clinic.verify() == []


def test_any_single_byte_changed_in_the_tables_or_the_ledger_is_found(everyone: Desk, key: bytes) -> None:
    note_id = add_note(everyone, add_patient(everyone, 1, "Doe"), "Felt calm.")
    sign(everyone, "notes", note_id)
    add_note(everyone, add_patient(everyone, 2, "Roe"), "Slept well.")

    outcome = changed_bytes.changed(everyone.clinic, key, 60)

    assert outcome.unseen == []
    assert outcome.tries == 60


@pytest.mark.parametrize(
    "added",
    [
        "CREATE TRIGGER _sqlite_kept AFTER INSERT ON messages BEGIN DELETE FROM messages; END",
        "CREATE TABLE _sqlite_more (name TEXT)",
        "CREATE INDEX _sqlite_by_name ON patients (family_name)",
    ],
)
def test_nothing_hides_behind_a_name_that_looks_like_that_of_the_database(clinic: Clinic, added: str) -> None:
    clinic._writer.execute(added)
    assert [finding.row for finding in clinic.verify()] == [" ".join(added.split()[1:3]).lower()]


def test_an_erasure_that_no_erasing_wrote_hides_no_change(everyone: Desk) -> None:
    clinic = everyone.clinic
    add_patient(everyone, 1, "Moss")
    seq, entry_id, content = clinic._writer.execute(
        "SELECT seq, id, content FROM ledger ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    other = content.replace(b"Moss", b"Bush")
    said = {"subject": "entry", "subject_id": entry_id, "kept_hash": content_hash(other).hex(), "ground": "court"}
    said |= {"reason": "x", "erased_at": as_text(everyone.now()), "erased_by": everyone.person.id}
    everyone.record("message.send", insert("erasures", everyone.new_id(), **said))
    tamper(clinic, "UPDATE ledger SET content = ? WHERE seq = ?", (other, seq))
    tamper(clinic, "UPDATE patients SET family_name = 'Bush'")

    assert f"Entry {seq} is not what was recorded." in [finding.sentence for finding in clinic.verify()]

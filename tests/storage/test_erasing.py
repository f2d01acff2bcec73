"""Erasing: content is gone from every byte of the files, and what stays says so and verifies."""

import hmac
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.storage import blobs as blob_files
from clinicdesk.storage import erasing, head
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert, update

SECRET = "Zebrafinch Quagmire"
PAPER = b"the scan of somebody else entirely " * 400
PAGE, RESERVED = 4096, 80


def readable(path: Path, key: bytes) -> bytes:
    """Return every byte of a file and its log as somebody with the key can read it, free pages included."""
    text = b"".join(
        _page(path.read_bytes()[at : at + PAGE], key, at == 0) for at in range(0, path.stat().st_size, PAGE)
    )
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        frames = log.read_bytes()
        for at in range(32, len(frames), PAGE + 24):
            number = int.from_bytes(frames[at : at + 4], "big")
            text += _page(frames[at + 24 : at + 24 + PAGE], key, number == 1)
    return text


def _page(page: bytes, key: bytes, is_first: bool) -> bytes:
    start = 16 if is_first else 0
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[start : PAGE - RESERVED]) + decryptor.finalize()


def blanked(change: Change) -> Change:
    """Take the words out of a note and the names out of a patient."""
    words = {"body", "family_name", "given_name", "title", "text"}
    return replace(change, columns={n: "" if n in words else value for n, value in change.columns.items()})


def written(desk: Desk) -> tuple[str, str, str]:
    """Record a patient, a note written twice and a stored paper; return the ids and the paper's digest."""
    clinic, patient_id, note_id, document_id = desk.clinic, desk.new_id(), desk.new_id(), desk.new_id()
    names = {"family_name": "Doe", "given_name": "Ann"}
    desk.record(
        "patient.register", insert("patients", patient_id, record_number=1, **names), patient=patient_id, reason="new"
    )
    note = {"patient_id": patient_id, "kind": "progress", "author_id": desk.person.id}
    now = as_text(desk.now())
    desk.record("note.write", insert("notes", note_id, **note, body=SECRET, written_at=now), patient=patient_id)
    version = desk.row("SELECT version FROM notes")["version"]
    desk.record("note.write", update("notes", note_id, version, body=f"{SECRET} again"), patient=patient_id)
    digest = clinic.blobs.keep(PAPER)
    stored = {"sha256": digest, "media_type": "image/png", "size_bytes": len(PAPER), "filed_by": desk.person.id}
    filed = {"patient_id": patient_id, "kind": "other", "title": SECRET, "source": "dropped", "filed_at": now}
    desk.record("document.file", insert("documents", document_id, **filed, **stored), patient=patient_id, reason=SECRET)
    return note_id, document_id, digest


def erase(desk: Desk, *rows: tuple[str, str], digests: tuple[str, ...] = (), changes: tuple[Change, ...] = ()) -> None:
    clinic = desk.clinic
    erasing.erase(
        clinic.ledger,
        clinic.blobs,
        erasing.Ground("wrong_person", "Filed in the wrong chart", desk.person.id, desk.now()),
        workstation="PC",
        entry_ids=[entry for table, row in rows for entry in erasing.entries_of(clinic.reader, table, row)],
        redact=blanked,
        blob_digests=digests,
        changes=changes,
    )


def test_what_is_erased_is_gone_from_every_byte_of_the_files_and_the_record_is_whole(
    everyone: Desk, key: bytes
) -> None:
    clinic = everyone.clinic
    note_id, document_id, digest = written(everyone)
    assert SECRET.encode() in readable(clinic.path, key)
    assert PAPER[:200] in readable(blob_files.path_of(clinic.path), key)

    erase(everyone, ("notes", note_id), ("documents", document_id), digests=(digest,))
    assert erasing.sweep(clinic.ledger.connection, clinic.blobs)

    both = readable(clinic.path, key).lower() + readable(blob_files.path_of(clinic.path), key)
    assert [word for word in (b"zebrafinch", b"quagmire", PAPER[:40]) if word in both] == []
    assert clinic.verify() == []
    with pytest.raises(NotFound):
        clinic.blobs.fetch(digest)


def test_the_entry_its_hashes_and_the_reason_stay(everyone: Desk) -> None:
    clinic = everyone.clinic
    note_id, _document, digest = written(everyone)
    chain = clinic.reader.execute("SELECT seq, id, content_hash, chain_hash FROM ledger ORDER BY seq").fetchall()

    erase(everyone, ("notes", note_id), digests=(digest,))

    after = clinic.reader.execute("SELECT seq, id, content_hash, chain_hash FROM ledger ORDER BY seq").fetchall()
    assert after[:-1] == chain
    told = [(one.entry is None, one.blob, one.ground, one.reason) for one in clinic.erased()]
    ground = ("wrong_person", "Filed in the wrong chart")
    assert told == [(False, None, *ground), (False, None, *ground), (True, digest, *ground)]
    assert everyone.row("SELECT body, kind FROM notes") == {"body": "", "kind": "progress"}


def test_a_signed_and_an_insert_only_row_can_be_erased(everyone: Desk) -> None:
    note_id, _document, _digest = written(everyone)
    signature = everyone.new_id()
    signed = {"subject_table": "notes", "subject_id": note_id, "meaning": "author", "signer_name": "Doe"}
    everyone.record("note.sign", insert("signatures", signature, **signed, signed_at=as_text(everyone.now())))

    erase(everyone, ("notes", note_id), ("signatures", signature))

    assert everyone.row("SELECT body FROM notes")["body"] == ""
    assert everyone.clinic.verify() == []


def test_what_is_left_of_an_erased_entry_cannot_be_changed_again_unseen(everyone: Desk) -> None:
    clinic = everyone.clinic
    note_id, _document, _digest = written(everyone)
    erase(everyone, ("notes", note_id))
    entry_id = erasing.entries_of(clinic.reader, "notes", note_id)[0]
    seq, content = clinic.reader.execute("SELECT seq, content FROM ledger WHERE id = ?", (entry_id,)).fetchone()
    with erasing._free_to_change(clinic._writer, "ledger"):
        clinic._writer.execute("UPDATE ledger SET content = ? WHERE seq = ?", (content.replace(b'""', b'"x"'), seq))

    assert f"Entry {seq} is not what was recorded." in [finding.sentence for finding in clinic.verify()]


def test_nothing_is_erased_when_more_than_values_would_change(everyone: Desk) -> None:
    clinic = everyone.clinic
    note_id, _document, digest = written(everyone)
    before = clinic.entry_count
    why = erasing.Ground("court", "x", everyone.person.id, everyone.now())
    entry_ids = erasing.entries_of(clinic.reader, "notes", note_id)

    with pytest.raises(ValueError, match="only values"):
        erasing.erase(
            clinic.ledger,
            clinic.blobs,
            why,
            workstation="PC",
            entry_ids=entry_ids,
            redact=lambda change: replace(change, columns={}),
            blob_digests=[digest],
        )

    assert clinic.entry_count == before
    assert clinic.blobs.fetch(digest) == PAPER


def test_a_broken_rewrite_leaves_everything_as_it_was(everyone: Desk) -> None:
    clinic = everyone.clinic
    note_id, _document, _digest = written(everyone)
    version = "0" * 36

    with pytest.raises(Exception, match="changed meanwhile"):
        erase(everyone, ("notes", note_id), changes=(update("notes", note_id, version, body="late"),))

    assert everyone.row("SELECT body FROM notes")["body"] == f"{SECRET} again"
    assert clinic.erased() == []
    assert clinic.verify() == []
    with pytest.raises(Exception, match="append-only"):
        clinic._writer.execute("DELETE FROM ledger")


def test_a_paper_that_a_crash_left_behind_goes_with_the_next_sweep(everyone: Desk) -> None:
    clinic: Clinic = everyone.clinic
    _note, _document, digest = written(everyone)
    erase(everyone, digests=(digest,))
    clinic.blobs.keep(PAPER)  # as if the power had failed between the entry and the paper

    erasing.sweep(clinic.ledger.connection, clinic.blobs)

    assert not clinic.blobs.has(digest)
    assert hmac.compare_digest(
        head.read(clinic.path).chain_hash,
        clinic.reader.execute("SELECT lower(hex(chain_hash)) FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()[0],
    )

"""Slips: what is written down elsewhere shows a rewritten past, even where every check inside agrees with it."""

import hashlib
import json

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import anchors, patients
from clinicdesk.records.anchors import Way
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage import entry as entries
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.database import connect


def rewrite_the_past(clinic: Clinic, key: bytes, seq: int) -> None:
    """Do what only a holder of the key can: change an entry and recompute every hash behind it, as the ledger does."""
    writer = connect(clinic.path, key, writing=True)
    try:
        writer.execute("DROP TRIGGER ledger_keeps_lines")
        previous, rows = entries.GENESIS, writer.execute("SELECT seq, content FROM ledger ORDER BY seq").fetchall()
        for at, content in rows:
            if at == seq:
                document = json.loads(content)
                document["reason"] = "rewritten"
                content = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            digest = hashlib.sha256(content).digest()
            previous = entries.chain(previous, at, digest)
            writer.execute(
                "UPDATE ledger SET content = ?, content_hash = ?, chain_hash = ? WHERE seq = ?",
                (content, digest, previous, at),
            )
        writer.execute(
            "CREATE TRIGGER ledger_keeps_lines BEFORE UPDATE ON ledger "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )
    finally:
        writer.close()


def test_a_slip_shows_a_past_rewritten_with_the_key(nurse: Desk, clinic: Clinic, key: bytes):
    patients.register(nurse, details=PatientDetails(family_name="A", given_name="B"))
    slip = anchors.write(nurse, Way.WRITTEN)
    patients.register(nurse, details=PatientDetails(family_name="C", given_name="D"))
    assert anchors.compare(nurse, str(slip.seq), slip.short).holds
    rewrite_the_past(clinic, key, slip.seq - 1)
    found = anchors.compare(nurse, str(slip.seq), slip.short)
    assert not found.holds
    assert "was rewritten" in found.words
    # What was written down of the time before still holds: the rewriting began behind it.
    assert anchors.compare(nurse, "1", anchors.short_form(clinic.link_at(1).chain_hash)).holds


def test_what_comes_after_changes_nothing_and_the_sentence_names_the_day(nurse: Desk, clock: DrivenClock):
    slip = anchors.write(nurse, Way.PRINTED)
    for _entry in range(5):
        clock.pass_time(hours=30)
        nurse.record("snippet.change")
    found = anchors.compare(nurse, f" {slip.seq} ", slip.short.upper())
    assert found.holds
    assert "02-Mar-2026" in found.words


@pytest.mark.parametrize("change", [str.upper, lambda text: text.replace(" ", "-"), lambda text: text[:9]])
def test_a_hand_writes_it_as_it_likes(nurse: Desk, change):
    slip = anchors.write(nurse, Way.WRITTEN)
    assert anchors.compare(nurse, str(slip.seq), change(slip.short)).holds
    assert anchors.compare(nurse, str(slip.seq), slip.chain_hash).holds


def test_one_wrong_digit_is_told(nurse: Desk):
    slip = anchors.write(nurse, Way.WRITTEN)
    digits = slip.short.replace(" ", "")
    for place in range(len(digits)):
        other = "0" if digits[place] != "0" else "1"
        assert not anchors.compare(nurse, str(slip.seq), digits[:place] + other + digits[place + 1 :]).holds


def test_a_record_that_ends_before_its_slip_is_told(nurse: Desk):
    found = anchors.compare(nurse, "999999", "0123 4567")
    assert not found.holds
    assert "ends at entry" in found.words


@pytest.mark.parametrize(
    ("number", "short", "field"),
    [("", "0123 4567", "seq"), ("x", "0123 4567", "seq"), ("0", "0123 4567", "seq"), ("١", "0123 4567", "seq"),
     ("1", "", "hash"), ("1", "0123", "hash"), ("1", "wxyz wxyz", "hash"), ("1", "0" * 65, "hash")],
)  # fmt: skip
def test_what_cannot_be_read_names_its_field(nurse: Desk, number: str, short: str, field: str):
    with pytest.raises(BadValue) as refused:
        anchors.compare(nurse, number, short)
    assert refused.value.field == field


def test_it_is_due_once_a_day_when_something_was_recorded(nurse: Desk, clock: DrivenClock):
    assert anchors.is_due(nurse)
    anchors.write(nurse, Way.PRINTED)
    assert not anchors.is_due(nurse)
    clock.pass_time(hours=25)
    assert not anchors.is_due(nurse)
    nurse.record("snippet.change")
    assert anchors.is_due(nurse)
    (newest, *_older) = anchors.latest(nurse)
    assert (newest.way, newest.staff_name) == (Way.PRINTED, "Nina Okafor, RN")
    assert nurse.clinic.verify() == []

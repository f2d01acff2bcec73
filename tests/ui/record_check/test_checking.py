"""The check of the record on the screen: its result in plain words, what is new, what was erased, and stopping it."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, erasing, record_check
from clinicdesk.storage.database import connect
from tests.exchange import outside_files
from tests.hands import Hands
from tests.records.sessions.steps import register_zoe

Enter = Callable[[str], None]


@pytest.fixture
def at_check(enter: Enter, hands: Hands) -> Callable[[], Hands]:
    """Return a function that opens the tab of the check for the administrator."""

    def come() -> Hands:
        enter("ada")
        hands.press("Ctrl+0")
        hands.click("Check")
        hands.see("What the check cannot show")
        return hands

    return come


def test_a_whole_record_is_told_in_plain_words_and_the_check_is_recorded(
    at_check: Callable[[], Hands], everyone: Desk
) -> None:
    hands = at_check()
    hands.see("Not all of it was checked on this PC yet.")
    hands.see("Nothing was erased in this clinic.")

    hands.click("Check the record")

    hands.see("The record is whole: all ")
    hands.see("was checked on this PC on")
    entry = everyone.row("SELECT action FROM search_entries ORDER BY seq DESC LIMIT 1")
    assert entry == {"action": "practice.verify"}


def test_afterwards_only_what_is_new_can_be_checked(at_check: Callable[[], Hands], everyone: Desk) -> None:
    assert everyone.clinic.verify() == []
    hands = at_check()
    everyone.record("chart.open", reason="something new")

    hands.click("Check only what is new")

    hands.see("What is new is what was recorded:")
    latest, whole = record_check.last_proof(everyone.clinic), record_check.last_whole(everyone.clinic)
    assert latest is not None
    assert whole is not None
    assert latest.link.seq > whole.link.seq


def test_what_was_changed_from_outside_is_named_and_nothing_is_called_checked(
    at_check: Callable[[], Hands], everyone: Desk, key: bytes
) -> None:
    assert everyone.clinic.verify() == []
    count = everyone.clinic.entry_count
    hands = at_check()
    writer = connect(everyone.clinic.path, key, writing=True)
    writer.execute("UPDATE staff SET name = 'Somebody'")
    writer.close()

    hands.click("Check the record")

    hands.see(" things are wrong. Do not work on; copy the file aside and restore the newest backup.")
    hands.see("differs from the ledger.")
    assert not hands.found("was checked on this PC on")
    assert not hands.found("Check only what is new")
    assert record_check.last_proof(everyone.clinic) is None
    assert everyone.clinic.entry_count - count <= 2  # the sign-in; nothing is written into a damaged record
    hands.click("Show backups")  # leads to the backups
    hands.see("Add a place")


def test_what_was_erased_is_told_beside_the_result_and_by_whom(at_check: Callable[[], Hands], everyone: Desk) -> None:
    patient = register_zoe(everyone)
    scan = incoming.from_bytes(outside_files.pdf())
    document = documents.file(
        everyone, patient_id=patient, incoming=scan, source=documents.Source.CHOSEN, kind="letter"
    )
    erasing.document(everyone, document, ground="wrong_person", reason="Filed in the wrong chart")
    hands = at_check()
    hands.see("Erased by Sam Rivera, MD")

    hands.click("Check the record")

    hands.see("The record is whole")
    hands.see("Not a fault: content was erased on a legal ground. Its entries and hashes stay.")
    hands.see("1 entry and 1 stored paper: Erased by")

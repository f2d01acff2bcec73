"""What was signed is one sealed thing: any changed byte of it is found, and a printed fingerprint finds its form."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.printing import consent_form
from clinicdesk.records import consents, patients
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.consents import Consent, sealing
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.records.consenting import countersign, on_paper, prepared, sign

SAME_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.fixture
def signed(receptionist: Desk, prescriber: Desk, clock: DrivenClock) -> Consent:
    """Return a form that patient and clinician signed, after a question."""
    patient = patients.register(
        receptionist, details=PatientDetails(family_name="Nguyễn", given_name="Zoë"), facts=ChartFacts()
    )
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="Does it <hurt> & how?", by_name="Zoë Nguyễn")
    asked = consents.get(prescriber, consent.id)
    consents.answer(prescriber, asked, asked.open_questions[0], words="A small prick.")
    sign(receptionist, consent)
    clock.pass_time(minutes=3)
    return countersign(prescriber, consent)


def test_an_untouched_consent_is_proven_and_verifies(clinic: Clinic, receptionist: Desk, signed: Consent):
    assert consents.prove(receptionist, signed) == consents.Proof(True)
    assert clinic.verify() == []


def test_nothing_signed_proves_nothing(receptionist: Desk, signed: Consent):
    fresh = prepared(receptionist, signed.patient_id)
    assert consents.prove(receptionist, fresh).ok is None


def test_the_seal_says_all_that_was_signed(receptionist: Desk, signed: Consent):
    assert signed.seal is not None
    data = sealing.read(receptionist, signed.seal).data
    assert data["text"]["source"] == consents.text_of(receptionist, signed).source
    assert [one["role"] for one in data["signatures"]] == ["patient", "clinician"]
    assert data["signatures"][0]["workstation"] == "TEST-PC"
    assert data["signatures"][0]["read_to_end"] is True
    assert data["patient"]["family_name"] == "Nguyễn"
    assert data["previous"] == signed.seals[0].sha256
    assert data["talk"]["capacity"] == "present"


def test_the_paper_is_made_again_from_the_seal_to_the_byte(receptionist: Desk, signed: Consent, clock: DrivenClock):
    clock.pass_time(minutes=60 * 24 * 400)
    for seal in signed.seals:
        again = consent_form.of_seal(receptionist, sealing.read(receptionist, seal))
        assert hashlib.sha256(again).hexdigest() == seal.paper_sha256


def test_a_patient_who_changes_their_name_has_signed_under_the_old_one(receptionist: Desk, signed: Consent):
    patient = patients.get(receptionist, signed.patient_id)
    receptionist.record("patient.amend", _renamed(patient), patient=patient.id)
    assert consents.prove(receptionist, signed).ok
    assert signed.seal is not None
    assert sealing.read(receptionist, signed.seal).data["patient"]["family_name"] == "Nguyễn"


def _renamed(patient: patients.Patient) -> Any:
    from clinicdesk.storage.entry import update

    return update("patients", patient.id, patient.version, family_name="Ortiz")


@given(which=st.integers(0, 3), place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@SAME_FILE
def test_any_changed_byte_of_seal_or_paper_is_found(
    clinic: Clinic, receptionist: Desk, signed: Consent, which: int, place: float, flip: int
):
    digest = [digest for seal in signed.seals for digest in (seal.sha256, seal.paper_sha256)][which]
    content = clinic.blobs.fetch(digest)
    at = int(place * len(content))
    forged = content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :]
    overwrite_blob(clinic, digest, forged)
    try:
        assert consents.prove(receptionist, signed).ok is False
        assert clinic.verify() != []
    finally:
        overwrite_blob(clinic, digest, content)
    assert consents.prove(receptionist, signed).ok


@pytest.mark.parametrize(
    ("table", "column", "where"),
    [
        ("published_files", "body", "id = (SELECT text_id FROM consents LIMIT 1)"),
        ("consents", "filled", "1"),
        ("consents", "form_number", "1"),
        ("consents", "signers", "1"),
        ("signatures", "signer_name", "meaning = 'patient'"),
        ("signatures", "signed_at", "meaning = 'clinician'"),
        ("signatures", "strokes", "meaning = 'patient'"),
        ("signatures", "strokes", "meaning = 'clinician'"),
        ("signatures", "paper_sha256", "meaning = 'clinician'"),
        ("seals", "sha256", "1"),
        ("seals", "paper_sha256", "1"),
    ],
)
def test_a_row_changed_behind_the_back_of_the_ledger_is_found(
    clinic: Clinic, receptionist: Desk, signed: Consent, table: str, column: str, where: str
):
    row = receptionist.row(f"SELECT {column} AS was FROM {table} WHERE {where}")
    assert row is not None
    changed = forged_value(row["was"], column)
    write_behind(clinic, f"UPDATE {table} SET {column} = ? WHERE {where}", changed)
    sentences = [finding.sentence for finding in clinic.verify()]
    assert any(table in sentence for sentence in sentences), sentences
    if column != "paper_sha256" or table != "signatures":  # which paper a row names is the ledger's to say
        assert consents.prove(receptionist, consents.get(receptionist, signed.id)).ok is False


def forged_value(was: Any, column: str) -> Any:
    """Return another value a column could hold."""
    if column == "strokes":
        drawn = json.loads(was)
        drawn["strokes"][0][0][0] += 0.0001
        return json.dumps(drawn)
    if column == "filled":
        filled = json.loads(was)
        return json.dumps(filled | {next(iter(filled)): "something else"})
    if column == "signers":
        return '["patient"]'
    if isinstance(was, int):
        return was + 1
    if column.endswith("sha256"):
        return "0" * 64
    if column.endswith("_at"):
        return was.replace("T14:", "T13:")
    return f"{was}x"


def test_a_deleted_seal_is_found(clinic: Clinic, signed: Consent):
    assert signed.seal is not None
    write_behind(clinic, "DELETE FROM seals WHERE sha256 = ?", signed.seal.sha256)
    assert any("seals" in finding.sentence for finding in clinic.verify())


def write_behind(clinic: Clinic, sql: str, value: Any) -> None:
    """Write as somebody with the key and another program would."""
    connection = clinic.ledger._connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(sql, (value,))


def overwrite_blob(clinic: Clinic, digest: str, content: bytes) -> None:
    connection = clinic.blobs._connection
    trigger = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'blobs_keep_content'").fetchone()[0]
    connection.execute("DROP TRIGGER blobs_keep_content")
    connection.execute("UPDATE blobs SET content = ? WHERE sha256 = ?", (content, digest))
    connection.execute(trigger)


# The printed fingerprint ----------------------------------------------------------------------------------------


def test_a_printed_fingerprint_finds_its_form(receptionist: Desk, signed: Consent):
    assert signed.seal is not None
    digest = signed.seal.sha256
    for typed in (
        consents.short_form(digest),
        consents.short_form(digest).upper().replace(" ", "-"),
        digest,
        f"CLINICDESK:SEAL:{digest}",
        consents.short_form(signed.seals[0].sha256),
    ):
        assert [found.id for found in consents.by_fingerprint(receptionist, typed)] == [signed.id]


@pytest.mark.parametrize("typed", ["", "xyz", "3f2a 91bc", "0" * 64, "%", "' OR 1=1 --"])
def test_other_words_find_nothing(receptionist: Desk, signed: Consent, typed: str):  # noqa: ARG001
    assert consents.by_fingerprint(receptionist, typed) == []


def test_a_damaged_scan_is_found(clinic: Clinic, receptionist: Desk, signed: Consent):
    consent = on_paper(
        receptionist, prepared(receptionist, signed.patient_id, "iv-ketamine-pain"), receptionist.now().date()
    )
    consents.receive_scan(receptionist, consent, b"%PDF-1.4 scanned")
    consent = consents.get(receptionist, consent.id)
    assert consents.prove(receptionist, consent).ok
    overwrite_blob(clinic, str(consent.scan), b"%PDF-1.4 Scanned")
    assert consents.prove(receptionist, consent).ok is False

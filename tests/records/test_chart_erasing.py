"""Erasing on a legal ground: a scan of somebody else, a whole chart; what stays, and what it must not touch."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from clinicdesk import sample
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk, Person
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.exchange import incoming
from clinicdesk.permissions import Role
from clinicdesk.records import (
    backups,
    chart_rows,
    cockpit,
    documents,
    erased,
    erasing,
    legal_holds,
    measures,
    messages,
    notes,
    patient_search,
    patients,
    restoring,
    retention,
    rights,
    sessions,
    staff,
)
from clinicdesk.records.erasable import ACCOUNTED, emptied
from clinicdesk.records.erased import Ground
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.note_sections import NoteKind
from clinicdesk.storage import erasing as storage_erasing
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Change, insert, read_content
from clinicdesk.storage.ledger import VersionConflict
from tests.exchange import outside_files
from tests.printing import treated
from tests.records.sessions import steps

WORDS = ("Ångström", "Zoë", "Penicillin", "Lisinopril", "ceiling sings", "Whale songs", "Zebrafinch", "held <b>")
SCAN = outside_files.picture("JPEG", (60, 80))


@pytest.fixture
def chart(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> str:
    """Return a patient with a treated session, a note, a draft, a message and a scan."""
    patient_id = treated.register(nurse)
    session_id = sessions_of(nurse, patient_id, prescriber)
    treated.treat(nurse, prescriber, session_id, clock)
    notes.write(nurse, patient_id=patient_id, kind=NoteKind.PROGRESS, body="Zebrafinch on the wall")
    nurse.keep_draft(f"note:new:{patient_id}", {"body": "Zebrafinch draft"})
    messages.send(
        nurse, to=messages.Receiver("Everybody", role="clinical"), body="Zebrafinch called", patient_id=patient_id
    )
    file_scan(nurse, patient_id)
    return patient_id


def sessions_of(nurse: Desk, patient_id: str, prescriber: Desk) -> str:
    steps.plan_for(prescriber, patient_id)
    return sessions.of_patient(nurse, patient_id)[0].id


def file_scan(desk: Desk, patient_id: str, title: str = "Zebrafinch scan") -> str:
    found = incoming.from_bytes(SCAN)
    kept = documents.file(desk, patient_id=patient_id, incoming=found, source=documents.Source.CHOSEN, kind="letter")
    known = documents.get(desk, kept)
    documents.amend(desk, known, kind="letter", title=title, dated_on=None, reviewer_id=None)
    return kept


def everything(clinic: Clinic) -> Iterator[str]:
    """Yield all text of the file: every table and every entry."""
    tables = [r["name"] for r in clinic.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table.startswith("search_texts_") or table.startswith("sqlite_"):
            continue
        for row in clinic.rows(f'SELECT * FROM "{table}"'):
            yield from (v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in row.values())


def found_in(clinic: Clinic) -> set[str]:
    return {word for text in everything(clinic) for word in WORDS if word in text}


def test_a_scan_of_somebody_else_is_erased_and_says_so(nurse: Desk, administrator: Desk) -> None:
    wrong = treated.register(nurse)
    document_id = file_scan(nurse, wrong)
    digest = incoming.from_bytes(SCAN).sha256
    done = erasing.document(administrator, document_id, ground=Ground.WRONG_PERSON, reason="Scan of another patient")
    assert (done.papers, done.is_swept) == (1, True)
    assert "Zebrafinch" not in found_in(nurse.clinic)
    assert not nurse.clinic.blobs.has(digest)
    with pytest.raises(NotFound, match="Erased by Ada Lang"):
        documents.content(nurse, document_id)
    assert documents.get(nurse, document_id).voided_reason == "Erased"
    [one] = erased.all_of(administrator)
    assert (one.ground, one.reason, one.papers) == (Ground.WRONG_PERSON, "Scan of another patient", 1)
    assert nurse.clinic.verify() == []
    with pytest.raises(BadValue):
        erasing.document(administrator, document_id, ground=Ground.OTHER, reason="Again")


def test_content_that_is_filed_under_the_right_patient_stays_there(nurse: Desk, administrator: Desk) -> None:
    wrong = treated.register(nurse)
    right = patients.register(nurse, details=PatientDetails(family_name="Ito", given_name="Mai"))
    there, here = file_scan(nurse, wrong), file_scan(nurse, right, "Referral")
    erasing.document(administrator, there, ground=Ground.WRONG_PERSON, reason="Filed under Mai Ito now")
    assert documents.content(nurse, here) == SCAN
    with pytest.raises(NotFound):
        documents.content(nurse, there)
    assert nurse.clinic.verify() == []


def test_nothing_is_left_of_a_chart_but_its_skeleton(chart: str, nurse: Desk, administrator: Desk) -> None:
    clinic = nurse.clinic
    other = patients.register(nurse, details=PatientDetails(family_name="Ito", given_name="Mai"))
    asked = rights.take(nurse, chart, right="copy", received_on=date(2026, 3, 2), asked_by="the sister")
    assert found_in(clinic) == set(WORDS)
    counts = {t: len(r) for t, r in chart_rows.ids_of_patient(administrator, chart).items()}

    done = erasing.chart(administrator, chart, ground=Ground.COURT, reason="Order 12/34")

    assert done.is_swept
    assert found_in(clinic) == set()
    assert clinic.verify() == []
    after = {t: len(r) for t, r in chart_rows.ids_of_patient(administrator, chart).items()}
    assert {t: n for t, n in after.items() if t not in ACCOUNTED} == {
        t: n for t, n in counts.items() if t not in ACCOUNTED
    }
    assert rights.get(nurse, asked).asked_by == "the sister"
    assert patients.get(nurse, other).family_name == "Ito"
    with pytest.raises(NotFound, match=r"Erased by Ada Lang.*Order 12/34"):
        patients.get(nurse, chart)
    assert patient_search.find(nurse, "Ångström") == []
    assert sessions.of_patient(nurse, chart)
    assert measures.of_patient(nurse, chart) == []


def test_an_erased_chart_opens_again_with_the_same_record(
    chart: str, administrator: Desk, key: bytes, clock: DrivenClock
) -> None:
    erasing.chart(administrator, chart, ground=Ground.OTHER, reason="Asked by the board")
    clinic = Clinic.open(administrator.clinic.path, key, clock)
    try:
        assert clinic.verify() == []
        [told] = {one.reason for one in clinic.erased()}
        assert told == "Asked by the board"
        entries = clinic.reader.execute("SELECT content FROM ledger").fetchall()
        assert all(word not in str(read_content(row[0]).changes) for row in entries for word in WORDS)
        assert storage_erasing.erased(clinic.reader)
    finally:
        clinic.close()


def test_a_hold_and_the_years_keep_a_chart(chart: str, nurse: Desk, administrator: Desk, clock: DrivenClock) -> None:
    with pytest.raises(NotAllowed):
        erasing.chart(nurse, chart, ground=Ground.COURT, reason="x")
    with pytest.raises(BadValue) as refused:
        erasing.chart(administrator, chart, ground=Ground.RETENTION, reason="Seven years")
    assert refused.value.field == "ground"
    retention.change(administrator, years=7, minor_years=3)
    with pytest.raises(BadValue):
        erasing.chart(administrator, chart, ground=Ground.RETENTION, reason="Seven years")
    hold_id = legal_holds.place(administrator, chart, reason="A lawsuit")
    for ground in (Ground.COURT, Ground.RETENTION):
        with pytest.raises(BadValue, match="legal hold"):
            erasing.chart(administrator, chart, ground=ground, reason="x")
    assert retention.over(administrator) == []
    clock.pass_time(minutes=60 * 24 * 366 * 8)
    [line] = [one for one in retention.over(administrator) if one.patient_id == chart]
    assert line.is_held
    legal_holds.lift(administrator, legal_holds.get(administrator, hold_id), reason="Settled")
    clock.pass_time(minutes=60 * 24 * 366 * 8)
    erasing.chart(administrator, chart, ground=Ground.RETENTION, reason="Kept eight years")
    assert found_in(nurse.clinic) == set()
    assert [one for one in retention.over(administrator) if one.patient_id == chart] == []


def test_a_scan_that_is_filed_again_in_the_right_chart_stays(
    nurse: Desk, administrator: Desk, tmp_path: Path, key: bytes, clock: DrivenClock
) -> None:
    folder, digest = tmp_path / "stick", incoming.from_bytes(SCAN).sha256
    folder.mkdir()
    backups.add_place(administrator, folder, backups.Kind.EXTERNAL)
    wrong = treated.register(nurse)
    right = patients.register(nurse, details=PatientDetails(family_name="Ito", given_name="Mai"))
    there = file_scan(nurse, wrong)
    backups.make_all(administrator, "asked")
    erasing.document(administrator, there, ground=Ground.WRONG_PERSON, reason="Scan of another patient")
    here = file_scan(nurse, right, "Referral")
    assert digest in set(nurse.clinic.named_papers())  # so that a check misses it, were it gone
    found = incoming.from_bytes(SCAN + b"another page")
    other = documents.file(nurse, patient_id=wrong, incoming=found, source=documents.Source.CHOSEN, kind="letter")
    erasing.document(administrator, other, ground=Ground.WRONG_PERSON, reason="This one too")

    assert documents.content(nurse, here) == SCAN
    clock.pass_time(minutes=1)
    backups.make_all(administrator, "asked")
    for number, backup in enumerate(restoring.find(folder)):
        target = tmp_path / str(number) / "clinic.clinicdesk"
        assert restoring.restore(backup, key, target, clock=clock).missing == 0
        restored = Clinic.open(target, key, clock)
        assert restored.blobs.fetch(digest) == SCAN
        assert not restored.blobs.has(found.sha256)
        assert restored.verify() == []
        restored.close()

    erasing.document(administrator, here, ground=Ground.COURT, reason="Order 7")
    assert not nurse.clinic.blobs.has(digest)
    assert nurse.clinic.verify() == []


def test_what_one_entry_wrote_beside_it_is_not_called_erased(nurse: Desk, administrator: Desk) -> None:
    wrong = treated.register(nurse)
    right = patients.register(nurse, details=PatientDetails(family_name="Ito", given_name="Mai"))
    there = file_scan(nurse, wrong)
    here = documents.refile(nurse, documents.get(nurse, there), patient_id=right)

    erasing.document(administrator, there, ground=Ground.WRONG_PERSON, reason="Is in the right chart now")

    assert erased.of_document(nurse, there) is not None
    assert erased.of_document(nurse, here) is None
    assert documents.content(nurse, here) == SCAN
    with pytest.raises(BadValue, match="before"):
        erasing.check_document(administrator, there, ground=Ground.OTHER, reason="Again")
    done = erasing.document(administrator, here, ground=Ground.COURT, reason="Order 7")
    assert done.papers == 1
    assert nurse.clinic.verify() == []


def test_of_two_patients_of_one_import_one_can_be_erased_after_the_other(nurse: Desk, administrator: Desk) -> None:
    one, other = (
        insert("patients", administrator.new_id(), record_number=number, family_name=name, given_name="Ola")
        for number, name in ((1, "Moss"), (2, "Ito"))
    )
    administrator.record("patient.import", one, other, patient=(one.row_id, other.row_id))

    erasing.chart(administrator, one.row_id, ground=Ground.COURT, reason="Order 7")

    assert erased.of_chart(nurse, other.row_id) is None
    erasing.chart(administrator, other.row_id, ground=Ground.COURT, reason="Order 8")
    assert nurse.clinic.verify() == []


def test_charts_of_every_kind_can_be_erased_and_the_record_stays_whole(tmp_path: Path, clock: DrivenClock) -> None:
    clinic = Clinic.open(sample.make_in(tmp_path, clock), keys.SAMPLE_KEY, clock)
    try:
        one = staff.with_role(Desk.of_system(clinic, "PC"), Role.ADMINISTRATOR)[0]
        desk = Desk(clinic, Person(one.id, one.login, one.name, frozenset({Role.ADMINISTRATOR})), "PC")
        kept = "SELECT i.kept_under AS id FROM search_identities i JOIN {} x ON x.patient_id = i.patient_id"
        with_chart = " UNION ".join(kept.format(table) for table in ("notes", "sessions", "documents"))
        for row in list(desk.rows(with_chart)):
            with suppress(BadValue):  # who is being treated
                erasing.chart(desk, row["id"], ground=Ground.COURT, reason="Order 7")
        assert len(erased.all_of(desk)) > 5
        assert clinic.verify() == []
    finally:
        clinic.close()


def test_two_who_erase_parts_of_one_entry_bring_nothing_back(nurse: Desk, administrator: Desk) -> None:
    wrong = treated.register(nurse)
    right = patients.register(nurse, details=PatientDetails(family_name="Ito", given_name="Mai"))
    there = file_scan(nurse, wrong)
    here = documents.refile(nurse, documents.get(nurse, there), patient_id=right)
    clinic = administrator.clinic
    [moved] = set(storage_erasing.entries_of(clinic.reader, "documents", here))

    def while_another_erases(change: Change) -> Change:
        if erased.of_document(nurse, there) is None:
            with administrator.beside() as other:
                erasing.document(other, there, ground=Ground.WRONG_PERSON, reason="Not theirs")
        return emptied(administrator, change) if change.row_id == here else change

    why = storage_erasing.Ground("court", "Order 7", administrator.person.id, administrator.now())
    with pytest.raises(VersionConflict):
        storage_erasing.erase(
            clinic.ledger, clinic.blobs, why, workstation="PC", entry_ids=[moved], redact=while_another_erases
        )
    assert documents.get(nurse, here).title == "Zebrafinch scan"
    assert clinic.verify() == []


def test_who_is_no_administrator_any_more_erases_nothing(nurse: Desk, administrator: Desk, everyone: Desk) -> None:
    document_id = file_scan(nurse, treated.register(nurse))
    member = staff.get(everyone, administrator.person.id)
    staff.change(everyone, member, name=member.name, roles=[Role.RECEPTIONIST], active=True)
    with pytest.raises(NotAllowed):
        erasing.document(administrator, document_id, ground=Ground.WRONG_PERSON, reason="Not theirs")
    assert documents.content(nurse, document_id) == SCAN


def test_the_chart_of_who_is_being_treated_stays(nurse: Desk, prescriber: Desk, administrator: Desk) -> None:
    patient_id = treated.register(nurse)
    steps.run(nurse, prescriber, sessions_of(nurse, patient_id, prescriber))
    with pytest.raises(BadValue, match="being treated"):
        erasing.chart(administrator, patient_id, ground=Ground.COURT, reason="Order 7")
    assert len(cockpit.watched(nurse)) == 1


def test_a_document_of_an_erased_chart_is_changed_by_no_window_that_shows_it_still(
    nurse: Desk, administrator: Desk
) -> None:
    patient_id = treated.register(nurse)
    shown = documents.get(nurse, file_scan(nurse, patient_id))
    erasing.chart(administrator, patient_id, ground=Ground.COURT, reason="Order 7")
    with pytest.raises(BadValue, match="Order 7"):
        documents.amend(nurse, shown, kind="letter", title="Late", dated_on=None, reviewer_id=None)
    with pytest.raises(BadValue, match="Order 7"):
        documents.void(nurse, shown, reason="Late")
    assert nurse.clinic.verify() == []

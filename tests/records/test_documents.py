"""Documents: filing, what each role sees, reviewing, voiding, finding."""

from datetime import date

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, FileLocked, NotAllowed, NotFound
from clinicdesk.exchange import incoming
from clinicdesk.records import access, documents, history, staff
from clinicdesk.records.documents import Incoming, Source
from clinicdesk.records.documents.kinds import parse
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules.media import Media
from clinicdesk.storage import blobs
from clinicdesk.storage.database import connect
from clinicdesk.storage.entry import update
from tests.exchange import outside_files as made


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))


@pytest.fixture
def other(nurse: Desk) -> str:
    return register(nurse, details=PatientDetails(family_name="Doe", given_name="Ann"))


@pytest.fixture
def report() -> Incoming:
    return incoming.from_bytes(made.pdf("Labor Dr. Müller\nPotassium 4.1 mmol/l, Ferritin 30", "Sodium 140"))


def file(desk: Desk, patient_id: str, found: Incoming, kind: str = "lab_result", **more: object) -> str:
    return documents.file(desk, patient_id=patient_id, incoming=found, source=Source.CHOSEN, kind=kind, **more)


def merge(desk: Desk, gone: str, kept: str) -> None:
    row = desk.row("SELECT version FROM patients WHERE id = ?", gone)
    assert row is not None
    desk.record("patient.merge", update("patients", gone, row["version"], merged_into=kept), patient=[gone, kept])


def test_what_is_filed_is_read_as_it_was(nurse: Desk, prescriber: Desk, patient: str, report: Incoming) -> None:
    document_id = file(
        nurse,
        patient,
        report,
        title="  Blood count  ",
        dated_on=date(2026, 2, 27),
        reviewer_id=prescriber.person.id,
    )
    (found,) = documents.of_patient(prescriber, patient)
    assert (found.id, found.kind.title, found.title) == (document_id, "Lab result", "Blood count")
    assert (found.dated_on, found.pages, found.media) == (date(2026, 2, 27), 2, Media.PDF)
    assert (found.filed_by, found.filed_at, found.reviewer) == ("Nina Okafor, RN", nurse.now(), "Dr Pat Osei")
    assert found.size_bytes == len(report.content)
    assert found.waits_for_review
    assert documents.content(prescriber, document_id) == report.content


def test_without_a_title_it_is_called_by_its_kind(nurse: Desk, patient: str, report: Incoming) -> None:
    assert documents.get(nurse, file(nurse, patient, report, "ecg")).title == "ECG"


def test_the_newest_comes_first_by_its_own_date(nurse: Desk, patient: str, report: Incoming) -> None:
    for title, day in (("old", date(2019, 1, 1)), ("undated", None), ("newer", date(2026, 3, 1))):
        file(nurse, patient, report, title=title, dated_on=day)
    assert [found.title for found in documents.of_patient(nurse, patient)] == ["undated", "newer", "old"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "novel"}, "kind"),
        ({"title": "x" * 201}, "title"),
        ({"dated_on": date(2026, 3, 3)}, "dated_on"),
        ({"reviewer_id": "nobody"}, "reviewer"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    nurse: Desk, patient: str, report: Incoming, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(BadValue) as told:
        file(nurse, patient, report, **wrong)
    assert told.value.field == field
    assert documents.of_patient(nurse, patient) == []
    assert not nurse.clinic.blobs.has(report.sha256)


def test_reception_cannot_be_asked_to_review(nurse: Desk, receptionist: Desk, patient: str, report: Incoming) -> None:
    with pytest.raises(BadValue, match="Only a clinician"):
        file(nurse, patient, report, reviewer_id=receptionist.person.id)
    assert {one.name for one in documents.reviewers(nurse)} == {"Nina Okafor, RN", "Dr Pat Osei", "Sam Rivera, MD"}


def test_only_what_was_checked_is_stored(nurse: Desk, patient: str) -> None:
    for content, media in ((b"", Media.PDF), (b"MZ", Media.PDF), (made.picture(), Media.PDF)):
        with pytest.raises(BadValue):
            file(nurse, patient, Incoming(content, "00", media, 1))


def test_the_administrator_files_nothing(administrator: Desk, patient: str, report: Incoming) -> None:
    with pytest.raises(NotAllowed):
        file(administrator, patient, report)
    assert not administrator.clinic.blobs.has(report.sha256)


# What reception sees --------------------------------------------------------------------------------------------------


def test_reception_files_anything_and_then_sees_that_it_is_there(
    receptionist: Desk, nurse: Desk, patient: str, report: Incoming
) -> None:
    document_id = file(receptionist, patient, report, title="Hepatitis serology", dated_on=date(2026, 2, 27))
    (seen,) = documents.of_patient(receptionist, patient)
    assert (seen.kind.title, seen.dated_on, seen.title, seen.readable) == ("Lab result", date(2026, 2, 27), "", False)
    with pytest.raises(NotAllowed):
        documents.content(receptionist, document_id)
    with pytest.raises(NotAllowed):
        documents.to_review(receptionist)
    assert documents.find(receptionist, "hepatitis", patient_id=patient) == []
    assert documents.find(receptionist, "potassium") == []
    assert [hit.document.title for hit in documents.find(nurse, "potassium")] == ["Hepatitis serology"]


def test_reception_opens_and_finds_what_is_administrative(receptionist: Desk, patient: str, report: Incoming) -> None:
    document_id = file(receptionist, patient, report, "insurance_card", title="Blue Shield")
    assert documents.content(receptionist, document_id) == report.content
    assert [hit.document.id for hit in documents.find(receptionist, "shield")] == [document_id]


def test_reception_cannot_open_a_clinical_document_by_calling_it_another_kind(
    receptionist: Desk, nurse: Desk, patient: str, report: Incoming
) -> None:
    seen = documents.get(receptionist, file(nurse, patient, report))
    with pytest.raises(NotAllowed):
        documents.amend(receptionist, seen, kind="insurance_card", title="x", dated_on=None, reviewer_id=None)
    with pytest.raises(NotAllowed):
        documents.review(receptionist, seen)
    with pytest.raises(NotAllowed):
        documents.void(receptionist, seen, reason="wrong chart")


def test_who_filed_into_the_wrong_chart_takes_it_back(receptionist: Desk, patient: str, report: Incoming) -> None:
    seen = documents.get(receptionist, file(receptionist, patient, report))
    assert documents.may_void(receptionist, seen)
    documents.void(receptionist, seen, reason="Wrong chart")
    assert documents.of_patient(receptionist, patient)[0].voided_reason is not None


def test_the_reason_of_a_voided_clinical_document_is_not_shown(
    receptionist: Desk, nurse: Desk, patient: str, report: Incoming
) -> None:
    document_id = file(nurse, patient, report)
    documents.void(nurse, documents.get(nurse, document_id), reason="Is the sister's HIV test")
    assert documents.get(receptionist, document_id).voided_reason == ""
    assert documents.get(nurse, document_id).voided_reason == "Is the sister's HIV test"


def test_a_kind_that_is_no_longer_known_counts_as_clinical() -> None:
    assert documents.kind_of("x_ray_film") == documents.Kind("x_ray_film", "X ray film", clinical=True)
    with pytest.raises(FaultyFile, match="true or false"):
        parse('[[kind]]\nid = "a"\ntitle = "A"\nclinical = "no"\n')


# The same again -------------------------------------------------------------------------------------------------------


def test_the_same_content_is_told_for_the_same_patient_and_for_another(
    receptionist: Desk, patient: str, other: str, report: Incoming
) -> None:
    assert documents.same_content(receptionist, patient, report.sha256) is None
    file(receptionist, patient, report)
    here = documents.same_content(receptionist, patient, report.sha256)
    there = documents.same_content(receptionist, other, report.sha256)
    assert here is not None
    assert there is not None
    assert (here.same_patient, here.kind.title, here.filed_at) == (True, "Lab result", receptionist.now())
    assert not there.same_patient


def test_a_voided_twin_does_not_count(nurse: Desk, patient: str, report: Incoming) -> None:
    document_id = file(nurse, patient, report)
    documents.void(nurse, documents.get(nurse, document_id), reason="Wrong chart")
    assert documents.same_content(nurse, patient, report.sha256) is None


def test_the_bytes_are_kept_once(nurse: Desk, patient: str, other: str, report: Incoming) -> None:
    file(nurse, patient, report)
    file(nurse, other, report)
    count = nurse.clinic.blobs._connection.execute("SELECT count(*) FROM blobs").fetchone()[0]
    assert count == 1


# Reviewing, changing, voiding -----------------------------------------------------------------------------------------


def test_a_review_takes_it_off_the_list(nurse: Desk, prescriber: Desk, patient: str, report: Incoming) -> None:
    document_id = file(nurse, patient, report, reviewer_id=prescriber.person.id)
    (line,) = documents.to_review(prescriber)
    assert (line.document.id, line.family_name) == (document_id, "Ångström")
    assert documents.to_review(nurse) == []
    assert len(documents.to_review(nurse, everybody=True)) == 1
    documents.review(prescriber, line.document)
    found = documents.get(nurse, document_id)
    assert (found.reviewed_by, found.reviewed_at, found.waits_for_review) == ("Dr Pat Osei", nurse.now(), False)
    assert documents.to_review(prescriber) == []
    with pytest.raises(BadValue, match="already"):
        documents.review(nurse, found)
    with pytest.raises(BadValue, match="has been reviewed"):
        documents.amend(nurse, found, kind="ecg", title="", dated_on=None, reviewer_id=nurse.person.id)


def test_somebody_else_changed_it_meanwhile(nurse: Desk, prescriber: Desk, patient: str, report: Incoming) -> None:
    seen = documents.get(nurse, file(nurse, patient, report))
    documents.amend(prescriber, seen, kind="ecg", title="Resting", dated_on=None, reviewer_id=None)
    with pytest.raises(ChangedElsewhere):
        documents.review(nurse, seen)


def test_voiding_needs_a_reason_and_leaves_it_readable(nurse: Desk, patient: str, report: Incoming) -> None:
    seen = documents.get(nurse, file(nurse, patient, report, reviewer_id=nurse.person.id))
    with pytest.raises(BadValue, match="why"):
        documents.void(nurse, seen, reason=" ")
    documents.void(nurse, seen, reason="Wrong chart")
    voided = documents.get(nurse, seen.id)
    assert (voided.voided_reason, documents.to_review(nurse)) == ("Wrong chart", [])
    assert documents.content(nurse, seen.id) == report.content
    assert documents.find(nurse, "potassium") == []
    for again in (documents.review, lambda desk, one: documents.void(desk, one, reason="x")):
        with pytest.raises(BadValue, match="voided"):
            again(nurse, voided)


def test_a_document_that_is_not_there_is_told(nurse: Desk) -> None:
    with pytest.raises(NotFound):
        documents.get(nurse, "nothing")


def test_a_document_in_the_wrong_chart_is_moved_in_one_entry(
    clinic: Clinic, nurse: Desk, prescriber: Desk, patient: str, other: str, report: Incoming
) -> None:
    wrong = documents.get(
        nurse, file(nurse, patient, report, title="Panel", dated_on=date(2026, 2, 27), reviewer_id=nurse.person.id)
    )
    documents.review(nurse, wrong)
    wrong = documents.get(nurse, wrong.id)
    before = clinic.entry_count
    with pytest.raises(BadValue, match="Choose whose"):
        documents.refile(nurse, wrong, patient_id=patient)
    right = documents.get(nurse, documents.refile(prescriber, wrong, patient_id=other))
    assert clinic.entry_count == before + 1
    assert (right.patient_id, right.title, right.dated_on) == (other, "Panel", date(2026, 2, 27))
    assert right.waits_for_review, "it was reviewed as somebody else's"
    assert documents.content(nurse, right.id) == report.content
    assert documents.get(nurse, wrong.id).voided_reason == "Filed in the wrong chart."
    assert [hit.document.id for hit in documents.find(nurse, "potassium")] == [right.id]
    assert history.of_patient(nurse, other)[0].what == "Moved a document from the wrong chart to the right one"
    assert "Doe" not in str(history.of_patient(nurse, patient)[0])
    with pytest.raises(BadValue, match="voided"):
        documents.refile(nurse, documents.get(nurse, wrong.id), patient_id=other)
    assert clinic.verify() == []


def test_reception_moves_what_it_filed_itself(
    receptionist: Desk, nurse: Desk, patient: str, other: str, report: Incoming
) -> None:
    own = documents.get(receptionist, file(receptionist, patient, report))
    documents.refile(receptionist, own, patient_id=other)
    theirs = documents.get(receptionist, file(nurse, patient, report))
    with pytest.raises(NotAllowed):
        documents.refile(receptionist, theirs, patient_id=other)


# Finding --------------------------------------------------------------------------------------------------------------


def test_it_is_found_by_title_and_text_without_accents(nurse: Desk, patient: str, other: str, report: Incoming) -> None:
    document_id = file(nurse, patient, report, title="Bluttest Ähre")
    for typed in ("ahre", "MULLER", "müll", "ferritin potas", "4.1", "blut sodium"):
        assert [hit.document.id for hit in documents.find(nurse, typed)] == [document_id], typed
    for typed in ("", "…", "ferritin magnesium", "otassium"):
        assert documents.find(nurse, typed) == [], typed
    assert documents.find(nurse, "potassium", patient_id=other) == []
    (hit,) = documents.find(nurse, "potassium", patient_id=patient)
    assert (hit.family_name, hit.given_name) == ("Ångström", "Zoë")


def test_the_place_found_is_shown_as_it_is_written(nurse: Desk, patient: str, report: Incoming) -> None:
    file(nurse, patient, report)
    (hit,) = documents.find(nurse, "potassium")
    assert "Potassium 4.1 mmol/l" in hit.snippet


def test_a_new_title_is_found_and_the_old_one_is_not(nurse: Desk, patient: str, report: Incoming) -> None:
    seen = documents.get(nurse, file(nurse, patient, report, title="Serology"))
    documents.amend(nurse, seen, kind="letter", title="Virology", dated_on=None, reviewer_id=None)
    assert documents.find(nurse, "serology") == []
    assert [hit.document.kind.id for hit in documents.find(nurse, "virology potassium")] == ["letter"]


NO_QUERIES = ('"', "potassium OR", "NEAR(a b)", "words:potassium", "pot*", "'; DROP TABLE documents", "(", "-4")


def test_what_is_typed_is_never_a_query(nurse: Desk, patient: str, report: Incoming) -> None:
    file(nurse, patient, report)
    found = [typed for typed in NO_QUERIES if documents.find(nurse, typed)]
    # Stars and strokes are no signs of anything: the letters and figures are looked for, as the beginning of a word.
    assert found == ["pot*", "-4"]
    assert nurse.clinic.verify() == []


# One person, two registrations ----------------------------------------------------------------------------------------


def test_merged_registrations_are_read_together(
    nurse: Desk, everyone: Desk, patient: str, other: str, report: Incoming
) -> None:
    before = file(nurse, other, report, reviewer_id=nurse.person.id)
    merge(everyone, other, patient)
    for asked in (patient, other):
        (found,) = documents.of_patient(nurse, asked)
        assert (found.id, found.patient_id) == (before, patient)
        assert [hit.document.id for hit in documents.find(nurse, "potassium", patient_id=asked)] == [before]
        twin = documents.same_content(nurse, asked, report.sha256)
        assert twin is not None
        assert twin.same_patient
    (line,) = documents.to_review(nurse)
    assert line.family_name == "Ångström"
    (hit,) = documents.find(nurse, "potassium")
    assert (hit.document.patient_id, hit.family_name) == (patient, "Ångström")
    after = file(nurse, other, incoming.from_bytes(made.picture()), "photo")
    row = nurse.row("SELECT patient_id FROM documents WHERE id = ?", after)
    assert row == {"patient_id": patient}


# In the record --------------------------------------------------------------------------------------------------------


def test_the_history_tells_what_was_done_and_not_the_text(
    nurse: Desk, prescriber: Desk, administrator: Desk, patient: str, report: Incoming
) -> None:
    seen = documents.get(nurse, file(nurse, patient, report, title="Count"))
    access.printed(nurse, paper=f"document {seen.id}", patient_id=patient)
    lines = history.of_patient(prescriber, patient)
    assert [line.what for line in lines[:2]] == ["Printed a paper: Document", "Filed a document"]
    shown = {change.label: change.after for line in lines[:2] for change in line.changes}
    assert (shown["Title"], shown["Kind"], shown["Source"]) == ("Count", "Lab result", "Chosen")
    assert not {"Sha256", "Text", "Size bytes", "Media type"} & set(shown)
    assert "Count" not in str(history.of_patient(administrator, patient)[1])


def test_replay_gives_the_same_documents(clinic: Clinic, nurse: Desk, patient: str, report: Incoming) -> None:
    seen = documents.get(nurse, file(nurse, patient, report))
    documents.amend(nurse, seen, kind="ecg", title="Resting", dated_on=None, reviewer_id=None)
    assert clinic.verify() == []


def test_verify_finds_a_document_whose_bytes_are_missing(
    clinic: Clinic, nurse: Desk, patient: str, report: Incoming
) -> None:
    document_id = file(nurse, patient, report)
    connection = clinic.blobs._connection
    connection.execute("DROP TRIGGER blobs_keep_all")
    connection.execute("DELETE FROM blobs")
    (finding,) = clinic.verify()
    assert finding.row == report.sha256
    with pytest.raises(NotFound, match="missing or damaged"):
        documents.content(nurse, document_id)


def test_when_the_bytes_cannot_be_stored_no_entry_is_written(
    clinic: Clinic, key: bytes, nurse: Desk, patient: str, report: Incoming
) -> None:
    clinic.blobs._connection.execute("PRAGMA busy_timeout = 20")
    other = connect(blobs.path_of(clinic.path), key, writing=True)
    other.execute("BEGIN IMMEDIATE")
    before = clinic.entry_count
    with pytest.raises(FileLocked):
        file(nurse, patient, report)
    other.execute("ROLLBACK")
    other.close()
    assert (clinic.entry_count, documents.of_patient(nurse, patient)) == (before, [])


def test_what_waits_for_somebody_who_has_left_waits_for_every_clinician(
    clinic: Clinic, nurse: Desk, prescriber: Desk, patient: str, report: Incoming
) -> None:
    document_id = file(nurse, patient, report, reviewer_id=prescriber.person.id)
    assert documents.to_review(nurse) == []
    admin = Desk.of_system(clinic, "front")
    member = next(one for one in staff.everybody(admin) if one.id == prescriber.person.id)
    staff.change(admin, member, name=member.name, roles=member.roles, active=False)
    assert [one.document.id for one in documents.to_review(nurse)] == [document_id]

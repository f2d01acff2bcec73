"""The files of a copy: to read and for programs, or one that opens with its password; recorded before it is written."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, CannotWrite, NotAllowed
from clinicdesk.exchange import chart_file, chart_package
from clinicdesk.exchange.chart_package import Given
from clinicdesk.records import chart_rows, disclosures, notes, rights
from clinicdesk.records.migrations.tables import SCHEMA
from clinicdesk.rules.note_sections import NoteKind
from tests.printing import treated

GIVEN = Given(recipient="Zoë Ångström", purpose="Asked for it", basis="patient", way="handed_over")
PASSWORD = "harbour läne 12"


@pytest.fixture
def patient(nurse: Desk) -> str:
    made = treated.register(nurse)
    notes.write(nurse, patient_id=made, kind=NoteKind.PROGRESS, body="=1+1 & a quiet week")
    notes.write(nurse, patient_id=made, kind=NoteKind.PSYCHOTHERAPY, body="In confidence")
    return made


def test_two_files_and_one_disclosure(nurse: Desk, patient: str, tmp_path: Path) -> None:
    package = chart_package.make(nurse, patient)
    before = nurse.clinic.entry_count
    paths = chart_package.give(nurse, package, tmp_path, GIVEN)
    assert [path.suffix for path in paths] == [".pdf", ".json"]
    assert all(re.fullmatch(r"\d{6}-chart-2026-03-02\.(pdf|json)", path.name) for path in paths)
    assert nurse.clinic.entry_count == before + 1
    [left] = disclosures.of_patient(nurse, patient)
    assert (left.what, left.recipient) == ("Copy of the whole chart", "Zoë Ångström")
    said = json.loads(paths[1].read_text(encoding="utf-8"))
    assert (said["format"], said["format_version"]) == ("clinicdesk-chart", 1)
    assert [row["body"] for row in said["tables"]["notes"]] == ["=1+1 & a quiet week"]
    assert said["tables"]["allergies"][0]["substance"] == "Penicillin"
    assert "In confidence" not in paths[1].read_text(encoding="utf-8")
    written = said["written"][said["tables"]["notes"][0]["version"]]
    assert (written["by"], written["at"][:10]) == ("Nina Okafor, RN", "2026-03-02")
    assert nurse.clinic.verify() == []


def test_with_a_password_one_file_holds_both_and_nothing_can_be_read(nurse: Desk, patient: str, tmp_path: Path) -> None:
    package = chart_package.make(nurse, patient, password=PASSWORD)
    [path] = chart_package.give(nurse, package, tmp_path, GIVEN)
    content = path.read_bytes()
    for word in ("Penicillin", "quiet week", "Ångström"):
        assert word.encode() not in content
    reader = PdfReader(BytesIO(content))
    assert reader.is_encrypted
    reader.decrypt(PASSWORD)
    said = json.loads(reader.attachments["chart.json"][0])
    assert said["tables"]["medicines"][0]["name"] == "Lisinopril"
    with pytest.raises(BadValue):
        chart_package.make(nurse, patient, password="short")


def test_a_file_that_is_there_is_never_written_over_and_nothing_is_recorded(
    nurse: Desk, patient: str, tmp_path: Path
) -> None:
    package = chart_package.make(nurse, patient)
    (tmp_path / package.files[1][0]).write_text("mine")
    before = nurse.clinic.entry_count
    with pytest.raises(CannotWrite):
        chart_package.give(nurse, package, tmp_path, GIVEN)
    with pytest.raises(CannotWrite):
        chart_package.give(nurse, package, tmp_path / "nowhere", GIVEN)
    assert nurse.clinic.entry_count == before
    assert (tmp_path / package.files[1][0]).read_text() == "mine"


def test_an_open_request_is_ended_by_it(nurse: Desk, patient: str, tmp_path: Path) -> None:
    today = nurse.local(nurse.now()).date()
    request_id = rights.take(
        nurse, patient, right="copy", received_on=today, asked_by="Zoë Ångström", identity="licence seen"
    )
    given = Given(recipient="Z", purpose="p", basis="patient", way="post", request=rights.get(nurse, request_id))
    chart_package.give(nurse, chart_package.make(nurse, patient), tmp_path, given)
    assert not rights.get(nurse, request_id).is_open


def test_reception_gets_no_rows(receptionist: Desk, patient: str) -> None:
    with pytest.raises(NotAllowed):
        chart_file.build(receptionist, patient)


def test_every_table_that_names_a_patient_is_in_the_copy_or_says_why_not(nurse: Desk) -> None:
    known = {"patients", *chart_rows.OWN, *chart_rows.HANGING, *chart_rows.SUBJECT, *chart_rows.LEFT_OUT}
    for table in SCHEMA.tables:
        columns = {row["name"] for row in nurse.rows("SELECT name FROM pragma_table_info(?)", table)}
        named = {"patient_id", "kept_id"} & columns
        assert not named or table in known, table
    for table, (column, above) in chart_rows.HANGING.items():
        columns = {row["name"] for row in nurse.rows("SELECT name FROM pragma_table_info(?)", table)}
        assert column in columns
        assert above in known

"""Importing patients: whole or not at all, nobody twice, and every row accounted for."""

from datetime import date
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled, NotAllowed
from clinicdesk.exchange.csv_table import UnreadableFile
from clinicdesk.exchange.patient_import import PatientImport, save_rejected
from clinicdesk.records import chart_facts, contact_rules, import_batches, notes, patient_search, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from tests.exchange.synthea_files import (
    ALLERGIES,
    COLIN,
    CONDITIONS,
    JOSE,
    MEDICATIONS,
    PATIENTS,
    ZOE,
    write,
    write_all,
)

REAL = Path(__file__).parents[3] / "shared" / "data" / "synthea"
"""A real export of the generator, beside the checkout where there is one."""


def found(desk: Desk, typed: str) -> patients.Patient:
    (line,) = patient_search.find(desk, typed)
    return patients.get(desk, line.id)


def seq(clinic: Clinic) -> int:
    return list(clinic.ledger.entries_after(0))[-1].seq


def test_everybody_comes_with_what_belongs_to_them(clinic: Clinic, everyone: Desk, tmp_path: Path) -> None:
    before = seq(clinic)

    outcome = PatientImport(write_all(tmp_path)).run(everyone)

    assert outcome.lines() == [
        "patients: 3 added, 0 already there, 0 rejected",
        "allergies: 2 added, 0 already there, 0 rejected",
        "medications: 2 added, 0 already there, 0 rejected",
        "conditions: 1 added, 0 already there, 0 rejected",
    ]
    colin = found(everyone, "wyman colin")
    assert (colin.family_name, colin.given_name, colin.title) == ("Wyman", "Colin", "Mr")
    assert (colin.birth_date, colin.sex_at_birth, colin.postal_code) == (date(1995, 11, 28), "male", "02125")
    facts = chart_facts.of(everyone, colin.id)
    aspirin = facts.allergies.items[1]
    assert (aspirin.substance, aspirin.reaction, aspirin.severity) == ("Aspirin", "Abdominal pain; Wheal", "severe")
    assert aspirin.code == "RxNorm 1191"
    (sertraline,) = facts.medicines.items
    assert (sertraline.started_on, sertraline.ended_on, sertraline.reason) == (date(2001, 2, 3), None, "Depression")
    # One entry a patient, between the beginning and the end of the batch.
    entries = list(clinic.ledger.entries_after(before))
    assert [entry.action for entry in entries] == ["patient.import"] * 5
    assert [len(entry.patients) for entry in entries] == [0, 1, 1, 1, 0]


def test_medicines_that_all_ended_are_past_and_nobody_was_asked(everyone: Desk, tmp_path: Path) -> None:
    PatientImport(write_all(tmp_path)).run(everyone)

    medicines = chart_facts.of(everyone, found(everyone, "angstrom").id).medicines

    assert medicines.answer is Answer.NOT_ASKED
    assert [(m.name, m.started_on, m.ended_on) for m in medicines.ended] == [
        ("Amoxicillin 250 MG", date(1990, 1, 1), date(1991, 2, 1))
    ]
    assert found(everyone, "garcia lopez").deceased_on == date(2020, 5, 5)


def test_a_dry_run_counts_the_same_and_writes_nothing(clinic: Clinic, everyone: Desk, tmp_path: Path) -> None:
    source = PatientImport(write_all(tmp_path))
    before = seq(clinic)

    counted = source.dry_run(everyone)

    assert seq(clinic) == before
    assert counted.lines() == source.run(everyone).lines()
    assert any("Digits" in note for note in counted.notes)


def test_running_twice_adds_nobody_twice(clinic: Clinic, everyone: Desk, tmp_path: Path) -> None:
    write_all(tmp_path)
    PatientImport(tmp_path).run(everyone)
    before = seq(clinic)

    again = PatientImport(tmp_path).run(everyone)

    assert seq(clinic) == before
    assert again.lines() == [
        "patients: 0 added, 3 already there, 0 rejected",
        "allergies: 0 added, 2 already there, 0 rejected",
        "medications: 0 added, 2 already there, 0 rejected",
        "conditions: 0 added, 1 already there, 0 rejected",
    ]


def test_a_dry_run_tells_of_people_registered_by_hand(everyone: Desk, tmp_path: Path) -> None:
    details = PatientDetails(family_name="Wyman", given_name="Collin", birth_date=date(1995, 11, 28))
    patients.register(everyone, details=details)

    notes = PatientImport(write_all(tmp_path)).dry_run(everyone).notes

    assert notes[0].startswith("1 patient may be registered already")


def test_names_keep_their_digits_when_asked_to(everyone: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "patients", PATIENTS, [COLIN, JOSE])
    PatientImport(path, strip_digits=False).run(everyone)
    assert found(everyone, "wyman904").given_name == "Colin861"


def test_a_single_file_brings_only_patients(everyone: Desk, tmp_path: Path) -> None:
    outcome = PatientImport(write_all(tmp_path) / "patients.csv").run(everyone)
    assert outcome.counts["patients"].added == 3
    assert outcome.counts["allergies"].added == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(everyone: Desk, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [row.replace(",", delimiter) for row in (COLIN, ZOE)]
    path = write(tmp_path, "patients", PATIENTS.replace(",", delimiter), rows, encoding)

    assert PatientImport(path).run(everyone).counts["patients"].added == 2

    assert found(everyone, "ångström").given_name == "Zoë"


def test_columns_are_found_by_name_in_any_order(everyone: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "patients", "last,first,extra,ID", ["Wyman,Colin,x,p1"])
    PatientImport(path).run(everyone)
    assert found(everyone, "wyman").birth_date is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("p1,1995-02-30,,,Colin,Wyman,M,,,,", "BIRTHDATE is not a day of the calendar"),
        ("p1,2026-03-03,,,Colin,Wyman,M,,,,", "Born in the future"),
        ("p1,1870-01-01,,,Colin,Wyman,M,,,,", "Born more than 130 years ago"),
        ("p1,1995-01-01,1990-01-01,,Colin,Wyman,M,,,,", "date of death is before the birth"),
        ("p1,1995-01-01,,,,,M,,,,", "A name is needed"),
        ("p1,1995-01-01,,,123,456,M,,,,", "added"),
        ("p1,1995-01-01,,,Colin,Wyman,Q,,,,", "GENDER is neither M nor F"),
        (",1995-01-01,,,Colin,Wyman,M,,,,", "it has no Id"),
        ("p2,1995-01-01,,,Colin,Wyman,M,,,,", "the same Id stands in line 2"),
        ("p1,1995-01-01", "it has 2 cells, the header has 11"),
        ('p1,1995-01-01,,,"Colin,Wyman,M,,,,', "it runs on to line 4; perhaps a quotation mark is not closed"),
        (f"p1,1995-01-01,,,{'C' * 600},Wyman,M,,,,", "longer than 500 characters"),
        (f'p1,1995-01-01,,,"{"C" * 10_000_000}",Wyman,M,,,,', "a cell has 10,000,000 characters"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_with_its_line_and_reason(
    everyone: Desk, tmp_path: Path, row: str, reason: str
) -> None:
    path = write(tmp_path, "patients", PATIENTS, [ZOE, row, JOSE])

    outcome = PatientImport(path).run(everyone)

    if reason == "added":
        assert outcome.counts["patients"].added == 3
        return
    # A quotation mark left open takes the lines after it along.
    assert outcome.counts["patients"].added == (1 if "runs on" in reason else 2)
    (rejected,) = outcome.rejected
    assert (rejected.file, rejected.line) == ("patients.csv", 3)
    assert reason in rejected.reason
    # Reasons go to terminals and lists: they never repeat the patient's data.
    assert "Wyman" not in rejected.reason


def test_one_bad_value_among_the_rows_keeps_the_whole_patient_out(everyone: Desk, tmp_path: Path) -> None:
    write_all(tmp_path)
    write(
        tmp_path,
        "conditions",
        CONDITIONS,
        ["1962-02-30,,p3,e,1,Seizure disorder", "1962-02-01,,p3,e,2,Cough", "1962-02-01,,nobody,e,2,Cough"],
    )

    outcome = PatientImport(tmp_path).run(everyone)

    assert outcome.lines()[0] == "patients: 2 added, 0 already there, 1 rejected"
    assert outcome.lines()[3] == "conditions: 0 added, 0 already there, 3 rejected"
    assert [(row.file, row.line) for row in outcome.rejected] == [
        ("conditions.csv", 4),
        ("patients.csv", 4),
        ("conditions.csv", 2),
    ]
    assert patient_search.find(everyone, "garcia") == []


def test_names_are_never_taken_for_anything_else(everyone: Desk, tmp_path: Path) -> None:
    rows = [
        "p1,1990-01-01,,,<b>Bold</b>,<img src=x>,F,,,,",
        'p2,1990-01-01,,,"Robert ""Bob""; DROP TABLE",O\'Brien,M,,,,',
        "p3,1990-01-01,,,🦊,محمد,M,,,,",
        "p4,1990-01-01,,,=1+1,@SUM,M,,,,",
    ]
    PatientImport(write(tmp_path, "patients", PATIENTS, rows), strip_digits=False).run(everyone)

    kept = {(row["given_name"], row["family_name"]) for row in everyone.rows("SELECT * FROM patients")}
    assert kept == {
        ("<b>Bold</b>", "<img src=x>"),
        ('Robert "Bob"; DROP TABLE', "O'Brien"),
        ("🦊", "محمد"),
        ("=1+1", "@SUM"),
    }


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("patients.csv", b"", "has no column Id, FIRST, LAST"),
        ("patients.csv", b"Id,FIRST\np1,Colin\n", "has no column LAST"),
        ("patients.csv", bytes(range(256)) * 20, "has no column"),
        ("people.csv", b"Id,FIRST,LAST\n", "There is no patients.csv"),
    ],
)
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=sentence):
        PatientImport(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        PatientImport(tmp_path / "nothing.csv")


def test_a_child_file_with_a_missing_column_is_told(tmp_path: Path) -> None:
    write_all(tmp_path)
    write(tmp_path, "allergies", "START,STOP", [])
    with pytest.raises(UnreadableFile, match=r"allergies.csv has no column PATIENT, DESCRIPTION"):
        PatientImport(tmp_path)


def test_the_list_of_rejected_rows_holds_no_formula(everyone: Desk, tmp_path: Path) -> None:
    path = tmp_path / "=patients.csv"
    path.write_text(f"{PATIENTS}\n,1990-01-01,,,Colin,Wyman,M,,,,\n", encoding="utf-8")
    save_rejected(PatientImport(path).dry_run(everyone), tmp_path / "rejected.csv")

    lines = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["file,line,reason", "'=patients.csv,2,it has no Id"]


class Stop:
    """Cancels an import after so many patients."""

    def __init__(self, after: int) -> None:
        self.after = after

    def __call__(self, done: int, _total: int) -> None:
        if done >= self.after:
            raise Cancelled


def test_a_broken_off_import_is_finished_by_running_it_again(everyone: Desk, tmp_path: Path) -> None:
    write_all(tmp_path)
    with pytest.raises(Cancelled):
        PatientImport(tmp_path).run(everyone, Stop(2))
    (batch,) = import_batches.broken_off(everyone)
    assert (batch.added, batch.total) == (2, 3)

    outcome = PatientImport(tmp_path).run(everyone)

    assert outcome.lines()[0] == "patients: 1 added, 2 already there, 0 rejected"
    assert import_batches.broken_off(everyone) == []
    assert everyone.row("SELECT count(DISTINCT batch_id) AS n FROM patients") == {"n": 1}


def test_a_broken_off_import_is_taken_back_and_can_be_run_again(everyone: Desk, tmp_path: Path) -> None:
    write_all(tmp_path)
    with pytest.raises(Cancelled):
        PatientImport(tmp_path).run(everyone, Stop(2))
    (batch,) = import_batches.broken_off(everyone)

    assert import_batches.void(everyone, batch.id) == 2

    assert import_batches.broken_off(everyone) == []
    assert patient_search.find(everyone, "wyman") == []
    assert PatientImport(tmp_path).run(everyone).lines()[0] == "patients: 3 added, 0 already there, 0 rejected"
    assert len(patient_search.find(everyone, "wyman")) == 1


def test_taking_an_import_back_leaves_who_was_worked_with_since(everyone: Desk, tmp_path: Path) -> None:
    write_all(tmp_path)
    with pytest.raises(Cancelled):
        PatientImport(tmp_path).run(everyone, Stop(2))
    (batch,) = import_batches.broken_off(everyone)
    worked_with = found(everyone, "wyman")
    notes.write(everyone, patient_id=worked_with.id, kind="phone_call", body="Asks for a first date.")

    assert import_batches.void(everyone, batch.id) == 1

    assert found(everyone, "wyman").id == worked_with.id
    assert PatientImport(tmp_path).run(everyone).lines()[0] == "patients: 2 added, 1 already there, 0 rejected"


def test_only_an_administrator_imports(receptionist: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        PatientImport(write_all(tmp_path)).run(receptionist)


def test_rows_of_other_kinds_must_name_something(everyone: Desk, tmp_path: Path) -> None:
    write(tmp_path, "patients", PATIENTS, [COLIN])
    write(tmp_path, "medications", MEDICATIONS, ["2001-01-01,,p1,1,,"])
    write(tmp_path, "allergies", ALLERGIES, ["2001-02-01,2001-01-01,p1,e,1,,Dust,,,,"])

    outcome = PatientImport(tmp_path).dry_run(everyone)

    assert [row.reason for row in outcome.rejected if row.file != "patients.csv"] == [
        "STOP is before START",
        "DESCRIPTION is empty",
    ]


def test_the_clinic_verifies_after_an_import(clinic: Clinic, everyone: Desk, tmp_path: Path) -> None:
    PatientImport(write_all(tmp_path)).run(everyone)
    assert clinic.verify() == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real Synthea export is not on this machine")
def test_the_real_export_comes_in(everyone: Desk) -> None:
    outcome = PatientImport(REAL).run(everyone)

    assert outcome.lines()[0] == "patients: 42 added, 0 already there, 0 rejected"
    # 359 prescriptions of one person are 12 medicines.
    counts = [
        len(chart_facts.of(everyone, row["id"]).medicines.items) for row in everyone.rows("SELECT id FROM patients")
    ]
    assert max(counts) <= 12
    assert not any(
        any(sign.isdigit() for sign in row["family_name"]) for row in everyone.rows("SELECT * FROM patients")
    )


def born(number: int, birth: str, death: str = "") -> str:
    return f"b{number},{birth},{death},,Ida,Moss{'abcdefghijklmnop'[number]},F,,,,"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1968-07-21", date(1968, 7, 21)),
        ("21/07/1968", date(1968, 7, 21)),
        ("07/21/1968", date(1968, 7, 21)),
        ("21.7.1968", date(1968, 7, 21)),
        ("21-Jul-1968", date(1968, 7, 21)),
        ("5/5/1968", date(1968, 5, 5)),
        ("1968-07-21T08:02:56Z", date(1968, 7, 21)),
    ],
)
def test_birth_dates_in_either_order_are_read_where_they_leave_no_doubt(
    everyone: Desk, tmp_path: Path, written: str, day: date
) -> None:
    PatientImport(write(tmp_path, "patients", PATIENTS, [born(0, written)])).run(everyone)
    assert found(everyone, "mossa").birth_date == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("03/04/1970", "BIRTHDATE can be read with the day or the month first"),
        ("21/07/68", "BIRTHDATE has no year of four digits"),
        ("+2020", "BIRTHDATE has no year of four digits"),
        ("today", "BIRTHDATE has no year of four digits"),
        ("31/31/1970", "BIRTHDATE is not a day of the calendar"),
        ("1970", "BIRTHDATE is not a day of the calendar"),
    ],
)
def test_birth_dates_that_leave_a_doubt_are_left_out_with_the_reason(
    everyone: Desk, tmp_path: Path, written: str, reason: str
) -> None:
    rows = [born(0, "21/07/1968"), born(1, "07/21/1968"), born(2, written)]
    outcome = PatientImport(write(tmp_path, "patients", PATIENTS, rows)).run(everyone)
    (left_out,) = outcome.rejected
    assert left_out.line == 4
    assert left_out.reason.startswith(reason)
    assert outcome.counts["patients"].added == 2


def test_who_died_by_the_file_is_neither_called_nor_written_to(everyone: Desk, tmp_path: Path) -> None:
    PatientImport(write_all(tmp_path)).run(everyone)
    rules = contact_rules.of(everyone, found(everyone, "garcia lopez").id)
    assert (rules.may_call, rules.may_write, rules.words) == (False, False, ("Died 05-May-2020",))


def test_phone_numbers_of_a_file_keep_their_extensions(everyone: Desk, tmp_path: Path) -> None:
    rows = ["p1,Ida,Moss,(218) 555-0142 x12", "p2,Ana,Berg,", "p3,,Prince,555-014-2233"]
    PatientImport(write(tmp_path, "patients", "Id,FIRST,LAST,PHONE", rows)).run(everyone)
    assert found(everyone, "moss").phone_mobile == "218 555 0142 ext. 12"
    assert [line.record_number for line in patient_search.find(everyone, "2185550142")] == [1]
    assert found(everyone, "prince").phone_mobile == "555-014-2233"

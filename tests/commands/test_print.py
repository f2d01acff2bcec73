"""``clinicdesk print``, as a script would call it: a file is written, an entry says so, refusals are sentences."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PasswordType, PdfReader

from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.records import consents, letters, notes, patients, series, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage import keys
from tests.conftest import PASSWORD
from tests.printing.letter_writer import recipient
from tests.printing.sheets import texts

MOOD = "iv-ketamine-mood"


@pytest.fixture
def consent_number(clinic_file: Path, key: bytes) -> int:
    """Register patient 1 with a prepared consent, and close the file."""
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="rita", password=PASSWORD, workstation="TEST-PC")
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21))
    patient = patients.register(desk, details=details)
    number = consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=MOOD)).form_number
    clinic.close()
    return number


@pytest.fixture
def print_(clinic_file: Path, key: bytes, tmp_path: Path) -> Callable[..., int]:
    """Return the command with everything it needs to run unattended."""
    key_file, password_file = tmp_path / "key", tmp_path / "password"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    password_file.write_text(PASSWORD, encoding="utf-8")
    unattended = ["--clinic", str(clinic_file), "--key-file", str(key_file)]

    def run(*words: object, login: str = "rita") -> int:
        who = ["--staff", login, "--password-file", str(password_file)]
        return main(["print", *map(str, words), *unattended, *who])

    return run


def entries(clinic_file: Path, key: bytes) -> list[tuple[str, str | None]]:
    clinic = Clinic.open(clinic_file, key)
    found = [(e.action, e.reason) for e in clinic.ledger.entries_after(0) if e.action.startswith("paper")]
    clinic.close()
    return found


def test_a_consent_is_printed_by_its_form_number(print_, consent_number, clinic_file, key, tmp_path, capsys):
    out = tmp_path / "form.pdf"
    assert print_("consent", consent_number, "--out", out) == 0
    assert "ÅNGSTRÖM, Zoë" in texts(out.read_bytes())[0]
    assert capsys.readouterr().out == f"Consent form: {out}\n"
    assert entries(clinic_file, key) == [("paper.save", "consent")]


def test_a_blank_form_needs_no_patient(print_, clinic_file, key, tmp_path):
    out = tmp_path / "blank.pdf"
    assert print_("consent", "--blank", MOOD, "--out", out) == 0
    assert "Record number" not in texts(out.read_bytes())[0]
    assert entries(clinic_file, key) == [("paper.save", "consent-blank")]


def test_what_differs_between_two_versions_is_printed(print_, clinic_file, key, tmp_path, capsys):
    out = tmp_path / "differences.pdf"
    assert print_("text-differences", f"{MOOD}.en", "sample", 1, "--out", out) == 0
    assert "Both are the same." in texts(out.read_bytes())[0]
    assert entries(clinic_file, key) == [("paper.save", "text-differences")]
    assert print_("text-differences", f"{MOOD}.en", 1, 2, "--out", tmp_path / "none.pdf") != 0
    assert "There are: sample, 1." in capsys.readouterr().err


def test_a_copy_has_the_password_it_is_given(print_, consent_number, tmp_path, capsys):
    out, password_file = tmp_path / "form.pdf", tmp_path / "copy"
    password_file.write_text("harbour 12", encoding="utf-8")
    assert print_("consent", consent_number, "--copy-password-file", password_file, "--out", out) == 0
    reader = PdfReader(out)
    assert reader.decrypt("harbour 13") is PasswordType.NOT_DECRYPTED
    assert reader.decrypt("harbour 12") is not PasswordType.NOT_DECRYPTED
    assert "ÅNGSTRÖM, Zoë" in reader.pages[0].extract_text()
    password_file.write_text("short", encoding="utf-8")
    again = tmp_path / "again.pdf"
    assert print_("consent", consent_number, "--copy-password-file", password_file, "--out", again) != 0
    assert "at least 8 characters" in capsys.readouterr().err
    assert not again.exists()


def test_what_was_signed_is_asked_for_in_words(print_, consent_number, tmp_path, capsys):
    out = tmp_path / "form.pdf"
    assert print_("consent", consent_number, "--as-signed", "--out", out) != 0
    assert "no signed form yet" in capsys.readouterr().err


@pytest.mark.usefixtures("consent_number")
def test_a_face_sheet_is_printed_by_its_record_number(print_, clinic_file, key, tmp_path):
    out = tmp_path / "face.pdf"
    assert print_("face-sheet", "000 001", "--out", out) == 0
    assert "ÅNGSTRÖM, Zoë" in texts(out.read_bytes())[0]
    assert entries(clinic_file, key) == [("paper.save", "face-sheet")]


@pytest.mark.usefixtures("consent_number")
def test_the_latest_session_or_the_one_of_a_day_is_printed(print_, clinic_file, key, tmp_path, capsys):
    clinic = Clinic.open(clinic_file, key)
    nurse = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    patient = patients.by_record_number(nurse, 1).id
    today = nurse.local(nurse.now()).date()
    days = [today - timedelta(days=7), today - timedelta(days=3), today + timedelta(days=1)]
    series.plan(nurse, patient_id=patient, protocol_name=MOOD, days=days, time=None, indication=None)
    clinic.close()
    out = tmp_path / "session.pdf"
    assert print_("session", 1, "--out", out) == 1
    assert "Your role does not include seeing this." in capsys.readouterr().err
    assert print_("session", 1, "--out", out, login="nina") == 0
    assert "2 of 3" in " ".join(texts(out.read_bytes()))
    assert print_("session", 1, "--date", days[0], "--out", out, "--force", login="nina") == 0
    assert "1 of 3" in " ".join(texts(out.read_bytes()))
    for words, inside in (
        (("flowsheet", 1), "Flowsheet on paper"),
        (("chair-sheet", 1), "Chair sheet: session 2 of 3"),
        (("discharge-sheet", 1, "--date", days[0]), "Going home"),
        (("against-advice", 1), "Leaving against advice"),
        (("series-report", 1, "--date", days[2]), "No session has begun yet."),
        (("payer-report", 1, "--date", days[2]), "No session has been given yet."),
        (("emergency-sheet", 1), "Emergency sheet, "),
    ):
        assert print_(*words, "--out", out, "--force", login="nina") == 0
        assert inside in " ".join(texts(out.read_bytes())), words
    capsys.readouterr()
    assert print_("letter", 1, "--out", out, "--force", login="nina") == 1
    assert "No letter of this patient fits." in capsys.readouterr().err
    with_nobody = ("series-report", 1, "--date", "2020-01-01", "--out", out, "--force")
    assert print_(*with_nobody, login="nina") == 1


@pytest.mark.usefixtures("consent_number")
def test_the_latest_letter_that_counts_is_printed(print_, clinic_file, key, tmp_path):
    clinic = Clinic.open(clinic_file, key)
    nurse = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    patient = patients.by_record_number(nurse, 1).id
    to = recipient(nurse, patient).id
    for body in ("The first", "The second", "Typed by mistake"):
        note_id = letters.write(nurse, patient_id=patient, recipient_id=to, body=body)
    notes.void(nurse, note_id, reason="Typed by mistake", based_on=notes.get(nurse, note_id).version)
    clinic.close()
    out = tmp_path / "letter.pdf"
    assert print_("letter", 1, "--out", out, login="nina") == 0
    (sheet,) = texts(out.read_bytes())
    assert "For: Dr Mary Novak, psychiatrist" in sheet
    assert "The second" in sheet


def test_a_file_is_not_written_over_unasked(print_, tmp_path, capsys):
    out = tmp_path / "blank.pdf"
    out.write_bytes(b"mine")
    assert print_("consent", "--blank", MOOD, "--out", out) == 1
    assert "blank.pdf exists already" in capsys.readouterr().err
    assert out.read_bytes() == b"mine"
    assert print_("consent", "--blank", MOOD, "--out", out, "--force") == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("consent_number")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["consent", "77"], "This consent is not in this clinic."),
        (["consent", "--blank", "no-such-text"], "There are: escort-driving.en, "),
        (["face-sheet", "004 182"], "No patient has the record number 004 182."),
        (["session", "1"], "This patient has no session up to today."),
        (["session", "1", "--date", "2026-03-02"], "This patient has no session on 02-Mar-2026."),
    ],
)
def test_what_is_not_there_is_said(print_, tmp_path, capsys, words, sentence):
    out = tmp_path / "paper.pdf"
    assert print_(*words, "--out", out) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert not out.exists()


def test_a_folder_that_is_not_there_is_said(print_, tmp_path, capsys):
    assert print_("consent", "--blank", MOOD, "--out", tmp_path / "gone" / "blank.pdf") == 1
    assert "blank.pdf cannot be written in this folder" in capsys.readouterr().err
    assert list(tmp_path.glob("**/*.part")) == []


@pytest.mark.parametrize("words", [[], ["consent"], ["consent", "1", "--blank", MOOD], ["session", "one"], ["letter"]])
def test_wrong_words_are_wrong_usage(print_, words, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        print_(*words, "--out", tmp_path / "paper.pdf")
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        (("day-list", "--date", "2026-03-02"), "Nobody is booked for this day."),
        (("appointment-card", 1), "No appointment is booked at the moment."),
        (("downtime-pack",), "Downtime pack"),
        (("call-list", "reminder"), "Printed by Rita Moss"),
        (("papers-due", "missing"), "Nothing is to be done."),
    ],
)
@pytest.mark.usefixtures("consent_number")
def test_the_papers_of_the_front_desk(print_, clinic_file, key, tmp_path, words, inside):
    out = tmp_path / "paper.pdf"
    assert print_(*words, "--out", out) == 0
    assert inside in " ".join(texts(out.read_bytes()))
    assert entries(clinic_file, key) == [("paper.save", words[0])]


@pytest.mark.usefixtures("print_")
def test_a_calendar_file(clinic_file, tmp_path, capsys):
    out = tmp_path / "bookings.ics"
    unattended = ["--clinic", str(clinic_file), "--key-file", str(tmp_path / "key")]
    who = ["--staff", "rita", "--password-file", str(tmp_path / "password")]
    assert main(["calendar", "--out", str(out), *unattended, *who]) == 0
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert capsys.readouterr().out == f"Calendar: {out}\n"
    assert main(["calendar", "--out", str(out), "--of", "nobody", "--force", *unattended, *who]) == 1
    assert "nobody" in capsys.readouterr().err


def test_a_note_is_printed_by_its_day_and_place(print_, clinic_file, key, tmp_path, capsys):
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    details = PatientDetails(family_name="Note", given_name="Zoë", birth_date=date(1968, 7, 21))
    patient_id = patients.register(desk, details=details)
    day = desk.local(desk.now()).date()
    out = tmp_path / "note.pdf"
    for words in ("First text", "Second text"):
        notes.write_signed(desk, patient_id=patient_id, kind="progress", body=words)
    clinic.close()
    assert print_("note", 1, "--out", out, login="nina") == 0
    assert "Second text" in texts(out.read_bytes())[0]
    assert print_("note", 1, "--date", day, "--which", 1, "--out", out, "--force", login="nina") == 0
    assert "First text" in texts(out.read_bytes())[0]
    assert entries(clinic_file, key) == [("paper.save", "note")] * 2
    assert print_("note", 1, "--which", 3, "--out", tmp_path / "no.pdf", login="nina") != 0
    assert "There are 2 notes to choose from" in capsys.readouterr().err
    assert print_("note", 1, "--date", "2001-01-01", "--out", tmp_path / "no.pdf", login="nina") != 0
    assert print_("note", 1, "--out", tmp_path / "no.pdf") != 0
    assert not (tmp_path / "no.pdf").exists()

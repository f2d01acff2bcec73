"""The sample clinic: whole, in every state, true to the hour; and nothing real is ever touched by it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinicdesk import errors, sample, workstation
from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.printing import papers
from clinicdesk.records import (
    accounts,
    appointments,
    authorisations,
    calls,
    chart_facts,
    consents,
    contact_rules,
    documents,
    duty,
    enquiries,
    merging,
    messages,
    notes,
    patients,
    payments,
    practice,
    series,
    sessions,
    staff,
    today,
    waiting_list,
)
from clinicdesk.records.appointments import State
from clinicdesk.records.calls import Purpose
from clinicdesk.records.consents import Status
from clinicdesk.records.patient_details import CHANNELS
from clinicdesk.rules import timeline
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Standing
from clinicdesk.rules.booking import clashes
from clinicdesk.rules.media import Media
from clinicdesk.rules.names import fold
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage import blobs, head, keys, verify
from clinicdesk.storage.clock import DrivenClock, SystemClock, from_text

ROOT = Path(__file__).parents[2]
# Sundays in Portland, on which the clocks change as well: three minutes after midnight, ten minutes before.
EARLY = datetime(2026, 3, 8, 5, 3, tzinfo=UTC)
LATE = datetime(2026, 11, 2, 4, 50, tzinfo=UTC)


def copied(made: Path, folder: Path) -> Path:
    """Copy a closed sample clinic with all that lies beside it."""
    shutil.copytree(made.parent, folder, dirs_exist_ok=True)
    return folder / made.name


def desk_of(path: Path, clock: SystemClock | DrivenClock) -> Desk:
    clinic = Clinic.open(path, keys.SAMPLE_KEY, clock)
    return staff.sign_in(clinic, login="all", password=sample.PASSWORD, workstation="TEST-PC")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one sample clinic for all tests here, by the command and on this PC's own clock."""
    folder = tmp_path_factory.mktemp("sample")
    assert main(["demo", "--dir", str(folder), "--no-window"]) == 0
    return folder / sample.FILE_NAME


@pytest.fixture(scope="module")
def everybody(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a desk in a copy of the sample, for tests that only read."""
    desk = desk_of(copied(made, tmp_path_factory.mktemp("opened")), SystemClock())
    yield desk
    desk.clinic.close()


def patient_ids(desk: Desk) -> list[str]:
    return [row["id"] for row in desk.rows("SELECT id FROM patients ORDER BY id")]


def all_sessions(desk: Desk) -> list[sessions.SessionLine]:
    return [line for patient in patient_ids(desk) for line in sessions.of_patient(desk, patient)]


def test_every_entry_names_the_patients_whose_rows_it_writes(everybody: Desk) -> None:
    """What an entry does not name, the history of that chart does not show."""
    owners: dict[tuple[str, str], str] = {}
    seen = 0
    for entry in everybody.clinic.ledger.entries_after(0):
        for change in entry.changes:
            row = (change.table, change.row_id)
            owner = change.row_id if change.table == "patients" else change.columns.get("patient_id", owners.get(row))
            if owner is not None:
                owners[row] = str(owner)
                seen += 1
                assert owner in entry.patients, f"{entry.action} writes {change.table} of somebody it does not name"
    assert seen > 500


def test_the_file_is_whole_and_says_that_it_is_a_sample(everybody: Desk) -> None:
    assert everybody.clinic.verify() == []
    assert everybody.clinic.is_sample
    assert "(sample)" in practice.get(everybody).name


def test_consents_are_in_every_state(everybody: Desk) -> None:
    found = {
        consent.status for patient in patient_ids(everybody) for consent in consents.of_patient(everybody, patient)
    }

    assert found == set(Status)


def test_the_lists_hold_all_four_answers(everybody: Desk) -> None:
    answers = {chart_facts.of(everybody, patient).allergies.answer for patient in patient_ids(everybody)}

    assert answers == set(Answer)


def test_sessions_are_in_every_state_of_a_day(everybody: Desk) -> None:
    board = today.board(everybody, everybody.local(everybody.now()).date())

    assert {row.phase for row in board} >= {
        Phase.PLANNED,
        Phase.ARRIVED,
        Phase.RUNNING,
        Phase.RECOVERY,
        Phase.DISCHARGED,
        Phase.NOT_TREATED,
    }
    assert {row.signed for row in board} == {True, False}
    assert any(line.phase is Phase.DISCHARGED and not line.signed for line in sessions.unsigned(everybody))


def test_there_is_a_finished_series_a_booster_and_one_that_was_ended(everybody: Desk) -> None:
    found = [one for patient in patient_ids(everybody) for one in series.of_patient(everybody, patient)]

    assert any(len(one.sessions) == 6 and all(line.signed for line in one.sessions) for one in found)
    assert any(one.protocol.id == "iv-ketamine-booster" for one in found)
    assert any(one.ended_on and one.ended_reason for one in found)


def test_the_front_desk_has_a_believable_week(everybody: Desk) -> None:
    day = everybody.local(everybody.now()).date()
    week = [one for offset in range(-7, 8) for one in appointments.on_day(everybody, day + timedelta(days=offset))]

    assert {one.state for one in week} == set(State)
    assert {one.kind for one in week} >= {"session", "intake", "follow_up", "integration", "phone_call", "blocked"}
    assert len({one.chair for one in week if one.session_id}) >= 3
    assert any(one.staff for one in week)
    assert any(one.checked_in_at for one in week)
    coming = appointments.between(everybody, day + timedelta(days=1), day + timedelta(days=7))
    assert {everybody.local(one.starts_at).weekday() for one in coming} <= set(range(5)) | {day.weekday()}
    assert any(one.lost for one in appointments.unbooked_sessions(everybody, day, day + timedelta(days=14)))
    assert len(waiting_list.open(everybody)) == 3


def test_every_list_of_the_front_desk_has_somebody_on_it(everybody: Desk) -> None:
    lists = {purpose: calls.of(everybody, purpose) for purpose in Purpose}

    assert all(found.to_call for found in lists.values())
    assert any(line.barred for line in lists[Purpose.REMINDER].apart)
    assert lists[Purpose.NO_SHOW].to_call[0].first
    assert any(line.tried for line in lists[Purpose.NO_SHOW].to_call)
    waiting, done = enquiries.open_ones(everybody), enquiries.done(everybody)
    assert any(not one.name for one in waiting)
    assert any(one.patient_id for one in done)
    assert any(one.closed_reason for one in done)


def test_everybody_has_one_new_message_and_nothing_urgent_waits(made: Path, tmp_path: Path) -> None:
    clinic = Clinic.open(copied(made, tmp_path / "read"), keys.SAMPLE_KEY)
    try:
        for login in ("admin", "reception", "nurse", "prescriber"):
            desk = staff.sign_in(clinic, login=login, password=sample.PASSWORD, workstation="TEST-PC")
            assert messages.unread_count(desk) == 1, login
            assert messages.urgent_waiting(desk) == messages.unanswered(desk) == [], login
        assert duty.today(desk).member is not None
    finally:
        clinic.close()


def test_people_are_told_apart_merged_and_contacted_by_their_rules(everybody: Desk) -> None:
    people = [patients.get(everybody, patient) for patient in patient_ids(everybody)]
    rules = [contact_rules.from_details(one) for one in people]

    namesakes = [one for one in people if fold(f"{one.given_name} {one.family_name}") == "maria lopez"]
    assert len({one.birth_date for one in namesakes}) == 2
    assert all(one.distinguishing_remark for one in namesakes)
    twins = [one for one in people if one.family_name == "Thornton"]
    assert len({one.given_name for one in twins}) == 2
    assert len({(one.birth_date, one.phone_home) for one in twins}) == 1
    assert any(one.deceased for one in people)
    assert any(one.moved_away for one in people)
    assert any(one.do_not_call for one in people)
    assert any(one.former_names for one in people)
    assert {rule.may_leave_message for rule in rules if rule.may_call} == {True, False, None}
    assert {one.preferred_channel for one in people} == {*CHANNELS, ""}
    assert any(merging.merges_of(everybody, one.id) for one in people)


def test_money_and_papers_are_in_several_states(everybody: Desk) -> None:
    ids, day = patient_ids(everybody), everybody.local(everybody.now()).date()
    books = [accounts.of_patient(everybody, patient) for patient in ids]
    standings = {one.standing(day) for listed in authorisations.of_many(everybody, ids).values() for one in listed}
    filed = [one for patient in ids for one in documents.of_patient(everybody, patient)]

    assert any(book.owed_cents > 0 for book in books)
    assert any(book.deposit_missing_cents for book in books)
    assert {paid.kind for book in books for paid in book.payments} == set(payments.KINDS)
    assert any(paid.was_cents for book in books for paid in book.payments)
    assert standings >= {Standing.GOOD, Standing.RUNNING_OUT}
    assert {one.media for one in filed} >= {Media.PDF, Media.JPEG}
    assert any(one.waits_for_review for one in filed)
    assert any(one.reviewed_at for one in filed)
    for one in filed:
        if one.media is Media.PDF:
            sheets = PdfReader(BytesIO(documents.content(everybody, one.id))).pages
            assert all("do not exist" in sheet.extract_text() for sheet in sheets)


def test_nobody_and_no_chair_is_booked_twice_at_a_time(everybody: Desk) -> None:
    day = everybody.local(everybody.now()).date()
    taken = [
        one.taken
        for one in appointments.between(everybody, day - timedelta(days=40), day + timedelta(days=40))
        if one.taken is not None
    ]

    assert len(taken) > 60
    for place, one in enumerate(taken):
        assert clashes(one.span, one.holds, taken[place + 1 :]) == []


def test_something_went_wrong_in_a_few_sessions(everybody: Desk) -> None:
    read = [sessions.get(everybody, line.id) for line in all_sessions(everybody)]

    kinds = {event.kind for session in read for event in session.adverse_events}
    paused = [s for s in read if timeline.paused(s.timeline, sessions.now_of(everybody)).milliseconds > 0]
    assert kinds == {"bp_increase", "nausea"}
    assert len(paused) == 1
    assert any(observation.corrects for session in read for observation in session.observations)
    assert any(session.addenda for session in read)
    assert all(sessions.missing_to_sign(session) == () for session in read if session.is_signed)


def test_notes_are_signed_added_to_and_left_open(everybody: Desk) -> None:
    written = [note for patient in patient_ids(everybody) for note in notes.of_patient(everybody, patient)]

    assert any(note.is_signed and note.addenda for note in written)
    assert any(note.is_open for note in written)
    assert notes.unsigned(everybody)


def test_a_running_infusion_shows_its_time_without_a_gap(everybody: Desk) -> None:
    (line,) = sessions.running(everybody)
    session = sessions.get(everybody, line.id)
    assert session.started is not None

    since = timeline.since_start(session.timeline, sessions.now_of(everybody))
    assert abs(since.milliseconds - 17 * 60_000) < 60_000
    assert session.latest(Kind.SYSTOLIC) is not None
    # On Linux the boot is that of the PC; elsewhere each run of the program is one of its own.
    assert since.gap is (session.started.boot != everybody.clinic.clock.boot)


def test_the_history_reads_in_the_order_of_time(everybody: Desk) -> None:
    moments = [row["at"] for row in everybody.rows("SELECT at FROM search_entries ORDER BY seq")]

    assert moments == sorted(moments)
    assert from_text(moments[-1]) - from_text(moments[0]) > timedelta(days=200)


def test_every_paper_says_that_its_people_do_not_exist(everybody: Desk) -> None:
    patient = patient_ids(everybody)[0]
    signed = next(c for p in patient_ids(everybody) for c in consents.of_patient(everybody, p) if c.signed_paper)
    stored = everybody.clinic.blobs.fetch(signed.signed_paper or "")
    wanted = [papers.PaperRequest("consent", signed.id), papers.PaperRequest("consent-blank", signed.text_name)]
    wanted += [papers.PaperRequest("face-sheet", patient)]

    for content in [stored, *(papers.build(everybody, request).content for request in wanted)]:
        for sheet in PdfReader(BytesIO(content)).pages:
            assert "do not exist" in sheet.extract_text()


@pytest.mark.parametrize("hour", [EARLY, LATE])
def test_today_is_full_on_a_weekend_and_near_midnight(hour: datetime, tmp_path: Path) -> None:
    desk = desk_of(sample.make_in(tmp_path, DrivenClock(hour)), DrivenClock(hour))
    try:
        day: date = desk.local(hour).date()
        of_today = [row for row in today.board(desk, day) if row.day == day]
        assert len([row for row in of_today if row.session_id]) == 10
        assert any(row.session_id is None for row in of_today)
        assert {row.phase for row in of_today} >= {Phase.PLANNED, Phase.ARRIVED, Phase.RUNNING, Phase.RECOVERY}
        (line,) = sessions.running(desk)
        since = timeline.since_start(sessions.get(desk, line.id).timeline, sessions.now_of(desk))
        assert (since.minutes, since.gap) == (17, False)
    finally:
        desk.clinic.close()


def test_made_again_it_replaces_the_older_sample_once_nobody_has_it_open(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied(made, tmp_path / "again")
    words = ["demo", "--dir", str(path.parent), "--no-window"]
    clinic = Clinic.open(path, keys.SAMPLE_KEY)
    assert main(words) == 1
    assert "Close the window, then make it anew." in capsys.readouterr().err
    assert clinic.verify() == []
    clinic.close()

    before = head.read(path)
    assert main(words) == 0
    out = capsys.readouterr().out
    after = head.read(path)
    assert before is not None
    assert after is not None
    assert after.file_id != before.file_id
    assert all(login in out for login in sample.logins())
    assert sample.PASSWORD in out
    assert sorted(file.name for file in path.parent.iterdir()) == ["sample.blobs", "sample.clinicdesk", "sample.head"]


def test_a_real_clinic_of_that_name_stays(
    clinic_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    path = folder / sample.FILE_NAME
    clinic_file.rename(path)
    before = path.read_bytes()

    assert main(["demo", "--dir", str(folder), "--no-window"]) == 1
    assert "is not a sample clinic, so it stays" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"a letter to somebody", b"\x00" * 8192])
def test_any_other_file_stays(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / sample.FILE_NAME
    path.write_bytes(content)

    with pytest.raises(errors.CannotWrite, match="so it stays"):
        sample.make_in(tmp_path)
    assert path.read_bytes() == content


def test_a_making_that_fails_leaves_the_older_sample_as_it_was(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied(made, tmp_path / "older")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    monkeypatch.setattr("clinicdesk.sample.place.tell", _fail)

    with pytest.raises(RuntimeError):
        sample.make_in(path.parent)
    after = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert sorted(after) == sorted(before)
    assert after["sample.blobs"] == before["sample.blobs"]
    desk_of(path, SystemClock()).clinic.close()


def _fail(_stage: object) -> None:
    raise RuntimeError


def test_this_pcs_own_clinic_and_settings_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "account"))
    monkeypatch.setattr(keys, "keep", _never)
    monkeypatch.setattr(keys, "fetch", _never)

    assert main(["demo", "--no-window"]) == 0
    assert not workstation.default_clinic_file().exists()
    assert {file.parent.name for file in (tmp_path / "account").rglob("*") if file.is_file()} == {"sample"}


def _never(*_arguments: object) -> bytes:
    raise AssertionError("the keyring is not asked")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have nothing to show a window on")
def test_where_no_window_can_be_shown_it_says_how_to_open_the_file(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "clinicdesk", "demo", "--dir", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f'To open it: clinicdesk --clinic "{tmp_path / sample.FILE_NAME}"'


SHOWN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from clinicdesk.__main__ import main

app = QApplication([])

def look():
    windows = app.topLevelWidgets()
    words = {label.text() for window in windows for label in window.findChildren(QLabel) if label.isVisible()}
    wanted = {"Sample clinic: the people in it do not exist.", "Harbour Light Ketamine Clinic (sample)"}
    if wanted <= words:
        print("seen")
        app.closeAllWindows()

timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
sys.exit(main(["demo", "--dir", sys.argv[1]]))
"""


def test_the_window_opens_on_it_and_says_so_before_anybody_signs_in(tmp_path: Path) -> None:
    places = {name: str(tmp_path / "account") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA")}
    # A window and a clinic are made in another process: that is why this takes some seconds.
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, str(tmp_path / "sample")],
        cwd=ROOT,
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "seen"
    for kept in (tmp_path / "account").rglob("this-pc.toml"):
        assert "sample" not in kept.read_text(encoding="utf-8")


def test_the_command_opens_what_it_made(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # All that the program records is proven by the fast check: a doubt would cost a real clinic minutes each time.
    monkeypatch.delattr(verify, "what_differs")
    assert main(["verify", "--clinic", str(made)]) == 0
    assert "The record is whole" in capsys.readouterr().out
    assert blobs.path_of(made).exists()

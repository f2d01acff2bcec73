"""Bad input gets a clear sentence where the person is, and nothing is lost.

How a clinic file that does not open is told in the window stands in ``tests/ui/sign_in/test_file_problems.py``; here
the command meets the same files. What tables and CSV files get wrong stands in ``tests/exchange``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from clinicdesk import resources
from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import DiskFull, FileDamaged
from clinicdesk.records import practice, sessions, wordings
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage import database, keys
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands, NotSeen
from tests.journeys.conftest import desk_of
from tests.records.sessions import steps
from tests.ui.conftest import OpenWindow, OwnKeyring
from ui.today.board_page import BoardPage

ROOT = Path(__file__).parents[2]
Enter = Callable[[str], None]
Verify = Callable[[], str]

# A clinic file that does not open, met by the command -----------------------------------------------------------------


@pytest.fixture
def verify(clinic_file: Path, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    """Return a function that runs the command on the clinic file, which must refuse, and returns its sentence."""
    key_file = tmp_path / "key"
    key_file.write_text(key.hex(), encoding="ascii")

    def run() -> str:
        assert main(["verify", "--clinic", str(clinic_file), "--key-file", str(key_file)]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    return run


def test_a_wrong_key(verify: Verify, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(keys.new_key().hex(), encoding="ascii")
    assert verify() == "clinicdesk: The key does not open clinic.clinicdesk. Check the recovery key.\n"


def test_a_file_another_program_holds(
    verify: Verify, clinic_file: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
    holder = database.connect(clinic_file, key, writing=True)
    holder.execute("BEGIN EXCLUSIVE")
    assert "Another program is using clinic.clinicdesk. Close it, or wait a moment, and try again." in verify()
    holder.close()


def test_a_damaged_page_is_named(verify: Verify, clinic_file: Path) -> None:
    with clinic_file.open("r+b") as file:
        file.seek(4096 * 20 + 100)
        file.write(bytes(100))
    assert "damaged" in verify()


def test_a_file_of_something_else(verify: Verify, clinic_file: Path) -> None:
    clinic_file.write_bytes(b"%PDF-1.7" + bytes(5000))
    assert "clinic.clinicdesk is not a ClinicDesk file. Choose another file." in verify()


def test_a_file_of_a_newer_version(verify: Verify, clinic_file: Path, key: bytes) -> None:
    newer = database.connect(clinic_file, key, writing=True)
    newer.execute("PRAGMA user_version = 9999")
    newer.close()
    assert "Install the newer version to open it." in verify()


def _as_nobody(do: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same function, done by an account that may do nothing special."""

    def done_by_nobody(*values: Any, **named: Any) -> Any:
        os.seteuid(65534)
        try:
            return do(*values, **named)
        finally:
            os.seteuid(0)

    return done_by_nobody


@pytest.fixture
def read_only(clinic_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the folder read-only. An administrator may write everywhere, so as one we are nobody while it is opened."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    folder = clinic_file.parent
    outer = [place for place in folder.parents if place.stat().st_uid == os.geteuid() and place != Path("/")]
    modes = {place: place.stat().st_mode for place in (folder, *outer)}
    for place in outer:
        place.chmod(modes[place] | 0o055)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        monkeypatch.setattr(Clinic, "open", staticmethod(_as_nobody(Clinic.open)))
    yield
    for place, mode in modes.items():
        place.chmod(mode)


def test_a_read_only_folder(verify: Verify, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("read_only")
    sentence = verify()
    assert "read-only" in sentence or "may write in its folder" in sentence


def test_a_read_only_folder_in_the_window(
    qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("read_only")
    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.see("The clinic file cannot be written")
    assert hands.found("Try again")


def test_a_keyring_that_is_absent_or_locked(
    clinic_file: Path, key: bytes, ring: OwnKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["verify", "--clinic", str(clinic_file)]
    assert main(words) == 1
    assert "does not know the key of this clinic" in capsys.readouterr().err
    keys.keep(key)
    ring.locked = True
    assert main(words) == 1
    assert "The keyring of this PC is locked." in capsys.readouterr().err
    ring.locked = False
    assert main(words) == 0


def test_a_pc_without_a_keyring(clinic_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--clinic", str(clinic_file)]) == 1
    assert "This PC has no keyring." in capsys.readouterr().err


# While somebody works -------------------------------------------------------------------------------------------------


def test_damage_done_while_somebody_works_is_told_by_the_check(enter: Enter, hands: Hands, clinic_file: Path) -> None:
    enter("all")
    desk_of(hands).clinic.reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with clinic_file.open("r+b") as file:
        # Behind what every window reads when it opens the file.
        file.seek(clinic_file.stat().st_size * 3 // 4 // 4096 * 4096 + 100)
        file.write(bytes(100))
    hands.click("Settings")
    hands.click("Record")
    hands.click("Check the record")
    hands.see("Do not work on; copy")


def text_of(hands: Hands, name: str) -> str:
    field = hands.find(name)
    assert isinstance(field, QLineEdit)
    return field.text()


def test_a_full_disk_keeps_what_was_typed(enter: Enter, hands: Hands) -> None:
    enter("all")
    clinic = desk_of(hands).clinic
    hands.press("Ctrl+N")
    hands.type("Family name", "Okafor")
    hands.type("Given name", "Ada")
    hands.type("Street and number", "44 Pine Street")
    pages = clinic._writer.execute("PRAGMA page_count").fetchone()[0]
    clinic._writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        # Whatever room is left in the pages there are is used up.
        [desk_of(hands).record("chart.open", reason="again" * 50) for _number in range(400)]
    hands.press("Ctrl+S")
    hands.see("The disk is full, so nothing was saved. Make room on it, then save again.")
    # Neither typing on, nor locking the window and coming back, is stopped by a draft that cannot be kept.
    hands.type("City", "Duluth" * 80)
    assert not any("DuluthDuluth" in kept.body for kept in clinic.local.drafts(desk_of(hands).person.id))
    hands.press("Ctrl+L")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    assert text_of(hands, "Family name") == "Okafor"
    assert text_of(hands, "Street and number") == "44 Pine Street"

    clinic._writer.execute("PRAGMA max_page_count = 1000000")
    hands.press("Ctrl+S")
    hands.see("OKAFOR, Ada")
    assert clinic.verify() == []


def test_impossible_dates_are_told_and_not_recorded(enter: Enter, hands: Hands) -> None:
    enter("all")
    hands.press("Ctrl+N")
    hands.type("Family name", "Okafor")
    hands.type("Given name", "Ada")
    for typed, sentence in (("30 Feb 1980", "30 Feb 1980"), ("21 Jul 2086", "future"), ("21 Jul 1685", "1685")):
        hands.type("Date of birth", typed)
        hands.see(sentence)
        hands.press("Ctrl+S")
        hands.see("Not saved yet")
        assert text_of(hands, "Date of birth") == typed
    hands.type("Date of birth", "21jul86")
    hands.press("Ctrl+S")
    hands.see("OKAFOR, Ada")


def test_impossible_vital_signs_are_told_and_not_recorded(enter: Enter, hands: Hands, everyone: Desk) -> None:
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    enter("all")
    hands.click("Next step: Mark arrived")
    hands.choose_row("Board", "ÅNGSTRÖM")
    for name, typed, sentence in (
        ("Weight", "7000 kg", "7000"),
        ("Weight", "0", "Weight"),
        ("Blood pressure", "80/120", "the first number must be the higher one"),
        ("Heart rate", "9000", "Heart rate"),
        ("Oxygen saturation", "101", "101"),
    ):
        hands.type(name, typed)
        hands.see(sentence)
        assert text_of(hands, name) == typed
        assert hands.find(name).accessibleDescription() != "Recorded"
    hands.type("Weight", "82.4 kg")
    assert {seen.kind: seen.value for seen in sessions.get(everyone, session_id).observations} == {Kind.WEIGHT: 82_400}


ODD = (
    ("<b>Bold</b>", "<img src=x onerror=alert(1)>", True),
    ('O\'Brien "Bob"', "%s {name} \\n", True),
    ("Łukasz-Nguyễn", "Zoë Ångström", True),
    ("Smile 😀 Family 👨‍👩‍👧", "Ada", False),
    ("עברית", "محمد", False),
    ("X" * 300, "Y" * 300, True),
)


@pytest.mark.parametrize(("family", "given", "printable"), ODD)
def test_odd_names_are_shown_as_they_are_everywhere(
    enter: Enter, hands: Hands, everyone: Desk, family: str, given: str, printable: bool
) -> None:
    enter("all")
    hands.press("Ctrl+N")
    hands.type("Family name", family)
    hands.type("Given name", given)
    hands.press("Ctrl+S")
    hands.see("Overview")
    (row,) = everyone.rows("SELECT family_name, given_name FROM patients")
    assert (row["family_name"], row["given_name"]) == (family, given)
    # The letters of the family name are the same, whether in capitals or cut at the window's edge.
    begins = family.upper()[:25]
    hands.see(begins)
    hands.see(given[:25])
    hands.click("History")
    hands.choose_row("History of the chart", "Registered the patient", open_it=False)
    hands.see(family[:25])
    hands.click("Overview")
    hands.press("Ctrl+2")
    hands.see(begins)
    assert hands.window.width() <= 1280

    hands.press("Ctrl+K")
    hands.type("Find a patient", family[:9], leave=False)
    hands.see(begins)
    hands.press("Return")
    hands.press("Ctrl+P")
    if printable:
        hands.see("Page 1 of")
    else:
        # Never a paper with a gap where the name should be.
        hands.see("cannot be printed")
        assert not hands.found("Print…")


def test_a_csv_file_with_a_cell_of_ten_megabytes_is_refused_by_the_command(
    clinic_file: Path, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("key", key.hex()), ("password", PASSWORD)):
        (tmp_path / name).write_text(text, encoding="ascii")
    csv = tmp_path / "people.csv"
    # In Latin-1, with semicolons: one row is good, one is far too long.
    rows = f"Id;BIRTHDATE;FIRST;LAST\n1;1980-01-01;Zoë;Ångström\n2;1980-01-01;{'A' * 10_000_000};Moss\n"
    csv.write_bytes(rows.encode("latin-1"))
    words = ["--clinic", str(clinic_file), "--key-file", str(tmp_path / "key")]
    words += ["--staff", "all", "--password-file", str(tmp_path / "password")]
    assert main(["import", *words, str(csv)]) == 0
    said = capsys.readouterr()
    assert "patients: 1 added, 0 already there, 1 rejected" in said.out
    assert "10,000,000 characters" in said.err
    assert len(said.err) < 1000


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the texts and protocols that the program reads instead of its own."""
    copy = tmp_path / "resources"
    shutil.copytree(resources.root(), copy, ignore=shutil.ignore_patterns("fonts", "licences"))
    for name in ("fonts", "licences"):
        (copy / name).symlink_to(resources.root() / name)
    monkeypatch.setattr(resources, "root", lambda: copy)
    wordings.shipped.cache_clear()
    yield copy
    wordings.shipped.cache_clear()


def test_a_faulty_text_or_protocol_is_named_with_its_line_and_the_others_load(
    own_resources: Path, enter: Enter, hands: Hands, everyone: Desk
) -> None:
    # A copy under another id: nobody has adopted it, so the file is all there is of it.
    ours = (own_resources / "consents" / "iv-ketamine-pain.en.md").read_text(encoding="utf-8")
    text = own_resources / "consents" / "our-pain.en.md"
    ours = ours.replace("id: iv-ketamine-pain", "id: our-pain").replace("chronic pain", "our own pain")
    text.write_text(ours.replace("valid_days:", "valid_daze:"), encoding="utf-8")
    line = next(n for n, words in enumerate(text.read_text(encoding="utf-8").splitlines(), 1) if "valid_daze" in words)
    protocol = own_resources / "protocols" / "iv-ketamine-booster.toml"
    protocol.write_text("id = \n" + protocol.read_text(encoding="utf-8"), encoding="utf-8")
    patient = steps.register_zoe(everyone)

    enter("all")
    hands.click("Settings")
    hands.click("Record")
    hands.see("20 consent texts, 7 protocols, 20 questionnaires and 7 templates of notes can be used.")
    hands.see(f"our-pain.en.md, line {line}: ")
    hands.see("iv-ketamine-booster.toml, line 1: ")

    open_chart(hands, "zoe", patient)
    hands.click("Consents")
    hands.click("New consent…")
    hands.choose("Text", "Consent to intravenous ketamine for a mood disorder · English")
    with pytest.raises(NotSeen, match="is not offered"):
        hands.choose("Text", "Consent to intravenous ketamine for our own pain · English")
    hands.press("Esc")


def open_chart(hands: Hands, typed: str, patient: str) -> None:
    hands.press("Ctrl+K")
    hands.type("Find a patient", typed, leave=False)
    hands.see("ÅNGSTRÖM")
    hands.press("Return")
    hands.wait_for(lambda: hands.find("Chart").patient_id == patient, "the chart")


SECOND = """
import sys
from pathlib import Path
import keyring
from keyring.backends import fail
keyring.set_keyring(fail.Keyring())
from clinicdesk.__main__ import main
from ui import app, main_window
shown = main_window.MainWindow.show
def show(window):
    shown(window)
    window.painted.connect(lambda: print("window", flush=True))
    if window._single is not None:
        window._single.raise_wanted.connect(lambda: (print("to the front", flush=True), window.close()))
app.MainWindow.show = show
code = main(["--clinic", sys.argv[1]])
print("left", code, flush=True)
"""


@pytest.fixture
def account() -> Iterator[dict[str, str]]:
    """Return the environment of an account of its own; its folder has a short name, as the sockets of Unix need."""
    with tempfile.TemporaryDirectory() as folder:
        places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)
        yield {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(os.name == "nt", reason="folders of an account are set by the environment on Unix only")
def test_a_second_start_on_the_same_file_brings_the_first_window_to_the_front(
    clinic_file: Path, account: dict[str, str]
) -> None:
    def start() -> "subprocess.Popen[str]":
        words = [sys.executable, "-c", SECOND, str(clinic_file)]
        return subprocess.Popen(words, env=account, stdout=subprocess.PIPE, text=True, cwd=account["HOME"])

    first = start()
    assert first.stdout is not None
    assert first.stdout.readline() == "window\n"
    second = start()
    assert second.communicate(timeout=30)[0] == "left 0\n"
    assert first.stdout.read() == "to the front\nleft 0\n"
    first.stdout.close()
    assert first.wait(timeout=30) == 0


def test_a_clock_set_back_during_an_infusion_leaves_the_timer_right_and_is_told(
    enter: Enter, hands: Hands, everyone: Desk, clock: DrivenClock
) -> None:
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(everyone, everyone, session_id)
    enter("all")
    hands.click("Next step: Open session")
    clock.pass_time(minutes=4)
    clock.set_wall(clock.now() - timedelta(minutes=45))
    hands.window.tick()
    hands.see("was set back by 45 minutes")
    hands.see("4:00")
    hands.press("F2")
    hands.type("Heart rate", "71")
    last = sessions.rounds(sessions.get(everyone, session_id))[-1]
    # It stands at the fourth minute of the infusion, whatever the clock on the wall says.
    assert last.minute == 4
    assert desk_of(hands).clinic.verify() == []
    hands.window.close_now()
    again = Clinic.open(everyone.clinic.path, everyone.clinic._key, clock)
    assert sessions.running(Desk.of_system(again, "x"))
    again.close()


def test_a_window_locks_whatever_has_become_of_its_file(
    enter: Enter, hands: Hands, qtbot: QtBot, clinic_file: Path
) -> None:
    enter("all")
    clinic = desk_of(hands).clinic
    clinic._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with clinic_file.open("r+b") as file:
        for page in range(1, clinic_file.stat().st_size // 4096):
            file.seek(page * 4096 + 50)
            file.write(bytes(60))
    clinic.reader.execute("PRAGMA shrink_memory")
    with pytest.raises(FileDamaged):
        practice.get(desk_of(hands))
    board = hands.window.findChild(BoardPage)
    # What the board is just about to read is damaged too: outside a test a calm box says so.
    with qtbot.capture_exceptions() as faults:
        hands.press("Ctrl+L")
        hands.see("Locked by Sam Rivera, MD.")
        hands.wait_for(lambda: not board._late.isActive(), "the end of what the board reads")
    assert not hands.found("Today")
    assert all(kind is FileDamaged for kind, _fault, _trace in faults)

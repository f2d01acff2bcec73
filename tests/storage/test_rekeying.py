"""Another key: exactly one of the two opens the clinic, wherever the change was broken off, and nothing is lost."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled, DiskFull, FileDamaged, FileLocked, WrongKey
from clinicdesk.storage import blobs, head, keys, rekeying
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.entry import insert

ROOT = Path(__file__).parents[2]
PAPER = b"a signed paper"


@pytest.fixture
def new_key() -> bytes:
    return keys.new_key()


@pytest.fixture
def full_file(clinic_file: Path, key: bytes) -> Path:
    """Return a clinic file with a patient, a draft and a stored paper."""
    clinic = Clinic.open(clinic_file, key)
    clinic.blobs.keep(PAPER)
    desk = Desk.of_system(clinic, "PC")
    desk.record("patient.register", insert("patients", "p1", record_number=1, family_name="Doe", given_name="Ann"))
    desk.keep_draft("note:1", "half a sentence")
    clinic.close()
    return clinic_file


def what_opens(path: Path, *candidates: bytes) -> list[bytes]:
    """Return which keys open a clinic with everything in it."""
    opened = []
    for candidate in candidates:
        try:
            clinic = Clinic.open(path, candidate)
        except (WrongKey, FileDamaged):
            continue
        try:
            assert clinic.verify() == []
            assert [row["family_name"] for row in clinic.rows("SELECT family_name FROM patients")] == ["Doe"]
            assert Desk.of_system(clinic, "PC").draft("note:1") is not None
            assert clinic.blobs.fetch(blobs_digest()) == PAPER
            assert [row["new_key_id"] for row in clinic.rows("SELECT new_key_id FROM key_changes")] in (
                [],
                [keys.key_id(candidate)],
            )
            last = head.read(path)
            assert last is not None
            assert last.key_id == keys.key_id(candidate)
        finally:
            clinic.close()
        opened.append(candidate)
    return opened


def blobs_digest() -> str:
    import hashlib

    return hashlib.sha256(PAPER).hexdigest()


def beside(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()}


def test_only_the_new_key_opens_the_clinic_and_nothing_is_left_beside(
    full_file: Path, key: bytes, new_key: bytes
) -> None:
    told: list[str] = []
    rekeying.rekey(full_file, key, new_key, progress=lambda _done, _of, what: told.append(what))

    assert what_opens(full_file, key, new_key) == [new_key]
    assert beside(full_file) == {full_file.name, head.path_of(full_file).name, blobs.path_of(full_file).name}
    assert list(dict.fromkeys(told)) == [
        "Copying under the new key",
        "Checking every page",
        "Comparing every row",
        "Putting the new files in their place",
    ]
    for name in beside(full_file):
        assert (full_file.with_name(name).stat().st_mode & 0o077) == 0


def test_a_clinic_that_somebody_has_open_is_refused_and_stays_as_it_is(
    full_file: Path, key: bytes, new_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_PATIENCE_SECONDS", 0.0)
    window = Clinic.open(full_file, key)
    with pytest.raises(FileLocked, match="Close ClinicDesk everywhere else"):
        rekeying.rekey(full_file, key, new_key)
    Desk.of_system(window, "PC").record("staff.sign_in")
    window.close()

    assert what_opens(full_file, key, new_key) == [key]


def test_another_program_is_refused_as_long_as_a_window_is_open_whatever_the_window_did(
    full_file: Path, key: bytes, new_key: bytes
) -> None:
    window = Clinic.open(full_file, key)
    # What runs beside the window opens the file again and closes it; the window still has it.
    window.another().close()

    child = run_child(full_file, key, new_key)

    assert child.returncode == 1
    assert "Close ClinicDesk everywhere else" in child.stderr
    entry = Desk.of_system(window, "PC").record("staff.sign_in")
    window.close()
    again = Clinic.open(full_file, key)
    assert entry.id in {row["id"] for row in again.rows("SELECT id FROM ledger")}
    again.close()


def test_what_runs_beside_a_window_does_not_let_go_of_its_lock(full_file: Path, key: bytes) -> None:
    window = Clinic.open(full_file, key)
    window.another().close()

    ask = (
        "import sys; from datetime import datetime; from pathlib import Path; "
        "from clinicdesk.storage.backups.setting_aside import set_aside; set_aside(Path(sys.argv[1]), datetime.now())"
    )
    child = subprocess.run(
        [sys.executable, "-c", ask, str(full_file)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "FileLocked" in child.stderr
    window.close()


def test_while_the_key_changes_nobody_can_open_the_clinic(
    full_file: Path, key: bytes, new_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinicdesk.storage.turns._PATIENCE_SECONDS", 0.0)
    refusals: list[str] = []

    def somebody_comes(_copy: Path) -> None:
        with pytest.raises(FileLocked) as refused:
            Clinic.open(full_file, key)
        refusals.append(str(refused.value))

    rekeying.rekey(full_file, key, new_key, seal=somebody_comes)

    assert refusals == [f"The key of {full_file.name} is being changed. Wait until that is done, then try again."]
    assert what_opens(full_file, key, new_key) == [new_key]


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_change_that_is_cancelled_leaves_the_old_key(full_file: Path, key: bytes, new_key: bytes, after: int) -> None:
    count = 0

    def stop(_done: int, _of: int, _what: str) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        rekeying.rekey(full_file, key, new_key, progress=stop)

    assert not rekeying.folder_of(full_file).exists()
    assert what_opens(full_file, key, new_key) == [key]


def test_a_full_disk_is_told_before_anything_is_written(
    full_file: Path, key: bytes, new_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(full_file.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    with pytest.raises(DiskFull, match="A second copy of the clinic needs 2 MB"):
        rekeying.rekey(full_file, key, new_key)
    assert what_opens(full_file, key, new_key) == [key]


def test_a_copy_that_differs_is_not_taken(
    full_file: Path, key: bytes, new_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damage(file: Path, content: Callable[[bytearray], None]) -> None:
        whole = bytearray(file.read_bytes())
        content(whole)
        file.write_bytes(whole)

    real = rekeying.page_faults

    def flip_first(connection: object, path: Path) -> list[str]:
        damage(path, lambda whole: whole.__setitem__(9000, whole[9000] ^ 1))
        return real(connection, path)

    monkeypatch.setattr(rekeying, "page_faults", flip_first)
    with pytest.raises(FileDamaged):
        rekeying.rekey(full_file, key, new_key)
    assert what_opens(full_file, key, new_key) == [key]


def test_what_others_put_into_the_folder_is_not_removed(full_file: Path, key: bytes) -> None:
    folder = rekeying.folder_of(full_file)
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    Clinic.open(full_file, key).close()

    assert (folder / "letter.txt").read_text() == "mine"


def run_child(path: Path, key: bytes, new_key: bytes, deadly: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.storage.rekeyer", str(path), key.hex(), new_key.hex(), deadly],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def killed_at(path: Path, key: bytes, new_key: bytes, folder: Path, chosen: Callable[[list[str]], list[str]]) -> int:
    """Kill a change of key at the chosen ones of its steps, each time in a fresh copy; return how often."""

    def fresh(name: str) -> Path:
        (folder / name).mkdir()
        copy = folder / name / path.name
        for file in (path, head.path_of(path), blobs.path_of(path)):
            shutil.copy(file, copy.with_name(file.name))
        return copy

    whole = fresh("whole")
    child = run_child(whole, key, new_key)
    assert child.returncode == 0, child.stderr
    assert what_opens(whole, key, new_key) == [new_key]
    outcomes = []
    steps = chosen(child.stdout.split())
    for at, step in enumerate(steps):
        copy = fresh(f"killed-{at}")
        child = run_child(copy, key, new_key, step)
        assert child.returncode == -signal.SIGKILL, (step, child.stderr)
        opened = what_opens(copy, key, new_key)
        assert len(opened) == 1, step
        assert beside(copy) == {path.name, head.path_of(copy).name, blobs.path_of(copy).name}, step
        outcomes.append(opened[0] == new_key)
        shutil.rmtree(copy.parent)
    # First the old key counts, then the new one; never the old one again.
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}
    return len(steps)


def test_killed_anywhere_exactly_one_key_opens_the_clinic_and_nothing_is_lost(
    full_file: Path, key: bytes, new_key: bytes, tmp_path: Path
) -> None:
    # Over 5 seconds: seventeen real processes are started and killed. The fault suite kills at every step.
    def some(steps: list[str]) -> list[str]:
        assert len(steps) > 200
        last = steps[-90:]  # the mark, and what follows it
        return steps[: len(steps) - 90 : len(steps) // 4] + last[::7]

    assert killed_at(full_file, key, new_key, tmp_path, some) > 15


def test_copies_of_another_file_are_set_aside_and_never_taken(
    full_file: Path, key: bytes, new_key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "backup"
    shutil.copy(full_file, backup)
    # The power fails at the worst moment: the copies count, and none of them is in its place.
    with monkeypatch.context() as broken:
        broken.setattr(rekeying, "_finish", lambda _path: None)
        rekeying.rekey(full_file, key, new_key)
    # Somebody helps themselves with another file of that name.
    other = Clinic.create(tmp_path / "other.clinicdesk", key)
    other.close()
    shutil.copy(tmp_path / "other.clinicdesk", full_file)

    rekeying.finish(full_file)

    assert full_file.read_bytes() == (tmp_path / "other.clinicdesk").read_bytes()
    aside = full_file.with_name("clinic.rekeying-aside-1")
    assert (aside / full_file.name).exists()
    assert not rekeying.folder_of(full_file).exists()


def test_the_large_content_opens_with_the_new_key_only(full_file: Path, key: bytes, new_key: bytes) -> None:
    rekeying.rekey(full_file, key, new_key)
    with pytest.raises(WrongKey):
        Blobs(full_file, key)

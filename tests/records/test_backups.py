"""Places for backups, how safe the clinic is in words, and who may do what."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.records.backups import Keep, Kind
from clinicdesk.storage import keys, rekeying, turns
from clinicdesk.storage.backups import files
from clinicdesk.storage.clock import DrivenClock
from tests.faults import disk as layer
from tests.faults.disk import failing_disk
from tests.storage.test_ledger import add_patient


@pytest.fixture
def ada(sign_in: Callable[[str], Desk]) -> Desk:
    """Return the administrator's desk."""
    return sign_in("ada")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    made = tmp_path / "disk"
    made.mkdir()
    return made


def add(desk: Desk, folder: Path, kind: Kind = Kind.EXTERNAL, **more: object) -> backups.Place:
    place_id = backups.add_place(desk, folder, kind, **more)  # type: ignore[arg-type]
    return next(place for place in backups.places(desk) if place.id == place_id)


def test_only_an_administrator_chooses_where_backups_go(sign_in: Callable[[str], Desk], folder: Path) -> None:
    for login in ("rita", "nina", "pat"):
        with pytest.raises(errors.NotAllowed):
            backups.add_place(sign_in(login), folder, Kind.EXTERNAL)
    assert backups.places(sign_in("ada")) == []


def test_everybody_makes_a_backup(ada: Desk, sign_in: Callable[[str], Desk], folder: Path) -> None:
    add(ada, folder)

    assert [made.problem for made in backups.make_all(sign_in("rita"), "closing")] == [""]


def test_a_synced_folder_wants_a_provider_with_an_agreement(ada: Desk, tmp_path: Path) -> None:
    synced = tmp_path / "OneDrive - Clinic"
    synced.mkdir()
    with pytest.raises(errors.BadValue, match="as if OneDrive copies it") as wrong_kind:
        add(ada, synced, Kind.EXTERNAL)
    with pytest.raises(errors.BadValue, match="Write which service") as no_provider:
        add(ada, synced, Kind.SYNCED)
    with pytest.raises(errors.BadValue, match="signed an agreement") as no_agreement:
        add(ada, synced, Kind.SYNCED, provider="OneDrive")
    assert [one.value.field for one in (wrong_kind, no_provider, no_agreement)] == ["kind", "provider", "agreement"]

    place = add(ada, synced, Kind.SYNCED, provider="OneDrive", agreement=True)

    assert (place.provider, place.agreement_by, place.agreement_at) == ("OneDrive", "Ada Lang", ada.now())


def test_a_place_must_be_there_writable_and_new(ada: Desk, folder: Path) -> None:
    with pytest.raises(errors.FileMissing, match="is not there"):
        add(ada, folder / "nowhere")
    file = folder / "a file"
    file.write_text("")
    with pytest.raises(errors.FileMissing):
        add(ada, file)
    add(ada, folder)
    with pytest.raises(errors.AlreadyThere):
        add(ada, folder)
    with pytest.raises(errors.BadValue, match="beside the clinic file"):
        add(ada, ada.clinic.path.parent, Kind.THIS_DISK)
    assert [path.name for path in folder.iterdir()] == ["a file"]


def test_keep_rules_are_sensible_and_can_be_changed(ada: Desk, folder: Path) -> None:
    for keep in (Keep(0, 0, 0), Keep(1, -1, 0), Keep(1, 0, 500)):
        with pytest.raises(errors.BadValue, match="at least 1 day"):
            add(ada, folder, keep=keep)
    place = add(ada, folder, keep=Keep(3, 2, 1))
    backups.change_place(ada, place, keep=Keep(5, 0, 0), offline=True)

    [changed] = backups.places(ada)
    assert (changed.keep, changed.offline) == (Keep(5, 0, 0), True)
    with pytest.raises(errors.ChangedElsewhere):
        backups.change_place(ada, place, keep=Keep(9, 0, 0), offline=True)


def test_a_removed_place_gets_no_more_and_keeps_what_it_has(ada: Desk, folder: Path) -> None:
    place = add(ada, folder)
    [made] = backups.make_all(ada, "asked")
    assert made.backup is not None

    backups.remove_place(ada, place)

    assert backups.places(ada) == []
    assert backups.make_all(ada, "asked") == []
    assert made.backup.path.exists()


def test_the_rules_let_older_backups_go(ada: Desk, folder: Path, clock: DrivenClock) -> None:
    place = add(ada, folder, keep=Keep(2, 0, 0))
    for _day in range(4):
        backups.make_all(ada, "daily")
        clock.pass_time(days=1)

    assert [backup.made_at.day for backup in backups.in_place(ada, place)] == [5, 4]
    assert len(backups.history(ada, place.id)) == 4


def test_the_state_is_said_in_words_that_lead_on(ada: Desk, folder: Path, clock: DrivenClock) -> None:
    said = []

    def look() -> None:
        state = backups.state(ada)
        said.append((state.tone, state.words))

    look()
    add(ada, folder)
    look()
    backups.make_all(ada, "daily")
    look()
    backups.prove(ada)
    backups.copy_all(ada)
    look()
    add_patient(Desk.of_system(ada.clinic, "PC"), 1, "Moss")
    clock.pass_time(minutes=11)
    look()
    clock.pass_time(days=2)
    look()
    clock.pass_time(days=2)
    look()
    backups.make_all(ada, "daily")
    clock.pass_time(days=6)
    backups.make_all(ada, "daily")
    backups.copy_all(ada)
    look()

    assert said == [
        ("danger", "No backups are made on this PC. An administrator chooses a folder: Administration, Backups."),
        ("danger", "There is no backup yet. Make one: Administration, Backups."),
        ("warn", "No backup was proven by restoring it yet."),
        ("ok", "Backed up just now"),
        ("warn", "What was recorded since is only on this PC: last copied 11 minutes ago."),
        ("warn", "The last backup was 2 days ago."),
        ("danger", "The last backup was 4 days ago. Make one now."),
        ("warn", "A backup was last proven by restoring it 10 days ago."),
    ]


def test_nothing_new_is_no_concern_however_long_ago_the_copy_was(ada: Desk, folder: Path, clock: DrivenClock) -> None:
    add(ada, folder)
    backups.make_all(ada, "daily")
    backups.prove(ada)
    backups.copy_all(ada)
    clock.pass_time(hours=20)

    state = backups.state(ada)

    assert (state.tone, state.words) == ("ok", "Backed up 20 hours ago")


def test_a_disk_that_is_taken_away_is_no_failure_and_is_asked_for_each_week(
    ada: Desk, folder: Path, clock: DrivenClock, tmp_path: Path
) -> None:
    other = tmp_path / "nas"
    other.mkdir()
    add(ada, other, Kind.NETWORK)
    disk = add(ada, folder, offline=True)
    backups.make_all(ada, "daily")
    backups.prove(ada)
    folder.rename(tmp_path / "taken home")
    clock.pass_time(days=6)

    made = backups.make_all(ada, "daily")
    backups.copy_all(ada)
    assert [bool(one.backup) for one in made] == [True, False]
    assert len(backups.history(ada, disk.id)) == 1
    assert backups.state(ada).tone == "ok"
    clock.pass_time(days=2)
    backups.make_all(ada, "daily")
    backups.prove(ada)
    backups.copy_all(ada)

    [concern] = backups.state(ada).concerns
    assert concern.sentence == f"Bring the disk for {folder}: its last backup was 8 days ago."
    assert concern.tone == "warn"


def test_one_place_that_fails_is_said_while_another_keeps_the_clinic_safe(
    ada: Desk, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "nas"
    other.mkdir()
    add(ada, folder)
    add(ada, other, Kind.NETWORK)
    backups.make_all(ada, "daily")
    backups.prove(ada)
    (other / "away").mkdir()
    other.rename(tmp_path / "unplugged")
    made = backups.make_all(ada, "daily")
    backups.copy_all(ada)

    [concern] = backups.state(ada).concerns
    assert concern.tone == "warn"
    assert concern.sentence == made[1].problem
    assert "is not there" in concern.sentence


def test_places_of_another_pc_are_not_this_ones(ada: Desk, folder: Path) -> None:
    add(ada, folder)
    elsewhere = Desk(ada.clinic, ada.person, "ANOTHER-PC")

    assert backups.places(elsewhere) == []
    assert len(backups.places(elsewhere, everywhere=True)) == 1
    assert backups.state(elsewhere).tone == "danger"


def test_the_state_costs_no_look_at_a_folder(ada: Desk, folder: Path) -> None:
    add(ada, folder)
    backups.make_all(ada, "daily")
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()

    assert backups.state(ada).last_backup_at == ada.now()


def test_what_is_proven_in_turn_is_the_place_that_waited_longest(
    ada: Desk, folder: Path, tmp_path: Path, clock: DrivenClock
) -> None:
    other = tmp_path / "nas"
    other.mkdir()
    first, second = add(ada, folder), add(ada, other, Kind.NETWORK)
    backups.make_all(ada, "daily")
    proven = []
    for _week in range(3):
        proven.append(backups.prove(ada).place.id)
        clock.pass_time(days=7)

    assert proven == [first.id, second.id, first.id]


def test_the_kind_of_a_folder_is_guessed_from_its_name() -> None:
    assert backups.likely_kind(Path("/home/ada/Dropbox/clinic")) is Kind.SYNCED
    assert backups.likely_kind(Path("//nas/backups")) is Kind.NETWORK
    assert backups.likely_kind(Path("/media/ada/STICK")) is Kind.EXTERNAL
    assert backups.likely_kind(Path("/home/ada")) is None


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(seconds=-5), "just now"),
    ],
)
def test_how_long_ago_is_said_shortly(span: timedelta, words: str) -> None:
    from clinicdesk.records.backup_state import ago

    assert ago(span) == words


def test_a_new_key_wants_a_new_backup_and_the_old_one_stays_for_a_while(
    ada: Desk, folder: Path, clock: DrivenClock, clinic_file: Path, key: bytes
) -> None:
    add(ada, folder, keep=Keep(1, 0, 0))
    backups.make_all(ada, "daily")
    backups.copy_all(ada)
    old_key_id = ada.clinic.key_id
    ada.clinic.close()
    new_key = keys.new_key()
    rekeying.rekey(clinic_file, key, new_key)
    clinic = Clinic.open(clinic_file, new_key, clock)
    desk = Desk.of_system(clinic, ada.workstation)

    assert backups.state(desk).words == "There is no backup yet. Make one: Administration, Backups."
    assert backups.copy_all(desk)[0].needs_backup
    clock.pass_time(hours=1)
    backups.make_all(desk, "rekey")
    assert backups.state(desk).last_backup_at == clock.now()
    assert [backup.key_id for backup in files.in_folder(folder)] == [clinic.key_id]  # the same day: the newer one stays
    assert not [path for path in folder.iterdir() if old_key_id in path.name]
    clinic.close()


def test_a_place_that_did_not_answer_is_asked_last(ada: Desk, folder: Path, tmp_path: Path, clock: DrivenClock) -> None:
    other = tmp_path / "nas"
    other.mkdir()
    add(ada, other, Kind.NETWORK)
    add(ada, folder)
    backups.make_all(ada, "daily")
    other.rename(tmp_path / "gone")
    clock.pass_time(minutes=1)
    backups.copy_all(ada)

    assert [bool(copy.problem) for copy in backups.copy_all(ada)] == [False, True]


def test_a_full_disk_of_this_pc_proves_nothing_against_a_backup(ada: Desk, folder: Path) -> None:
    place = add(ada, folder)
    backups.make_all(ada, "daily")
    with failing_disk() as disk:
        disk.fail("write", at=1, code=layer.FULL, stays=True)
        with pytest.raises(errors.DiskFull, match="for the restored clinic"):
            backups.prove(ada)
        disk.heal()

    assert backups.state_of(ada, place).proof_failed == ""
    assert backups.prove(ada).is_whole


def test_a_damaged_backup_is_a_failed_proof_and_said(ada: Desk, folder: Path) -> None:
    add(ada, folder)
    [made] = backups.make_all(ada, "daily")
    assert made.backup is not None
    content = bytearray(made.backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.backup.path.write_bytes(content)

    proof = backups.prove(ada)

    assert not proof.is_whole
    assert "is damaged" in proof.words
    [concern] = backups.state(ada).concerns
    assert (concern.tone, "could not be restored whole" in concern.sentence) == ("danger", True)


def test_two_proofs_at_once_do_not_clear_away_each_others_files(
    ada: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_PATIENCE_SECONDS", 0.0)
    add(ada, folder)
    backups.make_all(ada, "asked")
    restoring = ada.clinic.path.with_suffix(".proving")
    restoring.mkdir()
    with turns.turn(restoring / ada.clinic.path.name), pytest.raises(errors.FileLocked, match="being proven already"):
        backups.prove(ada)
    assert next(ada.rows("SELECT count(*) AS n FROM restore_proofs"))["n"] == 0
    assert backups.prove(ada).is_whole
    assert not restoring.exists()

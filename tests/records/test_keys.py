"""The key in the record: who may see its words or change it, which accounts keep it, and what old keys are for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, SignInRefused
from clinicdesk.records import backups, keys, staff
from clinicdesk.records.backups import Kind
from clinicdesk.storage import keys as stored
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD

SignIn = Callable[[str], Desk]


def change(desk: Desk, new_key: bytes, reason: str = "the sheet was lost") -> Clinic:
    """Change the key and return the clinic, open again."""
    path, clock = desk.clinic.path, desk.clinic.clock
    run = keys.changing(desk, new_key, password=PASSWORD, reason=reason)
    desk.clinic.close()
    run(lambda _done, _of, _what: None)
    return Clinic.open(path, new_key, clock)


def at(clinic: Clinic, login: str) -> Desk:
    return staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")


@pytest.mark.parametrize("login", ["rita", "nina", "pat"])
def test_only_an_administrator_sees_the_words_or_changes_the_key(sign_in: SignIn, login: str) -> None:
    desk = sign_in(login)
    with pytest.raises(NotAllowed):
        keys.words(desk, password=PASSWORD)
    with pytest.raises(NotAllowed):
        keys.changing(desk, stored.new_key(), password=PASSWORD, reason="why not")
    with pytest.raises(NotAllowed):
        keys.start_pin_setter(desk, "47110815", password=PASSWORD)
    with pytest.raises(NotAllowed):
        keys.admit(desk)
    for reading in (keys.changes, keys.admitted, keys.old_keys):
        with pytest.raises(NotAllowed):
            reading(desk)


def test_an_unlocked_pc_alone_does_not_give_the_key_away(administrator: Desk, key: bytes) -> None:
    with pytest.raises(SignInRefused):
        keys.words(administrator, password="something else")
    with pytest.raises(SignInRefused):
        keys.changing(administrator, stored.new_key(), password="something else", reason="the sheet was lost")
    assert keys.words(administrator, password=PASSWORD) == stored.to_words(key)


def test_a_change_needs_a_reason(administrator: Desk) -> None:
    with pytest.raises(BadValue) as refused:
        keys.changing(administrator, stored.new_key(), password=PASSWORD, reason="  ")
    assert refused.value.field == "reason"


def test_the_change_stands_in_the_record_of_the_new_file(administrator: Desk, key: bytes) -> None:
    assert keys.changes(administrator) == []
    new_key = stored.new_key()
    clinic = change(administrator, new_key)
    try:
        desk = at(clinic, "ada")
        (changed,) = keys.changes(desk)
        assert (changed.old_key_id, changed.new_key_id) == (stored.key_id(key), stored.key_id(new_key))
        assert (changed.by, changed.reason) == ("Ada Lang", "the sheet was lost")
        assert clinic.verify() == []
        # Who changed the key knows the new sheet; nobody else does.
        assert staff.knows_recovery_sheet(desk, desk.person.id)
        assert not staff.knows_recovery_sheet(desk, at(clinic, "all").person.id)
    finally:
        clinic.close()


def test_an_account_is_admitted_once_and_a_new_key_begins_a_new_list(
    administrator: Desk, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not keys.is_admitted(administrator.clinic)
    keys.admit(administrator)
    before = administrator.clinic.entry_count
    keys.admit(administrator)
    assert administrator.clinic.entry_count == before
    monkeypatch.setattr(keys, "account_name", lambda: "another")
    assert not keys.is_admitted(administrator.clinic)
    keys.admit(administrator)
    assert {one.account for one in keys.admitted(administrator)} == {
        "another",
        administrator.row("SELECT account FROM admitted_accounts WHERE account <> 'another'")["account"],
    }  # type: ignore[index]

    clock.pass_time(minutes=1)
    clinic = change(administrator, stored.new_key())
    try:
        assert [one.account for one in keys.admitted(at(clinic, "ada"))] == ["another"]
        assert keys.is_admitted(clinic)
        monkeypatch.undo()
        assert not keys.is_admitted(clinic)
    finally:
        clinic.close()


def test_an_old_key_is_needed_as_long_as_a_backup_opens_with_it(
    administrator: Desk, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    backups.add_place(administrator, folder, Kind.EXTERNAL)
    backups.make_all(administrator, "daily")
    clock.pass_time(days=1)
    clinic = change(administrator, stored.new_key())
    try:
        desk = at(clinic, "ada")
        (old,) = keys.old_keys(desk)
        assert (old.key_id, old.needed_by, old.unreached) == (stored.key_id(key), 1, ())
        # A backup under the new key was made at once: what is copied from now on follows it.
        (place,) = backups.places(desk)
        assert [backup.key_id for backup in backups.in_place(desk, place)] == [clinic.key_id]
        assert backups.history(desk, place.id)[0].occasion is backups.Occasion.REKEY

        shutil.rmtree(folder)
        (old,) = keys.old_keys(desk)
        assert (old.needed_by, old.unreached) == (0, (str(folder),))
        folder.mkdir()
        (old,) = keys.old_keys(desk)
        assert (old.needed_by, old.unreached) == (0, ())
    finally:
        clinic.close()


def test_the_sample_clinic_keeps_its_published_key(tmp_path: Path, clock: DrivenClock) -> None:
    clinic = Clinic.create_sample(tmp_path / "sample.clinicdesk", clock)
    try:
        desk = Desk.of_system(clinic, "PC")
        with pytest.raises(NotAllowed, match="published key"):
            keys.check_change(desk, "why not")
        with pytest.raises(NotAllowed, match="published key"):
            keys.words(desk, password=PASSWORD)
    finally:
        clinic.close()

"""A forgotten password: the administrator helps, and nobody keeps a password somebody else knows."""

import pyotp
import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NewPasswordWanted, NotAllowed, SignInRefused
from clinicdesk.records import access_log, forgotten, pins, second_factor, staff, unlocking
from clinicdesk.records.staff import StaffMember
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import insert
from tests.conftest import PASSWORD

GIVEN, OWN = "given by the owner", "only rita knows it"


def member(desk: Desk, login: str) -> StaffMember:
    return next(one for one in staff.everybody(desk) if one.login == login)


def enter(clinic: Clinic, login: str, password: str, new: str = "") -> Desk:
    return staff.sign_in(clinic, login=login, password=password, workstation="FRONT-1", new_password=new)


def test_a_given_password_is_good_for_choosing_ones_own_and_for_nothing_else(
    clinic: Clinic, administrator: Desk
) -> None:
    forgotten.reset_password(administrator, member(administrator, "rita"), GIVEN)

    with pytest.raises(SignInRefused):
        enter(clinic, "rita", PASSWORD)
    with pytest.raises(NewPasswordWanted):
        enter(clinic, "rita", GIVEN)
    with pytest.raises(BadValue, match="another password than"):
        enter(clinic, "rita", GIVEN, GIVEN)
    assert enter(clinic, "rita", GIVEN, OWN).person.login == "rita"
    with pytest.raises(SignInRefused):
        enter(clinic, "rita", GIVEN)
    assert enter(clinic, "rita", OWN).person.login == "rita"
    done = [entry.action for entry in clinic.ledger.entries_after(0)]
    assert done[-6:].count("staff.change_password") == 1
    assert "staff.reset" in done


def test_a_given_password_signs_and_witnesses_nothing(clinic: Clinic, receptionist: Desk, administrator: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin="481902")
    forgotten.reset_password(administrator, member(administrator, "rita"), GIVEN)
    for attempt in (pins.admit, unlocking_with):
        with pytest.raises((SignInRefused, NewPasswordWanted)):
            attempt(clinic, "rita", GIVEN)
    with pytest.raises(SignInRefused, match="chosen by somebody else"):
        pins.confirm(receptionist, GIVEN)
    # The PIN is theirs still.
    pins.confirm(receptionist, "481902")


def unlocking_with(clinic: Clinic, login: str, typed: str) -> Desk:
    return unlocking.sign_in(clinic, login=login, typed=typed, workstation="FRONT-1")


def test_whom_an_administrator_adds_chooses_their_own_password(clinic: Clinic, administrator: Desk) -> None:
    staff.add(administrator, login="tom", name="Tom Reid", roles=["nurse"], password=GIVEN, is_given=True)  # type: ignore[list-item]
    with pytest.raises(NewPasswordWanted):
        enter(clinic, "tom", GIVEN)
    assert enter(clinic, "tom", GIVEN, OWN).person.name == "Tom Reid"


def test_a_new_password_ends_the_waiting_and_the_pin_at_the_lock(
    clinic: Clinic, receptionist: Desk, administrator: Desk
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin="481902")
    assert unlocking.pin_is_enough(clinic, "rita")
    for _try in range(4):
        with pytest.raises(SignInRefused):
            enter(clinic, "rita", "forgotten it")
    forgotten.reset_password(administrator, member(administrator, "rita"), GIVEN)

    assert not unlocking.pin_is_enough(clinic, "rita")
    with pytest.raises(NewPasswordWanted):
        enter(clinic, "rita", GIVEN)


def test_only_an_administrator_resets_and_nobody_their_own(nurse: Desk, administrator: Desk) -> None:
    with pytest.raises(NotAllowed):
        forgotten.reset_password(nurse, member(nurse, "rita"), GIVEN)
    with pytest.raises(NotAllowed, match="yourself"):
        forgotten.reset_password(administrator, member(administrator, "ada"), GIVEN)


def test_the_recovery_key_sets_an_administrators_password(clinic: Clinic, key: bytes) -> None:
    for _try in range(4):
        with pytest.raises(SignInRefused):
            enter(clinic, "ada", "forgotten it")
    forgotten.with_recovery_key(clinic, login=" ADA", key=key, new="a brand new one", workstation="FRONT-1")

    desk = enter(clinic, "ada", "a brand new one")
    assert staff.knows_recovery_sheet(desk, desk.person.id)
    entry = [one for one in clinic.ledger.entries_after(0) if one.action == "staff.recover"]
    assert [(one.staff, one.workstation) for one in entry] == [(desk.person.id, "FRONT-1")]


def test_another_key_or_no_administrator_is_refused_and_nothing_changes(clinic: Clinic, key: bytes) -> None:
    before = clinic.entry_count
    for field, details in (
        ("words", {"login": "ada", "key": keys.new_key(), "new": OWN}),
        ("login", {"login": "rita", "key": key, "new": OWN}),
        ("login", {"login": "nobody", "key": key, "new": OWN}),
        ("password", {"login": "ada", "key": key, "new": "short"}),
    ):
        with pytest.raises(BadValue) as refused:
            forgotten.with_recovery_key(clinic, workstation="FRONT-1", **details)  # type: ignore[arg-type]
        assert refused.value.field == field
    assert clinic.entry_count == before


def test_who_has_seen_the_recovery_sheet_is_known(everyone: Desk, administrator: Desk, nurse: Desk) -> None:
    assert staff.knows_recovery_sheet(administrator, everyone.person.id), "founded the clinic"
    assert not staff.knows_recovery_sheet(administrator, administrator.person.id)
    assert not staff.knows_recovery_sheet(administrator, nurse.person.id)
    administrator.record("practice.recovery_sheet")
    assert staff.knows_recovery_sheet(administrator, administrator.person.id)


def test_a_replaced_key_makes_what_was_known_worthless(administrator: Desk, everyone: Desk) -> None:
    everyone.record("practice.recovery_sheet")
    changed = insert(
        "key_changes",
        administrator.new_id(),
        old_key_id="a",
        new_key_id="b",
        reason="Somebody left",
        changed_at="2026-03-02T14:00:00.000Z",
        staff_id=administrator.person.id,
    )
    administrator.record("key.change", changed)
    assert not staff.knows_recovery_sheet(administrator, everyone.person.id)
    # Who changed it had the new sheet in hand.
    assert staff.knows_recovery_sheet(administrator, administrator.person.id)
    everyone.record("practice.recovery_sheet")
    assert staff.knows_recovery_sheet(administrator, everyone.person.id)


def test_no_reading_shows_a_hash_or_a_secret(administrator: Desk, receptionist: Desk, clock: DrivenClock) -> None:
    offer = second_factor.offer(receptionist, "")
    code = pyotp.TOTP(offer.secret).at(clock.now())
    second_factor.set_up(receptionist, offer.secret, password=PASSWORD, code=code)
    forgotten.reset_password(administrator, member(administrator, "nina"), GIVEN)
    shown = repr(access_log.entries(administrator)) + repr(staff.everybody(administrator))
    assert "argon2" not in shown
    assert offer.secret not in shown


def test_wrong_tries_stay_known_but_not_what_was_typed(clinic: Clinic, clock: DrivenClock) -> None:
    for login in ("rita", "my secret password"):
        with pytest.raises(SignInRefused):
            enter(clinic, login, "wrong")
        clock.pass_time(seconds=60)
    noted = [one for one in clinic.ledger.entries_after(0) if one.action == "staff.sign_in_refused"]
    assert [(one.reason, one.workstation) for one in noted] == [("rita", "FRONT-1"), (None, "FRONT-1")]

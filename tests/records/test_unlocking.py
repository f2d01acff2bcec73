"""The lock: for how long a PIN is enough, whom it is offered to, and who does not come back."""

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import CannotWrite, SignInRefused
from clinicdesk.permissions import Role
from clinicdesk.records import pins, practice, presence, staff, unlocking
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD

PIN, OTHER_PIN = "481902", "907135"


def take_seat(clinic: Clinic, login: str, typed: str) -> Desk:
    return unlocking.sign_in(clinic, login=login, typed=typed, workstation="FRONT-1")


def offered(clinic: Clinic) -> list[str]:
    return [one.login for one in presence.of_pc(clinic)]


def test_a_pin_is_enough_for_who_gave_the_password_here_and_for_nobody_else(
    clinic: Clinic, receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    pins.set_pin(nurse, password=PASSWORD, pin=OTHER_PIN)
    clock.pass_time(hours=11, minutes=59)
    assert set(offered(clinic)) == {"rita", "nina"}
    assert unlocking.unlock(receptionist, PIN) is receptionist
    assert take_seat(clinic, "NINA ", OTHER_PIN).person.login == "nina"

    clock.pass_time(minutes=1)
    assert offered(clinic) == []
    with pytest.raises(SignInRefused):
        unlocking.unlock(receptionist, PIN)
    with pytest.raises(SignInRefused):
        take_seat(clinic, "nina", OTHER_PIN)
    assert unlocking.unlock(receptionist, PASSWORD) is receptionist
    assert offered(clinic) == ["rita"]


def test_whom_the_lock_offers_came_last_first_and_has_a_pin(
    clinic: Clinic, receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    assert offered(clinic) == []
    for desk in (receptionist, nurse):
        pins.set_pin(desk, password=PASSWORD, pin=PIN)
    clock.pass_time(minutes=5)
    staff.sign_in(clinic, login="rita", password=PASSWORD, workstation="FRONT-1")
    assert offered(clinic) == ["rita", "nina"]
    assert prescriber.person.login not in offered(clinic)


def test_a_pc_that_was_started_anew_and_a_clock_that_was_set_back_ask_for_the_password(
    clinic: Clinic, receptionist: Desk, clock: DrivenClock
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    clock.pass_time(hours=13)
    clock.set_wall(clock.now().replace(year=2020))
    assert offered(clinic) == []
    staff.sign_in(clinic, login="rita", password=PASSWORD, workstation="FRONT-1")
    assert offered(clinic) == ["rita"]
    clock.restart("another start")
    assert offered(clinic) == []


def test_the_clinic_sets_the_while(clinic: Clinic, administrator: Desk, receptionist: Desk, clock: DrivenClock) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    known = practice.get(administrator)
    practice.change(
        administrator,
        based_on=known.version,
        **{name: getattr(known, name) for name in ("name", "address", "phone", "paper_size", "time_zone")},
        lock_after_minutes=2,
        pin_hours=1,
    )
    clock.pass_time(minutes=59)
    assert unlocking.pin_is_enough(clinic, "rita")
    clock.pass_time(minutes=1)
    assert not unlocking.pin_is_enough(clinic, "rita")


def test_who_left_while_the_pc_was_locked_does_not_come_back(
    clinic: Clinic, administrator: Desk, receptionist: Desk
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    member = staff.get(administrator, receptionist.person.id)
    staff.change(administrator, member, name=member.name, roles=member.roles, active=False)

    assert offered(clinic) == []
    for typed in (PIN, PASSWORD):
        with pytest.raises(SignInRefused):
            unlocking.unlock(receptionist, typed)


def test_whose_roles_changed_meanwhile_comes_back_as_what_they_are_now(administrator: Desk, receptionist: Desk) -> None:
    member = staff.get(administrator, receptionist.person.id)
    staff.change(administrator, member, name="Rita Moss, RN", roles=[Role.NURSE], active=True)
    assert not staff.is_as_signed_in(receptionist)

    desk = unlocking.unlock(receptionist, PASSWORD)
    assert (desk.person.name, desk.person.roles) == ("Rita Moss, RN", {Role.NURSE})


def test_nobodys_wrong_tries_keep_the_owner_out_for_longer_than_half_a_minute(
    clinic: Clinic, receptionist: Desk, clock: DrivenClock
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    for _try in range(40):
        for typed in ("135790", "a guess at the password"):
            with pytest.raises(SignInRefused):
                take_seat(clinic, "rita", typed)
        with pytest.raises(SignInRefused):
            staff.sign_in(clinic, login="rita", password="guess", workstation="FRONT-1")
        clock.pass_time(seconds=7)

    clock.pass_time(seconds=30)
    assert unlocking.unlock(receptionist, PASSWORD) is receptionist


def test_a_file_that_cannot_be_written_keeps_nobody_behind_the_lock(
    clinic: Clinic, administrator: Desk, receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    pins.set_pin(nurse, password=PASSWORD, pin=PIN)
    rita = staff.get(administrator, receptionist.person.id)
    today = nurse.local(clock.now()).date()
    staff.change(administrator, rita, name=rita.name, roles=rita.roles, active=True, ends_on=today)
    clock.pass_time(hours=30)
    writer = clinic.local._connection
    writer.execute("PRAGMA query_only = ON")
    assert unlocking.unlock(nurse, PASSWORD) is nurse
    # Who has left stays out, and no guess is free because it could not be counted.
    with pytest.raises(CannotWrite):
        unlocking.unlock(receptionist, PASSWORD)
    writer.execute("PRAGMA query_only = OFF")

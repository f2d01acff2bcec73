"""Signing in: who is let in, who waits, and that the last administrator stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import AlreadyThere, BadValue, ChangedElsewhere, NotAllowed, SignInRefused
from clinicdesk.permissions import Role
from clinicdesk.records import staff
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD


def enter(clinic: Clinic, login: str, password: str) -> Desk:
    return staff.sign_in(clinic, login=login, password=password, workstation="FRONT-1")


def test_the_right_password_opens_the_desk_in_any_case_of_the_login(clinic: Clinic) -> None:
    desk = enter(clinic, " RITA ", PASSWORD)

    assert desk.person.name == "Rita Moss"
    assert desk.person.roles == {Role.RECEPTIONIST}
    assert [e.action for e in clinic.ledger.entries_after(0)][-1] == "staff.sign_in"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(clinic: Clinic) -> None:
    sentences = set()
    for login in ("rita", "nobody"):
        with pytest.raises(SignInRefused) as refused:
            enter(clinic, login, "wrong password")
        sentences.add(str(refused.value))

    assert sentences == {"The login or the password is wrong. Try again."}


def test_each_wrong_password_waits_longer_and_the_right_one_starts_anew(clinic: Clinic, clock: DrivenClock) -> None:
    waits = []
    for _try in range(5):
        with pytest.raises(SignInRefused) as refused:
            enter(clinic, "rita", "wrong password")
        waits.append(refused.value.wait_seconds)
        clock.pass_time(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8]

    enter(clinic, "rita", PASSWORD)
    with pytest.raises(SignInRefused) as refused:
        enter(clinic, "rita", "wrong password")
    assert refused.value.wait_seconds == 0


def test_while_waiting_even_the_right_password_is_refused_but_nobody_else_is(clinic: Clinic) -> None:
    for _try in range(3):
        with pytest.raises(SignInRefused):
            enter(clinic, "rita", "wrong password")

    with pytest.raises(SignInRefused, match="Wait 2 seconds"):
        enter(clinic, "rita", PASSWORD)
    assert enter(clinic, "nina", PASSWORD).person.name == "Nina Okafor, RN"


def test_a_clock_set_back_does_not_lock_a_person_out_for_longer(clinic: Clinic, clock: DrivenClock) -> None:
    for _try in range(3):
        with pytest.raises(SignInRefused):
            enter(clinic, "rita", "wrong password")
    clock.set_wall(clock.now().replace(year=2020))

    with pytest.raises(SignInRefused) as refused:
        enter(clinic, "rita", PASSWORD)
    assert refused.value.wait_seconds == 2
    clock.pass_time(seconds=2)
    assert enter(clinic, "rita", PASSWORD).person.login == "rita"


def test_a_taken_login_is_told_and_nothing_is_added(administrator: Desk) -> None:
    before = len(staff.everybody(administrator))

    with pytest.raises(AlreadyThere, match="login is taken"):
        staff.add(administrator, login="Rita", name="Another", roles=[Role.NURSE], password=PASSWORD)

    assert len(staff.everybody(administrator)) == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"login": "a b"}, "login"),
        ({"name": " "}, "name"),
        ({"roles": []}, "roles"),
        ({"password": "short"}, "password"),
    ],
)
def test_what_is_wrong_with_a_new_person_names_its_field(administrator: Desk, wrong: dict, field: str) -> None:
    details = {"login": "new", "name": "New", "roles": [Role.NURSE], "password": PASSWORD} | wrong

    with pytest.raises(BadValue) as refused:
        staff.add(administrator, **details)

    assert refused.value.field == field


def test_only_administrators_add_people(nurse: Desk) -> None:
    with pytest.raises(NotAllowed):
        staff.add(nurse, login="new", name="New", roles=[Role.NURSE], password=PASSWORD)


def test_the_last_administrator_stays_one(everyone: Desk) -> None:
    ada, sam = (next(m for m in staff.everybody(everyone) if m.login == login) for login in ("ada", "all"))
    staff.change(everyone, ada, name=ada.name, roles=ada.roles, active=False)

    with pytest.raises(NotAllowed, match="last administrator"):
        staff.change(everyone, sam, name=sam.name, roles=[Role.NURSE], active=True)


def test_an_administrator_with_a_last_day_is_not_who_remains(everyone: Desk, clock: DrivenClock) -> None:
    ada, sam = (next(m for m in staff.everybody(everyone) if m.login == login) for login in ("ada", "all"))
    last = clock.now().date() + timedelta(days=30)
    staff.change(everyone, ada, name=ada.name, roles=ada.roles, active=True, ends_on=last)

    with pytest.raises(NotAllowed, match="last administrator"):
        staff.change(everyone, sam, name=sam.name, roles=sam.roles, active=True, ends_on=last)


def test_two_administrators_cannot_take_each_other_away(everyone: Desk) -> None:
    ada, sam = (next(m for m in staff.everybody(everyone) if m.login == login) for login in ("ada", "all"))
    with everyone.beside() as other:
        # Both looked before either wrote.
        takes_ada = staff.changing(everyone, ada, name=ada.name, roles=[Role.NURSE], active=True)
        takes_sam = staff.changing(other, sam, name=sam.name, roles=[Role.NURSE], active=True)
        everyone.record("staff.change", *takes_ada)
        with pytest.raises(ChangedElsewhere):
            other.record("staff.change", *takes_sam)
    assert [m.login for m in staff.with_role(everyone, Role.ADMINISTRATOR)] == ["all"]


def test_temporary_staff_end_by_their_last_day(clinic: Clinic, administrator: Desk, clock: DrivenClock) -> None:
    rita = next(m for m in staff.everybody(administrator) if m.login == "rita")
    last = date(2026, 3, 4)
    staff.change(administrator, rita, name=rita.name, roles=rita.roles, active=True, ends_on=last)
    # Late in the evening in New York, where it is the next day by UTC.
    clock.move_to(datetime(2026, 3, 5, 4, 30, tzinfo=UTC))
    assert enter(clinic, "rita", PASSWORD).person.login == "rita"
    clock.move_to(datetime(2026, 3, 5, 5, 30, tzinfo=UTC))

    with pytest.raises(SignInRefused):
        enter(clinic, "rita", PASSWORD)
    ended = next(m for m in staff.everybody(administrator) if m.login == "rita")
    assert (ended.active, ended.ends_on) == (False, last)
    with pytest.raises(BadValue, match="has passed") as refused:
        staff.change(administrator, ended, name=ended.name, roles=ended.roles, active=True, ends_on=last)
    assert refused.value.field == "ends_on"
    staff.change(administrator, ended, name=ended.name, roles=ended.roles, active=True)
    assert enter(clinic, "rita", PASSWORD).person.login == "rita"


def test_somebody_who_left_cannot_sign_in(clinic: Clinic, administrator: Desk) -> None:
    rita = next(m for m in staff.everybody(administrator) if m.login == "rita")
    staff.change(administrator, rita, name=rita.name, roles=rita.roles, active=False)

    with pytest.raises(SignInRefused):
        enter(clinic, "rita", PASSWORD)


def test_changing_the_password_needs_the_old_one(clinic: Clinic, nurse: Desk) -> None:
    with pytest.raises(SignInRefused):
        staff.change_password(nurse, old="not it", new="another long one")
    staff.change_password(nurse, old=PASSWORD, new="another long one")

    assert enter(clinic, "nina", "another long one").person.id == nurse.person.id

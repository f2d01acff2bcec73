"""Codes of a phone: asked with the password, never good twice, and no way to be shut out by them."""

import pyotp
import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NewPasswordWanted, SecondFactorWanted, SignInRefused
from clinicdesk.records import forgotten, pins, second_factor, staff, unlocking
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD


@pytest.fixture
def phone(receptionist: Desk, clock: DrivenClock) -> pyotp.TOTP:
    """Return Rita's phone, which was set up a minute ago."""
    offer = second_factor.offer(receptionist, "Harbour Infusion Clinic")
    made = pyotp.parse_uri(offer.uri)
    assert isinstance(made, pyotp.TOTP)
    assert made.secret == offer.secret
    assert (made.name, made.issuer) == ("rita", "ClinicDesk Harbour Infusion Clinic")
    second_factor.set_up(receptionist, offer.secret, password=PASSWORD, code=made.at(clock.now()))
    clock.pass_time(minutes=1)
    return made


def enter(clinic: Clinic, code: str = "", password: str = PASSWORD, new: str = "") -> Desk:
    return staff.sign_in(clinic, login="rita", password=password, workstation="FRONT-1", code=code, new_password=new)


def test_the_code_is_asked_after_the_right_password_only(clinic: Clinic, phone: pyotp.TOTP, clock: DrivenClock) -> None:
    with pytest.raises(SignInRefused, match="login or the password"):
        enter(clinic, password="wrong")
    with pytest.raises(SecondFactorWanted):
        enter(clinic)
    code = phone.at(clock.now())
    assert enter(clinic, f" {code[:3]} {code[3:]} ").person.login == "rita"


def test_no_code_counts_twice_nor_one_before_it(clinic: Clinic, phone: pyotp.TOTP, clock: DrivenClock) -> None:
    enter(clinic, phone.at(clock.now()))
    for seconds in (0, -30):
        with pytest.raises(SignInRefused, match="used already"):
            enter(clinic, phone.at(int(clock.now().timestamp()) + seconds))
    clock.pass_time(seconds=30)
    assert enter(clinic, phone.at(clock.now()))


def test_the_code_that_set_it_up_does_not_sign_in(receptionist: Desk, clinic: Clinic, clock: DrivenClock) -> None:
    offer = second_factor.offer(receptionist, "")
    code = pyotp.TOTP(offer.secret).at(clock.now())
    second_factor.set_up(receptionist, offer.secret, password=PASSWORD, code=code)
    with pytest.raises(SignInRefused, match="used already"):
        enter(clinic, code)


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_wrong(
    seconds: int, good: bool, clinic: Clinic, phone: pyotp.TOTP, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=5)
    code = phone.at(int(clock.now().timestamp()) + seconds)
    if good:
        assert enter(clinic, code)
    else:
        with pytest.raises(SignInRefused):
            enter(clinic, code)


@pytest.mark.parametrize(
    "typed", ["12345", "1234567", "abcdef", "\ud800", "\u0661\u0662\u0663\u0664\u0665\u0666", "-12345"]
)
def test_what_is_no_code_is_refused_and_no_crash(typed: str, clinic: Clinic, phone: pyotp.TOTP) -> None:
    assert phone.digits == 6
    with pytest.raises(SignInRefused):
        enter(clinic, typed)


def test_wrong_codes_wait_apart_and_half_a_minute_at_most(
    clinic: Clinic, phone: pyotp.TOTP, clock: DrivenClock
) -> None:
    waits = []
    for _try in range(8):
        wrong = f"{(int(phone.at(clock.now())) + 7) % 1_000_000:06d}"
        with pytest.raises(SignInRefused) as refused:
            enter(clinic, wrong)
        waits.append(refused.value.wait_seconds)
        clock.pass_time(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8, 16, 30, 30]
    clock.pass_time(seconds=30)
    assert enter(clinic, phone.at(clock.now()))


def test_at_the_lock_no_code_is_asked_while_the_pin_is_enough(
    receptionist: Desk, phone: pyotp.TOTP, clock: DrivenClock
) -> None:
    desk = enter(receptionist.clinic, phone.at(clock.now()))
    pins.set_pin(desk, password=PASSWORD, pin="481902")
    clock.pass_time(hours=6)
    assert unlocking.unlock(desk, PASSWORD) is desk
    assert unlocking.unlock(desk, "481902") is desk
    # Neither made the while longer: only a code does.
    clock.pass_time(hours=6)
    with pytest.raises(SecondFactorWanted):
        unlocking.unlock(desk, PASSWORD)
    assert unlocking.unlock(desk, PASSWORD, code=phone.at(clock.now())) is desk
    assert unlocking.unlock(desk, "481902") is desk


def test_a_wrong_first_code_sets_nothing_up(receptionist: Desk, clock: DrivenClock) -> None:
    offer = second_factor.offer(receptionist, "")
    later = pyotp.TOTP(offer.secret).at(int(clock.now().timestamp()) + 600)
    with pytest.raises(BadValue) as refused:
        second_factor.set_up(receptionist, offer.secret, password=PASSWORD, code=later)
    assert refused.value.field == "code"
    assert not second_factor.has_one(receptionist, receptionist.person.id)


def test_removing_it_takes_the_password_and_a_code(receptionist: Desk, phone: pyotp.TOTP, clock: DrivenClock) -> None:
    with pytest.raises(SignInRefused):
        second_factor.remove(receptionist, password="wrong", code=phone.at(clock.now()))
    with pytest.raises(SecondFactorWanted):
        second_factor.remove(receptionist, password=PASSWORD, code="")
    second_factor.remove(receptionist, password=PASSWORD, code=phone.at(clock.now()))
    assert enter(receptionist.clinic).person.login == "rita"


def test_a_lost_phone_is_the_administrators_to_mend(clinic: Clinic, administrator: Desk, phone: pyotp.TOTP) -> None:
    assert phone
    member = next(one for one in staff.everybody(administrator) if one.login == "rita")
    forgotten.remove_second_factor(administrator, member)
    assert enter(clinic).person.login == "rita"


def test_the_recovery_key_takes_it_away_too(
    clinic: Clinic, administrator: Desk, key: bytes, clock: DrivenClock
) -> None:
    offer = second_factor.offer(administrator, "")
    code = pyotp.TOTP(offer.secret).at(clock.now())
    second_factor.set_up(administrator, offer.secret, password=PASSWORD, code=code)
    forgotten.with_recovery_key(clinic, login="ada", key=key, new="a brand new one", workstation="FRONT-1")
    assert staff.sign_in(clinic, login="ada", password="a brand new one", workstation="FRONT-1")


def test_a_given_password_and_a_code_are_typed_once_each(
    clinic: Clinic, administrator: Desk, phone: pyotp.TOTP, clock: DrivenClock
) -> None:
    member = next(one for one in staff.everybody(administrator) if one.login == "rita")
    forgotten.reset_password(administrator, member, "given by the owner")
    code = phone.at(clock.now())
    with pytest.raises(NewPasswordWanted):
        enter(clinic, code, "given by the owner")
    # The same code, as it has opened nothing yet.
    assert enter(clinic, code, "given by the owner", "only rita knows it")


def test_a_clock_that_was_far_ahead_shuts_nobody_out(clinic: Clinic, phone: pyotp.TOTP, clock: DrivenClock) -> None:
    now = clock.now()
    clock.set_wall(now.replace(year=2030))
    enter(clinic, phone.at(clock.now()))
    clock.set_wall(now)
    assert enter(clinic, phone.at(clock.now()))

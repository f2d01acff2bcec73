"""The PIN that takes a device back from a patient: what is one, who is let in, who waits, and what it leaves behind."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, SignInRefused
from clinicdesk.permissions import Role
from clinicdesk.records import history, history_words, pins, staff
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD

PIN = "481902"


def test_a_pin_is_set_with_the_password_and_lets_its_owner_in(receptionist: Desk) -> None:
    assert not pins.has_pin(receptionist, receptionist.person.id)
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)

    assert pins.has_pin(receptionist, receptionist.person.id)
    person = pins.check_pin(receptionist.clinic, " RITA ", PIN)
    assert person == receptionist.person
    assert [entry.action for entry in receptionist.clinic.ledger.entries_after(0)][-1] == "staff.set_pin"


@pytest.mark.parametrize("typed", ["\ud800", "48\udfff", "481902\x00", "4" * 5000])
def test_whatever_a_keyboard_sends_is_a_wrong_pin_and_no_crash(typed: str, receptionist: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    for login, secret in (("rita", typed), (f"rita{typed}", PIN)):
        with pytest.raises(SignInRefused):
            pins.admit(receptionist.clinic, login, secret)
        with pytest.raises(SignInRefused):
            staff.sign_in(receptionist.clinic, login=login, password=typed, workstation="TEST-PC")


def test_the_waiting_survives_a_restart_of_the_program(clinic_file: Path, key: bytes, clock: DrivenClock) -> None:
    for _try in range(3):
        with closing(Clinic.open(clinic_file, key, clock)) as clinic, pytest.raises(SignInRefused):
            pins.admit(clinic, " Rita", "135790")
    with closing(Clinic.open(clinic_file, key, clock)) as clinic:
        with pytest.raises(SignInRefused, match="Wait 2 seconds"):
            pins.admit(clinic, "RITA ", "481902")
        clock.pass_time(seconds=2)
        assert pins.admit(clinic, "rita", PASSWORD).by_password


def test_whose_roles_changed_is_admitted_as_what_they_are_now(receptionist: Desk, administrator: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    member = staff.get(administrator, receptionist.person.id)
    staff.change(administrator, member, name=member.name, roles=[Role.NURSE], active=True)
    assert pins.check_pin(receptionist.clinic, "rita", PIN).roles == {Role.NURSE}


def test_a_changed_pin_ends_the_old_one(receptionist: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    pins.set_pin(receptionist, password=PASSWORD, pin="907135")

    assert pins.check_pin(receptionist.clinic, "rita", "907135").login == "rita"
    with pytest.raises(SignInRefused):
        pins.check_pin(receptionist.clinic, "rita", PIN)


def test_the_wrong_password_sets_nothing(receptionist: Desk) -> None:
    with pytest.raises(SignInRefused):
        pins.set_pin(receptionist, password="wrong password", pin=PIN)
    assert not pins.has_pin(receptionist, receptionist.person.id)


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "48190a", "48 902", "４８１９０２", "-48190", "48190\n"])
def test_a_pin_is_six_to_twelve_digits(pin: str, receptionist: Desk) -> None:
    with pytest.raises(BadValue, match="6 to 12 digits") as refused:
        pins.set_pin(receptionist, password=PASSWORD, pin=pin)
    assert refused.value.field == "pin"


@pytest.mark.parametrize(
    "pin", ["000000", "999999999", "123456", "012345", "234567890", "890123", "654321", "987654", "321098"]
)
def test_a_pin_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(BadValue, match="among the first"):
        pins.check_new_pin(pin)


@pytest.mark.parametrize("pin", ["121212", "12121212", "123123", "1231231", "909090909"])
def test_a_short_group_again_and_again_is_refused(pin: str) -> None:
    with pytest.raises(BadValue, match="among the first"):
        pins.check_new_pin(pin)


@given(st.text("0123456789", min_size=6, max_size=12))
def test_few_pins_are_refused_and_only_for_their_pattern(pin: str) -> None:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    # The same digit, or always one up or one down.
    in_a_row = len(steps) == 1 and steps <= {0, 1, 9}
    try:
        pins.check_new_pin(pin)
    except BadValue:
        assert in_a_row or len(set(pin)) <= 3
    else:
        assert not in_a_row


@pytest.mark.parametrize("login", ["rita", "nina", "nobody", ""])
def test_wrong_pin_no_pin_and_unknown_login_get_the_same_answer(login: str, receptionist: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    with pytest.raises(SignInRefused) as refused:
        pins.check_pin(receptionist.clinic, login, "135790")
    assert str(refused.value) == "The login or the PIN is wrong. Try again."


def test_who_left_takes_nothing_back(receptionist: Desk, administrator: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    member = staff.get(administrator, receptionist.person.id)
    staff.change(administrator, member, name=member.name, roles=[Role.RECEPTIONIST], active=False)
    for typed in (PIN, PASSWORD):
        with pytest.raises(SignInRefused):
            pins.admit(receptionist.clinic, "rita", typed)


def test_the_password_admits_too_and_is_told_apart(receptionist: Desk) -> None:
    clinic = receptionist.clinic
    assert pins.admit(clinic, "rita", PASSWORD) == pins.Admitted(receptionist.person, by_password=True)
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    assert pins.admit(clinic, "rita", PIN) == pins.Admitted(receptionist.person, by_password=False)
    with pytest.raises(SignInRefused):
        pins.check_pin(clinic, "rita", PASSWORD)


def test_each_wrong_try_waits_longer_and_the_right_one_starts_anew(receptionist: Desk, clock: DrivenClock) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    clinic = receptionist.clinic
    waits = []
    for _try in range(12):
        with pytest.raises(SignInRefused) as refused:
            pins.admit(clinic, "rita", "135790")
        waits.append(refused.value.wait_seconds)
        clock.pass_time(seconds=300)
    # A screen is held for half a minute at most, as the password is let in by then; the PIN waits on.
    assert waits == [0, 0, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30]
    pins.check_pin(clinic, "rita", PIN)
    with pytest.raises(SignInRefused) as refused:
        pins.check_pin(clinic, "rita", "135790")
    assert refused.value.wait_seconds == 0


def test_a_pin_alone_waits_up_to_five_minutes(receptionist: Desk, clock: DrivenClock) -> None:
    waits = []
    for _try in range(12):
        with pytest.raises(SignInRefused) as refused:
            pins.check_pin(receptionist.clinic, "rita", "135790")
        waits.append(refused.value.wait_seconds)
        clock.pass_time(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_patient_who_plays_keeps_nobody_out(receptionist: Desk, nurse: Desk) -> None:
    clinic = receptionist.clinic
    for desk in (receptionist, nurse):
        pins.set_pin(desk, password=PASSWORD, pin=PIN)
    for _try in range(3):
        with pytest.raises(SignInRefused):
            pins.admit(clinic, "rita", "135790")

    with pytest.raises(SignInRefused, match="Wait 2 seconds"):
        pins.admit(clinic, "rita", PIN)
    # A colleague takes the device back, and Rita signs in: another count.
    assert pins.admit(clinic, "nina", PIN).person.login == "nina"
    assert staff.sign_in(clinic, login="rita", password=PASSWORD, workstation="TEST-PC").person.login == "rita"


def test_while_the_pin_waits_the_password_lets_its_owner_in(receptionist: Desk, clock: DrivenClock) -> None:
    clinic = receptionist.clinic
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    for _try in range(12):
        clock.pass_time(seconds=300)
        with pytest.raises(SignInRefused):
            pins.admit(clinic, "rita", "135790")

    assert pins.admit(clinic, "rita", PASSWORD).by_password
    with pytest.raises(SignInRefused, match=r"Wait 300 seconds first\. Your password is accepted sooner"):
        pins.admit(clinic, "rita", PIN)


def test_passwords_tried_while_the_pin_waits_are_counted_as_passwords(receptionist: Desk) -> None:
    clinic = receptionist.clinic
    for _try in range(3):
        with pytest.raises(SignInRefused):
            pins.admit(clinic, "rita", "135790")
    for guess in ("guess one", "guess two", "guess three"):
        with pytest.raises(SignInRefused, match="Wait 2 seconds"):
            pins.admit(clinic, "rita", guess)
    assert clinic.local.failed_sign_ins("rita")[0] == 3
    with pytest.raises(SignInRefused):
        pins.admit(clinic, "rita", PASSWORD)


def test_wrong_passwords_at_the_sign_in_do_not_hold_the_device(receptionist: Desk) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    for _try in range(3):
        with pytest.raises(SignInRefused):
            staff.check_password(receptionist, "wrong password")
    assert pins.check_pin(receptionist.clinic, "rita", PIN).login == "rita"


def test_a_clock_set_back_holds_nobody_for_longer(receptionist: Desk, clock: DrivenClock) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    for _try in range(3):
        with pytest.raises(SignInRefused):
            pins.admit(receptionist.clinic, "rita", "135790")
    clock.set_wall(clock.now().replace(year=2020))

    with pytest.raises(SignInRefused) as refused:
        pins.admit(receptionist.clinic, "rita", PIN)
    assert refused.value.wait_seconds == 2
    clock.pass_time(seconds=2)
    assert pins.admit(receptionist.clinic, "rita", PIN)


def test_the_pin_stands_nowhere_and_the_hash_is_never_read_out(
    receptionist: Desk, administrator: Desk, clinic: Clinic
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    row = receptionist.row("SELECT pin_hash, password_hash FROM staff WHERE login = 'rita'")
    assert row is not None
    assert row["pin_hash"].startswith("$argon2id$")
    assert PIN not in row["pin_hash"]
    entry = list(clinic.ledger.entries_after(0))[-1]
    assert not entry.patients
    assert entry.reason is None

    # A chart's history shows no entry of it; and were it to, no column.
    assert "staff" in history_words.HIDDEN_TABLES
    for patient in administrator.rows("SELECT id FROM patients"):
        for line in history.of_patient(administrator, patient["id"]):
            assert "argon2" not in str(line)

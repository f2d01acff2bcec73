"""Signing in and unlocking, with passwords hashed as a real clinic's are; beside one check of such a hash alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.records import admitting, pins, second_factor, staff, unlocking
from clinicdesk.storage.clock import DrivenClock
from tests.bench.measure import Figure, compare, side_by_side
from tests.bench.setting import LOGIN, PASSWORD, Setting, found

PIN = "481902"
_LONGEST_MS = 1000


def figures(setting: Setting) -> list[Figure]:
    """Measure the ways in on a clinic of its own."""
    times = max(setting.sizes.openings // 20, 2)
    with TemporaryDirectory() as folder:
        clock = DrivenClock(setting.clinic.clock.now())
        clinic = found(Path(folder) / f"signing-in{SUFFIX}", clock)
        with _as_a_clinic_hashes():
            made = list(_ways_in(clinic, clock, times))
        clinic.close()
    return made


@contextmanager
def _as_a_clinic_hashes() -> Iterator[None]:
    """Hash at argon2's own cost: the other figures do not measure it."""
    cheap = dict(admitting.hashing_cost)
    admitting.hashing_cost.clear()
    try:
        yield
    finally:
        admitting.hashing_cost.update(cheap)


def _ways_in(clinic: Clinic, clock: DrivenClock, times: int) -> Iterator[Figure]:
    desk = staff.sign_in(clinic, login=LOGIN, password=PASSWORD, workstation="BENCH")
    staff.change_password(desk, old=PASSWORD, new=PASSWORD)
    pins.set_pin(desk, password=PASSWORD, pin=PIN)
    kept = admitting.hashed(PASSWORD)

    def bare() -> bool:
        return admitting.fits(kept, PASSWORD)

    def sign_in() -> object:
        return staff.sign_in(clinic, login=LOGIN, password=PASSWORD, workstation="BENCH")

    def unlock() -> object:
        return unlocking.unlock(desk, PIN)

    yield compare("sign in with the password", *side_by_side(sign_in, bare, times), slowest=_LONGEST_MS)
    yield compare("unlock with the PIN", *side_by_side(unlock, bare, times), slowest=_LONGEST_MS)
    offer = second_factor.offer(desk, "")
    phone = pyotp.TOTP(offer.secret)
    second_factor.set_up(desk, offer.secret, password=PASSWORD, code=phone.at(clock.now()))

    def sign_in_with_code() -> object:
        clock.pass_time(seconds=30)
        code = phone.at(clock.now())
        return staff.sign_in(clinic, login=LOGIN, password=PASSWORD, workstation="BENCH", code=code)

    ours, limit = side_by_side(sign_in_with_code, bare, times)
    yield compare("sign in with the password and a code", ours, limit, slowest=_LONGEST_MS)

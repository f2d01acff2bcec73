"""The PIN: signs, witnesses, takes a PC back that was handed to a patient, and unlocks for a while after the password.

It never signs in by itself: on a PC where the password was not given a short while ago it opens nothing.
"""

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicdesk.desk import Desk, Person
from clinicdesk.errors import BadValue, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import admitting, staff
from clinicdesk.storage.entry import update

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

SHORTEST, LONGEST = 6, 12
"""How many digits a PIN has. With the waiting after wrong tries six are a million guesses at five minutes each."""

_DIGITS = frozenset("0123456789")
_RUN = "01234567890123456789"
_LONGEST_REPEAT = 3


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody of the staff proved to be there: with the PIN, or with the password, which proves more."""

    person: Person
    by_password: bool


def set_pin(desk: Desk, *, password: str, pin: str) -> None:
    """Set or change one's own PIN. Raises ``SignInRefused`` or ``BadValue`` (field ``pin``)."""
    staff.check_password(desk, password)
    check_new_pin(pin)
    member = staff.get(desk, desk.person.id)
    desk.record("staff.set_pin", update("staff", member.id, member.version, pin_hash=admitting.hashed(pin)))
    desk.clinic.local.forget_failed_sign_ins(_counted_as(member.login))


def has_pin(desk: Desk, staff_id: str) -> bool:
    """Return whether a person has set a PIN."""
    row = desk.row("SELECT pin_hash IS NOT NULL AS is_set FROM staff WHERE id = ?", staff_id)
    return row is not None and bool(row["is_set"])


def check_new_pin(pin: str) -> None:
    """Raise ``BadValue`` when a PIN is no PIN, or one that everybody tries first."""
    if not set(pin) <= _DIGITS or not SHORTEST <= len(pin) <= LONGEST:
        sentence = _("Choose {shortest} to {longest} digits, and nothing else.")
        raise BadValue(sentence.format(shortest=SHORTEST, longest=LONGEST), "pin")
    if _is_easy(pin):
        raise BadValue(_("This PIN is among the first anybody would try. Choose digits without a pattern."), "pin")


def check_pin(clinic: "Clinic", login: str, pin: str) -> Person:
    """Return the active person whose login and PIN these are.

    Raises ``SignInRefused``; each wrong try waits longer. The waiting belongs to one login on one PC and is apart from
    that of the sign-in: a patient who plays with the digits keeps nobody from signing in.
    """
    return _admit(clinic, login, pin, with_password=False).person


def admit(clinic: "Clinic", login: str, typed: str, workstation: str = "") -> Admitted:
    """Return who typed a PIN or a password, whichever it was. Raises ``SignInRefused`` as ``check_pin`` does."""
    return _admit(clinic, login, typed, with_password=True, workstation=workstation)


def confirm(desk: Desk, typed: str) -> None:
    """Make sure that whoever signs is the person signed in here, by their PIN or password. Raises ``SignInRefused``."""
    if not typed:
        raise BadValue(_("Type your PIN or your password."), "pin")
    sentence = _("The PIN or the password is wrong. Try again.")
    _admit(desk.clinic, desk.person.login, typed, with_password=True, refusal=sentence, workstation=desk.workstation)


def _admit(
    clinic: "Clinic", login: str, typed: str, *, with_password: bool, refusal: str = "", workstation: str = ""
) -> Admitted:
    login = admitting.login_of(login)
    matched: list[bool] = []
    if with_password:
        held = _admit_while_held(clinic, login, typed, workstation)
        if held is not None:
            return held

    def fits_row(row: admitting.Row | None) -> bool:
        # What it looks like is tried first. A wrong one is tried as both: how long it took must not tell who has a PIN.
        ways = [False, True] if _is_pin(typed) else [True, False]
        for by_password in ways if with_password else [False]:
            kept = row["password_hash" if by_password else "pin_hash"] if row else None
            if admitting.fits(kept, typed):
                matched.append(by_password)
                return True
        return False

    refusal = refusal or (
        _("The login, the PIN or the password is wrong. Try again.")
        if with_password
        else _("The login or the PIN is wrong. Try again.")
    )
    try:
        row = admitting.admit(
            clinic, login, fits_row, counted_as=_counted_as(login), refusal=refusal, workstation=workstation
        )
    except SignInRefused as problem:
        longest = admitting.LONGEST_WAIT_OF_PASSWORD_SECONDS
        if not with_password or problem.wait_seconds <= longest:
            raise
        # Screens wait as long as nothing at all is let in; the PIN goes on waiting.
        raise SignInRefused(f"{problem} {_('Your password is accepted sooner.')}", longest) from None
    if matched[0]:
        _refuse_given(row)
    return Admitted(staff.person_of(row), matched[0])


def _refuse_given(row: admitting.Row) -> None:
    """Let nobody sign or witness with a password somebody else knows."""
    if row["password_given"]:
        raise SignInRefused(_("This password was chosen by somebody else. Sign in once and choose your own first."))


def _admit_while_held(clinic: "Clinic", login: str, typed: str, workstation: str) -> Admitted | None:
    """Let a right password through while PINs wait: nobody who plays with the digits keeps their owner out.

    What is typed is tried as a password alone, by the count of passwords; the wait of the PIN goes on.
    """
    _failures, left = admitting.wait_of(clinic, _counted_as(login), admitting.LONGEST_WAIT_SECONDS)
    _of_password, held = admitting.wait_of(clinic, login, admitting.LONGEST_WAIT_OF_PASSWORD_SECONDS)
    if not left or held or _is_pin(typed):
        return None
    row = admitting.row_of(clinic, login)
    if admitting.fits(row["password_hash"] if row else None, typed) and row is not None:
        clinic.local.forget_failed_sign_ins(login)
        _refuse_given(row)
        return Admitted(staff.person_of(row), by_password=True)
    with contextlib.suppress(SignInRefused):
        admitting.refuse(
            clinic,
            row,
            counted_as=login,
            refusal="",
            longest_wait=admitting.LONGEST_WAIT_OF_PASSWORD_SECONDS,
            workstation=workstation,
        )
    return None


def _is_pin(typed: str) -> bool:
    return set(typed) <= _DIGITS and SHORTEST <= len(typed) <= LONGEST


def _counted_as(login: str) -> str:
    # No login has a blank in it.
    return f"pin {login}"


def _is_easy(pin: str) -> bool:
    """All one digit, a short group again and again (121212, 123123), or digits in a row, up or down."""
    repeats = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, _LONGEST_REPEAT + 1))
    return repeats or pin in _RUN or pin in _RUN[::-1]

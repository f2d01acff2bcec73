"""Letting somebody in: secrets kept as argon2 hashes only, and a longer wait after each wrong try."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clinicdesk.errors import SignInRefused
from clinicdesk.language import ngettext

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from clinicdesk.clinic import Clinic

hashing_cost: dict[str, int] = {}
"""Arguments for argon2's PasswordHasher; empty means its own defaults (RFC 9106, low-memory profile)."""

_FREE_TRIES = 2
_LONGEST_WAIT = 300

Row = dict[str, Any]


def admit(
    clinic: "Clinic", login: str, fits_row: Callable[[Row | None], bool], *, counted_as: str, refusal: str
) -> Row:
    """Return the row of an active person to whom ``fits_row`` says yes. Raises ``SignInRefused`` with ``refusal``.

    Wrong tries are counted on this PC under ``counted_as``. ``fits_row`` gets None for a login nobody has, and must
    take as long as for one that somebody has.
    """
    failures, last = clinic.local.failed_sign_ins(counted_as)
    now = clinic.clock.now()
    if last is not None:
        if last > now:
            # A clock that was set back must not keep a person out for longer than the wait itself: it begins anew.
            clinic.local.restart_wait(counted_as, now)
            last = now
        left = _wait_seconds(failures) - int((now - last).total_seconds())
        if left > 0:
            raise SignInRefused(_too_soon(left), left)
    row = next(clinic.rows("SELECT * FROM staff WHERE login = ? AND active = 1", login), None)
    if not fits_row(row) or row is None:
        wait = _wait_seconds(clinic.local.count_failed_sign_in(counted_as, now))
        raise SignInRefused(refusal if not wait else f"{refusal} {_too_soon(wait)}", wait)
    if failures:
        clinic.local.forget_failed_sign_ins(counted_as)
    return row


def hashed(secret: str) -> str:
    """Return the argon2id hash by which a secret is kept."""
    return _hasher().hash(_bytes(secret))


def fits(kept: str | None, secret: str) -> bool:
    """Return whether a secret is the one that was hashed. No hash takes as long as a wrong one, and says no."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(kept or _UNKNOWN, _bytes(secret))
    except VerificationError:
        return False


def login_of(typed: str) -> str:
    """Return a login as it is kept, of what somebody typed: capitals, blanks around it and half characters aside."""
    return typed.encode("utf-8", "replace").decode("utf-8").strip().casefold()


def _bytes(secret: str) -> bytes:
    # A keyboard can send half a character; it is a wrong secret, not a crash in a patient's hands.
    return secret.encode("utf-8", "surrogatepass")


def _wait_seconds(failures: int) -> int:
    """Return how long to wait after some wrong tries in a row: none, none, then 2, 4, 8 … seconds, at most 300."""
    return 0 if failures <= _FREE_TRIES else int(min(2 ** (failures - _FREE_TRIES), _LONGEST_WAIT))


def _too_soon(seconds: int) -> str:
    return ngettext("Wait {count} second first.", "Wait {count} seconds first.", seconds).format(count=seconds)


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # the sign-in paints before argon2 is loaded

    return PasswordHasher(**hashing_cost)  # type: ignore[arg-type]


# The hash of a random secret nobody kept.
_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$ueZw8VUljDjVWgebWMJS2Q$2hYmi6Abcu1DPt9kAJKf8uL48UjRz2sE01ZtZ3it2N0"

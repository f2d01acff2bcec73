"""Letting somebody in: secrets kept as argon2 hashes only, and a longer wait after each wrong try."""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem, SignInRefused
from clinicdesk.language import ngettext

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from clinicdesk.clinic import Clinic

hashing_cost: dict[str, int] = {}
"""Arguments for argon2's PasswordHasher; empty means its own defaults (RFC 9106, low-memory profile)."""

_FREE_TRIES = 2
LONGEST_WAIT_SECONDS = 300
"""After many wrong tries of what has another way beside it: a PIN, which is short, has the password."""
LONGEST_WAIT_OF_PASSWORD_SECONDS = 30
"""Whoever knows their password waits half a minute at most, whatever others typed: docs/decisions/signing-in.md."""
REFUSED = "staff.sign_in_refused"
"""The action of the entry by which a wrong try stays known."""

Row = dict[str, Any]


def admit(
    clinic: "Clinic",
    login: str,
    fits_row: Callable[[Row | None], bool],
    *,
    counted_as: str,
    refusal: str,
    longest_wait: int = LONGEST_WAIT_SECONDS,
    workstation: str = "",
) -> Row:
    """Return the row of an active person to whom ``fits_row`` says yes. Raises ``SignInRefused`` with ``refusal``.

    Wrong tries are counted on this PC under ``counted_as``. ``fits_row`` gets None for a login nobody has, and must
    take as long as for one that somebody has.
    """
    failures, left = wait_of(clinic, counted_as, longest_wait)
    if left > 0:
        raise SignInRefused(too_soon(left), left)
    row = row_of(clinic, login)
    if not fits_row(row) or row is None:
        refuse(clinic, row, counted_as=counted_as, refusal=refusal, longest_wait=longest_wait, workstation=workstation)
    if failures:
        clinic.local.forget_failed_sign_ins(counted_as)
    return row


def row_of(clinic: "Clinic", login: str) -> Row | None:
    """Return the row of who works here under a login: active, and not past the last day of temporary staff."""
    sql = "SELECT * FROM staff WHERE login = ? AND active = 1 AND (ends_on IS NULL OR ends_on >= ?)"
    return next(clinic.rows(sql, login, today(clinic)), None)


def today(clinic: "Clinic") -> str:
    """Return the day it is in the clinic."""
    return clinic.clock.now().astimezone(clinic.zone).date().isoformat()


def wait_of(clinic: "Clinic", counted_as: str, longest_wait: int) -> tuple[int, int]:
    """Return how many tries in a row were wrong, and for how many seconds it is too soon for another."""
    failures, last = clinic.local.failed_sign_ins(counted_as)
    if last is None:
        return 0, 0
    now = clinic.clock.now()
    if last > now:
        # A clock that was set back must not keep a person out for longer than the wait itself: it begins anew.
        clinic.local.restart_wait(counted_as, now)
        last = now
    return failures, max(_wait_seconds(failures, longest_wait) - int((now - last).total_seconds()), 0)


def refuse(
    clinic: "Clinic", row: Row | None, *, counted_as: str, refusal: str, longest_wait: int, workstation: str
) -> NoReturn:
    """Count a wrong try, note it in the record, and raise ``SignInRefused`` with ``refusal`` and how long to wait."""
    wait = _wait_seconds(clinic.local.count_failed_sign_in(counted_as, clinic.clock.now()), longest_wait)
    # Of a login nobody has nothing is noted of what was typed: it may be a password in the wrong field.
    reason = row["login"] if row else None
    # What cannot be noted is refused all the same.
    with contextlib.suppress(ClinicFileProblem):
        Desk.of_system(clinic, workstation).record(REFUSED, reason=reason)
    raise SignInRefused(refusal if not wait else f"{refusal} {too_soon(wait)}", wait)


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


def _wait_seconds(failures: int, longest: int) -> int:
    """Return how long to wait after some wrong tries in a row: none, none, then 2, 4, 8 … seconds."""
    return 0 if failures <= _FREE_TRIES else int(min(2 ** min(failures - _FREE_TRIES, 16), longest))


def too_soon(seconds: int) -> str:
    """Return in words how long to wait."""
    return ngettext("Wait {count} second first.", "Wait {count} seconds first.", seconds).format(count=seconds)


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # the sign-in paints before argon2 is loaded

    return PasswordHasher(**hashing_cost)  # type: ignore[arg-type]


# The hash of a random secret nobody kept.
_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$ueZw8VUljDjVWgebWMJS2Q$2hYmi6Abcu1DPt9kAJKf8uL48UjRz2sE01ZtZ3it2N0"

"""The codes of a second factor: which half minute one belongs to, and that none counts twice (RFC 6238)."""

import hmac
from typing import TYPE_CHECKING

from clinicdesk.errors import SecondFactorWanted, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import admitting
from clinicdesk.records.admitting import Row

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

DIGITS = 6
_STEP_SECONDS = 30
_STEPS_AROUND = (0, -1, 1)
"""A phone's clock may go half a minute wrong, and typing takes time (RFC 6238, 5.2: one step)."""


def check(clinic: "Clinic", row: Row, code: str, *, workstation: str) -> int:
    """Return the time step of a right code, 0 where none is asked.

    Raises ``SecondFactorWanted`` without a code, ``SignInRefused`` for a wrong one or one that was used. Wrong codes
    are counted apart from wrong passwords: only who knows the password can type one.
    """
    if row["totp_secret"] is None:
        return 0
    counted_as = _counted_as(row["login"])
    longest = admitting.LONGEST_WAIT_OF_PASSWORD_SECONDS
    _failures, left = admitting.wait_of(clinic, counted_as, longest)
    if left > 0:
        raise SignInRefused(admitting.too_soon(left), left)
    if not code.strip():
        raise SecondFactorWanted(_("Type the code that your phone shows now."))
    step = step_of(clinic, row["totp_secret"], code)
    if step is None or clinic.local.is_code_used(row["id"], step, now_step(clinic)):
        refusal = _("This code is wrong or was used already. Type the one the phone shows now.")
        admitting.refuse(
            clinic, row, counted_as=counted_as, refusal=refusal, longest_wait=longest, workstation=workstation
        )
    clinic.local.forget_failed_sign_ins(counted_as)
    return step


def use(clinic: "Clinic", row: Row, step: int) -> None:
    """Let a code that was checked count no second time. Raises ``SignInRefused`` where another window was faster."""
    if step and not clinic.local.use_code(row["id"], step, now_step(clinic)):
        raise SignInRefused(_("This code was used already. Wait for the next one."))


def now_step(clinic: "Clinic") -> int:
    """Return the number of the half minute it is."""
    return int(clinic.clock.now().timestamp()) // _STEP_SECONDS


def step_of(clinic: "Clinic", secret: str, code: str) -> int | None:
    """Return the half minute whose code this is: now, or one before or after; None for another code."""
    import pyotp

    typed = "".join(code.split())
    if len(typed) != DIGITS or not set(typed) <= set("0123456789"):
        return None
    made, now = pyotp.TOTP(secret, digits=DIGITS, interval=_STEP_SECONDS), now_step(clinic)
    found = [now + around for around in _STEPS_AROUND if hmac.compare_digest(made.generate_otp(now + around), typed)]
    return found[0] if found else None


def _counted_as(login: str) -> str:
    # No login has a blank in it.
    return f"code {login}"

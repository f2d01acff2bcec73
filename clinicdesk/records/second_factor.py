"""The second factor: a code of six digits that a phone shows for half a minute (TOTP, RFC 6238).

Optional, and each person's own choice. The code is asked with the password, once in the while for which a PIN is
enough. No code counts twice (RFC 6238, 5.2). A lost phone: an administrator takes the factor away, or, of the only
administrator, the recovery key does.
"""

from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import admitting, codes, staff
from clinicdesk.storage.entry import update


@dataclass(frozen=True, slots=True)
class Offer:
    """What a phone is given: the secret as letters to type, and as the text of a QR code."""

    secret: str
    uri: str


def offer(desk: Desk, clinic_name: str) -> Offer:
    """Return a new secret for the person at the desk. Nothing is kept of it until ``set_up``."""
    import pyotp

    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=desk.person.login, issuer_name=f"ClinicDesk {clinic_name}".strip())
    return Offer(secret, uri)


def has_one(desk: Desk, staff_id: str) -> bool:
    """Tell whether a person is asked for a code."""
    row = desk.row("SELECT totp_secret IS NOT NULL AS is_set FROM staff WHERE id = ?", staff_id)
    return row is not None and bool(row["is_set"])


def set_up(desk: Desk, secret: str, *, password: str, code: str) -> None:
    """Ask this person for codes from now on; the first one shows that the phone has the secret.

    Raises ``SignInRefused`` or ``BadValue`` (field ``code``).
    """
    staff.check_password(desk, password)
    step = codes.step_of(desk.clinic, secret, code)
    if step is None:
        raise BadValue(
            _("This is not the code the phone shows now. Check that the phone\u2019s clock is right."), "code"
        )
    member = staff.get(desk, desk.person.id)
    desk.record("staff.second_factor", update("staff", member.id, member.version, totp_secret=secret))
    desk.clinic.local.use_code(member.id, step, codes.now_step(desk.clinic))


def remove(desk: Desk, *, password: str, code: str) -> None:
    """Ask this person for no codes any more. Raises ``SignInRefused`` where the password or the code is wrong."""
    staff.check_password(desk, password)
    row = admitting.row_of(desk.clinic, desk.person.login)
    if row is not None:
        codes.use(desk.clinic, row, codes.check(desk.clinic, row, code, workstation=desk.workstation))
    member = staff.get(desk, desk.person.id)
    desk.record("staff.second_factor", update("staff", member.id, member.version, totp_secret=None))

"""A forgotten password or a lost phone: an administrator helps; the only administrator has the recovery sheet.

A password that somebody else chose is good for one sign-in: the person then chooses their own, so that nobody can sign
in another's name for long, and whoever did is seen by the entry that was left.
"""

import hmac
from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import admitting, presence, staff
from clinicdesk.records.staff import StaffMember
from clinicdesk.storage import keys
from clinicdesk.storage.entry import update

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


def reset_password(desk: Desk, member: StaffMember, new: str, *, without_second_factor: bool = False) -> None:
    """Give somebody else a new password, which they replace when they sign in; ``without_second_factor``: no codes.

    Waiting after wrong tries ends. Raises ``BadValue`` (field ``password``), ``NotAllowed`` for one's own.
    """
    _refuse_own(desk, member)
    staff.check_new_password(new)
    columns: dict[str, str | None] = {"totp_secret": None} if without_second_factor else {}
    hashed = admitting.hashed(new)
    desk.record(
        "staff.reset", update("staff", member.id, member.version, password_hash=hashed, password_given=True, **columns)
    )
    _begin_anew(desk.clinic, member)


def remove_second_factor(desk: Desk, member: StaffMember) -> None:
    """Ask somebody else for no codes any more: their phone is lost. Raises ``NotAllowed`` for oneself."""
    _refuse_own(desk, member)
    desk.record("staff.reset", update("staff", member.id, member.version, totp_secret=None))
    _begin_anew(desk.clinic, member)


def with_recovery_key(clinic: "Clinic", *, login: str, key: bytes, new: str, workstation: str) -> None:
    """Set an administrator\u2019s password by the recovery key, and ask for no code: for who has nobody to turn to.

    Whoever holds the sheet can read the whole record without any password, so no more is asked. Raises ``BadValue``
    naming the field at fault: ``words``, ``login`` or ``password``.
    """
    if not hmac.compare_digest(" ".join(keys.to_words(key)), " ".join(clinic.recovery_words())):
        raise BadValue(_("These are not the words of this clinic. Check that the sheet is the newest one."), "words")
    row = admitting.row_of(clinic, admitting.login_of(login))
    if row is None or Role.ADMINISTRATOR not in staff.roles_of(row):
        raise BadValue(
            _("No administrator has this login. Everybody else asks an administrator for a new password."), "login"
        )
    staff.check_new_password(new)
    desk = Desk(clinic, staff.person_of(row), workstation)
    member = staff.get(desk, row["id"])
    change = update(
        "staff",
        member.id,
        member.version,
        password_hash=admitting.hashed(new),
        password_given=False,
        totp_secret=None,
    )
    desk.record("staff.recover", change)
    _begin_anew(clinic, member)


def _refuse_own(desk: Desk, member: StaffMember) -> None:
    if member.id == desk.person.id:
        raise NotAllowed(_("Your own you change yourself, with your password: Settings, People."))


def _begin_anew(clinic: "Clinic", member: StaffMember) -> None:
    """Let no earlier try or sign-in count any more."""
    for counted_as in (member.login, f"pin {member.login}", f"code {member.login}"):
        clinic.local.forget_failed_sign_ins(counted_as)
    presence.forget(clinic, member.id)

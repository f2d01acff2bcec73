"""The people who work in the clinic: adding them, signing in, passwords."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicdesk.desk import SYSTEM, Desk, Person
from clinicdesk.errors import AlreadyThere, BadValue, ChangedElsewhere, NotAllowed, NotFound, SignInRefused
from clinicdesk.language import _, ngettext
from clinicdesk.permissions import Role
from clinicdesk.storage.entry import Change, insert, update

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from clinicdesk.clinic import Clinic

PASSWORD_LENGTH = 10
"""The shortest password: length protects, riddles do not (NIST SP 800-63B asks for no composition rules)."""

hashing_cost: dict[str, int] = {}
"""Arguments for argon2's PasswordHasher; empty means its own defaults (RFC 9106, low-memory profile)."""

_FREE_TRIES = 2
_LONGEST_WAIT = 300


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works in the clinic."""

    id: str
    version: str
    login: str
    name: str
    roles: frozenset[Role]
    active: bool


def everybody(desk: Desk) -> list[StaffMember]:
    """Return all staff, those who left included, by name."""
    return [_member(row) for row in desk.rows("SELECT * FROM staff ORDER BY active DESC, name, id")]


def get(desk: Desk, staff_id: str) -> StaffMember:
    """Return one person. Raises ``NotFound``."""
    row = desk.row("SELECT * FROM staff WHERE id = ?", staff_id)
    if row is None:
        raise NotFound(_("This person is not on the staff list."))
    return _member(row)


def name_of(desk: Desk, staff_id: str) -> str:
    """Return a person's name; entries the program wrote itself are by ClinicDesk."""
    return _("ClinicDesk") if staff_id == SYSTEM else get(desk, staff_id).name


def with_role(desk: Desk, role: Role) -> list[StaffMember]:
    """Return the active staff who have a role."""
    return [member for member in everybody(desk) if member.active and role in member.roles]


def adding(desk: Desk, *, login: str, name: str, roles: Iterable[Role], password: str) -> tuple[str, list[Change]]:
    """Return the id and the changes that add a person, for an entry of their own or a larger one.

    Raises ``BadValue`` naming the field at fault.
    """
    login, name = login.strip().casefold(), name.strip()
    if not login or any(sign.isspace() for sign in login):
        raise BadValue(_("Give a login without spaces, for example “rivera”."), "login")
    if not name:
        raise BadValue(_("Give the name that prints on records, for example “R. Alvarez, RN”."), "name")
    chosen = sorted(set(roles))
    if not chosen:
        raise BadValue(_("Choose at least one role."), "roles")
    check_new_password(password)
    staff_id = desk.new_id()
    return staff_id, [
        insert("claims", f"login {login}", holder=staff_id),
        insert(
            "staff",
            staff_id,
            login=login,
            name=name,
            roles=json.dumps(chosen),
            password_hash=_hasher().hash(password),
        ),
    ]


def add(desk: Desk, *, login: str, name: str, roles: Iterable[Role], password: str) -> str:
    """Add a person and return their id. Raises ``AlreadyThere`` when the login is taken."""
    staff_id, changes = adding(desk, login=login, name=name, roles=roles, password=password)
    try:
        desk.record("staff.add", *changes)
    except ChangedElsewhere:
        raise AlreadyThere(_("This login is taken. Choose another.")) from None
    return staff_id


def change(desk: Desk, member: StaffMember, *, name: str, roles: Iterable[Role], active: bool) -> None:
    """Change a person's name, roles, or whether they work here. The last active administrator stays one."""
    chosen = frozenset(roles)
    if not name.strip():
        raise BadValue(_("Give the name that prints on records, for example “R. Alvarez, RN”."), "name")
    if not chosen:
        raise BadValue(_("Choose at least one role."), "roles")
    others = [m for m in with_role(desk, Role.ADMINISTRATOR) if m.id != member.id]
    if not others and not (active and Role.ADMINISTRATOR in chosen):
        raise NotAllowed(_("This is the last administrator. Make somebody else administrator first."))
    desk.record(
        "staff.change",
        update("staff", member.id, member.version, name=name.strip(), roles=json.dumps(sorted(chosen)), active=active),
    )


def check_new_password(password: str) -> None:
    """Raise ``BadValue`` when a new password is too short."""
    if len(password) < PASSWORD_LENGTH:
        raise BadValue(
            _("Choose a password of at least {count} characters. A few words are easy to remember.").format(
                count=PASSWORD_LENGTH
            ),
            "password",
        )


def change_password(desk: Desk, *, old: str, new: str) -> None:
    """Change one's own password. Raises ``SignInRefused`` or ``BadValue``."""
    check_password(desk, old)
    check_new_password(new)
    member = get(desk, desk.person.id)
    desk.record("staff.change_password", update("staff", member.id, member.version, password_hash=_hasher().hash(new)))


def sign_in(clinic: "Clinic", *, login: str, password: str, workstation: str) -> Desk:
    """Sign a person in and return their desk. Raises ``SignInRefused``; each wrong password waits longer.

    The waiting belongs to one login on one PC, so that nobody's tries keep another person out.
    """
    person = _admit(clinic, login, password)
    desk = Desk(clinic, person, workstation)
    desk.record("staff.sign_in")
    return desk


def check_password(desk: Desk, password: str) -> None:
    """Make sure that the signed-in person is the one sitting there. Raises ``SignInRefused``."""
    _admit(desk.clinic, desk.person.login, password)


def _admit(clinic: "Clinic", login: str, password: str) -> Person:
    login = login.strip().casefold()
    failures, last = clinic.local.failed_sign_ins(login)
    now = clinic.clock.now()
    if last is not None:
        if last > now:
            # A clock that was set back must not keep a person out for longer than the wait itself: it begins anew.
            clinic.local.restart_wait(login, now)
            last = now
        left = _wait_seconds(failures) - int((now - last).total_seconds())
        if left > 0:
            raise SignInRefused(_too_soon(left), left)
    row = next(clinic.rows("SELECT * FROM staff WHERE login = ? AND active = 1", login), None)
    # An unknown login takes as long as a wrong password, and gets the same answer.
    if not _fits(row["password_hash"] if row else _UNKNOWN, password) or row is None:
        wait = _wait_seconds(clinic.local.count_failed_sign_in(login, now))
        sentence = _("The login or the password is wrong. Try again.")
        raise SignInRefused(sentence if not wait else f"{sentence} {_too_soon(wait)}", wait)
    if failures:
        clinic.local.forget_failed_sign_ins(login)
    return Person(row["id"], row["login"], row["name"], _roles(row))


def _wait_seconds(failures: int) -> int:
    """Return how long to wait after some wrong passwords in a row: none, none, then 2, 4, 8 … seconds, at most 300."""
    return 0 if failures <= _FREE_TRIES else int(min(2 ** (failures - _FREE_TRIES), _LONGEST_WAIT))


def _too_soon(seconds: int) -> str:
    return ngettext("Wait {count} second first.", "Wait {count} seconds first.", seconds).format(count=seconds)


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # the sign-in paints before argon2 is loaded

    return PasswordHasher(**hashing_cost)  # type: ignore[arg-type]


# The hash of a random secret nobody kept.
_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$ueZw8VUljDjVWgebWMJS2Q$2hYmi6Abcu1DPt9kAJKf8uL48UjRz2sE01ZtZ3it2N0"


def _fits(password_hash: str, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(password_hash, password)
    except VerificationError:
        return False


def _roles(row: dict[str, Any]) -> frozenset[Role]:
    return frozenset(Role(role) for role in json.loads(row["roles"]))


def _member(row: dict[str, Any]) -> StaffMember:
    return StaffMember(row["id"], row["version"], row["login"], row["name"], _roles(row), bool(row["active"]))

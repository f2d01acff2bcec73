"""The people who work in the clinic: adding them, signing in, passwords."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicdesk.desk import SYSTEM, Desk, Person
from clinicdesk.errors import AlreadyThere, BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import admitting
from clinicdesk.storage.entry import Change, insert, update

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

PASSWORD_LENGTH = 10
"""The shortest password: length protects, riddles do not (NIST SP 800-63B asks for no composition rules)."""

hashing_cost = admitting.hashing_cost
"""What hashing a password costs."""


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
            password_hash=admitting.hashed(password),
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
    desk.record(
        "staff.change_password", update("staff", member.id, member.version, password_hash=admitting.hashed(new))
    )


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
    login = admitting.login_of(login)

    # An unknown login takes as long as a wrong password, and gets the same answer.
    def fits_row(row: admitting.Row | None) -> bool:
        return admitting.fits(row["password_hash"] if row else None, password)

    refusal = _("The login or the password is wrong. Try again.")
    row = admitting.admit(clinic, login, fits_row, counted_as=login, refusal=refusal)
    return Person(row["id"], row["login"], row["name"], roles_of(row))


def roles_of(row: dict[str, Any]) -> frozenset[Role]:
    """Return the roles of a row of the table ``staff``."""
    return frozenset(Role(role) for role in json.loads(row["roles"]))


def _member(row: dict[str, Any]) -> StaffMember:
    return StaffMember(row["id"], row["version"], row["login"], row["name"], roles_of(row), bool(row["active"]))

"""The people who work in the clinic: adding them, signing in, passwords."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicdesk.desk import SYSTEM, Desk, Person
from clinicdesk.errors import (
    AlreadyThere,
    BadValue,
    ChangedElsewhere,
    ClinicFileProblem,
    NewPasswordWanted,
    NotAllowed,
    NotFound,
)
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL, Role
from clinicdesk.records import admitting, codes, presence
from clinicdesk.storage.entry import Change, insert, update

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

PASSWORD_LENGTH = 10
"""The shortest password: length protects, riddles do not (NIST SP 800-63B asks for no composition rules)."""

hashing_cost = admitting.hashing_cost
"""What hashing a password costs."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works in the clinic. ``ends_on`` is the last day of temporary staff, None where no end is known."""

    id: str
    version: str
    login: str
    name: str
    roles: frozenset[Role]
    active: bool
    ends_on: date | None = None


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


def adding(
    desk: Desk,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    is_given: bool = False,
    ends_on: date | None = None,
) -> tuple[str, list[Change]]:
    """Return the id and the changes that add a person, for an entry of their own or a larger one.

    ``is_given``: somebody else chose the password, so the person chooses their own when they sign in first.
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
    _check_end(desk, ends_on)
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
            password_given=is_given,
            ends_on=ends_on.isoformat() if ends_on else None,
        ),
    ]


def add(
    desk: Desk,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    is_given: bool = False,
    ends_on: date | None = None,
) -> str:
    """Add a person and return their id, as ``adding`` does. Raises ``AlreadyThere`` when the login is taken."""
    staff_id, changes = adding(
        desk, login=login, name=name, roles=roles, password=password, is_given=is_given, ends_on=ends_on
    )
    try:
        desk.record("staff.add", *changes)
    except ChangedElsewhere:
        raise AlreadyThere(_("This login is taken. Choose another.")) from None
    return staff_id


def change(
    desk: Desk, member: StaffMember, *, name: str, roles: Iterable[Role], active: bool, ends_on: date | None = None
) -> None:
    """Change a person's name, roles, last day, or whether they work here. The last active administrator stays one.

    Raises ``BadValue`` naming the field at fault, ``NotAllowed`` for the last administrator, and for a clinician who
    would be none any more while they answer for a patient in a chair.
    """
    desk.record("staff.change", *changing(desk, member, name=name, roles=roles, active=active, ends_on=ends_on))
    if not active:
        presence.forget(desk.clinic, member.id)


def changing(
    desk: Desk, member: StaffMember, *, name: str, roles: Iterable[Role], active: bool, ends_on: date | None = None
) -> list[Change]:
    """Return the changes that ``change`` records, for a larger entry."""
    chosen = frozenset(roles)
    if not name.strip():
        raise BadValue(_("Give the name that prints on records, for example “R. Alvarez, RN”."), "name")
    if not chosen:
        raise BadValue(_("Choose at least one role."), "roles")
    if active:
        _check_end(desk, ends_on)
    if member.active and member.roles & CLINICAL and not (active and chosen & CLINICAL):
        _refuse_at_chair(desk, member)
    claims: list[Change] = []
    if Role.ADMINISTRATOR in member.roles and not (active and Role.ADMINISTRATOR in chosen and ends_on is None):
        # Read first: of two administrators who take each other away at one moment, the claim lets one.
        claims.append(_administrators(desk, member.id))
        if not any(one.id != member.id and one.ends_on is None for one in with_role(desk, Role.ADMINISTRATOR)):
            raise NotAllowed(
                _("This is the last administrator without a last day. Make somebody else administrator first.")
            )
    changed = update(
        "staff",
        member.id,
        member.version,
        name=name.strip(),
        roles=json.dumps(sorted(chosen)),
        active=active,
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    return [*claims, changed]


def _refuse_at_chair(desk: Desk, member: StaffMember) -> None:
    from clinicdesk.records.sessions import nurse  # it needs this module

    if nurse.of_person(desk, member.id):
        raise NotAllowed(
            _("{name} answers for a patient in a chair. Whoever is there takes the chair over first.").format(
                name=member.name
            )
        )


def _administrators(desk: Desk, holder: str) -> Change:
    row = desk.row("SELECT version FROM claims WHERE id = 'administrators'")
    if row is None:
        return insert("claims", "administrators", holder=holder)
    return update("claims", "administrators", row["version"], holder=holder)


def _check_end(desk: Desk, ends_on: date | None) -> None:
    if ends_on is not None and ends_on.isoformat() < admitting.today(desk.clinic):
        raise BadValue(_("This day has passed. Give the last day of work, or leave it empty."), "ends_on")


def end_temporary(clinic: "Clinic", workstation: str) -> list[str]:
    """Note of all whose last day has passed that they no longer work here, and return their ids. Cheap when nobody's.

    Called at each sign-in; that they cannot sign in themselves does not wait for it.
    """
    sql = "SELECT id, version FROM staff WHERE active = 1 AND ends_on < ?"
    rows = list(clinic.rows(sql, admitting.today(clinic)))
    if rows:
        changes = [update("staff", row["id"], row["version"], active=False) for row in rows]
        # It keeps nobody else out where it cannot be noted now, or another window does at this moment.
        with contextlib.suppress(ChangedElsewhere, ClinicFileProblem):
            Desk.of_system(clinic, workstation).record("staff.change", *changes)
    return [row["id"] for row in rows]


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
    _choose_password(desk, new)


def sign_in(
    clinic: "Clinic", *, login: str, password: str, workstation: str, code: str = "", new_password: str = ""
) -> Desk:
    """Sign a person in and return their desk. Raises ``SignInRefused``; each wrong password waits longer.

    The waiting belongs to one login on one PC. Raises ``SecondFactorWanted`` where a ``code`` is needed as well, and
    ``NewPasswordWanted`` where the password was chosen by somebody else: ``new_password`` then takes its place.
    """
    end_temporary(clinic, workstation)
    row = _admit(clinic, login, password, workstation)
    step = codes.check(clinic, row, code, workstation=workstation)
    if row["password_given"]:
        if not new_password:
            raise NewPasswordWanted(
                _("Your password was chosen by somebody else. Choose your own, which only you know.")
            )
        check_new_password(new_password)
        if new_password == password:
            raise BadValue(_("Choose another password than the one you were given."), "password")
    codes.use(clinic, row, step)
    desk = Desk(clinic, person_of(row), workstation)
    if row["password_given"]:
        _choose_password(desk, new_password)
    desk.record("staff.sign_in")
    presence.note(clinic, row["id"])
    return desk


def check_password(desk: Desk, password: str) -> None:
    """Make sure that the signed-in person is the one sitting there. Raises ``SignInRefused``."""
    _admit(desk.clinic, desk.person.login, password, desk.workstation)


def knows_recovery_sheet(desk: Desk, staff_id: str) -> bool:
    """Tell whether a person has had the recovery sheet of today's key in hand: who left may have a copy.

    Who founded the clinic or changed its key was shown it; an administrator may have printed it, or set a password
    by it.
    """
    changed = desk.row("SELECT max(e.seq) AS seq FROM key_changes k JOIN search_entries e ON e.id = k.version")
    since = int(changed["seq"] or 0) if changed else 0
    # Whoever changed the key had the new sheet in hand.
    for action in ("practice.recovery_sheet", "staff.recover", "key.change"):
        sql = "SELECT 1 AS found FROM search_entries WHERE staff = ? AND action = ? AND seq >= ? LIMIT 1"
        if desk.row(sql, staff_id, action, since) is not None:
            return True
    founded = desk.row(
        "SELECT s.id FROM staff s JOIN claims c ON c.id = 'login ' || s.login "
        "JOIN search_entries e ON e.id = c.version WHERE s.id = ? AND e.action = 'practice.found' AND e.seq > ?",
        staff_id,
        since,
    )
    return founded is not None


def is_as_signed_in(desk: Desk) -> bool:
    """Tell whether the person at the desk still works here, in the roles they signed in with."""
    row = admitting.row_of(desk.clinic, desk.person.login)
    return row is not None and person_of(row) == desk.person


def person_of(row: dict[str, Any]) -> Person:
    """Return the person of a row of the table ``staff``."""
    return Person(row["id"], row["login"], row["name"], roles_of(row))


def _choose_password(desk: Desk, new: str) -> None:
    member = get(desk, desk.person.id)
    change = update("staff", member.id, member.version, password_hash=admitting.hashed(new), password_given=False)
    desk.record("staff.change_password", change)


def _admit(clinic: "Clinic", login: str, password: str, workstation: str) -> admitting.Row:
    login = admitting.login_of(login)

    # An unknown login takes as long as a wrong password, and gets the same answer.
    def fits_row(row: admitting.Row | None) -> bool:
        return admitting.fits(row["password_hash"] if row else None, password)

    return admitting.admit(
        clinic,
        login,
        fits_row,
        counted_as=login,
        refusal=_("The login or the password is wrong. Try again."),
        longest_wait=admitting.LONGEST_WAIT_OF_PASSWORD_SECONDS,
        workstation=workstation,
    )


def roles_of(row: dict[str, Any]) -> frozenset[Role]:
    """Return the roles of a row of the table ``staff``."""
    return frozenset(Role(role) for role in json.loads(row["roles"]))


def _member(row: dict[str, Any]) -> StaffMember:
    return StaffMember(
        id=row["id"],
        version=row["version"],
        login=row["login"],
        name=row["name"],
        roles=roles_of(row),
        active=bool(row["active"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
    )

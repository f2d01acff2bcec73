"""The lock: the person returns, or another one takes the seat, with a PIN for a while after the password, else with it.

Who was changed meanwhile comes back as what they are now; who no longer works here does not come back.
"""

from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.records import admitting, codes, pins, presence, staff

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


def pin_is_enough(clinic: "Clinic", login: str) -> bool:
    """Tell whether a login's PIN opens this PC now; who has none types the password, as at any time."""
    login = admitting.login_of(login)
    return any(one.login == login for one in presence.of_pc(clinic))


def unlock(desk: Desk, typed: str, *, code: str = "", new_password: str = "") -> Desk:
    """Let the person who locked return, and return the desk they work at: the same, unless they were changed meanwhile.

    Raises ``SignInRefused``; ``SecondFactorWanted`` where the while is over and a code is asked, ``NewPasswordWanted``
    where an administrator has given them a new password meanwhile.
    """
    clinic, login = desk.clinic, desk.person.login
    staff.end_temporary(clinic, desk.workstation)
    row = admitting.row_of(clinic, login)
    if row is not None and row["password_given"]:
        return staff.sign_in(
            clinic, login=login, password=typed, workstation=desk.workstation, code=code, new_password=new_password
        )
    if pin_is_enough(clinic, login):
        admitted = pins.admit(clinic, login, typed, desk.workstation)
        if admitted.by_password:
            _renew(desk)
    else:
        staff.check_password(desk, typed)
        if presence.is_fresh(clinic, desk.person.id):
            _renew(desk)
        else:
            _begin(desk, code)
    if staff.is_as_signed_in(desk):
        return desk
    return _seated(clinic, login, desk.workstation)


def sign_in(
    clinic: "Clinic", *, login: str, typed: str, workstation: str, code: str = "", new_password: str = ""
) -> Desk:
    """Let another person take the seat: with the PIN where it is enough, else as at the sign-in, with its errors."""
    staff.end_temporary(clinic, workstation)
    if not pin_is_enough(clinic, login):
        return staff.sign_in(
            clinic, login=login, password=typed, workstation=workstation, code=code, new_password=new_password
        )
    admitted = pins.admit(clinic, login, typed, workstation)
    desk = Desk(clinic, admitted.person, workstation)
    desk.record("staff.sign_in")
    if admitted.by_password:
        _renew(desk)
    return desk


def _begin(desk: Desk, code: str) -> None:
    """Let a while begin, with the code where one is asked."""
    row = admitting.row_of(desk.clinic, desk.person.login)
    if row is not None:
        codes.use(desk.clinic, row, codes.check(desk.clinic, row, code, workstation=desk.workstation))
        presence.note(desk.clinic, row["id"])


def _renew(desk: Desk) -> None:
    """Let the while begin anew, but not for who is asked for codes: that is done with a code."""
    row = admitting.row_of(desk.clinic, desk.person.login)
    if row is not None and row["totp_secret"] is None:
        presence.note(desk.clinic, row["id"])


def _seated(clinic: "Clinic", login: str, workstation: str) -> Desk:
    row = admitting.row_of(clinic, login)
    assert row is not None, "who was admitted a moment ago"
    desk = Desk(clinic, staff.person_of(row), workstation)
    desk.record("staff.sign_in")
    return desk

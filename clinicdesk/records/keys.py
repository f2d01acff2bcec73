"""The key of the clinic file: the recovery sheet once more, a new key, and the accounts whose keyring may keep it."""

import getpass
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk import workstation
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Cancelled, ClinicDeskError, ClinicFileProblem, NotAllowed
from clinicdesk.language import _
from clinicdesk.records import backups, staff
from clinicdesk.records.sessions import reading
from clinicdesk.storage import start_pin as pins
from clinicdesk.storage.backups.files import in_folder
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert, update
from clinicdesk.storage.rekeying import Progress

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


@dataclass(frozen=True, slots=True)
class KeyChange:
    """The clinic file was sealed with another key. The ids are check values, not secret."""

    old_key_id: str
    new_key_id: str
    reason: str
    changed_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a PC whose keyring may keep the key of now."""

    workstation: str
    account: str
    admitted_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OldKey:
    """A key of before. ``needed_by`` is how many backups within reach open with it alone.

    ``unreached`` are the folders nobody could look into: a disk that is kept elsewhere.
    """

    key_id: str
    until: datetime
    needed_by: int
    unreached: tuple[str, ...]


def account_name() -> str:
    """Return the name of the account of this PC the program runs under."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # Windows without any name in its environment
        return _("unknown")


def changes(desk: Desk) -> list[KeyChange]:
    """Return how the key changed, the latest first; empty while it is the clinic's first."""
    desk.may_see("access")
    return [
        KeyChange(row["old_key_id"], row["new_key_id"], row["reason"], from_text(row["changed_at"]), row["name"])
        for row in desk.rows(
            "SELECT k.*, s.name FROM key_changes k JOIN staff s ON s.id = k.staff_id "
            "ORDER BY k.changed_at DESC, k.id DESC"
        )
    ]


def words(desk: Desk, *, password: str) -> list[str]:
    """Return the key of now as 24 words, for a recovery sheet printed again.

    It is recorded who saw them. Raises ``NotAllowed``, or ``SignInRefused`` where the password is wrong: an unlocked PC
    alone must not give the key away.
    """
    _refuse_others(desk, "practice.recovery_sheet")
    staff.check_password(desk, password)
    desk.record("practice.recovery_sheet")
    return desk.clinic.recovery_words()


def check_change(desk: Desk, reason: str) -> None:
    """Raise unless this person may change the key now: ``NotAllowed``, or ``BadValue`` of the field ``reason``."""
    _refuse_others(desk, "key.change")
    if reading.in_chairs(desk):
        raise NotAllowed(
            _("A patient is being treated. ClinicDesk closes for a moment while the key changes; wait until they left.")
        )
    if not reason.strip():
        raise BadValue(_("Say why the key changes, for example “the sheet was lost”."), "reason")


def changing(desk: Desk, new_key: bytes, *, password: str, reason: str) -> Callable[[Progress], None]:
    """Return what changes the key; call it, in any thread, once this clinic is closed in every window and command.

    Keep the new key first, in the keyring and on a sheet. What is returned records who changed it and why, and admits
    the account it runs in; all others need the new sheet once. Raises as ``check_change``, and ``SignInRefused``.
    """
    check_change(desk, reason)
    staff.check_password(desk, password)
    person, pc, old_key_id = desk.person, desk.workstation, desk.clinic.key_id

    def record(clinic: "Clinic") -> None:
        beside = Desk(clinic, person, pc)
        beside.record(
            "key.change",
            insert(
                "key_changes",
                beside.new_id(),
                old_key_id=old_key_id,
                new_key_id=clinic.key_id,
                reason=reason.strip(),
                changed_at=as_text(beside.now()),
                staff_id=person.id,
            ),
            _admitting(beside),
            reason=reason.strip(),
        )

    def back_up(clinic: "Clinic", progress: Progress) -> None:
        # What is copied from now on is sealed with the new key, and has to follow a backup that is.
        def tell(done: int, total: int | None) -> None:
            progress(done, total or 0, _("Making a backup under the new key"))

        # The key is changed, whatever becomes of this; the places for backups say so themselves.
        with suppress(Cancelled, ClinicDeskError):
            backups.make_all(Desk(clinic, person, pc), backups.Occasion.REKEY, tell)

    return desk.clinic.sealing_anew(new_key, record, back_up)


def admitted(desk: Desk) -> list[Account]:
    """Return the accounts that may keep the key of now, the latest first. A new key begins a new list."""
    desk.may_see("access")
    rows = desk.rows(
        "SELECT a.*, s.name FROM admitted_accounts a JOIN staff s ON s.id = a.admitted_by WHERE a.admitted_at >= "
        "coalesce((SELECT max(changed_at) FROM key_changes), '') ORDER BY a.admitted_at DESC, a.id DESC"
    )
    return [Account(row["workstation"], row["account"], from_text(row["admitted_at"]), row["name"]) for row in rows]


def is_admitted(clinic: "Clinic") -> bool:
    """Tell whether an administrator let this account of this PC keep the key of now."""
    return _row_of_account(clinic, valid_only=True) is not None


def admit(desk: Desk) -> None:
    """Let this account of this PC keep the key: recorded by an administrator. Does nothing where it is admitted."""
    if not is_admitted(desk.clinic):
        desk.record("key.admit", _admitting(desk))


def start_pin_setter(desk: Desk, start_pin: str | None, *, password: str) -> Callable[[], bool]:
    """Return what puts the key of this account behind a start PIN, or takes the PIN away; call it beside the window.

    It returns False where this PC has no keyring. ``note_start_pin`` records it afterwards. Raises ``NotAllowed``,
    ``SignInRefused``, or ``BadValue`` of the field ``start_pin``.
    """
    _refuse_others(desk, "key.admit")
    if start_pin is not None:
        pins.check_new(start_pin)
    staff.check_password(desk, password)
    return desk.clinic.key_keeper(start_pin)


def note_start_pin(desk: Desk, *, is_set: bool) -> None:
    """Record that the key of this account is behind a start PIN now, or no more."""
    reason = _("A start PIN was set on this account.") if is_set else _("The start PIN of this account was taken away.")
    desk.record("key.admit", _admitting(desk), reason=reason)


def old_keys(desk: Desk) -> list[OldKey]:
    """Return the keys of before, the latest first. Looks into every place for backups: do it beside the window."""
    until = {change.old_key_id: change.changed_at for change in reversed(changes(desk))}
    until.pop(desk.clinic.key_id, None)
    found: list[str] = []
    unreached: list[str] = []
    for place in backups.places(desk):
        try:
            found += [backup.key_id for backup in in_folder(place.folder, desk.clinic.file_id)]
        except ClinicFileProblem:
            unreached.append(str(place.folder))
    return [OldKey(key_id, at, found.count(key_id), tuple(unreached)) for key_id, at in reversed(until.items())]


def _admitting(desk: Desk) -> Change:
    now = as_text(desk.now())
    row = _row_of_account(desk.clinic, valid_only=False)
    if row is not None:
        return update(
            "admitted_accounts", str(row["id"]), str(row["version"]), admitted_by=desk.person.id, admitted_at=now
        )
    return insert(
        "admitted_accounts",
        desk.new_id(),
        workstation=workstation.name(),
        account=account_name(),
        admitted_by=desk.person.id,
        admitted_at=now,
    )


def _row_of_account(clinic: "Clinic", *, valid_only: bool) -> dict[str, object] | None:
    since = "coalesce((SELECT max(changed_at) FROM key_changes), '')" if valid_only else "''"
    rows = clinic.rows(
        f"SELECT id, version FROM admitted_accounts WHERE workstation = ? AND account = ? AND admitted_at >= {since}",
        workstation.name(),
        account_name(),
    )
    return next(rows, None)


def _refuse_others(desk: Desk, action: str) -> None:
    if not desk.may(action):
        raise NotAllowed(_("Only an administrator may do this. Ask one to sign in."))
    if desk.clinic.is_sample:
        raise NotAllowed(_("The sample clinic has a published key, so that it opens anywhere. Its key stays."))

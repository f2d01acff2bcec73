"""The practice itself: its name, address, paper and time zone, and the first day of a clinic file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import presence, staff
from clinicdesk.storage.entry import insert, update

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

PAPER_SIZES = ("A4", "Letter")
_LARGEST_LOGO = 2_000_000
_LONGEST_CRISIS_WORDS = 1_500
_FIRST_CHAIRS = ((1, _("Chair 1")), (2, _("Chair 2")))
"""What a new clinic begins with, open Monday to Friday from 8 to 17; Settings changes both."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice as it stands on papers and screens.

    ``lock_after_minutes`` is the idle lock; ``pin_hours`` how long after the password a PIN is enough at the lock;
    ``crisis_words`` are the clinic's own words on the crisis card.
    """

    name: str
    address: str
    phone: str
    logo_sha256: str | None
    paper_size: str
    time_zone: str
    lock_after_minutes: int
    pin_hours: int
    crisis_words: str
    version: str


def get(desk: Desk) -> Practice:
    """Return the practice. Raises ``NotFound`` in a file that was never founded."""
    row = desk.row("SELECT * FROM practice")
    if row is None:
        raise NotFound(_("This clinic file was never finished. Make the clinic again."))
    return Practice(**{name: row[name] for name in Practice.__dataclass_fields__})


def logo(desk: Desk) -> bytes | None:
    """Return the logo as it was given (PNG or JPEG), or None."""
    digest = get(desk).logo_sha256
    return desk.clinic.blobs.fetch(digest) if digest else None


def found(
    clinic: "Clinic",
    *,
    name: str,
    address: str = "",
    phone: str = "",
    paper_size: str = "Letter",
    time_zone: str = "UTC",
    logo: bytes | None = None,
    login: str,
    staff_name: str,
    password: str,
    roles: Iterable[Role] = (Role.ADMINISTRATOR,),
    workstation: str = "",
) -> None:
    """Write the first entry of a new clinic file: the practice and its first administrator.

    Raises ``BadValue`` naming the field at fault; then nothing was written.
    """
    desk = Desk.of_system(clinic, workstation)
    _check(name, paper_size, time_zone)
    chosen = {*roles, Role.ADMINISTRATOR}
    _staff_id, changes = staff.adding(desk, login=login, name=staff_name, roles=chosen, password=password)
    digest = _keep_logo(desk, logo)
    desk.record(
        "practice.found",
        insert(
            "practice",
            "practice",
            file_id=clinic.file_id,
            name=name.strip(),
            address=address.strip(),
            phone=phone.strip(),
            logo_sha256=digest,
            paper_size=paper_size,
            time_zone=time_zone,
        ),
        *(insert("chairs", desk.new_id(), name=name, kind="chair", position=place) for place, name in _FIRST_CHAIRS),
        *(insert("opening_hours", str(day), opens="08:00", closes="17:00") for day in range(5)),
        *changes,
    )


def change(
    desk: Desk,
    *,
    based_on: str,
    name: str,
    address: str,
    phone: str,
    paper_size: str,
    time_zone: str,
    lock_after_minutes: int,
    logo: bytes | None = None,
    crisis_words: str | None = None,
    pin_hours: int | None = None,
) -> None:
    """Change the practice's details; a ``logo``, ``crisis_words`` and ``pin_hours`` of None keep what there is."""
    _check(name, paper_size, time_zone)
    if crisis_words is not None and len(crisis_words) > _LONGEST_CRISIS_WORDS:
        raise BadValue(
            _("Keep the words for the crisis card below {count} characters.").format(count=_LONGEST_CRISIS_WORDS),
            "crisis_words",
        )
    words = {} if crisis_words is None else {"crisis_words": crisis_words.strip()}
    if not 1 <= lock_after_minutes <= 60:
        raise BadValue(_("Choose between 1 and 60 minutes for the lock."), "lock_after_minutes")
    if pin_hours is not None and pin_hours not in presence.HOURS:
        raise BadValue(_("Choose from the list how long a PIN is enough."), "pin_hours")
    hours = {} if pin_hours is None else {"pin_hours": pin_hours}
    digest = _keep_logo(desk, logo) or get(desk).logo_sha256
    desk.record(
        "practice.change",
        update(
            "practice",
            "practice",
            based_on,
            name=name.strip(),
            address=address.strip(),
            phone=phone.strip(),
            paper_size=paper_size,
            time_zone=time_zone,
            lock_after_minutes=lock_after_minutes,
            logo_sha256=digest,
            **words,
            **hours,
        ),
    )


def check_logo(content: bytes) -> None:
    """Raise ``BadValue`` unless the bytes are a PNG or JPEG picture of sensible size."""
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or len(content) > _LARGEST_LOGO:
        raise BadValue(_("Choose a PNG or JPEG picture of at most 2 MB for the logo."), "logo")


def _keep_logo(desk: Desk, content: bytes | None) -> str | None:
    if content is None:
        return None
    check_logo(content)
    return desk.clinic.blobs.keep(content)


def _check(name: str, paper_size: str, time_zone: str) -> None:
    if not name.strip():
        raise BadValue(_("Give the name of the practice; it prints on every paper."), "name")
    if paper_size not in PAPER_SIZES:
        raise BadValue(_("Choose A4 or Letter as paper size."), "paper_size")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "America" is a folder of zones
        raise BadValue(_("Choose a time zone from the list, for example America/New_York."), "time_zone") from None

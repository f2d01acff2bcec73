"""Making the clinic file, at the very end: until then nothing is written, so that nothing half is ever left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk import workstation
from clinicdesk.permissions import Role

if TYPE_CHECKING:
    from clinicdesk.storage.clock import Clock


@dataclass(frozen=True, slots=True)
class NewClinic:
    """All that was typed."""

    file: Path
    name: str
    address: str
    phone: str
    paper_size: str
    time_zone: str
    logo: bytes | None
    staff_name: str
    login: str
    password: str
    roles: Iterable[Role]


def found(new: NewClinic, key: bytes, clock: Clock | None) -> None:
    """Make the file. Raises a ``ClinicDeskError``; then no file is left.

    A power cut in the moment of making leaves a file that says so when it is opened; the words are confirmed by then.
    """
    from clinicdesk.clinic import Clinic
    from clinicdesk.records import practice

    clinic = Clinic.create(new.file, key, clock)
    try:
        practice.found(
            clinic,
            name=new.name,
            address=new.address,
            phone=new.phone,
            paper_size=new.paper_size,
            time_zone=new.time_zone,
            logo=new.logo,
            login=new.login,
            staff_name=new.staff_name,
            password=new.password,
            roles=new.roles,
            workstation=workstation.name(),
        )
    finally:
        # Removes the file again if the practice could not be founded.
        clinic.discard()

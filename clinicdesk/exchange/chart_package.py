"""The copy of a chart as files: a PDF to read and a machine-readable file; with a password one PDF that holds both."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotWrite
from clinicdesk.exchange import chart_file
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.printing import chart_volume
from clinicdesk.printing.chart_volume import Placed
from clinicdesk.printing.protected_copy import check_password, protect
from clinicdesk.records import chart_copy
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.rights import Request

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Package:
    """A copy that is made and has not left yet. ``sha256`` is of the PDF as it is given."""

    patient_id: str
    files: tuple[tuple[str, bytes], ...] = field(repr=False)
    sha256: str
    pages: int
    placed: tuple[Placed, ...]

    @property
    def not_shown(self) -> tuple[str, ...]:
        """What of the chart could not be shown in the PDF."""
        return tuple(f"{one.part.title}: {one.problem}" for one in self.placed if one.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """To whom a copy goes, why it may, and how. ``request`` is the one of the register that it answers."""

    recipient: str
    recipient_address: str = ""
    purpose: str
    basis: Basis | str
    way: Way | str
    request: Request | None = None


def make(desk: Desk, patient_id: str, *, password: str = "", report: Report = lambda _done, _of: None) -> Package:
    """Make the files of a copy. Takes seconds: run it beside the window; ``report`` may raise ``Cancelled``.

    Raises ``BadValue`` for a password that protects nothing, ``NotAllowed`` and ``NotFound``.
    """
    chart_copy.check(desk)
    if password:
        check_password(password)
    rows = chart_file.build(desk, patient_id, left_out=chart_copy.left_out())
    attached = [("chart.json", rows)] if password else []
    volume = chart_volume.build(desk, patient_id, attached=attached, report=report)
    content = protect(volume.content, password) if password else volume.content
    files = [(volume.name, content)]
    if not password:
        files.append((Path(volume.name).with_suffix(".json").name, rows))
    digest = hashlib.sha256(content).hexdigest()
    return Package(chart_copy.facts(desk, patient_id).patient.id, tuple(files), digest, volume.pages, volume.placed)


def give(desk: Desk, package: Package, folder: Path, given: Given, *, force: bool = False) -> tuple[Path, ...]:
    """Record that a copy leaves, then write its files into a folder, and return their paths.

    Recorded first: rather an entry for a file that could not be written than a file nobody knows of. Raises
    ``CannotWrite`` where a file of that name exists or the folder is not to be written in, ``BadValue`` naming the
    field at fault, and ``DiskFull``.
    """
    paths = [folder / name for name, _content in package.files]
    if not folder.is_dir():
        raise CannotWrite(_("There is no such folder. Choose one, for example on a USB stick."))
    for path in paths:
        if path.exists() and not force:
            raise CannotWrite(_("{file} is in this folder already. Choose another folder.").format(file=path.name))
    chart_copy.record(
        desk,
        package.patient_id,
        recipient=given.recipient,
        recipient_address=given.recipient_address,
        purpose=given.purpose,
        basis=given.basis,
        way=given.way,
        sha256=package.sha256,
        request=given.request,
    )
    for path, (_name, content) in zip(paths, package.files, strict=True):
        write_whole(path, content)
    return tuple(paths)

"""What is done with documents beside the window: each piece opens the clinic file for itself, and touches no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageWriter

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange import incoming, pictures, scan_folder
from clinicdesk.exchange.scan_folder import Scan, ScanFolder
from clinicdesk.language import _
from clinicdesk.records import consents, documents
from clinicdesk.records.documents import Document, Incoming, Source, Twin
from clinicdesk.rules.media import Media
from ui.shell.own_desk import own_desk
from ui.widgets.background import Ticket


@dataclass(frozen=True, slots=True)
class Given:
    """What a person dropped, pasted, chose or took from the scanner: a file, or bytes, or a picture without a file."""

    source: Source
    path: Path | None = None
    content: bytes = b""
    image: QImage | None = None
    scan: Scan | None = None

    @property
    def name(self) -> str:
        """What to call it until it has a title."""
        return self.path.name if self.path else _("What was pasted")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was given, read and checked, whether the same is filed already, and which signed forms of ours it holds."""

    given: Given
    incoming: Incoming
    twin: Twin | None
    forms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a person says about a document."""

    kind: str
    title: str
    dated_on: date | None
    reviewer_id: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a picture, ready to be painted."""

    number: int
    levels: tuple[QImage, ...]
    dots: QSize


def check(desk: Desk, patient_id: str, given: Given) -> Callable[[Ticket], Checked]:
    """Return the work that reads and checks what was given."""

    def work(ticket: Ticket) -> Checked:
        report = _teller(ticket)
        if given.path is not None:
            found = incoming.from_file(given.path, report)
        else:
            found = incoming.from_bytes(given.content or _as_png(given.image), report)
        ticket.check()
        # What reads codes is imported when something is given: opening a chart must not wait for it.
        from clinicdesk.exchange import form_scans

        marks = form_scans.glance(found.content)
        with own_desk(desk) as beside:
            ours = consents.clinic_mark(beside)
            forms = dict.fromkeys(mark.form_number for mark in marks if mark.clinic == ours)
            return Checked(given, found, documents.same_content(beside, patient_id, found.sha256), tuple(forms))

    return work


def file(desk: Desk, patient_id: str, checked: Checked, about: About) -> Callable[[Ticket], str]:
    """Return the work that files a document; its result is the document's id."""

    def work(ticket: Ticket) -> str:
        with own_desk(desk) as beside:
            ticket.check()
            return documents.file(
                beside,
                patient_id=patient_id,
                incoming=checked.incoming,
                source=checked.given.source,
                kind=about.kind,
                title=about.title,
                dated_on=about.dated_on,
                reviewer_id=about.reviewer_id,
            )

    return work


def fetch(desk: Desk, document: Document) -> Callable[[Ticket], tuple[Document, bytes]]:
    """Return the work that reads a document's bytes."""

    def work(_ticket: Ticket) -> tuple[Document, bytes]:
        with own_desk(desk) as beside:
            return document, documents.content(beside, document.id)

    return work


def page(content: bytes, media: Media, number: int) -> Callable[[Ticket], Page]:
    """Return the work that makes a page of a picture ready."""

    def work(_ticket: Ticket) -> Page:
        made = pictures.page(content, media, number)
        levels = tuple(
            # The format a screen paints fastest; the conversion also copies the dots into Qt's own keeping.
            QImage(level.rgb, level.width, level.height, level.width * 3, QImage.Format.Format_RGB888).convertToFormat(
                QImage.Format.Format_RGB32
            )
            for level in made.levels
        )
        return Page(number, levels, QSize(made.wide, made.high))

    return work


def as_pdf(content: bytes, media: Media) -> Callable[[Ticket], bytes]:
    """Return the work that makes a PDF of a picture, to be printed."""

    def work(_ticket: Ticket) -> bytes:
        return pictures.as_pdf(content, media)

    return work


def look(folder: ScanFolder, uptime_ms: int) -> Callable[[Ticket], list[Scan]]:
    """Return the work that looks into the scan folder, which may be on a slow network."""

    def work(_ticket: Ticket) -> list[Scan]:
        return folder.look(uptime_ms)

    return work


def delete(filed: Sequence[tuple[Scan, str]]) -> Callable[[Ticket], int]:
    """Return the work that deletes scans that have been filed, each with its SHA-256; its result is how many.

    One that cannot be deleted keeps none of the others from it; the first such problem is told.
    """

    def work(_ticket: Ticket) -> int:
        problems = []
        for scan, sha256 in filed:
            try:
                scan_folder.delete(scan, sha256)
            except ClinicDeskError as problem:
                problems.append(problem)
        if problems:
            raise problems[0]
        return len(filed)

    return work


def _teller(ticket: Ticket) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        ticket.report(done, total)

    return tell


def _as_png(image: QImage | None) -> bytes:
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    if image is not None:
        QImageWriter(into, QByteArray(b"png")).write(image)
    return bytes(into.data().data())

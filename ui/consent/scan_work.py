"""What is done with scans of signed forms beside the window: reading files, making pictures, filing. No widget here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.exchange import form_scans
from clinicdesk.exchange.form_scans import FormScan
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Inked
from clinicdesk.records.consents.matching import MatchedForm
from clinicdesk.records.consents.paper import LARGEST_SCAN
from clinicdesk.rules.form_sheets import ScannedSheet
from ui.shell.own_desk import own_desk
from ui.widgets.background import Ticket

MOST_FILES = 60
MOST_BYTES = 300_000_000
"""Of all files of one stack together: they are held in memory until they are filed."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The files that could be read, in their order, and in words what was wrong with the others."""

    scans: tuple[FormScan, ...]
    names: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def sheets(self) -> tuple[ScannedSheet, ...]:
        """All sheets, as they lay in the scanner."""
        return tuple(sheet for scan in self.scans for sheet in scan.sheets)


@dataclass(frozen=True, slots=True)
class Picture:
    """A sheet, ready to be painted; ``number`` is its place in the stack, from 1."""

    number: int
    levels: tuple[QImage, ...]
    dots: QSize


@dataclass(frozen=True, slots=True)
class Signed:
    """What a person read under a form that is not recorded as signed yet."""

    inked: Inked
    signed_on: date


def read_files(paths: Sequence[Path]) -> Callable[[Ticket], Stack]:
    """Return the work that reads files into sheets. A file that cannot be read does not keep the others out."""

    def work(ticket: Ticket) -> Stack:
        scans: list[FormScan] = []
        names: list[str] = []
        problems: list[str] = []
        for at, path in enumerate(paths[:MOST_FILES]):
            words = _("Reading {file}…").format(file=path.name)
            try:
                scan = form_scans.from_file(
                    path,
                    file=len(scans),
                    first=sum(len(one.sheets) for one in scans) + 1,
                    report=partial(_tell, ticket, words),
                )
                if sum(len(one.content) for one in scans) + len(scan.content) > MOST_BYTES:
                    raise BadValue(_("These files are too large together. Add this one afterwards."))
            except ClinicDeskError as problem:
                problems.append(f"{path.name}: {problem}")
                continue
            scans.append(scan)
            names.append(path.name)
            ticket.report(at + 1, len(paths), words)
        if len(paths) > MOST_FILES:
            problems.append(
                _("Only the first {count} files were read. Add the others afterwards.").format(count=MOST_FILES)
            )
        return Stack(tuple(scans), tuple(names), tuple(problems))

    return work


def _tell(ticket: Ticket, words: str, done: int, total: int) -> None:
    ticket.report(done, total, words)


def picture(stack: Stack, sheet: ScannedSheet) -> Callable[[Ticket], Picture | ClinicDeskError]:
    """Return the work that makes a sheet ready to be looked at, upright; its result may be what is wrong with it."""

    def work(_ticket: Ticket) -> Picture | ClinicDeskError:
        try:
            made = form_scans.picture(stack.scans[sheet.file], sheet)
        except ClinicDeskError as problem:
            return problem
        levels = tuple(
            # The conversion also copies the dots into Qt's own keeping.
            QImage(one.rgb, one.width, one.height, one.width * 3, QImage.Format.Format_RGB888).convertToFormat(
                QImage.Format.Format_RGB32
            )
            for one in made.levels
        )
        return Picture(sheet.number, levels, QSize(made.wide, made.high))

    return work


def file(desk: Desk, stack: Stack, form: MatchedForm, signed: Signed | None) -> Callable[[Ticket], str]:
    """Return the work that files the sheets of a form; its result is the consent's id.

    ``signed`` is recorded first where the form is not recorded as signed yet. The paper is made before anything is
    recorded, so that one that cannot be kept leaves the form as it was.
    """

    def work(ticket: Ticket) -> str:
        if form.consent is None or form.refusal:
            raise BadValue(form.refusal)
        paper = form_scans.kept_paper(stack.scans, form.sheets)
        if len(paper) > LARGEST_SCAN:
            raise BadValue(
                _("The scan of this form has more than 30 MB. Scan it in grey, at 200 or 300 dots per inch.")
            )
        ticket.check()
        with own_desk(desk) as beside:
            if signed is not None:
                consents.sign_on_paper(beside, form.consent, signed.inked, signed_on=signed.signed_on)
            consents.receive_scan(beside, form.consent, paper, told=form.told)
        return form.consent.id

    return work

"""What every paper is told about itself: the clinic, the patient, the printing, and the words for all that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clinicdesk.formats import format_date_time
from clinicdesk.language import _

PaperSize = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who prints: the clinic as it stands on top of every sheet. ``logo`` is the bytes of a PNG or JPEG picture.

    ``sample`` marks every sheet as coming from the sample clinic, whose people do not exist.
    """

    name: str
    address: str
    phone: str
    logo: bytes | None = None
    paper_size: PaperSize = "A4"
    sample: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The patient a paper is about, on every sheet. What is empty prints as a line to write on (a blank form)."""

    name: str = ""
    birth_date_text: str = ""
    record_number: str = ""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of header and footer. ``language`` is their code; those with braces are filled in."""

    language: str
    audience: str
    page: str
    name: str
    born: str
    born_on: str
    record: str
    record_number: str
    printed_by: str
    sample_clinic: str
    moment: Callable[[datetime], str]
    record_at: str


@dataclass(frozen=True, slots=True)
class SheetCode:
    """The QR code in the header of each sheet: ``text(page, pages)``, and the words beside it for people."""

    text: Callable[[int, int], str]
    label: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the paper is, and who made it when. ``made_at`` carries the clinic's time zone.

    ``title`` is neutral (it becomes the title of the PDF file and may be seen by anybody). ``audience`` says whom the
    paper is for, in the paper's language (see ``audiences``). ``mark`` is a remark on every sheet, such as
    ``Sample wording``. Without ``printed_by`` the footer does not say who printed it; ``proof`` is a line of its own
    above that. ``record_at`` is how far the record had come, with the short form of the hash of all of it (see
    ``records/anchors``); what is sealed never has it. ``words`` are the program's own unless the paper has another
    language.
    """

    title: str
    form_number: str
    printed_by: str
    made_at: datetime
    audience: str
    mark: str = ""
    proof: str = ""
    code: SheetCode | None = None
    words: SheetWords | None = None
    record_at: str = ""


def own_words() -> SheetWords:
    """Return the words of header and footer in the language of the program."""
    return SheetWords(
        language="en",
        audience=_("For: {audience}"),
        page=_("Page {page} of {pages}"),
        name=_("Name"),
        born=_("Born"),
        born_on=_("Born {date}"),
        record=_("Record"),
        record_number=_("Record number {number}"),
        printed_by=_("Printed by {name} on {moment}"),
        sample_clinic=_("Sample clinic: these people do not exist"),
        moment=format_date_time,
        record_at=_("record at {place}"),
    )

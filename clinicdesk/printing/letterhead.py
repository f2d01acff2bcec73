"""What every paper is told about itself: the clinic, the patient, and the printing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
class Imprint:
    """What the paper is, and who made it when. ``made_at`` carries the clinic's time zone.

    ``title`` is neutral (it becomes the title of the PDF file and may be seen by anybody). ``mark`` is a remark on
    every sheet, such as ``Sample wording``.
    """

    title: str
    form_number: str
    printed_by: str
    made_at: datetime
    mark: str = ""

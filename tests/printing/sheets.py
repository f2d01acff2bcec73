"""A letterhead, a patient and a moment for the tests of papers, and reading a PDF back."""

import re
from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from clinicdesk.printing.page import About, Imprint, Letterhead

MOMENT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
PATIENT = About("NGUYỄN, Zoë Ångström", "21-Jul-1968", "000123")


def letterhead(**changed: object) -> Letterhead:
    return Letterhead(
        **{"name": "Lakeside Clinic", "address": "12 Long Street\nSpringfield", "phone": "+1 217 555 0100"} | changed
    )


def imprint(**changed: object) -> Imprint:
    return Imprint(
        **{
            "title": "Consent form",
            "form_number": "form 7",
            "printed_by": "Łukasz Müller",
            "made_at": MOMENT,
            "audience": "the patient",
        }
        | changed
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def texts(pdf: bytes) -> list[str]:
    """The text of each sheet, with line ends and runs of spaces as one space."""
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in read(pdf).pages]


def picture_count(pdf: bytes) -> int:
    return sum(len(sheet.images) for sheet in read(pdf).pages)

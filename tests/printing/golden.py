"""Golden pages of the shipped consent texts: a fixed clinic, its blank forms, and what their sheets look like.

The darkness of each sheet is kept as a grid of digits, 24 across and 32 down: "." is blank paper, 9 is full of ink. A
paragraph that moved, a heading that got lost or a box over the text shows in it, and a person can see which it was.
"""

import json
from pathlib import Path

import pypdfium2
from PIL import Image

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import practice, staff, wordings
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START

DATA = Path(__file__).with_name("golden_consents.json")
SIZES = ("A4", "Letter")
KEYS = tuple(wordings.shipped())
COLUMNS, ROWS = 24, 32
_FULL = 0.2
"""The part of a cell that is ink in close print; it counts as full."""


def founded(folder: Path, paper_size: str) -> Desk:
    """Return the desk of a new clinic that always is the same and prints on sheets of this size."""
    clinic = Clinic.create(folder / f"golden-{paper_size}{SUFFIX}", keys.new_key(), DrivenClock(START))
    practice.found(
        clinic,
        name="Harbour Infusion Clinic",
        address="12 Harbour Lane\nDuluth, MN 55802",
        phone="+1 218 555 0100",
        paper_size=paper_size,
        time_zone="America/New_York",
        login="all",
        staff_name="Sam Rivera, MD",
        password=PASSWORD,
        roles=list(Role),
    )
    return staff.sign_in(clinic, login="all", password=PASSWORD, workstation="golden")


def look(pdf: bytes) -> list[list[str]]:
    """Return, for each sheet, its grid of darkness as rows of digits."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_grid(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _grid(sheet: pypdfium2.PdfPage) -> list[str]:
    picture = sheet.render(scale=1, grayscale=True).to_pil()
    dots = picture.resize((COLUMNS, ROWS), resample=Image.Resampling.BOX).tobytes()
    levels = [min(9, round(9 * (255 - dot) / 255 / _FULL)) for dot in dots]
    rows = (levels[at : at + COLUMNS] for at in range(0, len(levels), COLUMNS))
    return ["".join(str(level) if level else "." for level in row) for row in rows]


def kept() -> dict[str, dict[str, list[list[str]]]]:
    """Return the looks kept for comparison, by text and size of paper."""
    looks: dict[str, dict[str, list[list[str]]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return looks


def differences(found: list[str], expected: list[str]) -> list[str]:
    """Return the rows of one sheet that look different, as ``kept | found``.

    Renderers smooth letters a little differently: one level more or less in a cell is the same look.
    """

    def level(cell: str) -> int:
        return 0 if cell == "." else int(cell)

    return [
        f"row {number}: {before} | {now}"
        for number, (now, before) in enumerate(zip(found, expected, strict=True), start=1)
        if any(abs(level(one) - level(other)) > 1 for one, other in zip(now, before, strict=True))
    ]

"""QR codes on paper, drawn as black squares: sharp at every size, and the same bytes every time."""

from functools import lru_cache
from typing import Any

import zxingcpp

from clinicdesk.records.consents.proof import SEAL_PREFIX


def form_text(clinic_mark: str, form_number: int, page: int, pages: int, mark: str) -> str:
    """Return what the code on a sheet of a form says: which clinic, form, sheet, and a check value. No patient data.

    Capitals throughout: a code in capitals needs fewer and therefore larger squares.
    """
    return f"CLINICDESK:FORM:{clinic_mark}:{form_number:06d}:{page}/{pages}:{mark}".upper()


def seal_text(sha256: str) -> str:
    """Return what the code of a seal says."""
    return f"{SEAL_PREFIX}{sha256}".upper()


def draw_code(canvas: Any, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a code into a square without its white edge, which must stay free around it."""
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(side / len(modules(text)), side / len(modules(text)))
    canvas.setFillGray(0)
    # Written as it stands in the file: square by square, reportlab needs as long for it as for half the text.
    canvas._code.append(_squares(text))
    canvas.restoreState()


@lru_cache(maxsize=64)
def _squares(text: str) -> str:
    """Return the black of a code as one PDF path, one unit a square.

    It is filled once: between squares that are filled one by one, viewers show hairlines.
    """
    rows = modules(text)
    bars = (
        f"{start} {len(rows) - row} {length} -1 re" for row, cells in enumerate(rows) for start, length in _runs(cells)
    )
    return f"{' '.join(bars)} f"


@lru_cache(maxsize=64)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a code, true where it is black. A quarter of it may be lost (level Q)."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    return tuple(tuple(value == 0 for value in row) for row in rows)


def _runs(cells: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return where black begins and how long it lasts."""
    found: list[tuple[int, int]] = []
    for at, black in enumerate(cells):
        if not black:
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found

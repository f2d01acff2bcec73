import re

import pytest

from clinicdesk.errors import CannotPrint
from clinicdesk.printing.page import build
from clinicdesk.printing.strokes import Ink, signature
from tests.printing.sheets import imprint, letterhead, picture_count, read

WAVE = [[[n / 50, 0.5 + 0.4 * (-1) ** n, n * 9, 0.4 + 0.01 * n] for n in range(50)], [[0.5, 0.5, 600, 1.0]]]


def test_a_signature_is_lines_and_never_a_picture():
    pdf = build([signature(Ink.of(WAVE, 3.0), 180)], letterhead(), imprint())
    unsigned = build([signature(Ink.of([], 3.0), 180)], letterhead(), imprint())
    assert picture_count(pdf) == 0

    def lines(content):
        return len(re.findall(rb" l\b", read(content).pages[0].get_contents().get_data()))

    assert lines(pdf) - lines(unsigned) == 49


def test_a_signature_keeps_its_proportions():
    drawn = signature(Ink.of(WAVE, 3.0), 180)
    assert (drawn.width, drawn.height) == (180, 60)


@pytest.mark.parametrize(
    ("strokes", "aspect"),
    [
        ([[[0, 0]]], 3),
        ([[["a", 0, 0, 0]]], 3),
        ([[[2, 0, 0, 0]]], 3),
        (None, 3),
        (WAVE, 0),
        ([[[float("nan"), 0, 0, 0]]], 3),
    ],
)
def test_damaged_strokes_are_told(strokes, aspect):
    with pytest.raises(CannotPrint, match="damaged"):
        Ink.of(strokes, aspect)

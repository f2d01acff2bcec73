"""A list of papers in a spreadsheet: what somebody typed is never a formula there."""

import pytest

from clinicdesk.exchange.papers_due import guarded


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", " =1", "\uff1d1", "\uff201"])
def test_what_a_spreadsheet_would_compute_stays_words(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "EK, Per", "O'Neil-Smith", "2026-03-02", " Ek"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell

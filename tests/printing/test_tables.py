import pytest

from clinicdesk.errors import CannotPrint
from clinicdesk.printing.page import build, content_width
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table
from tests.printing.sheets import PATIENT, imprint, letterhead, texts

WIDTH = content_width("A4")


def printed(*story):
    return texts(build(story, letterhead(), imprint(), PATIENT))


def test_a_long_list_repeats_its_head_and_starts_on_the_first_sheet():
    rows = [[f"medicine {number}", "50 mg daily", '<i>since</i> & "2019"'] for number in range(90)]
    sheets = printed(
        paragraph("Face sheet", "title"), *headed("Medicines", table(["What", "Dose", "From"], rows, [3, 4, 2], WIDTH))
    )
    assert "medicine 0 " in sheets[0]
    assert all("What Dose From" in sheet for sheet in sheets)
    whole = " ".join(sheets)
    assert all(f"medicine {number} 50 mg" in whole for number in range(90))
    assert whole.count('<i>since</i> & "2019"') == 90


def test_facts_are_read_down_the_columns_and_none_is_lost():
    pairs = [("Born", "21-Jul-1968"), ("Phone", "+1 217"), ("Allergies", "x" * 300)]
    sheet = printed(facts(pairs, WIDTH))[0].replace(" ", "")
    for label, value in pairs:
        assert label in sheet
        assert value.replace(" ", "") in sheet


def test_a_cell_that_cannot_be_printed_is_told():
    with pytest.raises(CannotPrint):
        table(["A"], [["李"]], [1], WIDTH)

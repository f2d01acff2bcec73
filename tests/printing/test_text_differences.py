"""The differences between two versions on paper."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import wordings
from tests.printing.sheets import texts

MOOD = "iv-ketamine-mood.en"


@pytest.fixture
def published(administrator: Desk) -> Desk:
    """Return a desk of a clinic that changed a text: letters that are markup elsewhere are letters here."""
    source = wordings.shipped()[MOOD].source
    changed = source.replace("slowly,", "twice & a < b,", 1).replace("valid_days: 180", "valid_days: 90")
    wordings.adopt(administrator, changed, remark="Shorter")
    return administrator


@pytest.mark.parametrize("before", ["1", "sample"])
def test_only_what_changed_is_printed_with_signs(published: Desk, before: str) -> None:
    (sheet,) = texts(build(published, PaperRequest("text-differences", f"{MOOD} {before} 2")).content)
    words = " ".join(sheet.split())
    assert "A signature counts for: −180 days− +90 days+" in words
    assert "Please read it −slowly,− +twice & a < b,+ with a person" in words
    assert "Other choices" not in words


def test_a_version_that_is_not_there_is_told(published: Desk) -> None:
    with pytest.raises(NotFound, match="There are: sample, 1, 2"):
        build(published, PaperRequest("text-differences", f"{MOOD} 1 3"))
    with pytest.raises(NotFound, match="no version"):
        build(published, PaperRequest("text-differences", "nothing.en 1 2"))


def test_the_same_version_twice_differs_in_nothing(published: Desk) -> None:
    (sheet,) = texts(build(published, PaperRequest("text-differences", f"{MOOD} 1 1")).content)
    assert "Both are the same." in sheet

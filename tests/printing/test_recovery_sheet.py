import pytest
from mnemonic import Mnemonic

from clinicdesk.errors import CannotPrint
from clinicdesk.printing import recovery_sheet
from tests.printing.sheets import MOMENT, letterhead, picture_count, texts

WORDS = Mnemonic("english").to_mnemonic(bytes(range(32))).split()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_all_words_stand_on_one_sheet_with_their_numbers(size):
    pdf = recovery_sheet.build(letterhead(paper_size=size), WORDS, "7f3a-91c2", "lakeside.clinic", MOMENT)
    (sheet,) = texts(pdf)
    for number, word in enumerate(WORDS, 1):
        assert f"{number} {word}" in sheet
    for expected in ("7f3a-91c2", "lakeside.clinic", "Kept at", "Put there on", "Page 1 of 1"):
        assert expected in sheet
    assert picture_count(pdf) == 0


def test_the_code_holds_the_words():
    first = recovery_sheet.build(letterhead(), WORDS, "k", "f", MOMENT)
    other_words = [*WORDS[:-1], "zoo"]
    assert recovery_sheet.qr_modules(" ".join(WORDS)) != recovery_sheet.qr_modules(" ".join(other_words))
    assert first != recovery_sheet.build(letterhead(), other_words, "k", "f", MOMENT)


def test_too_few_words_are_refused():
    with pytest.raises(CannotPrint, match="24 words"):
        recovery_sheet.build(letterhead(), WORDS[:-1], "k", "f", MOMENT)

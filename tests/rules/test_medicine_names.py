"""Reading a list of medicines: every name in every writing, nothing declared safe, nothing lost."""

import csv
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.records.eligibility import files
from clinicdesk.rules.medicine_names import Medicine, read_list, words_of

DICTIONARY = files.dictionary()
OF_A_CLASS = [one for one in DICTIONARY.medicines if one.classes]
NAMES = [(name, one) for one in OF_A_CLASS for name in (one.generic, *one.brands)]
SYNTHEA = Path(__file__).parents[3] / "shared" / "data" / "synthea" / "medications.csv"
DOSES = [
    "",
    " 0.5 mg",
    " 10 MG Oral Tablet",
    " 5mg/ml",
    " 1-2 tabs PO qhs prn",
    " XR 24 HR",
    ", 100 mcg/hr patch",
    " 2x50mg",
]


def found_in(*lines: str) -> set[str]:
    return {match.medicine.generic for match in read_list(lines, DICTIONARY).matches}


@pytest.mark.parametrize(("name", "medicine"), NAMES, ids=[name for name, _one in NAMES])
def test_every_generic_and_brand_is_found(name: str, medicine: Medicine):
    assert medicine.generic in found_in(name)


@given(one=st.sampled_from(NAMES), dose=st.sampled_from(DOSES), upper=st.lists(st.booleans(), min_size=40, max_size=40))
def test_dose_form_and_capital_letters_change_nothing(one: tuple[str, Medicine], dose: str, upper: list[bool]):
    name, medicine = one
    written = "".join(sign.upper() if up else sign.lower() for sign, up in zip(name, upper, strict=False))
    assert medicine.generic in found_in(f"  {written}{dose} ")


@given(
    one=st.sampled_from(OF_A_CLASS),
    other=st.sampled_from(OF_A_CLASS),
    between=st.sampled_from(["/", "-", " / ", " + ", " and ", ", ", " with "]),
)
def test_both_parts_of_a_combination_are_found(one: Medicine, other: Medicine, between: str):
    assert {one.generic, other.generic} <= found_in(f"{one.generic} 5 mg{between}{other.generic} 325 MG Oral Tablet")


@given(st.sampled_from([one for one in OF_A_CLASS if one.generic.isalpha() and len(one.generic) > 7]), st.data())
def test_one_slip_of_the_hand_is_read_and_still_shown(medicine: Medicine, data: st.DataObject):
    name = medicine.generic
    place = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    kind = data.draw(st.sampled_from(["other", "less", "more", "swapped"]))
    written = {
        "other": name[:place] + letter + name[place + 1 :],
        "less": name[:place] + name[place + 1 :],
        "more": name[:place] + letter + name[place:],
        "swapped": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    }[kind]
    reading = read_list([written], DICTIONARY)
    if words_of(written) in DICTIONARY.names:
        return  # the slip made another name of it
    assert medicine.generic in {match.medicine.generic for match in reading.matches}
    assert [one.line for one in reading.unread] == [written]


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_line_is_ever_lost(lines: list[str]):
    reading = read_list(lines, DICTIONARY)
    told = {match.line for match in reading.matches} | set(reading.others) | {one.line for one in reading.unread}
    assert told == {" ".join(line.split()) for line in lines} - {""}


def test_accents_and_other_languages_do_not_hide_a_name():
    assert found_in("CLONAZEPÁM 1 mg", "lamotrigina 100 mg", "Théophylline", "metilfenidate") >= {
        "clonazepam",
        "lamotrigine",
        "theophylline",
    }


def test_what_is_not_known_is_listed_with_its_words():
    reading = read_list(["blue pill from Mexico", "Lexapro 10 mg", "olanzapine-zzyzx 5 mg"], DICTIONARY)
    assert {one.line: one.words for one in reading.unread} == {
        "blue pill from Mexico": ("blue", "mexico"),
        "olanzapine-zzyzx 5 mg": ("zzyzx",),
    }
    assert reading.others == ("Lexapro 10 mg",)


def test_names_that_look_alike_stay_apart():
    assert found_in("clonidine 0.1 mg", "hydralazine 25 mg", "lamivudine", "bupropion XL 150") == set()
    assert found_in("clonazepam", "hydroxyzine", "buprenorphine") == {"clonazepam", "hydroxyzine", "buprenorphine"}


def test_every_class_of_the_issue_is_known_with_its_source():
    wanted = {"benzodiazepine", "sedative_hypnotic", "opioid", "stimulant", "maoi", "lamotrigine", "theophylline"}
    assert wanted <= set(DICTIONARY.classes)
    assert all(one.provenance.source and one.provenance.unverified for one in DICTIONARY.classes.values())


@pytest.mark.skipif(not SYNTHEA.exists(), reason="the generated patients are not on this machine")
def test_generated_medication_lists_are_read():
    with SYNTHEA.open(encoding="utf-8") as file:
        lines = sorted({row["DESCRIPTION"] for row in csv.DictReader(file) if row["DESCRIPTION"]})
    reading = read_list(lines, DICTIONARY)
    by_class = {name: len(found) for name, found in reading.classes().items()}
    assert by_class["opioid"] >= 7
    assert by_class["benzodiazepine"] >= 2
    assert by_class["stimulant"] >= 1
    assert len(reading.unread) <= len(lines) // 10

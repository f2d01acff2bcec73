"""A clinic installs the wording it holds a licence for. Nothing in such a file can change how answers are counted."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.records import published
from clinicdesk.records.measures import files, installing, wording
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules.measure import Shipping
from clinicdesk.rules.scoring import scored

LICENCE = "Letter of the owner, 3 March 2026, for this clinic"

# No wording of anybody: sentences made up for the test.
WORDS = (
    """wording_of = "epds"
version = "7"
languages = ["en", "es"]
licence = "Made up for a test"

[asked]
en = "Made up"
es = "Inventado"
"""
    + "".join(
        f'\n[[choices]]\nvalue = {value}\ntext.en = "answer {value}"\ntext.es = "respuesta {value}"\n'
        for value in (3, 2, 1, 0)
    )
    + "".join(
        f'\n[[items]]\nid = "{item}"\ntext.en = "sentence {item}"\ntext.es = "frase {item}"\n' for item in range(1, 11)
    )
)

OWN = """id = "sleep"
version = "2"
title = "Sleep"
full_title = "Two questions of this clinic about sleep"
about = "sleep"
filled_by = "patient"
recall_hours = 24
shipping = "own_words"
languages = ["en"]
better = "lower"
licence = "The clinic's own words"
source = "This clinic"
unverified = true

[[items]]
id = "1"
low = 0
high = 10
text.en = "How badly did you sleep?"
low_end.en = "not at all"
high_end.en = "very"

[[scores]]
id = "value"
title = "Value"
method = "sum"
items = ["1"]

[response]
source = "This clinic"
unverified = true
"""


def test_an_installed_wording_is_asked_and_counted_as_before(prescriber: Desk) -> None:
    before = files.in_use(prescriber, "epds")
    assert (before.installed, before.measure.has_text) == (None, False)
    assert installing.install(prescriber, WORDS, licence=f"  {LICENCE}  ") == "epds"
    used = files.in_use(prescriber, "epds")
    assert used.installed is not None
    assert (used.installed.version, used.installed.licence, used.installed.by) == (1, LICENCE, "Dr Pat Osei")
    measure = used.measure
    assert (measure.shipping, measure.languages, measure.version) == (Shipping.TEXT, ("en", "es"), "1+7")
    assert measure.items[9].text == {"en": "sentence 10", "es": "frase 10"}
    # The order of the paper form, the points of the scale.
    assert [choice.value for choice in measure.items[0].choices] == [3, 2, 1, 0]
    assert replace(measure, **_worded(before.measure)) == before.measure
    answers = dict.fromkeys([str(item) for item in range(1, 11)], 1)
    assert scored(measure, answers) == scored(before.measure, answers)
    assert [rule.id for rule in scored(measure, {"10": 1}).alerts] == ["item-10"]
    assert files.offered(prescriber)["epds"] == measure


def _worded(before: object) -> dict[str, object]:
    """What a wording may change, as it was before."""
    names = ("version", "shipping", "languages", "asked", "items", "licence")
    return {name: getattr(before, name) for name in names}


def test_items_keep_everything_but_their_words(administrator: Desk) -> None:
    installing.install(administrator, WORDS, licence=LICENCE)
    shipped = files.load_all()[0]["epds"].items
    for made, was in zip(files.in_use(administrator, "epds").measure.items, shipped, strict=True):
        assert replace(made, text=was.text, choices=was.choices) == was


def test_what_was_answered_keeps_the_text_it_was_given_to(prescriber: Desk, nurse: Desk) -> None:
    installing.install(prescriber, WORDS, licence=LICENCE)
    file_id, pinned = files.pin(nurse, "epds")
    assert pinned == ()
    installing.install(
        prescriber, WORDS.replace("sentence 1", "another 1").replace('n = "7"', 'n = "8"'), licence=LICENCE
    )
    assert files.of_file(nurse, file_id).items[0].text["en"] == "sentence 1"
    assert files.in_use(nurse, "epds").measure.items[0].text["en"] == "another 1"
    assert [one.number for one in installing.history(nurse, "epds")] == [2, 1]


def _files_of(monkeypatch: pytest.MonkeyPatch, where: Path) -> None:
    """Let the program come with the files of another folder, as after an update."""
    monkeypatch.setattr(files, "folder", lambda _name: where)
    monkeypatch.setattr(files, "_shipped", cache(files._shipped.__wrapped__))


def test_a_band_corrected_by_an_update_reaches_the_installed_text(
    prescriber: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installing.install(prescriber, WORDS, licence=LICENCE)
    file_id, _pinned = files.pin(prescriber, "epds")
    text = files.shipped()["epds"].text
    (tmp_path / "epds.toml").write_text(text.replace("high = 30", "high = 29"), encoding="utf-8")
    _files_of(monkeypatch, tmp_path)
    used = files.in_use(prescriber, "epds").measure
    assert (used.bands[-1].high, used.items[0].text["en"]) == (29, "sentence 1")
    # What was answered before keeps what it meant; the next answer pins the new text.
    assert files.of_file(prescriber, file_id).bands[-1].high == 30
    assert files.pin(prescriber, "epds")[0] != file_id


def test_an_update_the_text_does_not_fit_leaves_it_as_it_was(
    prescriber: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installing.install(prescriber, WORDS, licence=LICENCE)
    text = files.shipped()["epds"].text.replace(
        "[[scores]]", '[[items]]\nid = "11"\nlow = 0\nhigh = 3\n\n[[scores]]', 1
    )
    (tmp_path / "epds.toml").write_text(text, encoding="utf-8")
    _files_of(monkeypatch, tmp_path)
    assert len(files.in_use(prescriber, "epds").measure.items) == 10


def test_what_came_with_the_program_is_kept_when_it_is_first_used(nurse: Desk, prescriber: Desk) -> None:
    file_id, pinned = files.pin(prescriber, "phq-9")
    assert len(pinned) == 1
    with pytest.raises(NotFound):
        published.body_of(prescriber, file_id)
    prescriber.record("measure.install", *pinned)
    assert files.of_file(nurse, file_id) == files.load_all()[0]["phq-9"]
    assert files.pin(nurse, "phq-9") == (file_id, ())


def test_use_is_ended_and_begins_again(prescriber: Desk) -> None:
    installing.install(prescriber, WORDS, licence=LICENCE)
    installing.end(prescriber, "epds")
    assert files.in_use(prescriber, "epds").installed is None
    assert not files.offered(prescriber)["epds"].has_text
    with pytest.raises(BadValue, match="Nothing is installed"):
        installing.end(prescriber, "epds")
    installing.install(prescriber, WORDS, licence=LICENCE)
    assert files.in_use(prescriber, "epds").measure.has_text
    assert [one.licence for one in installing.history(prescriber, "epds")] == [LICENCE, "", LICENCE]


def test_the_same_file_twice_is_told_but_a_new_licence_is_not(prescriber: Desk) -> None:
    installing.install(prescriber, WORDS, licence=LICENCE)
    with pytest.raises(BadValue, match="in use already"):
        installing.install(prescriber, WORDS, licence=LICENCE)
    installing.install(prescriber, WORDS, licence="Renewed for 2027")
    used = files.in_use(prescriber, "epds").installed
    assert used is not None
    assert used.licence == "Renewed for 2027"


def test_a_licence_is_said_in_a_few_lines(prescriber: Desk) -> None:
    with pytest.raises(BadValue, match="at most 500 characters") as told:
        installing.install(prescriber, WORDS, licence="x" * 501)
    assert told.value.field == "licence"


def test_a_text_kept_with_the_words_of_another_measure_is_refused() -> None:
    with pytest.raises(FaultyFile, match="wording of “epds”, not of “madrs”"):
        files.measure_from(wording.joined(files.shipped()["madrs"].text, WORDS), "kept")


def test_a_measure_of_the_clinic_itself(prescriber: Desk, nurse: Desk) -> None:
    assert not installing.check(OWN).is_wording
    assert installing.install(prescriber, OWN, licence="Our own") == "sleep"
    assert files.offered(nurse)["sleep"].full_title == "Two questions of this clinic about sleep"
    installing.end(prescriber, "sleep")
    assert "sleep" not in files.offered(nurse)
    with pytest.raises(NotFound, match="sleep"):
        files.in_use(nurse, "sleep")


@pytest.mark.parametrize("login", ["rita", "nina"])
def test_who_may_not_install(sign_in: object, login: str) -> None:
    desk: Desk = sign_in(login)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        installing.install(desk, WORDS, licence=LICENCE)
    assert files.in_use(desk, "epds").installed is None


@pytest.mark.parametrize("licence", ["", "   \n"])
def test_nothing_is_installed_without_a_licence(prescriber: Desk, licence: str) -> None:
    with pytest.raises(BadValue, match="by whose licence") as told:
        installing.install(prescriber, WORDS, licence=licence)
    assert told.value.field == "licence"
    assert installing.history(prescriber, "epds") == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('wording_of = "epds"', 'wording_of = "apgar"', "no questionnaire “apgar”"),
        ('\n[[items]]\nid = "10"', '\n[[items]]\nid = "11"', "EPDS has no item 11"),
        ('\n[[items]]\nid = "10"', '\n[[items]]\nid = "9"', "Item 9 is here twice"),
        ('text.en = "sentence 4"', 'text.en = ""', "“en” must be a text"),
        ('text.es = "frase 4"', "", "“es” is missing"),
        ("value = 3\n", "value = 4\n", "The answers to item 1, 0 to 3, have no words yet"),
        ('id = "1"\n', 'id = "1"\nscored = false\n', "“scored” means nothing here"),
        ('version = "7"', 'version = "7"\nsuicide_item = "1"', "“suicide_item” means nothing here"),
        ("\n[asked]", '\n[[alerts]]\nid = "x"\n\n[asked]', "“alerts” means nothing here"),
        ("[asked]", wording.MARK + "[asked]", "two parts"),
        ("[asked]", "[asked", "Line 6"),
        (
            'text.es = "frase 4"\n',
            'text.es = "frase 4"\n[[items.choices]]\nvalue = 9\ntext.en = "x"\ntext.es = "x"\n',
            "Item 4 is answered with 0 to 3",
        ),
    ],
)
def test_a_faulty_wording_is_told_with_its_line(before: str, after: str, sentence: str) -> None:
    assert before in WORDS
    with pytest.raises(BadValue, match=re.escape(sentence)):
        installing.check(WORDS.replace(before, after, 1))


def test_an_item_without_words_is_named() -> None:
    head, items = WORDS.split("\n[[items]]", 1)
    without_four = "\n[[items]]".join([head, *(part for part in items.split("\n[[items]]") if '"4"' not in part)])
    with pytest.raises(BadValue, match="no words yet: 4"):
        installing.check(without_four)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('id = "sleep"', 'id = "phq-9"', "came with the program"),
        ('id = "sleep"', 'id = "Sleep well"', "small letters"),
        ("low = 0", "low = 12", "“high”"),
        ('items = ["1"]', 'items = ["2"]', "“2”"),
    ],
)
def test_a_faulty_measure_is_told_with_its_line(before: str, after: str, sentence: str) -> None:
    with pytest.raises(BadValue, match=re.escape(sentence)) as told:
        installing.check(OWN.replace(before, after, 1))
    assert str(told.value).startswith("Line ")


def test_a_file_of_another_system_is_read(prescriber: Desk) -> None:
    installing.install(prescriber, "\ufeff" + WORDS.replace("\n", "\r\n"), licence=LICENCE)
    assert "\r" not in files.in_use(prescriber, "epds").text


def test_a_file_too_long_is_refused() -> None:
    with pytest.raises(BadValue, match="too long"):
        installing.check(WORDS + "#" * installing.LONGEST_FILE)


SCORE_ONLY = [name for name, one in files.load_all()[0].items() if not one.has_text]


@pytest.mark.parametrize("name", SCORE_ONLY)
def test_the_empty_file_filled_in_can_be_installed(prescriber: Desk, name: str) -> None:
    empty = installing.blank(name)
    with pytest.raises(BadValue, match=r"^Line \d+: "):
        installing.check(empty)
    filled = re.sub(r'= ""', '= "words"', empty)
    assert installing.install(prescriber, filled, licence=LICENCE) == name
    measure = files.in_use(prescriber, name).measure
    assert measure.has_text
    assert all(item.text.get("en") for item in measure.items)


def test_no_empty_file_where_the_wording_is_here() -> None:
    with pytest.raises(BadValue, match="in the program already"):
        installing.blank("phq-9")
    with pytest.raises(BadValue, match="in the program already"):
        installing.blank("unknown")

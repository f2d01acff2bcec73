"""Every shipped file against the facts of the field, typed here once more: codes, ranges, alerts, what may be shown."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from clinicdesk.records.measures import files
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import folder
from clinicdesk.rules.measure import WHOLE_LIFE_HOURS, Measure, Shipping
from clinicdesk.rules.scoring import scored

MEASURES, PROBLEMS = files.load_all()

SHOWN = {"phq-9", "gad-7", "pcl-5", "audit-c", "pc-ptsd-5"}
OWN_WORDS = {"modified-aldrete-mmhg", "modified-aldrete-percent", "moaa-s", "mood-now", "distress-now", "pain-now"}
NUMBERS_ONLY = {"madrs", "y-bocs", "bpi", "cadss", "epds", "qids-sr16", "mdq", "ede-q", "c-ssrs"}

CODES: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    # measure: (panel, score → code, item → code); what is not here has no code.
    "phq-9": (
        "44249-1",
        {"total": "44261-6"},
        {
            "1": "44250-9",
            "2": "44255-8",
            "3": "44259-0",
            "4": "44254-1",
            "5": "44251-7",
            "6": "44258-2",
            "7": "44252-5",
            "8": "44253-3",
            "9": "44260-8",
        },
    ),
    "gad-7": ("69737-5", {"total": "70274-6"}, {}),
    "pcl-5": ("101697-1", {"total": "101698-9"}, {}),
    "epds": ("99046-5", {"total": "71354-5"}, {}),
    "audit-c": ("72109-2", {"total": "75626-2"}, {"1": "68518-0", "2": "68519-8", "3": "68520-6"}),
    "pain-now": ("72514-3", {"value": "72514-3"}, {"1": "72514-3"}),
    "c-ssrs": (
        "93373-9",
        {},
        {
            "1": "93246-7",
            "2": "93247-5",
            "3": "93248-3",
            "4": "93249-1",
            "5": "93250-9",
            "6": "93267-3",
            "6-recent": "93269-9",
            "level": "93374-7",
        },
    ),
}
SHAPES: dict[str, tuple[int, int, int, dict[str, tuple[int, int]]]] = {
    # measure: (counted items, lowest and highest answer, score → range in the unit of the file).
    "phq-9": (9, 0, 3, {"total": (0, 27)}),
    "gad-7": (7, 0, 3, {"total": (0, 21)}),
    "pcl-5": (20, 0, 4, {"total": (0, 80), "b": (0, 20), "c": (0, 8), "d": (0, 28), "e": (0, 24)}),
    "qids-sr16": (16, 0, 3, {"total": (0, 27)}),
    "madrs": (10, 0, 6, {"total": (0, 60)}),
    "epds": (10, 0, 3, {"total": (0, 30)}),
    "pain-now": (1, 0, 10, {"value": (0, 10)}),
    "mood-now": (1, 0, 10, {"value": (0, 10)}),
    "distress-now": (1, 0, 10, {"value": (0, 10)}),
    "bpi": (11, 0, 10, {"severity": (0, 1000), "interference": (0, 1000)}),
    "cadss": (
        23,
        0,
        4,
        {
            "total": (0, 92),
            "six": (0, 24),
            "depersonalisation": (0, 28),
            "derealisation": (0, 52),
            "amnesia": (0, 12),
        },
    ),
    "modified-aldrete-mmhg": (5, 0, 2, {"total": (0, 10)}),
    "modified-aldrete-percent": (5, 0, 2, {"total": (0, 10)}),
    "moaa-s": (1, 0, 5, {"value": (0, 5)}),
    "y-bocs": (10, 0, 4, {"total": (0, 40), "obsessions": (0, 20), "compulsions": (0, 20)}),
    "audit-c": (3, 0, 4, {"total": (0, 12)}),
    "mdq": (13, 0, 1, {"yes": (0, 13)}),
    "ede-q": (
        22,
        0,
        6,
        {"global": (0, 600), "restraint": (0, 600), "eating": (0, 600), "shape": (0, 600), "weight": (0, 600)},
    ),
    "pc-ptsd-5": (5, 0, 1, {"total": (0, 5)}),
    "c-ssrs": (0, 0, 0, {}),
}
RESPONSE: dict[str, tuple[int | None, int | None, int | None]] = {
    # measure: (drop in per cent, drop in points, remission at or below).
    "phq-9": (50, None, 4),
    "gad-7": (50, None, 4),
    "pcl-5": (None, 10, 32),
    "qids-sr16": (50, None, 5),
    "madrs": (50, None, 10),
    "epds": (50, None, 9),
    "pain-now": (30, 2, None),
    "bpi": (30, None, None),
    "y-bocs": (35, None, 12),
}
ALERTS: dict[str, set[tuple[str, int, int | None]]] = {
    # measure: what alerts, from which value on, and from which value down.
    "phq-9": {("9", 1, None)},
    "qids-sr16": {("12", 1, None)},
    "madrs": {("10", 4, None)},
    "epds": {("10", 1, None)},
    "moaa-s": {("value", 1, 3)},
    "c-ssrs": {("any-yes", 1, None)},
    **{
        name: {(item, 1, 0) for item in ("activity", "breathing", "circulation", "consciousness", "saturation")}
        for name in ("modified-aldrete-mmhg", "modified-aldrete-percent")
    },
}
SUICIDE = {"phq-9": "9", "qids-sr16": "12", "madrs": "10", "epds": "10"}
RECALL_HOURS = {
    "phq-9": 14 * 24,
    "gad-7": 14 * 24,
    "pcl-5": 30 * 24,
    "pc-ptsd-5": 30 * 24,
    "c-ssrs": 30 * 24,
    "audit-c": 365 * 24,
    "mdq": WHOLE_LIFE_HOURS,
    "qids-sr16": 7 * 24,
    "madrs": 7 * 24,
    "epds": 7 * 24,
    "y-bocs": 7 * 24,
    "ede-q": 28 * 24,
    "bpi": 24,
}


def test_every_file_can_be_read_and_the_list_is_whole() -> None:
    assert PROBLEMS == []
    assert set(MEASURES) == SHOWN | OWN_WORDS | NUMBERS_ONLY
    assert {file.stem for file in folder("measures").glob("*.toml")} == set(MEASURES)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_codes_are_those_of_the_field_or_none(name: str) -> None:
    measure = MEASURES[name]
    panel, scores, items = CODES.get(name, ("", {}, {}))
    assert measure.loinc == panel
    assert {rule.id: rule.loinc for rule in measure.scores if rule.loinc} == scores
    assert {item.id: item.loinc for item in measure.items if item.loinc} == items


def test_the_answers_of_phq_9_have_their_codes() -> None:
    codes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
    for item in MEASURES["phq-9"].items[:9]:
        assert [choice.loinc for choice in item.choices] == codes


def test_every_code_has_a_right_check_digit() -> None:
    """A LOINC code ends in a digit worked out from the others (Luhn, modulus 10), so most typing errors show."""
    for measure in MEASURES.values():
        codes = [measure.loinc, *(rule.loinc for rule in measure.scores)]
        codes += [item.loinc for item in measure.items]
        for code in filter(None, codes):
            number, digit = code.split("-")
            doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(number))]
            assert (10 - sum(sum(divmod(one, 10)) for one in doubled) % 10) % 10 == int(digit), code


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_items_and_ranges_are_those_of_the_field(name: str) -> None:
    measure = MEASURES[name]
    count, low, high, scores = SHAPES[name]
    counted = [item for item in measure.items if any(item.id in rule.items for rule in measure.scores)]
    assert len(counted) == count
    assert all((item.low, item.high) == (low, high) for item in counted)
    assert all(sorted(item.values) == list(range(low, high + 1)) for item in counted)
    assert {rule.id: (rule.low, rule.high) for rule in measure.scores} == scores
    assert [rule.id for rule in measure.scores][:1] == list(scores)[:1]


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_response_alerts_recall_and_the_item_on_suicide(name: str) -> None:
    measure = MEASURES[name]
    rule = measure.response
    assert (rule.response_percent, rule.response_points, rule.remission) == RESPONSE.get(name, (None, None, None))
    told = {(one.item or one.score or one.finding, one.at_least, one.at_most) for one in measure.alerts}
    assert told == ALERTS.get(name, set())
    assert measure.suicide_item == SUICIDE.get(name, "")
    assert measure.recall_hours == RECALL_HOURS.get(name, 0)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_nobody_verified_the_numbers_yet_and_every_file_says_where_they_are_from(name: str) -> None:
    measure = MEASURES[name]
    for said in (measure.provenance, measure.response.provenance):
        assert said.unverified
        assert said.owner == ""
        assert len(said.source) > 20
    assert len(measure.licence) > 20


@pytest.mark.parametrize("name", sorted(SHOWN | OWN_WORDS))
def test_what_is_shown_has_words_in_every_language_it_claims(name: str) -> None:
    measure = MEASURES[name]
    assert measure.shipping is (Shipping.TEXT if name in SHOWN else Shipping.OWN_WORDS)
    assert measure.languages[0] == "en"
    for item in measure.items:
        assert set(item.text) == set(measure.languages)
        for choice in item.choices:
            assert set(choice.text) == set(measure.languages)
        assert bool(item.choices) != bool(item.ends)


def test_spanish_is_there_only_where_its_wording_could_be_compared() -> None:
    assert {name for name, one in MEASURES.items() if "es" in one.languages} == {
        "phq-9",
        "gad-7",
        "mood-now",
        "distress-now",
        "pain-now",
    }


LABELS = {
    "no",
    "yes",
    "about thoughts of suicide",
    "about thoughts of harming oneself",
    "about thoughts of death or suicide",
    "in the same period",
    "how much of a problem, 0 to 3",
    "a number of times or days",
    "question 6, within the past 3 months",
    "level of risk, as rated elsewhere",
    "no question answered yes",
    "low",
    "moderate",
    "high",
}
"""All that is said in words of measures whose wording is not free: our own, and nothing of theirs."""


@pytest.mark.parametrize("name", sorted(NUMBERS_ONLY))
def test_nothing_of_a_wording_that_is_not_free_is_here(name: str) -> None:
    measure = MEASURES[name]
    assert measure.shipping is Shipping.SCORE_ONLY
    assert not measure.has_text
    assert (measure.languages, dict(measure.asked)) == ((), {})
    for item in measure.items:
        assert item.ends is None
        assert set(item.text.values()) <= LABELS
        assert {words for choice in item.choices for words in choice.text.values()} <= LABELS
    # Nor in a comment: lines of the file that are neither values nor our own sentences.
    text = (folder("measures") / f"{name}.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        assert re.match(r"#|\[|[a-z_]+ = |    \{ |\]|$", line), line


WORDINGS = {
    ("phq-9", "en"): "299d20726738f606",
    ("phq-9", "es"): "f0a880d244f0d23a",
    ("gad-7", "en"): "e41c26b620ac7060",
    ("gad-7", "es"): "c1872970eb8727e0",
    ("pcl-5", "en"): "c026c9df9ff2e90e",
    ("audit-c", "en"): "0b0ab9794df13717",
    ("pc-ptsd-5", "en"): "97dff47cc784b9b7",
}
"""The beginning of the SHA-256 of each official wording as it was compared with a published copy.

Whoever changes one letter compares the whole wording again."""


@pytest.mark.parametrize(("name", "language"), WORDINGS)
def test_an_official_wording_is_as_it_was_compared(name: str, language: str) -> None:
    measure = MEASURES[name]
    said = [measure.asked.get(language, "")]
    for item in measure.items:
        said += [item.text[language], *(f"{choice.value} {choice.text[language]}" for choice in item.choices)]
    assert sha256("\n".join(said).encode()).hexdigest()[:16] == WORDINGS[name, language]


def test_every_official_wording_has_its_sum() -> None:
    assert {(name, language) for name in SHOWN for language in MEASURES[name].languages} == set(WORDINGS)


def test_the_zero_of_gad_7_is_not_at_all() -> None:
    first = MEASURES["gad-7"].items[0].choices[0]
    assert (first.value, first.text["en"], first.text["es"]) == (0, "Not at all", "Nunca")


# Files that are faulty ------------------------------------------------------------------------------------------------


def broken(name: str, before: str, after: str) -> str:
    text = (folder("measures") / f"{name}.toml").read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1)


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [
        ("phq-9", 'items = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]\nloinc', 'items = ["1", "22"]\nloinc', "“22”"),
        ("phq-9", "low = 5\nhigh = 9", "low = 4\nhigh = 9", "overlap"),
        ("phq-9", "high = 27", "high = 28", "from 20 to 27"),
        ("phq-9", 'item = "9"\nat_least', 'item = "19"\nat_least', "no item “19”"),
        ("phq-9", 'item = "9"\nat_least', 'item = "9"\nscore = "total"\nat_least', "exactly one of"),
        ("phq-9", 'suicide_item = "9"', 'suicide_item = "x"', "“x”"),
        ("phq-9", 'id = "2"\nloinc', 'id = "1"\nloinc', "same id"),
        ("phq-9", "value = 1\n", "value = 0\n", "same value"),
        ("phq-9", 'text.es = "Poco', 'text.fr = "Poco', "“es” is missing"),
        ("phq-9", 'languages = ["en", "es"]', 'languages = ["english"]', "code of a language"),
        ("phq-9", 'languages = ["en", "es"]', 'languages = ["en", "es", "en"]', "names something twice"),
        ("phq-9", "recall_hours = 336", "recall_hours = " + "3" * 5000, "not written as TOML asks"),
        ("phq-9", "recall_hours = 336", "recall_hours = " + "[" * 50_000, "not written as TOML asks"),
        ("phq-9", 'method = "sum"', 'method = "sum"\nmissing_allowed = 2', "Only a mean"),
        ("phq-9", 'filled_by = "patient"', 'filled_by = "anybody"', "patient, clinician"),
        ("phq-9", 'better = "lower"', 'better = "lower"\nbest = 1', "“best” means nothing here"),
        ("phq-9", "percent = 50", "percent = 150", "from 1 to 100"),
        ("madrs", "high = 6\n", 'high = 6\ntext.en = "x"\n', "“text” means nothing here"),
        ("madrs", 'id = "1"\nlow = 0\nhigh = 6', 'id = "1"', "“choices”, or “low” and “high”"),
        ("qids-sr16", 'stands_for = ["7"]', 'stands_for = ["70"]', "“70”"),
        ("c-ssrs", 'asked_if = { items = ["2"], value = 1 }', 'asked_if = { items = ["6"], value = 1 }', "“6”"),
        ("ede-q", 'main_score = "global"', 'main_score = "best"', "“best”"),
        ("c-ssrs", "[response]\n", "[response]\nremission = 1\n", "Without a score"),
        ("bpi", 'id = "3"\nlow', 'id = "3"\nchoices = [{ value = 1 }]\nlow', "either “choices”, or “low” and “high”"),
        ("y-bocs", 'id = "compulsions"', 'id = "obsessions"', "Two scores have the same id"),
        ("phq-9", "[[bands]]\n", '[[bands]]\nscore = "best"\n', "no score “best”"),
        ("audit-c", 'sex = "female"', 'sex = "woman"', "female, male"),
        ("c-ssrs", 'id = "moderate"', 'id = "high"', "Two findings have the same id"),
        ("modified-aldrete-mmhg", 'id = "no-breathing"', 'id = "no-activity"', "Two alerts have the same id"),
        ("c-ssrs", 'finding = "any-yes"\n', 'finding = "any-yes"\nat_least = 2\n', "“at_least” means nothing here"),
        ("moaa-s", "at_most = 3", "at_most = 3\nat_least = 1", "means nothing here"),
        ("phq-9", "at_least = 1", "at_least = 0", "“at_least” must be a whole number from 1"),
        ("cadss", '"15", "22"]', '"15", "15"]', "names something twice"),
        ("bpi", 'id = "severity"\n', 'id = "severity"\nper = 10\n', "“per” means nothing here"),
    ],
)
def test_a_fault_is_named(name: str, before: str, after: str, sentence: str) -> None:
    with pytest.raises(FaultyFile, match=re.escape(sentence)) as told:
        files.measure_from(broken(name, before, after), "mine.toml")
    assert told.value.problem.file == "mine.toml"
    assert told.value.problem.line >= 1


def test_a_score_may_be_one_that_is_only_typed() -> None:
    text = broken("y-bocs", 'method = "sum"\nitems = ["1", "2", "3", "4", "5"]', 'method = "typed"\nlow = 2\nhigh = 20')
    measure = files.measure_from(text, "mine.toml")
    rule = measure.scores[1]
    assert (rule.id, rule.low, rule.high, rule.items) == ("obsessions", 2, 20, ())
    answers = {item.id: 1 for item in measure.items}
    assert scored(measure, answers).scores == {"total": 10, "obsessions": None, "compulsions": 5}
    assert scored(measure, {}, {"obsessions": 2}).scores == {"total": None, "obsessions": 2, "compulsions": None}


def test_the_line_of_a_fault_is_right() -> None:
    text = broken("phq-9", "percent = 50", "percent = 150")
    with pytest.raises(FaultyFile) as told:
        files.measure_from(text, "mine.toml")
    assert text.splitlines()[told.value.problem.line - 1] == "percent = 150"


def test_a_faulty_file_leaves_the_others_in_use(tmp_path: Path) -> None:
    for name in ("phq-9", "gad-7"):
        text = (folder("measures") / f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "twice.toml").write_text((tmp_path / "phq-9.toml").read_text(encoding="utf-8"), encoding="utf-8")
    found, problems = files.read_folder(tmp_path)
    assert list(found) == ["gad-7", "phq-9"]
    assert [problem.file for problem in problems] == ["broken.toml", "twice.toml"]


def test_a_measure_finds_its_items() -> None:
    measure: Measure = MEASURES["phq-9"]
    assert measure.main is not None
    assert measure.main.id == "total"
    assert measure.item("9").loinc == "44260-8"
    with pytest.raises(KeyError):
        measure.item("99")

"""Every band of every measure at its borders, typed here from the published tables."""

import pytest

from clinicdesk.records.measures import files
from clinicdesk.rules.scoring import band_of

MEASURES = files.load_all()[0]

BORDERS: dict[tuple[str, str], list[tuple[int, str]]] = {
    ("phq-9", "total"): [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
    ("gad-7", "total"): [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "severe"),
        (21, "severe"),
    ],
    ("qids-sr16", "total"): [
        (0, "none"),
        (5, "none"),
        (6, "mild"),
        (10, "mild"),
        (11, "moderate"),
        (15, "moderate"),
        (16, "severe"),
        (20, "severe"),
        (21, "very severe"),
        (27, "very severe"),
    ],
    ("madrs", "total"): [
        (0, "normal or symptom-free"),
        (6, "normal or symptom-free"),
        (7, "mild"),
        (19, "mild"),
        (20, "moderate"),
        (34, "moderate"),
        (35, "severe"),
        (60, "severe"),
    ],
    ("y-bocs", "total"): [
        (0, "subclinical"),
        (7, "subclinical"),
        (8, "mild"),
        (15, "mild"),
        (16, "moderate"),
        (23, "moderate"),
        (24, "severe"),
        (31, "severe"),
        (32, "extreme"),
        (40, "extreme"),
    ],
    ("epds", "total"): [
        (0, "below the marks"),
        (9, "below the marks"),
        (10, "at or above the mark for possible depression"),
        (12, "at or above the mark for possible depression"),
        (13, "at or above the mark for probable depression"),
        (30, "at or above the mark for probable depression"),
    ],
    ("pcl-5", "total"): [
        (0, "below the published marks"),
        (30, "below the published marks"),
        (31, "between the published marks (31 and 33)"),
        (32, "between the published marks (31 and 33)"),
        (33, "at or above the published marks for probable PTSD"),
        (80, "at or above the published marks for probable PTSD"),
    ],
    ("pc-ptsd-5", "total"): [
        (0, "below the mark"),
        (2, "below the mark"),
        (3, "at or above the mark for probable PTSD"),
        (5, "at or above the mark for probable PTSD"),
    ],
    ("pain-now", "value"): [
        (0, "none"),
        (1, "mild"),
        (3, "mild"),
        (4, "moderate"),
        (6, "moderate"),
        (7, "severe"),
        (10, "severe"),
    ],
    ("modified-aldrete-mmhg", "total"): [
        (8, "below the usual mark"),
        (9, "at or above the usual mark of 9"),
        (10, "at or above the usual mark of 9"),
    ],
    ("modified-aldrete-percent", "total"): [
        (8, "below the usual mark"),
        (9, "at or above the usual mark of 9"),
    ],
    ("moaa-s", "value"): [(0, "sedated"), (4, "sedated"), (5, "alert")],
    ("audit-c", "total"): [
        (2, "below the marks"),
        (3, "at the mark for women (3), below the one for men (4)"),
        (4, "at or above the marks"),
    ],
}


@pytest.mark.parametrize(("name", "score"), BORDERS)
def test_bands_at_their_borders(name: str, score: str) -> None:
    for value, words in BORDERS[name, score]:
        found = band_of(MEASURES[name], score, value)
        assert found is not None, (name, value)
        assert found.text == words


def test_every_border_of_a_shipped_band_is_in_the_table() -> None:
    for name, measure in MEASURES.items():
        for band in (band for band in measure.bands if not band.sex):
            known = {value for value, words in BORDERS[name, band.score] if words == band.text}
            # The two ends of the scale itself need no border.
            rule = next(rule for rule in measure.scores if rule.id == band.score)
            assert {band.low, band.high} - {rule.low, rule.high} <= known, (name, band)


@pytest.mark.parametrize(("sex", "mark"), [("female", 3), ("male", 4)])
def test_the_mark_of_audit_c_depends_on_sex(sex: str, mark: int) -> None:
    for value in range(13):
        found = band_of(MEASURES["audit-c"], "total", value, sex)
        assert found is not None
        assert found.text.startswith("at or above" if value >= mark else "below")


@pytest.mark.parametrize("name", [name for name, one in MEASURES.items() if one.bands])
def test_bands_leave_no_gap(name: str) -> None:
    measure = MEASURES[name]
    for score in {band.score for band in measure.bands}:
        rule = next(rule for rule in measure.scores if rule.id == score)
        for value in range(rule.low, rule.high + 1):
            assert band_of(measure, score, value) is not None


def test_where_no_band_is_known_none_is_said() -> None:
    assert band_of(MEASURES["cadss"], "total", 12) is None
    assert band_of(MEASURES["phq-9"], "total", 28) is None

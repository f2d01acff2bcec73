"""Counting what became of patients: every denominator, and nobody left out without being told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.records.measures import files
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.outcome_counts import SMALL_GROUP, Judged, Share, Treated, counted
from clinicdesk.rules.response import Point, course

PHQ9: Measure = files.load_all()[0]["phq-9"]
START = datetime(2026, 3, 2, 15, tzinfo=UTC)


def treated(
    *totals: int | None, planned: int = 6, given: int = 6, ended: bool = False, unwanted: int = 0, severe: int = 0
) -> Treated:
    """Somebody with these scores: the first before the treatment, each further one two weeks later."""
    points = [Point(str(n), START + timedelta(days=14 * n - 1 if n == 0 else 14 * n), t) for n, t in enumerate(totals)]
    return Treated(planned, given, ended, unwanted, severe, Judged.of(PHQ9, course(PHQ9, points, [START])))


def test_everybody_is_somewhere() -> None:
    found = counted(
        PHQ9,
        [
            treated(20, 10, 4, unwanted=2),  # response, then remission, held
            treated(20, 9, 18, severe=1, unwanted=1),  # response, lost
            treated(20, 10),  # response, never asked again
            treated(20, 19, given=3, ended=True),  # no response, stopped early
            treated(None, 4),  # no baseline
            treated(20, given=2),  # no later score, still under way
            treated(3, 2),  # was in remission before
        ],
    )
    assert (found.started, found.under_way) == (7, 1)
    assert found.completed == Share(5, 6)
    assert (found.no_baseline, found.no_later) == (1, 1)
    assert found.response == Share(3, 5)
    assert found.remission == Share(1, 4)
    assert found.lost == Share(1, 2)
    assert (found.adverse, found.severe) == (Share(2, 7), Share(1, 7))


def test_of_nobody_there_is_no_interval() -> None:
    found = counted(PHQ9, [])
    assert found.started == 0
    assert found.response == Share(0, 0)
    assert found.response.interval is None


def test_a_measure_without_rules_gives_no_shares() -> None:
    rule = replace(PHQ9.response, response_percent=None, response_points=None, remission=None)
    found = counted(replace(PHQ9, response=rule), [treated(20, 4)])
    assert (found.response, found.remission, found.lost) == (None, None, None)
    assert found.started == 1


@pytest.mark.parametrize(("of", "small"), [(0, True), (SMALL_GROUP - 1, True), (SMALL_GROUP, False)])
def test_small_groups_are_known(of: int, small: bool) -> None:
    assert Share(0, of).is_small is small


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 27)), max_size=5), max_size=12))
def test_judged_and_missing_are_everybody(scores: list[list[int | None]]) -> None:
    found = counted(PHQ9, [treated(*totals) for totals in scores])
    assert found.response is not None
    assert found.remission is not None
    assert found.lost is not None
    assert found.response.of + found.no_baseline + found.no_later == found.started == len(scores)
    assert found.remission.of <= found.response.of
    assert found.lost.of <= found.response.count
    for share in (found.completed, found.response, found.remission, found.lost, found.adverse):
        assert 0 <= share.count <= share.of

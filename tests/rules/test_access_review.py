"""What stands out about the opening of a chart: names as they are written, and hours with their grace."""

from datetime import UTC, datetime, timedelta

import pytest

from clinicdesk.rules.access_review import (
    GRACE,
    Remark,
    may_be_same,
    of_patient,
    of_staff,
    remarks,
    same_family,
    stands_out,
)

OPENS, CLOSES = datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)
NOBODY = of_staff("")


@pytest.mark.parametrize(
    ("staff", "family", "given", "shared", "same"),
    [
        ("Nina Okafor, RN", "Okafor", "Nina", True, True),
        ("Nina Okafor, RN", "OKAFOR", "Ngozi", True, False),
        ("Dr Pat Osei", "Osei-Mensah", "Pat", True, True),
        ("R. Alvarez, RN", "Álvarez", "Rosa", True, True),
        ("R. Alvarez, RN", "Álvarez", "Maria", True, False),
        ("Rita Moss", "Mosse", "Rita", False, False),
        ("Łukasz Wiśniewski", "Wisniewski", "Lukasz", True, True),
        ("Moss", "Moss", "Rita", True, False),
        ("Rita Moss", "", "", False, False),
        ("", "", "", False, False),
    ],
)
def test_names_as_they_are_written(staff: str, family: str, given: str, shared: bool, same: bool):
    one, other = of_staff(staff), of_patient(family, given)
    assert same_family(one, other) is shared
    assert may_be_same(one, other) is same


def found(**changed: object) -> frozenset[Remark]:
    asked = {
        "at": OPENS,
        "hours": (OPENS, CLOSES),
        "hours_known": True,
        "opener": NOBODY,
        "patient": of_patient("Berg", "Ola"),
        "staff": (),
        "had_visit": True,
        "did_something": False,
        "emergency": False,
    }
    return remarks(**{**asked, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "late"),
    [(OPENS - GRACE, False), (OPENS - GRACE - timedelta(seconds=1), True),
     (CLOSES + GRACE, False), (CLOSES + GRACE + timedelta(seconds=1), True)],
)  # fmt: skip
def test_an_hour_of_grace_on_both_sides(at: datetime, late: bool):
    assert (Remark.OUT_OF_HOURS in found(at=at)) is late


def test_a_closed_day_is_outside_and_unknown_hours_are_not():
    assert found(hours=None) == {Remark.OUT_OF_HOURS}
    assert found(hours=None, hours_known=False) == frozenset()


def test_to_work_in_a_chart_without_a_visit_is_counted_and_to_only_look_is_asked_about():
    assert found(had_visit=False, did_something=True) == {Remark.NO_VISIT}
    assert found(had_visit=False) == {Remark.ONLY_LOOKED}
    assert not stands_out(frozenset({Remark.NO_VISIT}))
    assert stands_out(frozenset({Remark.ONLY_LOOKED}))
    assert stands_out(found(emergency=True))
    assert not stands_out(frozenset())

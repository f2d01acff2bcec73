"""The practice: what may stand on its papers, and that a change reaches every desk at once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.records import practice

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def change(desk: Desk, based_on: str | None = None, **more: Any) -> None:
    now = practice.get(desk)
    kept = {"name": now.name, "address": now.address, "phone": now.phone, "paper_size": now.paper_size}
    kept |= {"time_zone": now.time_zone, "lock_after_minutes": now.lock_after_minutes}
    practice.change(desk, based_on=based_on or now.version, **{**kept, **more})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"paper_size": "A5"}, "paper_size"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "America"}, "time_zone"),
        ({"time_zone": "../America/New_York"}, "time_zone"),
        ({"time_zone": "x" * 300}, "time_zone"),
        ({"lock_after_minutes": 0}, "lock_after_minutes"),
        ({"lock_after_minutes": 61}, "lock_after_minutes"),
        ({"logo": b"GIF89a"}, "logo"),
        ({"logo": PNG.ljust(2_000_001)}, "logo"),
    ],
)
def test_what_cannot_be_is_told_with_its_field_and_nothing_changes(
    administrator: Desk, wrong: dict[str, Any], field: str
) -> None:
    before = practice.get(administrator)
    with pytest.raises(BadValue) as refused:
        change(administrator, **wrong)
    assert refused.value.field == field
    assert practice.get(administrator) == before


def test_a_change_of_time_zone_counts_from_the_next_look_at_a_time(administrator: Desk, nurse: Desk) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert nurse.local(noon).hour == 7
    change(administrator, time_zone="America/Los_Angeles")
    assert nurse.local(noon).hour == 4


def test_another_window_on_the_file_learns_the_new_time_zone(administrator: Desk) -> None:
    other = administrator.clinic.another()
    try:
        assert str(other.zone) == "America/New_York"
        change(administrator, time_zone="Europe/Warsaw")
        other.refresh()
        assert str(other.zone) == "Europe/Warsaw"
    finally:
        other.close()


def test_a_logo_stays_until_another_one_is_given(administrator: Desk) -> None:
    assert practice.logo(administrator) is None
    change(administrator, logo=PNG)
    change(administrator, phone="218 555 0100")
    assert practice.logo(administrator) == PNG
    assert practice.get(administrator).phone == "218 555 0100"


def test_only_an_administrator_changes_it_and_only_what_was_read(administrator: Desk, nurse: Desk) -> None:
    read = practice.get(administrator).version
    with pytest.raises(NotAllowed):
        change(nurse, name="Another Clinic")
    change(administrator, name="New Name")
    with pytest.raises(ChangedElsewhere):
        change(administrator, based_on=read, name="Too Late")
    assert practice.get(administrator).name == "New Name"

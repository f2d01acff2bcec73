"""The checks of the day: each line is answered, what is wrong has words, and the last of a day counts."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import day_checks
from clinicdesk.storage.clock import DrivenClock


def all_well() -> dict[str, bool]:
    return {item.id: True for item in day_checks.preset().items}


def test_a_day_begins_unchecked_and_says_so(nurse: Desk) -> None:
    assert day_checks.of_today(nurse) is None
    assert "not done" in day_checks.warning(nurse)


def test_who_looked_and_when_is_kept(nurse: Desk, receptionist: Desk) -> None:
    day_checks.record(nurse, answers=all_well())
    found = day_checks.of_today(receptionist)
    assert found is not None
    assert found.faulty == ()
    assert day_checks.done_words(receptionist, found) == "Checks of the day: Nina Okafor, RN at 09:00."
    assert day_checks.warning(nurse) == ""


def test_what_is_wrong_needs_words_and_is_named(nurse: Desk, clock: DrivenClock) -> None:
    wrong = all_well() | {"suction": False}
    with pytest.raises(BadValue, match="what is done") as problem:
        day_checks.record(nurse, answers=wrong, remark=" ")
    assert problem.value.field == "remark"
    day_checks.record(nurse, answers=wrong, remark="Spare pump fetched")
    assert day_checks.warning(nurse) == "Not in order today: Suction."

    clock.pass_time(minutes=5)
    day_checks.record(nurse, answers=all_well())
    assert day_checks.warning(nurse) == ""


def test_a_line_left_out_is_not_taken_for_good(nurse: Desk) -> None:
    some = all_well()
    del some["aed"]
    with pytest.raises(BadValue, match="AED"):
        day_checks.record(nurse, answers=some)


def test_the_front_desk_does_not_check(receptionist: Desk) -> None:
    with pytest.raises(NotAllowed):
        day_checks.record(receptionist, answers=all_well())


def test_the_next_day_begins_anew(nurse: Desk, clock: DrivenClock) -> None:
    day_checks.record(nurse, answers=all_well())
    clock.pass_time(minutes=24 * 60)
    assert day_checks.of_today(nurse) is None


def test_the_preset_names_its_source() -> None:
    preset = day_checks.preset()
    assert preset.source
    assert preset.unverified
    assert [item.id for item in preset.items if item.sound] == ["sound"]

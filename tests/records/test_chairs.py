"""Chairs and rooms: added, renamed, put in order, taken out of use."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import chairs


def test_a_new_clinic_has_two_chairs_and_more_can_be_added(administrator: Desk, receptionist: Desk) -> None:
    room = chairs.add(administrator, name=" Blue room ", kind="room")
    assert [(one.name, one.kind) for one in chairs.all(receptionist)] == [
        ("Chair 1", "chair"),
        ("Chair 2", "chair"),
        ("Blue room", "room"),
    ]
    assert chairs.get(receptionist, room).position == 3
    with pytest.raises(NotAllowed):
        chairs.add(receptionist, name="Chair 3")


def test_a_chair_is_renamed_and_put_in_order(administrator: Desk) -> None:
    first, second = chairs.all(administrator)
    chairs.change(administrator, second, name="Window", kind="chair", position=0)
    assert [one.name for one in chairs.all(administrator)] == ["Window", "Chair 1"]
    with pytest.raises(ChangedElsewhere):
        chairs.change(administrator, second, name="Door", kind="chair")
    with pytest.raises(BadValue, match="of this name"):
        chairs.change(administrator, first, name="window", kind="chair")
    chairs.change(administrator, first, name="Chair 1", kind="room")


def test_a_retired_chair_comes_back(administrator: Desk) -> None:
    chair = chairs.all(administrator)[0]
    chairs.retire(administrator, chair)
    assert [one.name for one in chairs.all(administrator)] == ["Chair 2"]
    gone = chairs.all(administrator, retired=True)[-1]
    assert (gone.name, gone.retired) == ("Chair 1", True)
    chairs.add(administrator, name="Chair 1")
    chairs.retire(administrator, gone, back=True)
    assert len(chairs.all(administrator)) == 3


def test_a_chair_needs_a_name_and_a_kind(administrator: Desk) -> None:
    for name, kind in (("", "chair"), ("Sofa", "sofa"), ("chair 1", "chair")):
        with pytest.raises(BadValue):
            chairs.add(administrator, name=name, kind=kind)
    with pytest.raises(NotFound):
        chairs.get(administrator, "nowhere")

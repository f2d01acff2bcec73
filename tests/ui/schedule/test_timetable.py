"""Blocks side by side, what is shown of a day, where things lie on the sheet, and what is carried."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk import Desk
from clinicdesk.records import opening_hours
from clinicdesk.records.appointments import Appointment, Stage, State
from tests.ui.schedule.conftest import MONDAY, book
from ui.schedule import timetable
from ui.schedule.carried import Carried
from ui.schedule.scale import Scale
from ui.schedule.timetable import DAY_MINUTES, Block, By, View


def appointment(number: int, state: State = State.BOOKED) -> Appointment:
    return Appointment(
        id=f"{number:03d}",
        version="v",
        patient_id="p",
        session_id=None,
        kind="follow_up",
        title="Follow-up visit",
        starts_at=datetime(2026, 3, 2, 14, tzinfo=UTC),
        minutes=30,
        chair_id="c",
        chair="Chair 1",
        staff_id=None,
        staff="",
        remark="",
        state=state,
        state_reason="",
        stage=Stage.BOOKED,
        arrived_at=None,
        checked_in_at=None,
        began_at=None,
        left_at=None,
        patient_name="DOE, Per",
        birth_date=None,
        record_number=1,
    )


spans = st.tuples(st.integers(0, 3), st.integers(0, DAY_MINUTES - 5), st.integers(5, 300))


@given(st.lists(spans, max_size=25))
def test_no_two_blocks_cover_each_other(drawn: list[tuple[int, int, int]]) -> None:
    blocks = [
        Block(appointment(number), column, start, min(start + minutes, DAY_MINUTES))
        for number, (column, start, minutes) in enumerate(drawn)
    ]
    placed = timetable._side_by_side(blocks)
    assert {block.appointment.id for block in placed} == {block.appointment.id for block in blocks}
    for one in placed:
        assert 0 <= one.lane < one.lanes
        for other in placed:
            if one is not other and one.column == other.column and one.start < other.end and other.start < one.end:
                assert one.lane != other.lane
                assert one.lanes == other.lanes


def test_one_after_the_other_keeps_the_whole_width() -> None:
    blocks = [Block(appointment(1), 0, 540, 600), Block(appointment(2), 0, 600, 660)]
    assert [(b.lane, b.lanes) for b in timetable._side_by_side(blocks)] == [(0, 1), (0, 1)]


@given(
    st.integers(1, 60),
    st.floats(50, 3000),
    st.floats(50, 3000),
    st.integers(0, 59),
    st.integers(480, 1019),
)
def test_a_point_in_a_place_leads_back_to_it(
    columns: int, width: float, height: float, column: int, minute: int
) -> None:
    scale = Scale(480, 1020, columns, width, height)
    column = min(column, columns - 1)
    minute = minute // 15 * 15
    middle = scale.rect(column, minute, minute + 15).center()
    assert (scale.column_at(middle.x()), scale.minute_at(middle.y())) == (column, minute)


@given(st.integers(-2000, 2000), st.integers(-2000, 2000), st.integers(0, DAY_MINUTES - 5), st.integers(5, 600))
def test_what_is_carried_stays_within_its_day(later: int, longer: int, start: int, minutes: int) -> None:
    start, minutes = start // 5 * 5, min(minutes // 5 * 5, DAY_MINUTES - start // 5 * 5)
    carried = Carried("", 0, start, minutes).later(later).longer(longer).later(later)
    assert carried.start >= 0
    assert carried.end <= DAY_MINUTES
    assert carried.minutes >= 5
    assert carried.start % 5 == 0


def test_what_is_shown_of_a_day(receptionist: Desk, administrator: Desk) -> None:
    view = View(MONDAY, 1, By.CHAIR)
    table = timetable.read(receptionist, view)
    assert (table.first, table.last) == (7 * 60, 18 * 60)
    book(receptionist, "Doe", time(16, 30), 30)
    opening_hours.set_day(administrator, 0, (time(9), time(12)))
    table = timetable.read(receptionist, view)
    assert (table.first, table.last) == (8 * 60, 17 * 60)
    opening_hours.close_day(administrator, MONDAY, reason="Holiday")
    table = timetable.read(receptionist, view)
    assert (table.first, table.last) == (8 * 60, 17 * 60)
    assert [(column.opens, column.closed_because) for column in table.columns] == [(None, "Holiday")] * 2


def test_an_empty_weekend_takes_no_room(receptionist: Desk) -> None:
    table = timetable.read(receptionist, View(MONDAY, 7, By.CLINICIAN))
    assert {column.day.weekday() for column in table.columns} == {0, 1, 2, 3, 4}
    saturday = View(date(2026, 3, 7), 1, By.CHAIR)
    assert len(timetable.read(receptionist, saturday).columns) == 2

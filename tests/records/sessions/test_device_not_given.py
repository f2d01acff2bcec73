"""A device entered in error: it leaves the dose, the count, the form and the stay; what was written stays readable."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.printing.session_course import course_rows
from clinicdesk.records import monitoring_forms, sessions
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import nasal_steps, steps


@pytest.fixture
def begun(nurse: Desk, prescriber: Desk, patient: str) -> str:
    """A session of two devices, the first of which was given."""
    session_id = nasal_steps.plan(nurse, patient)
    nasal_steps.ready(nurse, prescriber, session_id)
    nasal_steps.device(nurse, session_id)
    return session_id


def course(desk: Desk, session_id: str) -> tuple[int | None, int]:
    """Return the number of the device that is due, and the dose given so far."""
    found = sessions.device_course(sessions.get(desk, session_id))
    assert found is not None
    return found.next_number, found.given_micrograms


def test_it_leaves_the_count_the_dose_and_the_papers(nurse: Desk, begun: str, clock: DrivenClock):
    clock.pass_time(minutes=5)
    nasal_steps.device(nurse, begun, lot="24KX02")
    with pytest.raises(BadValue, match="Say why"):
        sessions.device_not_given(nurse, begun, reason=" ")
    sessions.device_not_given(nurse, begun, reason="Pressed for the wrong patient")
    session = sessions.get(nurse, begun)
    assert course(nurse, begun) == (2, 28_000)
    assert session.given_micrograms(sessions.now_of(nurse)) == 28_000
    form = monitoring_forms.of_session(nurse, session)
    assert (form.answers["dose"], form.answers["lots"]) == ("other", "24KX01")
    rows = [row[1] for row in course_rows(nurse, session) if row[1].startswith("Device 2")]
    assert rows == ["Device 2: 28 mg (taken back: not given)"]
    # Both lines stay: what was written, and that it did not happen, with the reason.
    assert [drug.given_micrograms for drug in session.all_drugs] == [28_000, 28_000, 0]
    assert session.all_drugs[-1].remark == "Pressed for the wrong patient"


def test_it_can_still_be_given_although_the_dose_had_ended_with_it(nurse: Desk, begun: str, clock: DrivenClock):
    clock.pass_time(minutes=5)
    nasal_steps.device(nurse, begun)
    assert sessions.get(nurse, begun).phase is Phase.RECOVERY
    assert not sessions.may_give_again(sessions.get(nurse, begun))
    sessions.device_not_given(nurse, begun, reason="The second one was still in its box")
    assert sessions.may_give_again(sessions.get(nurse, begun))
    clock.pass_time(minutes=3)
    assert nasal_steps.device(nurse, begun) == 2
    assert course(nurse, begun) == (None, 56_000)
    assert not sessions.may_give_again(sessions.get(nurse, begun))
    with pytest.raises(BadValue, match="All devices"):
        nasal_steps.device(nurse, begun)


def test_the_stay_counts_from_the_first_device_that_was_given(nurse: Desk, begun: str, clock: DrivenClock):
    sessions.device_not_given(nurse, begun, reason="Sneezed it out before it was used")
    session = sessions.get(nurse, begun)
    assert sessions.earliest_leave(session) is None
    assert not monitoring_forms.wants_form(session)
    assert monitoring_forms.open_forms(nurse) == []
    clock.pass_time(minutes=10)
    assert nasal_steps.device(nurse, begun) == 1
    leave = sessions.earliest_leave(sessions.get(nurse, begun))
    assert leave is not None
    assert leave.at == nurse.now() + timedelta(minutes=120)
    assert len(monitoring_forms.open_forms(nurse)) == 1


def test_none_can_be_taken_back_twice_or_after_the_signature(nurse: Desk, begun: str):
    sessions.device_not_given(nurse, begun, reason="Entered in error")
    with pytest.raises(BadValue, match="No device"):
        sessions.device_not_given(nurse, begun, reason="Once more")
    nasal_steps.device(nurse, begun)
    sessions.stop_devices(nurse, begun, reason="Feels unwell")
    assert not sessions.may_give_again(sessions.get(nurse, begun))
    steps.discharge(nurse, begun)
    sessions.sign(nurse, begun)
    with pytest.raises(Sealed):
        sessions.device_not_given(nurse, begun, reason="Too late")

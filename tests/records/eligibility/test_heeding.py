"""What does not stop a start and must not pass in silence: questions nobody asked, medicines that came since."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.printing.session_before import checks
from clinicdesk.records import check_in, eligibility, sessions
from clinicdesk.records.session_deviations import deviations
from tests.records.eligibility.answering import decide, told
from tests.records.sessions import steps

TEST = "Pregnancy test today, where a pregnancy is possible"


def to_know(desk: Desk, session_id: str) -> tuple[str, ...]:
    return eligibility.to_know(desk, sessions.get(desk, session_id))


def needs(desk: Desk, session_id: str) -> list[str]:
    return [need.words for need in check_in.sheet(desk, appointment_id=None, session_id=session_id).needs]


def before(desk: Desk, session_id: str) -> str:
    return dict(checks(desk, sessions.get(desk, session_id)))["Eligibility"]


def test_what_nobody_asked_is_said_and_stops_nothing(nurse: Desk, prescriber: Desk, patient: str, session_id: str):
    decide(prescriber, patient)
    assert len(to_know(nurse, session_id)) == 2
    steps.ready(nurse, prescriber, session_id)
    # The chair asked about the last 24 hours: that question is answered, and the test is not.
    assert to_know(nurse, session_id) == (f"Not asked today: {TEST}. Ask it in the chair.",)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    assert before(nurse, session_id) == (
        f"Eligible with conditions (Dr Pat Osei, 02-Mar-2026): PDMP before the first visit. Not asked: {TEST}"
    )


def test_it_can_be_answered_in_the_chair(nurse: Desk, prescriber: Desk, patient: str, session_id: str):
    decide(prescriber, patient)
    steps.ready(nurse, prescriber, session_id)
    with pytest.raises(BadValue, match="no answer"):
        sessions.check_at_chair(nurse, session_id, today={"pregnancy_test": "perhaps"})
    sessions.check_at_chair(nurse, session_id, today={"pregnancy_test": "positive"})
    assert to_know(nurse, session_id) == ()
    with pytest.raises(BadValue, match="The pregnancy test is positive"):
        sessions.start(nurse, session_id, identity=steps.ZOE)
    sessions.check_at_chair(nurse, session_id, today={"pregnancy_test": "negative"})
    sessions.start(nurse, session_id, identity=steps.ZOE)
    assert "Not asked" not in before(nurse, session_id)


def test_a_medicine_that_came_after_the_decision_is_said_to_everybody_who_meets_the_patient(
    nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str, session_id: str
):
    told(prescriber, patient, "Lisinopril 10 mg")
    decide(prescriber, patient)
    steps.ready(nurse, prescriber, session_id)
    assert len(needs(receptionist, session_id)) == 1
    told(prescriber, patient, "Lisinopril 10 mg", "Xanax 1 mg")
    assert "On the medicine list since eligibility was decided: Xanax 1 mg." in to_know(nurse, session_id)[-1]
    # The front desk is told that something changed, and not what.
    (_fasting, changed) = needs(receptionist, session_id)
    assert "medicine list changed" in changed
    assert "Xanax" not in changed
    sessions.start(nurse, session_id, identity=steps.ZOE)
    (said,) = [words for words in deviations(nurse, sessions.get(nurse, session_id)) if "medicine list" in words]
    assert "Xanax 1 mg" in said
    decide(prescriber, patient)
    assert len(needs(receptionist, session_id)) == 1

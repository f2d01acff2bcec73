"""What was written on paper while the PCs were dark is typed in later: with its own time, and marked."""

from datetime import datetime, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.printing import session_summary
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.records.sessions import steps


@pytest.fixture
def paper_of(clock: DrivenClock, nurse: Desk, prescriber: Desk) -> datetime:
    """Return the moment the patient came; the PCs are back two days later, and both type in from paper."""
    came = clock.now()
    clock.pass_time(days=2)
    nurse.transcribing = prescriber.transcribing = True
    return came


def test_a_session_on_paper_becomes_a_record_with_its_own_times(
    nurse: Desk,
    prescriber: Desk,
    patient: str,
    session_id: str,
    paper_of: datetime,
) -> None:
    def at(minutes: int) -> datetime:
        return paper_of + timedelta(minutes=minutes)

    steps.consent(nurse, patient)
    sessions.arrive(nurse, session_id, occurred_at=at(0))
    sessions.check_fasting(nurse, session_id, solids_at=at(-600), liquids_at=at(-200), occurred_at=at(2))
    sessions.check_escort(nurse, session_id, name="Per", phone="218 555 0142", occurred_at=at(3))
    sessions.check_at_chair(
        nurse,
        session_id,
        site=sessions.Site("Left hand", 22),
        medicines=steps.NO,
        substances=steps.NO,
        suicidality=steps.NO,
        occurred_at=at(4),
    )
    sessions.observe(nurse, session_id, values=steps.BASELINE, taken_at=at(5))
    steps.order(prescriber, session_id, written_at=at(15))
    steps.second_check(nurse, session_id, at=at(17))
    sessions.start(nurse, session_id, identity=steps.ZOE, occurred_at=at(20))
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 71}, taken_at=at(30))
    sessions.report_adverse_event(
        nurse, session_id, kind="nausea", severity=Severity.MILD, related=next(iter(Relation)),
        action_taken=next(iter(ActionTaken)), outcome=next(iter(Outcome)), onset_at=at(35),
    )  # fmt: skip
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED, occurred_at=at(60))
    sessions.discharge(nurse, session_id, marks=steps.all_met(nurse, session_id), left=steps.HOME, occurred_at=at(120))

    session = sessions.get(nurse, session_id)
    assert session.phase is Phase.DISCHARGED
    assert session.started is not None
    assert session.started.at == at(20)
    assert all(event.transcribed for event in session.events)
    assert all(observation.transcribed for observation in session.observations)
    assert all(event.transcribed for event in session.adverse_events)
    assert [order.written_at for order in session.orders] == [at(15)]
    assert session.infused_microlitres(sessions.now_of(nurse)) == session.target_microlitres
    paper = " ".join(texts(session_summary.build(nurse, session_id)))
    assert "typed in from paper" in paper
    assert "09:30 (paper)" in paper
    assert "Written on paper 02-Mar-2026 09:15, typed in later." in paper
    assert nurse.clinic.verify() == []


def test_each_entry_needs_the_time_on_the_paper(
    nurse: Desk, prescriber: Desk, session_id: str, paper_of: datetime
) -> None:
    with pytest.raises(BadValue, match="time that stands on the paper"):
        sessions.arrive(nurse, session_id)
    with pytest.raises(BadValue, match="time that stands on the paper"):
        sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 71})
    sessions.observe(nurse, session_id, values=steps.BASELINE, taken_at=paper_of)
    with pytest.raises(BadValue, match="time that stands on the paper"):
        steps.order(prescriber, session_id)
    with pytest.raises(BadValue, match="more than 14 days"):
        sessions.arrive(nurse, session_id, occurred_at=paper_of - timedelta(days=13))


def test_nothing_else_is_marked(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(nurse, prescriber, session_id)

    session = sessions.get(nurse, session_id)
    assert not any(event.transcribed for event in session.events)
    assert not any(observation.transcribed for observation in session.observations)

"""Who is asked a questionnaire by telephone: whoever has something due and does not come today."""

from clinicdesk.desk import Desk
from clinicdesk.records import calls, sessions
from clinicdesk.records.calls import Outcome, Purpose
from clinicdesk.records.measures import due, files, recording
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


def treated(nurse: Desk, prescriber: Desk) -> str:
    """Return a patient whose first of six treatments was just given."""
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    return zoe


def waiting(desk: Desk) -> list[str]:
    return [one.why for one in calls.due(desk, Purpose.MEASURES)]


def test_the_day_after_a_treatment_is_asked_by_telephone(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    zoe = treated(nurse, prescriber)
    assert waiting(receptionist) == []
    clock.pass_time(hours=24)
    (one,) = calls.due(receptionist, Purpose.MEASURES)
    assert (one.patient_id, one.why, one.session_id) == (
        zoe,
        "Mood now: the day after session 1, before session 2",
        None,
    )
    # On the day of the next session the patient comes anyway.
    clock.pass_time(hours=24)
    assert waiting(receptionist) == []


def test_what_was_answered_is_asked_of_nobody(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    zoe = treated(nurse, prescriber)
    clock.pass_time(hours=24)
    recording.record(
        receptionist,
        patient_id=zoe,
        measure_id="mood-now",
        answers={files.in_use(receptionist, "mood-now").measure.items[0].id: 6},
        filled_by="patient",
        way="read_aloud",
    )
    assert waiting(receptionist) == []


def test_who_was_reached_is_called_again_for_the_next_time_only(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    treated(nurse, prescriber)
    clock.pass_time(hours=24 * 7)
    # A week after the first treatment there is a session: it is asked at the desk.
    assert waiting(receptionist) == []
    clock.pass_time(hours=24)
    (one,) = calls.due(receptionist, Purpose.MEASURES)
    assert one.why.startswith("PHQ-9: weekly")
    calls.note(receptionist, one, Outcome.REACHED)
    found = calls.of(receptionist, Purpose.MEASURES)
    assert found.to_call == ()
    assert len(found.apart) + len(found.done) == 1
    assert due.by_phone(receptionist)


def test_what_is_asked_before_a_session_waits_for_the_visit(receptionist: Desk, nurse: Desk) -> None:
    steps.plan_for(nurse, steps.register_zoe(nurse))
    assert due.by_phone(receptionist) == {}
    assert waiting(receptionist) == []

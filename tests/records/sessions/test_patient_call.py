"""The call screen's record: calls, cards, distress; in the patient's language, and never a change of the infusion."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import call_cards, cockpit, patients, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import patient_call
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


def test_a_call_alarms_until_a_clinician_closes_it(nurse: Desk, receptionist: Desk, running: str) -> None:
    call_id = patient_call.call(receptionist, running)
    assert patient_call.answer_to(receptionist, running, call_id) == patient_call.Answer(False, False)
    keys = [one.key for one in sessions.alarms(sessions.get(nurse, running), sessions.now_of(nurse))]
    assert f"call:{call_id}" in keys

    sessions.go(receptionist, running, f"call:{call_id}")
    assert patient_call.answer_to(receptionist, running, call_id).coming
    sessions.settle_alarm(nurse, running, f"call:{call_id}", done="Held her hand")
    assert patient_call.answer_to(receptionist, running, call_id).dealt_with
    keys = [one.key for one in sessions.alarms(sessions.get(nurse, running), sessions.now_of(nurse))]
    assert f"call:{call_id}" not in keys


def test_please_stop_calls_and_stops_nothing(nurse: Desk, running: str) -> None:
    patient_call.call(nurse, running, card="stop")
    session = sessions.get(nurse, running)
    assert session.phase is Phase.RUNNING
    event = session.last_event(EventKind.CALLED)
    assert event is not None
    assert event.detail == {"card": "stop", "words": "Please stop"}


def test_a_card_that_calls_nobody_is_no_call(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="calls nobody"):
        patient_call.call(nurse, running, card="fine")
    with pytest.raises(BadValue, match="calls nobody"):
        patient_call.call(nurse, running, card="no such card")
    patient_call.feel(nurse, running, card="fine")
    event = sessions.get(nurse, running).last_event(EventKind.FEELING)
    assert event is not None
    assert event.detail["card"] == "fine"


def test_distress_is_a_value_of_the_flowsheet_and_covers_no_vital_signs(nurse: Desk, running: str) -> None:
    before = sessions.due(sessions.get(nurse, running), sessions.now_of(nurse))
    patient_call.feel(nurse, running, distress=7)
    session = sessions.get(nurse, running)
    latest = session.latest(Kind.DISTRESS)
    assert latest is not None
    assert latest.value == 7
    assert sessions.due(session, sessions.now_of(nurse)) == before
    for wrong in (-1, 11):
        with pytest.raises(BadValue):
            patient_call.feel(nurse, running, distress=wrong)
    with pytest.raises(BadValue):
        patient_call.feel(nurse, running)


def test_who_has_left_calls_nobody(nurse: Desk, session_id: str) -> None:
    sessions.not_treated(nurse, session_id, reason="Fever", decided_by=sessions.DecidedBy.CLINICIAN)
    with pytest.raises(BadValue, match="has left"):
        patient_call.call(nurse, session_id)


def test_a_call_that_would_alarm_nowhere_is_not_taken(nurse: Desk, session_id: str, clock: DrivenClock) -> None:
    with pytest.raises(BadValue, match="mark the patient as arrived"):
        patient_call.call(nurse, session_id)
    sessions.arrive(nurse, session_id)
    call_id = patient_call.call(nurse, session_id)
    now = sessions.now_of(nurse)
    assert [one.alarms(now)[0].key for one in cockpit.watched(nurse)] == [f"call:{call_id}"]
    clock.pass_time(minutes=24 * 60)
    assert cockpit.watched(nurse) == ()
    with pytest.raises(BadValue, match="Nobody watches"):
        patient_call.call(nurse, session_id)


@pytest.mark.parametrize(("spoken", "code"), [("Español", "es"), ("English", "en"), ("Tagalog", "en"), ("", "en")])
def test_the_cards_are_in_the_patient_s_language(nurse: Desk, spoken: str, code: str) -> None:
    patient = patients.register(
        nurse,
        details=PatientDetails(family_name="Vega", given_name="Luz", birth_date=date(1980, 1, 2), language=spoken),
    )
    assert patient_call.language_of(nurse, steps.plan_for(nurse, patient)) == code


def test_every_card_has_words_in_every_language_and_stop_calls() -> None:
    for card in call_cards.cards():
        assert all(card.words[language] for language in call_cards.languages())
    english = call_cards.words("en")
    assert all(call_cards.words(language).keys() == english.keys() for language in call_cards.languages())
    stop = call_cards.card("stop")
    assert stop is not None
    assert stop.calls

"""What is asked before the start, a visit that waits, and one that ends without treatment."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import appointments, sessions
from clinicdesk.records.sessions import CheckItem, DecidedBy, EndReason, Site
from clinicdesk.rules.dose_rules import TreatmentKind
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.start_checks import Said, at_the_chair
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps

NO, YES = Said(yes=False), Said(yes=True, words="Wine last night")
SITE = Site("Left forearm", 22)


def missing(desk: Desk, session_id: str) -> str:
    return " ".join(sessions.missing_to_start(desk, sessions.get(desk, session_id)))


def test_each_kind_of_treatment_asks_what_it_needs() -> None:
    assert CheckItem.SITE not in at_the_chair(TreatmentKind.DEVICES)
    assert CheckItem.SUICIDALITY in at_the_chair(TreatmentKind.DEVICES)
    assert at_the_chair(TreatmentKind.FLUID) == (CheckItem.SITE, CheckItem.MEDICINES)
    assert len(at_the_chair(TreatmentKind.INFUSION)) == 4


def test_what_nobody_asked_keeps_it_from_starting(nurse: Desk, session_id: str) -> None:
    for words in ("IV line", "medicine changed", "last 24 hours", "thoughts of suicide"):
        assert words in missing(nurse, session_id)
    sessions.check_at_chair(nurse, session_id, site=SITE, medicines=NO)
    left = missing(nurse, session_id)
    assert "IV line" not in left
    assert "thoughts of suicide" in left
    entries = nurse.clinic.entry_count
    sessions.check_at_chair(nurse, session_id, substances=NO, suicidality=NO)
    assert nurse.clinic.entry_count == entries + 1
    assert sessions.missing_at_chair(sessions.get(nurse, session_id)) == ()


@pytest.mark.parametrize("item", ["substances", "suicidality"])
def test_a_yes_needs_words_and_a_clinicians_reason_and_stops_nothing_by_itself(
    nurse: Desk, session_id: str, item: str
) -> None:
    with pytest.raises(BadValue, match="what the patient said"):
        sessions.check_at_chair(nurse, session_id, **{item: Said(yes=True)})
    sessions.check_at_chair(nurse, session_id, **{item: YES})
    assert "A clinician decides, with a reason" in missing(nurse, session_id)
    sessions.check_at_chair(nurse, session_id, **{item: Said(yes=True, words=YES.words, go_on="Talked, plan is known")})
    assert "A clinician decides" not in missing(nurse, session_id)
    event = sessions.get(nurse, session_id).check_of(CheckItem(item))
    assert event is not None
    assert (event.detail["words"], event.detail["decided_by"]) == (YES.words, "Nina Okafor, RN")


@pytest.mark.parametrize("site", [Site("", 22), Site(" ", 22), Site("Left hand", 0), Site("Left hand", 21)])
def test_a_line_has_a_place_and_a_gauge(nurse: Desk, session_id: str, site: Site) -> None:
    with pytest.raises(BadValue):
        sessions.check_at_chair(nurse, session_id, site=site)
    assert sessions.get(nurse, session_id).events == ()


def test_the_front_desk_asks_nothing_in_the_chair(receptionist: Desk, session_id: str) -> None:
    with pytest.raises(NotAllowed):
        sessions.check_at_chair(receptionist, session_id, medicines=NO)


# A visit that waits


def test_a_hold_keeps_it_from_starting_until_somebody_says_it_is_over(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.ready(nurse, prescriber, session_id)
    event_id = sessions.hold(nurse, session_id, reason="BP 168/100", again_in_minutes=15)
    held = sessions.held(sessions.get(nurse, session_id))
    assert held is not None
    assert (held.event_id, held.again_at.at - nurse.now()) == (event_id, timedelta(minutes=15))
    with pytest.raises(BadValue, match="held: BP 168/100"):
        sessions.start(nurse, session_id, identity=steps.ZOE)
    assert sessions.get(nurse, session_id).phase is not Phase.NOT_TREATED
    clock.pass_time(minutes=15)
    sessions.hold_over(nurse, session_id)
    assert sessions.held(sessions.get(nurse, session_id)) is None
    sessions.start(nurse, session_id, identity=steps.ZOE)
    with pytest.raises(BadValue, match="paused or stopped"):
        sessions.hold(nurse, session_id, reason="BP", again_in_minutes=5)


@pytest.mark.parametrize(("reason", "minutes"), [("", 15), ("BP", 0), ("BP", 241), ("BP", -3)])
def test_a_hold_has_a_reason_and_a_time(nurse: Desk, session_id: str, reason: str, minutes: int) -> None:
    with pytest.raises(BadValue):
        sessions.hold(nurse, session_id, reason=reason, again_in_minutes=minutes)
    with pytest.raises(BadValue, match="not held"):
        sessions.hold_over(nurse, session_id)


# No number for a visit without treatment


def test_a_visit_not_treated_keeps_its_readings_and_uses_no_number(nurse: Desk, session_id: str) -> None:
    series_id = sessions.line(nurse, session_id).series_id
    ids = [line.id for line in sessions.of_series(nurse, series_id)]
    sessions.arrive(nurse, session_id)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 178, Kind.DIASTOLIC: 104})
    sessions.not_treated(nurse, session_id, reason="BP 178/104", decided_by=DecidedBy.CLINICIAN)
    # Watched until the patient may go home.
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 150, Kind.DIASTOLIC: 92})
    assert len(sessions.get(nurse, session_id).observations) == 4
    assert [line.number for line in sessions.of_series(nurse, series_id)] == [0, 1, 2, 3, 4, 5]
    assert [sessions.get(nurse, one).number for one in ids] == [0, 1, 2, 3, 4, 5]
    assert sessions.line(nurse, ids[1]).number == 1
    assert position_text(0, 6) == "– of 6"
    sessions.sign(nurse, session_id)
    assert sessions.get(nurse, session_id).is_signed
    assert nurse.clinic.verify() == []


def test_every_list_shows_the_place_among_the_treatments(nurse: Desk, session_id: str) -> None:
    second = sessions.of_series(nurse, sessions.line(nurse, session_id).series_id)[1]
    unbooked = {one.session_id: one for one in appointments.unbooked_sessions(nurse, steps.TODAY, second.planned_on)}
    assert unbooked[second.id].number == 2
    sessions.arrive(nurse, session_id)
    sessions.not_treated(nurse, session_id, reason="Ill", decided_by=DecidedBy.PATIENT)
    unbooked = {one.session_id: one for one in appointments.unbooked_sessions(nurse, steps.TODAY, second.planned_on)}
    assert unbooked[second.id].number == 1


# What cannot be


def test_values_from_before_the_arrival_are_refused(nurse: Desk, session_id: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=30)
    sessions.arrive(nurse, session_id)
    clock.pass_time(minutes=5)
    with pytest.raises(BadValue, match="arrived at 09:30") as refused:
        sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 70}, taken_at=nurse.now() - timedelta(minutes=6))
    assert refused.value.field == "occurred_at"
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 70}, taken_at=nurse.now() - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({Kind.SYSTOLIC: 80, Kind.DIASTOLIC: 120}, "higher one"),
        ({Kind.SPO2: 101}, "between 30% and 100%"),
        ({Kind.SYSTOLIC: 120}, "two numbers"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(
    nurse: Desk, session_id: str, values: dict[Kind, int], words: str
) -> None:
    with pytest.raises(BadValue, match=words):
        sessions.observe(nurse, session_id, values=values)
    with pytest.raises(BadValue, match="future"):
        sessions.observe(nurse, session_id, values={Kind.SPO2: 97}, taken_at=nurse.now() + timedelta(minutes=1))
    assert sessions.get(nurse, session_id).observations == ()


def test_what_is_stopped_cannot_be_stopped_again(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    with pytest.raises(BadValue, match="nothing to stop"):
        sessions.end(prescriber, session_id, ended=EndReason.STOPPED)

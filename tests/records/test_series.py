"""Series: planned in one entry with the protocol kept, moved, ended."""

from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import pinned_protocols, protocols, published, series, series_booking, sessions
from clinicdesk.rules.timeline import Phase
from tests.records.sessions.steps import TODAY, plan_for, register_zoe


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


def test_a_series_is_one_entry_with_its_sessions_numbered(nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    actions = [entry.action for entry in nurse.clinic.ledger.entries_after(0)]
    assert actions.count("series.plan") == 1
    assert not [action for action in actions if action.startswith("session.")]
    (found,) = series.of_patient(nurse, patient)
    assert [s.number for s in found.sessions] == [1, 2, 3, 4, 5, 6]
    assert {s.count for s in found.sessions} == {6}
    assert found.sessions[0].planned_time == time(9, 30)
    assert found.planned_by == "Nina Okafor, RN"
    assert found.indication == "Major depression"


def test_the_protocol_is_kept_with_its_presets_once(nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    plan_for(nurse, patient)
    rows = list(nurse.rows("SELECT id, sha256 FROM published_files WHERE kind = 'protocol'"))
    assert len(rows) == 1
    assert rows[0]["id"] == f"protocol/iv-ketamine-mood@1 {rows[0]['sha256']}"
    body = published.body_of(nurse, rows[0]["id"])
    assert "[label-derived-oxygen]" in body
    assert "[iv-40-standard]" in body
    kept = series.of_patient(nurse, patient)[0].protocol
    assert kept == protocols.load_all()[0]["iv-ketamine-mood"]


def test_a_later_change_of_a_preset_does_not_reach_a_planned_series(nurse: Desk) -> None:
    _protocol, body = pinned_protocols.current("iv-ketamine-mood")
    before, used = body.split("[label-derived-oxygen]", 1)
    changed = f"{before}[label-derived-oxygen]{used.replace('at_or_above = 180', 'at_or_above = 170', 1)}"
    file_id, rows = published.pin(nurse, kind="protocol", name="iv-ketamine-mood", version="1", body=changed)
    nurse.record("series.plan", *rows)
    limits = {rule.value for rule in pinned_protocols.read(nurse, file_id).limits.rules}
    assert 170 in limits
    assert 180 not in limits


def test_every_protocol_file_can_be_kept_and_read_again(nurse: Desk) -> None:
    for name, protocol in protocols.load_all()[0].items():
        _same, body = pinned_protocols.current(name)
        file_id, rows = published.pin(nurse, kind="protocol", name=name, version=protocol.version, body=body)
        nurse.record("series.plan", *rows)
        assert pinned_protocols.read(nurse, file_id) == protocol


def test_days_must_follow_each_other(nurse: Desk, patient: str) -> None:
    for days in ([], [TODAY, TODAY], [TODAY + timedelta(days=2), TODAY]):
        with pytest.raises(BadValue):
            series.plan(
                nurse, patient_id=patient, protocol_name="iv-ketamine-mood", days=days, time=None, indication=None
            )


def test_an_unknown_protocol_is_named(nurse: Desk, patient: str) -> None:
    with pytest.raises(NotFound, match="no-such"):
        series.plan(nurse, patient_id=patient, protocol_name="no-such", days=[TODAY], time=None, indication=None)


def test_proposed_dates_keep_the_distance_to_the_last_session(nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    booster = protocols.load_all()[0]["iv-ketamine-booster"]
    last = TODAY + timedelta(days=11)
    proposal = series_booking.propose(
        nurse, patient_id=patient, protocol=booster, first_day=last + timedelta(days=1), time=None
    )
    assert [place.reason for place in proposal.unplaced] == ["Without a time it stays to be booked."]
    assert (proposal.places[0].day - last).days >= booster.phases[0].min_days_between


def test_a_receptionist_moves_a_session_but_plans_none(receptionist: Desk, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    old = sessions.line(receptionist, session_id)
    series.move(receptionist, session_id, day=date(2026, 3, 3), time=time(11, 0), based_on=old.version)
    new = sessions.line(receptionist, session_id)
    assert (new.planned_on, new.planned_time) == (date(2026, 3, 3), time(11, 0))
    with pytest.raises(ChangedElsewhere):
        series.move(nurse, session_id, day=date(2026, 3, 4), time=None, based_on=old.version)
    with pytest.raises(NotAllowed):
        series.plan(
            receptionist, patient_id=patient, protocol_name="iv-ketamine-mood", days=[TODAY], time=None, indication=None
        )


def test_what_a_patient_is_treated_for_is_not_for_the_front_desk(
    receptionist: Desk, administrator: Desk, nurse: Desk, patient: str
) -> None:
    plan_for(nurse, patient)
    assert [found.indication for found in series.of_patient(nurse, patient)] == ["Major depression"]
    for desk in (receptionist, administrator):
        (found,) = series.of_patient(desk, patient)
        assert found.indication is None
        assert series.get(desk, found.id).indication is None


def test_the_day_lists_its_sessions_by_time(nurse: Desk, receptionist: Desk, patient: str) -> None:
    first = plan_for(nurse, patient)
    other = plan_for(nurse, register_zoe(nurse))
    moved = sessions.line(nurse, other)
    series.move(nurse, other, day=TODAY, time=time(8, 0), based_on=moved.version)
    assert [s.id for s in sessions.on_day(receptionist, TODAY)] == [other, first]


def test_ending_a_series_takes_only_the_open_sessions_out(nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    sessions.arrive(nurse, session_id)
    (found,) = series.of_patient(nurse, patient)
    series.end(nurse, found.id, reason="Moved away", based_on=found.version)
    (ended,) = series.of_patient(nurse, patient)
    assert ended.ended_on == TODAY
    assert [s.id for s in ended.sessions] == [session_id]
    assert ended.sessions[0].phase is Phase.ARRIVED
    with pytest.raises(BadValue):
        series.end(nurse, found.id, reason="Again", based_on=ended.version)

"""A call for a clinician: raised whatever the total, read without content at the desk, and open until it is settled."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.permissions import Role
from clinicdesk.records import merging, patients, published, staff
from clinicdesk.records.measures import alerts, recording
from clinicdesk.records.measures.alerts import ResultState
from clinicdesk.records.merging import Side
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock, as_text
from clinicdesk.storage.entry import insert
from tests.conftest import PASSWORD
from tests.records.sessions import steps

QUIET = {str(number): 0 for number in range(1, 11)}
NINE = QUIET | {"9": 1}


def fill_in(desk: Desk, patient_id: str, answers: dict[str, int], corrects: str | None = None) -> str:
    return recording.record(
        desk,
        patient_id=patient_id,
        measure_id="phq-9",
        answers=answers,
        filled_by="patient",
        way="screen",
        corrects=corrects,
    ).result_id


@pytest.fixture
def zoe(receptionist: Desk) -> str:
    return steps.register_zoe(receptionist)


@pytest.fixture
def other_nurse(nurse: Desk, administrator: Desk) -> Desk:
    staff.add(administrator, login="otto", name="Otto Berg, RN", roles=[Role.NURSE], password=PASSWORD)
    return staff.sign_in(nurse.clinic, login="otto", password=PASSWORD, workstation="OTHER-PC")


def only(desk: Desk) -> alerts.OpenAlert:
    (found,) = alerts.open_alerts(desk)
    return found


def test_item_nine_with_a_total_of_one_calls_and_the_front_desk_reads_no_content(
    zoe: str, receptionist: Desk, nurse: Desk
) -> None:
    fill_in(receptionist, zoe, QUIET)
    assert alerts.open_alerts(nurse) == ()
    fill_in(receptionist, zoe, NINE)
    at_the_desk = only(receptionist)
    assert (at_the_desk.patient_name, at_the_desk.words, at_the_desk.measure) == ("ÅNGSTRÖM, Zoë (Ms)", "", "")
    clinical = only(nurse)
    assert clinical.measure == "PHQ-9"
    assert clinical.words
    assert not clinical.is_taken


def test_it_stays_until_it_was_taken_by_name_and_settled_with_words(
    zoe: str, receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    result_id = fill_in(receptionist, zoe, NINE)
    alert_id = only(nurse).id
    with pytest.raises(NotAllowed):
        alerts.take(receptionist, alert_id)
    with pytest.raises(BadValue, match="Take the call first"):
        alerts.settle(nurse, alert_id, done="Talked")
    alerts.take(nurse, alert_id)
    clock.pass_time(minutes=7)
    assert only(receptionist).taken_by == "Nina Okafor, RN"
    for nothing in ("", "  \n "):
        with pytest.raises(BadValue, match="Write what was done"):
            alerts.settle(nurse, alert_id, done=nothing)
    alerts.settle(nurse, alert_id, done="Talked with her: no plan, no intent. Sister called.")
    assert alerts.open_alerts(nurse) == ()
    (settled,) = alerts.settled_of_results(nurse, [result_id])
    assert (settled.by_name, settled.done) == ("Nina Okafor, RN", "Talked with her: no plan, no intent. Sister called.")
    with pytest.raises(NotAllowed):
        alerts.settled_of_results(receptionist, [result_id])
    with pytest.raises(BadValue, match="Nina Okafor, RN has settled this already"):
        alerts.take(nurse, alert_id)
    assert nurse.clinic.verify() == []


def test_of_two_who_take_it_one_is_told_and_can_take_it_over_knowingly(
    zoe: str, nurse: Desk, other_nurse: Desk
) -> None:
    fill_in(nurse, zoe, NINE)
    alert_id = only(nurse).id
    alerts.take(nurse, alert_id)
    # Pressed twice it is taken once.
    alerts.take(nurse, alert_id)
    with pytest.raises(BadValue, match="Nina Okafor, RN sees to it already"):
        alerts.take(other_nurse, alert_id)
    with pytest.raises(BadValue, match="Take it over first"):
        alerts.settle(other_nurse, alert_id, done="I talked with her")
    alerts.take(other_nurse, alert_id, over_from=nurse.person.id)
    assert only(nurse).taken_by == "Otto Berg, RN"
    with pytest.raises(BadValue, match="Otto Berg, RN sees to it"):
        alerts.settle(nurse, alert_id, done="I talked with her")
    alerts.settle(other_nurse, alert_id, done="I talked with her")
    assert alerts.open_alerts(nurse) == ()


class _Interrupted(Desk):
    """A desk at which, just after a call was read, somebody else takes it."""

    def __init__(self, desk: Desk, by: Desk, alert_id: str) -> None:
        super().__init__(desk.clinic, desk.person, desk.workstation)
        self._by, self._alert_id = by, alert_id

    def sees(self, sight: str) -> bool:
        if sight == "clinical" and self._alert_id:
            taken, self._alert_id = self._alert_id, ""
            alerts.take(self._by, taken)
        return super().sees(sight)


@pytest.mark.parametrize("which", [0, 1])
def test_who_takes_a_call_that_was_taken_since_it_was_read_relieves_nobody_unknowingly(
    zoe: str, nurse: Desk, other_nurse: Desk, which: int
) -> None:
    for _each in range(2):
        fill_in(nurse, zoe, NINE)
    ids = [one.id for one in alerts.open_alerts(nurse)]
    with pytest.raises(BadValue, match="Otto Berg, RN sees to it already"):
        alerts.take(_Interrupted(nurse, other_nurse, ids[which]), *ids)
    assert [one.taken_by for one in alerts.open_alerts(nurse) if one.is_taken] == ["Otto Berg, RN"]


def test_two_calls_of_one_patient_are_settled_only_if_both_were_seen(zoe: str, nurse: Desk) -> None:
    fill_in(nurse, zoe, NINE)
    first = only(nurse).id
    alerts.take(nurse, first)
    fill_in(nurse, zoe, QUIET | {"9": 3})
    assert [one.is_taken for one in alerts.open_alerts(nurse)] == [True, False]
    alerts.settle(nurse, first, done="Talked")
    second = only(nurse)
    assert not second.is_taken
    alerts.take(nurse, second.id)
    alerts.settle(nurse, second.id, done="Talked again")
    assert alerts.open_alerts(nurse) == ()


def test_several_calls_of_one_patient_are_taken_and_settled_in_one_entry(zoe: str, nurse: Desk) -> None:
    fill_in(nurse, zoe, NINE)
    fill_in(nurse, zoe, NINE)
    ids = [one.id for one in alerts.open_alerts(nurse)]
    count = nurse.clinic.entry_count
    alerts.take(nurse, *ids)
    alerts.settle(nurse, *ids, done="Talked")
    assert nurse.clinic.entry_count == count + 2
    assert alerts.open_alerts(nurse) == ()


def test_a_result_that_is_corrected_or_voided_takes_no_call_away(zoe: str, nurse: Desk) -> None:
    result_id = fill_in(nurse, zoe, NINE)
    assert only(nurse).result_state is ResultState.STANDS
    newer = fill_in(nurse, zoe, QUIET, corrects=result_id)
    assert only(nurse).result_state is ResultState.CORRECTED
    fill_in(nurse, zoe, NINE, corrects=newer)
    assert len(alerts.open_alerts(nurse)) == 2
    for one in alerts.open_alerts(nurse):
        alerts.take(nurse, one.id)
        alerts.settle(nurse, one.id, done="Talked")
    last = fill_in(nurse, zoe, NINE)
    recording.void(nurse, last, reason="Her sister filled it in")
    assert only(nurse).result_state is ResultState.VOIDED


def test_who_was_told_and_whom_they_called_is_kept_once(zoe: str, receptionist: Desk, nurse: Desk) -> None:
    fill_in(receptionist, zoe, NINE)
    alert_id = only(receptionist).id
    count = receptionist.clinic.entry_count
    alerts.shown(receptionist, alert_id)
    alerts.shown(receptionist, alert_id)
    assert receptionist.clinic.entry_count == count + 1
    alerts.shown(receptionist, alert_id, called="Dr Pat Osei")
    seen = only(nurse)
    assert (seen.shown_to, seen.called) == ("Rita Moss", "Dr Pat Osei")
    assert not seen.is_taken
    # A form is taken back with a PIN at somebody else's desk.
    alerts.shown(receptionist, alert_id, by=nurse.person.id)
    assert only(nurse).shown_to == "Nina Okafor, RN"


def test_the_call_follows_the_patient_when_two_registrations_are_one(zoe: str, nurse: Desk, everyone: Desk) -> None:
    fill_in(nurse, zoe, NINE)
    other = patients.register(
        nurse, details=PatientDetails(family_name="Angstrom", given_name="Zoe", birth_date=steps.BORN)
    )
    seen = merging.preview(everyone, other, zoe)
    merging.merge(everyone, other, zoe, choices={}, based_on=(seen.kept.version, seen.merged.version))
    assert only(nurse).patient_id == other
    assert [one.id for one in alerts.of_patient(nurse, zoe)] == [only(nurse).id]
    alert_id = only(nurse).id
    alerts.take(nurse, alert_id)
    alerts.settle(nurse, alert_id, done="Talked")
    assert alerts.open_alerts(nurse) == ()
    assert nurse.clinic.verify() == []


def test_the_index_of_open_calls_follows_from_the_record(zoe: str, nurse: Desk) -> None:
    fill_in(nurse, zoe, NINE)
    (row,) = nurse.rows("SELECT * FROM search_open_alerts")
    assert row["alert_id"] == only(nurse).id
    alerts.take(nurse, row["alert_id"])
    alerts.settle(nurse, row["alert_id"], done="Talked")
    assert list(nurse.rows("SELECT * FROM search_open_alerts")) == []


def test_a_file_that_cannot_be_read_any_more_takes_no_call_off_the_screens(zoe: str, nurse: Desk) -> None:
    file_id, kept = published.pin(nurse, kind="measure", name="phq-9", version="0", body="of another time")
    result = insert(
        "measure_results",
        "result",
        patient_id=zoe,
        measure="phq-9",
        file_id=file_id,
        language="en",
        filled_by="patient",
        way="screen",
        answered_at=as_text(nurse.now()),
        answers="{}",
        scores="{}",
    )
    at = as_text(nurse.now())
    call = insert("measure_alerts", "call", result_id="result", patient_id=zoe, rule="item-9", raised_at=at)
    nurse.record("measure.record", *kept, result, call, patient=zoe)
    found = only(nurse)
    assert (found.measure, found.words) == ("PHQ-9", "An answer calls for a clinician. Read the answers.")


def test_the_call_goes_with_the_answers_when_two_people_are_parted_again(zoe: str, nurse: Desk, everyone: Desk) -> None:
    other = patients.register(
        nurse, details=PatientDetails(family_name="Angstrom", given_name="Zoe", birth_date=steps.BORN)
    )
    seen = merging.preview(everyone, other, zoe)
    merge_id = merging.merge(everyone, other, zoe, choices={}, based_on=(seen.kept.version, seen.merged.version))
    fill_in(nurse, other, NINE)
    assert only(nurse).patient_id == other
    found = merging.parting(everyone, merge_id)
    whose = {thing.key: Side.MERGED for thing in found.belongings}
    merging.unmerge(everyone, merge_id, belongings=whose, based_on=found.merge.version)
    assert only(nurse).patient_id == zoe
    assert [one.id for one in alerts.of_patient(nurse, zoe)] == [only(nurse).id]
    assert alerts.of_patient(nurse, other) == ()
    alerts.take(nurse, only(nurse).id)
    alerts.settle(nurse, only(nurse).id, done="Talked")
    assert nurse.clinic.verify() == []

"""Noting calls: contact rules are kept, slips can be taken back, wrong numbers are not dialled twice."""

from datetime import date, time

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.records import calls, patients
from clinicdesk.records.calls import CallLine, Outcome, Purpose
from clinicdesk.records.merging import Side
from clinicdesk.storage.clock import DrivenClock
from tests.records.calls.steps import MONDAY, TUESDAY, book, change_details, miss, register
from tests.records.test_merging import merge, unmerge


def only(desk: Desk, purpose: Purpose = Purpose.REMINDER) -> CallLine:
    (line,) = calls.of(desk, purpose).to_call
    return line


@pytest.fixture
def patient(receptionist: Desk) -> str:
    patient_id = register(receptionist)
    book(receptionist, patient_id, TUESDAY)
    return patient_id


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"deceased_on": date(2026, 2, 1)}, "Died 01-Feb-2026"),
        ({"moved_away_on": date(2026, 2, 1)}, "Moved away 01-Feb-2026"),
        ({"do_not_call": "yes"}, "Do not call"),
        ({"phone_mobile": ""}, "No phone number"),
    ],
)
def test_who_may_not_be_called_stands_apart_with_the_reason(
    receptionist: Desk, patient: str, details: dict[str, object], reason: str
) -> None:
    change_details(receptionist, patient, street="1 Main St", **details)
    found = calls.of(receptionist, Purpose.REMINDER)
    assert found.to_call == ()
    (apart,) = found.apart
    assert (apart.barred, apart.phone, apart.say, apart.message) == (reason, "", "", "")


@pytest.mark.parametrize(("answer", "may"), [("yes", True), ("no", False), ("", None)])
def test_a_message_is_offered_only_where_one_may_be_left(
    receptionist: Desk, patient: str, answer: str, may: bool | None
) -> None:
    change_details(receptionist, patient, leave_message=answer)
    line = only(receptionist)
    assert line.may_leave_message is may
    assert bool(line.message) is (may is True)
    assert "Harbour" not in line.message, "the clinic's name would tell why"
    if may:
        assert "Rita Moss" in line.message
        assert "+1 218 555 0100" in line.message


def test_who_asks_for_no_calls_is_called_no_more(receptionist: Desk, patient: str) -> None:
    line = only(receptionist)
    attempt = calls.note(receptionist, line.due, Outcome.NO_CALLS, phone=line.phone, remark="By letter, please")
    assert patients.get(receptionist, patient).do_not_call == "yes"
    assert calls.of(receptionist, Purpose.REMINDER).apart[0].barred == "Do not call"
    with pytest.raises(BadValue, match="patient's details"):
        calls.take_back(receptionist, attempt)


def test_a_wrong_number_gives_way_to_the_other_and_then_to_none(receptionist: Desk, patient: str) -> None:
    change_details(receptionist, patient, phone_home="+1 218 555 0188")
    line = only(receptionist)
    calls.note(receptionist, line.due, Outcome.WRONG_NUMBER, phone=line.phone)
    line = only(receptionist)
    assert line.phone == "+1 218 555 0188"
    calls.note(receptionist, line.due, Outcome.WRONG_NUMBER, phone=line.phone)
    assert calls.of(receptionist, Purpose.REMINDER).apart[0].barred == "The number is wrong"
    change_details(receptionist, patient, phone_mobile="+1 218 555 0177")
    assert only(receptionist).phone == "+1 218 555 0177"


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.CALL_LATER])
def test_who_was_not_reached_stays_and_says_when_it_was_tried(receptionist: Desk, outcome: Outcome) -> None:
    line = only(receptionist)
    calls.note(receptionist, line.due, outcome, phone=line.phone, remark=" After 3 pm ")
    (attempt,) = only(receptionist).tried
    assert (attempt.outcome, attempt.remark, attempt.phone) == (outcome, "After 3 pm", "+1 218 555 0142")
    assert (attempt.by_name, attempt.called_at) == ("Rita Moss", receptionist.now())


def test_who_was_tried_today_comes_last_and_tomorrow_no_more(receptionist: Desk, clock: DrivenClock) -> None:
    bookings = [
        book(receptionist, register(receptionist, name), MONDAY, time(9 + n, 30)) for n, name in enumerate("AB")
    ]
    clock.pass_time(hours=3)
    for appointment_id in bookings:
        miss(receptionist, appointment_id)

    def order() -> list[str]:
        return [line.name[0] for line in calls.of(receptionist, Purpose.NO_SHOW).to_call]

    assert order() == ["B", "A"]
    calls.note(receptionist, calls.of(receptionist, Purpose.NO_SHOW).to_call[0].due, Outcome.NO_ANSWER)
    assert order() == ["A", "B"]
    clock.pass_time(days=1)
    assert order() == ["B", "A"]


def test_a_slip_is_taken_back_once_and_both_stay_in_the_record(
    clinic: Clinic, receptionist: Desk, patient: str
) -> None:
    line = only(receptionist)
    attempt = calls.note(receptionist, line.due, Outcome.REACHED)
    assert calls.of(receptionist, Purpose.REMINDER).to_call == ()
    calls.take_back(receptionist, attempt)
    entries = clinic.entry_count
    calls.take_back(receptionist, attempt)
    assert clinic.entry_count == entries
    assert only(receptionist).attempts == ()
    assert calls.of_patient(receptionist, patient) == []
    rows = list(clinic.rows("SELECT outcome FROM call_attempts ORDER BY id"))
    assert [row["outcome"] for row in rows] == ["reached", "taken_back"]
    with pytest.raises(NotFound):
        calls.take_back(receptionist, "no such call")
    assert clinic.verify() == []


def test_calls_about_something_else_are_seen_but_do_not_end_this_one(
    receptionist: Desk, patient: str, clock: DrivenClock
) -> None:
    missed = book(receptionist, patient, MONDAY, time(9, 30), "intake")
    clock.pass_time(hours=1)
    miss(receptionist, missed)
    calls.note(receptionist, only(receptionist, Purpose.NO_SHOW).due, Outcome.REACHED)
    line = only(receptionist)
    assert [attempt.purpose for attempt in line.attempts] == [Purpose.NO_SHOW]
    assert line.tried == ()
    assert line.done is None


def test_a_voided_record_is_on_no_list(receptionist: Desk, administrator: Desk, patient: str) -> None:
    patients.void(administrator, [patient], reason="Registered by mistake")
    found = calls.of(receptionist, Purpose.REMINDER)
    assert found.to_call == found.apart == ()


@pytest.mark.usefixtures("patient")
def test_counts_say_how_many_are_to_be_called(receptionist: Desk) -> None:
    change_details(receptionist, register_tomorrow(receptionist), do_not_call="yes")
    assert calls.counts(receptionist) == {
        Purpose.REMINDER: 1, Purpose.NO_SHOW: 0, Purpose.REBOOK: 0, Purpose.RECALL: 0, Purpose.MEASURES: 0,
    }  # fmt: skip


def register_tomorrow(desk: Desk) -> str:
    patient_id = register(desk, "Other")
    book(desk, patient_id, TUESDAY, time(11, 0))
    return patient_id


@pytest.mark.usefixtures("patient")
def test_remarks_have_an_end(receptionist: Desk) -> None:
    with pytest.raises(BadValue) as refused:
        calls.note(receptionist, only(receptionist).due, Outcome.NO_ANSWER, remark="x" * 501)
    assert refused.value.field == "remark"


def test_clinicians_alone_ask_for_a_call_first(receptionist: Desk, nurse: Desk, patient: str) -> None:
    with pytest.raises(NotAllowed):
        calls.flag(receptionist, patient, flagged=True)
    calls.flag(nurse, patient, flagged=True)
    entries = nurse.clinic.entry_count
    calls.flag(nurse, patient, flagged=True)
    assert nurse.clinic.entry_count == entries
    assert calls.is_flagged(receptionist, patient)
    calls.flag(nurse, patient, flagged=False)
    calls.flag(nurse, patient, flagged=True)
    assert calls.is_flagged(receptionist, patient)
    assert only(receptionist).first


@pytest.mark.usefixtures("patient")
def test_an_administrator_who_is_nothing_else_calls_nobody(administrator: Desk, receptionist: Desk) -> None:
    with pytest.raises(NotAllowed):
        calls.note(administrator, only(receptionist).due, Outcome.REACHED)


def test_a_call_to_somebody_else_counts_for_them_after_the_two_are_parted(receptionist: Desk, everyone: Desk) -> None:
    one, other = (register(receptionist, family) for family in ("Lindqvist", "Lindquist"))
    merge_id = merge(everyone, one, other)
    book(receptionist, one, TUESDAY)
    calls.note(receptionist, only(receptionist).due, Outcome.NO_ANSWER)
    unmerge(everyone, merge_id, Side.MERGED)
    book(receptionist, one, TUESDAY, time(11, 0))
    found = {line.due.patient_id: len(line.attempts) for line in calls.of(receptionist, Purpose.REMINDER).to_call}
    assert found == {one: 0, other: 1}
    assert [len(calls.of_patient(receptionist, each)) for each in (one, other)] == [0, 1]

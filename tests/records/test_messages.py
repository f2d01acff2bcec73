"""Messages reach whom they were sent to and nobody else, are taken by one, and are done for all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.permissions import Role
from clinicdesk.records import history, messages, patients, staff
from clinicdesk.records.messages import Receiver
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Change, Entry, update

SignIn = Callable[[str], Desk]


def to(desk: Desk) -> Receiver:
    return Receiver(desk.person.name, staff_id=desk.person.id)


def register(desk: Desk, family: str = "Lindqvist") -> str:
    return patients.register(desk, details=PatientDetails(family_name=family, given_name="Per"))


def test_a_message_reaches_its_receiver_with_everything_in_it(
    receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    patient_id = register(receptionist)
    sent_at = receptionist.now()
    message_id = messages.send(receptionist, to=to(nurse), body="  Asks about fasting \n", patient_id=patient_id)
    clock.pass_time(minutes=5)

    (message,) = messages.inbox(nurse)
    assert (message.id, message.from_name, message.to.name) == (message_id, "Rita Moss", "Nina Okafor, RN")
    assert (message.body, message.patient_id, message.patient_name) == (
        "Asks about fasting",
        patient_id,
        "LINDQVIST, Per",
    )
    assert message.sent_at == sent_at
    assert [message.urgent, message.read, message.is_done, message.is_mine] == [False] * 4
    assert messages.sent(receptionist)[0].is_mine
    assert messages.inbox(receptionist) == []


def test_between_clinicians_reception_reads_nothing(
    receptionist: Desk, nurse: Desk, prescriber: Desk, administrator: Desk
) -> None:
    patient_id = register(receptionist)
    one = messages.send(prescriber, to=to(nurse), body="Pressure too high last time", patient_id=patient_id)
    messages.send(nurse, to=messages.to_clinicians(), body="Ready for handover", patient_id=patient_id)

    for outsider in (receptionist, administrator):
        assert messages.inbox(outsider) == messages.done(outsider) == messages.sent(outsider) == []
        assert messages.about(outsider, patient_id) == []
        assert messages.unread_count(outsider) == 0
        for act in (messages.get, messages.read, messages.take, messages.finish):
            with pytest.raises(NotAllowed):
                act(outsider, one)
        with pytest.raises(NotAllowed):
            messages.send(outsider, to=to(nurse), body="And?", answers=one)
    assert len(messages.about(nurse, patient_id)) == 2


def test_the_history_of_a_chart_says_that_a_message_was_sent_and_not_what_it_says(
    receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    patient_id = register(receptionist)
    message_id = messages.send(receptionist, to=to(nurse), body="Private words", patient_id=patient_id)
    messages.finish(nurse, message_id, "Private answer")

    lines = history.of_patient(prescriber, patient_id)
    assert [line.what for line in lines[:2]] == ["Handled a message", "Sent a message to a colleague"]
    assert "Private" not in repr(lines)


def test_a_role_is_everybody_of_it_but_the_sender(
    nurse: Desk, prescriber: Desk, everyone: Desk, receptionist: Desk
) -> None:
    messages.send(nurse, to=messages.to_clinicians(), body="One bag left")
    assert [len(messages.inbox(desk)) for desk in (nurse, prescriber, everyone, receptionist)] == [0, 1, 1, 0]

    messages.send(prescriber, to=Receiver("", role=Role.RECEPTIONIST), body="Call the pharmacy")
    assert [len(messages.inbox(desk)) for desk in (nurse, prescriber, everyone, receptionist)] == [0, 1, 2, 1]


def test_unread_counts_down_by_reading_and_when_somebody_has_done_it(nurse: Desk, prescriber: Desk) -> None:
    one = messages.send(prescriber, to=to(nurse), body="One")
    two = messages.send(prescriber, to=messages.to_clinicians(), body="Two")
    assert messages.unread_count(nurse) == 2
    entries = nurse.clinic.entry_count
    messages.read(nurse, one)
    messages.read(nurse, one)
    assert nurse.clinic.entry_count == entries + 1
    assert messages.unread_count(nurse) == 1
    messages.finish(nurse, two)
    assert messages.unread_count(nurse) == 0
    assert messages.unread_count(prescriber) == 0


def test_done_for_one_is_done_for_all_and_the_sender_reads_the_remark(
    receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Who calls back?")
    messages.finish(nurse, message_id, " Called, all well ")

    (mine,) = messages.sent(receptionist)
    assert (mine.done_by, mine.remark) == ("Nina Okafor, RN", "Called, all well")
    assert messages.inbox(prescriber) == []
    assert [message.id for message in messages.done(prescriber)] == [message_id]
    with pytest.raises(BadValue, match="Nina Okafor, RN has done this"):
        messages.finish(prescriber, message_id)


def test_an_urgent_message_waits_until_one_takes_it_by_name(receptionist: Desk, nurse: Desk, prescriber: Desk) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True)
    messages.read(nurse, message_id)
    assert [m.id for m in messages.urgent_waiting(nurse)] == [message_id], "reading is not taking"
    assert messages.urgent_waiting(receptionist) == []

    messages.take(prescriber, message_id)
    messages.take(prescriber, message_id)
    assert messages.urgent_waiting(nurse) == messages.urgent_waiting(prescriber) == []
    assert messages.get(receptionist, message_id).taken_by == "Dr Pat Osei"
    with pytest.raises(BadValue, match="Dr Pat Osei has taken this"):
        messages.take(nurse, message_id)
    assert [m.id for m in messages.inbox(nurse)] == [message_id], "it is not done yet"


def test_the_sender_is_told_when_nobody_takes_it(receptionist: Desk, nurse: Desk, clock: DrivenClock) -> None:
    message_id = messages.send(receptionist, to=to(nurse), body="Please come", urgent=True)
    messages.send(receptionist, to=to(nurse), body="Not urgent")
    assert messages.unanswered(receptionist) == []
    clock.pass_time(minutes=2)
    assert [message.id for message in messages.unanswered(receptionist)] == [message_id]
    assert messages.unanswered(nurse) == []
    clock.pass_time(hours=12)
    assert messages.unanswered(receptionist) == [], "yesterday's is no alarm today"
    clock.set_wall(clock.now() - timedelta(hours=11))
    assert len(messages.unanswered(receptionist)) == 1
    messages.take(nurse, message_id)
    assert messages.unanswered(receptionist) == []


def test_two_take_at_the_same_moment_and_one_gets_it(
    clinic: Clinic, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True)
    other = clinic.another()
    elsewhere = Desk(other, prescriber.person, "OTHER-PC")
    # What the nurse's PC has read before the other one wrote.
    before = messages.get(nurse, message_id)
    messages.take(elsewhere, message_id)
    assert before.taken_by == ""
    with pytest.raises(BadValue, match="Dr Pat Osei"):
        messages.take(nurse, message_id)
    other.close()


class Overtaken(Desk):
    """A desk that somebody else overtakes: between its reading and its writing they do something."""

    overtake: Callable[[], None]

    def record(self, action: str, *changes: Change, patient: Any = None, reason: str | None = None) -> Entry:
        """Let the others go first, and record."""
        self.overtake()
        return super().record(action, *changes, patient=patient, reason=reason)


def test_two_finish_at_the_same_moment_and_one_is_told(
    clinic: Clinic, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Who calls back?")
    slow = Overtaken(clinic, nurse.person, nurse.workstation)
    slow.overtake = lambda: messages.finish(prescriber, message_id, "Called at ten")
    with pytest.raises(BadValue, match="Dr Pat Osei has done this"):
        messages.finish(slow, message_id, "Called at eleven")
    assert messages.get(receptionist, message_id).remark == "Called at ten"


def test_urgent_ones_stand_first_then_the_newest(receptionist: Desk, nurse: Desk, clock: DrivenClock) -> None:
    for body, urgent in (("first", False), ("urgent", True), ("last", False)):
        messages.send(receptionist, to=to(nurse), body=body, urgent=urgent)
        clock.pass_time(minutes=1)
    assert [message.body for message in messages.inbox(nurse)] == ["urgent", "last", "first"]


def test_a_reply_names_what_it_answers(receptionist: Desk, nurse: Desk) -> None:
    asked = messages.send(receptionist, to=messages.to_clinicians(), body="When may he drive?")
    question = messages.get(nurse, asked)
    answer = messages.send(nurse, to=messages.receiver_of_reply(question), body="Tomorrow", answers=asked)
    (message,) = messages.inbox(receptionist)
    assert (message.id, message.answers) == (answer, asked)


def test_a_message_about_a_merged_registration_is_read_under_the_one_that_stays(
    receptionist: Desk, nurse: Desk, everyone: Desk
) -> None:
    old, kept = register(receptionist, "Lindquist"), register(receptionist, "Lindqvist")
    messages.send(receptionist, to=to(nurse), body="Called", patient_id=old)
    version = patients.get(everyone, old).version
    everyone.record("patient.merge", update("patients", old, version, merged_into=kept), patient=(old, kept))

    (message,) = messages.about(nurse, kept)
    assert (message.patient_id, message.patient_name) == (kept, "LINDQVIST, Per")
    assert messages.about(nurse, old) == [message]


def test_what_is_done_is_not_taken_any_more_and_remarks_have_an_end(receptionist: Desk, nurse: Desk) -> None:
    message_id = messages.send(receptionist, to=to(nurse), body="Hello")
    with pytest.raises(BadValue) as refused:
        messages.finish(nurse, message_id, "x" * 4001)
    assert refused.value.field == "remark"
    messages.finish(nurse, message_id)
    with pytest.raises(BadValue, match="has done this"):
        messages.take(nurse, message_id)


@pytest.mark.parametrize("body", ["", "  \n", "x" * 4001])
def test_what_says_nothing_or_too_much_is_refused(receptionist: Desk, nurse: Desk, body: str) -> None:
    with pytest.raises(BadValue) as refused:
        messages.send(receptionist, to=to(nurse), body=body)
    assert refused.value.field == "body"


def test_a_message_that_nobody_would_get_is_refused(receptionist: Desk, administrator: Desk, sign_in: SignIn) -> None:
    gone = staff.get(administrator, sign_in("pat").person.id)
    staff.change(administrator, gone, name=gone.name, roles=gone.roles, active=False)
    sam = staff.get(administrator, sign_in("all").person.id)
    staff.change(administrator, sam, name=sam.name, roles=[Role.NURSE], active=True)
    for receiver in (
        to(receptionist),
        Receiver("", staff_id=gone.id),
        Receiver("", role=Role.PRESCRIBER),
        Receiver("", role=Role.RECEPTIONIST),
        Receiver("", role="nobody"),
    ):
        with pytest.raises(BadValue) as refused:
            messages.send(receptionist, to=receiver, body="Hello")
        assert refused.value.field == "to"
    with pytest.raises(NotFound):
        messages.send(receptionist, to=Receiver("", staff_id="nobody"), body="Hello")


def test_only_receivers_take_it_and_the_sender_may_settle_it(receptionist: Desk, nurse: Desk) -> None:
    message_id = messages.send(receptionist, to=to(nurse), body="Hello", urgent=True)
    with pytest.raises(NotAllowed):
        messages.take(receptionist, message_id)
    messages.finish(receptionist, message_id, "He left with his wife")
    assert messages.urgent_waiting(nurse) == []
    assert messages.done(nurse)[0].done_by == "Rita Moss"
    with pytest.raises(NotFound):
        messages.get(receptionist, "no such message")


def test_one_sent_on_to_others_is_not_waited_for_any_more(receptionist: Desk, nurse: Desk, clock: DrivenClock) -> None:
    first = messages.send(receptionist, to=to(nurse), body="Please come", urgent=True)
    clock.pass_time(minutes=3)
    again = messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True, answers=first)
    assert messages.unanswered(receptionist) == []
    clock.pass_time(minutes=3)
    assert [message.id for message in messages.unanswered(receptionist)] == [again]


def test_whom_one_can_write_to(receptionist: Desk) -> None:
    names = [receiver.name for receiver in messages.receivers(receptionist)]
    assert names == [
        "All clinicians", "Reception", "All nurses", "All prescribers", "Administrators",
        "Ada Lang", "Dr Pat Osei", "Nina Okafor, RN", "Sam Rivera, MD",
    ]  # fmt: skip


def test_the_record_is_whole_afterwards(clinic: Clinic, receptionist: Desk, nurse: Desk) -> None:
    message_id = messages.send(receptionist, to=to(nurse), body="Hello", urgent=True)
    messages.take(nurse, message_id)
    messages.finish(nurse, message_id, "Done")
    assert clinic.verify() == []

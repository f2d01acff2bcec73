"""Emergency access: one chart, for reading, for an hour, with a reason, and an administrator reads of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.permissions import Role
from clinicdesk.records import attention, chart_facts, emergency, history, merging, notes, staff, text_search
from clinicdesk.records.attention import Subject
from clinicdesk.records.emergency import EmergencyDesk
from clinicdesk.records.merging.tables import KINDS
from clinicdesk.records.one_chart import covered
from clinicdesk.storage.clock import DrivenClock
from tests.records.test_notes import register

REASON = "No clinician in the house, the ambulance asks what she was given"


@pytest.fixture
def ana(nurse: Desk) -> str:
    return register(nurse, 1, "Sorel", "Ana")


@pytest.fixture
def ben(nurse: Desk) -> str:
    return register(nurse, 2, "Brandt", "Ben")


@pytest.fixture
def let_in(receptionist: Desk, ana: str) -> Iterator[EmergencyDesk]:
    desk = emergency.begin(receptionist, ana, REASON)
    yield desk
    desk.close()


def test_it_shows_the_chart_of_one_patient_and_of_no_other(nurse: Desk, receptionist: Desk, ana: str, ben: str) -> None:
    of_ana = notes.write_signed(nurse, patient_id=ana, kind="progress", body="Tolerates the drug well.")
    of_ben = notes.write_signed(nurse, patient_id=ben, kind="progress", body="Was told bad news.")
    desk = emergency.begin(receptionist, ana, REASON)
    try:
        assert [note.id for note in notes.of_patient(desk, ana)] == [of_ana]
        assert notes.of_patient(desk, ben) == []
        with pytest.raises(NotFound):
            notes.get(desk, of_ben)
        assert text_search.find(desk, "told") == []
        assert [found.id for found in text_search.find(desk, "tolerates")] == [of_ana]
        chart_facts.of(desk, ana)
    finally:
        desk.close()


def test_every_table_that_names_a_patient_is_covered(let_in: EmergencyDesk) -> None:
    assert set(covered(let_in.clinic)) >= set(KINDS)


def test_nobody_else_reads_more_meanwhile(receptionist: Desk, let_in: EmergencyDesk, ana: str) -> None:
    with pytest.raises(NotAllowed):
        notes.of_patient(receptionist, ana)
    assert let_in.sees("clinical")


def test_nothing_is_recorded_through_it(let_in: EmergencyDesk, clinic: Clinic, ana: str) -> None:
    before = clinic.entry_count
    with pytest.raises(NotAllowed):
        let_in.record("patient.amend", patient=ana)
    with pytest.raises(NotAllowed):
        notes.write(let_in, patient_id=ana, kind="progress", body="x")
    let_in.note_opening(ana)
    assert clinic.entry_count == before


def test_it_ends_after_an_hour(let_in: EmergencyDesk, clock: DrivenClock, ana: str) -> None:
    clock.pass_time(minutes=59)
    assert notes.of_patient(let_in, ana) == []
    clock.pass_time(minutes=1)
    with pytest.raises(NotAllowed):
        notes.of_patient(let_in, ana)


def test_what_others_write_meanwhile_is_seen(let_in: EmergencyDesk, nurse: Desk, ana: str, ben: str) -> None:
    notes.write_signed(nurse, patient_id=ana, kind="progress", body="Given 0.5 mg/kg.")
    notes.write_signed(nurse, patient_id=ben, kind="progress", body="Somebody else.")
    assert [note.body for note in notes.of_patient(let_in, ana)] == ["Given 0.5 mg/kg."]


def test_a_merged_registration_belongs_to_the_chart(nurse: Desk, receptionist: Desk, ana: str) -> None:
    second = register(nurse, 3, "Sorel", "Anna")
    note = notes.write_signed(nurse, patient_id=second, kind="progress", body="Under the other number.")
    seen = merging.preview(nurse, ana, second)
    merging.merge(nurse, ana, second, choices={}, based_on=(seen.kept.version, seen.merged.version))
    desk = emergency.begin(receptionist, second, REASON)
    try:
        assert desk.patient_id == ana
        assert [one.id for one in notes.of_patient(desk, ana)] == [note]
    finally:
        desk.close()


@pytest.mark.parametrize("reason", ["", "   ", "emergency", "a  b  c  d"])
def test_a_reason_is_asked_for(receptionist: Desk, clinic: Clinic, ana: str, reason: str) -> None:
    before = clinic.entry_count
    with pytest.raises(BadValue) as problem:
        emergency.begin(receptionist, ana, reason)
    assert problem.value.field == "reason"
    assert clinic.entry_count == before


def test_who_sees_the_chart_anyway_needs_none(nurse: Desk, ana: str) -> None:
    with pytest.raises(NotAllowed):
        emergency.begin(nurse, ana, REASON)


@pytest.mark.usefixtures("let_in")
def test_it_stands_in_the_history_before_anything_is_seen(nurse: Desk, ana: str) -> None:
    newest = history.of_patient(nurse, ana)[0]
    assert newest.what == "Opened the chart by emergency access"
    assert newest.reason == REASON
    assert newest.staff_name == "Rita Moss"
    assert emergency.of_patient(nurse, ana)[0].ends_at - emergency.of_patient(nurse, ana)[0].began_at == timedelta(
        hours=1
    )


@pytest.mark.usefixtures("let_in")
def test_administrators_are_told_until_one_has_read_of_it(administrator: Desk) -> None:
    (access,) = emergency.unread(administrator)
    assert (access.staff_name, access.reason) == ("Rita Moss", REASON)
    assert "Rita Moss" in emergency.sentence([access])
    assert Subject.EMERGENCY in {one.subject for one in attention.of_clinic(administrator)}
    emergency.review(administrator, access, "Rightly so.")
    emergency.review(administrator, access, "Twice.")
    assert Subject.EMERGENCY not in {one.subject for one in attention.of_clinic(administrator)}
    assert emergency.unread(administrator) == []
    (read,) = emergency.latest(administrator)
    assert (read.reviewed_by, read.review) == ("Ada Lang", "Rightly so.")


def test_nobody_reads_of_their_own_access_while_there_is_somebody_else(
    administrator: Desk, sign_in: Callable[[str], Desk], ana: str
) -> None:
    emergency.begin(administrator, ana, REASON).close()
    (access,) = emergency.latest(administrator)
    assert emergency.unread(administrator) == []
    with pytest.raises(NotAllowed):
        emergency.review(administrator, access)
    owner = sign_in("all")
    assert emergency.unread(owner) == [access]
    for member in staff.everybody(owner):
        if member.login == "all":
            left = member.roles - {Role.ADMINISTRATOR}
            staff.change(administrator, member, name=member.name, roles=left, active=True)
    emergency.review(administrator, access)
    assert emergency.latest(administrator)[0].reviewed_by == "Ada Lang"


@pytest.mark.usefixtures("let_in")
def test_others_learn_nothing_of_accesses(receptionist: Desk, ana: str) -> None:
    for ask in (emergency.unread, emergency.latest):
        with pytest.raises(NotAllowed):
            ask(receptionist)
    with pytest.raises(NotAllowed):
        emergency.of_patient(receptionist, ana)


def test_a_clock_that_is_set_back_makes_it_no_longer(let_in: EmergencyDesk, clock: DrivenClock) -> None:
    began = clock.now()
    clock.pass_time(minutes=50)
    clock.set_wall(began)
    assert not let_in.is_over
    clock.pass_time(minutes=10)
    assert let_in.is_over
    assert not let_in.sees("clinical")

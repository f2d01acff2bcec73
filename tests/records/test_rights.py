"""The register of requests: days, one extension, what ends it; legal holds."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import chart_copy, disclosures, legal_holds, patients, rights, rights_preset
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.rights import Relation, Request, Right, Step
from clinicdesk.storage.clock import DrivenClock

TODAY = date(2026, 3, 2)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    details = PatientDetails(family_name="Ito", given_name="Mai", birth_date=date(1990, 5, 4))
    return patients.register(receptionist, details=details)


def take(desk: Desk, patient: str, right: Right = Right.COPY, **more: str) -> Request:
    said = {"asked_by": "Mai Ito", "identity": "licence seen", "scope": "the whole chart"} | more
    return rights.get(desk, rights.take(desk, patient, right=right, received_on=TODAY, **said))


@pytest.mark.parametrize(
    ("right", "due"),
    [
        (Right.COPY, date(2026, 4, 1)),
        (Right.AMENDMENT, date(2026, 5, 1)),
        (Right.ACCOUNTING, date(2026, 5, 1)),
    ],
)
def test_the_last_day_follows_from_what_is_asked(receptionist: Desk, patient: str, right: Right, due: date) -> None:
    request = take(receptionist, patient, right)
    assert (request.due_on, request.days_left(TODAY), request.is_open) == (due, (due - TODAY).days, True)


def test_it_is_put_off_once_with_a_reason_and_not_after_its_day(nurse: Desk, patient: str, clock: DrivenClock) -> None:
    request = take(nurse, patient)
    with pytest.raises(BadValue):
        rights.put_off(nurse, request, words=" ")
    rights.put_off(nurse, request, words="The archive is being moved.")
    request = rights.get(nurse, request.id)
    assert (request.due_on, request.was_put_off) == (date(2026, 5, 1), True)
    with pytest.raises(BadValue):
        rights.put_off(nurse, request, words="Again.")
    other = take(nurse, patient)
    clock.pass_time(minutes=31 * 24 * 60)
    with pytest.raises(BadValue):
        rights.put_off(nurse, other, words="Too late.")
    assert rights.due_words(other, nurse.local(nurse.now()).date()) == "1 day late"


def test_a_copy_ends_the_request_and_is_a_disclosure_in_the_same_entry(nurse: Desk, patient: str) -> None:
    request = take(nurse, patient)
    before = nurse.clinic.entry_count
    chart_copy.record(
        nurse, patient, recipient="Mai Ito", purpose="asked for it", basis="patient", way="handed_over", request=request
    )
    assert nurse.clinic.entry_count == before + 1
    request = rights.get(nurse, request.id)
    assert request.ended is not None
    assert request.ended.step is Step.SENT
    [left] = disclosures.of_patient(nurse, patient)
    assert (left.recipient, left.request_id, left.is_accounted) == ("Mai Ito", request.id, False)
    with pytest.raises(BadValue):
        rights.deny(nurse, request, words="Too late.")


def test_nothing_is_given_before_somebody_made_sure_who_asks(nurse: Desk, patient: str) -> None:
    request = take(nurse, patient, identity="")
    with pytest.raises(BadValue) as refused:
        chart_copy.record(nurse, patient, recipient="M", purpose="p", basis="patient", way="post", request=request)
    assert refused.value.field == "identity"
    assert disclosures.of_patient(nurse, patient) == []
    rights.identify(nurse, request, "called back on the known number")
    request = rights.get(nurse, request.id)
    chart_copy.record(nurse, patient, recipient="M", purpose="p", basis="patient", way="post", request=request)
    assert not rights.get(nurse, request.id).is_open


def test_a_correction_ends_with_a_decision_and_says_why(nurse: Desk, receptionist: Desk, patient: str) -> None:
    request = take(receptionist, patient, Right.AMENDMENT, scope="The dose of 2 March is wrong.")
    with pytest.raises(BadValue):
        rights.deny(nurse, request, words="")
    with pytest.raises(NotAllowed):
        rights.grant(receptionist, request, words="done")
    rights.grant(nurse, request, words="Addendum to the note of 2 March.")
    assert not rights.get(nurse, request.id).is_open
    with pytest.raises(BadValue):
        rights.take(nurse, patient, right=Right.AMENDMENT, received_on=TODAY, asked_by="M", scope=" ")


def test_a_granted_restriction_is_in_force_and_remarks_can_follow(nurse: Desk, patient: str) -> None:
    request = take(nurse, patient, Right.RESTRICTION, scope="Nothing to the insurer")
    assert not request.is_in_force
    rights.grant(nurse, request, words="Told billing.")
    request = rights.get(nurse, request.id)
    assert request.is_in_force
    rights.remark(nurse, request, words="The patient was told in writing.")
    assert [event.step for event in rights.get(nurse, request.id).events] == [Step.GRANTED, Step.NOTED]


def test_the_register_shows_what_is_due_first(nurse: Desk, patient: str) -> None:
    late, soon = take(nurse, patient, Right.AMENDMENT), take(nurse, patient)
    ended = take(nurse, patient)
    rights.withdraw(nurse, ended, words="By phone.")
    assert [line.request.id for line in rights.register(nurse)] == [soon.id, late.id]
    assert [line.request.id for line in rights.register(nurse, ended=True)] == [ended.id]
    assert rights.register(nurse)[0].family_name == "Ito"


def test_only_an_administrator_holds_a_chart(sign_in: Callable[[str], Desk], patient: str) -> None:
    nurse, ada = sign_in("nina"), sign_in("ada")
    with pytest.raises(NotAllowed):
        legal_holds.place(nurse, patient, reason="A lawsuit")
    with pytest.raises(BadValue):
        legal_holds.place(ada, patient, reason=" ")
    legal_holds.place(ada, patient, reason="Ito v. Harbour")
    [hold] = legal_holds.standing(ada)
    legal_holds.lift(ada, hold, reason="Settled")
    assert legal_holds.standing(ada) == []
    [hold] = legal_holds.of_patient(ada, patient)
    assert (hold.stands, hold.lifted_by, hold.lifted_reason) == (False, "Ada Lang", "Settled")


def test_who_asks_for_somebody_needs_a_permission() -> None:
    assert rights.relation_name(Relation.ATTORNEY)
    assert set(rights_preset.preset().periods) == {right.value for right in Right}
    assert rights_preset.preset().problem == ""
    assert rights_preset.preset_or_shipped("[copy]\ndays = 0\n").problem

"""Enquiries: written down, corrected, closed, and turned into patients with everything they carry."""

from collections.abc import Callable

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.records import enquiries, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update


def take(desk: Desk, name: str = "Anna Moss", phone: str = "(218) 555-0142", **more: str) -> enquiries.Enquiry:
    return enquiries.get(desk, enquiries.take(desk, name=name, phone=phone, **more))


def test_an_enquiry_is_written_down(receptionist: Desk, clock: DrivenClock) -> None:
    found = take(
        receptionist, " Anna\n Moss ", "tel: (218) 555-0142 x3", reason="Depression for years", referrer="Dr Haddad"
    )
    assert (found.name, found.phone, found.reason, found.referrer) == (
        "Anna Moss", "218 555 0142 ext. 3", "Depression for years", "Dr Haddad",
    )  # fmt: skip
    assert found.taken_at == clock.now()
    assert found.is_open
    assert enquiries.open_ones(receptionist) == [found]


def test_those_who_wait_longest_come_first(receptionist: Desk, clock: DrivenClock) -> None:
    take(receptionist, "First")
    clock.pass_time(minutes=5)
    take(receptionist, "Second")
    assert [one.name for one in enquiries.open_ones(receptionist)] == ["First", "Second"]


def test_a_name_or_a_phone_is_enough_and_one_is_needed(receptionist: Desk) -> None:
    take(receptionist, "", "218 555 0142")
    take(receptionist, "O'Brien-Ångström", "")
    with pytest.raises(BadValue) as refused:
        enquiries.take(receptionist, name=" ", phone="\u202e", reason="Asks for a price")
    assert refused.value.field == "name"
    with pytest.raises(BadValue) as refused:
        enquiries.take(receptionist, name="A", reason="x" * 501)
    assert refused.value.field == "reason"
    assert len(enquiries.open_ones(receptionist)) == 2


def test_an_enquiry_is_corrected_and_nothing_is_written_for_nothing(clinic: Clinic, receptionist: Desk) -> None:
    before = take(receptionist)
    seen = list(clinic.ledger.entries_after(0))[-1].seq
    enquiries.change(receptionist, before, name="Anna Moss", phone="218 555 0142")
    assert list(clinic.ledger.entries_after(seen)) == []
    enquiries.change(receptionist, before, name="Anna Mosse", phone="218 555 0142", email="anna@example.org")
    assert enquiries.get(receptionist, before.id).email == "anna@example.org"
    with pytest.raises(ChangedElsewhere):
        enquiries.change(receptionist, before, name="Ana")


def test_an_enquiry_is_closed_with_a_reason_and_taken_up_again(receptionist: Desk) -> None:
    before = take(receptionist)
    with pytest.raises(BadValue):
        enquiries.close(receptionist, before, reason=" ")
    enquiries.close(receptionist, before, reason="Too far to travel")
    (closed,) = enquiries.done(receptionist)
    assert (closed.closed_reason, closed.is_open) == ("Too far to travel", False)
    assert enquiries.open_ones(receptionist) == []
    enquiries.open_again(receptionist, closed)
    assert [one.id for one in enquiries.open_ones(receptionist)] == [before.id]


def test_an_enquiry_becomes_a_patient_in_one_entry(clinic: Clinic, receptionist: Desk) -> None:
    asked = take(receptionist, reason="Depression")
    seen = list(clinic.ledger.entries_after(0))[-1].seq
    patient_id = patients.register(
        receptionist, details=PatientDetails(family_name="Moss", given_name="Anna"), enquiry=asked
    )
    assert len(list(clinic.ledger.entries_after(seen))) == 1
    assert enquiries.open_ones(receptionist) == []
    (became,) = enquiries.done(receptionist)
    assert became.patient_id == patient_id
    assert [one.reason for one in enquiries.of_patient(receptionist, patient_id)] == ["Depression"]
    assert clinic.verify() == []


def test_of_two_desks_one_makes_the_patient(receptionist: Desk, sign_in: Callable[[str], Desk]) -> None:
    asked = take(receptionist)
    patients.register(sign_in("all"), details=PatientDetails(family_name="Moss"), enquiry=asked)
    with pytest.raises(ChangedElsewhere):
        patients.register(receptionist, details=PatientDetails(family_name="Moss"), enquiry=asked)
    assert receptionist.row("SELECT count(*) AS n FROM patients") == {"n": 1}


def test_the_enquiry_of_a_merged_patient_is_read_under_the_one_that_stays(everyone: Desk) -> None:
    asked = take(everyone)
    twice = patients.register(everyone, details=PatientDetails(family_name="Moss"), enquiry=asked)
    kept = patients.register(everyone, details=PatientDetails(family_name="Moss"))
    version = patients.get(everyone, twice).version
    everyone.record("patient.amend", update("patients", twice, version, merged_into=kept), patient=[kept, twice])
    assert [one.patient_id for one in enquiries.of_patient(everyone, kept)] == [kept]
    assert [one.patient_id for one in enquiries.done(everyone)] == [kept]


def test_an_unknown_enquiry_is_not_found(receptionist: Desk) -> None:
    with pytest.raises(NotFound):
        enquiries.get(receptionist, "nobody")

"""What left the clinic: recorded once, corrected by a line of its own, and accounted for as the law asks."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.records import disclosures, history, letters, notes, patients
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.printing import letter_writer
from tests.printing.treated import register
from tests.records.sessions import steps


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return patients.register(receptionist, details=PatientDetails(family_name="Berg", given_name="Ola"))


def give(desk: Desk, patient: str, **changed: object) -> str:
    said = {
        "recipient": "County Court",
        "recipient_address": "1 Court Square",
        "what": "Session summaries of March",
        "purpose": "Subpoena 12-34",
        "basis": Basis.LAW,
        "way": Way.POST,
    }
    return disclosures.record(desk, patient, **{**said, **changed})  # type: ignore[arg-type]


def test_who_gave_what_to_whom_and_why(receptionist: Desk, patient: str):
    given = give(receptionist, patient, what="  Session\nsummaries  ")
    (line,) = disclosures.of_patient(receptionist, patient)
    assert (line.id, line.recipient, line.what, line.basis) == (given, "County Court", "Session summaries", Basis.LAW)
    assert (line.staff_name, line.way) == ("Rita Moss", Way.POST)
    assert line.is_accounted
    assert disclosures.get(receptionist, given) == line


def test_it_stands_in_the_history_of_the_chart(receptionist: Desk, nurse: Desk, patient: str):
    give(receptionist, patient)
    newest = history.of_patient(nurse, patient)[0]
    assert newest.what == "Recorded what left the clinic"
    assert "County Court" in repr(newest.changes)


@pytest.mark.parametrize("field", ["recipient", "what", "purpose"])
def test_what_must_be_said(receptionist: Desk, patient: str, field: str):
    with pytest.raises(BadValue) as refused:
        give(receptionist, patient, **{field: " \n "})
    assert refused.value.field == field
    with pytest.raises(BadValue):
        give(receptionist, patient, **{field: "x" * 501})


def test_nothing_leaves_in_the_future(receptionist: Desk, patient: str):
    with pytest.raises(BadValue) as refused:
        give(receptionist, patient, at=receptionist.now() + timedelta(minutes=1))
    assert refused.value.field == "at"


@pytest.mark.parametrize("basis", list(Basis))
def test_the_accounting_lists_what_the_law_wants(receptionist: Desk, patient: str, basis: Basis):
    give(receptionist, patient, basis=basis)
    expected = basis in (Basis.LAW, Basis.EMERGENCY, Basis.OTHER)
    assert bool(disclosures.accounting(receptionist, patient)) is expected


def test_six_years_back(receptionist: Desk, patient: str, clock: DrivenClock):
    give(receptionist, patient)
    clock.pass_time(hours=24 * 365 * 6)
    assert disclosures.accounting(receptionist, patient)
    clock.pass_time(hours=24 * 3)
    assert disclosures.accounting(receptionist, patient) == []
    assert len(disclosures.of_patient(receptionist, patient)) == 1


def test_a_correction_is_a_line_of_its_own_and_counts_instead(receptionist: Desk, patient: str):
    first = give(receptionist, patient)
    second = give(receptionist, patient, recipient="District Court", corrects=first)
    lines = {line.id: line for line in disclosures.of_patient(receptionist, patient)}
    assert lines[first].corrected_by == second
    assert lines[second].corrects == first
    assert [line.recipient for line in disclosures.accounting(receptionist, patient)] == ["District Court"]
    with pytest.raises(BadValue):
        give(receptionist, patient, corrects=first)
    assert receptionist.clinic.verify() == []


@pytest.mark.parametrize(
    ("way", "recipient", "basis"),
    [(letters.Way.FAX, "Dr Mary Novak", Basis.TREATMENT), (letters.Way.PATIENT, "The patient", Basis.PATIENT)],
)
def test_a_letter_that_is_sent_leaves_in_the_same_entry(
    nurse: Desk, receptionist: Desk, way: letters.Way, recipient: str, basis: Basis
):
    treated = register(nurse)
    note_id = letter_writer.begin(nurse, steps.plan_for(nurse, treated))
    notes.sign(nurse, note_id)
    before = nurse.clinic.entry_count
    letters.record_sent(receptionist, note_id, way=way, to="218 555 0143", despite="Treatment")
    assert nurse.clinic.entry_count == before + 1
    (line,) = disclosures.of_patient(receptionist, treated)
    assert (line.recipient, line.basis, line.note_id) == (recipient, basis, note_id)
    assert line.recipient_address == "218 555 0143"
    # Nothing of what the letter says.
    assert line.what == "Letter of 02-Mar-2026"
    assert disclosures.accounting(receptionist, treated) == []


def test_no_line_is_hidden_by_a_correction_in_another_chart(receptionist: Desk, patient: str):
    other = patients.register(receptionist, details=PatientDetails(family_name="Sorel", given_name="Ana"))
    first = give(receptionist, patient)
    for nothing in (first, "nobody's"):
        with pytest.raises(NotFound):
            give(receptionist, other, corrects=nothing)
    assert [line.id for line in disclosures.accounting(receptionist, patient)] == [first]

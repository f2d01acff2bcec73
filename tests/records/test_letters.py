"""That letters go to somebody of the care team, and that what left the clinic is written down."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.records import care_team, letters, note_signing, notes, releases
from clinicdesk.records.letters import Way
from tests.printing import letter_writer
from tests.printing.treated import register
from tests.records.consenting import prepared, sign
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


def permit(nurse: Desk, patient: str, recipient: str, **answers: str) -> None:
    """Have the patient sign that somebody may be told."""
    values = {
        "release.recipient": recipient, "release.content": "Treatment", "release.purpose": "Care",
        "release.until": "2027",
    }  # fmt: skip
    form = prepared(nurse, patient, "release-of-information", filled=values)
    said = {"answers": answers} if answers else {}
    sign(nurse, form, name="Zoë Ångström", **said)


def test_a_letter_goes_to_somebody_of_the_team(nurse: Desk, patient: str) -> None:
    other = care_team.add(nurse, steps.register_zoe(nurse), letter_writer.NOVAK)
    for recipient in (other, "nobody"):
        with pytest.raises(BadValue):
            letters.write(nurse, patient_id=patient, recipient_id=recipient, body="Dear Dr Novak")
    with pytest.raises(NotFound):
        letters.line(nurse, "nothing")


def test_a_signed_letter_names_for_ever_whom_it_was_written_to(nurse: Desk, patient: str, session_id: str) -> None:
    letter_id = letter_writer.begin(nurse, session_id)
    member = letters.recipient_of(nurse, notes.get(nurse, letter_id))
    # Before it is signed, a slip in the name is mended in the letter as well.
    care_team.change(nurse, member, replace(member, name="Dr Mary Novak"))
    assert letters.line(nurse, letter_id).recipient == "Dr Mary Novak"
    notes.sign(nurse, letter_id)
    member = letters.recipient_of(nurse, notes.get(nurse, letter_id))
    care_team.change(nurse, member, replace(member, phone="218 555 0199"))
    member = letters.recipient_of(nurse, notes.get(nurse, letter_id))
    care_team.change(nurse, member, replace(member, name="Dr Paul Berg"))
    assert [(one.name, one.phone) for one in care_team.of_patient(nurse, patient)] == [("Dr Paul Berg", "218 555 0199")]
    assert letters.line(nurse, letter_id).recipient == "Dr Mary Novak"
    assert letters.recipient_of(nurse, notes.get(nurse, letter_id)).name == "Dr Mary Novak"
    assert nurse.clinic.verify() == []


def test_only_a_signed_letter_that_counts_is_sent(nurse: Desk, receptionist: Desk, session_id: str) -> None:
    note_id = letter_writer.begin(nurse, session_id)
    with pytest.raises(BadValue):
        letters.record_sent(receptionist, note_id, way=Way.PATIENT)
    notes.sign(nurse, note_id)
    letters.record_sent(receptionist, note_id, way=Way.PATIENT)
    note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="Wrong patient")
    with pytest.raises(BadValue):
        letters.record_sent(receptionist, note_id, way=Way.PATIENT)


def test_reception_sees_that_a_letter_is_there_and_not_what_it_says(
    nurse: Desk, receptionist: Desk, patient: str, session_id: str
) -> None:
    note_id = letter_writer.signed(nurse, session_id)
    (line,) = letters.of_patient(receptionist, patient)
    assert line == letters.line(receptionist, note_id)
    assert line.recipient == "Dr Mary Novak"
    with pytest.raises(NotAllowed):
        notes.get(receptionist, note_id)


def test_without_a_permission_somebody_says_why(nurse: Desk, receptionist: Desk, session_id: str) -> None:
    note_id = letter_writer.signed(nurse, session_id)
    with pytest.raises(BadValue) as refused:
        letters.record_sent(receptionist, note_id, way=Way.FAX, to="218 555 0143")
    assert refused.value.field == "despite"
    letters.record_sent(receptionist, note_id, way=Way.FAX, to="218 555 0143", despite="Treatment")
    sent = letters.line(receptionist, note_id).sent
    assert sent is not None
    assert (sent.on, sent.way, sent.to, sent.by_name) == (date(2026, 3, 2), Way.FAX, "218 555 0143", "Rita Moss")
    assert (sent.release, sent.despite) == ("", "Treatment")


def test_a_permission_is_named_with_the_sending(nurse: Desk, receptionist: Desk, patient: str, session_id: str) -> None:
    permit(nurse, patient, "Dr. M. Novák")
    note_id = letter_writer.signed(nurse, session_id)
    letters.record_sent(receptionist, note_id, way=Way.POST)
    sent = letters.line(receptionist, note_id).sent
    assert sent is not None
    assert sent.release
    assert sent.despite == ""


@pytest.mark.parametrize(("field", "values"), [("on", {"on": date(2026, 3, 3)}), ("to", {"to": "x" * 501})])
def test_what_cannot_be_is_refused_at_its_field(
    nurse: Desk, session_id: str, field: str, values: dict[str, object]
) -> None:
    note_id = letter_writer.signed(nurse, session_id)
    with pytest.raises(BadValue) as refused:
        letters.record_sent(nurse, note_id, way=Way.POST, despite="Treatment", **values)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_permission_names_a_person_or_a_whole_practice(nurse: Desk, patient: str) -> None:
    novak = letter_writer.recipient(nurse, patient)
    assert not releases.of(nurse, patient, novak).covers_a_letter
    permit(nurse, patient, "the Harbor Clinic")
    assert releases.of(nurse, patient, novak).permission is None
    permit(nurse, patient, "Harbor Psychiatry, Duluth")
    assert releases.of(nurse, patient, novak).covers_a_letter


def test_a_permission_to_talk_covers_no_letter(nurse: Desk, patient: str) -> None:
    answers = {"way": "By talking", "psychotherapy-notes": "No, they stay out", "substance-use": "No"}
    permit(nurse, patient, "Mary Novak", **answers)
    release = releases.of(nurse, patient, letter_writer.recipient(nurse, patient))
    assert release.permission is not None
    assert not release.covers_a_letter
    assert "covers no letter" in release.words

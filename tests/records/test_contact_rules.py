"""Whether and how patients may be contacted: what lists of calls and letters obey."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.records import appointments, contact_rules, patient_search, patients, waiting_list
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.entry import update

REACHED = {"phone_mobile": "218 555 0142", "phone_home": "218 555 0199", "email": "per@example.org"}
ADDRESS = {"street": "8 Lakeview Drive", "city": "Duluth"}


def rules(**details: object) -> contact_rules.ContactRules:
    return contact_rules.from_details(PatientDetails(family_name="Lindqvist", **details))  # type: ignore[arg-type]


def test_nobody_asked_is_neither_yes_nor_no() -> None:
    found = rules(**REACHED)
    assert (found.may_call, found.may_write, found.may_leave_message) == (True, True, None)
    assert (found.channel, found.phone, found.words) == ("phone_mobile", "218 555 0142", ())


@pytest.mark.parametrize(("said", "may", "words"), [("yes", True, "May leave"), ("no", False, "Do not leave")])
def test_a_message_may_be_left_or_not(said: str, may: bool, words: str) -> None:
    found = rules(**REACHED, leave_message=said)
    assert found.may_leave_message is may
    assert found.words == (f"{words} a message",)


def test_not_known_whether_a_message_may_be_left_is_no_permission() -> None:
    assert rules(**REACHED, answers={"leave_message": Answer.UNKNOWN}).may_leave_message is None


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"deceased_on": date(2026, 2, 1)}, "Died 01-Feb-2026"),
        ({"answers": {"deceased_on": Answer.SOME}}, "Died (day not known)"),
        ({"moved_away_on": date(2026, 2, 1)}, "Moved away 01-Feb-2026"),
        ({"answers": {"moved_away_on": Answer.SOME}}, "Moved away (day not known)"),
    ],
)
def test_who_died_or_moved_away_is_neither_called_nor_written_to(details: dict[str, object], words: str) -> None:
    found = rules(**REACHED, **ADDRESS, leave_message="yes", **details)
    assert (found.may_call, found.may_write, found.may_leave_message) == (False, False, False)
    assert (found.channel, found.phone, found.words) == ("", "", (words,))


@pytest.mark.parametrize("answer", [Answer.NONE, Answer.UNKNOWN])
def test_who_did_not_die_is_called(answer: Answer) -> None:
    assert rules(**REACHED, answers={"deceased_on": answer}).may_call


def test_who_is_not_to_be_called_is_written_to() -> None:
    found = rules(**REACHED, **ADDRESS, do_not_call="yes", preferred_channel="phone_home", leave_message="yes")
    assert (found.may_call, found.may_write, found.may_leave_message) == (False, True, False)
    assert (found.channel, found.phone) == ("email", "")
    assert found.words[0] == "Do not call"


@pytest.mark.parametrize(
    ("preferred", "channel", "phone"),
    [
        ("phone_home", "phone_home", "218 555 0199"),
        ("email", "email", "218 555 0142"),
        ("letter", "letter", "218 555 0142"),
        ("", "phone_mobile", "218 555 0142"),
    ],
)
def test_the_preferred_way_comes_first(preferred: str, channel: str, phone: str) -> None:
    found = rules(**REACHED, **ADDRESS, preferred_channel=preferred)
    assert (found.channel, found.phone) == (channel, phone)


def test_a_preferred_way_that_is_not_recorded_is_not_taken() -> None:
    found = rules(phone_home="218 555 0199", preferred_channel="email")
    assert (found.channel, found.phone) == ("phone_home", "218 555 0199")
    assert found.words == ("Prefers e-mail",)


def test_without_any_way_that_is_said() -> None:
    assert rules().words == ("No phone, e-mail or address",)
    assert rules(email="per@example.org").words == ("No phone number",)


def test_rules_are_read_from_the_record_for_many_at_once(everyone: Desk) -> None:
    first = patients.register(everyone, details=PatientDetails(family_name="A", do_not_call="yes", **REACHED))
    second = patients.register(
        everyone, details=PatientDetails(family_name="B", **REACHED, answers={"deceased_on": Answer.SOME})
    )
    found = contact_rules.of_many(everyone, [first, second, "nobody", first])
    assert set(found) == {first, second}
    assert not found[first].may_call
    assert found[first].may_write
    assert found[second].words == ("Died (day not known)",)
    assert contact_rules.of_many(everyone, []) == {}
    with pytest.raises(NotFound):
        contact_rules.of(everyone, "nobody")


def test_a_merged_registration_is_contacted_as_the_one_that_stays(everyone: Desk) -> None:
    kept = patients.register(everyone, details=PatientDetails(family_name="A", do_not_call="yes", **REACHED))
    twice = patients.register(
        everyone, details=PatientDetails(family_name="A", **REACHED, answers={"deceased_on": Answer.SOME})
    )
    version = patients.get(everyone, twice).version
    everyone.record("patient.amend", update("patients", twice, version, merged_into=kept), patient=[kept, twice])
    assert contact_rules.of(everyone, twice) == contact_rules.of(everyone, kept)
    assert contact_rules.of(everyone, kept).words[0] == "Do not call"


def test_more_patients_than_one_query_takes(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PatientDetails(family_name="A", **REACHED))
    asked = [f"nobody {number}" for number in range(1200)] + [patient_id]
    assert list(contact_rules.of_many(everyone, asked)) == [patient_id]


def test_who_died_on_a_day_nobody_knows_has_died_everywhere(everyone: Desk) -> None:
    patient_id = patients.register(
        everyone, details=PatientDetails(family_name="Lindqvist", answers={"deceased_on": Answer.SOME})
    )
    (line,) = patient_search.find(everyone, "lindqvist")
    assert line.deceased
    monday = everyone.now() + timedelta(days=7)
    with pytest.raises(BadValue):
        appointments.book(everyone, patient_id=patient_id, kind="follow_up", slot=Slot(monday, 30))


def test_who_dies_while_waiting_leaves_the_waiting_list(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PatientDetails(family_name="Lindqvist"))
    waiting_list.add(everyone, patient_id=patient_id, kind="follow_up", minutes=30)
    assert len(waiting_list.open(everyone)) == 1
    known = patients.get(everyone, patient_id)
    died = replace(known, answers={"deceased_on": Answer.SOME})
    patients.amend(everyone, patient_id, based_on=known.version, details=died)
    assert waiting_list.open(everyone) == []

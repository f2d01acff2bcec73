"""The overview of papers: what expires, was refused, waits for somebody, or is to be signed again."""

from datetime import time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, patients, series, wordings
from clinicdesk.records.consents import Inked, overview
from clinicdesk.records.consents.overview import OverviewLine, View
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update
from tests.records.sessions import steps

MOOD = "iv-ketamine-mood"


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


def only(desk: Desk, view: View) -> OverviewLine:
    (line,) = overview.lines(desk, view)
    return line


def prepared(desk: Desk, patient_id: str) -> consents.Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient_id, text_name=MOOD))


def test_nothing_is_listed_of_what_is_in_order(nurse: Desk, zoe: str) -> None:
    consent_id = steps.consent(nurse, zoe)
    consents.receive_scan(nurse, consents.get(nurse, consent_id), b"%PDF-1.4 scan")
    assert [overview.lines(nurse, view) for view in View] == [[] for _view in View]


def test_what_expires_within_thirty_days(receptionist: Desk, nurse: Desk, zoe: str, clock: DrivenClock) -> None:
    consent = consents.get(nurse, steps.consent(nurse, zoe))
    assert consent.valid_until is not None
    days = (consent.valid_until - steps.TODAY).days
    clock.pass_time(minutes=(days - 31) * 24 * 60)
    assert overview.lines(receptionist, View.EXPIRING) == []
    clock.pass_time(minutes=24 * 60)
    line = only(receptionist, View.EXPIRING)
    assert (line.name, line.paper, line.note, line.consent_id) == (
        "ÅNGSTRÖM, Zoë", consent.title, "30 days left", consent.id,
    )  # fmt: skip
    clock.pass_time(minutes=30 * 24 * 60)
    assert only(receptionist, View.EXPIRING).note == "Last day"
    clock.pass_time(minutes=24 * 60)
    assert overview.lines(receptionist, View.EXPIRING) == []


def test_a_refusal_stands_with_what_depends_on_it_until_a_newer_signature(
    nurse: Desk, zoe: str, clock: DrivenClock
) -> None:
    steps.plan_for(nurse, zoe)
    consents.decline(nurse, prepared(nurse, zoe), by_name="Zoë Ångström", reason="private")
    line = only(nurse, View.ENDED)
    assert (line.state, line.note) == ("Declined 02-Mar-2026", "1 thing depends on it")
    assert line.next_visit == steps.TODAY
    assert "private" not in str(line)
    clock.pass_time(minutes=1)
    given = consents.get(nurse, steps.consent(nurse, zoe))
    assert overview.lines(nurse, View.ENDED) == []
    clock.pass_time(minutes=1)
    consents.withdraw(nurse, given, by_name="Zoë Ångström")
    assert {one.state for one in overview.lines(nurse, View.ENDED)} == {"Declined 02-Mar-2026", "Withdrawn 02-Mar-2026"}


def test_an_old_refusal_nothing_depends_on_leaves_the_list(nurse: Desk, zoe: str, clock: DrivenClock) -> None:
    consents.decline(nurse, prepared(nurse, zoe), by_name="Zoë Ångström", reason="")
    assert only(nurse, View.ENDED).note == "Nothing depends on it"
    clock.pass_time(minutes=366 * 24 * 60)
    assert overview.lines(nurse, View.ENDED) == []


def test_what_a_begun_form_waits_for(nurse: Desk, prescriber: Desk, zoe: str) -> None:
    consent = prepared(nurse, zoe)
    assert overview.lines(nurse, View.INCOMPLETE) == []
    consents.ask(nurse, consent, question="Does it hurt?", by_name="Zoë Ångström")
    assert only(nurse, View.INCOMPLETE).note == "1 question to answer"
    (question,) = consents.get(nurse, consent.id).open_questions
    consents.answer(prescriber, consent, question, words="A little")
    assert overview.lines(nurse, View.INCOMPLETE) == []
    inked = Inked(signer_name="Zoë Ångström")
    consents.sign_on_paper(nurse, consent, inked, signed_on=steps.TODAY)
    assert only(nurse, View.INCOMPLETE).note == "Waits for: Clinician"
    consents.explain(prescriber, consent, capacity=consents.Capacity.PRESENT)
    assert only(nurse, View.INCOMPLETE).note == "Waits for: scan"
    consents.receive_scan(nurse, consent, b"%PDF-1.4 scan")
    assert overview.lines(nurse, View.INCOMPLETE) == []


def test_a_form_signed_at_home_and_a_mark_wait_for_more_than_their_count_of_names(
    nurse: Desk, prescriber: Desk, zoe: str
) -> None:
    home, mark = prepared(nurse, zoe), prepared(nurse, _other(nurse))
    at_home = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei", at_home=True)
    consents.sign_on_paper(nurse, home, at_home, signed_on=steps.TODAY)
    by_mark = Inked(signer_name="Per Ek", clinician="Dr Pat Osei", mark=True)
    consents.sign_on_paper(nurse, mark, by_mark, signed_on=steps.TODAY)
    for one in (home, mark):
        consents.receive_scan(nurse, one, b"%PDF-1.4 scan")
    notes = {line.name: line.note for line in overview.lines(nurse, View.INCOMPLETE)}
    assert notes == {"ÅNGSTRÖM, Zoë": "Waits for: Clinician", "EK, Per": "Waits for: Witness"}
    consents.identify(nurse, home, how="photo ID")
    consents.explain(prescriber, home, capacity=consents.Capacity.PRESENT)
    assert only(nurse, View.INCOMPLETE).name == "EK, Per"


def test_who_signed_an_earlier_version_is_listed(everyone: Desk, zoe: str) -> None:
    consent = consents.get(everyone, steps.consent(everyone, zoe))
    source = consents.text_of(everyone, consent).source
    wordings.adopt(everyone, source + "\nOne more sentence.\n", remark="More", asks_again=True)
    line = only(everyone, View.AGAIN)
    assert (line.name, line.text_name, line.language, line.consent_id) == ("ÅNGSTRÖM, Zoë", MOOD, "en", None)


def test_who_has_died_needs_no_papers_and_who_comes_next_stands_first(nurse: Desk, zoe: str) -> None:
    other = _other(nurse)
    for one in (zoe, other):
        consents.decline(nurse, prepared(nurse, one), by_name="Said so", reason="")
    assert [line.name for line in overview.lines(nurse, View.ENDED)] == ["EK, Per", "ÅNGSTRÖM, Zoë"]
    steps.plan_for(nurse, zoe)
    assert [line.name for line in overview.lines(nurse, View.ENDED)] == ["ÅNGSTRÖM, Zoë", "EK, Per"]
    row = patients.get(nurse, zoe)
    yesterday = (steps.TODAY - timedelta(days=1)).isoformat()
    nurse.record("patient.amend", update("patients", zoe, row.version, deceased_on=yesterday), patient=zoe)
    assert only(nurse, View.ENDED).name == "EK, Per"


def _other(desk: Desk) -> str:
    return patients.register(desk, details=PatientDetails(family_name="Ek", given_name="Per"))


def test_what_the_visits_of_two_weeks_lack_each_once_at_the_first_of_them(receptionist: Desk, nurse: Desk) -> None:
    patient_id = _other(nurse)
    days = [steps.TODAY + timedelta(days=offset) for offset in (3, 10, 17)]
    series.plan(nurse, patient_id=patient_id, protocol_name=MOOD, days=days, time=time(9), indication="Depression")
    found = {line.text_name: line for line in overview.lines(receptionist, View.MISSING)}
    assert {line.next_visit for line in found.values()} == {days[0]}
    mood = found[MOOD]
    assert (mood.name, mood.state, mood.note, mood.consent_id, mood.kind) == ("EK, Per", "Missing", "", None, "warn")
    made = prepared(nurse, patient_id)
    (waits,) = [line for line in overview.lines(receptionist, View.MISSING) if line.text_name == MOOD]
    assert (waits.note, waits.consent_id) == ("A form waits to be signed", made.id)
    inked = Inked(signer_name="Per Ek", clinician="Dr Pat Osei")
    consents.sign_on_paper(nurse, made, inked, signed_on=steps.TODAY)
    assert MOOD not in [line.text_name for line in overview.lines(receptionist, View.MISSING)]


def test_a_visit_after_two_weeks_lacks_nothing_yet(receptionist: Desk, nurse: Desk) -> None:
    patient_id = _other(nurse)
    day = steps.TODAY + timedelta(days=15)
    series.plan(nurse, patient_id=patient_id, protocol_name=MOOD, days=[day], time=time(9), indication="Depression")
    assert overview.lines(receptionist, View.MISSING) == []


def test_two_weeks_are_days_of_the_clinic_and_an_ended_series_lacks_nothing(nurse: Desk, clock: DrivenClock) -> None:
    patient_id = _other(nurse)
    day = steps.TODAY + timedelta(days=15)
    series_id = series.plan(
        nurse, patient_id=patient_id, protocol_name=MOOD, days=[day], time=time(23, 59), indication="Depression"
    )
    now = nurse.local(nurse.now())
    clock.pass_time(minutes=24 * 60 - now.hour * 60 - now.minute - 1)
    assert overview.lines(nurse, View.MISSING) == []
    clock.pass_time(minutes=1)
    assert {line.next_visit for line in overview.lines(nurse, View.MISSING)} == {day}

    series.end(nurse, series_id, reason="Moved away", based_on=series.get(nurse, series_id).version)
    assert overview.lines(nurse, View.MISSING) == []

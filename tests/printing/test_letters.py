"""Letters and the report for the payer: what they say, what they never say, and for whom they are."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotFound
from clinicdesk.printing import letter, letter_text, papers
from clinicdesk.printing.papers import Paper, PaperRequest
from clinicdesk.records import (
    care_team,
    chart_facts,
    coverage,
    letters,
    medicine_decisions,
    note_signing,
    notes,
    patients,
    sessions,
)
from clinicdesk.records.chart_facts import FactList, Indication, TreatmentTried
from clinicdesk.records.coverage import Agreement
from clinicdesk.records.medicine_decisions import Decision
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import DrivenClock
from tests.printing import letter_writer
from tests.printing.sheets import texts
from tests.printing.treated import ROOM, SAID, register, treat
from tests.records.measures import followed_course
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def treated(nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock) -> str:
    session_id = steps.plan_for(nurse, patient)
    treat(nurse, prescriber, session_id, clock)
    return session_id


def followed(nurse: Desk, prescriber: Desk, patient: str) -> str:
    """Return the first session of a series that was answered for, before and after two treatments."""
    session_id = steps.plan_for(nurse, patient)
    followed_course.go_through(nurse, prescriber, patient, sessions.get(nurse, session_id).series_id)
    followed_course.right_now(nurse, patient, 7)
    return session_id


def paper(desk: Desk, note_id: str) -> Paper:
    return papers.build(desk, PaperRequest("letter", note_id))


def text(made: Paper) -> str:
    return " ".join(texts(made.content))


# Letters --------------------------------------------------------------------------------------------------------------


def test_a_letter_begins_with_what_is_recorded_and_claims_nothing(nurse: Desk, patient: str, treated: str) -> None:
    lisinopril = chart_facts.of(nurse, patient).medicines.items[0]
    medicine_decisions.decide(
        nurse, patient_id=patient, medicine_id=lisinopril.id, decision=Decision.CHANGED, words="5 mg on session days"
    )
    body = notes.get(nurse, letter_writer.begin(nurse, treated, more="")).body
    for words in (
        "Dear Dr Mary Novak,",
        "This is what our record says on 02-Mar-2026.",
        "1 of 6, 02-Mar-2026: ketAMINE 40.2 mg over ",
        "; BP 128/78 before, 150/85 highest; Nausea (mild)",
        "5 more sessions are planned, the next on 04-Mar-2026.",
        "Lisinopril 10 mg: changed, 02-Mar-2026 (5 mg on session days)",
        "Our assessment",
    ):
        assert words in body, words
    assert not re.search(r"improv|respon|remission|effective|better|distress", body, re.IGNORECASE)
    for private in (SAID, ROOM, "the bowl"):
        assert private not in body


def test_the_letter_goes_to_an_address_and_names_its_audience(nurse: Desk, treated: str) -> None:
    more = "Please check <b>her</b> blood pressure & pulse."
    found = text(paper(nurse, letter_writer.signed(nurse, treated, more)))
    for words in (
        "For: Dr Mary Novak, psychiatrist",
        "Dr Mary Novak Harbor Psychiatry 4 Elm Street Duluth, MN 55802",
        "About: ÅNGSTRÖM, Zoë (Ms), born 21-Jul-1968",
        more,
        "Signed electronically by Nina Okafor, RN, 02-Mar-2026",
        "Confidential",
    ):
        assert words in found, words


def test_what_is_not_signed_or_voided_says_so(nurse: Desk, treated: str) -> None:
    draft = letter_writer.begin(nurse, treated)
    assert "Draft, not signed" in text(paper(nurse, draft))
    assert "Signed electronically" not in text(paper(nurse, draft))
    notes.sign(nurse, draft)
    notes.addendum(nurse, draft, body="The next visit moved to May.")
    assert "Added by Nina Okafor, RN" in text(paper(nurse, draft))
    note_signing.void_signed(nurse, notes.get(nurse, draft), reason="Wrong patient")
    voided = text(paper(nurse, draft))
    assert "Voided: does not count" in voided
    assert "Wrong patient" in voided


def test_a_signed_letter_is_printed_whatever_was_typed_or_pasted(nurse: Desk, patient: str) -> None:
    member = replace(letter_writer.NOVAK, name="Dr \N{HEBREW LETTER ALEF} Novák")
    recipient = care_team.add(nurse, patient, member)
    note_id = letters.write(nurse, patient_id=patient, recipient_id=recipient, body="Dear \N{WOMAN}\u200e")
    with pytest.raises(CannotPrint):
        letter.build(nurse, note_id)
    notes.sign(nurse, note_id)
    words = " ".join(texts(letter.build(nurse, note_id)))
    assert "Dear [U+1F469][U+200E]" in words
    assert "Dr [U+05D0] Novák" in words


def test_a_letter_to_nobody_is_refused(nurse: Desk, patient: str) -> None:
    note_id = notes.write(nurse, patient_id=patient, kind="letter", body="To whom it may concern")
    with pytest.raises(NotFound):
        paper(nurse, note_id)


def test_a_letter_without_a_permission_warns(nurse: Desk, treated: str) -> None:
    made = paper(nurse, letter_writer.signed(nurse, treated))
    assert "No signed permission" in made.warning
    assert "ngstr" not in (made.title + made.file_name).casefold()


def test_the_letter_tells_scores_with_their_days(nurse: Desk, prescriber: Desk, patient: str) -> None:
    session_id = followed(nurse, prescriber, patient)
    body = notes.get(nurse, letter_writer.begin(nurse, session_id)).body
    assert "PHQ-9 (0 to 27, lower is better): 22 on 02-Mar-2026, 14 on 16-Mar-2026, 10 on 30-Mar-2026, 12 on" in body
    assert "Mood" not in body
    assert "4 planned sessions have not taken place.\nNo further session of this series is planned." in body


def test_of_many_scores_the_first_and_the_latest_are_told(nurse: Desk, prescriber: Desk, patient: str) -> None:
    session_id = followed(nurse, prescriber, patient)
    for total in range(letter_text.MOST_SCORES):
        steps.wait_until(nurse, nurse.now() + timedelta(days=7))
        followed_course.score(nurse, patient, total)
    told = notes.get(nurse, letter_writer.begin(nurse, session_id)).body
    assert "22 on 02-Mar-2026, (4 scores left out), 1 on" in told
    assert ", 7 on " in told


# The payer ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def known(nurse: Desk, patient: str, treated: str) -> str:
    """Return a treated session of somebody with a note, medicines, treatments tried and an insurer."""
    person, facts = patients.get(nurse, patient), chart_facts.of(nurse, patient)
    more = chart_facts.ChartFacts(
        allergies=facts.allergies,
        medicines=facts.medicines,
        indications=FactList(Answer.SOME, (Indication(name="Depression, recurrent"),)),
        treatments_tried=FactList(
            Answer.SOME, (TreatmentTried(treatment="Sertraline", dose="200 mg", duration="12 weeks", adequate="yes"),)
        ),
    )
    patients.amend(nurse, patient, based_on=person.version, details=person, facts=more)
    coverage.add(nurse, patient, Agreement(kind=coverage.INSURANCE, insurer="Lakes Health Plan", member_number="M-77"))
    notes.write_signed(nurse, patient_id=patient, kind="progress", body="Cried about <i>Umbra</i> today")
    return treated


def payer_report(desk: Desk, session_id: str) -> Paper:
    return papers.build(desk, PaperRequest("payer-report", sessions.get(desk, session_id).series_id))


def test_the_payer_learns_diagnosis_treatments_tried_and_sessions(nurse: Desk, known: str) -> None:
    made = payer_report(nurse, known)
    found = text(made)
    for words in (
        "For: the payer, Lakes Health Plan", "1 of 6 planned", "Sertraline 200 mg 12 weeks yes", "1 of 6 02-Mar-2026",
        "No score is recorded for this series.",
    ):  # fmt: skip
        assert words in found, words
    assert made.warning == ""


def test_the_payer_learns_nothing_else(nurse: Desk, known: str) -> None:
    found = text(payer_report(nurse, known))
    for private in (
        "Umbra", SAID, "ceiling", ROOM, "Whale", "the bowl", "nausea", "Lisinopril", "Penicillin", "hives",
        "40.2", "mg over", "150/85", "128/78", "218 555 0142", "Per Ångström", "M-77", "Novak",
    ):  # fmt: skip
        assert private not in found, private


def test_the_payer_learns_the_scores_by_which_a_response_is_judged(nurse: Desk, prescriber: Desk, patient: str) -> None:
    session_id = followed(nurse, prescriber, patient)
    followed_course.score(nurse, patient, 4, measure="cadss")
    found = text(payer_report(nurse, session_id))
    assert "PHQ-9 02-Mar-2026 22 0 to 27 PHQ-9 16-Mar-2026 14 0 to 27" in found
    for private in ("CADSS", "Mood", "ketAMINE"):
        assert private not in found, private


def test_without_an_insurer_it_warns(nurse: Desk, treated: str) -> None:
    made = payer_report(nurse, treated)
    assert "No insurer pays" in made.warning
    assert "For: the payer" in text(made)


def test_who_was_taken_off_the_team_is_still_on_the_letter(nurse: Desk, patient: str, treated: str) -> None:
    note_id = letter_writer.signed(nurse, treated)
    care_team.void(nurse, letter_writer.recipient(nurse, patient), reason="Retired")
    assert "Harbor Psychiatry" in text(paper(nurse, note_id))
    assert letters.of_patient(nurse, patient)[0].recipient == "Dr Mary Novak"

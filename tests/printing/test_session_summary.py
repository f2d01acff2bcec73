"""The session summary says everything that was recorded, and whether it is signed."""

import hashlib
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.printing import papers, session_summary
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


def text_of(desk: Desk, session_id: str) -> str:
    return " ".join(texts(session_summary.build(desk, session_id)))


@pytest.fixture
def finished(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    """Return a session brought to its end, with a correction, a late entry, an adverse event and a discharge."""
    steps.run(nurse, prescriber, session_id)
    for minute in range(4):
        clock.pass_time(minutes=10)
        values = {
            Kind.SYSTOLIC: 140 + minute,
            Kind.DIASTOLIC: 85,
            Kind.HEART_RATE: 70 + minute,
            Kind.SPO2: 97,
            Kind.RESPIRATORY_RATE: 14,
        }
        sessions.observe(nurse, session_id, values=values, comment="<b>Floating</b>" if minute == 1 else None)
    wrong = sessions.get(nurse, session_id).latest(Kind.HEART_RATE)
    assert wrong is not None
    sessions.correct(nurse, session_id, values={wrong.id: 88}, reason="Misread")
    sessions.report_adverse_event(
        nurse,
        session_id,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.POSSIBLY,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
        narrative="Łukasz held the bowl",
    )
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED, occurred_at=nurse.now() - timedelta(minutes=2))
    steps.drug(nurse, session_id)
    clock.pass_time(minutes=45)
    marks = steps.all_met(nurse, session_id) | {"next": Mark.NOT_APPLICABLE}
    sessions.discharge(nurse, session_id, marks=marks, left=steps.HOME, remarks={"next": "Last of the series"})
    return session_id


def test_everything_recorded_is_on_the_sheets(nurse: Desk, finished: str) -> None:
    text = text_of(nurse, finished)
    for words in (
        "ÅNGSTRÖM, Zoë (Ms)", "21-Jul-1968", "000 001", "session 1 of 6", "Not signed yet",
        "Weight 82.4 kg = 181.7 lb", "0.5 mg per kg × 82.4 kg = 41.2 mg", "41.2 mg ÷ 50 mg per mL = 0.824 mL",
        "100 mL over 40 min = 150 mL per hour", "Signed by Dr Pat Osei",
        "Name and date of birth said again", "for a mood disorder: signed on paper, scan to follow",
        "Last food 01-Mar-2026 20:00",
        "Per Ångström, 218 555 0142", "K7731", "8.8 mg", "Dr Pat Osei",
        "143/85", "73 88", "<b>Floating</b>", "Infusion completed (written down at 09:40)",
        "Infusion started at 150 mL per hour", "Nausea: Łukasz held the bowl", "Mild. Possibly related",
        "Walks steadily", "Does not apply", "Last of the series",
        "the clinic's own policy", "Page 1 of",
    ):  # fmt: skip
        assert words in text, words


def test_two_sheets_with_the_patient_on_each(nurse: Desk, finished: str) -> None:
    sheets = texts(session_summary.build(nurse, finished))
    assert len(sheets) == 2
    for number, sheet in enumerate(sheets, start=1):
        assert "ÅNGSTRÖM, Zoë" in sheet
        assert "Not signed yet" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet


def test_a_signed_summary_carries_the_hash_of_its_entry_and_addenda(nurse: Desk, finished: str) -> None:
    sessions.sign(nurse, finished)
    sessions.addendum(nurse, finished, body="Called the next day: well.")
    signed = next(e for e in nurse.clinic.ledger.entries_after(0) if e.action == "session.sign")
    text = text_of(nurse, finished)
    assert "Not signed yet" not in text
    assert signed.content_hash.hex()[:16] in text
    assert "Called the next day: well." in text
    assert "Signed electronically by Nina Okafor, RN" in text


def test_the_same_session_at_the_same_moment_gives_the_same_bytes(nurse: Desk, finished: str) -> None:
    one, other = (hashlib.sha256(session_summary.build(nurse, finished)).hexdigest() for _ in range(2))
    assert one == other


def test_the_reason_for_an_old_consent_prints(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    steps.consent(nurse, patient)
    clock.pass_time(days=400)
    steps.eligible(nurse, patient)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id, consent_reason="Agreed by phone, signs after")
    if not sessions.get(nurse, session_id).second_checks:
        steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    text = text_of(nurse, session_id)
    assert "Consent to intravenous ketamine for a mood disorder: expired" in text
    assert "Started all the same, by the prescriber's reason: Agreed by phone, signs after" in text


def test_a_session_nobody_came_to_and_one_not_treated_can_be_printed(nurse: Desk, session_id: str) -> None:
    assert "Not started" in text_of(nurse, session_id)
    sessions.not_treated(nurse, session_id, reason="BP 170/105", decided_by=sessions.DecidedBy.CLINICIAN)
    text = text_of(nurse, session_id)
    assert "BP 170/105" in text
    assert "a clinician" in text


def test_words_no_font_has_are_spelled_out_for_they_can_no_longer_be_changed(nurse: Desk, finished: str) -> None:
    sessions.note_words(nurse, finished, text="Saw a \U0001f9ff and 陳")
    told = text_of(nurse, finished)
    assert "Saw a [U+1F9FF] and [U+9673]" in told


def test_it_is_a_paper_like_the_others_and_clinical(nurse: Desk, receptionist: Desk, session_id: str) -> None:
    paper = papers.build(nurse, PaperRequest("session", session_id))
    assert paper.content.startswith(b"%PDF")
    assert "ngstr" not in paper.file_name
    with pytest.raises(NotAllowed):
        papers.build(receptionist, PaperRequest("session", session_id))

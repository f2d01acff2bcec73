"""The summary of a signed session is in the patient's folder: once, as it stands, and without keeping anybody."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint
from clinicdesk.printing import papers, session_summary, summary_filing
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import documents, sessions
from clinicdesk.records.documents import Document
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.printing.treated import SAID, register, treat
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def treated(nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock) -> str:
    session_id = steps.plan_for(nurse, patient)
    treat(nurse, prescriber, session_id, clock)
    return session_id


def summaries(desk: Desk, patient: str) -> list[Document]:
    return [one for one in documents.of_patient(desk, patient) if one.kind.id == "session_summary"]


def standing(desk: Desk, patient: str) -> list[Document]:
    return [one for one in summaries(desk, patient) if one.voided_reason is None]


def test_an_unsigned_session_files_nothing(nurse: Desk, patient: str, treated: str) -> None:
    assert summary_filing.file_summary(nurse, treated) is None
    assert summary_filing.file_waiting(nurse, patient) == 0
    assert summaries(nurse, patient) == []


def test_a_signed_one_is_filed_once_in_one_entry(nurse: Desk, patient: str, treated: str) -> None:
    sessions.sign(nurse, treated)
    before = len(list(nurse.clinic.ledger.entries_after(0)))
    assert summary_filing.file_waiting(nurse, patient) == 1
    assert len(list(nurse.clinic.ledger.entries_after(0))) == before + 1
    assert summary_filing.file_waiting(nurse, patient) == 0
    assert summary_filing.file_summary(nurse, treated) is None
    [kept] = summaries(nurse, patient)
    assert (kept.title, kept.pages, kept.source) == ("Session summary, session 1 of 6", 2, "made")
    assert kept.dated_on == steps.TODAY
    assert SAID in " ".join(texts(documents.content(nurse, kept.id)))


def test_two_windows_file_it_once(nurse: Desk, prescriber: Desk, patient: str, treated: str) -> None:
    sessions.sign(nurse, treated)
    kept = [summary_filing.file_summary(desk, treated) for desk in (nurse, prescriber)]
    assert kept[1] is None
    assert len(summaries(nurse, patient)) == 1


def test_somebody_else_files_what_is_their_own_only(
    nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str, treated: str
) -> None:
    sessions.sign(nurse, treated)
    assert summary_filing.file_waiting(prescriber, patient) == 0
    assert summary_filing.file_waiting(nurse, patient) == 1
    [seen] = summaries(receptionist, patient)
    assert not seen.readable
    assert seen.title == ""


def test_what_is_added_files_it_anew_in_place_of_the_one_before(
    nurse: Desk, prescriber: Desk, patient: str, treated: str, clock: DrivenClock
) -> None:
    sessions.sign(nurse, treated)
    summary_filing.file_waiting(nurse, patient)
    sessions.sign(prescriber, treated)
    assert summary_filing.file_waiting(prescriber, patient) == 1
    sessions.addendum(nurse, treated, body="Called back: well.")
    assert summary_filing.file_waiting(nurse, patient) == 1
    clock.pass_time(hours=5)
    sessions.report_late_event(
        nurse,
        treated,
        kind="headache",
        onset_at=nurse.now() - timedelta(hours=1),
        severity=Severity.MILD,
        related=Relation.UNKNOWN,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.ONGOING,
        told_by="the patient",
    )
    assert summary_filing.file_waiting(nurse, patient) == 1
    [now] = standing(nurse, patient)
    assert len(summaries(nurse, patient)) == 4
    found = " ".join(texts(documents.content(nurse, now.id)))
    assert "Called back: well." in found
    assert "told by the patient" in found


def test_a_paper_that_cannot_be_made_keeps_nobody_from_signing(
    nurse: Desk, patient: str, treated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_desk: Desk, _session_id: str) -> bytes:
        raise CannotPrint("no font")

    monkeypatch.setattr(session_summary, "build", refuse)
    sessions.sign(nurse, treated)
    assert summary_filing.file_waiting(nurse, patient) == 0
    assert sessions.get(nurse, treated).is_signed
    monkeypatch.undo()
    assert summary_filing.file_waiting(nurse, patient) == 1


def test_a_paper_for_the_patient_is_kept_once(nurse: Desk, patient: str, treated: str) -> None:
    for kind, kept_as in (("discharge-sheet", "patient_sheet"), ("against-advice", "against_advice")):
        paper = papers.build(nurse, PaperRequest(kind, treated))  # type: ignore[arg-type]
        assert summary_filing.keep_paper(nurse, paper)
        assert not summary_filing.keep_paper(nurse, paper)
        assert [one.title for one in documents.of_patient(nurse, patient) if one.kind.id == kept_as] == [paper.title]


def test_a_sheet_to_write_on_is_not_kept(nurse: Desk, treated: str) -> None:
    with pytest.raises(ValueError, match="not kept"):
        summary_filing.keep_paper(nurse, papers.build(nurse, PaperRequest("flowsheet", treated)))

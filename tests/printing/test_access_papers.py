"""The papers about who saw and did what; how far the record was at the foot of each; what is sealed has none of it."""

import re
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import access_reviews, access_words, anchors, consents, disclosures, notes, patients
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.records.consenting import prepared, sign


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21))
    return patients.register(nurse, details=details)


def sheet(desk: Desk, kind: str, subject: str = "") -> str:
    return " ".join(texts(build(desk, PaperRequest(kind, subject)).content))  # type: ignore[arg-type]


def test_the_foot_of_a_paper_is_a_slip(receptionist: Desk, patient: str):
    """What stands at the foot of any paper can be compared with the record later."""
    text = sheet(receptionist, "face-sheet", patient)
    seq, short = re.search(r"record at (\d+): ([0-9a-f ]{24})", text).groups()
    assert anchors.compare(receptionist, seq, short).holds
    assert int(seq) == receptionist.clinic.entry_count


def test_the_same_paper_at_the_same_place_of_the_record_is_the_same_bytes(receptionist: Desk, patient: str):
    one, other = (build(receptionist, PaperRequest("face-sheet", patient)).content for _time in range(2))
    assert one == other
    receptionist.note_opening(patient)
    assert build(receptionist, PaperRequest("face-sheet", patient)).content != one


def test_what_is_signed_has_no_foot_of_today_but_a_cover_slip(nurse: Desk, patient: str, clock: DrivenClock):
    consent = prepared(nurse, patient)
    consent_id = consent.id
    assert "record at" in sheet(nurse, "consent", consent_id)
    sign(nurse, consent)
    signed = build(nurse, PaperRequest("consent-signed", consent_id))
    assert signed.sealed
    assert "record at" not in " ".join(texts(signed.content))
    clock.pass_time(hours=100)
    nurse.record("snippet.change")
    assert build(nurse, PaperRequest("consent-signed", consent_id)).content == signed.content
    cover = sheet(nurse, "cover-slip", consent_id)
    digest = consents.get(nurse, consent_id).signed_paper
    assert digest in cover.replace(" ", "")
    assert anchors.stamp(nurse) in cover
    assert not build(nurse, PaperRequest("cover-slip", consent_id)).sealed


def test_a_blank_form_holds_nothing_of_the_record(receptionist: Desk):
    assert "record at" not in sheet(receptionist, "consent-blank", "iv-ketamine-mood.en")


def test_the_slip_is_noted_when_it_is_made(administrator: Desk):
    before = anchors.now(administrator)
    text = sheet(administrator, "anchor-slip")
    assert anchors.short_form(before.chain_hash) in text
    assert before.chain_hash in text.replace(" ", "")
    (slip, *_older) = anchors.latest(administrator)
    assert (slip.seq, slip.chain_hash) == (before.seq, before.chain_hash)


def test_the_history_of_a_chart_with_before_and_after(nurse: Desk, receptionist: Desk, patient: str):
    known = patients.get(nurse, patient)
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21), city="Bemidji")
    patients.amend(receptionist, patient, based_on=known.version, details=details)
    nurse.note_opening(patient)
    text = sheet(nurse, "history", patient)
    assert "City: Bemidji" in text
    assert "Opened the chart" in text
    only = sheet(nurse, "history", f"{patient} access")
    assert "Opened the chart" in only
    assert "Bemidji" not in only
    by_rita = sheet(nurse, "history", f"{patient} all {receptionist.person.id}")
    assert "Everything, by Rita Moss" in by_rita
    assert "Opened the chart" not in by_rita
    with pytest.raises(NotAllowed):
        build(receptionist, PaperRequest("history", patient))


def test_clinical_content_is_not_on_the_papers_of_an_administrator(nurse: Desk, administrator: Desk, patient: str):
    notes.write(nurse, patient_id=patient, kind="progress", body="Very private")
    for kind, subject in (("history", patient), ("access-log", ""), ("access-review", "2026-03")):
        text = sheet(administrator, kind, subject)
        assert "private" not in text


def test_the_log_on_paper(nurse: Desk, administrator: Desk, patient: str):
    nurse.note_opening(patient)
    choice = LogChoice(staff_id=nurse.person.id, kind=access_words.Kind.OPENED)
    text = sheet(administrator, "access-log", choice.as_text())
    assert "Charts opened, by Nina Okafor, RN" in text
    assert "ÅNGSTRÖM, Zoë" in text
    assert "1 entry" in text
    assert "No entries" in sheet(administrator, "access-log", LogChoice(until=date(2020, 1, 1)).as_text())
    with pytest.raises(NotAllowed):
        build(nurse, PaperRequest("access-log", ""))


def test_the_review_sheet(nurse: Desk, administrator: Desk, patient: str):
    nurse.note_opening(patient)
    text = sheet(administrator, "access-review", "2026-03")
    for words in ("March 2026", "Nina Okafor, RN", "This month is not over yet", "Reviewed by"):
        assert words in text
    found = access_reviews.sheet(administrator, date(2026, 3, 1))
    access_reviews.record_review(administrator, found, findings="<b>nothing</b>")
    after = sheet(administrator, "access-review", "2026-03")
    assert "<b>nothing</b>" in after
    assert "Reviewed by" not in after
    with pytest.raises(BadValue):
        build(administrator, PaperRequest("access-review", "2026-13"))


def test_the_accounting_of_disclosures(receptionist: Desk, patient: str):
    assert "Nothing is recorded." in sheet(receptionist, "disclosures", patient)
    for recipient, basis in (("County Court", Basis.LAW), ("Dr Novak", Basis.TREATMENT)):
        disclosures.record(
            receptionist, patient, recipient=recipient, what="Notes", purpose="Asked for", basis=basis, way=Way.POST
        )
    text = sheet(receptionist, "disclosures", patient)
    assert "County Court" in text
    assert "Dr Novak" not in text
    assert "From 01-Mar-2020 to 02-Mar-2026" in text
    assert "Dr Novak" in sheet(receptionist, "disclosures", f"{patient} all")

"""A note on paper says who signed it and how, and what became of it since."""

from datetime import timedelta
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotAllowed
from clinicdesk.printing import note as note_paper
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import care_team, note_signing, note_templates, notes
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.rules.note_sections import NoteKind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.printing.sheets import texts
from tests.records.sessions import steps


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


def sheets(desk: Desk, note_id: str) -> list[str]:
    return [" ".join(sheet.split()) for sheet in texts(note_paper.build(desk, note_id))]


def text_of(desk: Desk, note_id: str) -> str:
    return " ".join(sheets(desk, note_id))


def written(desk: Desk, patient_id: str, body: str = "Slept <b>well</b>.", **more: object) -> str:
    return notes.write(desk, patient_id=patient_id, kind="progress", body=body, **more)  # type: ignore[arg-type]


def test_an_unsigned_note_says_so_on_every_sheet(nurse: Desk, zoe: str):
    note_id = written(nurse, zoe, "One line of many.\n" * 120)
    found = sheets(nurse, note_id)
    assert len(found) > 1
    for sheet in found:
        assert "Not signed yet" in sheet
        assert "ÅNGSTRÖM, Zoë (Ms)" in sheet
        assert "this clinic's clinicians" in sheet
    assert "Not signed: this text may still change." in found[-1]


def test_what_is_signed_is_printed_whatever_was_typed_or_pasted(nurse: Desk, zoe: str):
    """It cannot be typed anew: what no font has is printed as its code, what has no ink as well."""
    odd = "Felt \N{WOMAN} and \N{HEBREW LETTER ALEF}, \u200emarked\u202a, \x07rang."
    note_id = written(nurse, zoe, odd)
    with pytest.raises(CannotPrint, match="U\\+1F469"):
        note_paper.build(nurse, note_id)
    notes.sign(nurse, note_id)
    notes.addendum(nurse, note_id, body="Added \N{WOMAN}")
    note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="Wrong \N{WOMAN}")
    text = text_of(nurse, note_id)
    for words in ("Felt [U+1F469] and [U+05D0]", "[U+0007]rang", "Added [U+1F469]", "Wrong [U+1F469]"):
        assert words in text


def test_everything_that_became_of_it_is_printed(nurse: Desk, prescriber: Desk, zoe: str, clock: DrivenClock):
    note_id = written(nurse, zoe, about_at=clock.now() - timedelta(hours=20))
    read = notes.get(nurse, note_id)
    notes.rewrite(nurse, note_id, body="Slept <b>badly</b>.", based_on=read.version)
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    note_signing.sign(nurse, notes.get(nurse, note_id), pin=PASSWORD)
    text = text_of(nurse, note_id)
    assert "Waits for the co-signature of Dr Pat Osei." in text
    assert "Co-signature missing" in text
    clock.pass_time(minutes=5)
    note_signing.cosign(prescriber, notes.get(nurse, note_id), pin=PASSWORD)
    notes.addendum(nurse, note_id, body="It was Tuesday.")
    text = text_of(nurse, note_id)
    hashes = note_signing.content_hashes(nurse, notes.get(nurse, note_id))
    for words in (
        "Progress note",
        "Slept <b>badly</b>.",
        "01-Mar-2026 13:00. Late entry: it was written afterwards.",
        "Signed electronically by Nina Okafor, RN, 02-Mar-2026 09:00. Content",
        "Co-signed electronically by Dr Pat Osei, 02-Mar-2026 09:05. Content",
        "Addendum by Nina Okafor, RN, 02-Mar-2026 09:05",
        "It was Tuesday.",
        "The record keeps 2 versions of this text. 1 addendum.",
        *(one[:16] for one in hashes.values()),
    ):
        assert words in text, words
    for words in ("Waits for", "Co-signature missing", "Not signed", "Slept <b>well", "Voided"):
        assert words not in text


def test_a_voided_note_is_marked_on_every_sheet_with_the_reason(nurse: Desk, zoe: str):
    note_id = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="A line.\n" * 150)
    note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="About somebody else")
    found = sheets(nurse, note_id)
    assert len(found) > 1
    assert all("Voided" in sheet for sheet in found)
    assert "Voided by Nina Okafor, RN, 02-Mar-2026 09:00: it counts no more. Why: About somebody else" in found[0]
    assert "A line." in found[0]


def test_handing_on_is_told(nurse: Desk, prescriber: Desk, zoe: str):
    note_id = written(nurse, zoe)
    note_signing.hand_on(nurse, note_id, to_id=prescriber.person.id)
    note_signing.sign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    text = text_of(nurse, note_id)
    assert "Signed electronically by Dr Pat Osei for Nina Okafor, RN, 02-Mar-2026 09:00." in text
    assert "Handed on to Dr Pat Osei to sign by Nina Okafor, RN, 02-Mar-2026 09:00" in text


def test_headings_of_the_template_and_nothing_else_stand_out(nurse: Desk, zoe: str):
    template = note_templates.of_kind(NoteKind.PROGRESS)
    assert template is not None
    body = f"{template.titles[0]}\nBetter.\n# No heading\n{template.titles[0]}s"
    note_id = notes.write(nurse, patient_id=zoe, kind="progress", body=body, template=template)
    text = text_of(nurse, note_id)
    assert f"{template.titles[0]} Better. # No heading {template.titles[0]}s" in text
    assert f"Template {template.id}, version {template.version}" in text


def test_the_paper_has_a_neutral_name_and_is_not_for_the_front_desk(nurse: Desk, receptionist: Desk, zoe: str):
    note_id = written(nurse, zoe)
    paper = papers.build(nurse, PaperRequest("note", note_id))
    assert (paper.title, paper.file_name, paper.patient_id) == ("Note", "000001-note-2026-03-02.pdf", zoe)
    with pytest.raises(NotAllowed):
        papers.build(receptionist, PaperRequest("note", note_id))


def test_the_same_note_makes_the_same_bytes(nurse: Desk, zoe: str, tmp_path: Path):
    note_id = written(nurse, zoe)
    assert note_paper.build(nurse, note_id) == note_paper.build(nurse, note_id)
    assert list(tmp_path.glob("**/*.pdf")) == []


def test_the_session_and_to_whom_a_letter_goes_are_printed(nurse: Desk, zoe: str):
    session_id = steps.plan_for(nurse, zoe)
    therapist = CareMember(role=CareRole.THERAPIST, name="Dr Ada Byrne", practice="Byrne Therapy")
    to = care_team.add(nurse, zoe, therapist)
    note_id = notes.write(
        nurse, patient_id=zoe, kind="letter", body="Dear Dr Byrne", session_id=session_id, recipient_id=to
    )
    text = text_of(nurse, note_id)
    assert "Session 1 of 6, 02-Mar-2026" in text
    assert "To Dr Ada Byrne, Byrne Therapy" in text

"""The copy of a whole chart: every paper as it is, where the contents say, and nothing that acts or does not belong."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled, NotAllowed
from clinicdesk.exchange import incoming
from clinicdesk.printing import chart_documents, chart_volume
from clinicdesk.printing.chart_volume import Placed, Volume
from clinicdesk.records import consents, documents, notes, sessions
from clinicdesk.rules.note_sections import NoteKind
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import outside_files
from tests.printing import treated
from tests.records.consenting import countersign, prepared, sign
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return treated.register(nurse)


def file(desk: Desk, patient: str, content: bytes, title: str = "") -> str:
    found = incoming.from_bytes(content)
    kept = documents.file(desk, patient_id=patient, incoming=found, source=documents.Source.CHOSEN, kind="letter")
    if title:
        known = documents.get(desk, kept)
        documents.amend(desk, known, kind="letter", title=title, dated_on=None, reviewer_id=None)
    return kept


def part(volume: Volume, kind: str) -> Placed:
    return next(one for one in volume.placed if one.part.kind == kind)


def pages(volume: Volume, one: Placed) -> list[str]:
    reader = PdfReader(BytesIO(volume.content))
    return [reader.pages[place].extract_text() for place in range(one.first - 1, one.first - 1 + one.pages)]


def drawn(content: bytes, first: int, count: int) -> list[bytes]:
    """Return what is drawn on some pages, byte for byte."""
    found = [PdfReader(BytesIO(content)).pages[place].get_contents() for place in range(first, first + count)]
    return [one.get_data() if one is not None else b"" for one in found]


def test_a_signed_form_stands_in_it_exactly_as_it_was_signed(nurse: Desk, prescriber: Desk, patient: str) -> None:
    signed = countersign(prescriber, sign(nurse, prepared(nurse, patient)))
    volume = chart_volume.build(nurse, patient)
    placed = part(volume, "consent-signed")
    stored = nurse.clinic.blobs.fetch(consents.get(nurse, signed.id).signed_paper or "")
    assert placed.pages == len(PdfReader(BytesIO(stored)).pages)
    assert drawn(volume.content, placed.first - 1, placed.pages) == drawn(stored, 0, placed.pages)


def test_the_contents_name_the_page_where_each_part_begins(
    nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
) -> None:
    steps.plan_for(prescriber, patient)
    treated.treat(nurse, prescriber, sessions.of_patient(nurse, patient)[0].id, clock)
    note_id = notes.write(nurse, patient_id=patient, kind=NoteKind.PROGRESS, body="A quiet week & <b>sleep</b>")
    volume = chart_volume.build(nurse, patient)
    assert volume.pages == len(PdfReader(BytesIO(volume.content)).pages)
    for kind, words in (("face-sheet", "Face sheet"), ("note", "A quiet week & <b>sleep</b>"), ("session", "Session")):
        assert words in pages(volume, part(volume, kind))[0]
    assert part(volume, "note").part.subject_id == note_id
    slip = PdfReader(BytesIO(volume.content)).pages[0].extract_text()
    assert f"{volume.pages} pages" in slip
    assert "Notes of psychotherapy" in slip
    ends = [one.first + one.pages for one in volume.placed]
    assert ends[-1] == volume.pages + 1
    assert [one.first for one in volume.placed[1:]] == ends[:-1]


def test_nothing_in_it_acts(nurse: Desk, patient: str) -> None:
    file(nurse, patient, outside_files.pdf_with_script())
    file(nurse, patient, outside_files.readable_pdf("Lithium 0.8"))
    volume = chart_volume.build(nurse, patient)
    whole = b"".join(str(one.get_object()).encode() for one in _objects(volume.content))
    for mark in ("/JavaScript", "/Launch", "/OpenAction", "/Annots", "/AA", "/EmbeddedFile"):
        assert f"'{mark}'".encode() not in whole
    assert all(not one.problem for one in volume.placed)
    assert any("Lithium" in text for one in volume.placed for text in pages(volume, one))


def _objects(content: bytes) -> list[object]:
    reader = PdfReader(BytesIO(content))
    return [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1) if number in reader.xref[0]]


def test_a_page_with_fields_is_seen_as_it_was_filled_in() -> None:
    shown = chart_documents.inert(outside_files.readable_pdf("plain"))
    assert "plain" in PdfReader(BytesIO(shown)).pages[0].extract_text()


def test_pictures_are_sheets_of_their_own(nurse: Desk, patient: str) -> None:
    file(nurse, patient, outside_files.picture("PNG"))
    file(nurse, patient, outside_files.tiff(3))
    volume = chart_volume.build(nurse, patient)
    assert sorted(one.pages for one in volume.placed if one.part.kind == "document") == [1, 3]


def test_what_cannot_be_shown_has_a_sheet_that_says_so(nurse: Desk, patient: str) -> None:
    kept = file(nurse, patient, outside_files.picture("JPEG", (50, 50)), "Old scan")
    digest = nurse.row("SELECT sha256 FROM documents WHERE id = ?", kept)
    assert digest is not None
    nurse.clinic.blobs.erase([digest["sha256"]])
    volume = chart_volume.build(nurse, patient)
    placed = part(volume, "document")
    assert placed.problem
    assert "cannot be shown" in pages(volume, placed)[0]
    assert "cannot be shown" in PdfReader(BytesIO(volume.content)).pages[0].extract_text()


def test_psychotherapy_notes_are_in_no_copy_not_even_their_authors(nurse: Desk, patient: str) -> None:
    notes.write(nurse, patient_id=patient, kind=NoteKind.PSYCHOTHERAPY, body="What was said in confidence")
    volume = chart_volume.build(nurse, patient)
    assert all("in confidence" not in text for one in volume.placed for text in pages(volume, one))
    assert [one for one in volume.placed if one.part.kind == "note"] == []


@pytest.mark.parametrize("login", ["rita", "ada"])
def test_only_clinicians_make_one(sign_in: Callable[[str], Desk], patient: str, login: str) -> None:
    with pytest.raises(NotAllowed):
        chart_volume.build(sign_in(login), patient)


def test_it_can_be_stopped(nurse: Desk, patient: str) -> None:
    def report(done: int, _of: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        chart_volume.build(nurse, patient, report=report)

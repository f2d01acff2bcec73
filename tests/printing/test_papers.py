"""Papers by their kind: neutral titles and file names, and the recovery sheet for administrators only."""

import json
from datetime import date
from typing import get_args

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed, NotFound
from clinicdesk.printing import from_desk, papers
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import consents, history_words, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.printing import spanish
from tests.printing.sheets import read, texts

MOOD = "iv-ketamine-mood"


@pytest.fixture
def patient(nurse: Desk) -> str:
    return patients.register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë", middle_name="Q"))


def test_file_name_and_title_tell_the_paper_and_nobody(receptionist: Desk, patient: str):
    consent_id = consents.prepare(receptionist, patient_id=patient, text_name=MOOD)
    paper = build(receptionist, PaperRequest("consent", consent_id))
    assert (paper.title, paper.file_name) == ("Consent form", "000001-consent-1-2026-03-02.pdf")
    assert paper.patient_id == patient
    properties = json.dumps(dict(read(paper.content).metadata or {}), default=str)
    assert "ngstr" not in properties.casefold()


def test_a_blank_consent_is_about_nobody(receptionist: Desk):
    paper = build(receptionist, PaperRequest("consent-blank", MOOD))
    assert (paper.file_name, paper.patient_id) == ("consent-iv-ketamine-mood-blank.pdf", None)
    assert build(receptionist, PaperRequest("consent-blank", f"{MOOD}.en")).content == paper.content


def test_the_paper_says_what_kind_of_form_it_is(everyone: Desk, patient: str):
    spanish.adopt(everyone)
    consent_id = consents.prepare(everyone, patient_id=patient, text_name=spanish.FOTOS, language="es")
    paper = build(everyone, PaperRequest("consent", consent_id))
    assert paper.title == "Permission form"
    assert (read(paper.content).metadata or {})["/Title"] == "Formulario de autorización"


def test_the_stored_form_is_not_made_up(receptionist: Desk, patient: str):
    consent_id = consents.prepare(receptionist, patient_id=patient, text_name=MOOD)
    with pytest.raises(NotFound):
        build(receptionist, PaperRequest("consent-signed", consent_id))


def test_the_recovery_sheet_is_for_administrators_and_seeing_it_is_recorded(
    administrator: Desk, prescriber: Desk, clinic: Clinic
):
    with pytest.raises(NotAllowed):
        build(prescriber, PaperRequest("recovery-sheet"))
    paper = build(administrator, PaperRequest("recovery-sheet"))
    assert clinic.recovery_words()[0] in texts(paper.content)[0]
    assert (paper.file_name, paper.patient_id) == ("recovery-sheet.pdf", None)
    actions = [entry.action for entry in clinic.ledger.entries_after(0)]
    assert actions.count("practice.recovery_sheet") == 1


def test_every_paper_has_a_name_in_the_history():
    kinds = set(get_args(papers.PaperKind)) - {"recovery-sheet"}
    assert kinds <= set(history_words._PAPERS)
    assert set(papers._BUILDERS) | papers.SLOW == set(get_args(papers.PaperKind))


def test_what_every_paper_is_told(receptionist: Desk, patient: str):
    letterhead = from_desk.letterhead(receptionist)
    assert (letterhead.name, letterhead.paper_size, letterhead.sample) == ("Harbour Infusion Clinic", "Letter", False)
    about = from_desk.about(patients.get(receptionist, patient))
    assert (about.name, about.record_number) == ("ÅNGSTRÖM, Zoë Q", "000 001")
    assert about.birth_date_text == "date not known"
    imprint = from_desk.imprint(receptionist, "Letter", "Dr Novak")
    assert imprint.printed_by == "Rita Moss"
    assert imprint.made_at.date() == date(2026, 3, 2)
    assert imprint.made_at.hour == 9

"""Documents of the sample clinic: papers from elsewhere that are filed, reviewed, or wait for it."""

from datetime import date
from typing import Any

from clinicdesk.formats import format_date
from clinicdesk.records import documents, patients
from clinicdesk.records.documents import Source
from clinicdesk.sample.stage import Stage, Story


def filing(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how a paper comes in and is filed, and how a clinician reviews it."""
    yield stage.when(entry)
    from clinicdesk.exchange import incoming  # reads PDFs, which is slow to start, and naming the password needs none

    desk, patient_id = stage.desks["receptionist"], stage.patients[entry["patient"]]
    document_id = documents.file(
        desk,
        patient_id=patient_id,
        incoming=incoming.from_bytes(_content(stage, entry)),
        source=Source(entry.get("source", "scan_folder")),
        kind=entry["kind"],
        title=entry["title"],
        dated_on=_dated(stage, entry),
        reviewer_id=stage.desks[entry["reviewer"]].person.id if "reviewer" in entry else None,
    )
    if reviewed := entry.get("reviewed"):
        yield stage.when(reviewed)
        clinician = stage.desks[entry["reviewer"]]
        clinician.note_opening(patient_id)
        documents.review(clinician, documents.get(clinician, document_id))


def _content(stage: Stage, entry: dict[str, Any]) -> bytes:
    """Return the paper itself, which names the patient as papers from elsewhere do."""
    from clinicdesk.sample import outside_papers  # as above

    patient = patients.get(stage.desks["receptionist"], stage.patients[entry["patient"]])
    name = f"{patient.given_name} {patient.family_name}"
    born = format_date(patient.birth_date) if patient.birth_date else ""
    if "card" in entry:
        return outside_papers.card(entry["from"], [name, *entry["card"]])
    day = _dated(stage, entry)
    return outside_papers.sheet(entry["from"], f"{name}, born {born}", format_date(day) if day else "", entry["lines"])


def _dated(stage: Stage, entry: dict[str, Any]) -> date | None:
    return stage.day(stage.working_day(entry["dated_day"])) if "dated_day" in entry else None

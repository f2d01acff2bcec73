"""How the ledger treats each table. A test compares this list with the file."""

from clinicdesk.records.document_index import index_documents
from clinicdesk.records.patient_index import index_patients
from clinicdesk.records.unsigned_index import index_notes, index_session_events, index_signatures
from clinicdesk.storage.ledger import Schema, Table

_WITH_SESSION = {"session_id": "sessions"}

SCHEMA = Schema(
    version=1,
    tables={
        "practice": Table(),
        "staff": Table(),
        "claims": Table(),
        "chairs": Table(),
        "opening_hours": Table(),
        "closed_days": Table(),
        "duties": Table(),
        "patients": Table(),
        "patient_answers": Table(),
        "allergies": Table(),
        "medicines": Table(),
        "problems": Table(),
        "indications": Table(),
        "treatments_tried": Table(),
        "import_batches": Table(),
        "published_files": Table(insert_only=True),
        "adopted_texts": Table(insert_only=True),
        "signatures": Table(insert_only=True),
        "consents": Table(insert_only=True),
        "consent_events": Table(insert_only=True),
        "seals": Table(insert_only=True),
        "series": Table(),
        "sessions": Table(),
        "session_events": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "observations": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "orders": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "drugs_given": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "adverse_events": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "notes": Table(),
        "addenda": Table(insert_only=True),
        "appointments": Table(),
        "appointment_events": Table(insert_only=True),
        "waiting_list": Table(),
        "call_attempts": Table(insert_only=True),
        "call_flags": Table(),
        "enquiries": Table(),
        "coverages": Table(),
        "authorisations": Table(),
        "payments": Table(insert_only=True),
        "messages": Table(insert_only=True),
        "message_events": Table(insert_only=True),
        "documents": Table(),
        "merges": Table(),
        "misfiled": Table(),
    },
    indexers={
        "patients": index_patients,
        "session_events": index_session_events,
        "notes": index_notes,
        "signatures": index_signatures,
        "documents": index_documents,
    },
)

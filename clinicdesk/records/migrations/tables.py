"""How the ledger treats each table. A test compares this list with the file."""

from collections.abc import Sequence

from clinicdesk.records import patient_index, text_index
from clinicdesk.records.alert_index import alerts_agree, index_alert_events, index_alerts
from clinicdesk.records.patient_index import index_patients, patients_agree
from clinicdesk.records.text_index import index_comments, index_misfiled, text_indexer, texts_agree
from clinicdesk.records.unsigned_index import (
    index_note_events,
    index_notes,
    index_session_events,
    index_signatures,
    index_verbal_orders,
    unsigned_agree,
)
from clinicdesk.storage.database import Connection
from clinicdesk.storage.ledger import Indexer, Schema, Table

_WITH_SESSION = {"session_id": "sessions"}


def _in_turn(*indexers: Indexer) -> Indexer:
    def index(connection: Connection, row_ids: Sequence[str]) -> None:
        for one in indexers:
            one(connection, row_ids)

    return index


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
        "published_files": Table(insert_only=True, named_by_content=True),
        "adopted_texts": Table(insert_only=True),
        "adopted_protocols": Table(insert_only=True),
        "signatures": Table(insert_only=True),
        "consents": Table(insert_only=True),
        "consent_events": Table(insert_only=True),
        "seals": Table(insert_only=True),
        "series": Table(),
        "series_events": Table(insert_only=True),
        "eligibility": Table(insert_only=True),
        "eligibility_passes": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "workups": Table(insert_only=True),
        "enrolments": Table(),
        "site_certifications": Table(),
        "day_checks": Table(insert_only=True),
        "sessions": Table(),
        "session_events": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "observations": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "orders": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "second_checks": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "verbal_orders": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "drugs_given": Table(insert_only=True, sealed_with=_WITH_SESSION),
        "adverse_events": Table(insert_only=True, sealed_with=_WITH_SESSION),
        # What becomes known or is sent after the signature stands beside the signed session.
        "late_events": Table(insert_only=True),
        "monitoring_forms": Table(insert_only=True),
        "notes": Table(),
        "note_events": Table(insert_only=True),
        "snippets": Table(),
        "addenda": Table(insert_only=True),
        "care_team": Table(),
        "medicine_decisions": Table(insert_only=True),
        "installed_measures": Table(insert_only=True),
        "measure_results": Table(insert_only=True),
        "measure_events": Table(insert_only=True),
        "measure_skips": Table(insert_only=True),
        "measure_alerts": Table(insert_only=True),
        "alert_events": Table(insert_only=True),
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
        "emergency_accesses": Table(insert_only=True),
        "emergency_reviews": Table(insert_only=True),
        "access_reviews": Table(insert_only=True),
        "anchors": Table(insert_only=True),
        "disclosures": Table(insert_only=True),
        "rights_requests": Table(),
        "rights_events": Table(insert_only=True),
        "legal_holds": Table(),
        "erasures": Table(insert_only=True),
        "key_changes": Table(insert_only=True),
        "admitted_accounts": Table(),
        "backup_places": Table(),
        "backups": Table(insert_only=True),
        "restore_proofs": Table(insert_only=True),
    },
    indexers={
        "patients": index_patients,
        "session_events": _in_turn(index_session_events, text_indexer("session_events")),
        "notes": _in_turn(index_notes, text_indexer("notes")),
        "note_events": index_note_events,
        "signatures": index_signatures,
        "sessions": text_indexer("sessions"),
        "documents": text_indexer("documents"),
        "addenda": text_indexer("addenda"),
        "verbal_orders": _in_turn(index_verbal_orders, text_indexer("verbal_orders")),
        "observations": index_comments,
        "adverse_events": text_indexer("adverse_events"),
        "late_events": text_indexer("late_events"),
        "misfiled": index_misfiled,
        "measure_alerts": index_alerts,
        "alert_events": index_alert_events,
    },
    compared_by=patient_index.COMPARED_BY | text_index.COMPARED_BY,
    agreements=(patients_agree, unsigned_agree, alerts_agree, texts_agree),
)

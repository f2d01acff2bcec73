"""How the rows of each table that names a patient are found, and what their kind is called. A test compares this list
with the clinic file, so that a new table cannot be forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import kept_apart
from clinicdesk.records.migrations.tables import SCHEMA
from clinicdesk.records.session_place import place

Row = tuple[str, str]
"""A row's table and id."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        name: What people call one of them; of what follows others, several.
        at: SQL for its day, of the row ``x`` and the entry ``e`` that wrote it last.
        detail: SQL for a few words that tell it from others; never clinical, everybody may read it.
        clinical: SQL for words that say it better, to whoever may read clinical text.
        follows: Whether it is found through another record only: a value through its session.
        reader: SQL for the one person who may read of it, NULL where everybody with the right role does.
    """

    name: str
    at: str = "e.at"
    detail: str = "''"
    clinical: str = ""
    follows: bool = False
    reader: str = "NULL"

    def words(self, desk: Desk) -> str:
        """Return the SQL for what this person may read of it."""
        if not self.clinical or not desk.sees("clinical"):
            return self.detail
        # An id of our own making: no quotation mark stands in it.
        return f"iif(coalesce({self.reader}, '{desk.person.id}') = '{desk.person.id}', {self.clinical}, {self.detail})"

    def known_to(self, desk: Desk) -> str:
        """Return the SQL condition that this person may know that there is such a record."""
        return f"coalesce({self.reader}, '{desk.person.id}') = '{desk.person.id}'"


_SESSION = (
    f"(SELECT coalesce(nullif({place('s')}, 0), '–') || ' / ' || r.planned_count "
    "FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = x.id)"
)

KINDS: Mapping[str, Kind] = {
    "series": Kind(_("Series"), detail="x.title"),
    "sessions": Kind(_("Session"), "x.planned_on", _SESSION),
    "appointments": Kind(_("Appointment"), "x.starts_at"),
    "consents": Kind(_("Consent"), "x.prepared_at", "printf('%06d', x.form_number)"),
    "notes": Kind(_("Note"), "x.written_at", clinical="substr(x.body, 1, 80)", reader=kept_apart.only_reader("x.id")),
    "documents": Kind(_("Document"), "coalesce(x.dated_on, e.at)", clinical="x.title"),
    "allergies": Kind(_("Allergy"), clinical="x.substance"),
    "medicines": Kind(_("Medicine"), clinical="x.name"),
    "problems": Kind(_("Problem"), clinical="x.name"),
    "indications": Kind(_("Indication"), clinical="x.name"),
    "treatments_tried": Kind(_("Treatment tried"), clinical="x.treatment"),
    "coverages": Kind(_("How visits are paid")),
    "authorisations": Kind(_("Prior authorisation"), "coalesce(x.valid_from, e.at)"),
    "payments": Kind(_("Payment"), "x.paid_on"),
    "waiting_list": Kind(_("Place on the waiting list")),
    "call_attempts": Kind(_("Call"), "x.called_at"),
    "enquiries": Kind(_("Enquiry"), "x.taken_at"),
    "messages": Kind(_("Message"), "x.sent_at"),
    "eligibility": Kind(_("Eligibility"), "x.decided_on"),
    "workups": Kind(_("Work-up"), "x.done_on", clinical="x.kind"),
    "enrolments": Kind(_("Enrolment"), "x.enrolled_on", detail="x.programme"),
    "care_team": Kind(_("Somebody who treats the patient"), detail="x.role"),
    "measure_results": Kind(_("Questionnaire"), "x.answered_at", clinical="x.measure"),
    "measure_skips": Kind(_("Questionnaire not asked")),
    "disclosures": Kind(_("Disclosure"), "x.disclosed_at", detail="x.basis"),
    "rights_requests": Kind(_("Request of the patient"), "x.received_on", detail="x.kind"),
    "legal_holds": Kind(_("Legal hold"), "x.placed_at"),
    "emergency_accesses": Kind(_("Emergency access"), "x.began_at"),
    "rights_events": Kind(_("Steps of requests"), "x.occurred_at", follows=True),
    "medicine_decisions": Kind(_("Decisions about medicines"), "x.decided_on", follows=True),
    "signatures": Kind(_("Signatures"), "x.signed_at", follows=True),
    "seals": Kind(_("Seals of consents"), "x.sealed_at", follows=True),
    "consent_events": Kind(_("Steps of consents"), "x.occurred_at", follows=True),
    "series_events": Kind(_("Steps of series"), "x.occurred_on", follows=True),
    "session_events": Kind(_("Steps of sessions"), "x.occurred_at", follows=True),
    "observations": Kind(_("Values measured"), "x.taken_at", follows=True),
    "orders": Kind(_("Orders"), follows=True),
    "second_checks": Kind(_("Second checks"), "x.checked_at", follows=True),
    "verbal_orders": Kind(_("Verbal orders"), "x.said_at", follows=True),
    "eligibility_passes": Kind(_("Stops passed"), follows=True),
    "drugs_given": Kind(_("Drugs given"), "x.given_at", follows=True),
    "adverse_events": Kind(_("Adverse events"), "x.onset_at", follows=True),
    "late_events": Kind(_("Late events"), "x.told_at", follows=True),
    "monitoring_forms": Kind(_("Monitoring forms"), follows=True),
    "addenda": Kind(_("Addenda"), "x.written_at", follows=True, reader=kept_apart.only_reader("x.subject_id")),
    "note_events": Kind(_("Steps of notes"), "x.occurred_at", follows=True, reader=kept_apart.only_reader("x.note_id")),
    "measure_events": Kind(_("Steps of questionnaires"), "x.occurred_at", follows=True),
    "measure_alerts": Kind(_("Calls for a clinician"), "x.raised_at", follows=True),
    "alert_events": Kind(_("Steps of calls for a clinician"), "x.occurred_at", follows=True),
    "appointment_events": Kind(_("Steps of visits"), "x.occurred_at", follows=True),
}
"""The records of a patient, in the order they are shown."""

STATED = frozenset({"patient_answers", "call_flags"})
"""One row says one thing of one registration, whose id begins the row's: it is set anew, never given to another."""

ABOUT_FILING = frozenset({"misfiled", "erasures"})
"""Rows about where records stand, and what was taken out of them, which stay as they are."""


def parent_of(desk: Desk, row: Row) -> Row | None:
    """Return the record that a row hangs on, or None where it stands by itself."""
    table, row_id = row
    found = desk.row(f"SELECT * FROM {table} WHERE id = ?", row_id) or {}
    if table in ("signatures", "addenda"):
        return found["subject_table"], found["subject_id"]
    if earlier := found.get(_EARLIER.get(table, "")):
        return table, earlier
    if table == "call_attempts":
        return _called_about(desk, found["subject_id"])
    for column, above in _ABOVE:
        if found.get(column):
            return above, found[column]
    return None


_EARLIER = {
    "payments": "corrects",
    "call_attempts": "corrects",
    "messages": "answers",
    "measure_results": "corrects",
    "disclosures": "corrects",
}
_ABOVE = (
    ("request_id", "rights_requests"),
    ("alert_id", "measure_alerts"),
    ("result_id", "measure_results"),
    ("note_id", "notes"),
    ("medicine_id", "medicines"),
    ("series_id", "series"),
    ("session_id", "sessions"),
    ("consent_id", "consents"),
    ("appointment_id", "appointments"),
)


def _called_about(desk: Desk, subject_id: str | None) -> Row | None:
    for table in ("appointments", "sessions"):
        if subject_id and desk.row(f"SELECT 1 FROM {table} WHERE id = ?", subject_id):
            return table, subject_id
    return None


def is_closed(desk: Desk, row: Row) -> bool:
    """Tell whether a row can never be written again: signed, or of a kind that is only added to."""
    table, row_id = row
    signed = "SELECT 1 FROM signatures WHERE subject_table = ? AND subject_id = ?"
    return SCHEMA.tables[table].insert_only or desk.row(signed, table, row_id) is not None

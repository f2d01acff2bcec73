"""The words of a chart's history: what an action was, what a column is called, and how its value reads."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.rules import vitals
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Value

ACTIONS: Mapping[str, str] = {
    "patient.register": _("Registered the patient"),
    "patient.amend": _("Changed the patient's details"),
    "patient.void": _("Voided the patient's record"),
    "patient.import": _("Imported the patient"),
    "patient.merge": _("Merged two records of one person"),
    "patient.unmerge": _("Parted two merged records"),
    "place.change": _("Changed chairs or opening hours"),
    "enquiry.take": _("Wrote down an enquiry"),
    "enquiry.change": _("Changed an enquiry"),
    "coverage.change": _("Changed how visits are paid"),
    "payment.record": _("Recorded a payment"),
    "appointment.book": _("Booked an appointment"),
    "appointment.change": _("Changed an appointment"),
    "appointment.cancel": _("Cancelled an appointment"),
    "appointment.no_show": _("Marked an appointment as no-show"),
    "visit.arrive": _("Marked the patient as arrived"),
    "visit.undo_arrival": _("Took the arrival back"),
    "visit.check_in": _("Checked the patient in"),
    "visit.begin": _("Began the visit"),
    "visit.leave": _("Marked the visit as over"),
    "waiting.change": _("Changed the waiting list"),
    "call.record": _("Called the patient"),
    "call.flag": _("Asked for a call first if the patient does not come"),
    "message.send": _("Sent a message to a colleague"),
    "message.handle": _("Handled a message"),
    "duty.set": _("Named the clinician on duty"),
    "document.file": _("Filed a document"),
    "document.amend": _("Changed what is written about a document"),
    "document.review": _("Reviewed a document"),
    "document.void": _("Voided a document"),
    "document.refile": _("Moved a document from the wrong chart to the right one"),
    "schedule.export": _("Exported appointments"),
    "chart.open": _("Opened the chart"),
    "paper.print": _("Printed a paper"),
    "paper.save": _("Saved a paper as a file"),
    "consent.prepare": _("Prepared a consent form"),
    "consent.sign": _("Had a consent signed on the screen"),
    "consent.sign_on_paper": _("Recorded a consent signed on paper"),
    "consent.scan_received": _("Added the scan of a signed consent"),
    "consent.decline": _("Recorded that the patient declined"),
    "consent.withdraw": _("Recorded that the patient withdrew consent"),
    "consent.countersign": _("Countersigned a consent"),
    "consent.explain": _("Recorded the talk about a consent"),
    "consent.identify": _("Recorded who signed a form at home"),
    "consent.ask": _("Wrote down a question about a consent"),
    "consent.answer": _("Answered a question about a consent"),
    "consent.attest": _("Had a consent signed by somebody beside the patient"),
    "consent.copy_given": _("Gave a copy of a consent"),
    "consent.void": _("Voided a consent form"),
    "consent.keep": _("Kept something that depended on a consent"),
    "consent.expire": _("A consent expired"),
    "wording.adopt": _("Adopted a consent text"),
    "protocol.adopt": _("Adopted a protocol"),
    "eligibility.decide": _("Decided on eligibility"),
    "eligibility.pass": _("Let a visit go on past a stop"),
    "workup.record": _("Recorded work-up"),
    "enrolment.change": _("Changed an enrolment"),
    "site.certify": _("Changed the clinic's certification"),
    "day.check": _("Recorded the checks of the day"),
    "series.plan": _("Planned a series"),
    "series.end": _("Ended a series"),
    "series.change": _("Changed the plan of a series"),
    "session.move": _("Moved a session"),
    "session.add": _("Added a session"),
    "session.arrive": _("Marked the patient as arrived"),
    "session.check": _("Recorded the checks before the start"),
    "session.hold": _("Held the visit"),
    "session.order": _("Signed the order"),
    "session.second_check": _("Checked the dose independently"),
    "session.verbal_order": _("Took a verbal order"),
    "session.sign_verbal": _("Signed a verbal order"),
    "session.start": _("Started the infusion"),
    "session.rate": _("Changed the rate"),
    "session.pause": _("Paused the infusion"),
    "session.resume": _("Resumed the infusion"),
    "session.end": _("Ended the infusion"),
    "session.device": _("Recorded a nasal device"),
    "session.bolus": _("Recorded a bolus"),
    "session.pump": _("Recorded what the pump shows"),
    "session.observe": _("Recorded vital signs"),
    "session.correct": _("Corrected a value"),
    "session.move_row": _("Moved vital signs to the right chair"),
    "session.note": _("Noted something in the session"),
    "session.nurse": _("Took over the chair"),
    "session.escort": _("Recorded a step about the escort"),
    "session.call": _("The patient called"),
    "session.go": _("Said “I am going”"),
    "session.alarm": _("Dealt with an alarm"),
    "session.drug": _("Recorded a drug given"),
    "session.adverse_event": _("Recorded an adverse event"),
    "session.discharge": _("Discharged the patient"),
    "session.not_treated": _("Recorded that no treatment was given"),
    "session.late_event": _("Recorded a late event"),
    "session.monitoring_form": _("Worked on the monitoring form"),
    "session.sign": _("Signed the session"),
    "session.addendum": _("Added to a signed session"),
    "note.write": _("Saved a note"),
    "note.sign": _("Signed a note"),
    "note.addendum": _("Added to a signed note"),
    "note.void": _("Voided a note"),
    "note.cosign": _("Co-signed a note"),
    "note.send": _("Sent a letter"),
    "note.hand_on": _("Gave a note to somebody else to sign"),
    "snippet.change": _("Changed a snippet"),
    "care.change": _("Changed who else treats the patient"),
    "medicine.decide": _("Decided about a medicine"),
    "measure.install": _("Installed the text of a questionnaire"),
    "measure.record": _("Recorded a questionnaire"),
    "measure.void": _("Voided a questionnaire"),
    "measure.skip": _("Noted that a questionnaire is not asked"),
    "alert.show": _("Was told that a clinician is needed"),
    "alert.take": _("Took a call for a clinician"),
    "alert.settle": _("Recorded what was done about an answer"),
    "outcomes.export": _("Saved the outcomes of the practice as a file"),
    "emergency.begin": _("Opened the chart by emergency access"),
    "emergency.review": _("Read of an emergency access"),
    "access.export": _("Saved the access log as a file"),
    "access.review": _("Reviewed who opened what"),
    "anchor.write": _("Wrote the state of the record down"),
    "disclosure.record": _("Recorded what left the clinic"),
    "right.request": _("Took a request of the patient"),
    "right.step": _("Worked on a request of the patient"),
    "right.decide": _("Decided on a request of the patient"),
    "chart.copy": _("Made a copy of the whole chart"),
    "hold.change": _("Changed a legal hold"),
    "record.erase": _("Erased content"),
    "key.change": _("Changed the key of the clinic file"),
    "key.admit": _("Admitted an account of a PC"),
    "backup.place": _("Changed where backups go"),
    "backup.make": _("Made a backup"),
    "backup.prove": _("Proved a backup by restoring it"),
    "backup.restore": _("Restored the clinic from a backup"),
}
"""Action → what the person did. One that is not here is shown by its own name."""

_PAPERS: Mapping[str, str] = {
    "face-sheet": _("Face sheet"),
    "consent-blank": _("Blank consent form"),
    "consent": _("Consent form"),
    "consent-signed": _("Signed consent form"),
    "session": _("Session summary"),
    "monitoring-form": _("Data for the monitoring form"),
    "note": _("Note"),
    "day-list": _("Day list"),
    "appointment-card": _("Appointment card"),
    "downtime-pack": _("Downtime pack"),
    "call-list": _("Call list"),
    "papers-due": _("List of papers due"),
    "text-differences": _("Differences between two texts"),
    "document": _("Document"),
    "dispensing-log": _("Dispensing log"),
    "flowsheet": _("Flowsheet on paper"),
    "chair-sheet": _("Chair sheet"),
    "emergency-sheet": _("Emergency sheet"),
    "discharge-sheet": _("Sheet to go home with"),
    "against-advice": _("Leaving against advice"),
    "series-report": _("Series report"),
    "payer-report": _("Report for the payer"),
    "letter": _("Letter"),
    "history": _("History of the chart"),
    "access-log": _("Access log"),
    "access-review": _("Review of access"),
    "disclosures": _("Accounting of disclosures"),
    "anchor-slip": _("State of the record"),
    "cover-slip": _("Cover slip"),
}

LISTS: Mapping[str, str] = {
    "allergies": _("Allergy"),
    "medicines": _("Medicine"),
    "problems": _("Problem"),
    "indications": _("Indication"),
    "treatments_tried": _("Treatment tried"),
    "drugs_given": _("Drug given"),
    "adverse_events": _("Adverse event"),
    "late_events": _("Late event"),
    "workups": _("Work-up"),
    "enrolments": _("Enrolment"),
    "verbal_orders": _("Verbal order"),
    "second_checks": _("Second check"),
    "coverages": _("How visits are paid"),
    "authorisations": _("Prior authorisation"),
    "payments": _("Payment"),
    "orders": _("Order"),
    "addenda": _("Addendum"),
    "care_team": _("Treats the patient as well"),
    "measure_results": _("Questionnaire"),
    "medicine_decisions": _("Decision about a medicine"),
}
"""Tables of which a patient has several rows: the word that stands before each of their labels."""

PLAIN_TABLES = frozenset(
    {"patients", "consents", "consent_events", "series", "sessions", "signatures", "appointments"}
    | {"appointment_events", "waiting_list", "call_attempts", "call_flags", "enquiries", "coverages"}
    | {"authorisations", "payments", "merges", "misfiled", "enrolments", "care_team"}
    | {"emergency_accesses", "emergency_reviews", "disclosures", "rights_requests", "rights_events", "legal_holds"}
    | {"erasures"}
)
"""What may be read without seeing clinical content; every other table needs that."""
CLINICAL_COLUMNS = frozenset(
    {
        ("series", "indication"),
        ("series", "ended_reason"),
        ("consents", "filled"),
        ("consent_events", "reason"),
        ("consent_events", "detail"),
    }
    # It may hold what was answered to the questions of the day.
    | {("appointment_events", "detail")}
)
CLINICAL_REASONS = frozenset({"consent.decline", "consent.withdraw", "series.change", "series.end", "eligibility.pass"})
"""Actions whose reason only those read who see clinical content: that somebody said no is no secret, why is."""

HIDDEN_TABLES = frozenset(
    {"claims", "published_files", "import_batches", "practice", "staff", "snippets", "installed_measures"}
    | {"access_reviews", "anchors", "key_changes", "admitted_accounts", "backup_places", "backups", "restore_proofs"}
    # That a message was sent is said; only its sender and receivers read it.
    | {"messages", "message_events"}
)
_HIDDEN = frozenset(
    {"planned_by", "subject_table", "corrects", "version", "boot", "uptime_ms", "strokes", "paper_sha256", "code"}
    | {"sha256", "media_type", "size_bytes", "text", "reviewed_by", "filed_by", "filed_at"}
    | {"order_ref", "merged_into", "kept_before", "merged_at", "undone_at", "belongs_to"}
)

_HIDDEN_INSIDE = _HIDDEN - {"text"}
"""What is only for the program inside a detail: there a text is what somebody said, not the words of a scan."""

_LABELS: Mapping[str, str] = {
    "text": _("Words"),
    "go_on": _("Goes on because"),
    "again_in_minutes": _("Look again in"),
    "millilitres_per_minute": _("Flow (mL per minute)"),
    "early_reason": _("Left early because"),
    "early_by": _("Decided by"),
    "transcribed": _("Typed in from paper"),
    "written_at": _("Written on paper"),
    "birth_date": _("Date of birth"),
    "street": _("Street and number"),
    "region": _("State or region"),
    "phone_mobile": _("Mobile phone"),
    "phone_home": _("Home phone"),
    "email": _("E-mail"),
    "deceased_on": _("Died"),
    "moved_away_on": _("Moved away"),
    "leave_message": _("May leave a message"),
    "preferred_channel": _("Prefers"),
    "distinguishing_remark": _("How to tell from a namesake"),
    "agreed_price_cents": _("Agreed price"),
    "deposit_cents": _("Deposit agreed"),
    "amount_cents": _("Amount"),
    "visits_allowed": _("Visits allowed"),
    "emergency_name": _("Emergency contact"),
    "emergency_relation": _("Emergency contact is"),
    "emergency_phone": _("Emergency phone"),
    "voided_reason": _("Voided because"),
    "planned_on": _("Day"),
    "planned_time": _("Time"),
    "planned_count": _("Number of sessions"),
    "protocol_name": _("Protocol"),
    "text_name": _("Text"),
    "text_version": _("Version of the text"),
    "covers": _("Covers"),
    "filled": _("Filled in"),
    "by_name": _("By"),
    "signer_name": _("Signed by"),
    "meaning": _("Signed as"),
    "body": _("Text"),
    "micrograms_per_kg": _("Dose per kg"),
    "weight_grams": _("Weight"),
    "dose_micrograms": _("Dose"),
    "concentration_micrograms_per_ml": _("Concentration"),
    "drug_volume_microlitres": _("Drug volume"),
    "bag_volume_microlitres": _("Bag volume"),
    "drug_volume_added": _("Drug volume added to the bag"),
    "duration_minutes": _("Duration"),
    "rate_microlitres_per_hour": _("Rate"),
    "strength_micrograms_per_ml": _("Strength"),
    "drawn_micrograms": _("Drawn"),
    "given_micrograms": _("Given"),
    "wasted_micrograms": _("Wasted"),
    "returned_micrograms": _("Returned"),
    "weight_basis": _("Weight used"),
    "actual_weight_grams": _("Weight measured"),
    "height_millimetres": _("Height"),
    "device_micrograms": _("Dose of one device"),
    "worked_out": _("Worked out"),
    "alone_reason": _("Why nobody else checked"),
    "read_back": _("Read back"),
    "ordered_by": _("Ordered"),
    "witness_name": _("Witness"),
    "arithmetic": _("Arithmetic"),
    "kind": _("Kind"),
    "purpose": _("Why"),
    "flagged": _("Call first"),
}

_STORED_WORD = re.compile(r"[a-z]+(_[a-z]+)+")

Shown = Callable[[Any], str]

_BY_COLUMN: Mapping[str, Shown] = {
    "micrograms_per_kg": lambda value: _("{dose} per kg").format(dose=formats.format_dose(value)),
    "drug_volume_added": lambda value: _("Yes") if value else _("No"),
    "flagged": lambda value: _("Yes") if value else _("No"),
    "transcribed": lambda value: _("Yes") if value else "",
    "agreed": lambda value: _("Yes") if value else _("No"),
    "read_back": lambda value: _("Yes") if value else _("No"),
    "record_number": str,
    # A channel is called as the column that holds it.
    "preferred_channel": lambda value: _LABELS.get(value, spoken(value)),
    "birth_date": lambda value: formats.format_date(date.fromisoformat(value)),
    "valid_until": lambda value: formats.format_date(date.fromisoformat(value)),
    "valid_from": lambda value: formats.format_date(date.fromisoformat(value)),
}
_BY_ENDING: tuple[tuple[str, Shown], ...] = (
    ("_micrograms_per_ml", formats.format_concentration),
    ("_microlitres_per_hour", formats.format_rate),
    ("_micrograms", formats.format_dose),
    ("_microlitres", formats.format_volume),
    ("_cents", formats.format_money),
    ("_grams", formats.format_weight),
    ("_millimetres", formats.format_height),
    ("_minutes", formats.format_duration),
    ("_on", lambda value: formats.format_date(date.fromisoformat(value))),
)
_WORDED = frozenset(
    {"kind", "meaning", "severity", "related", "answer", "sex_at_birth", "gender", "adequate", "outcome", "purpose"}
    | {"do_not_call", "leave_message", "source", "ordered_by", "basis", "way"}
)


def action_sentence(action: str, reason: str | None) -> str:
    """Return what was done, in words. Of a paper it says which."""
    sentence = ACTIONS.get(action, action)
    if action.startswith("paper.") and reason:
        # A document is named with its id, by which the record tells it from others.
        kind = reason.split(" ", 1)[0]
        return f"{sentence}: {_PAPERS.get(kind, reason)}"
    return sentence


def label(table: str, column: str) -> str:
    """Return what people call a column."""
    words = _LABELS.get(column, spoken(column.removesuffix("_at").removesuffix("_on")))
    return f"{LISTS[table]}: {words[:1].lower()}{words[1:]}" if table in LISTS else words


def is_hidden(table: str, column: str) -> bool:
    """Tell whether a column is only for the program."""
    # An id says nothing to anybody.
    if column in _HIDDEN or column.endswith("_id"):
        return True
    return table in ("notes", "addenda") and column == "written_at"


def text(column: str, value: Value, zone: ZoneInfo) -> str:
    """Return a value as people read it; nothing is an empty text. What cannot be read is shown as it stands."""
    if value is None or value == "":
        return ""
    try:
        return _text(column, value, zone)
    except (ValueError, TypeError):
        return str(value)


def reading(kind: str, value: Value) -> str:
    """Return a measured value with its unit."""
    try:
        return "" if value is None else vitals.show(vitals.Kind(kind), int(value))
    except (ValueError, KeyError):
        return str(value)


def reading_name(kind: str) -> str:
    """Return what was measured."""
    try:
        return vitals.MEASURES[vitals.Kind(kind)].name
    except (ValueError, KeyError):
        return spoken(kind)


def spoken(word: str) -> str:
    """Return a stored word as people read it: ``life_threatening`` is ``Life threatening``."""
    words = word.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _text(column: str, value: str | int, zone: ZoneInfo) -> str:
    if column in _BY_COLUMN:
        return _BY_COLUMN[column](value)
    for ending, show in _BY_ENDING:
        if column.endswith(ending):
            return show(value)
    if column.endswith("_at") and isinstance(value, str):
        return formats.format_date_time(from_text(value).astimezone(zone))
    if column in _WORDED:
        return spoken(str(value))
    if isinstance(value, str) and value[:1] in ("{", "["):
        return _of_json(json.loads(value), zone)
    return str(value)


def _of_json(found: object, zone: ZoneInfo) -> str:
    """Return a list or a dictionary as one line: ``Name: A. Lindqvist; Fasting: yes``."""
    if isinstance(found, dict):
        parts = [
            f"{_LABELS.get(str(name), spoken(str(name).removesuffix('_at')))}: {inner}"
            for name, value in found.items()
            if not str(name).endswith("_id")
            and name not in _HIDDEN_INSIDE
            and (inner := _inside(str(name), value, zone))
        ]
        return "; ".join(parts)
    if isinstance(found, list):
        return ", ".join(_inside("", value, zone) for value in found)
    return _inside("", found, zone)


def _inside(name: str, value: object, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (dict, list)):
        return _of_json(value, zone)
    if isinstance(value, str) and _STORED_WORD.fullmatch(value):
        return value.replace("_", " ")
    return text(name, value, zone) if isinstance(value, (str, int)) else ""

"""Every paper of the program by its kind: for the preview on screen, for printing, and for ``clinicdesk print``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.language import _
from clinicdesk.records import patients

if TYPE_CHECKING:
    from clinicdesk.records.consents import Consent

PaperKind = Literal[
    "face-sheet",
    "consent-blank",
    "consent",
    "consent-signed",
    "session",
    "monitoring-form",
    "note",
    "day-list",
    "dispensing-log",
    "appointment-card",
    "downtime-pack",
    "call-list",
    "papers-due",
    "text-differences",
    "recovery-sheet",
    "flowsheet",
    "chair-sheet",
    "emergency-sheet",
    "discharge-sheet",
    "against-advice",
    "series-report",
    "payer-report",
    "letter",
    "history",
    "access-log",
    "access-review",
    "disclosures",
    "anchor-slip",
    "cover-slip",
]


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """Which paper is wanted.

    ``subject_id`` is the id of the patient (``face-sheet``, ``appointment-card``), of the consent, of the ``note``, or
    of the session (``session``, ``monitoring-form``, and the kinds of ``treatment_papers``, which says what each of
    them is about); the key of the text (``iv-ketamine-mood.en``), or its name, for a ``consent-blank``; the day
    (``YYYY-MM-DD``) of a ``day-list``, the first and last day (``YYYY-MM-DD YYYY-MM-DD``) of a ``dispensing-log``;
    the purpose of a ``call-list``; of ``text-differences`` the key and two versions (``KEY 1 2``, or
    ``sample``); nothing for the ``downtime-pack`` and the ``recovery-sheet``; what ``access_papers`` says of its own. A
    ``consent`` is the form as it stands now: to be signed, as it was signed, or marked as withdrawn.
    ``consent-signed`` is the stored PDF and nothing else.
    """

    kind: PaperKind
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF. ``title`` and ``file_name`` are neutral: they never hold a name.

    ``keep_as`` is the kind of document it is kept as in the patient's folder, empty where it is not kept; ``dated_on``
    the day it is about. ``warning`` is what to know before it leaves the clinic. ``sealed``: it is what was signed,
    byte for byte, and a ``cover-slip`` says when it was printed.
    """

    title: str
    file_name: str
    content: bytes
    patient_id: str | None
    keep_as: str = ""
    dated_on: date | None = None
    warning: str = ""
    sealed: bool = False


Report = Callable[[int, int], None]
"""Told how many of how many parts of a paper are done."""

SLOW: frozenset[PaperKind] = frozenset({"downtime-pack", "history", "access-log", "access-review"})
"""Papers of many parts, which take longer than a window may stand still."""


def build(desk: Desk, request: PaperRequest, report: Report = lambda _done, _of: None) -> Paper:
    """Make a paper. Raises ``CannotPrint``, ``NotFound`` or ``NotAllowed``, with a sentence."""
    if request.kind == "downtime-pack":
        return _downtime_pack(desk, report)
    return _BUILDERS[request.kind](desk, request.subject_id)


# Each paper's own module is imported when it is wanted: reportlab is slow to start.


def _face_sheet(desk: Desk, patient_id: str) -> Paper:
    from clinicdesk.printing import face_sheet

    content = face_sheet.build(desk, patient_id)
    return Paper(_("Face sheet"), file_name(desk, patient_id, "face-sheet"), content, patient_id)


def _consent_blank(desk: Desk, text_name: str) -> Paper:
    from clinicdesk.printing import consent_form

    return Paper(_("Consent form"), f"consent-{text_name}-blank.pdf", consent_form.blank(desk, text_name), None)


def _consent(desk: Desk, consent_id: str) -> Paper:
    from clinicdesk.printing import consent_form
    from clinicdesk.records import consents

    consent = consents.get(desk, consent_id)
    name = file_name(desk, consent.patient_id, f"consent-{consent.form_number}")
    sealed = consent.status is consents.Status.SIGNED and consent.signed_paper is not None
    return Paper(_title(consent), name, consent_form.current(desk, consent), consent.patient_id, sealed=sealed)


def _consent_signed(desk: Desk, consent_id: str) -> Paper:
    from clinicdesk.printing import consent_form
    from clinicdesk.records import consents

    consent = consents.get(desk, consent_id)
    name = file_name(desk, consent.patient_id, f"consent-{consent.form_number}-signed")
    return Paper(_title(consent), name, consent_form.as_signed(desk, consent), consent.patient_id, sealed=True)


def _title(consent: "Consent") -> str:
    """Return what kind of form it is; nobody learns from it what it is about."""
    return {
        "agreement": _("Agreement"),
        "release": _("Permission form"),
        "notice": _("Notice"),
        "withdrawal": _("Withdrawal form"),
        "discharge": _("Going home"),
    }.get(consent.kind, _("Consent form"))


def _session(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import session_summary
    from clinicdesk.records import sessions

    session = sessions.get(desk, session_id)
    content = session_summary.build(desk, session_id)
    name = file_name(desk, session.patient_id, "session", session.planned_on.isoformat())
    return Paper(_("Session summary"), name, content, session.patient_id)


def _monitoring_form(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import monitoring_form
    from clinicdesk.records import sessions

    session = sessions.get(desk, session_id)
    content = monitoring_form.build(desk, session_id)
    name = file_name(desk, session.patient_id, "monitoring-form", session.planned_on.isoformat())
    return Paper(_("Data for the monitoring form"), name, content, session.patient_id)


def _note(desk: Desk, note_id: str) -> Paper:
    from clinicdesk.printing import note
    from clinicdesk.records import notes

    written = notes.get(desk, note_id)
    content = note.build(desk, note_id)
    day = desk.local(written.written_at).date().isoformat()
    return Paper(_("Note"), file_name(desk, written.patient_id, "note", day), content, written.patient_id)


def _of_treatment(kind: PaperKind) -> Callable[[Desk, str], Paper]:
    """Return what makes one of the papers around a treatment."""

    def make(desk: Desk, subject_id: str) -> Paper:
        from clinicdesk.printing import treatment_papers

        return treatment_papers.build(desk, kind, subject_id)

    return make


def _of_access(kind: PaperKind) -> Callable[[Desk, str], Paper]:
    """Return what makes one of the papers about who saw and did what."""

    def make(desk: Desk, subject_id: str) -> Paper:
        from clinicdesk.printing import access_papers

        return access_papers.build(desk, kind, subject_id)

    return make


def _day_list(desk: Desk, day: str) -> Paper:
    from clinicdesk.printing import day_list

    return Paper(_("Day list"), f"day-list-{day}.pdf", day_list.build(desk, date.fromisoformat(day)), None)


def _dispensing_log(desk: Desk, days: str) -> Paper:
    from clinicdesk.printing import dispensing_log

    first, last = days.split(" ")
    content = dispensing_log.build(desk, date.fromisoformat(first), date.fromisoformat(last))
    name = first if first == last else f"{first}-{last}"
    return Paper(_("Dispensing log"), f"dispensing-log-{name}.pdf", content, None)


def _appointment_card(desk: Desk, patient_id: str) -> Paper:
    from clinicdesk.printing import appointment_card

    content = appointment_card.build(desk, patient_id)
    return Paper(_("Appointment card"), file_name(desk, patient_id, "appointments"), content, patient_id)


def _downtime_pack(desk: Desk, report: Report) -> Paper:
    from clinicdesk.printing import downtime_pack

    day = desk.local(desk.now()).date().isoformat()
    return Paper(_("Downtime pack"), f"downtime-pack-{day}.pdf", downtime_pack.build(desk, report), None)


def _call_list(desk: Desk, purpose: str) -> Paper:
    from clinicdesk.printing import call_list

    day = desk.local(desk.now()).date().isoformat()
    return Paper(_("Call list"), f"call-list-{purpose}-{day}.pdf", call_list.build(desk, purpose), None)


def _papers_due(desk: Desk, view: str) -> Paper:
    from clinicdesk.printing import papers_due

    day = desk.local(desk.now()).date().isoformat()
    return Paper(_("Consents"), f"consents-{view}-{day}.pdf", papers_due.build(desk, view), None)


def _text_differences(desk: Desk, subject: str) -> Paper:
    from clinicdesk.printing import text_differences

    key, before, after = subject.split(" ")
    content = text_differences.build(desk, key, before, after)
    return Paper(_("Differences between versions"), f"{key}-{before}-{after}-differences.pdf", content, None)


def _recovery_sheet(desk: Desk, _subject_id: str) -> Paper:
    from clinicdesk.printing import from_desk, recovery_sheet

    if not desk.may("practice.recovery_sheet"):
        raise NotAllowed(_("Only an administrator can print the recovery sheet."))
    # Whoever sees the sheet has the key: seeing it is recorded, not only printing it.
    desk.record("practice.recovery_sheet")
    clinic = desk.clinic
    content = recovery_sheet.build(
        from_desk.letterhead(desk),
        clinic.recovery_words(),
        clinic.key_id,
        clinic.path.name,
        desk.local(desk.now()),
        desk.person.name,
    )
    return Paper(_("Recovery sheet"), "recovery-sheet.pdf", content, None)


def file_name(desk: Desk, patient_id: str, what: str, day: str = "") -> str:
    """Return ``004182-face-sheet-2026-03-02.pdf``: enough to tell papers apart, and nobody's name."""
    number = patients.get(desk, patient_id).record_number
    return f"{number:06d}-{what}-{day or desk.local(desk.now()).date().isoformat()}.pdf"


_BUILDERS: dict[str, Callable[[Desk, str], Paper]] = {
    "face-sheet": _face_sheet,
    "consent-blank": _consent_blank,
    "consent": _consent,
    "consent-signed": _consent_signed,
    "session": _session,
    "monitoring-form": _monitoring_form,
    "note": _note,
    "day-list": _day_list,
    "dispensing-log": _dispensing_log,
    "appointment-card": _appointment_card,
    "call-list": _call_list,
    "papers-due": _papers_due,
    "recovery-sheet": _recovery_sheet,
    "text-differences": _text_differences,
    "flowsheet": _of_treatment("flowsheet"),
    "chair-sheet": _of_treatment("chair-sheet"),
    "emergency-sheet": _of_treatment("emergency-sheet"),
    "discharge-sheet": _of_treatment("discharge-sheet"),
    "against-advice": _of_treatment("against-advice"),
    "series-report": _of_treatment("series-report"),
    "payer-report": _of_treatment("payer-report"),
    "letter": _of_treatment("letter"),
    "history": _of_access("history"),
    "access-log": _of_access("access-log"),
    "access-review": _of_access("access-review"),
    "disclosures": _of_access("disclosures"),
    "anchor-slip": _of_access("anchor-slip"),
    "cover-slip": _of_access("cover-slip"),
}

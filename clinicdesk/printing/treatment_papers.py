"""The papers around a treatment: each with its neutral name, whose it is, and how it is kept in the folder.

What a paper is about: ``flowsheet``, ``chair-sheet``, ``discharge-sheet``, ``against-advice`` a session;
``emergency-sheet`` a patient; ``series-report`` and ``payer-report`` a series; ``letter`` the note that it is.
"""

from collections.abc import Callable, Mapping

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import from_desk
from clinicdesk.printing.papers import Paper, PaperKind, file_name
from clinicdesk.records import letters, patients, series, sessions
from clinicdesk.records.sessions import Session


def build(desk: Desk, kind: PaperKind, subject_id: str) -> Paper:
    """Make a paper. Raises ``CannotPrint``, ``NotFound`` or ``NotAllowed``, with a sentence."""
    return _BUILDERS[kind](desk, subject_id)


def _flowsheet(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import blank_flowsheet

    session = sessions.get(desk, session_id)
    about = from_desk.about(patients.get(desk, session.patient_id))
    content = blank_flowsheet.build(desk, session.protocol, about)
    return _of_session(desk, session, _("Flowsheet on paper"), "flowsheet", content)


def _chair_sheet(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import chair_sheet

    content = chair_sheet.build(desk, session_id)
    return _of_session(desk, sessions.get(desk, session_id), _("Chair sheet"), "chair-sheet", content)


def _discharge_sheet(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import discharge_sheet

    content = discharge_sheet.build(desk, session_id)
    session = sessions.get(desk, session_id)
    return _of_session(desk, session, _("Sheet to go home with"), "going-home", content, "patient_sheet")


def _against_advice(desk: Desk, session_id: str) -> Paper:
    from clinicdesk.printing import against_advice

    content = against_advice.build(desk, session_id)
    session = sessions.get(desk, session_id)
    return _of_session(desk, session, _("Leaving against advice"), "against-advice", content, "against_advice")


def _of_session(desk: Desk, session: Session, title: str, what: str, content: bytes, keep_as: str = "") -> Paper:
    name = file_name(desk, session.patient_id, what, session.planned_on.isoformat())
    return Paper(title, name, content, session.patient_id, keep_as, session.planned_on)


def _emergency_sheet(desk: Desk, patient_id: str) -> Paper:
    from clinicdesk.printing import emergency_sheet

    content = emergency_sheet.build(desk, patient_id)
    name, today = file_name(desk, patient_id, "emergency"), desk.local(desk.now()).date()
    return Paper(_("Emergency sheet"), name, content, patient_id, "emergency_sheet", today)


def _series_report(desk: Desk, series_id: str) -> Paper:
    from clinicdesk.printing import series_report

    content = series_report.build(desk, series_id)
    patient_id = series.get(desk, series_id).patient_id
    name, today = file_name(desk, patient_id, "series"), desk.local(desk.now()).date()
    return Paper(_("Series report"), name, content, patient_id, "series_report", today)


def _payer_report(desk: Desk, series_id: str) -> Paper:
    from clinicdesk.printing import payer_report

    content = payer_report.build(desk, series_id)
    patient_id = series.get(desk, series_id).patient_id
    name, today = file_name(desk, patient_id, "payer"), desk.local(desk.now()).date()
    warning = "" if payer_report.insurer(desk, patient_id) else _NO_INSURER
    return Paper(_("Report for the payer"), name, content, patient_id, dated_on=today, warning=warning)


_NO_INSURER = _("No insurer pays for this patient today. Ask the patient before this report leaves the clinic.")


def _letter(desk: Desk, note_id: str) -> Paper:
    from clinicdesk.printing import letter

    content = letter.build(desk, note_id)
    written = letters.line(desk, note_id)
    release = letters.release_for(desk, written)
    warning = "" if release.covers_a_letter else release.words
    day = desk.local(written.signed_at or desk.now()).date()
    name = file_name(desk, written.patient_id, "letter", day.isoformat())
    # Not kept in the folder: the signed note is what is kept, and the paper can always be made again.
    return Paper(_("Letter"), name, content, written.patient_id, dated_on=day, warning=warning)


_BUILDERS: Mapping[PaperKind, Callable[[Desk, str], Paper]] = {
    "flowsheet": _flowsheet,
    "chair-sheet": _chair_sheet,
    "discharge-sheet": _discharge_sheet,
    "against-advice": _against_advice,
    "emergency-sheet": _emergency_sheet,
    "series-report": _series_report,
    "payer-report": _payer_report,
    "letter": _letter,
}

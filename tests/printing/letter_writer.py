"""A letter to somebody of the care team about a session's series, as a clinician begins, finishes and signs it."""

from clinicdesk.desk import Desk
from clinicdesk.printing import letter_text
from clinicdesk.records import care_team, letters, note_templates, notes, sessions
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.records.notes import NoteKind

NOVAK = CareMember(
    role=CareRole.PSYCHIATRIST,
    name="Dr Mary Novak",
    practice="Harbor Psychiatry",
    fax="218 555 0143",
    address="4 Elm Street\nDuluth, MN 55802",
)


def recipient(desk: Desk, patient_id: str, member: CareMember = NOVAK) -> CareMember:
    """Return somebody of the care team by name, added if need be."""
    found = [one for one in care_team.of_patient(desk, patient_id) if one.name == member.name]
    return found[0] if found else care_team.get(desk, care_team.add(desk, patient_id, member))


def begin(desk: Desk, session_id: str, more: str = "She sleeps through the night.") -> str:
    """Begin a letter about the series of a session, with ``more`` as what the writer says, and return its note."""
    session = sessions.get(desk, session_id)
    to = recipient(desk, session.patient_id)
    template = note_templates.of_kind(NoteKind.LETTER)
    body = letter_text.beginning(desk, template, to, session.patient_id, session.series_id) + more
    return letters.write(desk, patient_id=session.patient_id, recipient_id=to.id, body=body)


def signed(desk: Desk, session_id: str, more: str = "She sleeps through the night.") -> str:
    """Begin a letter, sign it, and return its note."""
    note_id = begin(desk, session_id, more)
    notes.sign(desk, note_id)
    return note_id

"""Which monitoring forms are still to be sent, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.records import pinned_protocols, programmes
from clinicdesk.records.identities import owner
from clinicdesk.rules.monitoring_form import due_on
from clinicdesk.storage.clock import from_text

# Sessions with a device whose form was not sent. The index holds nothing but devices; one that was not given after all
# has a line of drug corrected to nothing.
_OPEN = f"""
SELECT d.session_id, d.first_at, r.protocol_id, p.family_name, p.given_name, p.title, p.id AS patient_id
FROM (SELECT session_id, min(occurred_at) AS first_at FROM session_events INDEXED BY session_events_of_devices
      WHERE kind = 'device' GROUP BY session_id) d
JOIN sessions s ON s.id = d.session_id JOIN series r ON r.id = s.series_id
JOIN patients p ON p.id = {owner("s", "sessions")}
WHERE NOT EXISTS (SELECT 1 FROM monitoring_forms m WHERE m.session_id = d.session_id AND m.kind = 'sent')
AND EXISTS (SELECT 1 FROM drugs_given g WHERE g.session_id = d.session_id AND g.given_micrograms > 0
            AND NOT EXISTS (SELECT 1 FROM drugs_given c WHERE c.session_id = g.session_id AND c.corrects = g.id))
"""


@dataclass(frozen=True, slots=True)
class FormDue:
    """A form that waits: whose, of which day, and by when it is to be sent."""

    session_id: str
    patient_id: str
    patient_name: str
    form_title: str
    session_day: date
    due_on: date

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been sent before today."""
        return today > self.due_on


def open_forms(desk: Desk) -> list[FormDue]:
    """Return the forms that were not sent yet, the one due first on top: what is overdue stands before the rest."""
    desk.may_see("clinical")
    found: list[FormDue] = []
    for row in list(desk.rows(_OPEN)):
        programme = programmes.known().get(pinned_protocols.read(desk, row["protocol_id"]).programme)
        if programme is None:
            continue
        day = desk.local(from_text(row["first_at"])).date()
        name = formats.format_name(row["family_name"], row["given_name"], row["title"] or "")
        title = f"{programme.title}: {programme.form_title}"
        found.append(FormDue(row["session_id"], row["patient_id"], name, title, day, due_on(programme, day)))
    return sorted(found, key=lambda form: (form.due_on, form.session_day, form.session_id))

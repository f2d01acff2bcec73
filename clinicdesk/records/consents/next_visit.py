"""What a patient's next treatment needs on paper, for whoever prepares it ahead."""

from clinicdesk.desk import Desk
from clinicdesk.records.consents import needs
from clinicdesk.records.consents.needs import Needs
from clinicdesk.records.identities import of_person


def needs_of_next(desk: Desk, patient_id: str) -> Needs:
    """Return what the next session of a patient that has not begun needs, today's included; nothing without one."""
    desk.may_see("papers")
    row = desk.row(
        f"SELECT s.id FROM sessions s WHERE {of_person('s', 'sessions')} AND s.voided_reason IS NULL "
        "AND s.planned_on >= ? AND NOT EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = s.id "
        "AND x.kind IN ('started', 'not_treated')) ORDER BY s.planned_on, s.planned_time, s.id LIMIT 1",
        patient_id,
        desk.local(desk.now()).date().isoformat(),
    )
    return needs.of_visit(desk, row["id"]) if row else ()

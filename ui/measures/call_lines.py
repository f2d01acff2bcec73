"""What became of the calls for a clinician that a result raised, beside what was answered."""

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records.measures import alerts


def of_result(desk: Desk, result_id: str) -> list[tuple[str, str, str]]:
    """Return lines of a name, words and the role of the words: open calls first, then what was done about others."""
    lines = []
    for call in alerts.open_alerts(desk):
        if call.result_id != result_id:
            continue
        words = _("{name} sees to it; what was done is not recorded yet.").format(name=call.taken_by)
        lines.append((_("Clinician needed now"), words if call.is_taken else _("Nobody sees to it yet."), "strong"))
    for done in alerts.settled_of_results(desk, [result_id]):
        at = format_date_time(desk.local(done.at))
        lines.append((_("What was done"), f"{done.done}\n{done.by_name}, {at}", ""))
    return lines

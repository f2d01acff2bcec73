"""How long this clinic keeps charts, and whose time is over. Nothing goes by itself: only an administrator erases."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import rights_preset
from clinicdesk.records.identities import surviving
from clinicdesk.rules import retention
from clinicdesk.rules.retention import Keeping
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import update

MOST_YEARS = 100


def keeping(desk: Desk) -> Keeping | None:
    """Return how long charts are kept, or None while nobody has said so."""
    row = desk.row("SELECT retention_years, retention_minor_years FROM practice")
    if row is None or row["retention_years"] is None:
        return None
    return Keeping(row["retention_years"], row["retention_minor_years"], rights_preset.preset().adult_at_years)


def change(desk: Desk, *, years: int | None, minor_years: int | None) -> None:
    """Say how many years charts are kept, and of minors after coming of age; None: nobody says so.

    Raises ``BadValue`` naming the field at fault, and ``NotAllowed``.
    """
    for field, count in (("years", years), ("minor_years", minor_years)):
        if count is not None and not 1 <= count <= MOST_YEARS:
            raise BadValue(_("Give a number of years between 1 and {most}.").format(most=MOST_YEARS), field)
    if years is None and minor_years is not None:
        raise BadValue(_("First say how long the charts of adults are kept."), "years")
    row = desk.row("SELECT version FROM practice")
    assert row is not None
    said = update("practice", "practice", row["version"], retention_years=years, retention_minor_years=minor_years)
    desk.record("practice.change", said)


@dataclass(frozen=True, slots=True)
class Line:
    """A chart whose time is over: whose, when something happened last, until when it was kept, what keeps it still."""

    patient_id: str
    family_name: str
    given_name: str
    record_number: int
    last_on: date
    kept_until: date
    is_held: bool


def over(desk: Desk) -> list[Line]:
    """Return the charts whose time is over, the longest first. Looks at every chart: run it beside the window."""
    desk.may_see("access")
    rule, today = keeping(desk), desk.local(desk.now()).date()
    if rule is None:
        return []
    found = []
    for row in desk.rows(_LAST.format(whose="p.merged_into IS NULL")):
        last = _day(desk, row["last"])
        until = retention.kept_until(last, _born(row["birth_date"]), rule)
        if until < today:
            named = (row["id"], row["family_name"], row["given_name"], row["record_number"])
            found.append(Line(*named, last, until, bool(row["held"])))
    return sorted(found, key=lambda line: (line.kept_until, line.record_number))


def kept_until(desk: Desk, patient_id: str) -> date | None:
    """Return the last day a chart must be kept, or None while the clinic has not said how long. Raises ``NotFound``."""
    desk.may_see("access")
    rule, kept = keeping(desk), surviving(desk, patient_id)
    row = desk.row(_LAST.format(whose="p.id = ?"), kept)
    if rule is None or row is None:
        return None
    return retention.kept_until(_day(desk, row["last"]), _born(row["birth_date"]), rule)


# The last day of anything that happened with the patient; what merely was looked at does not count. Who was only
# registered counts from then.
_LAST = """
SELECT p.id, p.family_name, p.given_name, p.record_number, p.birth_date,
  (SELECT max(at) FROM (
     SELECT max(e.at) AS at FROM search_identities i JOIN search_entry_patients x ON x.patient_id = i.patient_id
       JOIN search_entries e ON e.seq = x.seq
       WHERE i.kept_under = p.id AND e.action NOT IN ('chart.open', 'paper.print', 'paper.save', 'access.export')
     UNION ALL SELECT max(a.starts_at) FROM search_identities i JOIN appointments a ON a.patient_id = i.patient_id
       WHERE i.kept_under = p.id AND a.state = 'booked'
     UNION ALL SELECT max(s.planned_on) FROM search_identities i JOIN sessions s ON s.patient_id = i.patient_id
       WHERE i.kept_under = p.id AND s.voided_reason IS NULL)) AS last,
  EXISTS (SELECT 1 FROM search_identities i JOIN legal_holds h ON h.patient_id = i.patient_id
          WHERE i.kept_under = p.id AND h.lifted_at IS NULL) AS held
FROM patients p WHERE {whose} AND NOT (p.voided_reason IS NOT NULL AND p.family_name = '')
"""


def _day(desk: Desk, stored: str) -> date:
    return date.fromisoformat(stored) if len(stored) == 10 else desk.local(from_text(stored)).date()


def _born(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

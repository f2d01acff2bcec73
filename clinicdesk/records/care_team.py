"""The care team: who else treats a patient, one row for each person. Letters go to them.

The columns ``referring_clinician`` and ``treating_clinicians`` of a patient hold what was said at registration, in any
words. They stay as they are, and are offered as a start while nobody was written down here yet.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.rules.names import fold
from clinicdesk.rules.phone_numbers import phone_text
from clinicdesk.storage.entry import Value, insert, update


class CareRole(StrEnum):
    """As what somebody treats a patient. The values are stored, so they never change; their order is that of lists."""

    PSYCHIATRIST = "psychiatrist"
    THERAPIST = "therapist"
    PRIMARY_CARE = "primary_care"
    OTHER = "other"


def role_name(role: CareRole) -> str:
    """Return the role as people say it."""
    return {
        CareRole.PSYCHIATRIST: _("Psychiatrist"),
        CareRole.THERAPIST: _("Therapist"),
        CareRole.PRIMARY_CARE: _("Primary care"),
        CareRole.OTHER: _("Other clinician"),
    }[role]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareMember:
    """Somebody outside the clinic who treats a patient. ``id`` and ``version`` are empty while they are new.

    ``address`` may have several lines, as it stands on a letter.
    """

    role: CareRole
    name: str
    practice: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    remark: str = ""
    id: str = ""
    version: str = ""
    patient_id: str = ""
    voided_reason: str = ""

    @property
    def reached(self) -> str:
        """The name with role, practice and phone, as on a line of a list."""
        return ", ".join(part for part in (self.named, self.practice, self.phone) if part)

    @property
    def named(self) -> str:
        """The name with the role: ``Dr Marie Novák, psychiatrist``."""
        return _("{name}, {role}").format(name=self.name, role=role_name(self.role).lower())


_OWN = ("id", "version", "patient_id", "voided_reason", "role")
_ORDER = "CASE c.role WHEN 'psychiatrist' THEN 1 WHEN 'therapist' THEN 2 WHEN 'primary_care' THEN 3 ELSE 4 END"
_MEMBERS = f"SELECT c.*, {kept_under('c.patient_id')} AS kept FROM care_team c"


def of_patient(desk: Desk, patient_id: str) -> list[CareMember]:
    """Return who treats a patient as well: psychiatrists, therapists, primary care, others. Without voided rows."""
    desk.may_see("contact")
    rows = desk.rows(
        f"{_MEMBERS} WHERE {same_person('c.patient_id')} AND c.voided_reason IS NULL ORDER BY {_ORDER}, c.id",
        patient_id,
    )
    return [_member(row) for row in rows]


def get(desk: Desk, member_id: str) -> CareMember:
    """Return one of them, also somebody whose row was voided: a letter was written to them. Raises ``NotFound``."""
    desk.may_see("contact")
    row = desk.row(f"{_MEMBERS} WHERE c.id = ?", member_id)
    if row is None:
        raise NotFound(_("This clinician is not in this clinic. Look at the care team in the chart."))
    return _member(row)


def add(desk: Desk, patient_id: str, member: CareMember) -> str:
    """Write somebody down and return the row's id. Raises ``BadValue``."""
    columns, kept, row_id = _checked(member), surviving(desk, patient_id), desk.new_id()
    desk.record("care.change", insert("care_team", row_id, patient_id=kept, **columns), patient=kept)
    return row_id


def change(desk: Desk, before: CareMember, after: CareMember) -> None:
    """Change somebody as they were read. Raises ``BadValue`` and ``ChangedElsewhere``.

    To whom a signed letter was written stays: with another name they become a row of their own, and the old one is
    taken off the list.
    """
    columns = _checked(after)
    if columns["name"] == before.name or not _has_signed_letter(desk, before.id):
        desk.record("care.change", update("care_team", before.id, before.version, **columns), patient=before.patient_id)
        return
    why = _("Now {name}").format(name=columns["name"])
    old = update("care_team", before.id, before.version, voided_reason=why)
    new = insert("care_team", desk.new_id(), patient_id=before.patient_id, **columns)
    desk.record("care.change", old, new, patient=before.patient_id)


def _has_signed_letter(desk: Desk, member_id: str) -> bool:
    found = desk.row(
        "SELECT 1 FROM notes n JOIN signatures g ON g.subject_table = 'notes' AND g.subject_id = n.id "
        "WHERE n.recipient_id = ? LIMIT 1",
        member_id,
    )
    return found is not None


def void(desk: Desk, before: CareMember, *, reason: str) -> None:
    """Take somebody off the list, saying why; letters to them stay. Raises ``BadValue`` and ``ChangedElsewhere``."""
    why = clean_line(reason)
    if not why:
        raise BadValue(_("Say why this person is taken off the care team."), "reason")
    row = update("care_team", before.id, before.version, voided_reason=why)
    desk.record("care.change", row, patient=before.patient_id, reason=why)


def suggested(desk: Desk, patient_id: str) -> list[CareMember]:
    """Return what was said at registration about who treats the patient, as rows nobody has confirmed yet.

    Only while the list never had a row: after that the list is what counts.
    """
    desk.may_see("contact")
    rows = desk.row(f"SELECT count(*) AS count FROM care_team c WHERE {same_person('c.patient_id')}", patient_id)
    if rows is not None and rows["count"]:
        return []
    patient = patients.get(desk, patient_id)
    found: dict[str, CareMember] = {}
    for text in ((patient.treating_clinicians or "").split(";"), [patient.referring_clinician or ""]):
        for name in filter(None, map(clean_line, text)):
            found.setdefault(fold(name), CareMember(role=_guessed(name), name=name))
    return list(found.values())


_SAID_AS = {
    CareRole.THERAPIST: ("therapist", "psychologist", "counselor", "counsellor", "lcsw", "lmft", "lpc", "psyd"),
    CareRole.PSYCHIATRIST: ("psychiatrist", "psychiatry", "pmhnp"),
    CareRole.PRIMARY_CARE: ("pcp", "primary", "family", "gp"),
}
"""Words by which people say what somebody is; whoever confirms the row sees and corrects what was taken from them."""


def _guessed(name: str) -> CareRole:
    words = set(fold(name).split())
    return next((role for role, said in _SAID_AS.items() if words & set(said)), CareRole.OTHER)


def _member(row: dict[str, Any]) -> CareMember:
    texts = {one.name: row[one.name] or "" for one in fields(CareMember) if one.name not in _OWN}
    return CareMember(
        id=row["id"],
        version=row["version"],
        patient_id=row["kept"],
        role=CareRole(row["role"]),
        voided_reason=row["voided_reason"] or "",
        **texts,
    )


def _checked(member: CareMember) -> dict[str, Value]:
    columns: dict[str, Value] = {"role": CareRole(member.role).value}
    for one in fields(CareMember):
        if one.name in _OWN:
            continue
        typed = str(getattr(member, one.name))
        lines = [clean_line(line) for line in typed.splitlines()] if one.name == "address" else [clean_line(typed)]
        text = "\n".join(line for line in lines if line)
        if one.name in ("phone", "fax"):
            text = phone_text(text)
        if len(text) > LONGEST_TEXT:
            raise BadValue(
                _("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), one.name
            )
        columns[one.name] = text or None
    if columns["name"] is None:
        raise BadValue(_("Write the name of the clinician."), "name")
    if columns["email"] is not None and "@" not in str(columns["email"]):
        raise BadValue(_("An e-mail address has an @ in it. Check it."), "email")
    return columns

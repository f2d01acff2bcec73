"""What left the clinic: of whose chart, to whom, what, why and how. The accounting of disclosures is read from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert


class Basis(StrEnum):
    """Why it was allowed to leave."""

    PATIENT = "patient"
    AUTHORISED = "authorised"
    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    LAW = "law"
    EMERGENCY = "emergency"
    OTHER = "other"


def basis_name(basis: Basis) -> str:
    """Return the basis as people say it."""
    return {
        Basis.PATIENT: _("To the patient"),
        Basis.AUTHORISED: _("With the patient's written permission"),
        Basis.TREATMENT: _("For treatment"),
        Basis.PAYMENT: _("For payment"),
        Basis.OPERATIONS: _("For running the practice"),
        Basis.LAW: _("Required by law"),
        Basis.EMERGENCY: _("In an emergency"),
        Basis.OTHER: _("Other"),
    }[basis]


class Way(StrEnum):
    """How it left. The values are stored, so they never change."""

    HANDED_OVER = "handed_over"
    POST = "post"
    FAX = "fax"
    EMAIL = "email"
    ENCRYPTED_FILE = "encrypted_file"
    PORTAL = "portal"
    PHONE = "phone"
    OTHER = "other"


def way_name(way: Way) -> str:
    """Return the way as people say it."""
    return {
        Way.HANDED_OVER: _("Handed over"),
        Way.POST: _("By post"),
        Way.FAX: _("By fax"),
        Way.EMAIL: _("By e-mail, encrypted"),
        Way.ENCRYPTED_FILE: _("As an encrypted file"),
        Way.PORTAL: _("Through a portal"),
        Way.PHONE: _("By phone"),
        Way.OTHER: _("Another way"),
    }[way]


NOT_ACCOUNTED = frozenset({Basis.PATIENT, Basis.AUTHORISED, Basis.TREATMENT, Basis.PAYMENT, Basis.OPERATIONS})
"""What an accounting of disclosures may leave out (45 CFR 164.528(a)(1))."""
SIX_YEARS = timedelta(days=6 * 365 + 2)
"""How far back an accounting goes (45 CFR 164.528(a)(1)); the longest that six years can be."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that left. ``way`` is how; ``corrected_by`` the id of the row that says it better, if one does."""

    id: str
    patient_id: str
    disclosed_at: datetime
    recipient: str
    recipient_address: str
    what: str
    purpose: str
    basis: Basis
    way: Way
    request_id: str | None
    note_id: str | None
    staff_name: str
    corrects: str | None
    corrected_by: str | None

    @property
    def is_accounted(self) -> bool:
        """Whether the accounting must list it."""
        return self.basis not in NOT_ACCOUNTED and self.corrected_by is None


def record(
    desk: Desk,
    patient_id: str,
    *,
    recipient: str,
    recipient_address: str = "",
    what: str,
    purpose: str,
    basis: Basis | str,
    way: Way | str,
    at: datetime | None = None,
    request_id: str | None = None,
    note_id: str | None = None,
    sha256: str | None = None,
    corrects: str | None = None,
) -> str:
    """Write down that something of a chart left, in an entry of its own, and return the row's id.

    Raises ``BadValue`` naming the field at fault, ``NotFound`` and ``NotAllowed``.
    """
    kept = surviving(desk, patient_id)
    row_id, rows = changes(
        desk,
        kept,
        recipient=recipient,
        recipient_address=recipient_address,
        what=what,
        purpose=purpose,
        basis=basis,
        way=way,
        at=at,
        request_id=request_id,
        note_id=note_id,
        sha256=sha256,
        corrects=corrects,
    )
    desk.record("disclosure.record", *rows, patient=kept)
    return row_id


def changes(
    desk: Desk,
    patient_id: str,
    *,
    recipient: str,
    recipient_address: str = "",
    what: str,
    purpose: str,
    basis: Basis | str,
    way: Way | str,
    at: datetime | None = None,
    request_id: str | None = None,
    note_id: str | None = None,
    sha256: str | None = None,
    corrects: str | None = None,
) -> tuple[str, list[Change]]:
    """Return the id and the changes of a disclosure, for one entry with something else. Raises ``BadValue``.

    ``at`` is when it left, if that was not now; ``corrects`` the id of a row that this one says better.
    """
    if at is not None and at > desk.now():
        raise BadValue(_("This is still to come. Write it down when it has left."), "at")
    said = {"recipient": recipient, "recipient_address": recipient_address, "what": what, "purpose": purpose}
    clean = {field: _checked(field, text) for field, text in said.items()}
    if corrects is not None:
        _refuse_correcting(desk, corrects, patient_id)
    row_id = desk.new_id()
    row = insert(
        "disclosures",
        row_id,
        patient_id=surviving(desk, patient_id),
        disclosed_at=as_text(at or desk.now()),
        recipient=clean["recipient"],
        recipient_address=clean["recipient_address"] or None,
        what=clean["what"],
        purpose=clean["purpose"],
        basis=Basis(basis).value,
        way=Way(way).value,
        request_id=request_id,
        note_id=note_id,
        sha256=sha256,
        corrects=corrects,
    )
    return row_id, [row]


def _refuse_correcting(desk: Desk, disclosure_id: str, patient_id: str) -> None:
    """Refuse a second correction, and one in another chart: the line would be missing in the accounting of its own."""
    row = desk.row(f"SELECT {owner('d', 'disclosures')} AS owner_id FROM disclosures d WHERE d.id = ?", disclosure_id)
    if row is None or row["owner_id"] != surviving(desk, patient_id):
        raise NotFound(_("This disclosure is not in this chart."))
    if desk.row("SELECT 1 FROM disclosures WHERE corrects = ?", disclosure_id):
        raise BadValue(_("Somebody corrected this already. Correct the newer line."))


def _checked(field: str, text: str) -> str:
    needed = {
        "recipient": _("Say who received it."),
        "what": _("Say what was given, for example “session summaries of March”."),
        "purpose": _("Say what it was for."),
    }
    clean = clean_line(text)
    if not clean and field in needed:
        raise BadValue(needed[field], field)
    if len(clean) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), field)
    return clean


def get(desk: Desk, disclosure_id: str) -> Disclosure:
    """Return one disclosure. Raises ``NotFound`` and ``NotAllowed``."""
    desk.may_see("disclosures")
    row = desk.row(f"{_READ} WHERE d.id = ?", disclosure_id)
    if row is None:
        raise NotFound(_("This disclosure is not in this clinic."))
    return _disclosure(row)


_READ = f"""
SELECT d.*, {owner("d", "disclosures")} AS owner_id, coalesce(s.name, e.staff) AS staff_name,
       (SELECT c.id FROM disclosures c WHERE c.corrects = d.id) AS corrected_by
FROM disclosures d JOIN search_entries e ON e.id = d.version LEFT JOIN staff s ON s.id = e.staff
"""


def of_patient(desk: Desk, patient_id: str) -> list[Disclosure]:
    """Return what left of a patient's chart, the latest first; corrected rows too."""
    desk.may_see("disclosures")
    rows = desk.rows(
        f"{_READ} WHERE {of_person('d', 'disclosures')} ORDER BY d.disclosed_at DESC, d.id DESC", patient_id
    )
    return [_disclosure(row) for row in rows]


def accounting(desk: Desk, patient_id: str, since: datetime | None = None) -> list[Disclosure]:
    """Return what an accounting of disclosures must list, the latest first: six years back without ``since``.

    Source: 45 CFR 164.528(a)(1) and (a)(3).
    """
    first = since or desk.now() - SIX_YEARS
    return [one for one in of_patient(desk, patient_id) if one.is_accounted and one.disclosed_at >= first]


def _disclosure(row: Mapping[str, Any]) -> Disclosure:
    return Disclosure(
        id=row["id"],
        patient_id=row["owner_id"],
        disclosed_at=from_text(row["disclosed_at"]),
        recipient=row["recipient"],
        recipient_address=row["recipient_address"] or "",
        what=row["what"],
        purpose=row["purpose"],
        basis=Basis(row["basis"]),
        way=Way(row["way"]),
        request_id=row["request_id"],
        note_id=row["note_id"],
        staff_name=row["staff_name"],
        corrects=row["corrects"],
        corrected_by=row["corrected_by"],
    )

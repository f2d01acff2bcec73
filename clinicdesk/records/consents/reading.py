"""Reading consents: the texts there are, a patient's consents, and where the consent to a treatment stands."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import published, wordings
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.status import ConsentEvent, Seal, Signature, status_of
from clinicdesk.records.identities import of_person, owner
from clinicdesk.records.wordings import Signer, TakenBack, TextKind, Wording
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Value

_OF_PEOPLE = """
c.id IN (WITH people AS (SELECT i.patient_id FROM json_each(?) j JOIN search_identities i ON i.kept_under = j.value)
         SELECT x.id FROM people w JOIN consents x ON x.patient_id = w.patient_id
         UNION SELECT f.subject_id FROM misfiled f WHERE f.belongs_to IN people AND f.subject_table = 'consents')
"""


def text_of(desk: Desk, consent: Consent) -> Wording:
    """Return the text of a consent exactly as it was when the consent was prepared."""
    return wordings.parse_kept(published.body_of(desk, consent.text_id), consent.text_name)


_WHY_IS_CLINICAL = frozenset({"declined", "withdrawn", "kept"})
"""Steps whose reason the front desk does not read: it sees that somebody said no, not why."""


def of_patient(desk: Desk, patient_id: str) -> list[Consent]:
    """Return a patient's consents, the newest first."""
    desk.may_see("papers")
    return _read(desk, of_person("c", "consents"), patient_id)


def get(desk: Desk, consent_id: str) -> Consent:
    """Return one consent. Raises ``NotFound``."""
    return _one(desk, "c.id = ?", consent_id)


def by_form_number(desk: Desk, form_number: int) -> Consent:
    """Return the consent a form number belongs to. Raises ``NotFound``."""
    return _one(desk, "c.form_number = ?", form_number)


def by_ids(desk: Desk, consent_ids: Sequence[str]) -> list[Consent]:
    """Return some consents of any patients, the newest first."""
    desk.may_see("papers")
    return _read(desk, "c.id IN (SELECT value FROM json_each(?))", json.dumps(list(consent_ids)))


def of_people(desk: Desk, patient_ids: Sequence[str]) -> dict[str, list[Consent]]:
    """Return the consents of many patients, by patient, the newest first; without strokes and seals, for lists."""
    desk.may_see("papers")
    found: dict[str, list[Consent]] = {patient_id: [] for patient_id in patient_ids}
    for consent in _read(desk, _OF_PEOPLE, json.dumps(list(patient_ids)), whole=False):
        # What turned out to belong to somebody else comes along with the registration it was filed under.
        if consent.patient_id in found:
            found[consent.patient_id].append(consent)
    return found


def _one(desk: Desk, condition: str, value: Value) -> Consent:
    desk.may_see("papers")
    found = _read(desk, condition, value)
    if not found:
        raise NotFound(_("This consent is not in this clinic."))
    return found[0]


def _read(desk: Desk, condition: str, value: Value, *, whole: bool = True) -> list[Consent]:
    """Return the consents a condition is true of, in four queries however many there are.

    Not ``whole``, without the seals and what the pens drew, which is most of what there is to read.
    """
    rows = list(
        desk.rows(
            f"SELECT c.*, {owner('c', 'consents')} AS patient_id, "
            "EXISTS (SELECT 1 FROM adopted_texts a WHERE a.text_id = c.text_id) AS is_adopted "
            f"FROM consents c WHERE {condition} "
            "ORDER BY c.prepared_at DESC, c.form_number DESC",
            value,
        )
    )
    ids = json.dumps([row["id"] for row in rows])
    events, signatures, seals = _events(desk, ids), _signatures(desk, ids, whole), _seals(desk, ids if whole else "[]")
    today = desk.local(desk.now()).date()
    return [_consent(row, events[row["id"]], signatures[row["id"]], seals[row["id"]], today) for row in rows]


def _consent(
    row: dict[str, Any], events: list[ConsentEvent], signatures: list[Signature], seals: list[Seal], today: date
) -> Consent:
    signers = tuple(Signer(who) for who in json.loads(row["signers"]))
    return Consent(
        id=row["id"],
        patient_id=row["patient_id"],
        form_number=row["form_number"],
        text_name=row["text_name"],
        text_version=int(row["text_version"]),
        text_id=row["text_id"],
        language=row["language"],
        title=row["title"],
        kind=TextKind(row["kind"]),
        covers=tuple(json.loads(row["covers"])),
        valid_days=row["valid_days"],
        taken_back=TakenBack(row["taken_back"]),
        signers=signers,
        about_id=row["about_id"],
        is_adopted=bool(row["is_adopted"]),
        filled=json.loads(row["filled"]),
        prepared_at=from_text(row["prepared_at"]),
        events=tuple(events),
        signatures=tuple(signatures),
        seals=tuple(seals),
        status=status_of(events, signatures, signers, today),
    )


def _events(desk: Desk, consent_ids: str) -> dict[str, list[ConsentEvent]]:
    found: dict[str, list[ConsentEvent]] = defaultdict(list)
    clinical = desk.sees("clinical")
    for row in desk.rows(
        "SELECT v.*, e.seq FROM json_each(?) j CROSS JOIN consent_events v ON v.consent_id = j.value "
        "JOIN search_entries e ON e.id = v.version ORDER BY v.occurred_at, v.id",
        consent_ids,
    ):
        found[row["consent_id"]].append(
            ConsentEvent(
                row["id"],
                row["kind"],
                from_text(row["occurred_at"]),
                row["by_name"],
                row["reason"] if clinical or row["kind"] not in _WHY_IS_CLINICAL else None,
                date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                row["paper_sha256"],
                row["seq"],
                json.loads(row["detail"]) if row["detail"] else {},
            )
        )
    return found


def _signatures(desk: Desk, consent_ids: str, drawn: bool) -> dict[str, list[Signature]]:
    found: dict[str, list[Signature]] = defaultdict(list)
    for row in desk.rows(
        "SELECT g.subject_id, g.meaning, g.signer_name, g.staff_id, g.signed_at, g.paper_sha256, g.version, g.detail, "
        f"{'g.strokes' if drawn else 'NULL'} AS strokes "
        "FROM json_each(?) j CROSS JOIN signatures g ON g.subject_table = 'consents' "
        "AND g.subject_id = j.value ORDER BY g.signed_at, g.id",
        consent_ids,
    ):
        found[row["subject_id"]].append(
            Signature(
                row["meaning"],
                row["signer_name"],
                row["staff_id"],
                from_text(row["signed_at"]),
                json.loads(row["strokes"]) if row["strokes"] else None,
                row["paper_sha256"],
                row["version"],
                json.loads(row["detail"]) if row["detail"] else {},
            )
        )
    return found


def _seals(desk: Desk, consent_ids: str) -> dict[str, list[Seal]]:
    found: dict[str, list[Seal]] = defaultdict(list)
    for row in desk.rows(
        "SELECT k.* FROM json_each(?) j CROSS JOIN seals k ON k.consent_id = j.value "
        "JOIN search_entries e ON e.id = k.version ORDER BY e.seq",
        consent_ids,
    ):
        seal = Seal(row["sha256"], row["paper_sha256"], from_text(row["sealed_at"]), row["version"])
        found[row["consent_id"]].append(seal)
    return found

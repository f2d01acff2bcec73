"""The seal: everything that was signed as one thing, whose SHA-256 is in the ledger and on the paper.

Its bytes are canonical JSON: the exact text and its version, what was filled in, answers, questions, the talk, and
every signature with its strokes, times, names and device. They lie among the blobs under their own hash. The paper is
made from the seal alone, so the same program version makes the same bytes of it again.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from clinicdesk import __version__
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import patients, practice, published, wordings
from clinicdesk.records.consents.consent import Consent, Strokes
from clinicdesk.records.consents.status import Seal, Signature
from clinicdesk.records.wordings import Signer, Wording
from clinicdesk.storage.clock import as_text, from_text

SEAL_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Penned:
    """One signature as it was made on the screen.

    Attributes:
        began_at: When the form was handed over or opened for this signature; ``signed_at`` is the act itself (UTC).
        device: What it was drawn with: ``mouse``, ``pen`` or ``finger``.
        mark: A mark in place of a name, by somebody who cannot write; a witness signs beside it.
        relation, authority: Of a parent or legal representative: who they are to the patient, and by what right.
        language: The language an interpreter interpreted into.
        staff_id: Of a member of the staff.
    """

    role: Signer
    name: str
    strokes: Strokes
    aspect: float
    began_at: datetime
    signed_at: datetime
    device: str = "mouse"
    mark: bool = False
    relation: str = ""
    authority: str = ""
    language: str = ""
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What who agrees gave besides the signature.

    Attributes:
        initials: The strokes by section of the text.
        answers: The answers by name: one of the options, or what was written.
        read_to_end: The text was moved to its end on the screen.
        read_aloud_by: The member of the staff who read it aloud, if one did.
        electronic: The words by which it was agreed to sign on a screen.
    """

    initials: Mapping[str, Strokes]
    answers: Mapping[str, str]
    read_to_end: bool
    read_aloud_by: str = ""
    electronic: str = ""


@dataclass(frozen=True)
class Sealed:
    """What was signed, read from its exact bytes."""

    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The fingerprint that stands on the paper and in the ledger."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The content, as it was composed by ``compose``."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @cached_property
    def wording(self) -> Wording:
        """The text that was signed."""
        text = self.data["text"]
        return wordings.parse_kept(text["source"], text["name"])

    @property
    def signed_at(self) -> datetime:
        """When the newest signature was made."""
        return from_text(self.data["signatures"][-1]["signed_at"])

    def signature(self, role: Signer) -> Mapping[str, Any] | None:
        """Return the signature somebody made as what they are, or None."""
        return next((one for one in self.data["signatures"] if one["role"] == role), None)


def compose(
    desk: Desk, consent: Consent, penned: Penned, given: Given | None = None, talk: Mapping[str, Any] | None = None
) -> Sealed:
    """Return what is sealed by one more signature: all that stands already, and this.

    ``given`` comes with the signature of who agrees; ``talk`` (``by``, ``at``, ``capacity``, ``remark``) with the
    clinician's. Nothing is recorded yet.
    """
    before = newest(desk, consent)
    # Whoever is called otherwise later, patient or clinic, signed under the name they had.
    data = dict(before.data) if before else _first(desk, consent, given)
    data |= {
        "program": __version__,
        "previous": before.sha256 if before else None,
        "signatures": [*data["signatures"], _signature(desk, penned, given)],
    }
    if talk:
        data["talk"] = dict(talk)
    return Sealed(_canonical(data))


def read(desk: Desk, seal: Seal) -> Sealed:
    """Return what a seal holds. Raises ``NotFound`` when it is missing or no longer what was stored."""
    return Sealed(desk.clinic.blobs.fetch(seal.sha256))


def newest(desk: Desk, consent: Consent) -> Sealed | None:
    """Return the newest seal of a consent, or None while nothing was signed on the screen."""
    return read(desk, consent.seal) if consent.seal else None


def _canonical(data: Mapping[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # As the ledger keeps text (storage.entry): one Unicode form, and half an emoji is no UTF-8.
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8")).encode("utf-8")


def _first(desk: Desk, consent: Consent, given: Given | None) -> dict[str, Any]:
    """Return what stands before anybody has signed."""
    return {
        "seal": SEAL_FORMAT,
        "clinic": _clinic(desk),
        "form": _form(desk, consent),
        "patient": _patient(desk, consent),
        "text": _text(desk, consent),
        "filled": dict(consent.filled),
        "answers": dict(given.answers) if given else {},
        "initials": dict(given.initials) if given else {},
        "questions": _questions(consent),
        "talk": _talk(consent),
        "signatures": [],
    }


def _clinic(desk: Desk) -> dict[str, Any]:
    clinic = practice.get(desk)
    row = desk.row("SELECT file_id, logo_sha256 FROM practice") or {}
    return {
        "file_id": row["file_id"],
        "name": clinic.name,
        "address": clinic.address,
        "phone": clinic.phone,
        "logo_sha256": row["logo_sha256"],
        "paper_size": clinic.paper_size,
        "time_zone": str(desk.zone()),
        "sample": desk.clinic.is_sample,
    }


def _form(desk: Desk, consent: Consent) -> dict[str, Any]:
    about = desk.row("SELECT form_number FROM consents WHERE id = ?", consent.about_id) if consent.about_id else None
    return {
        "id": consent.id,
        "number": consent.form_number,
        "kind": str(consent.kind),
        "signers": [str(who) for who in consent.signers],
        "prepared_at": as_text(consent.prepared_at),
        "about_form": about["form_number"] if about else None,
    }


def _patient(desk: Desk, consent: Consent) -> dict[str, Any]:
    patient = patients.get(desk, consent.patient_id)
    return {
        "id": patient.id,
        "title": patient.title,
        "family_name": patient.family_name,
        "given_name": patient.given_name,
        "middle_name": patient.middle_name,
        "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
        "record_number": patient.record_number,
    }


def _text(desk: Desk, consent: Consent) -> dict[str, Any]:
    source = published.body_of(desk, consent.text_id)
    row = desk.row("SELECT adopted_name, adopted_at FROM adopted_texts WHERE text_id = ?", consent.text_id)
    if row is None:
        raise NotFound(_("Nobody at the clinic stands for this text yet."))
    return {
        "name": consent.text_name,
        "language": consent.language,
        "version": consent.text_version,
        "sha256": hashlib.sha256(source.encode("utf-8")).hexdigest(),
        "source": source,
        "adopted_by": row["adopted_name"],
        "adopted_at": row["adopted_at"],
    }


def _questions(consent: Consent) -> list[dict[str, Any]]:
    answers = {event.detail["question_id"]: event for event in consent.events if event.kind == "answered"}
    return [
        {
            "asked": event.detail["words"],
            "by": event.by_name,
            "at": as_text(event.occurred_at),
            "answer": answers[event.id].detail["words"] if event.id in answers else None,
            "answered_by": answers[event.id].by_name if event.id in answers else None,
        }
        for event in consent.events
        if event.kind == "asked"
    ]


def _talk(consent: Consent) -> dict[str, Any] | None:
    event = consent.explained
    if event is None:
        return None
    return {"by": event.by_name, "at": as_text(event.occurred_at), **event.detail}


def _signature(desk: Desk, penned: Penned, given: Given | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "role": str(penned.role),
        "name": penned.name.strip(),
        "staff_id": penned.staff_id,
        "strokes": penned.strokes,
        "aspect": penned.aspect,
        "mark": penned.mark,
        "relation": penned.relation.strip(),
        "authority": penned.authority.strip(),
        "language": penned.language.strip(),
        "began_at": as_text(penned.began_at),
        "signed_at": as_text(penned.signed_at),
        "uptime_ms": desk.clinic.clock.uptime_ms(),
        "boot": desk.clinic.clock.boot,
        "workstation": desk.workstation,
        "device": penned.device,
        "at_desk_of": desk.person.name,
    }
    if given is not None:
        made |= {
            "read_to_end": given.read_to_end,
            "read_aloud_by": given.read_aloud_by,
            "electronic": given.electronic,
        }
    return made


def row_detail(penned: Penned) -> dict[str, Any]:
    """Return what the row of a signature says beside name and time."""
    found = {name: getattr(penned, name).strip() for name in ("relation", "authority", "language")}
    return {key: value for key, value in found.items() if value} | ({"mark": True} if penned.mark else {})


def drawn(penned: Penned, given: Given | None) -> str:
    """Return the strokes as the row of a signature keeps them."""
    initials = dict(given.initials) if given else {}
    return json.dumps({"aspect": penned.aspect, "strokes": penned.strokes, "initials": initials})


def same_signature(row: Signature, sealed: Mapping[str, Any]) -> bool:
    """Tell whether a row of the record says what the seal says of one signature."""
    drawn = row.drawn or {}
    said = {name: sealed[name] for name in ("relation", "authority", "language", "mark") if sealed[name]}
    return (
        (row.role, row.signer_name, row.staff_id) == (sealed["role"], sealed["name"], sealed["staff_id"])
        and as_text(row.signed_at) == sealed["signed_at"]
        and dict(row.detail) == said
        and (drawn.get("strokes"), drawn.get("aspect")) == (sealed["strokes"], sealed["aspect"])
    )

"""Is a consent unchanged since it was signed? Recomputed from what is stored, never remembered.

The ledger names the hashes of seal and paper; ``clinicdesk verify`` checks the chain behind that. Here the stored bytes
are hashed again, and what the record says today is compared with what was sealed and with what was recorded.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.consents import as_recorded, sealing
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import by_ids, get
from clinicdesk.storage.clock import as_text

SEAL_PREFIX = "CLINICDESK:SEAL:"
SHORT_DIGITS = 20
_AT_ONCE = 200
_NOT_ERASED = """
SELECT DISTINCT consent_id FROM seals WHERE consent_id NOT IN (
    SELECT s.consent_id FROM seals s
    JOIN erasures x ON x.subject = 'blob' AND x.subject_id IN (s.sha256, s.paper_sha256)
) ORDER BY consent_id
"""
_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a consent is what was signed: ``ok`` is None where nothing was signed on the screen or scanned yet.

    ``faults`` name what differs, one sentence each.
    """

    ok: bool | None
    faults: tuple[str, ...] = ()


def short_form(sha256: str) -> str:
    """Return a fingerprint as it is printed for people: ``3f2a 91bc 07de 4410 aa5c``."""
    return " ".join(sha256[at : at + 4] for at in range(0, SHORT_DIGITS, 4))


def prove(desk: Desk, consent: Consent) -> Proof:
    """Compare a consent with what was signed and recorded: every row, every seal, every paper, every scan."""
    desk.may_see("papers")
    faults = list(_faults(desk, consent))
    if as_recorded.differs(desk, consent.id, consent.patient_id):
        faults.append(_("The record of this form is not what was recorded."))
    nothing_signed = not consent.seals and not consent.scan
    return Proof(None if nothing_signed and not faults else not faults, tuple(faults))


def broken(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield the form number and a sentence for each consent of the clinic that is not what was sealed.

    ``Clinic.verify`` has held every row against the ledger and read every stored paper before it asks this. Where a
    sealed content was erased on a legal ground there is nothing left to compare.
    """
    ids = [row["consent_id"] for row in desk.rows(_NOT_ERASED)]
    for start in range(0, len(ids), _AT_ONCE):
        for consent in by_ids(desk, ids[start : start + _AT_ONCE]):
            for sentence in _seal_faults(desk, consent):
                yield f"{consent.form_number:06d}", sentence


def by_fingerprint(desk: Desk, typed: str) -> list[Consent]:
    """Return the consents a printed fingerprint belongs to: the short form, all of it, or what the QR code holds.

    Blanks, hyphens and capitals do not matter. Fewer than the digits of the short form find nothing.
    """
    desk.may_see("papers")
    digits = typed.strip().casefold().removeprefix(SEAL_PREFIX.casefold())
    digits = "".join(digits.split()).replace("-", "")
    if len(digits) < SHORT_DIGITS or not _HEX.fullmatch(digits):
        return []
    rows = desk.rows(
        "SELECT DISTINCT consent_id FROM seals WHERE sha256 >= ? AND sha256 <= ?", digits, digits.ljust(64, "f")
    )
    return [get(desk, row["consent_id"]) for row in rows]


def _faults(desk: Desk, consent: Consent) -> Iterator[str]:
    kept = {seal.paper_sha256 for seal in consent.seals} | {event.paper_sha256 for event in consent.events}
    if not all(_is_kept(desk, digest) for digest in kept if digest):
        yield _("The signed paper is missing or damaged.")
    yield from _seal_faults(desk, consent)


def _seal_faults(desk: Desk, consent: Consent) -> Iterator[str]:
    previous = None
    for seal in consent.seals:
        try:
            sealed = sealing.read(desk, seal)
        except NotFound:
            yield _("What was sealed is missing or damaged.")
            return
        if sealed.data["previous"] != previous:
            yield _("A seal does not follow the one before it.")
        previous = sealed.sha256
    if consent.seals:
        yield from _differences(desk, consent, sealed.data)


def _is_kept(desk: Desk, digest: str) -> bool:
    try:
        desk.clinic.blobs.fetch(digest)
    except NotFound:
        return False
    return True


def _differences(desk: Desk, consent: Consent, sealed: dict[str, Any]) -> Iterator[str]:
    """Compare the rows of the record with the newest seal."""
    text, form = sealed["text"], sealed["form"]
    if hashlib.sha256(text["source"].encode("utf-8")).hexdigest() != text["sha256"]:
        yield _("The text differs from its fingerprint.")
    if published.body_of(desk, consent.text_id) != text["source"]:
        yield _("The text differs from the one that was signed.")
    if dict(consent.filled) != sealed["filled"]:
        yield _("What was filled in differs from what was signed.")
    named = (form["id"], form["number"], form["prepared_at"], form["signers"], text["name"], text["version"])
    here = (consent.id, consent.form_number, as_text(consent.prepared_at), [str(who) for who in consent.signers])
    if named != (*here, consent.text_name, consent.text_version):
        yield _("The form differs from the one that was signed.")
    drawn = {str(one.role): one for one in consent.signatures if one.drawn}
    if drawn.keys() != {one["role"] for one in sealed["signatures"]}:
        yield _("There are other signatures than those that were sealed.")
        return
    for one in sealed["signatures"]:
        if not sealing.same_signature(drawn[one["role"]], one):
            yield _("A signature differs from what was sealed.")
    first = (drawn[sealed["signatures"][0]["role"]].drawn or {})["initials"]
    if json.dumps(first, sort_keys=True) != json.dumps(sealed["initials"], sort_keys=True):
        yield _("Initials differ from what was sealed.")


__all__ = ["SEAL_PREFIX", "SHORT_DIGITS", "Proof", "broken", "by_fingerprint", "prove", "short_form"]

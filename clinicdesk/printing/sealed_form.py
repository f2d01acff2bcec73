"""A form read back from its seal, and from nothing else: equal seals give equal papers, in ten years as today."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.printing import fonts, seal_facts
from clinicdesk.printing.form_story import NOTHING, Form
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.letterhead import About, Letterhead
from clinicdesk.printing.signature_lines import SignatureLine
from clinicdesk.printing.strokes import Ink
from clinicdesk.records.consents import Sealed
from clinicdesk.records.patients import format_record_number
from clinicdesk.records.wordings import Signer

_SHORT = 60
"""Characters of a value beside a label under a signature, two lines. What is longer stands in full further below."""


def read(sealed: Sealed) -> Form:
    """Return the form a seal holds. Raises ``CannotPrint`` for what has a character no font can print."""
    data = sealed.data
    for one in data["signatures"]:
        fonts.check({_("the relation to the patient"): one["relation"], _("the right to sign"): one["authority"]})
    words = FormWords(sealed.wording.language)
    agreed = data["signatures"][0]
    initials = {section: Ink.of(strokes, agreed["aspect"]) for section, strokes in data["initials"].items()}
    until = seal_facts.local(sealed, agreed["signed_at"]).date() + timedelta(days=sealed.wording.valid_days)
    return Form(
        wording=sealed.wording,
        words=words,
        values={place: value or NOTHING for place, value in data["filled"].items()},
        about=_about(data["patient"], words),
        number=data["form"]["number"],
        signers=data["form"]["signers"],
        lines={one["role"]: _line(sealed, one, words) for one in data["signatures"]},
        initials=initials,
        answers=data["answers"],
        until=words.day(until),
        facts=seal_facts.facts(sealed, words),
        sealed=sealed,
    )


def letterhead(desk: Desk, sealed: Sealed) -> Letterhead:
    """Return the clinic as it was when the form was signed, whatever it is called today."""
    clinic = sealed.data["clinic"]
    return Letterhead(
        name=clinic["name"],
        address=clinic["address"],
        phone=clinic["phone"],
        logo=desk.clinic.blobs.fetch(clinic["logo_sha256"]) if clinic["logo_sha256"] else None,
        paper_size=clinic["paper_size"],
        sample=clinic["sample"],
    )


def _about(patient: Mapping[str, Any], words: FormWords) -> About:
    given = " ".join(part for part in (patient["given_name"], patient["middle_name"]) if part)
    born = (
        words.day(date.fromisoformat(patient["birth_date"])) if patient["birth_date"] else words("birth_date_unknown")
    )
    name = format_name(patient["family_name"], given, patient["title"])
    return About(name, born, format_record_number(patient["record_number"]))


def _line(sealed: Sealed, one: Mapping[str, Any], words: FormWords) -> SignatureLine:
    return SignatureLine(
        role=words.role(one["role"]),
        name=one["name"],
        moment=seal_facts.moment(sealed, one["signed_at"], words),
        ink=Ink.of(one["strokes"], one["aspect"]),
        remark=words("mark_on_screen" if one["mark"] else "on_screen"),
        more=signed_as(words, one["role"], one),
    )


def signed_as(words: FormWords, role: str, said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what stands under a signature: of a representative relation and right, of an interpreter the language."""
    if role == Signer.GUARDIAN and fits_below(said):
        return ((words("relation"), said["relation"]), (words("authority"), said["authority"]))
    if role == Signer.INTERPRETER and said.get("language"):
        return ((words("language"), words.language_named(said["language"])),)
    return ()


def fits_below(said: Mapping[str, Any]) -> bool:
    """Tell whether a representative's relation and right are short enough to stand under the signature."""
    return all(0 < len(said.get(name) or "") <= _SHORT for name in ("relation", "authority"))

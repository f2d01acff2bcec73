"""What a patient has filled in and not signed yet, as it is kept in case of a crash. A signature is never in it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records.consents import Consent

Strokes = Sequence[Sequence[Sequence[float]]]


@dataclass
class SigningDraft:
    """All that was entered, and where the person was.

    Attributes:
        role: As what the person signs; another person begins anew.
        seen: How much of the text was before the eyes, from 0 to 1.
        place: What part of the page lies above the screen, from 0 to 1.
    """

    role: str
    answers: Mapping[str, str] = field(default_factory=dict)
    initials: Mapping[str, Strokes] = field(default_factory=dict)
    name: str | None = None
    relation: str = ""
    authority: str = ""
    is_mark: bool = False
    question: str = ""
    reason: str = ""
    seen: float = 0.0
    place: float = 0.0


def place_of(consent: Consent) -> str:
    """Return where the draft of a form is kept."""
    return f"consent sign {consent.id}"


def keep(desk: Desk, consent: Consent, draft: SigningDraft) -> None:
    """Keep the draft, encrypted, for the person at this desk."""
    desk.keep_draft(place_of(consent), asdict(draft))


def kept(desk: Desk, consent: Consent, role: str) -> SigningDraft:
    """Return what was kept for somebody who signs in this role, or an empty draft.

    One that cannot be read (an earlier program wrote it) is none: the patient fills in again what was never signed.
    """
    found = desk.draft(place_of(consent))
    try:
        draft = SigningDraft(**json.loads(found.body)) if found else SigningDraft(role)
    except (TypeError, ValueError, ClinicDeskError):
        return SigningDraft(role)
    return draft if draft.role == role else SigningDraft(role)


def forget(desk: Desk, consent: Consent) -> None:
    """Forget the draft: what was in it is signed or no longer needed."""
    desk.drop_draft(place_of(consent))

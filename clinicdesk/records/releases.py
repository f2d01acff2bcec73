"""May somebody outside be told? What the patient's permissions to share say, and whom they name.

A permission ("release of information") names its recipient in the patient's words. Only a person can say that two names
mean the same; what is done here is to look whether the name stands there at all.
"""

from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.consents import Consent, sealing
from clinicdesk.rules.names import fold

_WAY, _THERAPY_NOTES = "way", "psychotherapy-notes"
_RECIPIENT, _CONTENT, _UNTIL = "release.recipient", "release.content", "release.until"
_LEAST_LETTERS = 3
"""Shorter words (Dr, MD, of) are in many names and tell nobody apart."""

_TITLES = frozenset({"the", "and", "clinic", "practice", "doctor", "phd", "lcsw", "center", "centre", "therapist"})


@dataclass(frozen=True, slots=True)
class Release:
    """Whether a letter to somebody rests on a permission that counts today.

    ``recipient`` is the name as the care team has it. ``permission`` is the one that names them;
    ``by_talking_only``: it does not cover anything in writing, or is for the notes of talking therapy alone.
    """

    recipient: str
    permission: Consent | None
    by_talking_only: bool = False

    @property
    def covers_a_letter(self) -> bool:
        """Whether a letter to them rests on a permission."""
        return self.permission is not None and not self.by_talking_only

    @property
    def words(self) -> str:
        """What the permission covers, or a warning that there is none."""
        if self.permission is None:
            return _(
                "No signed permission names this recipient. Ask the patient first, or make sure the law allows it."
            )
        if self.by_talking_only:
            return _(
                "The permission for this recipient covers no letter: it is for talking, or for therapy notes, only."
            )
        filled = self.permission.filled
        parts = [_("Permission to share with {recipient}").format(recipient=filled.get(_RECIPIENT, ""))]
        if filled.get(_CONTENT):
            parts.append(_("what: {content}").format(content=filled[_CONTENT]))
        if filled.get(_UNTIL):
            parts.append(_("until: {until}").format(until=filled[_UNTIL]))
        return "; ".join(parts) + "."


def of(desk: Desk, patient_id: str, member: CareMember) -> Release:
    """Return whether a permission that counts today names somebody of the care team; the newest one that does.

    It names them by a word of their name, or by all words of their practice.
    """
    name, practice = _words(member.name), _words(member.practice)
    found = [
        one
        for one in consents.of_patient(desk, patient_id)
        if one.kind == "release" and one.counts and _names(one.filled.get(_RECIPIENT, ""), name, practice)
    ]
    newest = max(found, key=lambda one: one.since, default=None)
    return Release(member.name, newest, newest is not None and not _covers_writing(desk, newest))


def of_psychotherapy_notes(desk: Desk, patient_id: str) -> Consent | None:
    """Return the newest permission that counts today and is for psychotherapy notes and nothing else, or None.

    Source: 45 CFR 164.508(a)(2) and (b)(3)(ii), an authorisation of its own. What was ticked on paper nobody reads
    here, so that one signed on the screen is asked for.
    """
    found = [
        one
        for one in consents.of_patient(desk, patient_id)
        if one.kind == "release" and one.counts and one.seal is not None and _answered(desk, one, _THERAPY_NOTES) == 1
    ]
    return max(found, key=lambda one: one.since, default=None)


def recipient_of(permission: Consent) -> str:
    """Return whom a permission names, in the patient's words."""
    return permission.filled.get(_RECIPIENT, "")


def _names(recipient: str, name: frozenset[str], practice: frozenset[str]) -> bool:
    said = _words(recipient)
    return bool(said & name) or (bool(practice) and practice <= said)


def _covers_writing(desk: Desk, permission: Consent) -> bool:
    """Whether what the patient ticked on the screen covers a letter; on paper the scan tells, which nobody reads here.

    The answers are compared by their place on the form, which is the same in every language of the shipped text.
    """
    if permission.seal is None:
        return True
    return not any(_answered(desk, permission, name) == 1 for name in (_WAY, _THERAPY_NOTES))


def _answered(desk: Desk, permission: Consent, name: str) -> int | None:
    """Return the place of what was ticked among the answers of a question, of a permission signed on the screen."""
    assert permission.seal is not None
    signed = sealing.read(desk, permission.seal)
    options = next((block.options for block in signed.wording.blocks if block.section == name), ())
    given = signed.data["answers"].get(name)
    return options.index(given) if given in options else None


def _words(name: str) -> frozenset[str]:
    """Return the words of a name that tell people apart, without accents and titles."""
    return frozenset(w for w in fold(name).split() if len(w) >= _LEAST_LETTERS and w not in _TITLES)

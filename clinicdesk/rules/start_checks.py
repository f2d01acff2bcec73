"""What is asked and looked at before the start, besides vital signs and papers, and for which kind of treatment.

The list follows what clinics write down around ketamine (field facts 3.2, "session documentation": fasting, changes of
medicines, IV site and gauge, escort) and what the same-day part of eligibility asks (substances, thoughts of suicide).
A nasal spray has no line; a fluid without a drug acts on neither mind nor driving.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dose_rules import TreatmentKind


class CheckItem(StrEnum):
    """What is checked before the start. The values are stored, so they never change."""

    IDENTITY = "identity"
    FASTING = "fasting"
    ESCORT = "escort"
    SITE = "site"
    MEDICINES = "medicines"
    SUBSTANCES = "substances"
    SUICIDALITY = "suicidality"
    PRESCRIBER_ON_SITE = "prescriber_on_site"
    TODAY = "today"


AT_THE_CHAIR = (CheckItem.SITE, CheckItem.MEDICINES, CheckItem.SUBSTANCES, CheckItem.SUICIDALITY)
"""What is asked in one go at the chair."""

_NEEDED: Mapping[TreatmentKind, frozenset[CheckItem]] = {
    TreatmentKind.INFUSION: frozenset(AT_THE_CHAIR),
    TreatmentKind.DEVICES: frozenset({CheckItem.MEDICINES, CheckItem.SUBSTANCES, CheckItem.SUICIDALITY}),
    TreatmentKind.FLUID: frozenset({CheckItem.SITE, CheckItem.MEDICINES}),
}

_MISSING: Mapping[CheckItem, str] = {
    CheckItem.SITE: _("Write down where the IV line is, and its gauge."),
    CheckItem.MEDICINES: _("Ask whether any medicine changed since the last time."),
    CheckItem.SUBSTANCES: _("Ask about alcohol, drugs and sedatives in the last 24 hours."),
    CheckItem.SUICIDALITY: _("Ask about thoughts of suicide."),
}

GAUGES = (14, 16, 18, 20, 22, 24, 26)
"""The cannulas there are, by ISO 10555-5."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the patient answered. A yes needs ``words``; where it is a reason to stop, ``go_on`` is why it goes on.

    Nothing follows from a yes by itself: a clinician decides, and says why.
    """

    yes: bool
    words: str = ""
    go_on: str = ""


def at_the_chair(kind: TreatmentKind) -> tuple[CheckItem, ...]:
    """Return what is asked at the chair before this kind of treatment, in the order it is asked."""
    return tuple(item for item in AT_THE_CHAIR if item in _NEEDED[kind])


def missing_words(item: CheckItem) -> str:
    """Return what there is to do for an item nobody asked."""
    return _MISSING[item]


def undecided(item: CheckItem, said: Said) -> str:
    """Return what still has to be decided after an answer, or an empty text."""
    if not said.yes or said.go_on.strip() or item not in _DECIDED:
        return ""
    return _DECIDED[item]


_DECIDED: Mapping[CheckItem, str] = {
    CheckItem.SUBSTANCES: _("Something was taken in the last 24 hours. A clinician decides, with a reason."),
    CheckItem.SUICIDALITY: _("The patient speaks of suicide. A clinician decides, with a reason."),
}


def refuse_wordless(item: CheckItem, said: Said) -> None:
    """Raise ``BadValue`` for a yes without the patient's words."""
    if said.yes and not said.words.strip():
        raise BadValue(_("Write down what the patient said."), str(item))

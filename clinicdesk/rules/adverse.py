"""Adverse events of a session: the list to choose from, and the words behind the stored codes.

Source of the list: reactions named in the esketamine label of 2019 (first line), and events that clinics write down
around ketamine infusions (field practice, no single source). The codes are stored, so they never change.
"""

from collections.abc import Mapping
from enum import StrEnum

from clinicdesk.language import _

KINDS: Mapping[str, str] = {
    "dissociation": _("Dissociation"),
    "dizziness": _("Dizziness"),
    "nausea": _("Nausea"),
    "vomiting": _("Vomiting"),
    "sedation": _("Sedation"),
    "vertigo": _("Vertigo"),
    "numbness": _("Numbness or tingling"),
    "anxiety": _("Anxiety or panic"),
    "lethargy": _("Lethargy"),
    "bp_increase": _("Blood pressure raised"),
    "feeling_drunk": _("Feeling drunk"),
    "headache": _("Headache"),
    "vision": _("Blurred or double vision"),
    "dysphoria": _("Low or unpleasant mood"),
    "derealisation": _("Feeling unreal"),
    "nystagmus": _("Eyes jerking (nystagmus)"),
    "tachycardia": _("Fast heart rate"),
    "hypotension": _("Low blood pressure"),
    "desaturation": _("Low oxygen saturation"),
    "laryngospasm": _("Laryngospasm"),
    "emergence": _("Agitation on waking"),
    "hypertensive_urgency": _("Hypertensive urgency"),
    "chest_pain": _("Chest pain"),
    "syncope": _("Fainting"),
    "seizure": _("Seizure"),
    "infiltration": _("IV infiltration or vein irritation"),
    "allergic_reaction": _("Allergic reaction"),
    "urinary": _("Urinary symptoms"),
    "cognitive": _("Trouble with memory or thinking"),
    "craving": _("Craving or misuse"),
    "suicidality": _("Thoughts of suicide"),
    "mania": _("Mania"),
    "other": _("Other (describe it)"),
}


class Severity(StrEnum):
    """How bad it was."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    LIFE_THREATENING = "life_threatening"


class Relation(StrEnum):
    """Whether the treatment caused it, as the clinician judges."""

    RELATED = "related"
    POSSIBLY = "possibly"
    UNRELATED = "unrelated"
    UNKNOWN = "unknown"


class ActionTaken(StrEnum):
    """What was done about it."""

    NONE = "none"
    SLOWED = "slowed"
    PAUSED = "paused"
    STOPPED = "stopped"
    DRUG_GIVEN = "drug_given"
    EMERGENCY = "emergency"


class Outcome(StrEnum):
    """How it went on."""

    RESOLVED = "resolved"
    RESOLVING = "resolving"
    ONGOING = "ongoing"
    TRANSFERRED = "transferred"


WORDS: Mapping[StrEnum, str] = {
    Severity.MILD: _("Mild"),
    Severity.MODERATE: _("Moderate"),
    Severity.SEVERE: _("Severe"),
    Severity.LIFE_THREATENING: _("Life-threatening"),
    Relation.RELATED: _("Related to the treatment"),
    Relation.POSSIBLY: _("Possibly related"),
    Relation.UNRELATED: _("Not related"),
    Relation.UNKNOWN: _("Not known"),
    ActionTaken.NONE: _("Watched, nothing else"),
    ActionTaken.SLOWED: _("Infusion slowed"),
    ActionTaken.PAUSED: _("Infusion paused"),
    ActionTaken.STOPPED: _("Infusion stopped"),
    ActionTaken.DRUG_GIVEN: _("Drug given"),
    ActionTaken.EMERGENCY: _("Emergency services called"),
    Outcome.RESOLVED: _("Gone"),
    Outcome.RESOLVING: _("Getting better"),
    Outcome.ONGOING: _("Still there"),
    Outcome.TRANSFERRED: _("Taken to hospital"),
}


def kind_words(kind: str) -> str:
    """Return the words of a kind; a code this version does not know is shown as it is."""
    return KINDS.get(kind, kind)


FREQUENT = (
    "nausea",
    "vomiting",
    "dizziness",
    "anxiety",
    "dissociation",
    "bp_increase",
    "desaturation",
    "headache",
    "infiltration",
)
"""What is offered on the keys 1 to 9 when a minute is stamped. The choice is our own."""

"""Adverse events: what can be picked, how bad, how related, what was done. Codes are stored, words are shown.

The list joins the events of the esketamine label (2019) with those clinics commonly record; OTHER needs a narrative.
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
    "numbness": _("Numbness or reduced feeling"),
    "anxiety": _("Anxiety or panic"),
    "lethargy": _("Lethargy"),
    "pressure_increase": _("Rise in blood pressure"),
    "feeling_drunk": _("Feeling drunk"),
    "headache": _("Headache"),
    "blurred_vision": _("Blurred or double vision"),
    "dysphoria": _("Low or unpleasant mood"),
    "derealisation": _("Feeling unreal"),
    "nystagmus": _("Nystagmus"),
    "tachycardia": _("Fast heart rate"),
    "hypotension": _("Low blood pressure"),
    "desaturation": _("Low oxygen saturation"),
    "laryngospasm": _("Laryngospasm"),
    "emergence_reaction": _("Emergence reaction"),
    "hypertensive_urgency": _("Hypertensive urgency"),
    "chest_pain": _("Chest pain"),
    "syncope": _("Fainting"),
    "seizure": _("Seizure"),
    "infiltration": _("Infiltration or phlebitis at the IV site"),
    "allergic_reaction": _("Allergic reaction"),
    "urinary": _("Urinary symptoms"),
    "cognitive": _("Trouble thinking or remembering"),
    "craving": _("Craving or misuse"),
    "suicidality": _("Thoughts of suicide or self-harm"),
    "mania": _("Mania or hypomania"),
    "other": _("Other"),
}
"""The kinds in the order they are offered. A code, once used, never changes its meaning."""


class Severity(StrEnum):
    """How bad it was."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    LIFE_THREATENING = "life_threatening"


class Relatedness(StrEnum):
    """Whether the treatment caused it, in the clinician's judgement."""

    UNRELATED = "unrelated"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    DEFINITE = "definite"
    UNKNOWN = "unknown"


class ActionTaken(StrEnum):
    """What was done about it."""

    NONE = "none"
    SLOWED = "slowed"
    PAUSED = "paused"
    STOPPED = "stopped"
    DRUG_GIVEN = "drug_given"
    EMERGENCY_SERVICES = "emergency_services"


class Outcome(StrEnum):
    """How it ended, as far as is known."""

    RESOLVED = "resolved"
    RESOLVING = "resolving"
    ONGOING = "ongoing"
    LASTING_EFFECT = "lasting_effect"
    TRANSFERRED = "transferred"
    FATAL = "fatal"
    UNKNOWN = "unknown"


SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.MILD: _("Mild"),
    Severity.MODERATE: _("Moderate"),
    Severity.SEVERE: _("Severe"),
    Severity.LIFE_THREATENING: _("Life-threatening"),
}
RELATEDNESS_WORDS: Mapping[Relatedness, str] = {
    Relatedness.UNRELATED: _("Not related"),
    Relatedness.POSSIBLE: _("Possibly related"),
    Relatedness.PROBABLE: _("Probably related"),
    Relatedness.DEFINITE: _("Definitely related"),
    Relatedness.UNKNOWN: _("Not known"),
}
ACTION_WORDS: Mapping[ActionTaken, str] = {
    ActionTaken.NONE: _("Nothing needed"),
    ActionTaken.SLOWED: _("Infusion slowed"),
    ActionTaken.PAUSED: _("Infusion paused"),
    ActionTaken.STOPPED: _("Infusion stopped"),
    ActionTaken.DRUG_GIVEN: _("Medicine given"),
    ActionTaken.EMERGENCY_SERVICES: _("Emergency services called"),
}
OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.RESOLVED: _("Resolved"),
    Outcome.RESOLVING: _("Getting better"),
    Outcome.ONGOING: _("Ongoing"),
    Outcome.LASTING_EFFECT: _("Resolved with a lasting effect"),
    Outcome.TRANSFERRED: _("Transferred to hospital"),
    Outcome.FATAL: _("Died"),
    Outcome.UNKNOWN: _("Not known"),
}


def needs_narrative(kind: str, severity: Severity) -> bool:
    """Say whether the event must be told in words before the session is signed: OTHER, severe and worse."""
    return kind == "other" or severity in (Severity.SEVERE, Severity.LIFE_THREATENING)

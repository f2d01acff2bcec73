"""The settings of a consent text as people say them, and what differs in them between two versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.language import _, ngettext
from clinicdesk.records.wordings.wording import ANY_TREATMENT, Signer, TakenBack, TextKind, Wording
from clinicdesk.rules.consent_needs import Asked, Needed


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """One line of the header that says something else now, in words."""

    name: str
    before: str
    after: str


def kind_words(kind: TextKind) -> str:
    """Return what a text is for."""
    return {
        TextKind.TREATMENT: _("Consent to treatment"),
        TextKind.AGREEMENT: _("Agreement"),
        TextKind.RELEASE: _("Release of information"),
        TextKind.NOTICE: _("Notice"),
        TextKind.WITHDRAWAL: _("Withdrawal"),
        TextKind.DISCHARGE: _("Going home"),
    }[kind]


def asked_words(asked: Asked) -> str:
    """Return how often a text is asked for."""
    return {
        Asked.EACH_SERIES: _("Anew for each series"),
        Asked.WHILE_VALID: _("When the last one has expired"),
        Asked.ONCE: _("Once"),
        Asked.ON_REQUEST: _("Only on request"),
    }[asked]


def needed_words(needed: Needed) -> str:
    """Return what a visit cannot do without the text."""
    return {
        Needed.START: _("No treatment starts without it"),
        Needed.CHECK_IN: _("Check-in warns without it"),
        Needed.NO: _("Nothing waits for it"),
    }[needed]


def taken_back_words(taken_back: TakenBack) -> str:
    """Return how an agreement is taken back."""
    return {TakenBack.SPOKEN: _("By a spoken word"), TakenBack.WRITTEN: _("In writing only")}[taken_back]


def signer_words(signer: Signer) -> str:
    """Return as what somebody signs."""
    return {
        Signer.PATIENT: _("Patient"),
        Signer.GUARDIAN: _("Parent or legal representative"),
        Signer.CLINICIAN: _("Clinician"),
        Signer.WITNESS: _("Witness"),
        Signer.INTERPRETER: _("Interpreter"),
    }[signer]


def changed_settings(old: Wording, new: Wording) -> list[ChangedSetting]:
    """Return which settings differ between two versions, in the order of the form."""
    before, after = _settings(old), _settings(new)
    return [ChangedSetting(name, before[name], after[name]) for name in before if before[name] != after[name]]


def _settings(wording: Wording) -> Mapping[str, str]:
    covers = [_("Any treatment") if one == ANY_TREATMENT else one for one in wording.covers]
    days = ngettext("{count} day", "{count} days", wording.valid_days).format(count=wording.valid_days)
    return {
        _("Title"): wording.title,
        _("Kind"): kind_words(wording.kind),
        _("Asked for before"): ", ".join(covers) or _("Nothing"),
        _("Only where the condition is"): ", ".join(wording.indications) or _("Any"),
        _("How often"): asked_words(wording.asked),
        _("Without it"): needed_words(wording.needed),
        _("A signature counts for"): days,
        _("Taken back"): taken_back_words(wording.taken_back),
        _("Who signs"): ", ".join(map(signer_words, wording.signers)),
        _("Somebody else signs under the age of"): str(wording.guardian_under),
    }

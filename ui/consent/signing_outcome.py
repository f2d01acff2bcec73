"""What became of a form that was handed over, and what staff are told when they have the device again."""

from dataclasses import dataclass, field
from typing import Literal

from clinicdesk.language import _
from ui.widgets.strip import Tone


@dataclass(frozen=True, slots=True)
class SigningOutcome:
    """What became of it.

    Attributes:
        kind: ``paper`` is the wish to sign on paper; ``stuck``: staff must see to something first.
        copy: The copy that was wished for, as ``consents.copy_given`` names it; empty when nothing was said.
        told: Sentences for staff, in the language of the program.
    """

    kind: Literal["signed", "asked", "declined", "paper", "stuck"]
    consent_id: str
    copy: str = ""
    told: tuple[str, ...] = field(default=())


def words_on_return(outcome: SigningOutcome) -> tuple[Tone, str, str, str]:
    """Return what staff are told: tone, sentence, the words of a button, and the key of the step it takes."""
    tone: Tone = "ok"
    action, step = "", ""
    match outcome.kind:
        case "signed":
            if outcome.copy != "not_wanted":
                action, step = _("Give a &copy…"), "copy"
            sentence = {
                "paper": _("Signed. The patient would like a copy on paper."),
                "protected_pdf": _("Signed. The patient would like a copy as a PDF with a password."),
                "not_wanted": _("Signed. The patient wants no copy."),
            }.get(outcome.copy, _("Signed, and kept as it was signed. The patient may want a copy."))
        case "asked":
            tone, action, step = "info", _("A&nswer…"), "answer"
            sentence = _("The patient has a question. The form can be signed when a clinician has answered it.")
        case "declined":
            tone, sentence = "warn", _("The patient does not agree. The form is declined.")
        case "paper":
            tone, action, step = "info", _("Show &form"), "form"
            sentence = _("The patient would rather sign on paper. Print the form.")
        case "stuck":
            tone, sentence = "danger", _("The form was not signed.")
    if outcome.told and outcome.kind == "signed":
        tone = "warn"
    return tone, " ".join([sentence, *outcome.told]), action, step

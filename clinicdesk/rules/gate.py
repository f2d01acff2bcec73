"""May this session start, as far as consent goes? One table, one sentence for each answer.

Source: the clinic's promise to its patients, not a guideline: nobody is treated who never agreed, said no, or took the
agreement back. An agreement that ran out or was given on an older text may be used once, by a prescriber, for a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.language import _


class ConsentState(StrEnum):
    """Where a patient's consent to one treatment stands."""

    NEVER_GIVEN = "never_given"
    INCOMPLETE = "incomplete"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    EARLIER_SERIES = "earlier_series"
    OLDER_VERSION = "older_version"
    OTHER_LANGUAGE = "other_language"
    SIGNED = "signed"
    SIGNED_ON_PAPER = "signed_on_paper"


class Verdict(StrEnum):
    """What the gate says."""

    ALLOWED = "allowed"
    NEEDS_REASON = "needs_reason"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The verdict and the sentence to show. NEEDS_REASON means: a prescriber, with a reason that prints."""

    verdict: Verdict
    sentence: str


def consent_gate(state: ConsentState) -> GateAnswer:
    """Return whether a session may start with consent in this state."""
    return _ANSWERS[state]


_ANSWERS = {
    ConsentState.SIGNED: GateAnswer(Verdict.ALLOWED, _("Consent is signed.")),
    ConsentState.SIGNED_ON_PAPER: GateAnswer(
        Verdict.ALLOWED, _("Consent is signed on paper. The scan is still to be added.")
    ),
    ConsentState.EXPIRED: GateAnswer(
        Verdict.NEEDS_REASON,
        _("The consent has expired. Have it signed again, or a prescriber gives a reason to start."),
    ),
    ConsentState.OLDER_VERSION: GateAnswer(
        Verdict.NEEDS_REASON,
        _("The consent was signed on an older text. Have the new one signed, or a prescriber gives a reason to start."),
    ),
    ConsentState.EARLIER_SERIES: GateAnswer(
        Verdict.NEEDS_REASON,
        _(
            "The consent was signed for an earlier series. Have it signed again, or a prescriber gives a reason to "
            "start."
        ),
    ),
    ConsentState.OTHER_LANGUAGE: GateAnswer(
        Verdict.REFUSED,
        _(
            "The consent is not in the patient's language. Have it signed in that language, or have a named "
            "interpreter sign it."
        ),
    ),
    ConsentState.INCOMPLETE: GateAnswer(
        Verdict.REFUSED, _("The consent is not complete: somebody who must sign it has not. Have it signed.")
    ),
    ConsentState.NEVER_GIVEN: GateAnswer(
        Verdict.REFUSED, _("There is no consent for this treatment. Have it signed before you start.")
    ),
    ConsentState.DECLINED: GateAnswer(
        Verdict.REFUSED, _("The patient declined this treatment. It cannot start unless a new consent is signed.")
    ),
    ConsentState.WITHDRAWN: GateAnswer(
        Verdict.REFUSED, _("The patient withdrew consent. It cannot start unless a new consent is signed.")
    ),
}

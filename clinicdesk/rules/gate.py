"""May this session start, as far as papers go? One table, one sentence for each answer.

Source: the clinic's promise to its patients, not a guideline: nobody is treated who never agreed, said no, took the
agreement back, or could not read it. An agreement that ran out, was given for an earlier series or on an older text may
be used once, by a prescriber, for a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.language import _


class ConsentState(StrEnum):
    """Where a patient's consent to one treatment stands. The values are stored, so they never change."""

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

    @property
    def words(self) -> str:
        """Return it in a few words, as they stand behind the title of a paper."""
        return _WORDS[self]


class Lack(StrEnum):
    """Whose signature an incomplete paper lacks."""

    SIGNATURE = "signature"
    GUARDIAN = "guardian"
    OF_AGE = "of age"


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


def consent_gate(state: ConsentState, title: str = "", lack: Lack = Lack.SIGNATURE) -> GateAnswer:
    """Return whether a session may start with a paper in this state; ``title`` names the paper."""
    verdict, sentence = _ANSWERS[state]
    if state is ConsentState.INCOMPLETE:
        sentence = _LACKS[lack]
    return GateAnswer(verdict, sentence.format(title=title or _("Consent")))


def worst(states: Iterable[ConsentState]) -> ConsentState:
    """Return the state that decides among several papers; SIGNED where none is needed."""
    return min(states, key=_GRAVEST_FIRST.index, default=ConsentState.SIGNED)


_GRAVEST_FIRST = (
    ConsentState.WITHDRAWN,
    ConsentState.DECLINED,
    ConsentState.NEVER_GIVEN,
    ConsentState.INCOMPLETE,
    ConsentState.OTHER_LANGUAGE,
    ConsentState.EXPIRED,
    ConsentState.EARLIER_SERIES,
    ConsentState.OLDER_VERSION,
    ConsentState.SIGNED_ON_PAPER,
    ConsentState.SIGNED,
)

_WORDS = {
    ConsentState.NEVER_GIVEN: _("missing"),
    ConsentState.INCOMPLETE: _("not complete"),
    ConsentState.DECLINED: _("declined"),
    ConsentState.WITHDRAWN: _("withdrawn"),
    ConsentState.EXPIRED: _("expired"),
    ConsentState.EARLIER_SERIES: _("of an earlier series"),
    ConsentState.OLDER_VERSION: _("on an older text"),
    ConsentState.OTHER_LANGUAGE: _("not in the patient's language"),
    ConsentState.SIGNED: _("signed"),
    ConsentState.SIGNED_ON_PAPER: _("signed on paper, scan to follow"),
}

_LACKS = {
    Lack.SIGNATURE: _("{title}: not complete, somebody who must sign it has not. Have it signed."),
    Lack.GUARDIAN: _("{title}: a minor signed it alone. Have a parent or legal representative sign it."),
    Lack.OF_AGE: _("{title}: signed while the patient was a minor. The patient is of age now: have them sign it."),
}

_ANSWERS = {
    ConsentState.SIGNED: (Verdict.ALLOWED, _("{title}: signed.")),
    ConsentState.SIGNED_ON_PAPER: (Verdict.ALLOWED, _("{title}: signed on paper. The scan is still to be added.")),
    ConsentState.EXPIRED: (
        Verdict.NEEDS_REASON,
        _("{title}: expired. Have it signed again, or a prescriber gives a reason to start."),
    ),
    ConsentState.OLDER_VERSION: (
        Verdict.NEEDS_REASON,
        _("{title}: signed on an older text. Have the new one signed, or a prescriber gives a reason to start."),
    ),
    ConsentState.EARLIER_SERIES: (
        Verdict.NEEDS_REASON,
        _("{title}: signed for an earlier series. Have it signed again, or a prescriber gives a reason to start."),
    ),
    ConsentState.OTHER_LANGUAGE: (
        Verdict.REFUSED,
        _(
            "{title}: not in the patient's language. Have it signed in that language, or with an interpreter who "
            "signs by name."
        ),
    ),
    ConsentState.INCOMPLETE: (Verdict.REFUSED, _LACKS[Lack.SIGNATURE]),
    ConsentState.NEVER_GIVEN: (Verdict.REFUSED, _("{title}: not signed. Have it signed before you start.")),
    ConsentState.DECLINED: (
        Verdict.REFUSED,
        _("{title}: the patient declined. It cannot start unless a new form is signed."),
    ),
    ConsentState.WITHDRAWN: (
        Verdict.REFUSED,
        _("{title}: the patient withdrew consent. It cannot start unless a new form is signed."),
    ),
}

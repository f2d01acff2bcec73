"""What answers say beside a score, or where there is none: a level of risk, a pattern; by the file's own rules."""

from clinicdesk.language import _
from clinicdesk.records.measures.result import Result
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure


def found(measure: Measure, result: Result) -> str:
    """Return what the answers say, never a diagnosis; empty where no rule of the file holds."""
    return "; ".join(one.text.rstrip(".") for one in scoring.scored(measure, result.answers).findings)


def instead_of_score(measure: Measure, result: Result) -> str:
    """Return what stands for the score of a measure that has none: what was found, and whether answers are missing."""
    words = found(measure, result) or _("nothing found")
    if scoring.scored(measure, result.answers).complete:
        return words
    return _("{words}; answers are missing").format(words=words)

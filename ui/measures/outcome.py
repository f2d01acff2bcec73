"""What became of a questionnaire that was handed over, and what staff are told when they have the device again."""

from dataclasses import dataclass, field
from typing import Literal

from clinicdesk.language import _, ngettext
from clinicdesk.records.measures.begun import Begun
from ui.widgets.strip import Tone


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What became of it.

    Attributes:
        kind: ``recorded``; ``unfinished``: the device was taken back before the end; ``stuck``: it cannot be recorded.
        begun: What was filled in.
        result_id: The result, where there is one; also of an unfinished one whose answers call for a clinician.
        calls: Whether an answer calls for a clinician now.
        told: Sentences for staff.
    """

    kind: Literal["recorded", "unfinished", "stuck"]
    begun: Begun
    result_id: str = ""
    calls: bool = False
    told: tuple[str, ...] = field(default=())


def words_on_return(filled: FilledIn, title: str) -> tuple[Tone, str]:
    """Return what staff are told, without a word about what was answered.

    That an answer calls for a clinician is told by the strip above every place: it knows when somebody took the call.
    """
    left_out = sum(value is None for value in filled.begun.answers.values())
    match filled.kind:
        case "recorded":
            tone: Tone = "ok"
            sentence = _("{title} is recorded.").format(title=title)
            if left_out:
                more = ngettext("{count} question was left out.", "{count} questions were left out.", left_out)
                sentence = f"{sentence} {more.format(count=left_out)}"
        case "unfinished":
            tone = "info"
            kept = _("{title} is not finished. What was answered is kept; go on whenever you like.")
            sentence = _("{title} was not filled in.") if filled.begun.is_empty else kept
            sentence = sentence.format(title=title)
        case "stuck":
            tone, sentence = "danger", _("{title} was not recorded. The answers are kept.").format(title=title)
    return tone, " ".join([sentence, *filled.told])

"""Consent texts: files and rows, Markdown below a short header (``header.py``), adopted by a person of the clinic."""

from clinicdesk.records.wordings.adopting import (
    Adopted,
    adopt,
    as_published,
    is_adopted,
    must_sign_again,
    newest,
    offered,
    shipped,
    versions,
)
from clinicdesk.records.wordings.blocks import PLACEHOLDERS, Block, Span
from clinicdesk.records.wordings.editing import (
    Checked,
    EditedText,
    TextProblem,
    check,
    copy_of,
    edited,
    source_of,
    unwrapped,
)
from clinicdesk.records.wordings.form_words import form_day, form_words
from clinicdesk.records.wordings.header_words import (
    ChangedSetting,
    asked_words,
    changed_settings,
    kind_words,
    needed_words,
    signer_words,
    taken_back_words,
)
from clinicdesk.records.wordings.listing import DRAFT_PLACE, TextLine, lines, newer_sample, version
from clinicdesk.records.wordings.pasting import as_typed
from clinicdesk.records.wordings.reading import load_all, parse, parse_kept
from clinicdesk.records.wordings.wording import (
    ANY_TREATMENT,
    Signer,
    TakenBack,
    TextKind,
    Wording,
    WordingProblem,
    text_key,
)

__all__ = [
    "ANY_TREATMENT",
    "DRAFT_PLACE",
    "PLACEHOLDERS",
    "Adopted",
    "Block",
    "ChangedSetting",
    "Checked",
    "EditedText",
    "Signer",
    "Span",
    "TakenBack",
    "TextKind",
    "TextLine",
    "TextProblem",
    "Wording",
    "WordingProblem",
    "adopt",
    "as_published",
    "as_typed",
    "asked_words",
    "changed_settings",
    "check",
    "copy_of",
    "edited",
    "form_day",
    "form_words",
    "is_adopted",
    "kind_words",
    "lines",
    "load_all",
    "must_sign_again",
    "needed_words",
    "newer_sample",
    "newest",
    "offered",
    "parse",
    "parse_kept",
    "shipped",
    "signer_words",
    "source_of",
    "taken_back_words",
    "text_key",
    "unwrapped",
    "version",
    "versions",
]

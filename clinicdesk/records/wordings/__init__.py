"""Consent texts: files and rows, Markdown below a short header (``header.py``), adopted by a person of the clinic."""

from clinicdesk.records.wordings.adopting import (
    Adopted,
    adopt,
    is_adopted,
    must_sign_again,
    newest,
    offered,
    shipped,
    versions,
)
from clinicdesk.records.wordings.blocks import PLACEHOLDERS, Block, Span
from clinicdesk.records.wordings.form_words import form_words
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
    "PLACEHOLDERS",
    "Adopted",
    "Block",
    "Signer",
    "Span",
    "TakenBack",
    "TextKind",
    "Wording",
    "WordingProblem",
    "adopt",
    "form_words",
    "is_adopted",
    "load_all",
    "must_sign_again",
    "newest",
    "offered",
    "parse",
    "parse_kept",
    "shipped",
    "text_key",
    "versions",
]

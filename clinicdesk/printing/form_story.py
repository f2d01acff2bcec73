"""A consent form as a story: title, what became of it, the text, the signatures, and what was signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing import fonts, markdown, proof_block
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.form_fields import Fields
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.letterhead import About
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.strokes import Ink
from clinicdesk.printing.styles import paragraph
from clinicdesk.records.consents import Sealed
from clinicdesk.records.wordings import Signer, TakenBack, TextKind, Wording
from clinicdesk.records.wordings.blocks import Block

NOTHING = "—"
"""Stands in a place of the text that was left empty when the form was signed on the screen."""
_ROOM = 2200
"""Characters of text that fit on one sheet above the signatures of five people."""
_LAST_WORDS = 600
_COUNTING = (TextKind.TREATMENT, TextKind.AGREEMENT, TextKind.RELEASE)
"""The kinds of text whose signature counts for some time; the others are over when they are signed."""


@dataclass(frozen=True, slots=True)
class Form:
    """Everything one form prints.

    ``number`` is None of a blank form. ``answers`` are None until somebody has answered. ``until`` is the last day the
    signature counts, as it is to be printed. ``notes`` say what became of the form, and ``mark`` says it on every
    sheet. ``facts`` are labels and words below the signatures: how it was signed, by what right.
    """

    wording: Wording
    words: FormWords
    values: Mapping[str, str]
    about: About
    number: int | None
    signers: Sequence[str]
    lines: Mapping[str, SignatureLine] = field(default_factory=dict)
    initials: Mapping[str, Ink] = field(default_factory=dict)
    answers: Mapping[str, str] | None = None
    until: str = ""
    notes: Sequence[str] = ()
    mark: str = ""
    facts: Sequence[tuple[str, str]] = ()
    sealed: Sealed | None = None


def story(form: Form, width: float) -> list[Flowable]:
    """Return the form as a story ``width`` points wide. Raises ``CannotPrint``."""
    _check(form)
    blocks = form.wording.blocks
    fields = Fields(form.words, form.initials, form.answers)
    last = _agreement(blocks)
    notes = [paragraph(note, "subheading" if at == 0 else "body") for at, note in enumerate(form.notes)]
    return [
        paragraph(form.wording.title, "title"),
        *notes,
        *markdown.flowables(blocks[:last], form.values, fields),
        # What is agreed to and the signatures under it stand on one sheet.
        KeepTogether([*markdown.flowables(blocks[last:], form.values, fields), *_signatures(form, width)]),
        *_proof(form, width),
    ]


def _agreement(blocks: Sequence[Block]) -> int:
    """Return where the last part begins that stays on the sheet of the signatures: its heading, if that fits."""
    room, last_words = _ROOM, len(blocks) - 1
    for at in range(len(blocks) - 1, -1, -1):
        room -= sum(len(span.text) or 30 for span in blocks[at].spans) or 150
        if room < 0:
            break
        if room > _ROOM - _LAST_WORDS and blocks[at].kind not in ("initials", "answer"):
            last_words = at
        if blocks[at].kind == "heading":
            return at
    return max(last_words, 0)


def _signatures(form: Form, width: float) -> list[Flowable]:
    wanted = dict.fromkeys([*form.signers, *form.lines])
    lines = [form.lines.get(who) or _empty_line(form.words, who) for who in wanted]
    counts = paragraph(_counts(form), "small") if form.wording.kind in _COUNTING else Spacer(0, 1 * mm)
    labels = (form.words("name"), form.words("moment"))
    return [Spacer(0, 1 * mm), counts, signature_lines(lines, width, labels)]


def _proof(form: Form, width: float) -> list[Flowable]:
    if form.sealed:
        return proof_block.flowables(form.facts, form.sealed.sha256, form.words, width)
    return [Spacer(0, 2 * mm), proof_block.lines(form.facts, width)] if form.facts else []


def _empty_line(words: FormWords, who: str) -> SignatureLine:
    more = {Signer.GUARDIAN: ("relation", "authority"), Signer.INTERPRETER: ("language",)}.get(Signer(who), ())
    return SignatureLine(words.role(who), more=tuple((words(name), "") for name in more))


def _counts(form: Form) -> str:
    written = "_written" if form.wording.taken_back is TakenBack.WRITTEN else ""
    if form.until:
        return form.words(f"counts_until{written}", day=form.until)
    return form.words(f"counts_days{written}", days=form.wording.valid_days)


def _check(form: Form) -> None:
    """Raise ``CannotPrint`` naming, as staff know it, what has a character that no font can print."""
    texts = {_("the name of the person who signs"): "".join(line.name for line in form.lines.values())}
    texts[_("an answer")] = " ".join((form.answers or {}).values())
    fonts.check(texts)
    if not form.wording.blocks:
        raise CannotPrint(_("This text is empty. Write it first."))

"""What differs between two versions of a consent text: added underlined and in + +, taken struck through in − −."""

from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import paragraph, style
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Wording
from clinicdesk.rules.text_differences import Change, Passage, Piece, differences


def build(desk: Desk, key: str, before: str, after: str) -> bytes:
    """Return the differences as a PDF; versions are named by their number, or ``sample``. Raises ``NotFound``."""
    old, new = wordings.version(desk, key, before), wordings.version(desk, key, after)
    names = _("{text}: from {before} to {after}").format(text=key, before=_name(old), after=_name(new))
    story: list[Flowable] = [paragraph(new.title, "title"), paragraph(names, "small")]
    for setting in wordings.changed_settings(old, new):
        pieces = (Piece(setting.before, Change.TAKEN), Piece(setting.after, Change.ADDED))
        story.append(_marked_up(f"{fonts.markup(setting.name + ': ')}{' '.join(map(_piece, pieces))}"))
    changed = [one for one in _passages(old, new) if one.is_changed]
    story += [_marked_up("".join(map(_piece, passage.pieces))) for passage in changed]
    if len(story) == 2:
        story.append(paragraph(_("Both are the same.")))
    return page.build(
        story, from_desk.letterhead(desk), from_desk.imprint(desk, _("Differences between versions"), audiences.STAFF)
    )


def _passages(old: Wording, new: Wording) -> tuple[Passage, ...]:
    return differences(wordings.unwrapped(old.body), wordings.unwrapped(new.body))


def _marked_up(markup: str) -> Paragraph:
    return Paragraph(markup.strip().removesuffix("<br/>"), style("body"))


def _piece(piece: Piece) -> str:
    words = piece.text.strip()
    if piece.change is Change.KEPT or not words:
        # Of white space alone the new one is kept.
        return "" if piece.change is Change.TAKEN else fonts.markup(piece.text)
    at = piece.text.find(words)
    before, after = piece.text[:at], piece.text[at + len(words) :]
    tag, sign = ("u", "+") if piece.change is Change.ADDED else ("strike", "−")
    signs = fonts.markup(sign, bold=True)
    return f"{fonts.markup(before)}{signs}<{tag}>{fonts.markup(words)}</{tag}>{signs}{fonts.markup(after)}"


def _name(wording: Wording) -> str:
    return (_("the sample, version {version}") if wording.is_sample else _("version {version}")).format(
        version=wording.version
    )

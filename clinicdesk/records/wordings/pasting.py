"""Text from elsewhere as our texts are written: a paste from a word processor brings tabs, bullets and odd blanks."""

import re

_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BULLET = re.compile(r"^ *[\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7\u2013\u2014o] {1,}(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^ *(\d{1,3})[.)] +(?=\S)", re.MULTILINE)
_ITEM = re.compile(r"- |\d{1,3}\. ")


def as_typed(text: str, *, is_rich: bool = False) -> str:
    """Return a pasted text with plain blanks and line breaks, bullets as ``-`` and numbers as ``1.``.

    ``is_rich``: it comes from a word processor, where each line is a paragraph; paragraphs then get a blank line
    between them, the items of a list none. Curly quotes and dashes within a line stay as they are.
    """
    plain = _NOTHING.sub("", _BLANKS.sub(" ", _BREAKS.sub("\n", text)))
    plain = _NUMBER.sub(r"\1. ", _BULLET.sub("- ", plain))
    lines = [line.rstrip() for line in plain.split("\n")]
    if not is_rich:
        return "\n".join(lines)
    made: list[str] = []
    for line in (line.strip() for line in lines):
        if made and made[-1] and line and not (_ITEM.match(line) and _ITEM.match(made[-1])):
            made.append("")
        if line or (made and made[-1]):
            made.append(line)
    return "\n".join(made)

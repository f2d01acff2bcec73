"""Phone numbers as people write and paste them: put into one writing, the extension kept, nothing ever lost."""

import re
import unicodedata

LONGEST_NUMBER = 15
"""Digits of a full international number, without the extension (ITU-T E.164)."""

_SHORTEST_NUMBER = 5
"""Digits before an "x" or "#" from which that can only mean an extension."""

_EXTENSION = re.compile(
    r"[\s,;]*(?:\b(?:ext(?:ension)?|extn|durchwahl|dw|poste)\b|(?<=[\d\s)])x|#)[\s.:]*(\d{1,6})\s*$", re.I
)
_LABEL = re.compile(
    r"^\s*(?:tel(?:ephone|efon)?|phone|mobile?|cell(?:phone)?|home|work|fax|t|m|p)?\s*[.:]?\s*(?=[+(\d])", re.I
)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_NORTH_AMERICAN = re.compile(r"[2-9]\d{2}[2-9]\d{6}")


def split_extension(text: str) -> tuple[str, str]:
    """Return a number and the digits of its extension, which is empty where there is none.

    >>> split_extension("218-555-0142 ext. 12")
    ('218-555-0142', '12')
    """
    found = _EXTENSION.search(text)
    if found is None or sum(sign.isdigit() for sign in text[: found.start()]) < _SHORTEST_NUMBER:
        return text.strip(), ""
    return text[: found.start()].strip(), found[1]


def digits_of(text: str) -> str:
    """Return the digits that are dialled, without the extension: to compare numbers and to find them.

    A leading 00 and the country code 1 before ten digits go, as does the "(0)" that is only dialled within a country.
    """
    number, _extension = split_extension(text)
    if number.lstrip().startswith(("+", "00")):
        number = _TRUNK.sub("", number)
    digits = "".join(str(unicodedata.digit(sign)) for sign in number if sign.isdigit()).removeprefix("00")
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def phone_text(text: str) -> str:
    """Return a typed or pasted number as it is written down: ``218 555 0142``, ``+1 218 555 0142 ext. 12``.

    Only numbers of North America (which ten digits are one, the NANP says) are grouped anew; others keep the groups
    they were written with. A text with words that are not understood stays as it is.

    >>> phone_text("Tel: (218) 555-0142x7"), phone_text("+49 (0)251/12345")
    ('218 555 0142 ext. 7', '+49 251 12345')
    """
    line = " ".join(text.split())
    number, extension = split_extension(_LABEL.sub("", line))
    if any(sign.isalpha() for sign in number) or not any(sign.isdigit() for sign in number):
        return line
    written = _grouped(number)
    return f"{written} ext. {extension}" if extension else written


def _grouped(number: str) -> str:
    abroad = number.startswith(("+", "00"))
    digits = "".join(str(unicodedata.digit(sign)) for sign in number if sign.isdigit())
    national = digits_of(number)
    if _NORTH_AMERICAN.fullmatch(national) and (not abroad or digits.removeprefix("00").startswith("1")):
        code = "+1 " if len(digits) > 10 else ""
        return f"{code}{national[:3]} {national[3:6]} {national[6:]}"
    if not abroad:
        return number
    plus = "+" + _TRUNK.sub(" ", number).removeprefix("+").removeprefix("00").strip()
    return " ".join(re.sub(r"[^\d+]+", " ", plus).split())

"""Which language a person speaks, from what the front desk wrote: the codes consent texts are written in.

Source: ISO 639-1 and 639-3 codes of the languages the registration offers, and their own names for themselves.
"""

import re
import unicodedata

_NAMES = {
    "en": ("english",),
    "es": ("spanish", "espanol", "castellano", "castilian"),
    "fr": ("french", "francais"),
    "de": ("german", "deutsch"),
    "vi": ("vietnamese", "tieng viet"),
    "cmn": ("mandarin", "chinese", "putonghua"),
    "yue": ("cantonese",),
    "ar": ("arabic",),
    "ru": ("russian",),
    "so": ("somali", "soomaali"),
    "pl": ("polish", "polski"),
    "pt": ("portuguese", "portugues"),
    "ht": ("haitian creole", "kreyol ayisyen"),
    "tl": ("tagalog", "filipino"),
    "ko": ("korean",),
    "hmn": ("hmong",),
}

_BETWEEN = re.compile(r"[,;/&+]|\band\b", re.IGNORECASE)
"""What stands between two languages where the front desk wrote both."""


def language_code(spoken: str) -> str | None:
    """Return the code of a language by its name (``Español`` → ``es``), of several the first that is known here.

    None where none is known.
    """
    return next(iter(_codes(spoken)), None)


def _codes(spoken: str) -> list[str]:
    """Return the codes of what somebody speaks: ``English, Spanish`` are two. "A little English" is none."""
    found = (_code(part) for part in _BETWEEN.split(spoken))
    return [code for code in found if code is not None]


def _code(name: str) -> str | None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    plain = plain.partition("(")[0].strip()
    return next((code for code, names in _NAMES.items() if plain.split("-")[0] == code or plain in names), None)


def known_codes() -> tuple[str, ...]:
    """Return the codes of the languages that are known by name."""
    return tuple(_NAMES)


def language_name(code: str) -> str:
    """Return a language as people call it in English; an unknown code stays as it is."""
    names = _NAMES.get(code.split("-")[0])
    return names[0].title() if names else code


def understands(spoken: str, code: str) -> bool:
    """Tell whether a text in a language can be read by somebody of whom the record says what they speak.

    Where nobody asked, the record says nothing, and nothing is held against the text.
    """
    return not spoken.strip() or code.split("-")[0] in _codes(spoken)


def interprets(spoken: str, into: str) -> bool:
    """Tell whether an interpreter served who speaks a language; ``into`` is a code or a name, empty where unsaid.

    Who signed as interpreter without saying the language was called for this patient: that is taken at their word.
    """
    if not into.strip() or not spoken.strip():
        return True
    return spoken.strip().casefold() == into.strip().casefold() or _code(into) in _codes(spoken)

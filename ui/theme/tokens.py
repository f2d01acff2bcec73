"""The design tokens: colours of a scheme and sizes at a text size, read from ``resources/theme/*.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from clinicdesk.resources import read_text

Scheme = Literal["light", "dark", "dim"]

DARK_SCHEMES = frozenset({"dark", "dim"})
"""The schemes with light letters on a dark ground; ``dim`` is the one for rooms that are kept dark."""

SMALLEST_TEXT_PERCENT = 90
LARGEST_TEXT_PERCENT = 150

_FIXED_SECTIONS = ("space", "radius")


@dataclass(frozen=True, slots=True)
class Theme:
    """What is in force: the scheme, the person's text size in per cent, and the tokens at that size."""

    scheme: Scheme
    text_percent: int
    colours: dict[str, str]
    sizes: dict[str, int]


@cache
def theme(scheme: Scheme, text_percent: int, largest: int = LARGEST_TEXT_PERCENT) -> Theme:
    """Return the tokens of a scheme; a text size outside 90 % to ``largest`` becomes the nearest that is allowed."""
    percent = max(SMALLEST_TEXT_PERCENT, min(largest, text_percent))
    return Theme(scheme, percent, _colours(scheme), _sizes(percent))


def _colours(scheme: Scheme) -> dict[str, str]:
    return {name: str(value) for name, value in tomllib.loads(read_text(f"theme/{scheme}.toml")).items()}


def _sizes(percent: int) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for section, values in tomllib.loads(read_text("theme/sizes.toml")).items():
        factor = 100 if section in _FIXED_SECTIONS else percent
        sizes.update({name: round(value * factor / 100) for name, value in values.items()})
    return sizes


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2.2 contrast ratio (1 to 21) of two ``#RRGGBB`` colours."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

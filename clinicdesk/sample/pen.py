"""Signatures for people who do not exist: strokes as a pen would leave them, the same each time for the same name."""

import math
from random import Random

Stroke = list[list[float]]

ASPECT = 3.2
"""Width of the signature pad divided by its height."""


def signature(name: str) -> list[Stroke]:
    """Return a signature: one line per word, and a flourish below."""
    words = name.split()[:3]
    room = 0.86 / len(words)
    strokes = [_written(word, 0.06 + place * room, room * 0.88) for place, word in enumerate(words)]
    return [*strokes, _flourish(name, strokes[-1][-1][2])]


def initials(name: str) -> list[Stroke]:
    """Return the initials, one stroke each."""
    letters = [word[0] for word in name.split()[:2]]
    return [_written(letter * 2, 0.18 + place * 0.34, 0.28) for place, letter in enumerate(letters)]


def _written(word: str, left: float, width: float) -> Stroke:
    """Return loops from left to right: tall at the start, a wave for each letter."""
    hand = Random(word)
    letters = min(len(word), 9)
    heights = [0.30, *(hand.uniform(0.06, 0.17) for _letter in range(letters - 1))]
    slant = hand.uniform(0.10, 0.18)
    points = []
    for step in range(letters * 12 + 1):
        turn = step / 12
        height = heights[min(int(turn), letters - 1)]
        up = height * math.sin(turn * math.tau)
        back = 0.028 * math.cos(turn * math.tau)
        x = left + width * step / (letters * 12) + back + slant * max(up, 0) * 0.3
        pressure = 0.45 + 0.35 * math.sin(turn * math.tau + 1)
        points.append(_point(x, 0.55 - up, step * 14, pressure))
    return points


def _flourish(name: str, started_ms: float) -> Stroke:
    hand = Random(f"{name} flourish")
    depth, length = hand.uniform(0.02, 0.06), hand.uniform(0.5, 0.75)
    return [
        _point(
            0.12 + length * step / 16, 0.84 - depth * math.sin(step / 16 * math.pi), started_ms + 200 + step * 9, 0.4
        )
        for step in range(17)
    ]


def _point(x: float, y: float, milliseconds: float, pressure: float) -> list[float]:
    return [round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4), int(milliseconds), round(pressure, 1)]

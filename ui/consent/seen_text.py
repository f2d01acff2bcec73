"""How far a text was before somebody's eyes. Whoever jumps ahead has not seen what lies between."""

_SLACK = 24
"""Pixels beyond the screen's edge that count as seen: the space below the last line."""


class SeenText:
    """Told, each time the page stands still, which part of the text is on the screen.

    Attributes:
        part: How much was seen, without a gap, from 0 to 1; it stays when the size of the type changes.
    """

    def __init__(self) -> None:
        self.part = 0.0

    def is_all(self) -> bool:
        """Tell whether all of it was seen."""
        return self.part >= 1.0

    def until(self, height: int) -> float:
        """Return where the seen part ends in a text that is so high now."""
        return self.part * height

    def note(self, top: int, bottom: int, height: int) -> bool:
        """Take down what is on the screen of a text of a height; return whether that was new."""
        seen = self.until(height)
        if height <= 0 or top > seen + _SLACK or bottom <= seen:
            return False
        self.part = min(1.0, (bottom + _SLACK) / height)
        return True

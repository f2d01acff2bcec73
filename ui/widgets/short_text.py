"""Names have no length limit a screen could rely on."""

LETTERS = 44
"""Letters of a name that are shown where it cannot be cut by the room there is, such as in a title."""


def shortened(text: str, letters: int = LETTERS) -> str:
    """Return the text, cut with an ellipsis where it is longer."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"

"""What a check says: one thing that is wrong, and how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Called with (done, of how many); raise ``Cancelled`` in it to stop."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``entry`` is a sequence number, ``row`` a table and row id, where it has one."""

    sentence: str
    entry: int | None = None
    row: str | None = None

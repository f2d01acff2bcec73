"""Commands found by their words, in the same box that finds patients; a patient is never mistaken for a command."""

from collections.abc import Iterable, Sequence

from clinicdesk.rules.names import fold
from ui.shell.commands import Command

ONLY_COMMANDS = ">"
"""Typed first, it looks for commands and for nobody."""

SHOWN = 4
_SHORTEST = 3
"""Letters from which a single word looks for commands too; below, it is the beginning of half of all names."""


def matching(typed: str, commands: Iterable[Command]) -> list[Command]:
    """Return the commands of which a title or another wording has every typed word, or a word beginning so."""
    asked = typed.startswith(ONLY_COMMANDS)
    words = fold(typed).split()
    if not asked and len("".join(words)) < _SHORTEST:
        return []
    found = [command for command in commands if _has(command, words)]
    return found if asked else found[:SHOWN]


def is_meant(typed: str, found: Sequence[Command]) -> bool:
    """Say whether Enter may take the first command, where no patient is found.

    One word may be somebody's name, also when it is one of ours: Lock, Day and New are surnames. So it needs two words
    that belong to a command, or the sign that only commands are looked for.
    """
    return bool(found) and (typed.startswith(ONLY_COMMANDS) or len(fold(typed).split()) > 1)


def _has(command: Command, words: Sequence[str]) -> bool:
    for wording in (command.title, *command.words):
        names = fold(wording).split()
        if all(any(name.startswith(word) for name in names) for word in words):
            return True
    return False

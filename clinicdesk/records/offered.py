"""What the registration form offers while somebody types: suggestions a clinic may change, never the only answers."""

import tomllib
from dataclasses import dataclass
from functools import cache

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.resources import read_text

FILE = "registration/offered.toml"


@dataclass(frozen=True, slots=True)
class Offered:
    """Suggestions by field; a list that is missing from the file is empty."""

    indications: tuple[str, ...] = ()
    treatments_tried: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()


@cache
def offered() -> Offered:
    """Return the suggestions of this installation. Raises ``BadValue`` where the file has an error, with its line."""
    return parse(read_text(FILE))


def parse(text: str) -> Offered:
    """Read a file of suggestions."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadValue(_("{file} has an error: {error}. Correct that line.").format(file=FILE, error=error)) from error
    known = {name: found.get(name, []) for name in Offered.__dataclass_fields__}
    for name, words in known.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise BadValue(_("In {file}, “{name}” must be a list of texts.").format(file=FILE, name=name))
    return Offered(**{name: tuple(words) for name, words in known.items()})

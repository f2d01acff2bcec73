"""The crisis card: whom somebody in a crisis calls, from a file a clinic in another country replaces."""

from dataclasses import dataclass

from clinicdesk.language import _
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, read_text

FILE = "crisis/card.toml"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One number: whose it is, what is dialled, what to say about it, and where that is from."""

    name: str
    number: str
    say: str
    source: str


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """The card as the file says. ``problem`` says what is wrong with the file; then there are no lines."""

    country: str
    lines: tuple[CardLine, ...]
    problem: FileProblem | None = None


def load() -> CrisisCard:
    """Return the card. A faulty file does not raise: the card must open, and says what is wrong."""
    try:
        return parse(read_text(FILE))
    except FaultyFile as fault:
        return CrisisCard("", (), fault.problem)
    except (OSError, UnicodeDecodeError):
        return CrisisCard("", (), FileProblem(FILE, 1, _("This file is missing or cannot be read.")))


def parse(text: str) -> CrisisCard:
    """Read a card. Raises ``FaultyFile`` with the line at fault."""
    whole = Table.parse(text, FILE)
    whole.text("version")
    lines = []
    country = whole.text("country")
    for table in whole.tables("lines"):
        lines.append(CardLine(table.text("name"), table.text("number"), table.text("say"), table.text("source")))
        table.done()
    whole.done()
    return CrisisCard(country, tuple(lines))

"""The kinds of documents, from ``resources/documents/kinds.toml``."""

from dataclasses import dataclass
from functools import cache

from clinicdesk import resources
from clinicdesk.errors import BadValue
from clinicdesk.records.toml_table import FaultyFile, Table

_FILE = "documents/kinds.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document is. Of a ``clinical`` kind only clinicians see title and content."""

    id: str
    title: str
    clinical: bool


@cache
def kinds() -> tuple[Kind, ...]:
    """Return all kinds in the order they are offered. Raises ``BadValue`` naming the line when the file has a fault."""
    try:
        return parse(resources.read_text(_FILE))
    except FaultyFile as fault:
        raise BadValue(f"{fault.problem.file}: {fault.problem.sentence}") from fault


def parse(text: str) -> tuple[Kind, ...]:
    """Return the kinds that a file lists. Raises ``FaultyFile``."""
    table = Table.parse(text, _FILE)
    found = []
    for one in table.tables("kind"):
        found.append(Kind(one.text("id"), one.text("title"), one.flag("clinical")))
        one.done()
    table.done()
    return tuple(found)


def kind_of(kind_id: str) -> Kind:
    """Return a kind by its id; one that is no longer in the file is shown by its id and counts as clinical."""
    for kind in kinds():
        if kind.id == kind_id:
            return kind
    return Kind(kind_id, kind_id.replace("_", " ").capitalize(), clinical=True)


def open_to_all() -> tuple[str, ...]:
    """Return the ids of the kinds that everybody at the desk may open."""
    return tuple(kind.id for kind in kinds() if not kind.clinical)

"""Snippets: text that is put into a note by a short name. Some are a person's own, some everybody's in the clinic."""

from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.storage.entry import insert, update

LONGEST_NAME = 24
LONGEST_BODY = 20_000
"""Longer texts are templates. Our own choice."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text and the name it is called by. ``owner_id`` is None for what everybody uses."""

    id: str
    version: str
    owner_id: str | None
    name: str
    body: str


def offered(desk: Desk) -> list[Snippet]:
    """Return the snippets this person can use, by name; of two with one name their own comes first."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT * FROM snippets WHERE voided_reason IS NULL AND (owner_id IS NULL OR owner_id = ?) "
        "ORDER BY lower(name), owner_id IS NULL, id",
        desk.person.id,
    )
    return [Snippet(row["id"], row["version"], row["owner_id"], row["name"], row["body"]) for row in rows]


def called(desk: Desk, name: str) -> Snippet | None:
    """Return the snippet of a name, whatever its case, or None; one's own before the clinic's."""
    wanted = name.casefold()
    return next((one for one in offered(desk) if one.name.casefold() == wanted), None)


def add(desk: Desk, *, name: str, body: str, everybody: bool = False) -> str:
    """Keep a new snippet; return its id. Raises ``BadValue`` with the field ``name`` or ``body``."""
    owner_id = None if everybody else desk.person.id
    columns = {"owner_id": owner_id, "name": _name(desk, name, owner_id), "body": _body(body)}
    snippet_id = desk.new_id()
    desk.record("snippet.change", insert("snippets", snippet_id, **columns))
    return snippet_id


def change(desk: Desk, snippet: Snippet, *, name: str, body: str) -> None:
    """Change a snippet as it was read. Raises ``BadValue``, ``ChangedElsewhere``."""
    _refuse_others(desk, snippet)
    columns = {"name": _name(desk, name, snippet.owner_id, but=snippet.id), "body": _body(body)}
    desk.record("snippet.change", update("snippets", snippet.id, snippet.version, **columns))


def void(desk: Desk, snippet: Snippet) -> None:
    """Take a snippet away; the notes it was put into stay as they are. Raises ``ChangedElsewhere``."""
    _refuse_others(desk, snippet)
    reason = _("Taken away by {name}").format(name=desk.person.name)
    desk.record("snippet.change", update("snippets", snippet.id, snippet.version, voided_reason=reason), reason=reason)


def _refuse_others(desk: Desk, snippet: Snippet) -> None:
    if snippet.owner_id not in (None, desk.person.id):
        raise NotFound(_("This snippet is not among yours."))


def _name(desk: Desk, name: str, owner_id: str | None, but: str = "") -> str:
    """Return a name that one types as one word. Raises ``BadValue``."""
    wanted = name.strip()
    if not wanted or len(wanted.split()) > 1 or len(wanted) > LONGEST_NAME:
        raise BadValue(
            _("The name is one word of at most {count} letters: what you type before Tab.").format(count=LONGEST_NAME),
            "name",
        )
    if any(
        s.name.casefold() == wanted.casefold() for s in offered(desk) if (s.owner_id, s.id != but) == (owner_id, True)
    ):
        raise BadValue(_("There is a snippet “{name}” already. Choose another name.").format(name=wanted), "name")
    return wanted


def _body(body: str) -> str:
    if not body.strip():
        raise BadValue(_("Write the text that this name stands for."), "body")
    if len(body) > LONGEST_BODY:
        raise BadValue(_("This text is too long for a snippet. Keep it shorter, or use a template."), "body")
    return body.strip("\n").rstrip()

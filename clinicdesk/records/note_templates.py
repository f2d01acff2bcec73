"""Templates of notes: files under ``resources/notes``, each kept with the clinic as it was when a note was begun."""

from functools import cache

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import note_facts, published, sessions
from clinicdesk.records.notes import Note
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.note_sections import NoteKind, Section, Template


@cache
def templates() -> dict[str, Template]:
    """Return the templates that can be used, by id and in the order of the kinds, as the program found them."""
    return load_all()[0]


def load_all() -> tuple[dict[str, Template], list[FileProblem]]:
    """Return the templates of this installation, and what is wrong with those that cannot be read."""
    found: list[Template] = []
    problems: list[FileProblem] = []
    for file in sorted(folder("notes").glob("*.toml")):
        try:
            found.append(parse(file.read_bytes().decode("utf-8-sig"), file.stem))
        except FaultyFile as fault:
            problems.append(fault.problem)
        except (OSError, UnicodeDecodeError):
            problems.append(FileProblem(file.name, 1, _("This file cannot be read. Save it as UTF-8 text.")))
    order = list(NoteKind)
    found.sort(key=lambda template: (order.index(template.kind), template.id))
    return {template.id: template for template in found}, problems


def parse(text: str, name: str) -> Template:
    """Read a template; ``name`` is its id. Raises ``FaultyFile`` for the first fault, with its line."""
    whole = Table.parse(text, f"{name}.toml")
    version, title, kind = whole.text("version"), whole.text("title"), whole.choice("kind", NoteKind)
    sections: list[Section] = []
    for table in whole.tables("sections"):
        section = Section(
            table.text("title"), table.flag("required", False), table.text("prefill", ""), table.text("hint", "")
        )
        if section.title != " ".join(section.title.split()):
            # What is typed in a note has plain spaces and line ends: no line would ever equal this.
            raise table.fault("title", _("Write the title on one line, its words apart by single plain spaces."))
        if section.title in {one.title for one in sections}:
            raise table.fault("title", _("There are two sections “{name}”.").format(name=section.title))
        if section.prefill and section.prefill not in note_facts.SOURCES:
            raise table.fault("prefill", _("Nothing is called “{name}” here.").format(name=section.prefill))
        if section.prefill and section.required:
            raise table.fault("required", _("What is pre-filled cannot be asked for: it is there already."))
        table.done()
        sections.append(section)
    whole.done()
    return Template(name, version, title, kind, tuple(sections), text)


def of_file(desk: Desk, file_id: str) -> Template:
    """Return the template kept under an id, as it was. Raises ``NotFound``."""
    # The id ends in the hash of the text, so one id can only ever mean one template.
    if file_id not in _known:
        name = file_id.partition("/")[2].partition("@")[0]
        _known[file_id] = parse(published.body_of(desk, file_id), name)
    return _known[file_id]


_known: dict[str, Template] = {}


def of_note(desk: Desk, note: Note) -> Template | None:
    """Return the template a note was begun from, as it was then; None for a free text."""
    return of_file(desk, note.template) if note.template else None


def of_kind(kind: NoteKind) -> Template | None:
    """Return the first template of a kind, or None."""
    return next((template for template in templates().values() if template.kind is kind), None)


def prefilled(desk: Desk, template: Template, patient_id: str, session_id: str | None = None) -> str:
    """Return how a note begins: the headings to write below, and those below which the record says something."""
    desk.may_see("clinical")
    subject = note_facts.Subject(patient_id, sessions.get(desk, session_id) if session_id else None)
    parts = []
    for section in template.sections:
        facts = note_facts.lines(desk, section.prefill, subject) if section.prefill else [""]
        # Where a person writes, an empty line is for them, and one stays before the next heading. What nothing is
        # recorded about has no heading.
        if facts:
            parts.append("\n".join([section.title, *facts]) + "\n")
    return "\n".join(parts)

"""Read the files of the programmes that a clinic and its patients are enrolled in. Each file is one programme."""

from functools import cache

from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import folder
from clinicdesk.rules.monitoring_form import FieldKind, FormField, FormSection, Programme
from clinicdesk.rules.protocol import Provenance

_LONGEST_DUE_DAYS = 366


@cache
def known() -> dict[str, Programme]:
    """Return the programmes of this installation by id; a file that cannot be read is left out."""
    found: dict[str, Programme] = {}
    for file in sorted(folder("programmes").glob("*.toml")):
        try:
            programme = parse(file.read_text(encoding="utf-8"), file.name)
        except FaultyFile:
            continue
        found[programme.id] = programme
    return found


def get(programme_id: str) -> Programme:
    """Return a programme. Raises ``NotFound`` when no file describes it."""
    programme = known().get(programme_id)
    if programme is None:
        raise NotFound(_("No file describes the programme “{name}”. Ask an administrator.").format(name=programme_id))
    return programme


def title_of(programme_id: str) -> str:
    """Return the programme's name, or its id when no file describes it."""
    programme = known().get(programme_id)
    return programme.title if programme else programme_id


def parse(text: str, file: str) -> Programme:
    """Return the programme a file describes. Raises ``FaultyFile`` with the line at fault."""
    whole = Table.parse(text, file)
    programme = Programme(
        id=whole.text("id"),
        title=whole.text("title"),
        form_title=whole.text("form_title"),
        form_due_days=whole.integer("form_due_days", 0, _LONGEST_DUE_DAYS),
        enrol_before_first=whole.flag("enrol_before_first"),
        provenance=Provenance(whole.text("source"), whole.flag("unverified"), whole.text("owner", "")),
        sections=tuple(_section(part) for part in whole.tables("sections")),
    )
    whole.done()
    _refuse_unknown(whole, programme)
    return programme


def _section(part: Table) -> FormSection:
    section = FormSection(part.text("title"), tuple(_field(field) for field in part.tables("fields")))
    part.done()
    return section


def _field(part: Table) -> FormField:
    kind = part.choice("kind", FieldKind)
    only_if = part.text("only_if", "")
    other, _equals, answer = only_if.partition("=")
    field = FormField(
        id=part.text("id"),
        label=part.text("label"),
        kind=kind,
        choices=part.texts("choices") if kind is FieldKind.CHOICE else (),
        only_if=(other, answer) if only_if else None,
    )
    part.done()
    return field


def _refuse_unknown(whole: Table, programme: Programme) -> None:
    """Raise ``FaultyFile`` for a field that stands twice, or that hangs on one the form does not have."""
    ids = [field.id for field in programme.fields]
    for field in programme.fields:
        if ids.count(field.id) > 1:
            raise whole.fault(None, _("The field “{id}” stands twice.").format(id=field.id))
        if field.only_if is not None and field.only_if[0] not in ids:
            raise whole.fault(None, _("“{id}” hangs on a field that is not there.").format(id=field.id))

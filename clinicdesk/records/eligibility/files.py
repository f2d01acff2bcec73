"""Read the eligibility files and the dictionary of medicines, and pin them to what was decided by them.

A faulty file is named with its line, and the others still load.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.eligibility import (
    Contraindication,
    Ground,
    Indication,
    MedicineConcern,
    Questionnaire,
    SameDayItem,
    SameDayReply,
    Validity,
    Weight,
    WorkupItem,
)
from clinicdesk.rules.medicine_names import Dictionary, Medicine, MedicineClass
from clinicdesk.rules.protocol import Protocol, Provenance
from clinicdesk.storage.entry import Change

MEDICINES = "medicines.toml"
_MARK = f"# ==== {MEDICINES} ====\n"
_YEARS_DAYS = 3660


def load_all(where: Path | None = None) -> tuple[dict[str, Questionnaire], list[FileProblem]]:
    """Return the questionnaires by id, in the order of their file names, and what was wrong with files left out."""
    place = where or folder("eligibility")
    problems, loaded = list[FileProblem](), dict[str, Questionnaire]()
    for file in sorted(place.glob("*.toml")):
        if file.name == MEDICINES:
            continue
        try:
            found = parse(_read(file), file.name)
            if found.id in loaded:
                sentence = _("Another file already has the id “{id}”. Give this one an id of its own.")
                raise FaultyFile(FileProblem(file.name, 1, sentence.format(id=found.id)))
            loaded[found.id] = found
        except FaultyFile as fault:
            problems.append(fault.problem)
    return loaded, problems


@cache
def offered() -> Mapping[str, Questionnaire]:
    """Return the questionnaires of this installation by treatment. They are read once."""
    return load_all()[0]


@cache
def problems() -> tuple[FileProblem, ...]:
    """Return what is wrong with the files of this installation that were left out."""
    return tuple(load_all()[1])


@cache
def dictionary() -> Dictionary:
    """Return the medicines that this installation can read in a list. They are read once."""
    return parse_medicines(_read(folder("eligibility") / MEDICINES), MEDICINES)


def get(treatment: str) -> Questionnaire:
    """Return the questionnaire of a treatment. Raises ``NotFound``."""
    found = offered().get(treatment)
    if found is None:
        sentence = _("There is no eligibility file “{name}”. Check the files in resources/eligibility.")
        raise NotFound(sentence.format(name=treatment))
    return found


def treatment_of(protocol: Protocol) -> str:
    """Return the id of the eligibility file that a protocol is held against."""
    return protocol.eligibility


def pin(desk: Desk, asked: Questionnaire) -> tuple[str, tuple[Change, ...]]:
    """Return the id under which a questionnaire is kept with the dictionary of medicines, and the change that does."""
    text = next((text for text in map(_read, _files()) if _same(text, asked)), None)
    if text is None:
        # Somebody changed the file since it was asked by: what is signed must be what was read.
        raise BadValue(_("The eligibility file of this treatment was changed just now. Start ClinicDesk again."))
    body = text.rstrip("\n") + "\n" + _MARK + _read(folder("eligibility") / MEDICINES)
    return published.pin(desk, kind="eligibility", name=asked.id, version=asked.version, body=body)


def pinned(desk: Desk, file_id: str) -> Questionnaire:
    """Return the questionnaire that was asked by. Raises ``NotFound``."""
    # The id ends in the hash of the text, so one id can only ever mean one questionnaire.
    if file_id not in _known:
        _known[file_id] = parse(published.body_of(desk, file_id).partition(_MARK)[0], file_id)
    return _known[file_id]


_known: dict[str, Questionnaire] = {}


def _files() -> list[Path]:
    return [file for file in sorted(folder("eligibility").glob("*.toml")) if file.name != MEDICINES]


def _same(text: str, asked: Questionnaire) -> bool:
    try:
        return parse(text, asked.id) == asked
    except FaultyFile:
        return False


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        raise FaultyFile(FileProblem(file.name, line, _("Save this file as UTF-8 text."))) from fault
    except OSError as fault:
        raise FaultyFile(FileProblem(file.name, 1, _("This file is missing or cannot be read."))) from fault


def parse(text: str, name: str) -> Questionnaire:
    """Return the questionnaire written in ``text``; raise FaultyFile naming the line of the first fault."""
    whole = Table.parse(text, name)
    found = Questionnaire(
        id=whole.text("id"),
        version=whole.text("version"),
        title=whole.text("title"),
        indications=tuple(_indication(table) for table in whole.tables("indications")),
        contraindications=tuple(_contraindication(table) for table in whole.tables("contraindications")),
        medicines=tuple(_concern(table) for table in whole.tables("medicines")) if "medicines" in whole else (),
        workup=tuple(_workup(table) for table in whole.tables("workup")) if "workup" in whole else (),
        same_day=tuple(_same_day(table) for table in whole.tables("same_day")) if "same_day" in whole else (),
        validity=_validity(whole.table("validity")),
    )
    whole.done()
    ids = [item.id for part in (found.contraindications, found.same_day) for item in part]
    if len(set(ids)) < len(ids) or len({one.id for one in found.indications}) < len(found.indications):
        raise whole.fault("contraindications", _("Two items have the same id. Give each its own."))
    return found


def parse_medicines(text: str, name: str) -> Dictionary:
    """Return the dictionary of medicines written in ``text``; raise FaultyFile naming the line of the first fault."""
    whole = Table.parse(text, name)
    version, beside, section = whole.text("version"), whole.text("beside"), whole.table("classes")
    classes: dict[str, MedicineClass] = {}
    medicines: dict[str, Medicine] = {}
    for id_ in section.names():
        table = section.table(id_)
        names = table.table("names")
        for generic in names.names():
            brands = _parts(names.text(generic, ""))
            before = medicines.get(generic, Medicine(generic, (), ()))
            medicines[generic] = Medicine(generic, (*before.brands, *brands), (*before.classes, id_))
        classes[id_] = MedicineClass(id_, table.text("title"), _provenance(table))
    other = whole.table("other")
    # One that stands in a class too belongs to it by its generic name, and not by the brands named here.
    plain = [Medicine(generic, tuple(more), ()) for generic, *more in map(_parts, other.texts("names"))]
    _provenance(other)
    whole.done()
    return Dictionary(version, frozenset(beside.split()), classes, (*medicines.values(), *plain))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def _provenance(table: Table) -> Provenance:
    found = Provenance(source=table.text("source"), unverified=table.flag("unverified"), owner=table.text("owner", ""))
    table.done()
    return found


def _indication(table: Table) -> Indication:
    return Indication(
        id=table.text("id"),
        title=table.text("title"),
        tried_at_least=table.integer("tried_at_least", 0, 20),
        counts=table.text("counts"),
        provenance=_provenance(table),
    )


def _contraindication(table: Table) -> Contraindication:
    found = Contraindication(
        id=table.text("id"),
        asks=table.text("asks"),
        grounds=tuple(_ground(ground) for ground in table.tables("grounds")),
    )
    table.done()
    return found


def _ground(table: Table) -> Ground:
    weight, of_label = table.choice("class", Weight), table.flag("of_label", default=False)
    return Ground(weight, of_label, _provenance(table))


def _concern(table: Table) -> MedicineConcern:
    return MedicineConcern(
        medicine_class=table.text("medicine_class"),
        weight=table.choice("class", Weight),
        words=table.text("words"),
        provenance=_provenance(table),
    )


def _workup(table: Table) -> WorkupItem:
    return WorkupItem(
        kind=table.text("kind"),
        title=table.text("title"),
        valid_days=table.integer("valid_days", 1, _YEARS_DAYS),
        needed=table.flag("needed"),
        provenance=_provenance(table),
    )


def _same_day(table: Table) -> SameDayItem:
    return SameDayItem(
        id=table.text("id"),
        asks=table.text("asks"),
        replies=table.choices("replies", SameDayReply),
        holds_on=table.choices("holds_on", SameDayReply),
        words=table.text("words"),
        in_chair=table.text("in_chair", ""),
        provenance=_provenance(table),
    )


def _validity(table: Table) -> Validity:
    return Validity(
        decision_days=table.integer("decision_days", 1, _YEARS_DAYS),
        weight_days=table.integer("weight_days", 1, _YEARS_DAYS),
        medicines_days=table.integer("medicines_days", 1, _YEARS_DAYS),
        provenance=_provenance(table),
    )

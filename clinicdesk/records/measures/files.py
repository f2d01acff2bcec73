"""The questionnaires of this installation and of this clinic: files of ``resources/measures``, and installed texts.

A text that the clinic holds a licence for (``installing``) goes before the file that came with the program. Of what was
answered the file is kept as it was then: a later one never changes what an old answer meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.measures import wording
from clinicdesk.records.measures.parsing import measure_of
from clinicdesk.records.preset_files import read_text
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.measure import Measure
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Change


@dataclass(frozen=True, slots=True)
class Installed:
    """A text the clinic installed. ``version`` counts from 1; ``licence`` is what it may do, and who says so."""

    version: int
    licence: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InUse:
    """A measure as it is asked now. ``text`` is the whole of its file; ``version`` is the one the file says.

    ``installed`` is None for one that came with the program.
    """

    measure: Measure
    text: str
    version: str
    installed: Installed | None = None


def load_all() -> tuple[dict[str, Measure], list[FileProblem]]:
    """Return the measures of this installation by id, and what was wrong with the files left out.

    The files are read once while the program runs.
    """
    found, problems = _shipped()
    return {name: one.measure for name, one in found.items()}, list(problems)


def read_folder(where: Path) -> tuple[dict[str, InUse], list[FileProblem]]:
    """Return the measures of a folder by id, in the order of its file names, and the problems of files left out."""
    found: dict[str, InUse] = {}
    problems: list[FileProblem] = []
    for file in sorted(where.glob("*.toml")):
        try:
            text = read_text(file)
            measure = measure_from(text, file.name)
            if measure.id in found:
                sentence = _("Another file already has the id “{id}”. Give this questionnaire an id of its own.")
                raise FaultyFile(FileProblem(file.name, 1, sentence.format(id=measure.id)))
            found[measure.id] = InUse(measure, text, measure.version)
        except FaultyFile as fault:
            problems.append(fault.problem)
    return found, problems


def shipped() -> Mapping[str, InUse]:
    """Return the measures of this installation with the text of their files, by id."""
    return _shipped()[0]


@cache
def _shipped() -> tuple[Mapping[str, InUse], tuple[FileProblem, ...]]:
    found, problems = read_folder(folder("measures"))
    return found, tuple(problems)


def measure_from(text: str, name: str) -> Measure:
    """Return the measure a text says; ``name`` is the file it came from. Raises ``FaultyFile`` with the first fault.

    A text may be in two parts: the file of the program, and the wording that a clinic installed for it.
    """
    own, words = wording.parted(text)
    measure = measure_of(Table.parse(own, name))
    return wording.worded(measure, Table.parse(words, name)) if words else measure


def in_use(desk: Desk, measure_id: str) -> InUse:
    """Return a measure as it is asked now in this clinic. Raises ``NotFound``."""
    row = desk.row(_INSTALLED + " WHERE i.name = ? ORDER BY i.measure_version DESC LIMIT 1", measure_id)
    if row is not None and row["licence"]:
        return _installed(row)
    found = shipped().get(measure_id)
    if found is None:
        raise NotFound(_("There is no questionnaire “{name}”. Check the questionnaire files.").format(name=measure_id))
    return found


def offered(desk: Desk) -> dict[str, Measure]:
    """Return the measures that can be asked in this clinic, by id."""
    found = {name: one.measure for name, one in shipped().items()}
    for row in list(desk.rows(_INSTALLED + " ORDER BY i.measure_version")):
        if row["licence"]:
            found[row["name"]] = _installed(row).measure
        elif row["name"] in shipped():
            found[row["name"]] = shipped()[row["name"]].measure
        else:
            found.pop(row["name"], None)
    return found


def of_file(desk: Desk, file_id: str) -> Measure:
    """Return the measure kept under an id: what was asked when somebody answered it. Raises ``NotFound``."""
    # The id ends in the hash of the text, so one id can only ever mean one measure.
    if file_id not in _kept:
        _kept[file_id] = measure_from(published.body_of(desk, file_id), file_id)
    return _kept[file_id]


_kept: dict[str, Measure] = {}


def pin(desk: Desk, measure_id: str) -> tuple[str, tuple[Change, ...]]:
    """Return the id under which a measure as it is asked now is kept, and the change that keeps it, if it is not yet.

    Raises ``NotFound``.
    """
    found = in_use(desk, measure_id)
    return published.pin(desk, kind="measure", name=measure_id, version=found.version, body=found.text)


_INSTALLED = "SELECT i.*, f.body FROM installed_measures i JOIN published_files f ON f.id = i.file_id"


def _installed(row: Mapping[str, Any]) -> InUse:
    text = _with_words_of(row["body"], row["name"])
    if text not in _parsed:
        _parsed[text] = measure_from(text, row["file_id"])
    measure = _parsed[text]
    installed = Installed(
        version=row["measure_version"],
        licence=row["licence"],
        by=row["installed_name"],
        at=from_text(row["installed_at"]),
    )
    return InUse(measure, text, measure.version, installed)


_parsed: dict[str, Measure] = {}


def _with_words_of(body: str, name: str) -> str:
    """Return the file of the program as it is now, with the installed words: so a corrected band reaches the clinic.

    Where the two do not fit any more, what was installed stays as it was.
    """
    words = wording.parted(body)[1]
    if not words or name not in shipped():
        return body
    text = wording.joined(shipped()[name].text, words)
    if text not in _parsed:
        try:
            _parsed[text] = measure_from(text, name)
        except FaultyFile:
            return body
    return text

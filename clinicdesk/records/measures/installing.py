"""Installing the wording of a questionnaire that the clinic holds a licence for, or a questionnaire of its own.

A file is either the wording of a measure that came with the program (see ``wording``) or a whole measure. It is kept in
the clinic file, with what the clinic may do and who says so. A newer version goes before an older one; an answer keeps
the version it was given to.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.measures import files, wording
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.rules.measure import Measure, Shipping
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert

LONGEST_FILE = 400_000
"""In characters. The longest measure that came with the program has 8,000; this is our own choice."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be installed: the measure it makes, and the whole text that is kept of it."""

    measure: Measure
    text: str
    is_wording: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One installed version of a measure, in use or not any more. ``licence`` is empty where use was ended."""

    measure_id: str
    number: int
    licence: str
    by: str
    at: datetime


def check(text: str) -> Checked:
    """Return what a file would install. Raises ``BadValue`` with the first fault and its line."""
    # As another program may have written it.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_FILE:
        raise BadValue(_("This file is too long for a questionnaire. Choose another one."))
    if wording.MARK in text:
        raise BadValue(_("This file has two parts. Install the wording alone, without what came with the program."))
    try:
        return _checked(text)
    except FaultyFile as fault:
        where = _("Line {line}: {sentence}")
        raise BadValue(where.format(line=fault.problem.line, sentence=fault.problem.sentence)) from fault


def _checked(text: str) -> Checked:
    table = Table.parse(text, _("questionnaire"))
    if "wording_of" not in table:
        measure = files.measure_from(text, _("questionnaire"))
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", measure.id):
            raise table.fault("id", _("Write “id” with small letters, digits and hyphens."))
        if measure.id in files.load_all()[0]:
            sentence = _("“{id}” came with the program, so only its wording can be installed. Begin with “wording_of”.")
            raise table.fault("id", sentence.format(id=measure.id))
        return Checked(measure, text, is_wording=False)
    name = table.text("wording_of")
    shipped = files.shipped().get(name)
    if shipped is None:
        raise table.fault("wording_of", _("There is no questionnaire “{name}” in this program.").format(name=name))
    return Checked(wording.worded(shipped.measure, table), wording.joined(shipped.text, text), is_wording=True)


def install(desk: Desk, text: str, *, licence: str) -> str:
    """Use the wording or the measure of a file from now on; return the measure's id.

    ``licence``: what the clinic may do, and who says so. Prescribers and administrators only. Raises ``BadValue`` for
    a faulty file, a missing ``licence``, and a file that is in use already.
    """
    found = check(text)
    said = clean_line(licence)
    if not said:
        raise BadValue(_("Say by whose licence the clinic may use this text, and since when."), "licence")
    if len(said) > LONGEST_TEXT:
        raise BadValue(_("Say it in at most {most} characters.").format(most=LONGEST_TEXT), "licence")
    name = found.measure.id
    before = next(iter(history(desk, name)), None)
    if before is not None and before.licence == said and files.in_use(desk, name).text == found.text:
        raise BadValue(_("This file is in use already."))
    _keep(desk, name, found.measure.version, found.text, licence=said, number=before.number + 1 if before else 1)
    return name


def end(desk: Desk, measure_id: str) -> None:
    """Stop using what was installed: what came with the program is asked again, if anything did.

    Answers keep the text they were given to. Raises ``BadValue`` where nothing is installed.
    """
    found = files.in_use(desk, measure_id)
    if found.installed is None:
        raise BadValue(_("Nothing is installed for this questionnaire."))
    number = found.installed.version + 1
    _keep(desk, measure_id, found.version, found.text, licence="", number=number, reason=_("not used any more"))


def history(desk: Desk, measure_id: str) -> list[Kept]:
    """Return what was installed for a measure, the newest first."""
    rows = desk.rows("SELECT * FROM installed_measures WHERE name = ? ORDER BY measure_version DESC", measure_id)
    return [
        Kept(row["name"], row["measure_version"], row["licence"], row["installed_name"], from_text(row["installed_at"]))
        for row in rows
    ]


def blank(measure_id: str) -> str:
    """Return a wording file for a measure with everything but the words, to be filled in.

    Raises ``BadValue`` for a measure whose wording is here already.
    """
    shipped = files.shipped().get(measure_id)
    if shipped is None or shipped.measure.shipping is not Shipping.SCORE_ONLY:
        raise BadValue(_("The wording of this questionnaire is in the program already."))
    return wording.blank(shipped.measure)


def _keep(
    desk: Desk, name: str, version: str, text: str, *, licence: str, number: int, reason: str | None = None
) -> None:
    file_id, pinned = published.pin(desk, kind="measure", name=name, version=version, body=text)
    row = insert(
        "installed_measures",
        f"{name}@{number}",
        name=name,
        measure_version=number,
        file_id=file_id,
        licence=licence,
        staff_id=desk.person.id,
        installed_name=desk.person.name,
        installed_at=as_text(desk.now()),
    )
    desk.record("measure.install", *pinned, row, reason=reason)

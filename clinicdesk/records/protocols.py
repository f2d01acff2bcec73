"""Read the protocol files. A faulty file is named with its line, and the others still load."""

from pathlib import Path

from clinicdesk.language import _
from clinicdesk.records.dose_sections import dose_sections, standing_orders
from clinicdesk.records.preset_files import (
    DAY_MINUTES,
    Preset,
    Presets,
    load_presets,
    presets_from,
    provenance,
    read_text,
)
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.measure_due import LONGEST_FOLLOW_UP_DAYS, MeasureDue, When
from clinicdesk.rules.protocol import (
    ChecklistItem,
    CountsFrom,
    DischargeChecklist,
    Phase,
    Protocol,
    SecondCheckRule,
    VisitLength,
)
from clinicdesk.rules.vitals import Kind

__all__ = ["Presets", "load_all", "load_presets", "parse", "presets_from"]

_YEAR_DAYS = 366
_SEDATION_SCALES = (Kind.SEDATION, Kind.RASS)


def load_all(
    protocols: Path | None = None, presets: Path | None = None
) -> tuple[dict[str, Protocol], list[FileProblem]]:
    """Return the protocols by id, in the order of their file names, and what was wrong with files left out.

    Without folders the ones of this installation are read.
    """
    known, problems = load_presets(presets)
    loaded: dict[str, Protocol] = {}
    for file in sorted((protocols or folder("protocols")).glob("*.toml")):
        try:
            protocol = parse(read_text(file), file.name, known)
            if protocol.id in loaded:
                sentence = _("Another file already has the id “{id}”. Give this protocol an id of its own.")
                raise FaultyFile(FileProblem(file.name, 1, sentence.format(id=protocol.id)))
            loaded[protocol.id] = protocol
        except FaultyFile as fault:
            problems.append(fault.problem)
    return loaded, problems


def parse(text: str, name: str, presets: Presets | None = None) -> Protocol:
    """Return the protocol written in ``text``; raise FaultyFile naming ``name`` and the line of the first fault.

    Without ``presets`` the ones of this installation are used.
    """
    known = presets or load_presets()[0]
    whole = Table.parse(text, name)
    sections = dose_sections(whole)
    protocol = Protocol(
        id=whole.text("id"),
        version=whole.text("version"),
        title=whole.text("title"),
        treatment=whole.text("treatment"),
        drug=whole.text("drug"),
        route=whole.text("route"),
        consents=whole.texts("consents"),
        kind=sections.kind,
        dose=sections.dose,
        caps=sections.caps,
        bag=sections.bag,
        devices=sections.devices,
        fluid=sections.fluid,
        phases=_in_order([(*_phase(table), table) for table in whole.tables("phases")]),
        vitals=_preset(whole, "vitals", known.vitals),
        limits=_preset(whole, "limits", known.limits),
        fasting=_preset(whole, "fasting", known.fasting),
        escort_required=whole.flag("escort_required"),
        discharge=_discharge(whole.table("discharge")),
        visit=_visit_length(whole.table("visit")),
        second_check=whole.choice("second_check", SecondCheckRule),
        standing_orders=standing_orders(whole),
        eligibility=whole.text("eligibility"),
        sedation=_sedation(whole),
        score=_preset(whole, "discharge_score", known.scores) if "discharge_score" in whole else None,
        alarms=_preset(whole, "alarms", known.alarms),
        recovery_minutes_at_least=whole.optional_integer("recovery_minutes_at_least", 0, DAY_MINUTES) or 0,
        recovery_counts_from=_counts_from(whole),
        programme=whole.text("programme", ""),
        cosign=whole.flag("cosign", True),
        measures=_measures(whole),
    )
    whole.done()
    return protocol


def _counts_from(whole: Table) -> CountsFrom:
    name = "recovery_counts_from"
    found = whole.choice(name, CountsFrom) if name in whole else CountsFrom.END
    if found in (CountsFrom.FIRST_DEVICE, CountsFrom.LAST_DEVICE) and "devices" not in whole:
        raise whole.fault(name, _("This protocol has no devices. Count from “start” or “end”."))
    return found


def _sedation(whole: Table) -> Kind:
    """Return the scale sedation is read on; only the two that are known have words and limits."""
    wanted = whole.text("sedation")
    if wanted not in _SEDATION_SCALES:
        words = ", ".join(_SEDATION_SCALES)
        sentence = _("“{wanted}” is no scale this program knows. “sedation” must be one of: {words}.")
        raise whole.fault("sedation", sentence.format(wanted=wanted, words=words))
    return Kind(wanted)


def _in_order(phases: list[tuple[Phase, str, Table]]) -> tuple[Phase, ...]:
    """Return the phases as they follow each other: by their ``after`` lines, else as they stand in the file.

    A phase without ``after`` begins the series. Two beginnings, an unknown name and a circle are faults.
    """
    names = [phase.name for phase, _after, _table in phases]
    if not any(after for _phase, after, _table in phases):
        return tuple(phase for phase, _after, _table in phases)
    following: dict[str, str] = {}
    for phase, after, table in phases:
        if names.count(phase.name) > 1:
            raise table.fault("name", _("Two phases have the same name. Give each its own."))
        if after and after not in names:
            raise table.fault("after", _("There is no phase “{name}”. Check “after”.").format(name=after))
        if after in following:
            sentence = _("“{one}” and “{other}” have the same place in the series. Check “after”.")
            raise table.fault("after", sentence.format(one=following[after], other=phase.name))
        following[after] = phase.name
    left = {phase.name: phase for phase, _after, _table in phases}
    ordered: list[Phase] = []
    name = following.get("")
    while name is not None:
        ordered.append(left.pop(name))
        name = following.get(name)
    if left:
        first = next(table for phase, _after, table in phases if phase.name in left)
        sentence = _("These phases follow each other in a circle: {names}. Leave “after” out of the first one.")
        raise first.fault("after", sentence.format(names=", ".join(left)))
    return tuple(ordered)


def _phase(table: Table) -> tuple[Phase, str]:
    """Return a phase and the name of the one it follows."""
    after = table.text("after", "")
    phase = Phase(
        name=table.text("name"),
        sessions=table.integer("sessions", 1, 100),
        min_days_between=table.integer("min_days_between", 1, _YEAR_DAYS),
        max_days_between=table.optional_integer("max_days_between", 1, _YEAR_DAYS),
        max_per_week=table.integer("max_per_week", 1, 7),
        weeks=table.optional_integer("weeks", 1, 53),
        provenance=provenance(table),
    )
    if phase.max_days_between is not None and phase.max_days_between < phase.min_days_between:
        sentence = _("“max_days_between” cannot be smaller than “min_days_between”.")
        raise table.fault("max_days_between", sentence)
    if phase.weeks is not None and (phase.sessions - 1) * phase.min_days_between >= phase.weeks * 7:
        raise table.fault("sessions", _("So many sessions do not fit into these weeks."))
    if phase.weeks is not None and phase.sessions > phase.weeks * phase.max_per_week:
        raise table.fault("max_per_week", _("So many sessions do not fit into these weeks."))
    return phase, after


def _discharge(table: Table) -> DischargeChecklist:
    items = []
    for item in table.tables("items"):
        items.append(ChecklistItem(item.text("id"), item.text("text")))
        item.done()
        if len({one.id for one in items}) < len(items):
            raise item.fault("id", _("Two items have the same id. Give each its own."))
    return DischargeChecklist(tuple(items), provenance(table))


def _measures(whole: Table) -> tuple[MeasureDue, ...]:
    """Return which measures are due when, one for each time of a section's ``when``. The list may be left out."""
    found: list[MeasureDue] = []
    for table in whole.tables("measures") if "measures" in whole else ():
        measure, times = table.text("measure"), table.choices("when", When)
        again = {When.WEEKLY, When.MONTHLY} & set(times)
        follow_up = table.optional_integer("follow_up_days", 1, LONGEST_FOLLOW_UP_DAYS) or 0
        if follow_up and not again:
            sentence = _("Only what is “weekly” or “monthly” can go on after the last session. Check “when”.")
            raise table.fault("follow_up_days", sentence)
        where = provenance(table)
        for when in times:
            if any((one.measure, one.when) == (measure, when) for one in found):
                sentence = _("“{measure}” is asked twice at the same time. Take one of them out.")
                raise table.fault("when", sentence.format(measure=measure))
            found.append(MeasureDue(measure, when, where, follow_up if when in again else 0))
    return tuple(found)


def _visit_length(table: Table) -> VisitLength:
    return VisitLength(
        preparation_minutes=table.integer("preparation_minutes", 0, DAY_MINUTES),
        recovery_minutes=table.integer("recovery_minutes", 0, DAY_MINUTES),
        provenance=provenance(table),
    )


def _preset(whole: Table, name: str, known: dict[str, Preset]) -> Preset:
    wanted = whole.text(name)
    if wanted not in known:
        sentence = _("There is no preset “{wanted}”. Use one of: {words}.")
        raise whole.fault(name, sentence.format(wanted=wanted, words=", ".join(known) or "–"))
    return known[wanted]

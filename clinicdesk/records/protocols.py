"""Read the protocol and preset files. A faulty file is named with its line, and the others still load."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clinicdesk.language import _
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.protocol import (
    Bag,
    Caps,
    ChecklistItem,
    Comparison,
    DischargeChecklist,
    DoseRule,
    DrugVolume,
    FastingPreset,
    Level,
    LimitPreset,
    LimitRule,
    Phase,
    Protocol,
    Provenance,
    VisitLength,
    VitalsSchedule,
    When,
)
from clinicdesk.rules.vitals import Kind

_DAY_MINUTES = 1440
_YEAR_DAYS = 366
_GRAM_MICROGRAMS = 1_000_000

Preset = TypeVar("Preset", VitalsSchedule, LimitPreset, FastingPreset)


@dataclass(frozen=True, slots=True)
class Presets:
    """The named presets a protocol can refer to, by id."""

    vitals: dict[str, VitalsSchedule]
    limits: dict[str, LimitPreset]
    fasting: dict[str, FastingPreset]


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
            protocol = parse(_read(file), file.name, known)
            if protocol.id in loaded:
                sentence = _("Another file already has the id “{id}”. Give this protocol an id of its own.")
                raise FaultyFile(FileProblem(file.name, 1, sentence.format(id=protocol.id)))
            loaded[protocol.id] = protocol
        except FaultyFile as fault:
            problems.append(fault.problem)
    return loaded, problems


def load_presets(where: Path | None = None) -> tuple[Presets, list[FileProblem]]:
    """Return the presets of the files ``vitals.toml``, ``limits.toml`` and ``fasting.toml``, and their problems."""
    place = where or folder("presets")
    return presets_from(lambda name: _read(place / name))


def presets_from(read: Callable[[str], str]) -> tuple[Presets, list[FileProblem]]:
    """Return the presets of the texts that ``read`` gives for each file name, and their problems.

    A faulty preset is left out; the others of its file still load.
    """
    problems = list[FileProblem]()

    def load(name: str, build: Callable[[str, Table], Preset]) -> dict[str, Preset]:
        known: dict[str, Preset] = {}
        try:
            whole = Table.parse(read(name), name)
        except FaultyFile as fault:
            problems.append(fault.problem)
            return known
        for key in whole.names():
            try:
                known[key] = build(key, whole.table(key))
            except FaultyFile as fault:
                problems.append(fault.problem)
        return known

    presets = Presets(
        load("vitals.toml", _vitals_schedule), load("limits.toml", _limit_preset), load("fasting.toml", _fasting_preset)
    )
    return presets, problems


def parse(text: str, name: str, presets: Presets | None = None) -> Protocol:
    """Return the protocol written in ``text``; raise FaultyFile naming ``name`` and the line of the first fault.

    Without ``presets`` the ones of this installation are used.
    """
    known = presets or load_presets()[0]
    whole = Table.parse(text, name)
    protocol = Protocol(
        id=whole.text("id"),
        version=whole.text("version"),
        title=whole.text("title"),
        treatment=whole.text("treatment"),
        drug=whole.text("drug"),
        route=whole.text("route"),
        consents=whole.texts("consents"),
        dose=_dose_rule(whole.table("dose")),
        caps=_caps(whole.table("caps")),
        bag=_bag(whole.table("bag")),
        phases=tuple(_phase(table) for table in whole.tables("phases")),
        vitals=_preset(whole, "vitals", known.vitals),
        limits=_preset(whole, "limits", known.limits),
        fasting=_preset(whole, "fasting", known.fasting),
        escort_required=whole.flag("escort_required"),
        discharge=_discharge(whole.table("discharge")),
        visit=_visit_length(whole.table("visit")),
    )
    whole.done()
    _check_together(whole, protocol)
    return protocol


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        raise FaultyFile(FileProblem(file.name, line, _("Save this file as UTF-8 text."))) from fault
    except OSError as fault:
        raise FaultyFile(FileProblem(file.name, 1, _("This file is missing or cannot be read."))) from fault


def _provenance(table: Table) -> Provenance:
    provenance = Provenance(
        source=table.text("source"), unverified=table.flag("unverified"), owner=table.text("owner", "")
    )
    table.done()
    return provenance


def _dose_rule(table: Table) -> DoseRule:
    return DoseRule(
        micrograms_per_kg=table.integer("micrograms_per_kg", 1, 100_000),
        duration_minutes=table.integer("duration_minutes", 1, 7 * _DAY_MINUTES),
        provenance=_provenance(table),
    )


def _caps(table: Table) -> Caps:
    return Caps(
        max_dose_micrograms=table.integer("max_dose_micrograms", 1, 10 * _GRAM_MICROGRAMS),
        plausible_micrograms_per_kg=table.pair("plausible_micrograms_per_kg", 1, 100_000),
        provenance=_provenance(table),
    )


def _bag(table: Table) -> Bag:
    return Bag(
        concentration_micrograms_per_ml=table.integer("concentration_micrograms_per_ml", 1, _GRAM_MICROGRAMS),
        volume_microlitres=table.integer("volume_microlitres", 1_000, 3_000_000),
        drug_volume=table.choice("drug_volume", DrugVolume),
        provenance=_provenance(table),
    )


def _phase(table: Table) -> Phase:
    phase = Phase(
        name=table.text("name"),
        sessions=table.integer("sessions", 1, 100),
        min_days_between=table.integer("min_days_between", 1, _YEAR_DAYS),
        max_days_between=table.optional_integer("max_days_between", 1, _YEAR_DAYS),
        max_per_week=table.integer("max_per_week", 1, 7),
        weeks=table.optional_integer("weeks", 1, 53),
        provenance=_provenance(table),
    )
    if phase.max_days_between is not None and phase.max_days_between < phase.min_days_between:
        sentence = _("“max_days_between” cannot be smaller than “min_days_between”.")
        raise table.fault("max_days_between", sentence)
    if phase.weeks is not None and (phase.sessions - 1) * phase.min_days_between >= phase.weeks * 7:
        raise table.fault("sessions", _("So many sessions do not fit into these weeks."))
    if phase.weeks is not None and phase.sessions > phase.weeks * phase.max_per_week:
        raise table.fault("max_per_week", _("So many sessions do not fit into these weeks."))
    return phase


def _vitals_schedule(name: str, table: Table) -> VitalsSchedule:
    return VitalsSchedule(
        id=name,
        title=table.text("title"),
        kinds=table.choices("kinds", Kind),
        at_minutes=table.integers("at_minutes", 1, 7 * _DAY_MINUTES),
        during_every_minutes=table.optional_integer("during_every_minutes", 1, _DAY_MINUTES),
        after_every_minutes=table.optional_integer("after_every_minutes", 1, _DAY_MINUTES),
        early_minutes=table.integer("early_minutes", 0, 60),
        overdue_after_minutes=table.integer("overdue_after_minutes", 0, 60),
        provenance=_provenance(table),
    )


def _limit_preset(name: str, table: Table) -> LimitPreset:
    return LimitPreset(
        id=name,
        title=table.text("title"),
        rules=tuple(_limit_rule(rule) for rule in table.tables("rules")),
        provenance=_provenance(table),
    )


def _limit_rule(table: Table) -> LimitRule:
    said = [comparison for comparison in Comparison if comparison in table]
    if len(said) != 1:
        words = ", ".join(Comparison)
        raise table.fault(None, _("A rule needs exactly one of: {words}.").format(words=words))
    rule = LimitRule(
        kind=table.choice("kind", Kind),
        comparison=said[0],
        value=table.integer(said[0], 1, 1000),
        level=table.choice("level", Level),
        when=table.choice("when", When) if "when" in table else When.ALWAYS,
    )
    table.done()
    return rule


def _fasting_preset(name: str, table: Table) -> FastingPreset:
    return FastingPreset(
        id=name,
        title=table.text("title"),
        solids_minutes=table.integer("solids_minutes", 0, 2 * _DAY_MINUTES),
        clear_liquids_minutes=table.integer("clear_liquids_minutes", 0, 2 * _DAY_MINUTES),
        provenance=_provenance(table),
    )


def _discharge(table: Table) -> DischargeChecklist:
    items = []
    for item in table.tables("items"):
        items.append(ChecklistItem(item.text("id"), item.text("text")))
        item.done()
        if len({one.id for one in items}) < len(items):
            raise item.fault("id", _("Two items have the same id. Give each its own."))
    return DischargeChecklist(tuple(items), _provenance(table))


def _visit_length(table: Table) -> VisitLength:
    return VisitLength(
        preparation_minutes=table.integer("preparation_minutes", 0, _DAY_MINUTES),
        recovery_minutes=table.integer("recovery_minutes", 0, _DAY_MINUTES),
        provenance=_provenance(table),
    )


def _preset(whole: Table, name: str, known: dict[str, Preset]) -> Preset:
    wanted = whole.text(name)
    if wanted not in known:
        sentence = _("There is no preset “{wanted}”. Use one of: {words}.")
        raise whole.fault(name, sentence.format(wanted=wanted, words=", ".join(known) or "–"))
    return known[wanted]


def _check_together(whole: Table, protocol: Protocol) -> None:
    low, high = protocol.caps.plausible_micrograms_per_kg
    if not low <= protocol.dose.micrograms_per_kg <= high:
        sentence = _("The dose per kilogram lies outside “plausible_micrograms_per_kg”.")
        raise whole.table("dose").fault("micrograms_per_kg", sentence)

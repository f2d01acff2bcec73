"""Read the preset files: schedules of vital signs, limits, fasting, alarms, discharge scores. Protocols name them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clinicdesk.language import _
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import FileProblem, folder
from clinicdesk.rules.protocol import (
    AlarmPreset,
    Comparison,
    DischargeScore,
    FastingPreset,
    Level,
    LimitPreset,
    LimitRule,
    Provenance,
    ScoreAnswer,
    ScoreItem,
    VitalsSchedule,
    When,
)
from clinicdesk.rules.vitals import Kind

DAY_MINUTES = 1440
FILES = ("vitals.toml", "limits.toml", "fasting.toml", "alarms.toml", "discharge_scores.toml")
"""The preset files a protocol may refer to. What is kept of a protocol holds them in this order."""

Preset = TypeVar("Preset", VitalsSchedule, LimitPreset, FastingPreset, AlarmPreset, DischargeScore)


@dataclass(frozen=True, slots=True)
class Presets:
    """The named presets a protocol can refer to, by id."""

    vitals: dict[str, VitalsSchedule]
    limits: dict[str, LimitPreset]
    fasting: dict[str, FastingPreset]
    alarms: dict[str, AlarmPreset]
    scores: dict[str, DischargeScore]


def load_presets(where: Path | None = None) -> tuple[Presets, list[FileProblem]]:
    """Return the presets of the files in ``FILES``, and their problems."""
    place = where or folder("presets")
    return presets_from(lambda name: read_text(place / name))


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
        load(FILES[0], _vitals_schedule),
        load(FILES[1], _limit_preset),
        load(FILES[2], _fasting_preset),
        load(FILES[3], _alarm_preset),
        load(FILES[4], _discharge_score),
    )
    return presets, problems


def read_text(file: Path) -> str:
    """Return the text of a file a clinic may have edited. Raises FaultyFile when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        raise FaultyFile(FileProblem(file.name, line, _("Save this file as UTF-8 text."))) from fault
    except OSError as fault:
        raise FaultyFile(FileProblem(file.name, 1, _("This file is missing or cannot be read."))) from fault


def provenance(table: Table) -> Provenance:
    """Return where the numbers of a table come from, and refuse a name in it that means nothing."""
    found = Provenance(source=table.text("source"), unverified=table.flag("unverified"), owner=table.text("owner", ""))
    table.done()
    return found


def _vitals_schedule(name: str, table: Table) -> VitalsSchedule:
    return VitalsSchedule(
        id=name,
        title=table.text("title"),
        kinds=table.choices("kinds", Kind),
        at_minutes=table.integers("at_minutes", 1, 7 * DAY_MINUTES),
        during_every_minutes=table.optional_integer("during_every_minutes", 1, DAY_MINUTES),
        after_every_minutes=table.optional_integer("after_every_minutes", 1, DAY_MINUTES),
        early_minutes=table.integer("early_minutes", 0, 60),
        overdue_after_minutes=table.integer("overdue_after_minutes", 0, 60),
        provenance=provenance(table),
    )


def _limit_preset(name: str, table: Table) -> LimitPreset:
    return LimitPreset(
        id=name,
        title=table.text("title"),
        rules=tuple(_limit_rule(rule) for rule in table.tables("rules")),
        provenance=provenance(table),
    )


def _limit_rule(table: Table) -> LimitRule:
    said = [comparison for comparison in Comparison if comparison in table]
    if len(said) != 1:
        words = ", ".join(Comparison)
        raise table.fault(None, _("A rule needs exactly one of: {words}.").format(words=words))
    kind = table.choice("kind", Kind)
    low, high = (-5, 4) if kind is Kind.RASS else (0, 1000)
    rule = LimitRule(
        kind=kind,
        comparison=said[0],
        value=table.integer(said[0], low, high),
        level=table.choice("level", Level),
        when=table.choice("when", When) if "when" in table else When.ALWAYS,
        do=table.text("do", ""),
    )
    table.done()
    return rule


def _fasting_preset(name: str, table: Table) -> FastingPreset:
    return FastingPreset(
        id=name,
        title=table.text("title"),
        solids_minutes=table.integer("solids_minutes", 0, 2 * DAY_MINUTES),
        clear_liquids_minutes=table.integer("clear_liquids_minutes", 0, 2 * DAY_MINUTES),
        nasal_minutes=table.optional_integer("nasal_minutes", 0, 2 * DAY_MINUTES),
        provenance=provenance(table),
    )


def _alarm_preset(name: str, table: Table) -> AlarmPreset:
    return AlarmPreset(
        id=name,
        title=table.text("title"),
        escalate_after_minutes=table.integer("escalate_after_minutes", 1, 60),
        chime_every_seconds=table.integer("chime_every_seconds", 5, 3600),
        loud_every_seconds=table.integer("loud_every_seconds", 1, 600),
        mute_minutes=table.integer("mute_minutes", 1, 30),
        provenance=provenance(table),
    )


def _discharge_score(name: str, table: Table) -> DischargeScore:
    items = tuple(_score_item(item) for item in table.tables("items"))
    if len({item.id for item in items}) < len(items):
        raise table.fault("items", _("Two items have the same id. Give each its own."))
    best = sum(max(answer.points for answer in item.answers) for item in items)
    return DischargeScore(
        id=name,
        title=table.text("title"),
        definition=table.text("definition"),
        items=items,
        leave_from=table.integer("leave_from", 1, best),
        provenance=provenance(table),
    )


def _score_item(table: Table) -> ScoreItem:
    answers = []
    for answer in table.tables("answers"):
        answers.append(ScoreAnswer(answer.integer("points", 0, 10), answer.text("text")))
        answer.done()
    item = ScoreItem(table.text("id"), table.text("title"), tuple(answers))
    table.done()
    return item

"""How long the answer to a request may take, and when somebody comes of age: ``presets/rights.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import read_text
from clinicdesk.rules.retention import Period

_FILE = "presets/rights.toml"
_LONGEST_DAYS = 365
SHIPPED: Mapping[str, Period] = {
    "copy": Period(30, 30),
    "amendment": Period(60, 30),
    "accounting": Period(60, 30),
    "restriction": Period(30, 30),
    "erasure": Period(30, 30),
}
"""What counts where the file cannot be read: what it says as it is shipped."""
_ADULT_AT_YEARS = 18


@dataclass(frozen=True, slots=True)
class RightsPreset:
    """The times by kind of request, with their sources, and the age from which nobody is a minor.

    ``problem`` is a sentence where the file cannot be used; then the numbers are those it was shipped with.
    """

    periods: Mapping[str, Period]
    sources: Mapping[str, str]
    adult_at_years: int
    problem: str = ""


@cache
def preset() -> RightsPreset:
    """Return what the clinic's file says."""
    return preset_or_shipped(read_text(_FILE))


def preset_or_shipped(text: str) -> RightsPreset:
    """Return what a text says; of a faulty one the numbers it was shipped with, and what is wrong with it."""
    try:
        return preset_from(text)
    except FaultyFile as fault:
        return RightsPreset(SHIPPED, {}, _ADULT_AT_YEARS, f"{fault.problem.file}: {fault.problem.sentence}")


def preset_from(text: str) -> RightsPreset:
    """Return what a text says. Raises ``FaultyFile``, which names the line."""
    file = Table.parse(text, _FILE)
    periods: dict[str, Period] = {}
    sources: dict[str, str] = {}
    for kind in SHIPPED:
        table = file.table(kind)
        days, more = table.integer("days", 1, _LONGEST_DAYS), table.integer("extension_days", 0, _LONGEST_DAYS)
        periods[kind] = Period(days, more)
        sources[kind] = _source(table)
    retention = file.table("retention")
    adult_at = retention.integer("adult_at_years", 14, 25)
    sources["retention"] = _source(retention)
    file.text("title")
    file.done()
    return RightsPreset(periods, sources, adult_at)


def _source(table: Table) -> str:
    source = table.text("source")
    table.flag("unverified")
    table.text("owner", "")
    table.done()
    return source

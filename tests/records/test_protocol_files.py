"""Protocol files: the shipped ones load, a faulty one is named with its line, the others still load."""

import re
import shutil
from pathlib import Path

import pytest

from clinicdesk.records.measures import files
from clinicdesk.records.protocols import load_all, load_presets, parse
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import folder
from clinicdesk.rules.dosing import calculate, check_dose
from clinicdesk.rules.monitoring import findings
from clinicdesk.rules.protocol import CountsFrom, Level, Protocol, TreatmentKind
from clinicdesk.rules.vitals import Kind

MOOD = "iv-ketamine-mood.toml"
SHIPPED = {
    "esketamine-induction": 8,
    "esketamine-maintenance": 12,
    "iv-fluids": 1,
    "iv-ketamine-booster": 1,
    "iv-ketamine-crps": 10,
    "iv-ketamine-mood": 6,
    "iv-ketamine-pain": 5,
    "iv-ketamine-taper": 9,
}


@pytest.fixture
def shipped() -> str:
    return (folder("protocols") / MOOD).read_text(encoding="utf-8")


@pytest.fixture
def protocols(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder("protocols"), tmp_path / "protocols"))


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_shipped_files_load_without_a_problem() -> None:
    loaded, problems = load_all()
    assert problems == []
    assert {name: protocol.sessions for name, protocol in loaded.items()} == SHIPPED


def test_the_shipped_series_says_half_a_milligram_over_forty_minutes(shipped: str) -> None:
    protocol = parse(shipped, MOOD)
    assert (protocol.dose.micrograms_per_kg, protocol.dose.duration_minutes) == (500, 40)
    assert protocol.vitals.at_minutes == (10, 20, 30, 40)
    assert protocol.fasting.solids_minutes == 360
    assert {rule.level for rule in protocol.limits.rules} <= set(Level)
    dose = calculate(
        micrograms_per_kg=protocol.dose.micrograms_per_kg,
        weight_grams=82_400,
        concentration_micrograms_per_ml=protocol.bag.concentration_micrograms_per_ml,
        bag_microlitres=protocol.bag.volume_microlitres,
        drug_volume=protocol.bag.drug_volume,
        duration_minutes=protocol.dose.duration_minutes,
    )
    assert dose.rate_microlitres_per_hour == 150_000
    assert check_dose(protocol.caps, dose.dose_micrograms, 82_400) == ()


def test_every_number_says_where_it_is_from() -> None:
    loaded, _problems = load_all()
    presets, _problems = load_presets()
    parts = [
        part
        for one in loaded.values()
        for part in (one.dose, one.caps, one.bag, one.devices, one.fluid, *one.phases, *one.standing_orders, one.visit)
        if part is not None
    ]
    parts += [one.discharge for one in loaded.values()]
    groups = (presets.vitals, presets.limits, presets.fasting, presets.alarms, presets.scores)
    known = [preset for group in groups for preset in group.values()]
    for part in [*parts, *known]:
        assert len(part.provenance.source) > 20
    assert all(preset.provenance.unverified for preset in presets.limits.values())
    assert any(rule.kind is Kind.SPO2 and rule.level is Level.STOP for rule in presets.limits["conservative"].rules)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("micrograms_per_kg = 500", "micrograms_per_kg = 0.5", "whole number from 1 to 100,000"),
        ("micrograms_per_kg = 500", 'micrograms_per_kg = "500"', "whole number"),
        ("micrograms_per_kg = 500", "micrograms_per_kg = true", "whole number"),
        ("micrograms_per_kg = 500", "micrograms_per_kg = 5000", "outside"),
        ("duration_minutes = 40", "duration_minutes = -40", "whole number"),
        ("duration_minutes = 40", "duration_minute = 40", "“duration_minutes” is missing"),
        ("duration_minutes = 40", "duration_minutes = 40\nspeed = 3", "“speed” means nothing here"),
        ("sessions = 6", "sessions = 60", "do not fit into these weeks"),
        ("max_per_week = 3", "max_per_week = 1", "do not fit"),
        ("max_days_between = 7", "max_days_between = 1", "cannot be smaller"),
        ("plausible_micrograms_per_kg = [100, 1000]", "plausible_micrograms_per_kg = [1000, 100]", "must rise"),
        ("plausible_micrograms_per_kg = [100, 1000]", "plausible_micrograms_per_kg = [100]", "two numbers"),
        ('drug_volume = "replaced"', 'drug_volume = "both"', "one of: added, replaced"),
        ('limits = "label-derived-oxygen"', 'limits = "mine"', "There is no preset “mine”"),
        ("escort_required = true", 'escort_required = "yes"', "true or false"),
        ('title = "IV ketamine for mood disorders, 6 sessions"', 'title = ""', "text in quotes"),
        ('consents = ["iv-ketamine-mood"]', "consents = []", "list with something"),
        ('consents = ["iv-ketamine-mood"]', "consents = [1]", "list of texts"),
        ('version = "1"', 'version = "1', "Line"),
        ('text = "Walks steadily"', 'words = "Walks steadily"', "“text” is missing"),
        ('sedation = "sedation"', 'sedation = "ramsay"', "“ramsay” is no scale this program knows"),
        ('discharge_score = "modified-aldrete-mmhg"', 'discharge_score = "padss"', "There is no preset “padss”"),
        ('alarms = "standard"', 'alarms = "silent"', "There is no preset “silent”"),
        ('second_check = "alone_with_reason"', 'second_check = "maybe"', "required, alone_with_reason, none"),
        ('recovery_counts_from = "end"', 'recovery_counts_from = "first_device"', "This protocol has no devices"),
        ("max_dose_micrograms = 100000", "min_dose_micrograms = 20\nmax_dose_micrograms = 10", "The largest dose is"),
        ("concentration_micrograms_per_ml = 50000", "concentration_micrograms_per_ml = 0", "from 1 to 1,000,000"),
        ('weight_basis = "actual"', 'weight_basis = "lean"', "actual, ideal, adjusted"),
        ("most_times = 2", "most_times = 0", "whole number from 1 to 20"),
        ('name = "First series"', 'name = "First series"\nafter = "First series"', "in a circle: First series"),
        ('name = "First series"', 'name = "First series"\nafter = "Taper"', "There is no phase “Taper”"),
    ],
)
def test_a_fault_is_named_with_its_line(shipped: str, old: str, new: str, words: str) -> None:
    faulty = shipped.replace(old, new)
    assert faulty != shipped
    with pytest.raises(FaultyFile) as caught:
        parse(faulty, MOOD)
    problem = caught.value.problem
    assert problem.file == MOOD
    assert words in problem.sentence
    expected = line_with(faulty, new.splitlines()[-1])
    if "is missing" in words:
        # A missing key has no line of its own: its section's header is named.
        headers = [n for n, line in enumerate(faulty.splitlines(), 1) if re.match(r"\[", line) and n < expected]
        expected = headers[-1]
    assert problem.line == expected


def test_the_second_of_two_items_with_one_id_is_named(shipped: str) -> None:
    line = line_with(shipped, 'id = "walks"')
    with pytest.raises(FaultyFile, match="same id") as caught:
        parse(shipped.replace('id = "walks"', 'id = "oriented"'), MOOD)
    assert caught.value.problem.line == line


def test_an_owner_may_be_left_out_or_named(shipped: str) -> None:
    assert parse(shipped.replace('owner = ""\n', ""), MOOD).dose.provenance.owner == ""
    assert parse(shipped.replace('owner = ""', 'owner = "Dr Osei"'), MOOD).dose.provenance.owner == "Dr Osei"


def test_a_list_that_is_no_list_of_sections_is_named(shipped: str) -> None:
    faulty = shipped.replace("[[phases]]", "[other]").replace("escort_required", "phases = [6]\nescort_required")
    with pytest.raises(FaultyFile, match="list of sections") as caught:
        parse(faulty, MOOD)
    assert caught.value.problem.line == line_with(faulty, "phases = [6]")


def test_a_section_written_where_a_text_belongs_is_named_by_its_header(shipped: str) -> None:
    faulty = shipped.replace('drug = "ketamine"\n', "") + "\n[drug]\nname = 'ketamine'\n"
    with pytest.raises(FaultyFile, match="must be a text") as caught:
        parse(faulty, MOOD)
    assert caught.value.problem.line == line_with(faulty, "[drug]")


def test_a_missing_section_and_a_text_that_never_ends(shipped: str) -> None:
    with pytest.raises(FaultyFile, match="“bag” is missing"):
        parse(shipped.replace("[bag]", "[sack]"), MOOD)
    with pytest.raises(FaultyFile, match="must be a section"):
        parse(shipped.replace("[dose]", "dose = 5\n[other]"), MOOD)
    with pytest.raises(FaultyFile) as caught:
        parse('id = """never closed', MOOD)
    assert caught.value.problem.line == 1


def test_one_faulty_file_leaves_the_others(protocols: Path) -> None:
    file = protocols / MOOD
    file.write_text(file.read_text(encoding="utf-8").replace("sessions = 6", "sessions = six"), encoding="utf-8")
    (protocols / "latin.toml").write_bytes('id = "x"\ntitle = "Kétamine"\n'.encode("latin-1"))
    twin = (protocols / "iv-ketamine-booster.toml").read_text(encoding="utf-8")
    (protocols / "twin.toml").write_text(twin, encoding="utf-8")
    loaded, problems = load_all(protocols)
    assert list(loaded) == [name for name in SHIPPED if name != "iv-ketamine-mood"]
    assert [problem.file for problem in problems] == [MOOD, "latin.toml", "twin.toml"]
    assert problems[0].line == line_with(file.read_text(encoding="utf-8"), "sessions = six")
    assert problems[1].line == 2
    assert "UTF-8" in problems[1].sentence
    assert "already has the id" in problems[2].sentence


def test_a_file_saved_by_windows_notepad_loads(shipped: str, protocols: Path) -> None:
    (protocols / MOOD).write_bytes(b"\xef\xbb\xbf" + shipped.replace("\n", "\r\n").encode())
    loaded, problems = load_all(protocols)
    assert problems == []
    assert isinstance(loaded["iv-ketamine-mood"], Protocol)


def test_a_fault_in_a_preset_file_is_named_once_with_its_line(tmp_path: Path) -> None:
    presets = Path(shutil.copytree(folder("presets"), tmp_path / "presets"))
    file = presets / "limits.toml"
    # In the preset that two protocols name.
    used, conservative = file.read_text(encoding="utf-8").split("[conservative]", 1)
    spoilt = conservative.replace('kind = "spo2"\nbelow = 90', 'kind = "spo2"\nbelow = "90"', 1)
    faulty = f"{used}[conservative]{spoilt}"
    file.write_text(faulty, encoding="utf-8")
    loaded, (problem, *those_that_name_it) = load_all(presets=presets)
    assert list(loaded) == [name for name in SHIPPED if name not in ("iv-ketamine-crps", "iv-ketamine-pain")]
    assert all("There is no preset “conservative”" in one.sentence for one in those_that_name_it)
    assert problem.file == "limits.toml"
    assert problem.line == line_with(faulty, 'below = "90"')
    (presets / "fasting.toml").unlink()
    loaded, problems = load_all(presets=presets)
    assert loaded == {}
    assert problems[1].sentence == "This file is missing or cannot be read."
    assert any("There is no preset “solids-6-clear-2”" in problem.sentence for problem in problems)


def test_a_limit_needs_exactly_one_comparison(tmp_path: Path) -> None:
    presets = Path(shutil.copytree(folder("presets"), tmp_path / "presets"))
    file = presets / "limits.toml"
    text = file.read_text(encoding="utf-8").replace("rise_at_or_above = 25\n", "rise_at_or_above = 25\nabove = 3\n", 1)
    file.write_text(text, encoding="utf-8")
    _presets, (problem,) = load_presets(presets)
    assert "exactly one of" in problem.sentence
    assert text.splitlines()[problem.line - 1] == "[[label-derived.rules]]"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_low_oxygen_saturation_stops_every_shipped_protocol(name: str) -> None:
    limits = load_all()[0][name].limits

    found = findings(limits, {Kind.SPO2: 88}, {}, before_start=False)
    assert [finding.level for finding in found] == [Level.STOP]
    assert limits.provenance.unverified


PHASE = """[[phases]]
name = "{name}"
after = "{after}"
sessions = 2
max_per_week = 1
min_days_between = 7
source = "A phase of a test, long enough to be a source."
unverified = true
owner = ""

"""


def with_phases(text: str, *phases: tuple[str, str]) -> str:
    added = "".join(PHASE.format(name=name, after=after) for name, after in phases)
    return text.replace("[visit]", added + "[visit]")


def test_phases_follow_each_other_by_name(shipped: str) -> None:
    text = with_phases(shipped, ("Monthly", "Weekly"), ("Weekly", "First series"))
    assert [phase.name for phase in parse(text, MOOD).phases] == ["First series", "Weekly", "Monthly"]


def test_phases_that_follow_each_other_in_a_circle_are_named(shipped: str) -> None:
    text = with_phases(shipped, ("Weekly", "Monthly"), ("Monthly", "Weekly"))
    with pytest.raises(FaultyFile, match="in a circle: Weekly, Monthly") as caught:
        parse(text, MOOD)
    assert caught.value.problem.line == line_with(text, 'after = "Monthly"')
    with pytest.raises(FaultyFile, match="“Weekly” and “Monthly” have the same place"):
        parse(with_phases(shipped, ("Weekly", "First series"), ("Monthly", "First series")), MOOD)
    with pytest.raises(FaultyFile, match="Two phases have the same name"):
        parse(with_phases(shipped, ("First series", "First series")), MOOD)


def changed(name: str, old: str, new: str) -> str:
    text = (folder("protocols") / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("esketamine-induction", "doses_micrograms = [56000", "doses_micrograms = [50000", "whole number of devices"),
        ("esketamine-induction", "max_dose_micrograms = 84000", "max_dose_micrograms = 56000", "The largest dose is"),
        ("esketamine-induction", "[devices]", "[dose]", "“devices” is missing"),
        ("iv-fluids", "[fluid]", "[devices]", "“fluid” is missing"),
        ("iv-fluids", 'kind = "fluid"', 'kind = "potion"', "infusion, devices, fluid"),
        ("iv-ketamine-pain", "micrograms_per_kg_per_hour = 500", "micrograms_per_kg_per_hour = 1100", "is faster than"),
        ("iv-ketamine-pain", "micrograms_per_kg_per_hour = 300", "micrograms_per_kg = 300", "is missing"),
        ("iv-ketamine-pain", 'kind = "bolus"', 'kind = "push"', "bolus, infusion"),
        ("iv-ketamine-crps", "max_micrograms_per_hour = 25000", "max_micrograms_per_hour = 0", "from 1 to"),
    ],
)
def test_a_fault_of_the_other_kinds_is_one_sentence(name: str, old: str, new: str, words: str) -> None:
    with pytest.raises(FaultyFile, match=words) as caught:
        parse(changed(name, old, new), name)
    assert caught.value.problem.line >= (1 if "missing" in words else 2)


def test_what_the_shipped_files_say() -> None:
    loaded = load_all()[0]
    crps, pain = loaded["iv-ketamine-crps"], loaded["iv-ketamine-pain"]
    assert crps.caps is not None
    assert crps.dose is not None
    assert crps.dose.provenance.unverified
    assert (crps.caps.max_micrograms_per_hour, crps.caps.max_micrograms_per_kg_per_hour) == (25_000, 350)
    assert (crps.duration_minutes, crps.sessions) == (240, 10)
    assert [stage.title for stage in pain.stages] == ["Bolus", "First rate", "Second rate"]
    assert pain.duration_minutes == 240
    spray = loaded["esketamine-induction"]
    assert spray.devices is not None
    assert (spray.devices.device_micrograms, spray.devices.doses_micrograms) == (28_000, (56_000, 84_000))
    assert (spray.recovery_minutes_at_least, spray.recovery_counts_from) == (120, CountsFrom.FIRST_DEVICE)
    assert spray.programme == "spravato-rems"
    assert {one.kind for one in loaded.values()} == set(TreatmentKind)
    assert all(limit.do for one in loaded.values() for limit in one.limits.rules)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('when = ["weekly"]\nfollow_up_days = 0', "must be a whole number from 1 to 366"),
        ('when = ["baseline"]\nfollow_up_days = 30', "Only what is “weekly” or “monthly” can go on"),
        ('when = ["now and then"]', "must be one of: baseline, before_session"),
        ('when = ["weekly", "weekly"]', "is asked twice at the same time"),
        ("when = []", "must be a list with something in it"),
    ],
)
def test_a_fault_in_what_is_asked_when_is_named(lines: str, sentence: str) -> None:
    text = (folder("protocols") / "iv-fluids.toml").read_text(encoding="utf-8")
    text += f'\n[[measures]]\nmeasure = "phq-9"\n{lines}\nsource = "Ours"\nunverified = true\n'
    with pytest.raises(FaultyFile) as fault:
        parse(text, "iv-fluids.toml")
    assert sentence in str(fault.value)


def test_every_measure_a_shipped_protocol_asks_for_has_its_file() -> None:
    asked = {one.measure for protocol in load_all()[0].values() for one in protocol.measures}
    assert asked
    assert asked <= set(files.load_all()[0])

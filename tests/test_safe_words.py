"""Words about drugs, wherever they stand: no sign and no number that is known to be misread.

Sources: ISMP list of error-prone abbreviations, Joint Commission list, NHS CUI medication rules (MEDi-015 to 017, 041).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import clinicdesk
from clinicdesk import formats
from clinicdesk.rules.quantities import dose_text, rate_text, volume_text

ROOT = Path(clinicdesk.__file__).parents[1]
_UNITS = r"(?:mg|mcg|g|kg|mL|L|units|mg per|mL per)"
BAD = {
    "a micro sign instead of mcg": re.compile(r"[µμ](?:g|L|l)\b"),
    "a trailing zero": re.compile(rf"\b\d+\.\d*0 {_UNITS}\b"),
    "no leading zero": re.compile(rf"(?<![\d.])\.\d+ ?{_UNITS}\b"),
    "no space before the unit": re.compile(r"\b\d+(?:\.\d+)?(?:mg|mcg|mL)\b"),
    "cc instead of mL": re.compile(r"\b\d+ ?cc\b"),
    "U or IU instead of units": re.compile(r"\b\d+ ?(?:U|IU)\b"),
    "an abbreviated frequency": re.compile(r"\b(?:QD|QOD|q\.d\.|BID|TID|QID|O\.D\.)\b"),
    "a slash instead of per": re.compile(r"\bmg/kg|\bmL/h|\bmcg/kg|\bmg/mL|\bmg/h\b"),
    "a full stop after the unit": re.compile(r"\b\d+ (?:mg|mL)\. [a-z]"),
}


def spoken(path: Path) -> Iterator[str]:
    """Yield the words of a module that people read: what goes through ``_`` and ``ngettext``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


@cache
def words() -> tuple[tuple[str, str], ...]:
    """Return each place with a text that a person reads."""
    paths = [path for folder in ("clinicdesk", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple((str(path.relative_to(ROOT)), text) for path in paths for text in spoken(path))


def shipped() -> Iterator[tuple[str, str]]:
    """Yield the lines of protocols and presets that are shown: titles, words, sources."""
    for folder in ("protocols", "presets"):
        for path in sorted((ROOT / "resources" / folder).glob("*.toml")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if "=" in line and '"' in line:
                    yield str(path.relative_to(ROOT)), line.split("=", 1)[1]


@pytest.mark.parametrize("fault", list(BAD))
def test_no_word_of_the_program_can_be_misread(fault: str) -> None:
    assert [(place, text) for place, text in words() if BAD[fault].search(text)] == []


@pytest.mark.parametrize("fault", list(BAD))
def test_no_word_of_a_shipped_protocol_can_be_misread(fault: str) -> None:
    assert [(place, text) for place, text in shipped() if BAD[fault].search(text)] == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("a micro sign instead of mcg", "50 µg"),
        ("a trailing zero", "5.0 mg"),
        ("a trailing zero", "0.50 mL"),
        ("no leading zero", "give .5 mg"),
        ("no space before the unit", "5mg"),
        ("cc instead of mL", "10 cc"),
        ("U or IU instead of units", "5 U of insulin"),
        ("an abbreviated frequency", "4 mg QD"),
        ("a slash instead of per", "0.5 mg/kg"),
    ],
)
def test_the_search_finds_what_it_is_for(fault: str, text: str) -> None:
    assert BAD[fault].search(text)
    assert not BAD[fault].search("0.5 mg per kg × 82.4 kg = 41.2 mg, 1,200 mg, 50 mcg, 10 mL per hour. 25 mg/dL.")


@pytest.mark.parametrize("amount", [0, 1, 50, 99, 100, 500, 1_000, 10_000, 41_200, 99_999, 100_000, 1_234_567])
def test_every_amount_is_written_safely(amount: int) -> None:
    for text in (dose_text(amount), volume_text(amount), rate_text(amount), formats.format_concentration(amount or 1)):
        assert not any(found.search(text) for found in BAD.values()), text
        assert not text.startswith(".")


def test_ketamine_is_told_from_what_looks_like_it_wherever_a_drug_is_shown() -> None:
    for name in ("ketamine", "Ketamine", "KETAMINE", "ketamine hydrochloride"):
        assert formats.format_drug(name).startswith("ketAMINE")
    for other in ("esketamine", "Esketamine nasal spray", "ketorolac", "ketoprofen"):
        assert formats.format_drug(other) == other

"""Words that the program never says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KINDS = {".py", ".toml", ".md", ".qss"}
# An empty result is no proof of safety: who reads that there are none stops looking.
_DECLARES_SAFE = re.compile(
    r"\bno\s+(?:known\s+|drug\s+|relevant\s+|significant\s+)*interactions?\b|\binteractions?:?\s+none\b", re.IGNORECASE
)


def product_files() -> list[Path]:
    return [
        path
        for folder in ("clinicdesk", "ui", "resources", "docs")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in KINDS and "licences" not in path.parts and "decisions" not in path.parts
    ]


def test_a_list_of_medicines_is_never_declared_safe() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in product_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _DECLARES_SAFE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("words", ["No interactions found", "no known drug interactions", "Interactions: none"])
def test_the_search_finds_such_words(words: str) -> None:
    assert _DECLARES_SAFE.search(words)

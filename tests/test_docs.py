"""The documents say what the program does."""

import re
from pathlib import Path

from clinicdesk.permissions import ACTIONS
from clinicdesk.storage import entry

ROOT = Path(__file__).parents[1]


def test_the_worked_example_of_the_ledger_is_right() -> None:
    text = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    found = re.findall(r"content       (\{.*\})\n    content_hash  (\w{64})\n    chain_hash    (\w{64})\n", text)
    previous = entry.GENESIS
    for seq, (content, content_hash, chain_hash) in enumerate(found, start=1):
        digest = entry.content_hash(content.encode())
        previous = entry.chain(previous, seq, digest)
        assert (digest.hex(), previous.hex()) == (content_hash, chain_hash)
        assert entry.read_content(content.encode()).action in ACTIONS
    assert len(found) == 2


def test_the_error_tree_is_drawn_whole() -> None:
    source = (ROOT / "clinicdesk" / "errors.py").read_text(encoding="utf-8")
    drawn = source.split('"""')[1]

    assert {name for name in re.findall(r"^class (\w+)", source, re.MULTILINE) if name not in drawn} == set()

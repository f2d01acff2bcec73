"""No read by patient forgets that somebody may be registered twice: what the SQL of the program may compare."""

import ast
import re
from pathlib import Path

import clinicdesk

_ROOT = Path(clinicdesk.__file__).parent
_BARE = re.compile(r"\b(?:\w+\.)?(?:patient_id|belongs_to)\s*(?:=|==|IS)\s*(?:\?\d*|j\.value)")

# File and beginning of the text → why one registration alone is meant.
_JUSTIFIED = {
    ("records/merging/since.py", "SELECT l.content FROM search_entry_patients"): "what was written under this one",
    ("records/identities.py", ""): "the index that says who is one person",
    ("records/patient_index.py", ""): "the index that says how a patient is found",
}


def texts_of(path: Path) -> list[str]:
    """Return every text of a module, with the pieces of formatted ones put together."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
            found.append("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return found


def test_no_sql_compares_a_patient_with_one_registration() -> None:
    bare = [
        (str(path.relative_to(_ROOT)), " ".join(text.split()))
        for path in sorted(_ROOT.rglob("*.py"))
        for text in texts_of(path)
        if _BARE.search(text)
    ]
    unknown = [
        (file, text)
        for file, text in bare
        if not any(file == known and text.startswith(start) for known, start in _JUSTIFIED)
    ]
    assert unknown == []


def test_the_search_finds_a_bare_comparison() -> None:
    assert _BARE.search("SELECT * FROM notes n WHERE n.patient_id = ?")
    assert _BARE.search("SELECT * FROM json_each(?) j JOIN allergies a ON a.patient_id = j.value")
    assert not _BARE.search("SELECT * FROM notes n WHERE n.patient_id IN (SELECT 1)")

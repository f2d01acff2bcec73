"""The texts of the clinic: what a named person adopted, version by version, and the samples nobody stands for yet.

A text that came with the program is a sample until somebody adopts it. What is adopted is kept as a row with its exact
bytes; it wins over the file of the same id and language, and a changed text is adopted as the next version.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.wordings.reading import load_all, parse, parse_kept
from clinicdesk.records.wordings.wording import Wording
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Entry, insert

# As the header is read: blanks around the name are no mistake.
_VERSION_LINE = re.compile(r"^[ \t]*version[ \t]*:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Adopted:
    """One version of a text that the clinic adopted.

    ``remark`` says what changed; ``asks_again``: whoever signed an earlier version is to sign this one.
    """

    wording: Wording
    text_id: str
    adopted_by: str
    adopted_at: datetime
    remark: str
    asks_again: bool


@cache
def shipped() -> Mapping[str, Wording]:
    """Return the sample texts that came with the program, by key. Faulty files are told on the settings page."""
    return load_all(headers_only=True)[0]


def offered(desk: Desk) -> dict[str, Wording]:
    """Return the texts a form can be prepared on, by key: the newest adopted version, else the sample."""
    return dict(sorted({**shipped(), **{key: one.wording for key, one in newest(desk).items()}}.items()))


def newest(desk: Desk) -> dict[str, Adopted]:
    """Return the newest adopted version of each text, by key."""
    return {one.wording.key: one for one in versions(desk)}


def versions(desk: Desk, key: str = "") -> list[Adopted]:
    """Return what was adopted, of one text or of all, the oldest version first."""
    rows = desk.rows(
        "SELECT a.*, f.body FROM adopted_texts a JOIN published_files f ON f.id = a.text_id "
        "WHERE ? IN ('', a.name || '.' || a.language) ORDER BY a.name, a.language, a.text_version",
        key,
    )
    return [_adopted(row) for row in rows]


def must_sign_again(desk: Desk) -> dict[str, int]:
    """Return, by key, the newest version that whoever signed an earlier one is to sign."""
    return {
        row["key"]: row["text_version"]
        for row in desk.rows(
            "SELECT name || '.' || language AS key, max(text_version) AS text_version FROM adopted_texts "
            "WHERE asks_again = 1 GROUP BY name, language"
        )
    }


def is_adopted(desk: Desk, text_id: str) -> bool:
    """Tell whether somebody at the clinic stands for exactly this text."""
    return desk.row("SELECT 1 FROM adopted_texts WHERE text_id = ?", text_id) is not None


def adopt(desk: Desk, source: str, *, remark: str = "", asks_again: bool = True) -> Entry:
    """Adopt a text for the clinic, as the person at this desk; it becomes the next version of its id and language.

    ``source`` is the whole file, header and all; its ``version`` is set here, unless nobody adopted the text before
    and it is the sample as it came. Raises ``WordingProblem`` for a text that cannot be used, and ``BadValue``.
    """
    wording = as_published(desk, source)
    text_id, pinned = published.pin(
        desk, kind="consent", name=wording.key, version=str(wording.version), body=wording.source
    )
    row = insert(
        "adopted_texts",
        f"{wording.key}@{wording.version}",
        name=wording.id,
        language=wording.language,
        text_version=wording.version,
        text_id=text_id,
        staff_id=desk.person.id,
        adopted_name=desk.person.name,
        adopted_at=as_text(desk.now()),
        remark=remark.strip() or None,
        asks_again=asks_again,
    )
    try:
        return desk.record("wording.adopt", *pinned, row)
    except ChangedElsewhere:
        raise BadValue(
            _("Somebody else published this text at the same moment. Look at their version, then publish yours.")
        ) from None


def as_published(desk: Desk, source: str) -> Wording:
    """Return a text as the person at this desk would adopt it now: with its version, and no longer a sample.

    Raises as ``adopt`` does.
    """
    wording = parse(source.encode("utf-8"), _("the text"))
    before = newest(desk).get(wording.key)
    sample = shipped().get(wording.key)
    if before is not None and same_words(before.wording.source, source):
        raise BadValue(_("This text is the one in use already. Change it before you publish it."))
    if before is not None or sample is None or not same_words(sample.source, source):
        last = max(before.wording.version if before else 0, sample.version if sample else 0)
        source = _VERSION_LINE.sub(f"version: {last + 1}", source, count=1)
        wording = parse(source.encode("utf-8"), _("the text"))
    return replace(wording, adopted_by=desk.person.name, adopted_at=desk.now())


def same_words(one: str, other: str) -> bool:
    """Tell whether two files differ in nothing but their version."""
    return _VERSION_LINE.sub("", one, count=1) == _VERSION_LINE.sub("", other, count=1)


def _adopted(row: dict[str, Any]) -> Adopted:
    at = from_text(row["adopted_at"])
    wording = replace(
        parse_kept(row["body"], f"{row['name']}.{row['language']}"), adopted_by=row["adopted_name"], adopted_at=at
    )
    return Adopted(wording, row["text_id"], row["adopted_name"], at, row["remark"] or "", bool(row["asks_again"]))

"""Anchors: how far the record had come, written down where nobody with the key of the file can reach it.

Whoever holds the key can rewrite the whole chain from some point on, and every check inside the file agrees with it.
Only what stands elsewhere shows that: the number of an entry and the hash that closes everything up to it, on a slip of
paper in a drawer, or at the foot of any paper that left the clinic.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert
from clinicdesk.storage.ledger import Link

SHORT_DIGITS = 20
"""Hexadecimal digits of the short form: 80 bits, more than anybody can hit by trying."""
LEAST_DIGITS = 8
"""So many must be typed at least: two words of the short form."""
DAILY = timedelta(hours=24)


class Way(StrEnum):
    """How it was written down. The values are stored, so they never change."""

    PRINTED = "printed"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the record was at a moment, and who wrote it down how. ``chain_hash`` is 64 hexadecimal digits."""

    seq: int
    chain_hash: str
    way: Way
    written_at: datetime
    staff_name: str

    @property
    def short(self) -> str:
        """The short form, as it is printed and copied by hand."""
        return short_form(self.chain_hash)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a slip says about the record: one sentence, and whether all up to it ``holds``."""

    holds: bool
    words: str


def short_form(chain_hash: str) -> str:
    """Return a hash as it is printed for people: ``3f2a 91bc 07de 4410 aa5c``."""
    return " ".join(chain_hash[at : at + 4] for at in range(0, SHORT_DIGITS, 4))


def place(link: Link) -> str:
    """Return a place in the chain as it stands on papers: ``1234: 3f2a 91bc 07de 4410 aa5c``."""
    return f"{link.seq}: {short_form(link.chain_hash)}"


def stamp(desk: Desk) -> str:
    """Return how far the record has come, for the foot of a paper."""
    link = desk.clinic.link_at()
    return place(link) if link else ""


def write(desk: Desk, way: Way | str, link: Link | None = None) -> Anchor:
    """Note that the head was written down elsewhere; without ``link`` as it is now. Return what was written down.

    Raises ``NotAllowed``.
    """
    of = link or now(desk)
    at = desk.now()
    desk.record(
        "anchor.write",
        insert(
            "anchors",
            desk.new_id(),
            seq=of.seq,
            chain_hash=of.chain_hash,
            way=Way(way).value,
            written_at=as_text(at),
            staff_id=desk.person.id,
        ),
    )
    return Anchor(of.seq, of.chain_hash, Way(way), at, desk.person.name)


def now(desk: Desk) -> Link:
    """Return how far the record has come."""
    link = desk.clinic.link_at()
    if link is None:
        raise ValueError("a founded clinic has entries")
    return link


def latest(desk: Desk, limit: int = 50) -> list[Anchor]:
    """Return what was written down last, the latest first. For everybody: it tells nothing about anybody."""
    rows = desk.rows(
        "SELECT a.*, coalesce(s.name, a.staff_id) AS staff_name FROM anchors a LEFT JOIN staff s ON s.id = a.staff_id "
        "ORDER BY a.id DESC LIMIT ?",
        limit,
    )
    return [
        Anchor(row["seq"], row["chain_hash"], Way(row["way"]), from_text(row["written_at"]), row["staff_name"])
        for row in rows
    ]


def is_due(desk: Desk) -> bool:
    """Tell whether the head was not written down for a day, although something was recorded since."""
    newest = latest(desk, 1)
    # The note that it was written down is an entry itself.
    return not newest or (desk.now() - newest[0].written_at >= DAILY and now(desk).seq > newest[0].seq + 1)


def compare(desk: Desk, typed_number: str, typed_hash: str) -> Comparison:
    """Say whether what a slip or the foot of a paper holds is still so.

    ``typed_hash`` is the short form, as much of it as can be read, or all 64 digits; blanks and capitals do not matter.
    Raises ``BadValue`` naming the field (``seq`` or ``hash``) that cannot be read.
    """
    seq, digits = _number(typed_number), _digits(typed_hash)
    link = desk.clinic.link_at(seq)
    if link is None:
        words = _(
            "The record ends at entry {last}, before the slip. Its newest entries are missing: do not work on, "
            "and restore the newest backup. Or the slip is of another clinic file."
        ).format(last=now(desk).seq)
        return Comparison(False, words)
    if not link.chain_hash.startswith(digits):
        words = _(
            "This is not what the slip says. Read it once more; if it still differs, the past of this record was "
            "rewritten before entry {seq}, or the slip is of another clinic file."
        ).format(seq=seq)
        return Comparison(False, words)
    words = _(
        "The same. Nothing recorded up to entry {seq} ({at}) was rewritten, added or taken away since this slip, "
        "provided that the check of the record finds it whole."
    ).format(seq=seq, at=_when(desk, seq))
    return Comparison(True, words)


def _when(desk: Desk, seq: int) -> str:
    row = desk.row("SELECT at FROM search_entries WHERE seq = ?", seq)
    return format_date_time(desk.local(from_text(row["at"]))) if row else ""


def _number(typed: str) -> int:
    digits = re.sub(r"[\s.,’']", "", typed).rstrip(":")
    if not (digits.isascii() and digits.isdecimal()) or not 0 < len(digits) < 16 or int(digits) == 0:
        raise BadValue(_("Type the number of the entry, for example 1234."), "seq")
    return int(digits)


def _digits(typed: str) -> str:
    digits = re.sub(r"[\s-]", "", typed).casefold()
    # Letters that are no digits of such a number, but look like one in somebody's handwriting.
    digits = digits.replace("o", "0").replace("l", "1").replace("i", "1")
    if not re.fullmatch(r"[0-9a-f]+", digits) or len(digits) > 64:
        raise BadValue(_("There are only the digits 0 to 9 and the letters a to f in it."), "hash")
    if len(digits) < LEAST_DIGITS:
        raise BadValue(_("Type at least the first two groups of four."), "hash")
    return digits

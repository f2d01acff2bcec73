"""The search index of everything written: derived rows, written with each change of a text and never by hand.

The index holds which words stand where in each text, and not the texts: they are read from their own tables. In front
of the words stand marks that say whose text it is, who wrote it and of what kind it is, so that the index itself finds
one patient's texts among a million. The number of a text follows its time, so that the newest come first and a day is
a range of numbers.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from clinicdesk.records import kept_apart
from clinicdesk.records.identities import filed_under
from clinicdesk.records.search_words import kept_size
from clinicdesk.rules.typed_words import folded_words
from clinicdesk.storage.agreement import same_rows
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.database import Connection
from clinicdesk.storage.ledger import Indexer

PATIENT, AUTHOR, KIND, EVENT_CODE, DOCUMENT_KIND = "#p", "#a", "#k", "#e", "#d"
"""What a mark begins with. No folded word holds such a sign."""

ADDENDUM, EVENT, ADVERSE_EVENT, DOCUMENT = "addendum", "event", "adverse_event", "document"
"""Kinds of texts that are no notes; those have the kind of the note."""

_IN_A_SECOND = 64

COMPARED_BY = {
    "search_texts": f"SELECT number / {_IN_A_SECOND}, subject_table, subject_id, digest "
    "FROM search_texts ORDER BY 2, 3",
    "search_text_words_docsize": "SELECT t.subject_table, t.subject_id, d.sz FROM search_text_words_docsize d "
    "LEFT JOIN search_texts t ON t.number = d.id ORDER BY 1, 2, 3",
}
"""How the check compares the index. Which of a second's numbers a text has depends on what was taken off before."""


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one table: SQL of the row ``x``.

    Attributes:
        kind: Of what kind the text is.
        words: The text.
        at: When it was written.
        author: Who wrote it.
        patient: The registration it is filed under.
        opens: The table and id of what is opened to read it.
        code: A further mark: an event's code, which is a finding by itself, or a document's kind.
        voided: Why it no longer counts, or NULL.
        counts: Whether it is to be found at all.
    """

    table: str
    kind: str
    words: str
    at: str
    author: str = "(SELECT e.staff FROM search_entries e WHERE e.id = x.version)"
    patient: str = "x.patient_id"
    opens: tuple[str, str] = ("", "x.id")
    code: str = "''"
    voided: str = "NULL"
    counts: str = "1"

    @property
    def all_sql(self) -> str:
        """The query for what is to be indexed of every text that has words or a code, with its id at the end."""
        return (
            f"SELECT {self.patient}, {self.author}, {self.at}, {self.kind}, {self.code}, {self.words}, x.id "
            f"FROM {self.table} x WHERE ({self.words} <> '' OR {self.code} <> '') AND {self.counts}"
        )

    @property
    def sql(self) -> str:
        """The query for one text by its id."""
        opened = f"'{self.table}'" if not self.opens[0] else self.opens[0]
        return (
            f"SELECT {self.patient} AS patient, {self.author} AS author, {self.at} AS at, {self.kind} AS kind, "
            f"{self.code} AS code, {self.words} AS words, {self.voided} AS voided, {opened} AS opened, "
            f"{self.opens[1]} AS opened_id FROM {self.table} x WHERE x.id = ? AND {self.counts}"
        )


def _session(condition: str) -> str:
    return f"(SELECT {filed_under('s', 'sessions')} FROM sessions s WHERE s.id = {condition})"


def _not_corrected(table: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} c WHERE c.session_id = x.session_id AND c.corrects = x.id)"


_OF_SESSION = ("'sessions'", "x.session_id")
_SAID = ", ".join(f"x.detail ->> '{key}'" for key in ("text", "words", "reason", "early_reason", "remark"))

SOURCES = {
    source.table: source
    for source in (
        Source(
            "notes", "x.kind", "x.body", "x.written_at", "x.author_id", filed_under("x", "notes"),
            voided="coalesce(x.voided_reason, (SELECT v.detail ->> 'reason' FROM note_events v "
            "WHERE v.note_id = x.id AND v.kind = 'voided'))",
            # What is not in the index nobody finds, not even its words among those of all texts.
            counts=kept_apart.in_chart("x"),
        ),
        Source(
            "addenda", f"'{ADDENDUM}'", "x.body", "x.written_at", "x.author_id",
            "coalesce(CASE x.subject_table WHEN 'notes' THEN "
            f"(SELECT {filed_under('n', 'notes')} FROM notes n WHERE n.id = x.subject_id) "
            f"WHEN 'sessions' THEN {_session('x.subject_id')} END, x.patient_id)",
            ("x.subject_table", "x.subject_id"),
            counts=f"NOT (x.subject_table = 'notes' AND {kept_apart.only_reader('x.subject_id')} IS NOT NULL)",
        ),
        Source(
            "session_events", f"'{EVENT}'", f"concat_ws(char(10), {_SAID})", "x.occurred_at",
            patient=_session("x.session_id"), opens=_OF_SESSION,
        ),
        Source(
            "observations", f"'{EVENT}'", "coalesce(x.remark, '')", "x.taken_at",
            patient=_session("x.session_id"), opens=_OF_SESSION, counts=_not_corrected("observations"),
        ),
        Source(
            "verbal_orders", f"'{EVENT}'", "x.words", "x.said_at",
            patient=_session("x.session_id"), opens=_OF_SESSION,
        ),
        Source(
            "adverse_events", f"'{ADVERSE_EVENT}'", "coalesce(x.narrative, '')", "x.onset_at",
            patient=_session("x.session_id"), opens=_OF_SESSION, code=f"'{EVENT_CODE}' || x.kind",
            counts=_not_corrected("adverse_events"),
        ),
        Source(
            "late_events", f"'{ADVERSE_EVENT}'", "concat_ws(char(10), x.narrative, x.told_by)", "x.told_at",
            patient=_session("x.session_id"), opens=_OF_SESSION, code=f"'{EVENT_CODE}' || x.kind",
            counts=_not_corrected("late_events"),
        ),
        Source(
            "documents", f"'{DOCUMENT}'", "concat_ws(char(10), x.title, x.text)", "x.filed_at", "x.filed_by",
            code=f"'{DOCUMENT_KIND}' || x.kind", counts="x.voided_reason IS NULL",
        ),
    )
}  # fmt: skip
"""Where everything written stands, by table."""

_FOLLOWING = {
    "notes": {"addenda": "subject_table = 'notes' AND subject_id = ?"},
    "sessions": {
        "addenda": "subject_table = 'sessions' AND subject_id = ?",
        "observations": "session_id = ? AND remark IS NOT NULL",
        **dict.fromkeys(("session_events", "verbal_orders", "adverse_events", "late_events"), "session_id = ?"),
    },
}
"""Whose text something is, is asked of the note or the session it belongs to."""


_CORRECTED = frozenset({"observations", "adverse_events", "late_events"})
"""Tables in which a row may take the place of another."""


def text_indexer(table: str) -> Indexer:
    """Return what keeps the index of one table's texts, and of what follows its rows, up to date."""

    def index(connection: Connection, row_ids: Sequence[str]) -> None:
        for row_id in row_ids:
            _index(connection, table, row_id)
            if table in _CORRECTED:
                for row in connection.execute(f"SELECT corrects FROM {table} WHERE id = ?", (row_id,)).fetchall():
                    _index(connection, table, row[0])

    return index


def index_comments(connection: Connection, row_ids: Sequence[str]) -> None:
    """Follow the words among observations. Most are numbers, written all day long: they are told apart at once.

    One whose words were erased has none any more, and is still in the index.
    """
    with_words = connection.execute(
        "SELECT o.id FROM json_each(?) j CROSS JOIN observations o ON o.id = j.value "
        "WHERE o.remark IS NOT NULL OR o.corrects IS NOT NULL OR EXISTS "
        "(SELECT 1 FROM search_texts t WHERE t.subject_table = 'observations' AND t.subject_id = o.id)",
        (json.dumps(list(row_ids)),),
    ).fetchall()
    if with_words:
        text_indexer("observations")(connection, [row[0] for row in with_words])


def index_misfiled(connection: Connection, row_ids: Sequence[str]) -> None:
    """Follow what is told to belong to another patient."""
    for row_id in row_ids:
        row = connection.execute("SELECT subject_table, subject_id FROM misfiled WHERE id = ?", (row_id,)).fetchone()
        if row:
            _index(connection, *row)


def _index(connection: Connection, table: str, row_id: str) -> None:
    if source := SOURCES.get(table):
        _index_text(connection, source, row_id)
    for below, condition in _FOLLOWING.get(table, {}).items():
        for row in connection.execute(f"SELECT id FROM {below} WHERE {condition} ORDER BY id", (row_id,)).fetchall():
            _index_text(connection, SOURCES[below], row[0])


def _index_text(connection: Connection, source: Source, row_id: str) -> None:
    row = connection.execute(source.sql, (row_id,)).fetchone()
    words = indexed_words(*row[:2], *row[3:6]) if row else ""
    digest = _digest(words) if words else ""
    known = connection.execute(
        "SELECT number, digest FROM search_texts WHERE subject_table = ? AND subject_id = ?", (source.table, row_id)
    ).fetchone()
    if known and known[1] == digest:
        return
    if known:
        connection.execute("DELETE FROM search_text_words WHERE rowid = ?", (known[0],))
        connection.execute("DELETE FROM search_texts WHERE number = ?", (known[0],))
    if words:
        number = _free_number(connection, number_of(from_text(row[2])))
        connection.execute(
            "INSERT INTO search_texts (number, subject_table, subject_id, digest) VALUES (?, ?, ?, ?)",
            (number, source.table, row_id, digest),
        )
        connection.execute("INSERT INTO search_text_words (rowid, words) VALUES (?, ?)", (number, words))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def indexed_words(patient: str, author: str, kind: str, code: str, text: str) -> str:
    """Return what the index holds of a text: its marks, then its folded words in their order; nothing without words."""
    words = folded_words(text)
    if not words and not code.startswith(EVENT_CODE):
        return ""
    return " ".join((f"{PATIENT}{patient}", f"{AUTHOR}{author}", f"{KIND}{kind}", *filter(None, [code]), *words))


def number_of(at: datetime) -> int:
    """Return the first number of the texts of a moment, rounded down to its second."""
    return int(at.astimezone(UTC).timestamp()) * _IN_A_SECOND


def _free_number(connection: Connection, first: int) -> int:
    """Return the next number of a second; where it has no more, of the first later one that has."""
    for start in _from(first):
        last = connection.execute(
            "SELECT max(number) FROM search_texts WHERE number >= ? AND number < ?", (start, start + _IN_A_SECOND)
        ).fetchone()[0]
        if last is None:
            return start
        if last + 1 < start + _IN_A_SECOND:
            return int(last) + 1
    raise AssertionError


def _from(first: int) -> Iterator[int]:
    while True:
        yield first
        first += _IN_A_SECOND


def texts_agree(connection: Connection) -> bool:
    """Tell whether the index holds each text that is written, and each word as often as it stands."""
    texts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    count = 0
    for source in SOURCES.values():
        for patient, author, at, kind, code, text, row_id in connection.execute(source.all_sql):
            if words := indexed_words(patient, author, kind, code, text):
                count += 1
                each = words.split()
                if not _is_indexed(connection, source.table, row_id, words, len(each), number_of(from_text(at))):
                    return False
                texts.update(set(each))
                places.update(each)
    known = "SELECT (SELECT count(*) FROM search_texts), (SELECT count(*) FROM search_text_words_docsize)"
    if connection.execute(known).fetchone() != (count, count):
        return False
    found = connection.execute("SELECT term, doc, cnt FROM search_text_words_counts")
    return same_rows(((word, texts[word], places[word]) for word in texts), found)


def _is_indexed(connection: Connection, table: str, row_id: str, words: str, count: int, first: int) -> bool:
    """Tell whether a text is in the index under a number of its second, or of a later one where that had no more."""
    row = connection.execute(
        "SELECT t.number, t.digest, d.sz FROM search_texts t LEFT JOIN search_text_words_docsize d ON d.id = t.number "
        "WHERE t.subject_table = ? AND t.subject_id = ?",
        (table, row_id),
    ).fetchone()
    if row is None or row[1:] != (_digest(words), kept_size(count)):
        return False
    while row[0] >= first + _IN_A_SECOND:
        last = connection.execute("SELECT 1 FROM search_texts WHERE number = ?", (first + _IN_A_SECOND - 1,)).fetchone()
        if last is None:
            return False
        first += _IN_A_SECOND
    return bool(row[0] >= first)

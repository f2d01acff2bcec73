"""Finding what was written: notes, letters, addenda, events of sessions and the text of documents, in one question.

A text is found where it can be read, and by nobody else: whoever reads no clinical text finds the documents that are
open to the desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records import staff, text_hits
from clinicdesk.records.documents.kinds import kind_of, open_to_all
from clinicdesk.records.identities import kept_under
from clinicdesk.records.notes import NoteKind, kind_name
from clinicdesk.records.text_index import (
    ADDENDUM,
    ADVERSE_EVENT,
    AUTHOR,
    DOCUMENT,
    DOCUMENT_KIND,
    EVENT,
    EVENT_CODE,
    SOURCES,
)
from clinicdesk.rules.adverse import KINDS
from clinicdesk.rules.shown_place import NOWHERE, beginning_of, place_of
from clinicdesk.rules.typed_words import Piece, pieces
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that was found, and the place in it, as it is written there.

    Attributes:
        table: Where it stands, with ``id``.
        opens: Table and id of what is opened to read it: the note of an addendum, the session of an event.
        patient_id: The registration it is read under.
        on: The clinic's day on which it was written.
        before: What stands before the ``hit``, and ``after`` it; all plain text.
        voided_reason: Why it no longer counts, or None.
    """

    table: str
    id: str
    opens: tuple[str, str]
    patient_id: str
    patient_name: str
    birth_date: date | None
    kind_words: str
    author_name: str
    on: date
    before: str
    hit: str
    after: str
    voided_reason: str | None


def kinds(desk: Desk) -> list[tuple[str, str]]:
    """Return the kinds of texts this person may find, with what people call them."""
    desk.may_see("papers")
    if not desk.sees("clinical"):
        return [(DOCUMENT, _("Document"))]
    return [
        *((kind.value, kind_name(kind)) for kind in NoteKind),
        (ADDENDUM, _("Addendum")),
        (EVENT, _("Session event")),
        (ADVERSE_EVENT, _("Adverse event")),
        (DOCUMENT, _("Document")),
    ]


def find(
    desk: Desk,
    typed: str,
    *,
    patient_id: str | None = None,
    author_id: str | None = None,
    kinds: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    limit: int = 50,
) -> list[FoundText]:
    """Return the texts in which every typed word stands, the newest first.

    A word of three letters or more may be the beginning of one; words in quotation marks stand as they are typed, one
    after the other. Accents and capitals do not matter. ``since`` and ``until`` are days of the clinic, both included;
    ``kinds`` are ids of ``text_search.kinds``. Nothing typed and nothing chosen finds nothing.
    """
    desk.may_see("papers")
    wanted = pieces(typed)
    chosen = [] if patient_id is None else [text_hits.of_patient(desk, patient_id)]
    chosen += [] if author_id is None else [[f"{AUTHOR}{author_id}"]]
    chosen += [text_hits.of_kinds(kinds)] if kinds else []
    if not wanted and not chosen:
        return []
    found = text_hits.hits(
        desk,
        wanted,
        [*chosen, *_readable(desk)],
        since=_midnight(desk, since) if since else None,
        until=_midnight(desk, until + timedelta(days=1)) if until and until < date.max else None,
        limit=limit,
    )
    return [text for table, row_id in found if (text := _read(desk, table, row_id, wanted))]


def too_short(desk: Desk, typed: str) -> tuple[str, ...]:
    """Return the typed words that begin so many words that only the word itself was looked for."""
    return text_hits.too_short(desk, pieces(typed))


def _readable(desk: Desk) -> list[list[str]]:
    """Return the marks without which this person may not read a text."""
    if desk.sees("clinical"):
        return []
    return [text_hits.of_kinds([DOCUMENT]), [f"{DOCUMENT_KIND}{kind}" for kind in open_to_all()]]


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.zone())


def _read(desk: Desk, table: str, row_id: str, wanted: Sequence[Piece]) -> FoundText | None:
    """Read one text where it stands; None if it is of somebody whose record was voided."""
    row = desk.row(
        f"SELECT f.*, p.id AS kept, p.family_name, p.given_name, p.birth_date, a.name AS author_name "
        f"FROM ({SOURCES[table].sql}) f JOIN patients p ON p.id = {kept_under('f.patient')} "
        "LEFT JOIN staff a ON a.id = f.author WHERE p.voided_reason IS NULL",
        row_id,
    )
    if row is None:
        return None
    text = _text(row)
    place = place_of(text, wanted)
    if place is NOWHERE:
        place = beginning_of(text)
    return FoundText(
        table=table,
        id=row_id,
        opens=(row["opened"], row["opened_id"]),
        patient_id=row["kept"],
        patient_name=format_name(row["family_name"], row["given_name"]),
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
        kind_words=_kind_words(row),
        author_name=row["author_name"] or (_("ClinicDesk") if row["author"] == SYSTEM else _("Somebody")),
        on=desk.local(from_text(row["at"])).date(),
        before=place.before,
        hit=place.hit,
        after=place.after,
        voided_reason=row["voided"],
    )


def _text(row: dict[str, Any]) -> str:
    """Return what is shown of a text: an event begins with what it is called."""
    code = str(row["code"])
    if not code.startswith(EVENT_CODE):
        return str(row["words"])
    title = KINDS.get(code.removeprefix(EVENT_CODE), code)
    return f"{title}. {row['words']}" if row["words"] else title


def _kind_words(row: dict[str, Any]) -> str:
    kind = str(row["kind"])
    if kind == DOCUMENT:
        return kind_of(str(row["code"]).removeprefix(DOCUMENT_KIND)).title
    if any(kind == known.value for known in NoteKind):
        return kind_name(NoteKind(kind))
    return {ADDENDUM: _("Addendum"), EVENT: _("Session event"), ADVERSE_EVENT: _("Adverse event")}.get(kind, kind)


def authors(desk: Desk) -> list[staff.StaffMember]:
    """Return who may have written something: everybody on the staff list, those who left included."""
    return staff.everybody(desk)

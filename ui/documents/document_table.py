"""The list of a patient's documents."""

from __future__ import annotations

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.documents import Document
from ui.documents.reader import state_of
from ui.widgets.record_table import Column, RecordTable


class DocumentTable(RecordTable[Document]):
    """A line for each document, the newest first; one that this person may not read is told by its kind."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(_("List of documents"), self._columns(), key=lambda document: document.id)
        self.set_empty_text(
            _("No documents yet. Drop a file here, paste a picture, or choose a file.")
            if desk.may("document.file")
            else _("No documents yet.")
        )

    def _columns(self) -> list[Column[Document]]:
        return [
            Column(_("Date"), self._day, 11),
            Column(_("Kind"), lambda document: document.kind.title, 11, priority=2),
            Column(_("Title"), _title, 9, stretch=True, strong=True, quiet=_is_closed),
            Column(
                _("Status"),
                lambda document: state.text if (state := state_of(document)) else "",
                10,
                chips=lambda document: (state,) if (state := state_of(document)) else (),
            ),
        ]

    def _day(self, document: Document) -> str:
        return formats.format_date(document.dated_on or self._desk.local(document.filed_at).date())


def _title(document: Document) -> str:
    # The column with the kind goes when there is no room.
    return document.title or document.kind.title


def _is_closed(document: Document) -> bool:
    return not document.readable

"""The search index of documents: derived rows, written with each change of a document and never by hand."""

from collections.abc import Sequence

from clinicdesk.rules.names import fold
from clinicdesk.storage.database import Connection

_LONGEST_WORD = 40


def index_documents(connection: Connection, row_ids: Sequence[str]) -> None:
    """Replace the search rows of some documents. Voided ones are not found."""
    for document_id in row_ids:
        _forget(connection, document_id)
        row = connection.execute(
            "SELECT title, text FROM documents WHERE id = ? AND voided_reason IS NULL", (document_id,)
        ).fetchone()
        if row:
            cursor = connection.execute(
                "INSERT INTO search_documents (document_id, words) VALUES (?, ?)", (document_id, words_of(*row))
            )
            connection.execute(
                "INSERT INTO search_document_words (rowid, words) SELECT rank, words FROM search_documents "
                "WHERE rank = ?",
                (cursor.lastrowid,),
            )


def words_of(title: str, text: str) -> str:
    """Return the folded words of title and text, each once: where they stand is looked up in the text itself."""
    parts = set(title.split()) | set(text.split())
    return " ".join(sorted({word[:_LONGEST_WORD] for part in parts for word in fold(part).split()}))


def _forget(connection: Connection, document_id: str) -> None:
    row = connection.execute(
        "SELECT rank, words FROM search_documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    if row:
        # An external-content FTS table is told what it is to forget.
        connection.execute(
            "INSERT INTO search_document_words (search_document_words, rowid, words) VALUES ('delete', ?, ?)", row
        )
        connection.execute("DELETE FROM search_documents WHERE rank = ?", (row[0],))

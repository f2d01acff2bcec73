"""Documents: papers and pictures that came from outside, filed in a chart, reviewed, found again.

Their bytes are among the large content, by their SHA-256, and are there before the entry that names them. What a
clinician alone may read is decided by the kind of a document: somebody at the front desk files it, and then sees that
it is there, of which kind and day, and nothing else of it.
"""

from clinicdesk.records.documents.document import Document, Incoming, Source, Twin
from clinicdesk.records.documents.filing import amend, file, refile, review, void
from clinicdesk.records.documents.finding import FoundDocument, find
from clinicdesk.records.documents.kinds import Kind, kind_of, kinds
from clinicdesk.records.documents.made import keep, kept_once
from clinicdesk.records.documents.reading import (
    ToReview,
    content,
    get,
    may_void,
    of_patient,
    reviewers,
    same_content,
    to_review,
)

__all__ = [
    "Document",
    "FoundDocument",
    "Incoming",
    "Kind",
    "Source",
    "ToReview",
    "Twin",
    "amend",
    "content",
    "file",
    "find",
    "get",
    "keep",
    "kept_once",
    "kind_of",
    "kinds",
    "may_void",
    "of_patient",
    "refile",
    "review",
    "reviewers",
    "same_content",
    "to_review",
    "void",
]

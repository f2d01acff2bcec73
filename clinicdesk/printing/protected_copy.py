"""A copy of a signed form that only opens with a password, for the patient to take along or to be sent."""

import unicodedata
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from clinicdesk.errors import BadValue, CannotPrint
from clinicdesk.language import _

SHORTEST = 8
"""Characters of a password. The file leaves the clinic, and whoever gets hold of it can try at home."""
_LONGEST_BYTES = 127  # PDF 2.0 (ISO 32000-2) uses no more of a password


def protect(pdf: bytes, password: str) -> bytes:
    """Return the same paper encrypted with AES-256. Raises ``BadValue`` for a password that protects nothing.

    Nobody can read it without the password, the clinic included; the clinic keeps the paper itself.
    """
    check_password(password)
    try:
        writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    except PyPdfError as trouble:
        raise CannotPrint(_("This paper cannot be protected. Give the patient a printed copy.")) from trouble
    # Readers normalise what is typed before they compare it, as the format asks (SASLprep).
    writer.encrypt(unicodedata.normalize("NFKC", password), algorithm="AES-256")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def check_password(password: str) -> None:
    """Raise ``BadValue`` (field ``password``) for a password that is too short, too long or only spaces."""
    if len(password.strip()) < SHORTEST:
        raise BadValue(
            _("Choose a password of at least {count} characters for the copy.").format(count=SHORTEST), "password"
        )
    if len(unicodedata.normalize("NFKC", password).encode("utf-8")) > _LONGEST_BYTES:
        raise BadValue(_("This password is too long for a PDF. Choose a shorter one."), "password")

"""What a file is, by its first bytes and not by its name; how large it may be, and whether its end is there."""

from enum import StrEnum

from clinicdesk.language import _

LARGEST_BYTES = 50_000_000
"""The largest document that is kept. A hundred sheets in grey at 300 dots per inch have less."""

_END_WITHIN = 4096
_PADDING = b"\x00\r\n\t \x1a"


class Media(StrEnum):
    """The kinds of files that are kept as documents. The values are stored, so they never change."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"

    @property
    def is_picture(self) -> bool:
        """Whether it is made of dots, page by page."""
        return self is not Media.PDF

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return {Media.PDF: ".pdf", Media.JPEG: ".jpg", Media.PNG: ".png", Media.TIFF: ".tif"}[self]


SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
"""How the names of files end that may be documents."""

_BEGINNINGS: tuple[tuple[bytes, Media], ...] = (
    (b"\xff\xd8\xff", Media.JPEG),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"II*\x00", Media.TIFF),
    (b"MM\x00*", Media.TIFF),
    (b"II+\x00", Media.TIFF),  # BigTIFF
    (b"MM\x00+", Media.TIFF),
)


def recognise(content: bytes) -> Media | None:
    """Return what bytes are, or None for anything that is not kept as a document.

    A PDF may have a little before its header (ISO 32000-1, Annex H.3.4.1: within the first 1,024 bytes).
    """
    for beginning, media in _BEGINNINGS:
        if content.startswith(beginning):
            return media
    return Media.PDF if b"%PDF-" in content[:1024] else None


def ends_early(content: bytes, media: Media) -> bool:
    """Tell whether a file was cut off: copied or scanned only in part. Of a TIFF its end does not say."""
    end = content[-_END_WITHIN * 4 :].rstrip(_PADDING)[-_END_WITHIN:]
    if media is Media.PDF:
        return b"%%EOF" not in end
    if media is Media.PNG:
        return b"IEND" not in end
    return False


def refusal(content: bytes) -> str:
    """Return, of bytes that are no document, what to do so that they become one."""
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"heif", b"hevc"):
        return _("This is a HEIC photo, as some phones take them. Save it as JPEG, then file that.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return _("This is an office document. Save it as PDF there, then file the PDF.")
    return _("This is neither a PDF nor a picture (JPEG, PNG, TIFF). Save or scan it as PDF, then file that.")

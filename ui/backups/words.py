"""How backups are spoken of."""

from clinicdesk.language import _
from clinicdesk.records.backups import Occasion


def occasion_name(occasion: Occasion) -> str:
    """Return why a backup was made, as people say it."""
    return {
        Occasion.CLOSING: _("On closing"),
        Occasion.DAILY: _("Each day"),
        Occasion.MIGRATION: _("Before an update"),
        Occasion.ASKED: _("Asked for"),
        Occasion.REKEY: _("With a new key"),
    }[occasion]


def size_words(size_bytes: int) -> str:
    """Return a size as people read it; nothing for a backup that was not made."""
    if not size_bytes:
        return ""
    if size_bytes < 1_000_000:
        return _("{count} kB").format(count=f"{size_bytes / 1000:.0f}")
    if size_bytes < 1_000_000_000:
        return _("{count} MB").format(count=f"{size_bytes / 1_000_000:.1f}")
    return _("{count} GB").format(count=f"{size_bytes / 1_000_000_000:.1f}")

"""How backups are spoken of."""

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.backups import Occasion, Place


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


def place_words(desk: Desk, place: Place) -> str:
    """Return what was agreed about a place: how long backups stay, and who confirmed the agreement with a service."""
    keep = place.keep
    words = [
        _(
            "One backup a day is kept for {days} days, one a week for {weeks} weeks, one a month for {months} months."
        ).format(days=keep.days, weeks=keep.weeks, months=keep.months)
    ]
    if place.offline:
        words.append(_("The disk is taken away and comes back each week."))
    if place.agreement_at is not None:
        words.append(
            _("{name} confirmed on {day} that {provider} has signed an agreement about patient data.").format(
                name=place.agreement_by, day=format_date(desk.local(place.agreement_at).date()), provider=place.provider
            )
        )
    return " ".join(words)

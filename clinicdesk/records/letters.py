"""What a clinician adds in their own words to a letter: kept as a draft until the letter is in the folder."""

import json

from clinicdesk.desk import Desk
from clinicdesk.records.releases import Recipient

LONGEST = 6000
"""Letters fit on two sheets; longer texts belong into a note. Our own choice."""


def own_words(desk: Desk, series_id: str, recipient: Recipient) -> str:
    """Return what this person wrote for a letter so far."""
    draft = desk.draft(_place(series_id, recipient))
    return str(json.loads(draft.body)) if draft else ""


def write(desk: Desk, series_id: str, recipient: Recipient, words: str) -> None:
    """Keep what this person writes for a letter; nothing takes it away."""
    desk.may_see("clinical")
    if words.strip():
        desk.keep_draft(_place(series_id, recipient), words.strip()[:LONGEST])
    else:
        desk.drop_draft(_place(series_id, recipient))


def _place(series_id: str, recipient: Recipient) -> str:
    return f"letter {recipient} {series_id}"

"""A text that is open in the editor: what it began as, which version was in use then, and the draft of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records import wordings
from clinicdesk.records.wordings import DRAFT_PLACE, Adopted, EditedText, Wording


@dataclass(slots=True)
class KeptText:
    """One text in the editor.

    Attributes:
        base: What the text began as.
        before: The version in use when this person began, None for a text nobody adopted yet.
        text: What was written, as it was when the text was opened.
        came_back: It was written at an earlier time and not published.
        is_new: The text is not known to the clinic yet.
    """

    base: Wording
    before: Adopted | None
    text: EditedText
    came_back: bool
    is_new: bool
    based_on: str

    @classmethod
    def open(cls, desk: Desk, key: str, begun: Wording | None = None) -> KeptText:
        """Open a text where this person left it, else as it is in use; ``begun`` is a new one to start with."""
        before = wordings.newest(desk).get(key)
        draft = desk.draft(DRAFT_PLACE + key) if begun is None else None
        known = wordings.offered(desk).get(key)
        if draft is not None:
            kept = json.loads(draft.body)
            base = wordings.parse(kept["base"].encode("utf-8"), key)
            # A draft may be older than the program: what it does not say is as in the text it began as.
            text = asdict(wordings.edited(base))
            text |= {name: words for name, words in kept["text"].items() if name in text}
            return cls(base, before, EditedText(**text), True, known is None, draft.based_on or "")
        base = begun or wordings.offered(desk)[key]
        return cls(base, before, wordings.edited(base), False, known is None, before.text_id if before else "")

    def is_changed(self, text: EditedText) -> bool:
        """Tell whether what stands in the editor is not what the text began as; a new text always is."""
        return self.is_new or text != wordings.edited(self.base)

    def keep(self, desk: Desk, text: EditedText) -> datetime:
        """Keep what is written, and return when."""
        body = {"base": self.base.source, "text": asdict(text)}
        return desk.keep_draft(DRAFT_PLACE + self.base.key, body, self.based_on)

    def drop(self, desk: Desk) -> None:
        """Forget the draft."""
        desk.drop_draft(DRAFT_PLACE + self.base.key)

    def is_known(self, desk: Desk) -> bool:
        """Tell whether the clinic has the text, besides this draft."""
        return self.base.key in wordings.offered(desk)

    def theirs(self, desk: Desk) -> Adopted | None:
        """Return what somebody published since this person began, or None."""
        now = wordings.newest(desk).get(self.base.key)
        return now if now is not None and now.text_id != self.based_on else None

    def go_on_from_theirs(self, desk: Desk) -> None:
        """Take what was published as seen; this text comes after it."""
        self.before = wordings.newest(desk)[self.base.key]
        self.based_on = self.before.text_id

    def as_wording(self, text: EditedText) -> Wording:
        """Return what is written to be compared, though there may be mistakes in it."""
        checked = wordings.check(text, self.base)
        return checked.wording or replace(self.base, title=text.title, body=text.body, source="", sha256="")

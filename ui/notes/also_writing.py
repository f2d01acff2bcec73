"""Says that somebody else is writing in the same note, before two texts stand against each other."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import note_drafts
from clinicdesk.records.note_drafts import OtherWriter
from ui.widgets.strip import MessageStrip


class AlsoWriting(MessageStrip):
    """Hidden while nobody else has an unsaved text in the note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_note(self, note_id: str | None) -> None:
        """Look who else writes in a note; in none that is not saved yet can anybody."""
        others = note_drafts.others(self._desk, note_id) if note_id else []
        if not others:
            self.clear()
            return
        names = ", ".join(map(self._named, others))
        sentence = _("Also being written by {names}. Both texts are kept: who saves second sees both.")
        self.show_message("warn", sentence.format(names=names), icon="users")

    def _named(self, other: OtherWriter) -> str:
        local, now = self._desk.local(other.saved_at), self._desk.local(self._desk.now())
        is_today = local.date() == now.date()
        return f"{other.name} ({formats.format_time(local) if is_today else formats.format_date_time(local)})"

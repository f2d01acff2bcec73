"""What is asked before something of a note goes away."""

from PySide6.QtWidgets import QWidget

from clinicdesk.language import _
from ui.widgets.dialog import Question


def about_discarding(over: QWidget) -> Question:
    """Ask whether an unsaved text is to be forgotten."""
    sentence = _("What you typed since the last save is forgotten.")
    return Question(over, _("Discard the draft?"), sentence, _("Discard"), danger=True)


def about_voiding(over: QWidget) -> Question:
    """Ask why an unsigned note is voided."""
    sentence = _("The note stays readable with your reason, and can no longer be changed or signed.")
    return Question(over, _("Void this note?"), sentence, _("Void"), danger=True, reason=_("Reason"))


def about_voiding_signed(over: QWidget) -> Question:
    """Ask why a signed note is voided."""
    sentence = _("It stays readable with your reason on it, here and on paper, and counts no more.")
    return Question(over, _("Void this signed note?"), sentence, _("Void"), danger=True, reason=_("Reason"))

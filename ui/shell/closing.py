"""What is asked before the window closes over an infusion that runs, or over chairs somebody answers for."""

from PySide6.QtWidgets import QWidget

from clinicdesk.language import _
from ui.widgets.dialog import Question


def closing_question(window: QWidget, *, is_running: bool, chairs: str) -> Question:
    """Return the question; it tells what goes on without the window, and which ``chairs`` are left behind."""
    goes_on = _(
        "Closing ClinicDesk does not end it: the pump goes on, and so does the record's clock. "
        "When ClinicDesk is opened again, the session is there with every value and the right time."
    )
    left = _("You answer for {chairs}. While ClinicDesk is closed no alarm sounds here. Ctrl+8 hands over.")
    sentences = ([goes_on] if is_running else []) + ([left.format(chairs=chairs)] if chairs else [])
    return Question(
        window,
        _("An infusion is running") if is_running else _("Somebody is in your chair"),
        " ".join(sentences),
        _("&Close ClinicDesk"),
        cancel=_("&Stay"),
        danger=True,
    )

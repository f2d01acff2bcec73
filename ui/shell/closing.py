"""What is asked before the window closes over an infusion that runs."""

from PySide6.QtWidgets import QWidget

from clinicdesk.language import _
from ui.widgets.dialog import Question


def closing_question(window: QWidget) -> Question:
    """Return the question; it tells what goes on without the window."""
    return Question(
        window,
        _("An infusion is running"),
        _(
            "Closing ClinicDesk does not end it: the pump goes on, and so does the record's clock. "
            "When ClinicDesk is opened again, the session is there with every value and the right time."
        ),
        _("&Close ClinicDesk"),
        cancel=_("&Stay"),
        danger=True,
    )

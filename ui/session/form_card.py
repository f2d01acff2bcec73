"""The form a programme wants of this session: by when it is to be sent, and how much of it is empty."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import monitoring_forms
from clinicdesk.records.sessions import Session
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label


class FormCard(Card):
    """One sentence and the way to the form.

    Signals:
        asked(str): ``monitoring_form``.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Monitoring form"))
        self._desk = desk
        self._words = label("", wrap=True)
        self._open = button(_("Fill the monitoring form"), icon="clipboard-list")
        self.add(self._words)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        self.add(row)
        self._open.clicked.connect(self._on_open)

    def show_session(self, session: Session) -> bool:
        """Show how far the form is; return whether the session has one."""
        if not monitoring_forms.wants_form(session):
            return False
        form = monitoring_forms.of_session(self._desk, session)
        day = formats.format_day(form.due_on)
        overdue = form.is_overdue(self._desk.local(self._desk.now()).date())
        if form.sent_on is not None:
            words = _("Sent {day}.").format(day=formats.format_day(form.sent_on))
        else:
            words = _("{programme}: due by {day}.").format(programme=form.programme.title, day=day)
            if overdue:
                words = _("{programme}: was due by {day}, overdue.").format(programme=form.programme.title, day=day)
            count = len(form.missing)
            empty = ngettext("{count} field is empty.", "{count} fields are empty.", count).format(count=count)
            words += " " + (empty if count else _("Every field is answered."))
        self._words.setText(words)
        theme.set_state(self._words, "tone", "danger" if overdue else "")
        return True

    def _on_open(self) -> None:
        self.asked.emit("monitoring_form")

"""After the key that stamps a minute: what it was, by one more key. The minute itself is recorded already."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session, Stamp
from clinicdesk.rules.adverse import FREQUENT, KINDS
from ui import theme
from ui.session.panel import Panel
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout


class StampPanel(Panel):
    """Nine kinds on the keys 1 to 9; Esc or "Later" leaves it open, and it waits under what is recorded."""

    def __init__(self, desk: Desk, session: Session, stamp: Stamp) -> None:
        self._stamp = stamp
        at = formats.format_time(desk.local(stamp.moment.at))
        super().__init__(desk, session, _("{time} is stamped. What is it?").format(time=at), _("&Later"))
        # The minute is recorded: a "Cancel" would promise to take it back.
        self._cancel.hide()

    def build(self) -> None:
        """A button for each kind, with its key."""
        self._kinds: dict[QPushButton | QShortcut, str] = {}
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for place, kind in enumerate(FREQUENT):
            made = button(f"{place + 1}  {KINDS[kind]}")
            made.setAccessibleName(KINDS[kind])
            made.clicked.connect(self._on_kind)
            shortcut = QShortcut(QKeySequence(str(place + 1)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_kind)
            self._kinds[made] = self._kinds[shortcut] = kind
            row.addWidget(made)
        self.add(row)

    def first(self) -> QWidget:
        """The first kind, so that the digits are heard."""
        return next(made for made in self._kinds if isinstance(made, QPushButton))

    def record(self) -> None:
        """Leave it for later: the minute is recorded."""

    def _on_kind(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton | QShortcut)
        try:
            sessions.name_stamp(self.desk, self.session.id, self._stamp.id, what=self._kinds[pressed])
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.finish()

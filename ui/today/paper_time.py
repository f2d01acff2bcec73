"""The question for the time that stands on the paper, asked before each step that is typed in from there."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.typed_moments import parse_moment
from ui import theme
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class PaperTime(QDialog):
    """One field; Enter records. A time without a day is on the day of the visit. Deletes itself when closed.

    Signals:
        given(object): The moment that was typed, an aware ``datetime``.
    """

    given = Signal(object)

    def __init__(self, over: QWidget, desk: Desk, day: date, step: str) -> None:
        super().__init__(over)
        self._desk = desk
        self._day = day
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        # The title of a window never holds a name.
        self.setWindowTitle(step)
        self.setAccessibleName(step)
        self._time = TextField(
            _("&Time on the paper"),
            required=True,
            hint=_("Such as 10:05 on {day}. Another day stands before it.").format(day=formats.format_date(day)),
        )
        self._record = button(_("&Record"), kind="primary")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(label(step, "h2", wrap=True))
        column.addWidget(self._time)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._record)
        column.addLayout(row)
        self._record.setDefault(True)
        self._record.clicked.connect(self._on_record)
        self._cancel.clicked.connect(self.reject)
        self._time.setFocus()

    def _on_record(self) -> None:
        try:
            at = parse_moment(self._time.text(), self._desk.local(self._desk.now()), self._time.label_text, self._day)
            if at > self._desk.now():
                raise BadValue(_("This time is in the future. Type when it happened."))
        except BadValue as problem:
            self._time.set_error(str(problem))
            self._time.setFocus()
            return
        self.accept()
        self.given.emit(at)

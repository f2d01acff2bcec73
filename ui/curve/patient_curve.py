"""The curve alone and large, to look at together with the patient."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures import courses
from ui import theme
from ui.curve.curve_view import CurveView
from ui.widgets.button import button
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class PatientCurve(QDialog):
    """Covers the whole screen: nothing else of the clinic is in sight, no name, no alert, no list. Esc closes it.

    It shows what was answered and when treatments were. What somebody is to be told about it, the clinician says.
    """

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, measure: str = "") -> None:
        # First, so that a refusal leaves no window behind.
        found = courses.followed(desk, patient_id)
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "page")
        self.setWindowTitle(_("Curve"))
        self.setAccessibleName(_("Curve for the patient"))
        self._found = found
        self._build()
        self._measures.filter_chosen.connect(self._on_measure_chosen)
        self._measures.choose(measure)
        self._show_measure()
        self.setWindowState(Qt.WindowState.WindowFullScreen)

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._title = label("", "h1", wrap=True)
        self._measures = Filters(_("Which measure"))
        self._measures.show_filters([(one.measure.id, one.measure.title, len(one.results)) for one in self._found])
        self._view = CurveView(_("Curve of the scores"), large=True)
        self._keys = label(
            _("Arrow keys: from one to the next. Plus and minus: closer and farther. 0: all of it."), "muted"
        )
        close = button(_("&Close"), kind="primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._strip)
        column.addWidget(self._title)
        column.addWidget(self._measures)
        column.addWidget(self._view, 1)
        empty = EmptyState(_("Nothing with a score was answered yet. The curve begins with the first one."))
        column.addWidget(empty, 1)
        bar = QHBoxLayout()
        bar.addWidget(self._keys)
        bar.addStretch(1)
        bar.addWidget(close)
        column.addLayout(bar)
        for part in (self._measures, self._view, self._keys):
            part.setVisible(bool(self._found))
        empty.setVisible(not self._found)

    @property
    def view(self) -> CurveView:
        """The curve."""
        return self._view

    def call(self, _chair: object, _alarm: object) -> None:
        """Say that a chair calls, and not whose: the patient reads it too."""
        self._strip.show_message("warn", _("You are needed. Esc leads back."))

    def _show_measure(self) -> None:
        shown = next((one for one in self._found if one.measure.id == self._measures.chosen()), None)
        self._view.show_followed(shown)
        self._title.setText(shown.measure.full_title if shown else _("Curve"))
        self._view.setFocus()

    def _on_measure_chosen(self, _key: str) -> None:
        self._show_measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it."""
        if event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.accept()
            return
        super().keyPressEvent(event)

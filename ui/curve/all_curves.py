"""Every curve of a patient below one another, over the same time."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.figures.score_curve import score_figure
from clinicdesk.figures.time_ticks import moment_at
from clinicdesk.language import _
from clinicdesk.records.measures.courses import Followed
from ui import theme
from ui.curve.curve_view import CurveView
from ui.widgets.words import label


class AllCurves(QWidget):
    """One small curve for each measure. Zoomed or moved in one, the others follow."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("All curves"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_4"))
        self._views: list[CurveView] = []

    @property
    def views(self) -> Sequence[CurveView]:
        """The curves, from above."""
        return tuple(self._views)

    def show_all(self, found: Sequence[Followed]) -> None:
        """Show these measures over the time that any of them covers."""
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._views = []
        between = _time_of(found)
        for one in found if between else ():
            view = CurveView(one.measure.title, aligned=True)
            view.show_followed(one, between)
            view.time_shown.connect(self._on_time_shown)
            self._views.append(view)
            self._column.addWidget(label(one.measure.title, "strong"))
            self._column.addWidget(view, 1)

    def _on_time_shown(self, first: datetime, last: datetime) -> None:
        for view in self._views:
            if view is not self.sender():
                view.show_time(first, last)


def _time_of(found: Sequence[Followed]) -> tuple[datetime, datetime] | None:
    """Return from when to when anything is drawn; None where nothing is."""
    figures = [figure for one in found if (figure := score_figure(one)) is not None]
    if not figures:
        return None
    return (
        min(moment_at(figure.origin, figure.hour_min) for figure in figures),
        max(moment_at(figure.origin, figure.hour_max) for figure in figures),
    )

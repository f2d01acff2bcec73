"""What became of somebody in a series, in sentences, each with its definition below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.measures.course_words import told_of
from clinicdesk.records.measures.courses import Followed, Span
from ui import theme
from ui.widgets.words import label

_TOP = Qt.AlignmentFlag.AlignTop


class CourseTold(QWidget):
    """Sentences on the left, definitions on the right. Hidden before the first treatment."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What became of it"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space_16"))
        self._grid.setVerticalSpacing(theme.px("space_4"))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.hide()

    def show_span(self, followed: Followed | None, span: Span | None) -> None:
        """Tell about one series; None: about none."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        told = told_of(followed, span) if followed is not None and span is not None else ()
        if span is not None and told:
            title = _("{series}, since {day}").format(series=span.title, day=formats.format_date(span.since.date()))
            self._grid.addWidget(label(title, "strong", wrap=True), 0, 0, 1, 2)
        for row, one in enumerate(told, start=1):
            self._grid.addWidget(label(one.words, wrap=True), row, 0, _TOP)
            self._grid.addWidget(label(one.definition, "small", wrap=True), row, 1, _TOP)
        self.setVisible(bool(told))

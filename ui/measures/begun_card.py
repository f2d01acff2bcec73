"""What this person began to fill in for a patient and did not record: one line each, to go on with or to throw away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.measures import begun as drafts
from clinicdesk.records.measures import files
from clinicdesk.records.measures.begun import Begun
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.words import label


class BegunCard(Card):
    """Hidden while there is nothing.

    Signals:
        go_on_asked(object): Open it again; carries the ``Begun``.
        dropped: One was thrown away.
    """

    go_on_asked = Signal(object)
    dropped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Begun, not recorded"))
        self._desk = desk
        self._buttons: dict[QPushButton, Begun] = {}
        self._dropping: Begun | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_8"))
        self.add(self._lines)
        self.hide()

    @property
    def buttons(self) -> Sequence[QWidget]:
        """All there is to press, as it is seen."""
        return tuple(self._buttons)

    def show_begun(self, found: Sequence[Begun]) -> None:
        """Show what was begun, the newest first."""
        self._buttons.clear()
        while (taken := self._lines.takeAt(0)) is not None:
            if old := taken.widget():
                old.hide()
                old.deleteLater()
        for one in found:
            self._lines.addWidget(self._line(one))
        self.setVisible(bool(found))

    def _line(self, one: Begun) -> QWidget:
        title = title_of(self._desk, one.measure_id)
        go_on, drop = button(_("Go on")), button(_("Discard…"), kind="quiet")
        go_on.setAccessibleName(_("Go on with {measure}").format(measure=title))
        drop.setAccessibleName(_("Discard {measure}").format(measure=title))
        go_on.clicked.connect(self._on_go_on)
        drop.clicked.connect(self._on_drop)
        self._buttons |= {drop: one, go_on: one}
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "strong", wrap=True))
        if one.kept_at is not None:
            words.addWidget(label(formats.format_date_time(self._desk.local(one.kept_at)), "muted", wrap=True))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8"))
        row.addLayout(words, 1)
        for made in (drop, go_on):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _pressed(self) -> Begun | None:
        pressed = self.sender()
        return self._buttons.get(pressed) if isinstance(pressed, QPushButton) else None

    def _on_go_on(self) -> None:
        if (one := self._pressed()) is not None:
            self.go_on_asked.emit(one)

    def _on_drop(self) -> None:
        self._dropping = self._pressed()
        question = Question(
            self,
            _("Discard what was filled in?"),
            _("It was never recorded, and nothing of it can be brought back."),
            _("&Discard"),
            danger=True,
        )
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _on_confirmed(self) -> None:
        if self._dropping is not None:
            drafts.drop(self._desk, self._dropping)
            self.dropped.emit()


def title_of(desk: Desk, measure_id: str) -> str:
    """Return the short name of a measure, or its id where its file is gone."""
    try:
        return files.in_use(desk, measure_id).measure.title
    except ClinicDeskError:
        return measure_id

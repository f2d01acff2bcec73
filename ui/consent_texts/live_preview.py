"""The printed page beside the text that is being written, made anew when the person pauses."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.wordings import EditedText, Wording
from ui import theme
from ui.consent_texts.making import Made, making
from ui.widgets.background import Background, Ticket
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.words import label

PAUSE_MS = 300
_FLICKER_MS = 250
"""The new page is drawn beside the window too; until then the picture of the old one stays over it."""


class LivePreview(QWidget):
    """Shows the last page that could be made; the scroll place stays. One page is made at a time, the newest counts.

    Signals:
        checked(object): What the checks found (``Checked``), for the newest text.
    """

    checked = Signal(object)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._wanted: tuple[EditedText, Wording] | None = None
        self._shown = False
        self._state = label(_("The printed page"), "muted", wrap=True)
        self._view = PdfPreview(alone=False, may_leave=False)
        self._old = QLabel(self)
        self._old.hide()
        self._old.setAccessibleName("")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        self._uncover = QTimer(self)
        self._uncover.setSingleShot(True)
        self._uncover.setInterval(_FLICKER_MS)
        self._uncover.timeout.connect(self._old.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._state)
        column.addWidget(self._view, 1)
        column.addStretch(0)
        self._view.hide()

    def start_anew(self) -> None:
        """Forget the page of another text."""
        self._shown = False
        self._wanted = None
        self._pause.stop()
        self._view.clear()
        self._view.hide()

    def show_soon(self, text: EditedText, base: Wording) -> None:
        """Show this text when nothing more is typed for a moment."""
        self._wanted = (text, base)
        self._pause.start()

    def show_now(self, text: EditedText, base: Wording) -> None:
        """Show this text without waiting."""
        self._wanted = (text, base)
        self._begin()

    def is_up_to_date(self) -> bool:
        """Tell whether nothing is being made or waited for."""
        return self._wanted is None and self._ticket is None

    def _begin(self) -> None:
        self._pause.stop()
        if self._ticket is not None or self._wanted is None:
            return
        (text, base), self._wanted = self._wanted, None
        self._state.setText(_("Making the page…"))
        self._ticket = self._background.run(making(self._desk, text, base), self._on_made, self._on_problem)

    def _on_made(self, made: Made) -> None:
        self._ticket = None
        if made.paper is not None:
            self._show(made.paper)
            self._state.setText(_("The printed page"))
        else:
            self._state.setText(_("The page is as it was before the mistake. It follows when that is mended."))
        if self._wanted is None:
            self.checked.emit(made.checked)
        elif not self._pause.isActive():
            self._begin()

    def _show(self, paper: bytes) -> None:
        if self._shown and self.isVisible():
            self._old.setPixmap(self._view.grab())
            self._old.setGeometry(self._view.geometry())
            self._old.show()
            self._old.raise_()
            self._uncover.start()
        self._view.show()
        self._view.show_pdf(paper, _("The printed page"), stay=self._shown)
        self._shown = True

    def _on_problem(self, problem: BaseException) -> None:
        self._ticket = None
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._state.setText(str(problem))

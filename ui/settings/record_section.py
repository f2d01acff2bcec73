"""The record itself: checking that it is whole, bringing patients in, and the files it is worked with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from ui.settings.files_card import FilesCard
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.storage.verify import Finding

_SHOWN = 20


class RecordSection(QWidget):
    """Check runs beside the window; work goes on meanwhile.

    Signals:
        import_opened: The person wants to bring patients in.
    """

    import_opened = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._check = button(_("&Check the record"), icon="shield-check")
        self._progress = Progress(_("Checking the record…"))
        self._progress.hide()
        self._found = label("", wrap=True)
        self._found.hide()
        check = Card(_("Check the record"))
        check.add(
            label(
                _(
                    "Recomputes every entry ever recorded and compares it with what the screens show. It finds damage "
                    "and anything changed from outside. You can go on working meanwhile."
                ),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addWidget(self._check)
        row.addStretch(1)
        for item in (self._strip, self._found, self._progress, row):
            check.add(item)
        self._import = button(_("&Import patients…"), icon="import")
        bring = Card(_("Bring patients in"))
        bring.add(
            label(_("From a folder of CSV files. A trial run shows first what would be added."), "muted", wrap=True)
        )
        line = QHBoxLayout()
        line.addWidget(self._import)
        line.addStretch(1)
        bring.add(line)
        place = Card(_("Where the record is"))
        place.add(label(str(self._desk.clinic.path), wrap=True))
        self._files = FilesCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for card in (check, bring, self._files, place):
            column.addWidget(card)
        # After it has its parent: a widget shown before would flash up as a window of its own.
        bring.setVisible(self._desk.may("patient.import"))

    def _connect(self) -> None:
        self._check.clicked.connect(self._on_check)
        self._progress.cancelled.connect(self._on_cancel)
        self._import.clicked.connect(self.import_opened)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files each time: somebody may have mended one."""
        super().showEvent(event)
        self._files.show_files()

    def _on_check(self) -> None:
        self._strip.clear()
        self._found.hide()
        self._check.hide()
        self._progress.show()
        work = _Checking(self._desk)
        self._ticket = self._background.run(
            work, self._on_checked, self._on_failed, self._on_progress, self._on_cancelled
        )

    def _on_progress(self, done: int, total: int, _sentence: str) -> None:
        self._progress.show_progress(done, total)

    def _on_cancel(self) -> None:
        if self._ticket:
            self._ticket.cancel()

    def _on_cancelled(self) -> None:
        self._end()
        self._strip.show_message("info", _("The check was stopped."))

    def _on_checked(self, found: Sequence[Finding]) -> None:
        self._end()
        if not found:
            self._strip.show_message("ok", _("The record is whole: every entry and every row is what was recorded."))
            return
        sentence = ngettext(
            "{count} thing is wrong. Do not work on; copy the file aside and restore the newest backup.",
            "{count} things are wrong. Do not work on; copy the file aside and restore the newest backup.",
            len(found),
        ).format(count=len(found))
        self._strip.show_message("danger", sentence)
        self._found.setText("\n".join(f"• {finding.sentence}" for finding in found[:_SHOWN]))
        self._found.show()

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _end(self) -> None:
        self._ticket = None
        self._progress.hide()
        self._check.show()


class _Checking:
    """The work beside the window, on a connection of its own."""

    def __init__(self, desk: Desk) -> None:
        self._clinic = desk.clinic

    def __call__(self, ticket: Ticket) -> Sequence[Finding]:
        clinic = self._clinic.another()
        try:
            return clinic.verify(ticket.report)
        finally:
            clinic.close()

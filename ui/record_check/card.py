"""The card that checks the record: when it was done last, the check itself, and its result in plain words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import record_check
from clinicdesk.records.record_check import Result
from ui import theme
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_SHOWN = 20


class CheckCard(Card):
    """The check runs beside the window; work goes on meanwhile.

    Signals:
        backups_wanted: Something is wrong, and an administrator goes to the backups.
    """

    backups_wanted = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__(_("Check the record"))
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._build()
        self._check.clicked.connect(self._on_check)
        self._check_new.clicked.connect(self._on_check_new)
        self._progress.cancelled.connect(self._on_cancel)
        self._strip.action_taken.connect(self.backups_wanted)

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._last = label("", wrap=True)
        self._check = button(_("&Check the record"), icon="shield-check")
        self._check_new = button(_("Check only what is &new"), "quiet")
        self._progress = Progress(_("Checking the record…"))
        self._progress.hide()
        self._found = label("", wrap=True)
        self._found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._found.hide()
        self._erased = label("", "muted", wrap=True)
        self._erased.hide()
        self.add(
            label(
                _(
                    "Recomputes every entry ever recorded and compares it with what the screens show. It finds damage, "
                    "and whatever was changed, removed or added from outside. You can go on working meanwhile."
                ),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._check)
        row.addWidget(self._check_new)
        row.addStretch(1)
        for item in (self._last, self._strip, self._found, self._erased, self._progress, row):
            self.add(item)

    def showEvent(self, event: QShowEvent) -> None:
        """Say when it was checked last: the PC does it each day by itself."""
        super().showEvent(event)
        self.show_last()

    def show_last(self) -> None:
        """Say when everything was checked last, and what came after."""
        clinic = self._desk.clinic
        try:
            whole, latest = record_check.last_whole(clinic), record_check.last_proof(clinic)
        except ClinicDeskError as problem:
            self._last.setText(str(problem))
            return
        if whole is None:
            words = _("Not all of it was checked on this PC yet.")
        else:
            sentence = _("Everything up to entry {count} was checked on this PC on {at}; nothing was wrong.")
            words = sentence.format(count=f"{whole.link.seq:,}", at=format_date_time(self._desk.local(whole.at)))
        if latest is not None and whole is not None and latest.link.seq > whole.link.seq:
            sentence = _("What came after, up to entry {count}, on {at}.")
            words += " " + sentence.format(
                count=f"{latest.link.seq:,}", at=format_date_time(self._desk.local(latest.at))
            )
        self._last.setText(words)
        self._check_new.setVisible(latest is not None and self._ticket is None)

    def _on_check(self) -> None:
        self._start(everything=True)

    def _on_check_new(self) -> None:
        self._start(everything=False)

    def _start(self, *, everything: bool) -> None:
        self._strip.clear()
        self._last.show()
        self._progress.start(_("Checking the record…"))
        self._progress.show()
        # Before the buttons go: the keys would fall to whatever comes next in the window.
        self._progress.setFocus()
        for part in (self._found, self._erased, self._check, self._check_new):
            part.hide()
        work = _Checking(self._desk, everything)
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

    def _on_checked(self, result: Result) -> None:
        self._end()
        way = _("Show backups") if result.findings and self._desk.sees("access") else ""
        self._strip.show_message("danger" if result.findings else "ok", result.words, way)
        lines = [f"• {finding.sentence}" for finding in result.findings[:_SHOWN]]
        if len(result.findings) > _SHOWN:
            lines.append(_("… and {count} more").format(count=f"{len(result.findings) - _SHOWN:,}"))
        self._found.setText("\n".join(lines))
        self._found.setVisible(bool(lines))
        self._last.setVisible(not lines)
        self._erased.setText(result.erased_words)
        self._erased.setVisible(bool(result.erased_words))

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _end(self) -> None:
        self._ticket = None
        self._check.show()
        now = QApplication.focusWidget()
        if now is not None and self._progress.isAncestorOf(now):
            self._check.setFocus()
        self._progress.hide()
        self.show_last()


class _Checking:
    """The work beside the window, on a connection of its own."""

    def __init__(self, desk: Desk, everything: bool) -> None:
        self._desk = desk
        self._everything = everything

    def __call__(self, ticket: Ticket) -> Result:
        with self._desk.beside() as own:
            result = record_check.check(own.clinic, ticket.report, everything=self._everything)
            record_check.note(own, result)
            return result

"""What the scanner of this PC has put into its folder, to be taken into the chart that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange.scan_folder import Scan, ScanFolder
from clinicdesk.language import _
from ui.documents import work
from ui.documents.reader import size_words
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

_LOOK_EVERY_MS = 2_000


class ScanBox(Card):
    """Lists the scans that are whole; hidden while this PC has no scan folder. It looks only while it is seen.

    The folder tells when something changes in it; as network folders often do not, it is looked at every two seconds
    too, beside the window.

    Attributes:
        looking: Whether a look is on its way.

    Signals:
        scan_taken(object): The person takes a ``Scan`` into this chart.
    """

    scan_taken = Signal(object)

    def __init__(self, desk: Desk, background: Background, chosen: Callable[[], Path | None]) -> None:
        super().__init__(_("From the scanner"))
        self._desk = desk
        self._background = background
        self._chosen = chosen
        self._folder: ScanFolder | None = None
        self.looking = False
        self._taken: set[Scan] = set()
        self._strip = MessageStrip()
        self._table: RecordTable[Scan] = RecordTable(
            _("Scans that wait"), self._columns(), key=lambda scan: scan.path, dense=True
        )
        self._table.set_empty_text(_("Nothing new in the scan folder."))
        self._take = button(_("File t&his scan"), icon="file-plus")
        self._take.setEnabled(False)
        self.add_action(self._take)
        self.add(self._strip)
        self.add(self._table, 1)
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._watcher.directoryChanged.connect(self._on_folder_changed)
        self._timer.timeout.connect(self.look)
        self._take.clicked.connect(self._on_take)
        self._table.row_activated.connect(self._on_row_activated)
        self._table.row_selected.connect(self._on_row_selected)

    def _columns(self) -> list[Column[Scan]]:
        return [
            Column(_("Scanned"), self._when, 11),
            Column(_("File"), lambda scan: scan.path.name, 12, stretch=True, strong=True),
            Column(_("Size"), lambda scan: size_words(scan.size_bytes), 7, priority=2, right=True),
        ]

    def show_folder(self) -> None:
        """Look where this PC's scanner puts its files now, as the settings say."""
        folder = self._chosen()
        self.setVisible(folder is not None)
        if folder == (self._folder.folder if self._folder else None):
            return
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._folder = ScanFolder(folder) if folder else None
        self._table.show_rows([])
        self._strip.clear()
        if self._folder is not None:
            self._watcher.addPath(str(folder))
            self.look()

    def put_back(self, scan: Scan) -> None:
        """Offer a scan again: it was not filed after all."""
        self._taken.discard(scan)
        self.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        self._timer.start()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more: nobody sees it."""
        super().hideEvent(event)
        self._timer.stop()

    def look(self) -> None:
        """Look now, beside the window, unless a look is on its way."""
        if self._folder is not None and not self.looking and self.isVisible():
            self.looking = True
            uptime_ms = self._desk.clinic.clock.uptime_ms()
            self._background.run(work.look(self._folder, uptime_ms), self._on_looked, self._on_look_failed)

    def _on_looked(self, scans: list[Scan]) -> None:
        self.looking = False
        self._strip.clear()
        waiting = [scan for scan in scans if scan not in self._taken]
        self._taken &= set(scans)
        if list(self._table.rows()) != waiting:
            self._table.show_rows(waiting)
            self._take.setEnabled(self._table.selected() is not None)

    def _on_look_failed(self, problem: BaseException) -> None:
        self.looking = False
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._table.show_rows([])
        self._strip.show_message("warn", str(problem))

    def _on_folder_changed(self, _folder: str) -> None:
        self.look()

    def _on_row_selected(self, scan: Scan | None) -> None:
        self._take.setEnabled(scan is not None)

    def _on_row_activated(self, _scan: Scan) -> None:
        self._on_take()

    def _on_take(self) -> None:
        scan = self._table.selected()
        if scan is not None:
            self._taken.add(scan)
            self._table.show_rows([row for row in self._table.rows() if row != scan])
            self._take.setEnabled(self._table.selected() is not None)
            self.scan_taken.emit(scan)

    def _when(self, scan: Scan) -> str:
        at = self._desk.local(scan.changed_at)
        today = self._desk.local(self._desk.now()).date()
        return formats.format_time(at) if at.date() == today else formats.format_date(at.date())

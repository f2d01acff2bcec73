"""Scans that were filed and still lie in the scan folder: the offer to delete them there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange.scan_folder import Scan
from clinicdesk.language import ngettext
from ui.documents import work
from ui.widgets.background import Background
from ui.widgets.strip import MessageStrip


class FiledScans(QObject):
    """Offers it in a strip, and deletes beside the window, only when it is asked for."""

    def __init__(self, background: Background, strip: MessageStrip, owner: QObject) -> None:
        super().__init__(owner)
        self._background = background
        self._strip = strip
        self._filed: list[tuple[Scan, str]] = []
        strip.action_taken.connect(self._on_delete_wanted)

    def add(self, scan: Scan, sha256: str) -> None:
        """Remember a scan whose content, known by its hash, is in the record."""
        self._filed.append((scan, sha256))

    def offer(self, sentence: str) -> None:
        """Say that something was filed, and that its scan is still in the folder."""
        count = len(self._filed)
        left = ngettext(
            "The scan is still in the scan folder.", "{count} filed scans are still in the scan folder.", count
        )
        delete = ngettext("De&lete the scan", "De&lete them", count)
        self._strip.show_message("ok", f"{sentence} {left.format(count=count)}", delete)

    def _on_delete_wanted(self) -> None:
        if self._filed:
            filed, self._filed = self._filed, []
            self._background.run(work.delete(filed), self._on_deleted, self._on_delete_failed)

    def _on_deleted(self, count: int) -> None:
        words = ngettext(
            "The scan was deleted from the scan folder. The document is in the chart.",
            "{count} scans were deleted from the scan folder. The documents are in the charts.",
            count,
        )
        self._strip.show_message("ok", words.format(count=count))

    def _on_delete_failed(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("warn", str(problem))

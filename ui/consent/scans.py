"""How scans of signed forms get into the consents of a chart: a button, files dropped on it, a step of one form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.consents import Consent
from ui.consent.scan_drop import ScanDrop
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.consent.scan_dialog import ScanDialog


class Scans(QObject):
    """The ways in, for one page: of a chart, or, without a patient, of the whole clinic.

    Attributes:
        add: The button "Add scans…", for the page to place.

    Signals:
        recorded(str): The scan of a form is filed; carries the consent's id.
        hovered(bool): Files are held over the page, or no longer.
        closed: The dialog is gone.
    """

    recorded = Signal(str)
    hovered = Signal(bool)
    closed = Signal()

    def __init__(self, desk: Desk, page: QWidget, background: Background | None = None) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._background = background
        self._patient_id = ""
        self._wanted: Consent | None = None
        self._dialog: ScanDialog | None = None
        self._filed = 0
        self._toast = Toast(page)
        self.add = button(_("Add scans…"), icon="upload")
        self.add.clicked.connect(self._on_add)
        if desk.may("consent.scan_received"):
            drop = ScanDrop(page)
            drop.hovered.connect(self.hovered)
            drop.dropped.connect(self.take)

    def show_patient(self, patient_id: str) -> None:
        """Whose chart is open now."""
        self._patient_id = patient_id
        # It is hidden, never shown: before it has a place it would flash up as a window.
        if not self._desk.may("consent.scan_received"):
            self.add.hide()

    def choose(self, consent: Consent | None = None) -> None:
        """Let the person choose the files; ``consent`` is the form a scan is wanted of."""
        self._wanted = consent
        dialog = QFileDialog(self._page, _("Choose the scans of signed forms"))
        dialog.setNameFilters([_("Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"), _("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, files: Sequence[Path]) -> None:
        """Read files, and show what was found in them."""
        # What reads pictures and PDFs is imported when somebody scans: opening a chart must not wait for it.
        from ui.consent.scan_dialog import ScanDialog

        if not files or self._dialog is not None:
            return
        if self._background is None:
            self._background = Background()
        wanted, self._wanted = self._wanted, None
        dialog = self._dialog = ScanDialog(
            self._desk, self._page, self._background, files, patient_id=self._patient_id, consent=wanted
        )
        self._filed = 0
        dialog.recorded.connect(self._on_recorded)
        dialog.finished.connect(self._on_finished)
        dialog.come_up()

    def keep_draft(self) -> None:
        """Keep what is typed about a signed form."""
        if self._dialog is not None:
            self._dialog.keep_draft()

    def _on_add(self) -> None:
        self.choose()

    def _on_chosen(self, names: list[str]) -> None:
        self.take([Path(name) for name in names])

    def _on_recorded(self, consent_id: str) -> None:
        self._filed += 1
        self.recorded.emit(consent_id)

    def _on_finished(self, _result: int) -> None:
        self._dialog = None
        if self._filed and not self._patient_id:
            words = ngettext(
                "{count} form is filed with its consent.", "{count} forms are filed with their consents.", self._filed
            )
            self._toast.show_toast(words.format(count=self._filed))
        self.closed.emit()

"""The consents of a patient: the list on the left, the chosen one with its next steps on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent, Status
from ui import theme
from ui.consent.answers import DeclineDialog, PaperSignedDialog, WithdrawDialog
from ui.consent.detail import ConsentDetail, form_number, since
from ui.consent.form_dialog import FormDialog
from ui.consent.prepare import BlankDialog, PrepareDialog
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from ui.consent.sign_dialog import SignDialog

# What makes papers is imported when somebody signs or scans: opening a chart must not wait for it.

_TABLES = frozenset({"consents", "consent_events", "signatures"})


class ConsentTab(QWidget):
    """A tab of the chart.

    Signals:
        paper_requested(object): A ``PaperRequest``.
    """

    paper_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Consents")
        self._desk = desk
        self._patient_id = ""
        self._dialog: FormDialog | SignDialog | None = None
        self.setAccessibleName(_("Consents"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._new = button(_("New &consent…"), icon="file-plus")
        self._blank = button(_("Print &blank form…"), icon="printer")
        self._strip = MessageStrip()
        self._table: RecordTable[Consent] = RecordTable(_("List of consents"), self._columns(), key=lambda c: c.id)
        self._table.set_empty_text(_("No consents yet."))
        self._empty = EmptyState(_("Choose a consent, or prepare a new one."), icon="file-pen")
        self._detail = ConsentDetail(self._desk)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._detail)
        self._scroll = scroll
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scroll)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._new)
        buttons.addWidget(self._blank)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addLayout(buttons)
        left.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addLayout(left, 3)
        row.addWidget(self._stack, 2)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._strip)
        column.addLayout(row, 1)

    def _columns(self) -> list[Column[Consent]]:
        return [
            Column(_("Form"), form_number, 7, priority=4),
            Column(_("Text"), lambda consent: consent.title, 41, stretch=True, strong=True),
            Column(
                _("Status"),
                lambda consent: consent.status.words,
                13,
                chips=lambda consent: (ChipText(_short(consent.status), consent.status.kind),),
            ),
            Column(_("Since"), lambda consent: since(self._desk, consent), 16, priority=2),
            Column(_("Counts until"), _until, 12, priority=3),
        ]

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._blank.clicked.connect(self._on_blank)
        self._table.row_selected.connect(self._on_row_selected)
        self._table.row_activated.connect(self._on_row_activated)
        self._strip.action_taken.connect(self._on_copy_wanted)
        self._detail.paper_requested.connect(self.paper_requested)
        self._detail.sign_asked.connect(self._on_sign)
        self._detail.paper_signed_asked.connect(self._on_paper_signed)
        self._detail.scan_asked.connect(self._on_scan)
        self._detail.decline_asked.connect(self._on_decline)
        self._detail.withdraw_asked.connect(self._on_withdraw)
        self._detail.countersign_asked.connect(self._on_countersign)

    # In -----------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's consents, the newest chosen."""
        if patient_id != self._patient_id:
            self.leave()
            self._patient_id = patient_id
            self._strip.clear()
            self._table.setCurrentIndex(QModelIndex())
        self._new.setVisible(self._desk.may("consent.prepare"))
        self._reload()
        rows = self._table.rows()
        if self._table.selected() is None and rows:
            self._table.select_key(rows[0].id)

    def open_prepared(self) -> None:
        """Give the patient the form that was prepared first, to read and sign."""
        prepared = [consent for consent in self._table.rows() if consent.status is Status.PREPARED]
        if prepared:
            self._table.select_key(prepared[-1].id)
            self._on_sign()

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        if self._dialog is not None:
            self._dialog.keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page comes: keep what is being typed."""
        self.leave()
        super().hideEvent(event)

    def _reload(self) -> None:
        self._table.show_rows(consents.of_patient(self._desk, self._patient_id))
        self._show(self._table.selected())

    def _show(self, consent: Consent | None) -> None:
        if consent is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._detail.show_consent(consent)
            self._stack.setCurrentWidget(self._scroll)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_row_selected(self, consent: Consent | None) -> None:
        self._strip.clear()
        self._show(consent)

    def _on_row_activated(self, _consent: Consent) -> None:
        self._detail.focus_next_step()

    def _on_new(self) -> None:
        self._open(PrepareDialog(self._desk, self, self._patient_id))

    def _on_blank(self) -> None:
        dialog = BlankDialog(self._desk, self)
        dialog.text_chosen.connect(self._on_blank_chosen)
        self._open(dialog)

    def _on_blank_chosen(self, text_name: str) -> None:
        self.paper_requested.emit(PaperRequest("consent-blank", text_name))

    def _on_sign(self) -> None:
        consent = self._table.selected()
        if consent is None:
            return
        from clinicdesk.printing import consent_form
        from ui.consent.sign_dialog import SignDialog

        try:
            # A name that cannot be printed is told before the patient has read three pages.
            consent_form.copy(self._desk, consent)
            dialog = SignDialog(self._desk, self, consent)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._open(dialog)

    def _on_paper_signed(self) -> None:
        if consent := self._table.selected():
            self._open(PaperSignedDialog(self._desk, self, consent))

    def _on_decline(self) -> None:
        if consent := self._table.selected():
            self._open(DeclineDialog(self._desk, self, consent))

    def _on_withdraw(self) -> None:
        if consent := self._table.selected():
            self._open(WithdrawDialog(self._desk, self, consent))

    def _on_countersign(self) -> None:
        from ui.consent.countersign import CountersignDialog

        if consent := self._table.selected():
            self._open(CountersignDialog(self._desk, self, consent))

    def _open(self, dialog: FormDialog | SignDialog) -> None:
        self._strip.clear()
        self._dialog = dialog
        dialog.recorded.connect(self._on_recorded)
        dialog.finished.connect(self._on_finished)
        dialog.come_up()

    def _on_finished(self, _result: int) -> None:
        self._dialog = None

    def _on_recorded(self, consent_id: str) -> None:
        self._reload()
        self._table.select_key(consent_id)
        consent = consents.get(self._desk, consent_id)
        self._show(consent)
        self._detail.focus_next_step()
        if consent.status is Status.SIGNED:
            self._strip.show_message(
                "ok", _("Signed, and kept as it was signed. The patient may want a copy."), _("Print a &copy")
            )
        elif consent.status is Status.SCAN_TO_FOLLOW:
            self._strip.show_message("info", _("Recorded as signed on paper. Add the scan when you have it."))

    def _on_copy_wanted(self) -> None:
        if consent := self._table.selected():
            self.paper_requested.emit(PaperRequest("consent", consent.id))

    # The scan -----------------------------------------------------------------------------------------------------

    def _on_scan(self) -> None:
        dialog = QFileDialog(self, _("Choose the scan of the signed paper"))
        dialog.setNameFilters([_("Scans (*.pdf *.png *.jpg *.jpeg)"), _("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.add_scan)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_scan(self, file: str) -> None:
        """Add a file as the scan of the chosen consent."""
        from ui.consent import scan

        consent = self._table.selected()
        if consent is None:
            return
        try:
            scan.add(self._desk, consent, Path(file))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._reload()
        self._strip.show_message("ok", _("The scan is kept with the consent. The file itself is still where it was."))


def _short(status: Status) -> str:
    return _("Scan to follow") if status is Status.SCAN_TO_FOLLOW else status.words


def _until(consent: Consent) -> str:
    return formats.format_date(consent.valid_until) if consent.was_given else ""

"""Scans of signed forms: read beside the window, matched by the codes on their sheets, filed with their consents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records.consents import Consent, matching
from ui import theme
from ui.consent import scan_work
from ui.consent.form_card import FormCard
from ui.consent.form_list import FormList
from ui.consent.scan_work import Signed, Stack
from ui.consent.sheet_view import SheetView
from ui.consent.signing_page import SigningPage
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class ScanDialog(QDialog):
    """A stack of scans over the page: on the left what was found, on the right the sheet.

    ``patient_id`` is whose chart is open, if any; ``consent`` the form a scan was asked for, offered first for sheets
    without a code. Nothing is recorded until the person files a form. It deletes itself when closed.

    Signals:
        recorded(str): The scan of a form is filed; carries the consent's id.
    """

    recorded = Signal(str)

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        background: Background,
        files: Sequence[Path],
        patient_id: str = "",
        consent: Consent | None = None,
    ) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._background = background
        self._files = tuple(files)
        self._patient_id = patient_id
        self._stack = Stack((), (), ())
        self._ticket: Ticket | None = None
        self._filing: FormCard | None = None
        self._queue: list[FormCard] = []
        self._signing: SigningPage | None = None
        self._forms = FormList(desk, patient_id, consent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Scans of signed forms"))
        self.setAccessibleName(_("Scans of signed forms"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._progress = Progress(_("Reading the scans…"))
        self._left = QStackedWidget()
        reading = QWidget()
        at_the_top = QVBoxLayout(reading)
        at_the_top.setContentsMargins(0, 0, 0, 0)
        at_the_top.addWidget(self._progress)
        at_the_top.addStretch(1)
        self._left.addWidget(reading)
        self._left.addWidget(self._forms)
        self._view = SheetView(self._background)
        self._all = button(_("File all that &match"), kind="primary", icon="file-check", shortcut="Ctrl+S")
        self._close = button(_("Close"))
        parts = QHBoxLayout()
        parts.setSpacing(theme.px("space_16"))
        parts.addWidget(self._left, 2)
        parts.addWidget(self._view, 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._all)
        edge = theme.px("space_16")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Scans of signed forms"), "h2"))
        column.addWidget(self._strip)
        column.addLayout(parts, 1)
        column.addLayout(buttons)
        for later in (self._all, self._close, self._view):
            later.hide()

    def _connect(self) -> None:
        self._progress.cancelled.connect(self._on_cancel)
        self._view.failed.connect(self._on_not_shown)
        self._forms.file_asked.connect(self._on_file_asked)
        self._forms.sheet_asked.connect(self._view.show_sheet)
        self._forms.changed.connect(self._tell)
        self._all.clicked.connect(self._on_file_all)
        self._close.clicked.connect(self.reject)

    def come_up(self) -> None:
        """Show the dialog, and begin to read."""
        room = self._over.window().size()
        base = theme.px("base")
        self.resize(min(base * 92, room.width() - 32), min(base * 62, room.height() - 24))
        self.open()
        self._ticket = self._background.run(
            scan_work.read_files(self._files), self._on_read, self._on_failed, self._on_progress, self._on_cancelled
        )

    # Reading ------------------------------------------------------------------------------------------------------

    def _on_progress(self, done: int, total: int, sentence: str) -> None:
        self._progress.show_progress(done, total, sentence)

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _on_cancelled(self) -> None:
        self._ticket = None
        super().reject()

    def _on_read(self, stack: Stack) -> None:
        self._ticket = None
        self._stack = stack
        if stack.problems:
            self._strip.show_message("danger", "\n".join(stack.problems))
        self._left.setCurrentWidget(self._forms)
        self._close.show()
        if not stack.sheets:
            self._close.setFocus()
            return
        self._forms.show_stack(matching.match(self._desk, stack.sheets, patient_id=self._patient_id))
        self._view.show()
        self._view.show_stack(stack)
        self._tell()
        self._forms.focus_step()

    def _on_failed(self, problem: BaseException) -> None:
        self._ticket = None
        self._close.show()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _tell(self) -> None:
        """Say what can be filed at once."""
        count = len(self._forms.waiting())
        self._all.setVisible(count > 0 and self._signing is None)
        if count:
            words = ngettext("File the form that &matches", "File all {count} that &match", count)
            self._all.setText(words.format(count=count) + "  Ctrl+S")
            self._all.setAccessibleName(_("File all that match"))

    def _on_not_shown(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    # Filing -------------------------------------------------------------------------------------------------------

    def _on_file_all(self) -> None:
        self._queue = self._forms.waiting()
        self._next()

    def _on_file_asked(self, card: FormCard) -> None:
        self._queue = [card]
        self._next()

    def _next(self) -> None:
        """File what waits; where it is not recorded who signed, that is asked first."""
        if self._ticket is not None or self._signing is not None:
            return
        if not self._queue:
            self._end()
            return
        card = self._filing = self._queue.pop(0)
        if card.form.wants_signing:
            self._ask_who_signed(card)
        else:
            self._file(card, None)

    def _ask_who_signed(self, card: FormCard) -> None:
        page = self._signing = SigningPage(self._desk, card.form)
        page.signed.connect(self._on_signed)
        page.left.connect(self._on_signing_left)
        self._left.addWidget(page)
        self._left.setCurrentWidget(page)
        self._tell()
        # The signatures are on the last page.
        marked = [sheet for sheet in card.form.sheets if not sheet.blank]
        self._view.show_sheet((marked or card.form.sheets)[-1].number)
        page.setFocus()

    def _on_signed(self, signed: Signed) -> None:
        if self._filing is not None and self._ticket is None:
            self._file(self._filing, signed)

    def _on_signing_left(self) -> None:
        self._queue.clear()
        self._leave_signing(keep=True)
        if self._filing is not None:
            self._forms.renew(self._filing)
        self._end()

    def _leave_signing(self, *, keep: bool) -> None:
        page, self._signing = self._signing, None
        if page is not None:
            page.keep_draft() if keep else page.forget_draft()
            self._left.setCurrentWidget(self._forms)
            self._left.removeWidget(page)
            page.deleteLater()

    def _file(self, card: FormCard, signed: Signed | None) -> None:
        self._set_busy(True)
        self._ticket = self._background.run(
            scan_work.file(self._desk, self._stack, card.form, signed), self._on_filed, self._on_not_filed
        )

    def _set_busy(self, busy: bool) -> None:
        self._forms.set_busy(busy)
        self._all.setEnabled(not busy)
        self._close.setEnabled(not busy)
        if self._signing is not None:
            self._signing.setEnabled(not busy)

    def _on_filed(self, consent_id: str) -> None:
        self._ticket = None
        self._set_busy(False)
        self._leave_signing(keep=False)
        if self._filing is not None:
            self._filing.show_filed()
        self._filing = None
        self._desk.clinic.refresh()
        self.recorded.emit(consent_id)
        self._next()

    def _on_not_filed(self, problem: BaseException) -> None:
        self._ticket = None
        self._set_busy(False)
        self._queue.clear()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        if self._signing is not None:
            self._signing.show_problem(problem)
            return
        if self._filing is not None:
            self._forms.renew(self._filing)
        self._filing = None
        self._tell()
        self._strip.show_message("danger", str(problem))

    def _end(self) -> None:
        self._filing = None
        self._tell()
        if self._forms.is_done and not self._stack.problems:
            self.accept()
            return
        count = len(self._forms.filed())
        if count:
            words = ngettext("{count} form is filed.", "{count} forms are filed.", count)
            self._strip.show_message("ok", words.format(count=count))
        self._forms.focus_step()

    # Closing ------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed about a signed form."""
        if self._signing is not None:
            self._signing.keep_draft()

    def reject(self) -> None:
        """Close; what is being read is stopped, what is being filed is waited for."""
        if self._filing is not None and self._ticket is not None:
            return
        self._on_cancel()
        self.keep_draft()
        super().reject()

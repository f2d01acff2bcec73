"""Bringing patients in from CSV files: choose, count, import, and deal with an import that was broken off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange.patient_import import Outcome, patients_words
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import import_batches
from clinicdesk.records.import_batches import Batch
from ui.exchange import work
from ui.exchange.outcome_card import OutcomeCard
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.page import Page
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class ImportPage(QWidget):
    """Counts before it writes, works beside the window, and can be cancelled at any patient.

    Signals:
        closed: The person is done here.
    """

    closed = Signal()

    def __init__(self, desk: Desk, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._broken_off: Batch | None = None
        self._build()
        self._connect()
        self._tell_broken_off()

    def _build(self) -> None:
        self.setAccessibleName(_("Import patients"))
        page = Page(_("Import patients"))
        self._strip = MessageStrip()
        self._unfinished = MessageStrip()
        self._path = TextField(
            _("&Folder or file"),
            hint=_("A folder in Synthea's layout (patients.csv, allergies.csv …), or one patients file."),
        )
        self._choose_folder = button(_("Choose f&older…"), icon="folder")
        self._choose_file = button(_("Choose fil&e…"), icon="file-text")
        self._digits = QCheckBox(_("Leave out the &digits at the end of names (Synthea writes Colin861)"))
        self._digits.setChecked(True)
        self._count = button(_("&Count only"))
        self._import = button(_("&Import"), kind="primary", icon="import")
        self._close = button(_("Close"))
        self._progress = Progress("")
        self._progress_place = QVBoxLayout()
        self._progress_place.addWidget(self._progress)
        self._outcome = OutcomeCard()
        page.add_fixed(self._strip)
        page.add_fixed(self._unfinished)
        page.add(self._source_card())
        page.add(self._progress_place)
        page.add(self._outcome, 4)
        page.body.addStretch(1)
        page.add_action(self._close, left=True)
        page.add_action(self._count)
        page.add_action(self._import)
        self._progress.hide()
        self._outcome.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.setFocusProxy(self._path)

    def _source_card(self) -> Card:
        card = Card(_("Where the patients are"))
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self._path.fontMetrics().height() + 4)
        buttons = QHBoxLayout()
        buttons.addWidget(self._choose_folder)
        buttons.addWidget(self._choose_file)
        beside.addLayout(buttons)
        beside.addStretch(1)
        row.addLayout(beside)
        card.add(row)
        card.add(self._digits)
        words = _("A patient comes in whole or not at all. Whoever was imported before is left as they are.")
        card.add(label(words, "muted", wrap=True))
        return card

    def _connect(self) -> None:
        self._choose_folder.clicked.connect(self._on_choose_folder)
        self._choose_file.clicked.connect(self._on_choose_file)
        self._count.clicked.connect(self._on_count)
        self._import.clicked.connect(self._on_import)
        self._close.clicked.connect(self.closed)
        self._unfinished.action_taken.connect(self._on_take_back_wanted)
        self._outcome.failed.connect(self._on_save_failed)

    def refresh(self, changed: Changed) -> None:
        """See whether an import was begun, finished or taken back elsewhere."""
        if "import_batches" in changed.tables and self._ticket is None:
            self._tell_broken_off()

    # Choosing -----------------------------------------------------------------------------------------------------

    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder with patients.csv"), self._path.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._path.set_text)
        dialog.open()

    def _on_choose_file(self) -> None:
        dialog = QFileDialog(
            self, _("Choose the patients file"), self._path.text(), _("CSV files (*.csv);;All files (*)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._path.set_text)
        dialog.open()

    def _source(self) -> Path | None:
        """Return what was chosen, or ask for it."""
        typed = self._path.text()
        if not typed:
            self._path.set_error(_("Choose a folder or a file first."))
            self._path.setFocus()
            return None
        return Path(typed).expanduser()

    # Working ------------------------------------------------------------------------------------------------------

    def _on_count(self) -> None:
        source = self._source()
        if source is not None:
            self._start(_("Counting…"), work.count(self._desk, source, self._digits.isChecked()), self._on_counted)

    def _on_import(self) -> None:
        source = self._source()
        if source is not None:
            self._start(_("Importing…"), work.bring_in(self._desk, source, self._digits.isChecked()), self._on_imported)

    def _start(self, sentence: str, piece: work.Work, on_done: Callable[[Any], None]) -> None:
        self._strip.clear()
        self._unfinished.clear()
        self._outcome.hide()
        # A new one for each piece of work: its Cancel button waits, once pressed.
        self._progress.deleteLater()
        self._progress = Progress(sentence)
        self._progress.cancelled.connect(self._on_cancel)
        self._progress_place.addWidget(self._progress)
        # While the fields wait, the focus would leave this page; it goes to the one button that can be pressed.
        self._progress.show()
        self._progress.setFocus()
        self._set_busy(True)
        self._ticket = self._background.run(piece, on_done, self._on_failed, self._on_progress, self._on_cancelled)

    def _set_busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        for widget in (self._count, self._import, self._path, self._choose_folder, self._choose_file, self._digits):
            widget.setEnabled(not busy)

    def _on_progress(self, done: int, total: int, sentence: str) -> None:
        self._progress.show_progress(done, total, sentence)

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            # The button pressed waits now; the focus must not leave the page with it.
            self._close.setFocus()

    def _end(self, then: QWidget | None = None) -> None:
        """Let the person go on at ``then`` (by default where files are chosen), unless they are elsewhere by now."""
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.isAncestorOf(focused)
        self._ticket = None
        self._set_busy(False)
        if was_here:
            (then or self._path).setFocus()
        self._desk.clinic.refresh()
        self._tell_broken_off()

    def _on_counted(self, outcome: Outcome) -> None:
        self._end(self._import)
        self._outcome.show_outcome(outcome, done=False)

    def _on_imported(self, outcome: Outcome) -> None:
        self._end(self._close)
        added = patients_words(outcome.counts["patients"].added)
        self._strip.show_message("ok", _("Done: {patients} added.").format(patients=added))
        self._outcome.show_outcome(outcome, done=True)

    def _on_cancelled(self) -> None:
        self._end()

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _on_save_failed(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    # A broken-off import ------------------------------------------------------------------------------------------

    def _tell_broken_off(self) -> None:
        """Offer to finish or to take back the oldest import that was begun and never finished."""
        self._broken_off = next(iter(import_batches.broken_off(self._desk)), None)
        if self._broken_off is None:
            self._unfinished.clear()
            return
        batch = self._broken_off
        sentence = _(
            "The import of {source} of {time} was broken off: {added} of {total} patients are here. "
            "To finish it, choose the same files and press Import."
        ).format(
            source=batch.source,
            time=format_date_time(self._desk.local(batch.begun_at)),
            added=batch.added,
            total=batch.total,
        )
        self._unfinished.show_message("warn", sentence, _("&Take it back…"))

    def _on_take_back_wanted(self) -> None:
        if self._broken_off is None:
            return
        sentence = _("{patients} of this import will be voided: they are not found any more and stay in the history.")
        question = Question(
            self,
            _("Take the import back?"),
            sentence.format(patients=patients_words(self._broken_off.added)),
            _("&Take back"),
            danger=True,
        )
        question.confirmed.connect(self._on_take_back)
        question.open()

    def _on_take_back(self, _reason: str) -> None:
        if self._broken_off is not None:
            self._start(_("Taking back…"), work.take_back(self._desk, self._broken_off.id), self._on_taken_back)

    def _on_taken_back(self, count: int) -> None:
        self._end(self._close)
        words = patients_words(count)
        self._strip.show_message("ok", _("The import was taken back: {patients} voided.").format(patients=words))

"""What waits to be filed in one chart: each thing given is checked, shown, described and filed, one after another."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.documents import Source
from ui import theme
from ui.documents import work
from ui.documents.fields import DocumentFields
from ui.documents.preview import DocumentPreview
from ui.documents.work import Checked, Given
from ui.shell.form_draft import FormDraft
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class Filing(QWidget):
    """The place where a document is described before it is filed. Nothing is stored until "File" is pressed.

    But what is typed about it is kept: whoever gives the same document again, after a crash, finds it here again.

    Signals:
        filed(str, object): A document is in the record; carries its id and the ``Checked`` it was.
        refused(str): Something given cannot be filed; the sentence says why.
        put_aside(object): What was ``Given`` is not filed: the person does not want it, or it cannot be.
        emptied: Nothing waits any more.
        form_found(object): It is a signed form, to be filed with its consent instead; carries the ``Given``.
    """

    filed = Signal(str, object)
    refused = Signal(str)
    put_aside = Signal(object)
    emptied = Signal()
    form_found = Signal(object)

    def __init__(self, desk: Desk, background: Background, patient_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._patient_id = patient_id
        self._queue: list[Given] = []
        self._checked: Checked | None = None
        self._given = Given(Source.DROPPED)
        self._ticket: Ticket | None = None
        self.setAccessibleName(_("File a document"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._title = label(_("File this document"), "h3")
        self._more = label(role="muted")
        self._strip = MessageStrip()
        self._fields = DocumentFields(self._desk)
        self._draft = FormDraft(self._desk, self._fields.typed, lambda: None, self)
        self._aside = button(_("Do &not file"))
        self._file = button(_("&File in this chart"), kind="primary", icon="file-check", shortcut="Ctrl+S")
        self._preview = DocumentPreview(self._background, may_leave=False)
        self._progress = Progress("")
        self._progress_place = QVBoxLayout()
        self._progress_place.addWidget(self._progress)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(self._title)
        head.addWidget(self._more)
        head.addStretch(1)
        head.addWidget(self._aside)
        head.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addWidget(self._fields)
        column.addLayout(self._progress_place)
        column.addWidget(self._preview, 1)
        self._progress.hide()
        self.setFocusProxy(self._fields)

    def _connect(self) -> None:
        self._file.clicked.connect(self._on_file)
        self._aside.clicked.connect(self._on_put_aside)
        self._preview.failed.connect(self._on_not_shown)
        self._fields.edited.connect(self._draft.note_typing)
        self._strip.action_taken.connect(self._on_consent_wanted)

    # What waits ---------------------------------------------------------------------------------------------------

    def take(self, given: Iterable[Given]) -> None:
        """Add what a person gave to what waits."""
        self._queue += given
        self._tell_more()
        if self._checked is None and self._ticket is None:
            self._next()

    def _next(self) -> None:
        self._checked = None
        self._preview.clear()
        self._fields.clear()
        self._strip.clear()
        if not self._queue:
            self.emptied.emit()
            return
        given = self._given = self._queue.pop(0)
        self._tell_more()
        self._start(_("Reading {file}…").format(file=given.name))
        self._ticket = self._background.run(
            work.check(self._desk, self._patient_id, given),
            self._on_checked,
            self._on_check_failed,
            self._on_progress,
            self._on_cancelled,
        )

    def _tell_more(self) -> None:
        count = len(self._queue)
        self._more.setText(_("{count} more after it").format(count=count) if count else "")

    # Checking -----------------------------------------------------------------------------------------------------

    def _start(self, sentence: str) -> None:
        # A new one for each piece of work: its Cancel button waits, once pressed.
        self._progress.deleteLater()
        self._progress = Progress(sentence)
        self._progress.cancelled.connect(self._on_cancel)
        self._progress_place.addWidget(self._progress)
        self._set_busy(True)

    def _set_busy(self, busy: bool) -> None:
        focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._progress.setVisible(busy)
        for widget in (self._fields, self._file, self._aside):
            widget.setEnabled(not busy)
        if busy and focused:
            self._progress.setFocus()

    def _on_progress(self, done: int, total: int, _sentence: str) -> None:
        # Bytes first, then pages: only how far it is means something.
        self._progress.show_progress(round(100 * done / total) if total else 0, 100 if total else 0)

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _on_cancelled(self) -> None:
        self._end()
        if self._checked is None:
            self.put_aside.emit(self._given)
            self._next()

    def _end(self) -> None:
        self._ticket = None
        self._set_busy(False)

    def _on_checked(self, checked: Checked) -> None:
        self._end()
        self._checked = checked
        self._bring_back(checked)
        self._tell_remarks(checked)
        found = checked.incoming
        self._preview.show_content(found.content, found.media, found.pages or 1, checked.given.name)
        if self.isVisible():
            self._fields.setFocus()

    def _bring_back(self, checked: Checked) -> None:
        """Show what was typed about the very same document before."""
        self._draft.place = f"document:{checked.incoming.sha256}"
        self._draft.typing = False
        found = self._draft.found()
        if found is not None:
            self._fields.show_typed(found[1])
            self._strip.show_message("info", _("What you typed about this document is here again."))

    def keep_draft(self) -> None:
        """Keep what is typed about the document before something else is shown."""
        if self._checked is not None:
            self._draft.keep()

    def _forget_draft(self) -> None:
        if self._checked is not None:
            self._draft.drop()
            self._draft.typing = False

    def _tell_remarks(self, checked: Checked) -> None:
        twin = checked.twin
        if checked.forms and checked.given.path is not None and self._desk.may("consent.scan_received"):
            number = checked.forms[0]
            self._strip.show_message(
                "warn",
                _("This is form {number:06d}, a consent form of this clinic.").format(number=number),
                _("File it with the &consent"),
            )
        elif twin is not None and twin.same_patient:
            day = formats.format_date_time(self._desk.local(twin.filed_at))
            sentence = _("The same document is in this chart already: {kind}, filed on {day}.")
            self._strip.show_message("warn", sentence.format(kind=twin.kind.title, day=day))
        elif twin is not None:
            self._strip.show_message(
                "warn", _("The same document is in another patient's chart. Check that it belongs to this patient.")
            )
        elif checked.incoming.has_script:
            self._strip.show_message(
                "info", _("There is a script in this PDF. The PDF is kept as it is; ClinicDesk never runs the script.")
            )

    def _on_consent_wanted(self) -> None:
        checked = self._checked
        if checked is not None:
            self._on_put_aside()
            self.form_found.emit(checked.given)

    def _on_check_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._refuse(self._given, str(problem))

    def _on_not_shown(self, sentence: str) -> None:
        """Refuse what nobody can look at."""
        if self._checked is not None:
            self._refuse(self._checked.given, sentence)

    def _refuse(self, given: Given, sentence: str) -> None:
        self.refused.emit(f"{given.name}: {sentence}")
        self.put_aside.emit(given)
        self._next()

    # Filing -------------------------------------------------------------------------------------------------------

    def _on_put_aside(self) -> None:
        self._forget_draft()
        if self._checked is not None:
            self.put_aside.emit(self._checked.given)
        self._next()

    def _on_file(self) -> None:
        about = self._fields.about()
        if about is None or self._checked is None or self._ticket is not None:
            return
        self._start(_("Filing…"))
        self._ticket = self._background.run(
            work.file(self._desk, self._patient_id, self._checked, about),
            self._on_filed,
            self._on_file_failed,
            on_cancelled=self._on_cancelled,
        )

    def _on_filed(self, document_id: str) -> None:
        self._end()
        self._forget_draft()
        checked = self._checked
        self._next()
        self._desk.clinic.refresh()
        self.filed.emit(document_id, checked)

    def _on_file_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        if not (isinstance(problem, BadValue) and self._fields.show_problem(problem)):
            self._strip.show_message("danger", str(problem))

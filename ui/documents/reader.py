"""One document: what is written about it, its next step, and the document itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import documents
from clinicdesk.records.documents import Document
from ui import icons, theme
from ui.documents import work
from ui.documents.dialogs import AmendDialog, RefileDialog
from ui.documents.leaving import Leaving
from ui.documents.preview import DocumentPreview
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.chip import Chip, ChipText
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.strip import MessageStrip, Tone
from ui.widgets.words import label


class DocumentReader(QWidget):
    """Shows a filed document; it can be reviewed, described anew, voided, printed and saved.

    Signals:
        recorded(str): Something about it was recorded; carries the document's id.
    """

    recorded = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._document: Document | None = None
        self._ticket: Ticket | None = None
        self._leaving = Leaving(desk, background, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._title = label(role="h3", wrap=True)
        self._chip = Chip()
        self._facts = label(role="muted", wrap=True)
        self._found = label(wrap=True)
        self._strip = MessageStrip()
        self._review = button(_("Mark as re&viewed"), kind="primary", icon="check")
        self._change = button(_("&Change…"), icon="pencil")
        self._move = button(_("Wron&g chart…"), icon="arrow-right")
        self._void = button(_("V&oid…"), icon="trash-2")
        self._preview = DocumentPreview(self._background)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        steps = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for made in (self._review, self._change, self._move, self._void):
            steps.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(head)
        for part in (self._facts, self._found):
            column.addWidget(part)
        column.addLayout(steps)
        column.addWidget(self._strip)
        column.addWidget(self._preview, 1)

    def _connect(self) -> None:
        self._review.clicked.connect(self._on_review)
        self._change.clicked.connect(self._on_change)
        self._move.clicked.connect(self._on_move)
        self._void.clicked.connect(self._on_void)
        self._preview.print_asked.connect(self._on_print)
        self._preview.save_asked.connect(self._on_save)
        self._preview.failed.connect(self._on_not_shown)
        self._leaving.told.connect(self._on_told)

    def show_document(self, document: Document, snippet: str = "") -> None:
        """Show a document; its content follows in a moment. The one shown already is not fetched again."""
        same = self._document is not None and self._document.id == document.id
        self._document = document
        self._show_facts(document, snippet)
        if same:
            return
        self._strip.clear()
        if self._ticket is not None:
            self._ticket.cancel()
        if not document.readable:
            self._preview.show_words(_("Only clinicians open documents of this kind."))
            return
        self._preview.show_words(_("Opening…"))
        self._ticket = self._background.run(work.fetch(self._desk, document), self._on_fetched, self._on_fetch_failed)

    def clear(self) -> None:
        """Let go of the document."""
        self._document = None
        self._preview.clear()
        self._strip.clear()

    def focus_next_step(self) -> None:
        """Go where the person goes on: the review if it waits, else the document."""
        (self._review if self._review.isVisible() else self._preview).setFocus()

    def _show_facts(self, document: Document, snippet: str) -> None:
        self._title.setText(document.title or document.kind.title)
        chip = state_of(document)
        self._chip.setVisible(chip is not None)
        if chip is not None:
            self._chip.show_chip(chip)
        self._facts.setText(self._sentences(document))
        self._found.setText(_("Found: {place}").format(place=snippet))
        self._found.setVisible(bool(snippet))
        filed = document.voided_reason is None
        may_change = filed and document.readable
        asked = document.kind.clinical or document.reviewer_id is not None
        may_review = filed and asked and document.reviewed_at is None
        self._review.setVisible(may_review and self._desk.may("document.review"))
        waits = document.waits_for_review
        theme.set_state(self._review, "kind", "primary" if waits else "")
        self._review.setIcon(icons.icon("check", "on_accent" if waits else "muted"))
        self._change.setVisible(may_change and self._desk.may("document.amend"))
        for takes_away in (self._move, self._void):
            takes_away.setVisible(filed and documents.may_void(self._desk, document))

    def _sentences(self, document: Document) -> str:
        local = self._desk.local
        about = [document.kind.title]
        if document.dated_on is not None:
            about.append(_("dated {day}").format(day=formats.format_date(document.dated_on)))
        if document.pages:
            about.append(ngettext("{count} page", "{count} pages", document.pages).format(count=document.pages))
        about.append(size_words(document.size_bytes))
        filed = formats.format_date_time(local(document.filed_at))
        lines = [", ".join(about) + ". " + _("Filed {time} by {name}.").format(time=filed, name=document.filed_by)]
        if document.reviewed_at is not None:
            at = formats.format_date_time(local(document.reviewed_at))
            lines.append(_("Reviewed {time} by {name}.").format(time=at, name=document.reviewed_by))
        elif document.reviewer:
            lines.append(_("To be reviewed by {name}.").format(name=document.reviewer))
        if document.voided_reason:
            lines.append(_("Voided: {reason}").format(reason=document.voided_reason))
        return " ".join(lines)

    # The content --------------------------------------------------------------------------------------------------

    def _on_fetched(self, came: tuple[Document, bytes]) -> None:
        document, content = came
        if self._document is None or document.id != self._document.id:
            return
        self._ticket = None
        self._preview.show_content(content, document.media, document.pages or 1, document.title)

    def _on_fetch_failed(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._preview.show_words(_("This document cannot be shown."))
        self._strip.show_message("danger", str(problem))

    def _on_not_shown(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_print(self) -> None:
        if self._document is not None:
            self._leaving.print_document(self._document, self._preview.content())

    def _on_save(self) -> None:
        if self._document is not None:
            self._leaving.save_document(self._document, self._preview.content())

    def _on_told(self, tone: str, sentence: str) -> None:
        tones: dict[str, Tone] = {"ok": "ok", "info": "info"}
        self._strip.show_message(tones.get(tone, "danger"), sentence)

    # Next steps ---------------------------------------------------------------------------------------------------

    def _on_review(self) -> None:
        if self._document is None:
            return
        try:
            documents.review(self._desk, self._document)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.recorded.emit(self._document.id)

    def _on_change(self) -> None:
        if self._document is not None:
            dialog = AmendDialog(self._desk, self, self._document)
            dialog.recorded.connect(self.recorded)
            dialog.open()

    def _on_move(self) -> None:
        if self._document is not None:
            dialog = RefileDialog(self._desk, self, self._document)
            dialog.recorded.connect(self.recorded)
            dialog.open()

    def _on_void(self) -> None:
        question = Question(
            self,
            _("Void this document?"),
            _("It is no longer found, and stays readable in this chart with the reason."),
            _("&Void"),
            danger=True,
            reason=_("&Reason"),
        )
        question.confirmed.connect(self._on_void_confirmed)
        question.open()

    def _on_void_confirmed(self, reason: str) -> None:
        if self._document is None:
            return
        try:
            documents.void(self._desk, self._document, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.recorded.emit(self._document.id)


def state_of(document: Document) -> ChipText | None:
    """Return the chip that says how a document stands, if it needs one."""
    if document.voided_reason is not None:
        return ChipText(_("Voided"), "neutral")
    if document.waits_for_review:
        return ChipText(_("To review"), "warn")
    return ChipText(_("Reviewed"), "ok") if document.reviewed_at is not None else None


def size_words(size_bytes: int) -> str:
    """Return how large a file is, as people say it."""
    if size_bytes < 1_000_000:
        return _("{count} KB").format(count=max(1, round(size_bytes / 1000)))
    return _("{count} MB").format(count=f"{size_bytes / 1_000_000:.1f}")

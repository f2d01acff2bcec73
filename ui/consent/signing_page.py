"""What is asked while the signed sheet lies beside it: what stands under a form that is filed for the first time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records.consents.matching import MatchedForm
from ui import theme
from ui.consent.paper_fields import PaperFields
from ui.consent.paper_signed import draft_place
from ui.consent.scan_work import Signed
from ui.shell.form_draft import FormDraft
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class SigningPage(QWidget):
    """The fields for one form, with two ways on. What is typed is kept until it is recorded.

    Signals:
        signed(object): It can be recorded and filed; carries a ``Signed``.
        left: The person goes back; nothing is recorded.
    """

    signed = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, form: MatchedForm) -> None:
        super().__init__()
        if form.consent is None or form.patient is None:
            raise ValueError("only a form of this clinic can be signed")
        self._fields = PaperFields(desk, form.consent)
        self._draft = FormDraft(desk, self._fields.typed, lambda: None, self)
        self._draft.place = draft_place(form.consent)
        name = format_name(form.patient.family_name, form.patient.given_name)
        self._title = label(
            _("Form {number:06d} of {name}").format(number=form.form_number, name=name), "h3", wrap=True
        )
        self._build(form.consent.title)
        if found := self._draft.found():
            self._fields.show_typed(found[1])
        self._fields.edited.connect(self._draft.note_typing)
        self._file.clicked.connect(self._on_file)
        self._back.clicked.connect(self.left)
        self.setFocusProxy(self._fields)

    def _build(self, title: str) -> None:
        self._strip = MessageStrip()
        self._back = button(_("&Back"))
        self._file = button(_("&Record and file"), kind="primary", icon="file-check")
        self._scroll = ScrollArea(self._fields)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._title)
        column.addWidget(label(title, "muted", wrap=True))
        column.addWidget(label(_("Read it from the sheet: what stands under the form?"), wrap=True))
        column.addWidget(self._strip)
        column.addWidget(self._scroll, 1)
        column.addLayout(row)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self._draft.keep()

    def forget_draft(self) -> None:
        """It is recorded: nothing of it has to wait."""
        self._draft.drop()

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say what is wrong, beside the field it is about."""
        if isinstance(problem, BadValue) and self._fields.show_problem(problem):
            if (focused := self._fields.focusWidget()) is not None:
                self._scroll.ensureWidgetVisible(focused)
            return
        self._strip.show_message("danger", str(problem))

    def _on_file(self) -> None:
        self._strip.clear()
        try:
            signed = Signed(self._fields.inked(), self._fields.signed_on())
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.signed.emit(signed)

"""The place for enquiries: taken on the phone, listed, made patients with one key, or closed with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import enquiries
from clinicdesk.records.enquiries import Enquiry
from ui import theme
from ui.enquiries.form import EnquiryForm
from ui.widgets.button import button
from ui.widgets.dialog import Question
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

_OPEN, _DONE = "open", "done"


class EnquiriesPage(QWidget):
    """The list at the left, the form at the right.

    Signals:
        enquiry_accepted(str): A patient is to be made of the enquiry of this id.
        patient_opened(str): The person wants a chart.
    """

    enquiry_accepted = Signal(str)
    patient_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Enquiries"))
        self._desk = desk
        self._asked_about: Enquiry | None = None
        self._build()
        self._connect()
        self._reload()

    def _build(self) -> None:
        self._page = Page(_("Enquiries"), _("Who asked, and is not a patient yet"))
        self._new = button(_("Ne&w enquiry"), icon="plus")
        self._page.add_title_action(self._new)
        self._strip = MessageStrip()
        self._filters = Filters(_("Which enquiries"))
        self._page.add_fixed(self._strip)
        self._page.add_fixed(self._filters)
        self._table: RecordTable[Enquiry] = RecordTable(_("Enquiries"), self._columns(), key=lambda one: one.id)
        self._form = EnquiryForm(self._desk)
        self._register = button(_("&Register as patient"), icon="user-plus")
        self._close = button(_("&Close enquiry…"))
        self._again = button(_("&Take up again"))
        actions = QHBoxLayout()
        actions.setSpacing(theme.px("space_8"))
        for made in (self._register, self._close, self._again):
            actions.addWidget(made)
        actions.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addWidget(self._table, 1)
        left.addLayout(actions)
        across = QHBoxLayout()
        across.setSpacing(theme.px("space_12"))
        across.addLayout(left, 5)
        # A long name in the form takes no room from the list.
        self._form.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self._form, 3)
        self._page.add(across, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)

    def _columns(self) -> list[Column[Enquiry]]:
        return [
            Column(_("Day"), lambda one: format_date(self._desk.local(one.taken_at).date()), 11, priority=4),
            Column(_("Name"), lambda one: one.name or _("Not known"), 16, strong=True),
            Column(_("Phone"), lambda one: one.phone, 16),
            Column(_("Reason"), lambda one: one.reason, 14, priority=2, stretch=True),
            Column(_("Sent by, outcome"), _outcome, 15, priority=3),
        ]

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_activated.connect(self._on_activated)
        self._table.row_selected.connect(self._on_selected)
        self._register.clicked.connect(self._on_register)
        self._close.clicked.connect(self._on_close)
        self._again.clicked.connect(self._on_again)
        self._form.enquiry_saved.connect(self._on_saved)
        self._form.patient_opened.connect(self.patient_opened)
        delete = QShortcut(QKeySequence("Delete"), self._table, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_close)

    # Showing ------------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else wrote down."""
        if "enquiries" in changed.tables:
            self._reload()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin in the form: the phone rings. (A focus proxy would make Tab pass by all that stands before it.)"""
        super().focusInEvent(event)
        self._form.setFocus()

    def leave(self) -> None:
        """Keep what is typed before another place is shown."""
        self._form.leave()

    def _reload(self) -> None:
        waiting, over = enquiries.open_ones(self._desk), enquiries.done(self._desk)
        chosen = self._filters.chosen() or _OPEN
        self._filters.show_filters([(_OPEN, _("Waiting"), len(waiting)), (_DONE, _("Done"), len(over))])
        self._filters.choose(chosen)
        self._table.set_empty_text(_("Nobody waits.") if chosen == _OPEN else _("Nothing is done yet."))
        self._table.show_rows(waiting if chosen == _OPEN else over)
        self._show_actions(self._table.selected())

    def _show_actions(self, one: Enquiry | None) -> None:
        self._register.setEnabled(one is not None and one.is_open)
        self._close.setEnabled(one is not None and one.is_open)
        self._again.setVisible(one is not None and bool(one.closed_reason))

    # What the person does -----------------------------------------------------------------------------------------

    def _on_filter_chosen(self, _key: str) -> None:
        self._reload()

    def _on_new(self) -> None:
        self._table.clearSelection()
        self._form.start_new()
        self._form.setFocus()

    def _on_selected(self, one: Enquiry | None) -> None:
        self._show_actions(one)
        if one is not None:
            self._form.show_enquiry(one)

    def _on_activated(self, one: Enquiry) -> None:
        if one.patient_id is not None:
            self.patient_opened.emit(one.patient_id)
        elif one.is_open and self._form.settle(one.id):
            self.enquiry_accepted.emit(one.id)

    def _on_register(self) -> None:
        one = self._table.selected()
        if one is not None:
            self._on_activated(one)

    def _on_saved(self, _enquiry_id: str) -> None:
        self._reload()
        self._on_new()

    def _on_close(self) -> None:
        one = self._table.selected()
        if one is None or not one.is_open:
            return
        question = Question(
            self,
            _("Close this enquiry?"),
            _("It leaves the list of those who wait, and is kept among those that are done."),
            _("Close enquiry"),
            reason=_("Why it goes no further"),
        )
        # The list may change behind the question.
        self._asked_about = one
        question.confirmed.connect(self._on_close_confirmed)
        question.open()

    def _on_close_confirmed(self, reason: str) -> None:
        if self._asked_about is not None:
            self._try(self._asked_about, reason)

    def _on_again(self) -> None:
        one = self._table.selected()
        if one is not None:
            self._try(one, "")

    def _try(self, one: Enquiry, reason: str) -> None:
        """Close an enquiry with a reason, or take it up again without one."""
        try:
            if reason:
                enquiries.close(self._desk, one, reason=reason)
            else:
                enquiries.open_again(self._desk, one)
        except ClinicDeskError as refused:
            self._strip.show_message("danger", str(refused))
            self._reload()
            return
        self._strip.clear()
        self._on_new()


def _outcome(one: Enquiry) -> str:
    if one.patient_id is not None:
        return _("Became a patient")
    return one.closed_reason or one.referrer

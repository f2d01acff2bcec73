"""The place To sign: the list of this person, the chosen thing whole, the next one after each signature."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import to_sign
from clinicdesk.records.to_sign import ToSign
from ui import theme
from ui.to_sign.hand_on_dialog import HandOnDialog
from ui.to_sign.item_table import ItemTable
from ui.to_sign.overdue_view import OverdueView
from ui.to_sign.pane import ItemPane
from ui.to_sign.reading import DocumentShown
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.toast import Toast

MINE, OVERDUE = "mine", "overdue"
_TABLES = to_sign.TABLES | {"drugs_given", "adverse_events", "observations", "patients"}
"""What the list, and what is read in it, follow from."""


class ToSignPage(Page):
    """One by one, each with a PIN; there is no way to sign all at once.

    Signals:
        note_opened(str, str), document_opened(str, str): Open it in its chart: patient, and note or document.
        session_opened(str): Open a session.
        patient_opened(str): Open a chart.
        writing_opened(str): Go on with what this person began to write in a chart.
    """

    note_opened = Signal(str, str)
    document_opened = Signal(str, str)
    session_opened = Signal(str)
    patient_opened = Signal(str)
    writing_opened = Signal(str)

    def __init__(self, desk: Desk, document_view: DocumentShown, parent: QWidget | None = None) -> None:
        super().__init__(_("To sign"))
        self.setParent(parent)
        self._desk = desk
        self._document_view = document_view
        self._is_owner = desk.sees("unsigned")
        self._build()
        self._connect()
        self._reload()

    def _build(self) -> None:
        self._filters = Filters(_("Whose"))
        self._table = ItemTable()
        self._pane = ItemPane(self._desk, self._document_view)
        self._nothing = EmptyState(_("Nothing waits for your signature."), icon="circle-check")
        self._beside = QStackedWidget()
        self._beside.addWidget(self._nothing)
        self._beside.addWidget(self._pane)
        self._overdue = OverdueView(self._desk)
        self._mine = QWidget()
        row = QHBoxLayout(self._mine)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._table, 1)
        row.addWidget(self._beside, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._mine)
        self._stack.addWidget(self._overdue)
        self._toast = Toast(self)
        self.add_fixed(self._filters)
        self.add(self._stack, 1)
        self.begin_at(self._table)

    def _connect(self) -> None:
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._pane.signed.connect(self._on_signed)
        self._pane.open_asked.connect(self._on_open)
        self._pane.hand_on_asked.connect(self._on_hand_on)
        self._pane.stepped.connect(self._on_stepped)
        self._overdue.handed_on.connect(self._on_handed_on)

    # In -----------------------------------------------------------------------------------------------------------

    def show_item(self, key: str) -> None:
        """Show one thing of the list, ready to be signed."""
        self._filters.choose(MINE)
        self._reload()
        if self._table.select_key(key):
            self._show(self._table.selected())
            self._pane.focus_pin()

    def show_overdue(self) -> None:
        """Show what waits too long, to the owner."""
        if self._is_owner:
            self._filters.choose(OVERDUE)
            self._reload()
            self._overdue.setFocus()

    def refresh(self, changed: Changed) -> None:
        """Show what came and went meanwhile; the chosen thing stays."""
        if changed.tables & _TABLES:
            self._reload()

    def leave(self) -> None:
        """A PIN that was begun does not wait for whoever comes next."""
        self._pane.forget_pin()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again: what somebody typed and put away leaves no entry to hear of."""
        super().showEvent(event)
        self._reload()

    def _reload(self) -> None:
        before = self._place()
        items = to_sign.waiting(self._desk)
        self._table.show_rows(items)
        late = self._overdue.show_overdue() if self._is_owner else 0
        self._show_filters(len(items), late)
        if items and self._table.selected() is None:
            self._table.selectRow(min(max(before, 0), len(items) - 1))
        self._show(self._table.selected())

    def _show_filters(self, mine: int, late: int) -> None:
        signs = self._desk.sees("clinical")
        waiting = ngettext("{count} thing waits for you", "{count} things wait for you", mine).format(count=mine)
        self.set_note(waiting if signs else "")
        shown = [(MINE, _("Mine"), mine)] if signs else []
        shown += [(OVERDUE, _("Overdue, of everybody"), late)] if self._is_owner else []
        self._filters.show_filters(shown)
        self._filters.setVisible(len(shown) > 1)
        owners = self._filters.chosen() == OVERDUE or not signs
        self._stack.setCurrentWidget(self._overdue if owners and self._is_owner else self._mine)

    def _place(self) -> int:
        return self._table.currentIndex().row()

    def _show(self, item: ToSign | None) -> None:
        if item is None:
            self._pane.forget()
            self._beside.setCurrentWidget(self._nothing)
        else:
            self._pane.show_item(item)
            self._beside.setCurrentWidget(self._pane)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_filter_chosen(self, _key: str) -> None:
        self._reload()

    def _on_selected(self, item: ToSign | None) -> None:
        if item is not None:
            self._show(item)

    def _on_activated(self, _item: ToSign) -> None:
        self._pane.focus_pin()

    def _on_stepped(self, by: int) -> None:
        place = self._place() + by
        if 0 <= place < len(self._table.rows()):
            self._table.selectRow(place)

    def _on_signed(self, item: ToSign) -> None:
        """Say it and open the next: the list has been read anew by then."""
        left = len(self._table.rows())
        done = _("Reviewed.") if item.kind == "document" else _("Signed.")
        more = ngettext("{count} more waits.", "{count} more wait.", left).format(count=left)
        self._toast.show_toast(f"{done} {item.what}, {item.patient_name}. {more if left else _('Nothing else waits.')}")
        if left:
            self._pane.focus_pin()
        else:
            self._table.setFocus()

    def _on_open(self) -> None:
        item = self._table.selected()
        if item is None:
            return
        if item.kind == "begun":
            self.writing_opened.emit(item.patient_id)
        elif item.kind in ("note", "cosign_note", "begun_addendum"):
            self.note_opened.emit(item.patient_id, item.id)
        elif item.kind == "document":
            self.document_opened.emit(item.patient_id, item.id)
        elif item.kind == "verbal":
            self.patient_opened.emit(item.patient_id)
        else:
            self.session_opened.emit(item.id)

    def _on_hand_on(self) -> None:
        item = self._table.selected()
        if item is not None:
            dialog = HandOnDialog(self._desk, self, item.kind, item.id, item.what)
            dialog.written.connect(self._on_handed_on)
            dialog.open()

    def _on_handed_on(self) -> None:
        self._toast.show_toast(_("Handed on."))
        self._reload()

"""Searching documents: a field, and below it what was found with the place it was found at."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import documents
from clinicdesk.records.documents import FoundDocument
from ui import theme
from ui.widgets.words import label

_WAIT_MS = 150
_SHORTEST = 2


class FoundList(QWidget):
    """Finds documents of the patient shown by title and text; for clinicians also in all charts.

    While something is typed it stands in the place of the widget given to ``show_beside``.

    Signals:
        hit_chosen(object): The ``FoundDocument`` the person wants to see.
        left: Nothing is searched any more.
    """

    hit_chosen = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._hits: list[FoundDocument] = []
        self._instead_of: QWidget | None = None
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("Search in documents"))
        self._line.setAccessibleName(_("Search in documents"))
        self._line.setClearButtonEnabled(True)
        self._all = QCheckBox(_("In &all charts"))
        self._nothing = label(role="muted", wrap=True)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Documents found"))
        self._list.setWordWrap(True)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._line, 1)
        row.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addLayout(row)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        self._all.setVisible(desk.sees("clinical"))
        self._line.textChanged.connect(self._on_text_changed)
        self._line.returnPressed.connect(self._on_enter)
        QShortcut(
            QKeySequence.StandardKey.Find, self._line, context=Qt.ShortcutContext.WindowShortcut
        ).activated.connect(self._on_wanted)
        self._all.toggled.connect(self._find)
        self._timer.timeout.connect(self._find)
        self._list.itemClicked.connect(self._on_item_chosen)
        self._list.itemActivated.connect(self._on_item_chosen)
        self._show_found(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to what was found, else to where one types. (A focus proxy that is hidden would hold Tab up.)"""
        super().focusInEvent(event)
        (self._list if self._list.isVisible() else self._line).setFocus(event.reason())

    def show_beside(self, other: QWidget) -> None:
        """Name the widget that gives its place to what is found."""
        self._instead_of = other

    def show_patient(self, patient_id: str) -> None:
        """Search in this patient's documents from now on; what was typed for another is forgotten."""
        self._patient_id = patient_id
        self._all.setChecked(False)
        self._line.clear()
        self._show_found(False)

    def _find(self) -> None:
        typed = self._line.text().strip()
        if len(typed) < _SHORTEST:
            self._show_found(False)
            return
        whose = None if self._all.isChecked() else self._patient_id
        try:
            self._hits = documents.find(self._desk, typed, patient_id=whose)
        except ClinicDeskError as problem:
            self._hits = []
            self._show_found(True)
            self._nothing.setText(str(problem))
            return
        # Shown first: an item measured in a list that was never shown keeps the height of an unstyled one.
        self._show_found(True)
        self._list.clear()
        for hit in self._hits:
            item = QListWidgetItem(self._words(hit))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._words(hit).replace("\n", ". "))
            self._list.addItem(item)
        self._nothing.setText(_("Nothing found."))

    def _show_found(self, found: bool) -> None:
        self._nothing.setVisible(found and not self._hits)
        self._list.setVisible(found and bool(self._hits))
        if self._instead_of is not None:
            self._instead_of.setVisible(not (found and self._hits))

    def _words(self, hit: FoundDocument) -> str:
        document = hit.document
        day = formats.format_date(document.dated_on or self._desk.local(document.filed_at).date())
        title = document.title if document.title == document.kind.title else f"{document.kind.title}: {document.title}"
        lines = [f"{day}  {title}"]
        if self._all.isChecked():
            born = _(", born {day}").format(day=formats.format_date(hit.birth_date)) if hit.birth_date else ""
            lines.insert(0, formats.format_name(hit.family_name, hit.given_name) + born)
        return "\n".join([*lines, *([hit.snippet] if hit.snippet else [])])

    def _on_text_changed(self, text: str) -> None:
        self._timer.start()
        if not text.strip():
            self._timer.stop()
            self._show_found(False)
            self.left.emit()

    def _on_wanted(self) -> None:
        self._line.setFocus()
        self._line.selectAll()

    def _on_enter(self) -> None:
        self._timer.stop()
        self._find()
        if self._hits:
            self._list.setCurrentRow(0)
            self._list.setFocus()

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.hit_chosen.emit(self._hits[self._list.row(item)])

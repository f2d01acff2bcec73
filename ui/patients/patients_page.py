"""Finding a patient: one box, and the list of whoever matches."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.formats import format_born, format_date, format_name
from clinicdesk.language import _, ngettext
from clinicdesk.records import enquiries, patient_search, patients
from clinicdesk.records.patient_search import PatientLine
from clinicdesk.records.patients import format_record_number
from ui import icons
from ui.widgets import telling_apart
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.page import Page
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.short_text import shortened
from ui.widgets.telling_apart import found_by_words
from ui.widgets.words import label

SHOWN = 50
"""Patients in the list. Whoever is not among them needs another letter."""

_SHOWN_TABLES = {"patients", "sessions", "session_events", "appointments", "appointment_events"}
_TABLE_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PatientsPage(QWidget):
    """The search box has the keys; arrows move in the list, Enter opens, and with nobody found Enter registers.

    Signals:
        patient_opened(str): The chart of this patient is wanted.
        registration_opened(str): Somebody is to be registered; carries what was typed.
        enquiries_opened: Those who asked and are no patients yet are wanted.
        import_opened: Patients are to be brought in from files.
    """

    patient_opened = Signal(str)
    registration_opened = Signal(str)
    enquiries_opened = Signal()
    import_opened = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remarks: Mapping[str, Sequence[ChipText]] = {}
        self._build()
        self._connect()
        self._count_enquiries()
        self._search("")

    def _build(self) -> None:
        self.setAccessibleName(_("Patients"))
        self._box = QLineEdit()
        self._box.setProperty("role", "search")
        self._box.setAccessibleName(_("Search patients"))
        self._box.setPlaceholderText(_("Name, date of birth, phone, record number or e-mail"))
        self._box.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._box.setClearButtonEnabled(True)
        self._new = button(_("&New patient"), kind="primary", icon="user-plus")
        self._enquiries = button("", icon="phone")
        self._import = button(_("&Import…"), icon="import")
        self._told = label("", "muted")
        self._table: RecordTable[PatientLine] = RecordTable(_("Patients found"), self._columns(), lambda row: row.id)
        page = Page(_("Patients"))
        page.add_title_action(self._import)
        self._import.setVisible(self._desk.may("patient.import"))
        page.add_title_action(self._enquiries)
        page.add_title_action(self._new)
        row = QHBoxLayout()
        row.addWidget(self._box, 3)
        row.addWidget(self._told, 2)
        page.add_fixed(row)
        page.add(self._table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.setFocusProxy(self._box)
        # The box first, then what it found; the buttons above come last.
        order = (self._box, self._table, self._new, self._enquiries, self._import)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _columns(self) -> list[Column[PatientLine]]:
        return [
            Column(_("Name"), lambda row: format_name(row.family_name, row.given_name), 26, stretch=True, strong=True),
            Column(_("Preferred"), lambda row: row.preferred_name, 12, priority=3),
            Column(_("Born"), self._born, 20),
            Column(_("Record no."), lambda row: format_record_number(row.record_number), 10),
            Column("", self._remark_text, 20, chips=self._remark_chips),
            Column(_("Phone ends"), lambda row: row.phone_end, 9, priority=2),
            Column(_("Last visit"), lambda row: format_date(row.last_visit) if row.last_visit else "", 12, priority=5),
            Column(_("Next visit"), lambda row: format_date(row.next_visit) if row.next_visit else "", 12, priority=4),
        ]

    def _connect(self) -> None:
        self._box.textChanged.connect(self._on_typed)
        self._box.installEventFilter(self)
        self._table.row_activated.connect(self._on_row_activated)
        self._new.clicked.connect(self._on_new)
        self._enquiries.clicked.connect(self.enquiries_opened)
        self._import.clicked.connect(self.import_opened)

    def focus_search(self) -> None:
        """Put the cursor into the box, with what is there marked to be typed over."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def refresh(self, changed: Changed) -> None:
        """Show the list as it is now."""
        if "enquiries" in changed.tables:
            self._count_enquiries()
        if changed.tables & _SHOWN_TABLES or not self._box.text():
            self._search(self._box.text())

    def showEvent(self, event: QEvent) -> None:
        """Show the latest charts each time the page comes to the front."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._count_enquiries()
        self._search(self._box.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows move in the list, Enter open, and Escape empty the box."""
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _TABLE_KEYS:
                self._table.keyPressEvent(event)
                return True
            if event.key() in _ENTER:
                self._on_enter()
                return True
            if event.key() == Qt.Key.Key_Escape and self._box.text():
                self._box.clear()
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self, typed: str) -> None:
        # Enter takes whoever stands first now, and not whom another text had marked.
        self._table.clearSelection()
        self._table.setCurrentIndex(QModelIndex())
        self._search(typed)

    def _search(self, typed: str) -> None:
        typed = typed.strip()
        found = patient_search.find(self._desk, typed, SHOWN) if typed else patients.recent(self._desk)
        self._remarks = _remarks(found)
        self._table.show_rows(found)
        # Somebody who is only similar is never one Enter away: the eye must choose.
        if found and self._table.selected() is None and not found[0].similar:
            self._table.selectRow(0)
        self._tell(typed, found)

    def _count_enquiries(self) -> None:
        """Say on the button how many wait for an answer."""
        count = enquiries.waiting_count(self._desk)
        self._enquiries.setText(_("En&quiries ({count})").format(count=count) if count else _("En&quiries"))
        self._enquiries.setAccessibleName(_("Enquiries"))

    def _tell(self, typed: str, found: Sequence[PatientLine]) -> None:
        """Say how many there are, and what the next step is where there is nobody."""
        count = len(found)
        if not typed:
            self._told.setText(_("Latest charts") if found else "")
            self._table.set_empty_text(_("Type to find a patient. The charts you open are listed here."))
        elif found and all(line.similar for line in found):
            self._told.setText(
                ngettext("No exact match, {count} similar name", "No exact match, {count} similar names", count).format(
                    count=count
                )
            )
        elif count >= SHOWN:
            self._told.setText(_("The first {count}. Type more to find fewer.").format(count=count))
        else:
            self._told.setText(ngettext("{count} patient", "{count} patients", count).format(count=count))
            self._table.set_empty_text(
                _("Nobody matches “{typed}”. Press Enter to register a new patient.").format(typed=shortened(typed))
            )
        self._new.setText(
            _("&New patient “{typed}”").format(typed=shortened(typed, 20).replace("&", "&&"))
            if typed
            else _("&New patient")
        )
        self._new.setAccessibleName(_("New patient"))

    def _on_enter(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            self._on_row_activated(chosen)
        elif self._table.rows():
            self._table.setFocus()
            self._table.selectRow(0)
        elif self._box.text().strip():
            self._on_new()

    def chosen_patient(self) -> str:
        """Return the patient whose row is marked, or an empty text."""
        row = self._table.selected()
        return row.id if row is not None else ""

    def _on_row_activated(self, line: PatientLine) -> None:
        self.patient_opened.emit(line.id)

    def _on_new(self) -> None:
        self.registration_opened.emit(self._box.text().strip())

    def _born(self, line: PatientLine) -> str:
        return format_born(line.birth_date, self._desk.local(self._desk.now()).date())

    def _remark_text(self, line: PatientLine) -> str:
        return ", ".join(chip.text for chip in self._remark_chips(line))

    def _remark_chips(self, line: PatientLine) -> Sequence[ChipText]:
        return self._remarks.get(line.id, ())


def _remarks(found: Sequence[PatientLine]) -> Mapping[str, Sequence[ChipText]]:
    """Return what is to be noticed about each patient found, by id."""
    same_days, facts = _namesakes(found), telling_apart.telling(found)
    made = {}
    for line in found:
        chips = [ChipText(_("Deceased"), "danger", dot=False)] if line.deceased else []
        chips += [ChipText(_("Consent withdrawn"), "danger", dot=False)] if line.took_back else []
        if line.id in same_days:
            same_day = same_days[line.id]
            # Where little fits, what differs comes before the warning that nearly nothing does.
            chips += [ChipText(fact, "warn", dot=False) for fact in facts[line.id][:1] if same_day]
            chips.append(ChipText(_namesake_words(line, same_day=same_day), "warn", dot=False))
        elif line.similar:
            chips.append(ChipText(_("Similar name"), "neutral", dot=False))
        if also := found_by_words(line):
            chips.append(ChipText(also, "neutral", dot=False))
        if chips:
            made[line.id] = tuple(chips)
    return made


def _namesake_words(line: PatientLine, *, same_day: bool) -> str:
    if same_day:
        return _("Similar, same name, birth date") if line.similar else _("Same name, birth date")
    return _("Similar, same name") if line.similar else _("Same name")


def _namesakes(lines: Sequence[PatientLine]) -> dict[str, bool]:
    """Return the ids of those who share their name with somebody else in the list; with which the birth date too."""
    shared: dict[str, bool] = {}
    for alike in telling_apart.namesakes(lines).values():
        days = [line.birth_date for line in alike]
        if len(alike) > 1:
            shared |= {line.id: line.birth_date is not None and days.count(line.birth_date) > 1 for line in alike}
    return shared

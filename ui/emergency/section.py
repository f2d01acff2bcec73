"""The emergency accesses of the clinic: by whom, to whose chart and why, until an administrator has read of each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import emergency
from clinicdesk.records.emergency import EmergencyAccess
from ui import theme
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

_TABLES = frozenset({"emergency_accesses", "emergency_reviews", "staff"})


class EmergencySection(QWidget):
    """The list, the reason of the chosen one, and a field for what the reader found.

    Signals:
        patient_opened(str): The chart of this patient is wanted.
    """

    patient_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("fills", True)
        self._build()
        self._table.row_selected.connect(self._on_chosen)
        self._read.clicked.connect(self._on_read)
        self._chart.clicked.connect(self._on_chart)
        self.show_accesses()

    def _build(self) -> None:
        self._strip = MessageStrip()
        columns: list[Column[EmergencyAccess]] = [
            Column(_("Began"), self._began, 17),
            Column(_("By"), lambda one: one.staff_name, 18, strong=True),
            Column(_("Chart of"), lambda one: one.patient_name, 20, stretch=True),
            Column(_("Read by"), _read_by, 18, tone=_tone),
        ]
        self._table: RecordTable[EmergencyAccess] = RecordTable(
            _("Emergency accesses"), columns, key=lambda one: one.id
        )
        self._table.set_empty_text(_("Nobody has used emergency access."))
        self._reason = label("", wrap=True)
        self._found = label("", "muted", wrap=True)
        self._words = TextAreaField(_("What you &found (may stay empty)"), lines=2)
        self._read = button(_("I have &read of it"), kind="primary")
        self._chart = button(_("Open the c&hart"))
        note = _(
            "Who opened a chart their role does not include, and why. "
            "Each stays on Today until an administrator has read of it."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        for part in (self._reason, self._found, self._words):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._chart)
        row.addWidget(self._read)
        column.addLayout(row)

    def show_accesses(self) -> None:
        """Show all of them, the latest first."""
        found = emergency.latest(self._desk)
        self._table.show_rows(found)
        if self._table.selected() is None and found:
            to_read = next((one for one in reversed(found) if not one.reviewed_by), found[0])
            self._table.select_key(to_read.id)
        self._on_chosen(self._table.selected())

    def refresh(self, changed: Changed) -> None:
        """Show what others began or read."""
        if changed.tables & _TABLES:
            self.show_accesses()

    def _on_chosen(self, access: EmergencyAccess | None) -> None:
        open_ = access is not None and not access.reviewed_by and emergency.may_review(self._desk, access)
        self._words.setVisible(open_)
        self._read.setVisible(open_)
        self._chart.setVisible(access is not None)
        self._reason.setText(_("Why: {reason}").format(reason=access.reason) if access else "")
        self._found.setText(self._said(access) if access else "")
        self._found.setHidden(not self._found.text())

    def _said(self, access: EmergencyAccess) -> str:
        if access.reviewed_by:
            return _("{name} found: {words}").format(
                name=access.reviewed_by, words=access.review or _("nothing to add")
            )
        if not emergency.may_review(self._desk, access):
            return _("It was your own: another administrator reads of it.")
        return ""

    def _on_read(self) -> None:
        access = self._table.selected()
        if access is None:
            return
        try:
            emergency.review(self._desk, access, self._words.text())
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._words.set_text("")
        self._strip.clear()
        self.show_accesses()

    def _on_chart(self) -> None:
        if (access := self._table.selected()) is not None:
            self.patient_opened.emit(access.patient_id)

    def _began(self, access: EmergencyAccess) -> str:
        return formats.format_date_time(self._desk.local(access.began_at))


def _read_by(access: EmergencyAccess) -> str:
    return access.reviewed_by or _("not read yet")


def _tone(access: EmergencyAccess) -> str:
    return "" if access.reviewed_by else "warn"

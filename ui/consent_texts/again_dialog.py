"""Who signed an earlier version and is to sign again; whoever comes next stands first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.consents import signing_again
from clinicdesk.records.consents.signing_again import SigningAgain
from ui.consent_texts.frame import Frame
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable


class AgainDialog(Frame):
    """A list of patients.

    Signals:
        patient_opened(str): A patient's chart.
    """

    patient_opened = Signal(str)

    def __init__(
        self, desk: Desk, over: QWidget, key: str, title: str, people: list[SigningAgain] | None = None
    ) -> None:
        """Make one; ``people`` are those a version would ask that is not published yet."""
        super().__init__(over, _("Who must sign again"), title)
        self._desk = desk
        found = signing_again.to_sign_again(desk, key) if people is None else people
        self._table: RecordTable[SigningAgain] = RecordTable(
            _("Patients to sign again"), self._columns(), key=lambda one: (one.patient_id, one.signed_at)
        )
        self._table.set_empty_text(_("Nobody has to sign this text again."))
        self._open = button(_("&Open chart"), kind="primary", icon="user")
        self._close = button(_("Close"))
        self.body.addWidget(self._table, 1)
        self.add_buttons(self._close, self._open)
        self._open.clicked.connect(self._on_open)
        self._close.clicked.connect(self.reject)
        self._table.row_activated.connect(self._on_activated)
        self._table.show_rows(found)
        self._open.setEnabled(bool(found))
        if found:
            self._table.selectRow(0)
            self._table.setFocus()
            count = ngettext("{count} patient", "{count} patients", len(found)).format(count=len(found))
            self.sentence.setText(f"{title} · {count}")

    def _columns(self) -> list[Column[SigningAgain]]:
        return [
            Column(_("Next visit"), _next_visit, 16),
            Column(_("Patient"), lambda one: one.patient_name, 24, stretch=True, strong=True),
            Column(_("Born"), lambda one: formats.format_date(one.birth_date), 12),
            Column(_("Record"), lambda one: formats.format_record_number(one.record_number), 8, priority=3),
            Column(_("Signed"), self._signed, 24, priority=2),
        ]

    def _signed(self, one: SigningAgain) -> str:
        day = formats.format_date(self._desk.local(one.signed_at).date())
        return _("version {version}, {day}").format(version=one.signed_version, day=day)

    def _on_open(self) -> None:
        if one := self._table.selected():
            self.accept()
            self.patient_opened.emit(one.patient_id)

    def _on_activated(self, _one: SigningAgain) -> None:
        self._on_open()


def _next_visit(one: SigningAgain) -> str:
    return formats.format_day(one.next_visit) if one.next_visit else _("None planned")

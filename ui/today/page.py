"""The place one starts from: the board of the day, and the check-in of one of its visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.today import BoardRow
from ui.today.board_page import BoardPage

if TYPE_CHECKING:
    from ui.today.check_in_page import CheckInPage

# The form is made when somebody is first checked in: the board must not wait for it.


class TodayPage(QStackedWidget):
    """Who is expected, who is here, what runs, what is unsigned; and checking somebody in.

    Signals:
        patient_opened(str): Open this chart.
        session_opened(str): Open this session.
        registration_opened: Register somebody new.
        to_sign_opened(str): Open something that waits for this person's signature, by its key.
        emergencies_opened: Show an administrator the emergency accesses to read of.
        overdue_opened: Show the owner what waits too long.
        appointment_opened(str): Show a booking in the schedule.
        forms_opened(str): Hand the PC over: this patient's prepared forms are to be read and signed.
        paper_requested(object): A ``PaperRequest``: the list of a day, the downtime pack.
        consents_opened(str): Show the consents in this patient's chart.
        monitoring_form_opened(str): Fill the monitoring form of this session.
        expired_opened(str): Show what has expired of this patient.
        measures_opened(str, str): Hand the PC over: this patient fills in what is due; carries the session's id too.

    Attributes:
        board: The board.
        check_in: The check-in form, once somebody was checked in.
    """

    patient_opened = Signal(str)
    session_opened = Signal(str)
    registration_opened = Signal()
    to_sign_opened = Signal(str)
    overdue_opened = Signal()
    emergencies_opened = Signal()
    appointment_opened = Signal(str)
    forms_opened = Signal(str)
    paper_requested = Signal(object)
    consents_opened = Signal(str)
    monitoring_form_opened = Signal(str)
    expired_opened = Signal(str)
    measures_opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Today"))
        self.board = BoardPage(desk)
        self.check_in: CheckInPage | None = None
        self._desk = desk
        self.addWidget(self.board)
        self.setFocusProxy(self.board)
        self._connect()

    def _connect(self) -> None:
        self.board.patient_opened.connect(self.patient_opened)
        self.board.session_opened.connect(self.session_opened)
        self.board.registration_opened.connect(self.registration_opened)
        self.board.to_sign_opened.connect(self.to_sign_opened)
        self.board.overdue_opened.connect(self.overdue_opened)
        self.board.emergencies_opened.connect(self.emergencies_opened)
        self.board.appointment_opened.connect(self.appointment_opened)
        self.board.paper_requested.connect(self.paper_requested)
        self.board.consents_opened.connect(self.consents_opened)
        self.board.measures_opened.connect(self.measures_opened)
        self.board.monitoring_form_opened.connect(self.monitoring_form_opened)
        self.board.check_in_opened.connect(self._on_check_in_opened)

    def chosen_patient(self) -> str:
        """Return the patient of the row that is marked, or an empty text."""
        row = self.board.table.selected() if self.currentWidget() is self.board else None
        return row.patient_id if row is not None else ""

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever; selection and place stay."""
        self.board.refresh(changed)
        if self.check_in is not None:
            self.check_in.refresh(changed)

    def tick(self) -> None:
        """Once a second: turn to the new day at midnight, and once a minute look who is late and how far they are."""
        self.board.tick()

    def leave(self) -> None:
        """Keep what is being typed."""
        self.board.leave()
        if self.check_in is not None:
            self.check_in.leave()

    def _form(self) -> CheckInPage:
        if self.check_in is None:
            from ui.today.check_in_page import CheckInPage

            self.check_in = CheckInPage(self._desk)
            self.check_in.forms_opened.connect(self._on_forms_opened)
            self.check_in.measures_opened.connect(self._on_measures_opened)
            self.check_in.closed.connect(self._on_closed)
            self.check_in.expired_opened.connect(self.expired_opened)
            self.addWidget(self.check_in)
        return self.check_in

    def _on_check_in_opened(self, row: BoardRow) -> None:
        form = self._form()
        try:
            form.show_visit(row)
        except ClinicDeskError as problem:
            self.board.tell("danger", str(problem))
            return
        self.setCurrentWidget(form)
        self.setFocusProxy(form)
        form.setFocus()

    def _on_forms_opened(self, patient_id: str) -> None:
        self._on_closed()
        self.forms_opened.emit(patient_id)

    def _on_measures_opened(self, patient_id: str, session_id: str) -> None:
        self._on_closed()
        self.measures_opened.emit(patient_id, session_id)

    def _on_closed(self) -> None:
        self.setCurrentWidget(self.board)
        self.setFocusProxy(self.board)
        self.board.setFocus()

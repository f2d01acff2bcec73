"""The tab of the chart about who else treats the patient: the care team, letters, medicines."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.care_team import CareMember
from ui import theme
from ui.care.letters_card import LettersCard
from ui.care.medicines_card import MedicinesCard
from ui.care.team_card import TeamCard
from ui.paper.letter_dialog import LetterDialog

_TABLES = frozenset(
    {"care_team", "notes", "note_events", "signatures", "medicines", "medicine_decisions", "patient_answers", "merges"}
    | {"patients", "misfiled"}
)


class CareTab(QWidget):
    """A tab of the chart.

    Signals:
        note_opened(str): Show a note of this patient: the letter begun, or the one chosen.
        paper_requested(object): The ``PaperRequest`` of a letter.
    """

    note_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Care team")
        self.setAccessibleName(_("Care team"))
        self._desk = desk
        self._patient_id = ""
        self._team, self._letters = TeamCard(desk), LettersCard(desk)
        self._medicines = MedicinesCard(desk) if desk.sees("clinical") else None
        self._build()
        self._team.letter_asked.connect(self._on_letter_asked)
        self._letters.note_opened.connect(self.note_opened)
        self._letters.paper_requested.connect(self.paper_requested)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._team, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.px("space_12"))
        below.addWidget(self._letters, 4)
        if self._medicines is not None:
            below.addWidget(self._medicines, 3)
        column.addLayout(below, 1)

    def show_patient(self, patient_id: str) -> None:
        """Show who else treats a patient."""
        self._patient_id = patient_id
        self._team.show_patient(patient_id)
        self._letters.show_patient(patient_id)
        if self._medicines is not None:
            self._medicines.show_patient(patient_id)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self.show_patient(self._patient_id)

    def _on_letter_asked(self, member: CareMember | None) -> None:
        dialog = LetterDialog(self._desk, self, self._patient_id, to=member)
        dialog.letter_begun.connect(self.note_opened)
        dialog.come_up()

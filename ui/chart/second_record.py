"""Says above the overview that somebody may be registered twice, and offers to lay both records side by side."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import merging
from ui.shell.possible_matches import PossibleMatches


class SecondRecord(QWidget):
    """Hidden while nobody is alike. It looks only once the chart is painted: nobody waits for it.

    Signals:
        comparison_asked(str, str): Lay this patient and another record side by side.
    """

    comparison_asked = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._matches = PossibleMatches(_("Compare the two…"))
        self._matches.patient_opened.connect(self._on_chosen)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._matches)
        self.hide()

    def show_patient(self, patient_id: str) -> None:
        """Look soon whether this patient is registered a second time."""
        if patient_id != self._patient_id:
            self.hide()
        self._patient_id = patient_id
        self._soon.start()

    def _look(self) -> None:
        try:
            found = merging.likely_second_records(self._desk, self._patient_id)
        except ClinicDeskError:
            # The chart itself says what is wrong with the file.
            found = []
        self._matches.show_matches(found)
        self.setVisible(bool(found))

    def _on_chosen(self, other_id: str) -> None:
        self.comparison_asked.emit(self._patient_id, other_id)

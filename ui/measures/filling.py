"""Filling in from any place: what is asked first, the form in the way that was chosen, and what became of it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import measures, patients
from clinicdesk.records.measures import Result, Way, files
from clinicdesk.records.measures.begun import Begun
from clinicdesk.records.measures.due import MeasureDueItem
from clinicdesk.rules import scoring
from clinicdesk.rules.languages import language_code
from ui.measures.handing_over import HandingOver
from ui.measures.staff_form import StaffForm
from ui.measures.start_dialog import StartDialog


class Filling(QObject):
    """One form at a time over a place.

    Signals:
        hand_over_wanted(object): The PC goes to the patient; carries what makes the ``HandOverContent``.
        filled(object): A form came back or was typed; carries a ``FilledIn``.
        refused(str): A sentence about what did not work.
    """

    hand_over_wanted = Signal(object)
    filled = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._form: StaffForm | None = None
        self._handing_over = HandingOver(desk, over)
        self._handing_over.hand_over_wanted.connect(self.hand_over_wanted)
        self._handing_over.came_back.connect(self.filled)

    def ask(self, patient_id: str, due: MeasureDueItem | None = None) -> None:
        """Ask which form, in which language, and how; what is due is chosen already."""
        begun = Begun(patient_id, "", Way.SCREEN)
        if due is not None:
            begun = replace(
                begun,
                measure_id=due.measure,
                due_key=due.due_key,
                series_id=due.series_id,
                session_id=due.session_id,
            )
        try:
            spoken = language_code(patients.get(self._desk, patient_id).language) or ""
            dialog = StartDialog(self._over, files.offered(self._desk), begun, spoken)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        dialog.chosen.connect(self.start)
        dialog.come_up()

    def start(self, begun: Begun) -> None:
        """Open what was chosen, or go on with what was begun."""
        if begun.way is Way.SCREEN:
            self._handing_over.start(begun)
            return
        try:
            measure = files.in_use(self._desk, begun.measure_id).measure
            if begun.corrects:
                measure = files.of_file(self._desk, measures.get(self._desk, begun.corrects).file_id)
            dialog = StaffForm(self._desk, self._over, measure, begun, self._whose(begun.patient_id))
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        self._form = dialog
        dialog.filled.connect(self.filled)
        dialog.finished.connect(self._on_finished)
        dialog.come_up()

    def correct(self, result: Result) -> None:
        """Type a result anew, beginning with what stands there."""
        # What the patient answered on the screen is typed by staff now.
        way = Way.PAPER if result.way is Way.SCREEN else result.way
        self.start(
            Begun(
                result.patient_id,
                result.measure,
                way,
                language=result.language,
                filled_by=result.filled_by,
                corrects=result.id,
                answers=result.answers,
                text=_scores(self._desk, result) if way is Way.TOTAL else {},
            )
        )

    def keep_draft(self) -> None:
        """Keep what is being typed."""
        if self._form is not None:
            self._form.keep_draft()

    def _whose(self, patient_id: str) -> str:
        patient = patients.get(self._desk, patient_id)
        name = formats.format_name(patient.family_name, patient.given_name)
        born = formats.format_date(patient.birth_date)
        return f"{name}, {born}" if patient.birth_date else name

    def _on_finished(self, _result: int) -> None:
        self._form = None


def _scores(desk: Desk, result: Result) -> dict[str, str]:
    """Return the scores that stand on the sheet, as they were typed."""
    rules = files.of_file(desk, result.file_id).scores
    found = ((rule, result.scores.get(rule.id)) for rule in rules)
    return {rule.id: scoring.score_text(rule, value) for rule, value in found if value is not None}

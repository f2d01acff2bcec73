"""A questionnaire on its way to the patient and back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records.measures import files
from clinicdesk.records.measures.begun import Begun
from ui.measures.form import QuestionnaireContent


class HandingOver(QObject):
    """One questionnaire at a time.

    Signals:
        hand_over_wanted(object): Carries what makes the content the patient is to be handed.
        came_back(object): Staff have the device again; carries a ``FilledIn``.
    """

    hand_over_wanted = Signal(object)
    came_back = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._begun: Begun | None = None
        self._content: QuestionnaireContent | None = None

    def start(self, begun: Begun) -> None:
        """Hand the PC over, once what has to be asked before is answered."""
        self._begun = begun
        self.hand_over_wanted.emit(self._make)

    def _make(self) -> QuestionnaireContent:
        """Make the content, when nothing else stands in the way. Raises ``ClinicDeskError``."""
        assert self._begun is not None
        measure = files.in_use(self._desk, self._begun.measure_id).measure
        self._content = QuestionnaireContent(self._desk, measure, self._begun)
        self._content.taken_back.connect(self._on_taken_back)
        return self._content

    def _on_taken_back(self) -> None:
        content, self._content = self._content, None
        if content is not None:
            self.came_back.emit(content.conclude())

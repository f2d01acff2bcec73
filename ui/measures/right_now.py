"""How it is right now, from 0 to 10: mood, distress, pain. One key for each, and Enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.measures import FilledBy, Way, files, recording
from clinicdesk.rules.languages import language_code
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.measures.answer_row import AnswerRow
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

NOW = ("mood-now", "distress-now", "pain-now")
"""The measures that ask about this moment, in the order they are asked."""


class RightNowDialog(QDialog):
    """What is left empty is not recorded. Deletes itself when closed.

    Signals:
        recorded(str): It is in the record; carries a sentence that says what.
    """

    recorded = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, patient_id: str, session_id: str | None = None) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._patient_id = patient_id
        self._session_id = session_id
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Right now"))
        self.setAccessibleName(_("Right now, 0 to 10"))
        offered = files.offered(desk)
        self._measures = [offered[name] for name in NOW if name in offered]
        spoken = (language_code(patients.get(desk, patient_id).language) or "en").split("-")[0]
        known = all(spoken in measure.languages for measure in self._measures)
        self._language = spoken if known else "en"
        self._rows = [_row(measure, self._language) for measure in self._measures]
        self._strip = MessageStrip()
        self._record = button(_("Record"), kind="primary", shortcut="Ctrl+S")
        self._cancel = button(_("Cancel"))
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Right now"), "h2"))
        hint = _("Ask, and type the number: the keys 0 to 9, X for 10. Empty is not recorded.")
        column.addWidget(label(hint, "muted", wrap=True))
        column.addWidget(self._strip)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._record)
        column.addLayout(buttons)
        self.setMinimumWidth(min(theme.px("base") * 44, self._over.window().width() - 32))

    def _connect(self) -> None:
        for row in self._rows:
            row.went_on.connect(self._on_went_on)
            row.went_back.connect(self._on_went_back)
        self._record.clicked.connect(self._on_record)
        self._cancel.clicked.connect(self.reject)

    def come_up(self) -> None:
        """Show it with the keys at the first number."""
        self.open()
        # The first guess was made for less width, where the words need more lines.
        column = self.layout()
        if column is not None:
            self.resize(self.width(), column.totalHeightForWidth(self.width()))
        self._rows[0].setFocus()

    def _on_went_on(self) -> None:
        self._step(1)

    def _on_went_back(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        at = next(place for place, row in enumerate(self._rows) if row is self.sender()) + by
        (self._rows[max(at, 0)] if at < len(self._rows) else self._record).setFocus()

    def _on_record(self) -> None:
        given = [(m, row) for m, row in zip(self._measures, self._rows, strict=True) if row.box.value is not None]
        if not given:
            self._strip.show_message("info", _("Type at least one number."))
            self._rows[0].setFocus()
            return
        try:
            for measure, row in given:
                recording.record(
                    self._desk,
                    patient_id=self._patient_id,
                    measure_id=measure.id,
                    answers={row.item.id: row.box.value},
                    filled_by=FilledBy.PATIENT,
                    way=Way.READ_ALOUD,
                    language=self._language,
                    session_id=self._session_id,
                )
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        each = _("{measure}: {value}")
        words = ", ".join(each.format(measure=measure.title, value=row.box.value) for measure, row in given)
        self.accept()
        self.recorded.emit(_("Recorded. {values}.").format(values=words))


def _row(measure: Measure, language: str) -> AnswerRow:
    # Each asks one thing: a number before it would say nothing.
    return AnswerRow(measure.items[0], language, large=True, numbered=False)

"""The drug lines and adverse events of a session as a list, each with a button to correct it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.sessions import AdverseEvent, DrugGiven, Session
from clinicdesk.rules.adverse import WORDS, Severity, kind_words
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label


class RecordLines(QWidget):
    """Filled anew when the lines have changed.

    Signals:
        correction_asked(str): ``correct_drug:<id>`` or ``correct_adverse:<id>``.
    """

    correction_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[tuple[str, str, bool], ...] | None = None
        self._keys: dict[QPushButton, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_4"))

    def show_session(self, session: Session) -> None:
        """Show the lines that count."""
        open_ = not session.is_signed
        lines = [(f"correct_drug:{drug.id}", self._drug_words(drug), open_) for drug in session.drugs]
        lines += [(f"correct_adverse:{e.id}", self._event_words(e), open_) for e in session.adverse_events]
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        self._empty()
        for key, words, correctable in lines:
            self._column.addWidget(self._line(key, words, correctable))
        self.setVisible(bool(lines))

    def _empty(self) -> None:
        self._keys.clear()
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _line(self, key: str, words: str, correctable: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8"))
        row.addWidget(label(words, wrap=True), 1)
        if correctable:
            made = button(_("Correct"), kind="quiet")
            made.setAccessibleName(_("Correct: {line}").format(line=words))
            self._keys[made] = key
            made.clicked.connect(self._on_pressed)
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _drug_words(self, drug: DrugGiven) -> str:
        parts = [drug.product]
        for name, amount in (
            (_("drawn {amount}"), drug.drawn_micrograms),
            (_("given {amount}"), drug.given_micrograms),
            (_("wasted {amount}"), drug.wasted_micrograms),
        ):
            if amount is not None:
                parts.append(name.format(amount=formats.format_dose(amount)))
        if drug.lot:
            parts.append(_("lot {lot}").format(lot=drug.lot))
        if drug.witness_name:
            parts.append(_("witness {name}").format(name=drug.witness_name))
        return ", ".join(parts)

    def _event_words(self, event: AdverseEvent) -> str:
        return _("{time} {what}, {severity}").format(
            time=formats.format_time(self._desk.local(event.onset_at)),
            what=kind_words(event.kind),
            severity=WORDS[Severity(event.severity)].lower(),
        )

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.correction_asked.emit(self._keys[pressed])

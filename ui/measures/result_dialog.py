"""One result: what was answered, what it comes to, by which version of the form; corrected or voided from here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures import Result, files, findings
from clinicdesk.rules.languages import language_name
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.measures import call_lines, result_words
from ui.measures.said import item_number, item_words
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

_Scroll = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_PageDown: _Scroll.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Scroll.SliderPageStepSub,
    Qt.Key.Key_End: _Scroll.SliderToMaximum,
    Qt.Key.Key_Home: _Scroll.SliderToMinimum,
}


class ResultDialog(QDialog):
    """Deletes itself when closed.

    Signals:
        correction_asked(object): The answers are to be typed anew; carries the ``Result``.
        voiding_asked(object): It does not count; carries the ``Result``.
    """

    correction_asked = Signal(object)
    voiding_asked = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, result: Result, sex: str) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._result = result
        measure = files.of_file(desk, result.file_id)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(measure.title)
        self.setAccessibleName(_("{title}, what was answered").format(title=measure.title))
        self._correct = button(_("Co&rrect…"))
        self._void = button(_("&Void…"), kind="danger")
        self._close = button(_("&Close"), kind="primary")
        self._build(measure, sex)
        open_ = result.counts
        self._correct.setVisible(open_ and desk.may("measure.record"))
        self._void.setVisible(open_ and desk.may("measure.void"))
        self._correct.clicked.connect(self._on_correct)
        self._void.clicked.connect(self._on_void)
        self._close.clicked.connect(self.reject)

    def _build(self, measure: Measure, sex: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(f"{measure.title} · {result_words.when(self._desk, self._result)}", "h2", wrap=True))
        column.addWidget(label(measure.full_title, "muted", wrap=True))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, theme.px("space_12"), 0)
        grid.setHorizontalSpacing(theme.px("space_16"))
        grid.setVerticalSpacing(theme.px("space_4"))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for row, (name, words, role) in enumerate(self._lines(measure, sex)):
            grid.addWidget(label(name, role or "muted", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            told = label(words, role, wrap=True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(told, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(grid.rowCount(), 1)
        self._lines_area = ScrollArea(inside, see_through=True)
        column.addWidget(self._lines_area, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._correct)
        buttons.addWidget(self._void)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column.addLayout(buttons)

    def come_up(self) -> None:
        """Show it as high as the window allows."""
        over, base = self._over.window().size(), theme.px("base")
        self.resize(min(base * 50, over.width() - 32), min(base * 46, over.height() - 24))
        self.open()
        self._close.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll what was answered: the keys are at the buttons."""
        action = _SCROLLS.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
            return
        self._lines_area.verticalScrollBar().triggerAction(action)

    def _lines(self, measure: Measure, sex: str) -> list[tuple[str, str, str]]:
        result = self._result
        lines = [(rule.title, result_words.score(measure, rule, result, sex), "strong") for rule in measure.scores]
        if found := findings.found(measure, result):
            lines.append((_("What the answers say"), found, "strong"))
        lines += call_lines.of_result(self._desk, result.id)
        for item in measure.items:
            if item.id in result.answers:
                number, words = item_number(item), item_words(item)
                name = f"{number}. {words}" if number else words
                lines.append((name, result_words.answer(measure, item.id, result), ""))
        at = formats.format_date_time(self._desk.local(result.recorded_at))
        lines.append((_("How"), result_words.way(result), ""))
        lines.append((_("Recorded"), f"{at}, {result.recorded_by}", ""))
        form = _("{title}, version {version}, {language}").format(
            title=measure.title, version=measure.version, language=language_name(result.language)
        )
        lines.append((_("Form"), form, ""))
        if result.remark:
            lines.append((_("Remark"), result.remark, ""))
        if result.voided_reason is not None:
            lines.append((_("Voided"), result.voided_reason, ""))
        if result.corrected_by is not None:
            lines.append((_("Corrected"), _("A newer one stands for it."), ""))
        lines.append((_("About the form"), measure.provenance.source, ""))
        return lines

    def _on_correct(self) -> None:
        self.accept()
        self.correction_asked.emit(self._result)

    def _on_void(self) -> None:
        self.accept()
        self.voiding_asked.emit(self._result)

"""The checks of the day: one line each, in order or not. Nothing is answered beforehand, and the sound is played."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import day_checks
from clinicdesk.records.day_checks import DayItem
from ui import theme
from ui.shell import sound
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class DayStartSheet(QDialog):
    """Deletes itself when closed.

    Signals:
        recorded: It is in the record.
    """

    recorded = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._groups: dict[str, QButtonGroup] = {}
        self._sound: DayItem | None = None
        title = _("Checks of the day")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._play = button(_("&Play the sound"), icon="bell")
        self._strip = MessageStrip()
        self._remark = TextField(_("&What is done about what is not in order"))
        self._save = button(_("&Record"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._connect()

    def _build(self, title: str) -> None:
        preset = day_checks.preset()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_16"))
        grid.setVerticalSpacing(theme.px("space_8"))
        grid.setColumnStretch(0, 1)
        for row, item in enumerate(preset.items):
            self._build_line(grid, row, item)
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(label(title, "h2"))
        column.addLayout(grid)
        column.addWidget(self._remark)
        column.addWidget(self._strip)
        column.addWidget(label(_source(), "small", wrap=True))
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 52)

    def _build_line(self, grid: QGridLayout, row: int, item: DayItem) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(item.title, "strong"))
        words.addWidget(label(item.ask, "muted"))
        # The button for the sound stands beside the words of its line only.
        grid.addLayout(words, row, 0, 1, 1 if item.sound else 2)
        if item.sound:
            self._sound = item
            grid.addWidget(self._play, row, 1)
        group = self._groups[item.id] = QButtonGroup(self)
        for column, (well, text) in enumerate(((True, _("In order")), (False, _("Not in order")))):
            mark = QRadioButton(text)
            mark.setAccessibleName(f"{item.title}: {text}")
            group.addButton(mark, int(well))
            grid.addWidget(mark, row, 2 + column)
            # Nobody has heard what was not played.
            mark.setEnabled(not (item.sound and well))

    def _connect(self) -> None:
        self._play.clicked.connect(self._on_play)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _on_play(self) -> None:
        sound.test()
        if self._sound is not None:
            self._groups[self._sound.id].button(1).setEnabled(True)

    def _on_save(self) -> None:
        answers = {key: bool(group.checkedId()) for key, group in self._groups.items() if group.checkedId() >= 0}
        try:
            day_checks.record(self._desk, answers=answers, remark=self._remark.text())
        except BadValue as problem:
            if problem.field == "remark":
                self._remark.set_error(str(problem))
                self._remark.setFocus()
            else:
                self._strip.show_message("warn", str(problem))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.recorded.emit()


def _source() -> str:
    preset = day_checks.preset()
    return f"{preset.source} {_('Not verified in a primary source.')}" if preset.unverified else preset.source

"""The face of a running infusion: large elapsed time, total, progress. It paints only what it is told."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.chip import Chip, ChipText
from ui.widgets.words import label

_STEPS = 1000


class TimerFace(QWidget):
    """Elapsed time in large figures, "of 40:00", a bar, and a line of detail. It counts nothing itself."""

    def __init__(self, title: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        top = QHBoxLayout()
        self._title = label(title, "caption")
        self._chip = Chip("", "neutral")
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._chip)
        self._elapsed = label(role="timer")
        self._total = label(role="muted")
        figures = QHBoxLayout()
        figures.setSpacing(theme.px("space_12"))
        figures.addWidget(self._elapsed)
        figures.addWidget(self._total, 0, Qt.AlignmentFlag.AlignVCenter)
        figures.addStretch(1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(title)
        self._detail = label(role="muted", wrap=True)
        column.addLayout(top)
        column.addLayout(figures)
        column.addWidget(self._bar)
        column.addWidget(self._detail)
        column.addStretch(1)
        self.setAccessibleName(title)

    def show_time(
        self, elapsed: str, total: str, fraction: float, state: ChipText, detail: str = "", tone: str = ""
    ) -> None:
        """Show ``elapsed`` ("23:41"), ``total`` ("of 40:00"), the ``fraction`` 0–1 done, the state and some detail.

        ``tone`` ``warn`` or ``danger`` colours the bar. Call it as often as the figures change.
        """
        self._elapsed.setText(elapsed)
        self._total.setText(total)
        self._bar.setValue(round(max(0.0, min(1.0, fraction)) * _STEPS))
        theme.set_state(self._bar, "tone", tone)
        if state.text != self._chip.text():
            self._chip.show_chip(state)
        self._chip.setVisible(bool(state.text))
        self._detail.setText(detail)
        # Read out when asked for, not at every second.
        self.setAccessibleDescription(f"{elapsed} {total}. {state.text}. {detail}")

"""What the next nurse must know of one chair: given, left, due, last values, and what is open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.sessions.nurse import HandOver
from ui import theme
from ui.widgets.words import label


class ChairFacts(QWidget):
    """Label and words, line by line; what is open stands out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space_12"))
        self._grid.setVerticalSpacing(theme.px("space_4"))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, told: HandOver) -> None:
        """Show a chair as it stands now."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        lines = [
            (_("Given"), told.given or _("nothing yet"), ""),
            (_("Left"), told.left, ""),
            (_("Due"), told.due or _("nothing"), ""),
            (_("Last values"), "\n".join(told.values), ""),
            (_("Open"), "\n".join(told.open) or _("nothing"), "warn" if told.open else ""),
        ]
        for row, (name, words, tone) in enumerate(line for line in lines if line[1]):
            self._grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(words, wrap=True, tone=tone), row, 1)

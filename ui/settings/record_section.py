"""The record itself: checking that it is whole, bringing patients in, and the files it is worked with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from ui.settings.files_card import FilesCard
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label


class RecordSection(QWidget):
    """What everybody may do with the record, and where it is.

    Signals:
        import_opened: The person wants to bring patients in.
    """

    import_opened = Signal()

    def __init__(self, desk: Desk, check: QWidget) -> None:
        """Make one; ``check`` checks the record."""
        super().__init__()
        self._import = button(_("&Import patients…"), icon="import")
        self._import.clicked.connect(self.import_opened)
        bring = Card(_("Bring patients in"))
        bring.add(
            label(_("From a folder of CSV files. A trial run shows first what would be added."), "muted", wrap=True)
        )
        line = QHBoxLayout()
        line.addWidget(self._import)
        line.addStretch(1)
        bring.add(line)
        place = Card(_("Where the record is"))
        place.add(label(str(desk.clinic.path), wrap=True))
        self._files = FilesCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for card in (check, bring, self._files, place):
            column.addWidget(card)
        # After it has its parent: a widget shown before would flash up as a window of its own.
        bring.setVisible(desk.may("patient.import"))

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files each time: somebody may have mended one."""
        super().showEvent(event)
        self._files.show_files()

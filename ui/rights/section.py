"""The section Requests: the register, holds, how long charts are kept, and what was erased."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from ui.rights.erased_part import ErasedPart
from ui.rights.holds_part import HoldsPart
from ui.rights.keeping_part import KeepingPart
from ui.rights.register_part import RegisterPart
from ui.widgets.background import Background
from ui.widgets.sized_tabs import SizedTabs

_TABLES = frozenset({"rights_requests", "rights_events", "legal_holds", "erasures", "practice", "patients"})


class RightsSection(QWidget):
    """Four parts; only the one that is seen reads.

    Signals:
        patient_opened(str): The chart of a patient is wanted.
    """

    patient_opened = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        keeping = KeepingPart(desk, background)
        parts: list[tuple[Any, str]] = [
            (RegisterPart(desk), _("Register")),
            (HoldsPart(desk), _("Holds")),
            (keeping, _("Retention")),
            (ErasedPart(desk, background), _("Erased")),
        ]
        self._tabs = SizedTabs(_("Requests"))
        self._tabs.setDocumentMode(True)
        # Lists that scroll by themselves; the buttons under them stay in sight.
        self.setProperty("fills", True)
        for part, name in parts:
            part.setProperty("fills", True)
            self._tabs.addTab(part, name)
            if hasattr(part, "patient_opened"):
                part.patient_opened.connect(self.patient_opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs, 1)

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed, in the part that is seen; the others read when they are."""
        part: Any = self._tabs.currentWidget()
        if changed.tables & _TABLES and part.isVisible():
            part.show_part()

"""The section Access: the log of the clinic, its monthly review, and slips that show whether the past was rewritten."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from ui.access.log_part import LogPart
from ui.access.review_part import ReviewPart
from ui.access.slips_part import SlipsPart
from ui.widgets.background import Background
from ui.widgets.sized_tabs import SizedTabs


class AccessSection(QWidget):
    """Three parts, each made at once and filled when it is first seen.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        patient_opened(str): The chart of a patient is wanted.
    """

    paper_requested = Signal(object)
    patient_opened = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self.log = LogPart(desk, background)
        self.review = ReviewPart(desk, background)
        self.slips = SlipsPart(desk)
        self._tabs = SizedTabs(_("Access"))
        self._tabs.setDocumentMode(True)
        for part, name in ((self.log, _("Log")), (self.review, _("Monthly review")), (self.slips, _("Slips"))):
            part.setProperty("fills", True)
            self._tabs.addTab(part, name)
            part.paper_requested.connect(self.paper_requested)
        self.log.patient_opened.connect(self.patient_opened)
        self.setProperty("fills", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs, 1)

    def show_part(self, name: str) -> None:
        """Show the log, the monthly review or the slips, by the name of the tab."""
        for index in range(self._tabs.count()):
            if self._tabs.tabText(index) == name:
                self._tabs.setCurrentIndex(index)

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed. The log is not read anew under the eyes of whoever reads it."""
        if changed.tables & {"access_reviews", "anchors"}:
            self.review.refresh()
            self.slips.refresh()

    def leave(self) -> None:
        """Keep what is being typed."""
        self.review.leave()

"""The papers of a session or a series, as a menu of a button: each leads to its preview."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from clinicdesk.language import _
from clinicdesk.printing.papers import PaperKind

OF_SESSION: tuple[tuple[PaperKind, str], ...] = (
    ("session", _("Session &summary")),
    ("discharge-sheet", _("Sheet to &go home with")),
    ("against-advice", _("&Leaving against advice")),
    ("chair-sheet", _("&Chair sheet")),
    ("flowsheet", _("&Flowsheet to write on")),
    ("emergency-sheet", _("&Emergency sheet  F12")),
)
"""In the order they are needed."""


class PaperMenu(QMenu):
    """The menu.

    Signals:
        chosen(str): The kind of the paper that is wanted.
    """

    chosen = Signal(str)

    def __init__(self, papers: Sequence[tuple[str, str]], over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(_("Papers"))
        self._kinds: dict[QAction, str] = {self.addAction(words): kind for kind, words in papers}
        self.triggered.connect(self._on_triggered)

    def _on_triggered(self, pressed: QAction) -> None:
        self.chosen.emit(self._kinds[pressed])

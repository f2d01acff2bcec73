"""What else can be done with a visit besides its next step: beside the board as buttons, else in a menu."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.appointments import BEGUN, Stage
from clinicdesk.records.today import Action, BoardRow

CHECK_IN_STAGES = frozenset({Stage.ARRIVED, Stage.CHECKED_IN, Stage.PREPARATION})
"""Where somebody can be checked in, or what was said at the desk can be corrected."""


class Doing(StrEnum):
    """Something to do with a visit."""

    SESSION = "session"
    CHECK_IN = "check_in"
    CHART = "chart"
    UNDO = "undo"
    NO_SHOW = "no_show"
    ESCORT = "escort"
    MEASURES = "measures"


def words_of(doing: Doing) -> str:
    """Return what it is called on a button, with its Alt key."""
    return {
        Doing.SESSION: _("&Open session"),
        Doing.CHECK_IN: _("Change chec&k-in"),
        Doing.CHART: _("Open c&hart"),
        Doing.UNDO: _("&Undo arrival"),
        Doing.NO_SHOW: _("Did not &come…"),
        Doing.ESCORT: _("Escort…"),
        Doing.MEASURES: _("Hand over &questionnaires"),
    }[doing]


def offered(desk: Desk, row: BoardRow) -> frozenset[Doing]:
    """Return what this person can do with a visit besides its next step."""
    found = {Doing.CHART}
    checks_in = row.next_step is not None and row.next_step.action is Action.CHECK_IN
    if desk.sees("clinical") and row.session_id is not None and checks_in:
        # A clinician who does not wait for the front desk goes straight into the session.
        found.add(Doing.SESSION)
    if row.stage is Stage.ARRIVED and desk.may("visit.undo_arrival"):
        found.add(Doing.UNDO)
    if row.stage in CHECK_IN_STAGES and not checks_in and desk.may("visit.check_in"):
        found.add(Doing.CHECK_IN)
    if row.session_id is not None and row.stage in BEGUN and desk.may("session.escort"):
        found.add(Doing.ESCORT)
    is_in = row.stage in CHECK_IN_STAGES and not checks_in
    if is_in and row.has_measures_due and desk.may("measure.record"):
        found.add(Doing.MEASURES)
    late = row.stage is Stage.BOOKED and row.due is not None
    if late and row.appointment_id is not None and desk.may("appointment.no_show"):
        found.add(Doing.NO_SHOW)
    return frozenset(found)


class VisitMenu(QMenu):
    """The menu.

    Signals:
        chosen(str): A ``Doing``.
    """

    chosen = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(_("More to do with this visit"))
        self._actions: dict[Doing, QAction] = {}
        for doing in Doing:
            self._actions[doing] = self.addAction(words_of(doing))
        self.triggered.connect(self._on_triggered)

    def show_offered(self, offered: frozenset[Doing]) -> None:
        """Offer these, in their usual order."""
        for doing, action in self._actions.items():
            action.setVisible(doing in offered)

    def _on_triggered(self, pressed: QAction) -> None:
        for doing, action in self._actions.items():
            if action is pressed:
                self.chosen.emit(doing.value)

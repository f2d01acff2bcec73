"""What else can be done in a session, besides what its stage asks for: one menu instead of a wall of buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm
from clinicdesk.rules.timeline import BEFORE_START, Phase

_WORDS = {
    "event": _("Stamp an event") + "\tF10",
    "limit": _("What was &done about the limit…"),
    "hold": _("&Hold the visit…"),
    "oxygen": _("&Oxygen…"),
    "words": _("Patient's &words…"),
    "room": _("&Room and music…"),
    "call_screen": _("Call s&creen for the patient"),
    "escort_step": _("&Escort: here, late, called…"),
    "device_not_given": _("Last device was &not given…"),
    "write_note": _("Wr&ite the session note…"),
    "late": _("&Late event…"),
    "not_treated": _("Not &treated today…"),
}


def offered(desk: Desk, session: Session, *, limit: bool) -> frozenset[str]:
    """Return what makes sense now and what this person may do; ``limit``: one is broken and waits for an answer."""
    found = set[str]()
    if desk.may("note.write") and session.phase is not Phase.PLANNED:
        found.add("write_note")
    if session.is_signed:
        return frozenset(found | ({"late"} if desk.may("session.late_event") else set()))
    here = session.phase not in (Phase.PLANNED, Phase.NOT_TREATED)
    if desk.may("session.note") and here:
        found |= {"event", "oxygen", "words", "room"}
    if session.phase in BEFORE_START and desk.may("session.hold"):
        found |= {"hold", "not_treated"}
    if here and session.started is not None and desk.may("session.escort"):
        found.add("escort_step")
    if here and session.phase is not Phase.DISCHARGED and desk.may("session.call"):
        found.add("call_screen")
    if session.devices_given and desk.may("session.drug"):
        found.add("device_not_given")
    if limit:
        found.add("limit")
    return frozenset(found)


class MoreMenu(QMenu):
    """The menu.

    Signals:
        asked(str): A form by its key, or ``event``.
    """

    asked = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(_("More to do in this session"))
        self._actions: dict[str, QAction] = {key: self.addAction(words) for key, words in _WORDS.items()}
        self.triggered.connect(self._on_triggered)

    def show_session(self, desk: Desk, session: Session, broken: Sequence[Alarm]) -> None:
        """Offer what makes sense; a hold that goes on is called so."""
        now = offered(desk, session, limit=bool(broken))
        for key, action in self._actions.items():
            action.setVisible(key in now)
        held = sessions.held(session) is not None
        self._actions["hold"].setText(_("&Hold longer…") if held else _WORDS["hold"])

    def is_empty(self) -> bool:
        """Whether it offers nothing."""
        return not any(action.isVisible() for action in self._actions.values())

    def _on_triggered(self, pressed: QAction) -> None:
        self.asked.emit(next(key for key, action in self._actions.items() if action is pressed))

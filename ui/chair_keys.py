"""The keys of the chairs, from every place: to the chair that calls most and back, "I am going", mute.

F4 leads there, and F4 again back to where the person was: the same place, field, text and cursor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicdesk.language import _
from ui.shell.alarm_strip import AlarmStrip
from ui.shell.chair_watch import ChairWatch
from ui.ways import Step

if TYPE_CHECKING:
    from ui.workplace import Workplace

COCKPIT = Step("cockpit")


@dataclass(frozen=True, slots=True)
class _Left:
    """Where somebody was when an alarm called: the place, what had the focus, the cursor, the cockpit's row."""

    step: Step
    widget: QWidget | None
    cursor: int | None
    row: Any


class ChairKeys:
    """Does what the keys say; remembers for F4 where the person came from."""

    def __init__(self, work: Workplace, watch: ChairWatch, strip: AlarmStrip) -> None:
        self._work = work
        self._watch = watch
        self._strip = strip
        self._left: _Left | None = None

    def forget(self) -> None:
        """The person went on to another place: there is no way back to lead."""
        self._left = None

    def to_chair_and_back(self) -> None:
        """Go to the chair that calls most; from there, back to where the person was."""
        if self._left is not None:
            left, self._left = self._left, None
            self._go_back(left)
            return
        self._watch.begin()
        wanted = self._watch.calling()
        if not wanted:
            self._work.tell(_("No chair calls."))
            return
        left = self._where()
        page = self._work.show_again(COCKPIT)
        page.show_chair(wanted[0][0].id)
        self._left = left

    def going(self) -> None:
        """Say "I am going": to the chair in view if it calls, else to the one that calls most."""
        page = self._work.page_of("cockpit")
        if self._work.here == COCKPIT and page is not None and page.going():
            return
        own = self._watch.chair(self._session_in_view())
        alarms = [alarm for alarm in self._watch.alarms_of(own.id) if alarm.urgency and not alarm.going] if own else []
        if own is not None and alarms:
            self._strip.go_to(own, alarms[0])
        else:
            self._strip.going()

    def mute(self) -> None:
        """Mute the chair in view, else the one that calls most."""
        wanted = self._watch.calling()
        session_id = self._session_in_view() or (wanted[0][0].id if wanted else "")
        if session_id:
            self._strip.mute(session_id)

    def _session_in_view(self) -> str:
        if self._work.here.place == "session":
            return self._work.here.subject
        page = self._work.page_of("cockpit")
        return page.chosen_session() if self._work.here == COCKPIT and page is not None else ""

    def _where(self) -> _Left:
        widget = QApplication.focusWidget()
        page = self._work.page_of("cockpit")
        row = page.row_place() if self._work.here == COCKPIT and page is not None else None
        return _Left(self._work.here, widget, widget.cursorPosition() if isinstance(widget, QLineEdit) else None, row)

    def _go_back(self, left: _Left) -> None:
        page = self._work.show_again(left.step)
        if left.row is not None and page.come_back(left.row):
            return
        if left.widget is None or not shiboken6.isValid(left.widget) or not left.widget.isVisible():
            page.setFocus()
            return
        left.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(left.widget, QLineEdit) and left.cursor is not None:
            left.widget.deselect()
            left.widget.setCursorPosition(left.cursor)

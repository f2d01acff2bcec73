"""Where a signed-in person works: rail, top bar, and the places, each made the first time it is shown.

Places do not know each other; what one of them tells is connected here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import messages, to_sign
from clinicdesk.workstation import ColourScheme, Workstation
from ui import doors, errands
from ui.alerts.call_strip import CallStrip
from ui.chair_keys import ChairKeys
from ui.crisis.urgent_strip import UrgentStrip
from ui.shell.alarm_strip import AlarmStrip
from ui.shell.chair_watch import ChairWatch
from ui.shell.command_keys import CommandKeys
from ui.shell.commands import COMMANDS
from ui.shell.quick_search import SHOWN
from ui.shell.running import running_count
from ui.shell.status_bar import StatusBar
from ui.shell.summary_filing import SummaryFiling
from ui.shell.top_bar import TopBar
from ui.ways import Step, Ways
from ui.widgets.background import Background
from ui.widgets.side_rail import Place, SideRail
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from ui.hand_over.content import HandOverContent

PLACES = (
    Place("today", _("Today"), "layout-dashboard"),
    Place("patients", _("Patients"), "users"),
    Place("schedule", _("Schedule"), "calendar-days"),
    Place("calls", _("Calls"), "phone"),
    Place("messages", _("Messages"), "mail"),
    Place("to_sign", _("To sign"), "file-pen"),
    Place("consents", _("Consents"), "signature"),
    Place("cockpit", _("Sessions"), "armchair"),
    Place("outcomes", _("Outcomes"), "chart-line"),
)
AT_BOTTOM = (
    Place("administration", _("Admin"), "shield"),
    Place("settings", _("Settings"), "settings"),
)
_IN_RAIL = frozenset(place.key for place in (*PLACES, *AT_BOTTOM))


class Workplace(Ways):
    """One person's window onto the clinic. It lives until somebody else signs in.

    Signals:
        lock_wanted: The person locks the window.
        look_changed(object): The ``Workstation`` with another scheme or text size.
        hand_over_wanted(object): The PC is to be handed to a patient; carries what makes the ``HandOverContent``.
        call_screen_wanted(str): The patient of this session is to get a call screen.
        call_screens_unwanted: The call screens are to be closed.
        restore_wanted: The clinic is to be brought back from a backup.
        key_change_wanted(object): The clinic is to be closed and sealed with another key; carries the ``NewKey``.
    """

    lock_wanted = Signal()
    look_changed = Signal(object)
    hand_over_wanted = Signal(object)
    call_screen_wanted = Signal(str)
    call_screens_unwanted = Signal()
    restore_wanted = Signal()
    key_change_wanted = Signal(object)

    def __init__(self, desk: Desk, choices: Workstation, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._choices = choices
        self._background = background
        self._pages: dict[str, QWidget] = {}
        self._missed: dict[str, Changed] = {}
        self._summaries = SummaryFiling(desk, background, self)
        self._lit: ColourScheme = "system" if choices.colour_scheme == "dim" else choices.colour_scheme
        self._expired_noted_on: date | None = None
        self._build()
        self._connect()
        desk.clinic.listen(self._on_changed)
        self._show_running()
        self._show_unread()
        self._rail.set_available("to_sign", desk.sees("clinical") or desk.sees("unsigned"))
        self._rail.set_available("outcomes", desk.sees("outcomes"))
        self._rail.set_available("administration", desk.sees("access"))
        self._show_to_sign()
        self.tick()

    def _build(self) -> None:
        self._rail = SideRail(PLACES, AT_BOTTOM)
        self._top = TopBar(self._desk.person.name)
        self._calls = CallStrip(self._desk)
        self._urgent = UrgentStrip(self._desk)
        self.chairs = ChairWatch(self._desk, self)
        self.alarms = AlarmStrip(self._desk, self.chairs)
        self.chair_keys = ChairKeys(self, self.chairs, self.alarms)
        self._strip = MessageStrip()
        self._stack = QStackedWidget()
        self._status = StatusBar(leads_on=self._desk.sees("access"))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self.alarms)
        right.addWidget(self._calls)
        right.addWidget(self._urgent)
        right.addWidget(self._strip)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addLayout(right, 1)

    def _connect(self) -> None:
        self._rail.place_chosen.connect(self.show_place)
        search = self._top.search
        search.finder = self._find
        search.patient_chosen.connect(self.show_chart)
        search.registration_chosen.connect(self.show_registration)
        search.commands = COMMANDS
        search.command_chosen.connect(self._on_command)
        self._top.running_wanted.connect(self._on_running_wanted)
        self._top.lock_wanted.connect(self.lock_wanted)
        self._calls.patient_opened.connect(self.show_chart)
        self._calls.call_opened.connect(self.show_call)
        self._calls.crisis_wanted.connect(self.show_crisis_for_call)
        self._urgent.patient_opened.connect(self.show_chart)
        self._urgent.message_opened.connect(self.show_message)
        self.alarms.chair_wanted.connect(self.chair_keys.to_chair_and_back)
        self._status.backups_wanted.connect(self.show_backups)
        CommandKeys(COMMANDS, self).asked.connect(self._on_command)

    # Places -------------------------------------------------------------------------------------------------------

    def hand_over(self, make: Callable[[], HandOverContent]) -> None:
        """Hand the PC to the patient. ``make`` is called when nothing stands in the way; this place is shown again."""
        self.hand_over_wanted.emit(make)

    def follows_infusions(self) -> bool:
        """Whether infusions are followed here: the session page was open since this person signed in."""
        return "session" in self._pages

    def _page(self, key: str) -> Any:
        """Return a place, made and connected when it is first wanted."""
        page = self._pages.get(key)
        if page is None:
            page = doors.DOORS[key](self._desk, self)
            self._pages[key] = page
            self._stack.addWidget(page)
        return page

    def _show(self, step: Step, page: QWidget) -> None:
        self.chair_keys.forget()
        if self._here.place:
            self.leave()
            if self._here != step and step.place not in _IN_RAIL:
                self._back.append(self._here)
                del self._back[:-20]
        self._here = step
        self._strip.clear()
        self._rail.set_current(step.place)
        self._stack.setCurrentWidget(page)
        missed = self._missed.pop(step.place, None)
        if missed is not None:
            _call(page, "refresh", missed)
        if step.place in _IN_RAIL:
            _give_focus(page)
        elif not self._top.search.hasFocus() or step.place != "registration":
            page.setFocus()

    @property
    def here(self) -> Step:
        """The place that is open, and whose record it shows."""
        return self._here

    def page_of(self, key: str) -> Any:
        """Return a place if it was made, else None."""
        return self._pages.get(key)

    def show_again(self, step: Step) -> Any:
        """Show a place as it was left, without reading anything anew, and keep the way back as it is."""
        page = self._page(step.place)
        if step != self._here:
            ways = list(self._back)
            self._show(step, page)
            self._back[:] = ways
        return page

    def tell(self, sentence: str) -> None:
        """Say something that asks for nothing."""
        self._strip.show_message("info", sentence)

    # Time and changes ---------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: see what others recorded, and let the clock and the running timers go on."""
        # First, and of what was read before: a file that cannot be read now must silence no alarm.
        self.chairs.tick()
        try:
            self._desk.clinic.refresh()
            self._note_expired()
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._top.show_time(self._desk.local(self._desk.now()))
        self._calls.tick()
        self._urgent.tick()
        page = self._stack.currentWidget()
        if page is not None and self.isVisible():
            _call(page, "tick")

    def _note_expired(self) -> None:
        """Once a day: note which consents passed their last day, some each second. The sign-in does not wait for it."""
        today = self._desk.local(self._desk.now()).date()
        if not self.isVisible() or self._expired_noted_on == today:
            return
        from clinicdesk.records.consents.expiring import note_expired

        if note_expired(Desk.of_system(self._desk.clinic, self._desk.workstation)) == 0:
            self._expired_noted_on = today

    def leave(self) -> None:
        """Keep what is being typed in the place that is open."""
        page = self._stack.currentWidget()
        if page is not None:
            _call(page, "leave")

    def close_down(self) -> None:
        """Stop listening; the person has gone."""
        self.leave()
        self._desk.clinic.stop_listening(self._on_changed)

    def come_back(self) -> None:
        """Give the focus to the place that is open."""
        page = self._stack.currentWidget()
        if page is not None:
            _give_focus(page)

    @property
    def desk(self) -> Desk:
        """The desk of the person who works here."""
        return self._desk

    @property
    def choices(self) -> Workstation:
        """This PC's choices."""
        return self._choices

    @property
    def background(self) -> Background:
        """Where long work runs."""
        return self._background

    def print_chair_sheet(self, session_id: str) -> None:
        """Print the sheet for the chair of a treatment that has just started, if this PC is set to."""
        if not self._choices.chair_sheet:
            return
        from ui.shell.chair_sheet import ChairSheet

        sheet = ChairSheet(self._desk, self)
        sheet.told.connect(self._strip.show_message)
        sheet.print_for(session_id)
        sheet.deleteLater()

    def show_backup_state(self, words: str, tone: str) -> None:
        """Say below every place how old the last copy of the record is."""
        self._status.show_words(words, tone)

    def scan_folder(self) -> Path | None:
        """Where this PC's scanner puts its files, as it is chosen now."""
        return self._choices.scan_folder

    def change_look(self, choices: Workstation) -> None:
        """Take other choices for this PC and tell them on."""
        self._choices = choices
        settings = self._pages.get("settings")
        if settings is not None:
            _call(settings, "show_choices", choices)
        self.look_changed.emit(choices)

    def open_call_screen(self) -> None:
        """Give the patient of the session on the screen, or of the only one that runs, a call screen."""
        from clinicdesk.records import sessions

        if self._here.place == "session":
            self.call_screen_wanted.emit(self._here.subject)
            return
        running = sessions.running(self._desk)
        if len(running) == 1:
            self.call_screen_wanted.emit(running[0].id)
        else:
            self.tell_problem(_("Open the session first, then its call screen."))

    def dim_or_light(self) -> None:
        """Make the screen dim for a dark room, or as it was before."""
        before = self._choices.colour_scheme
        self.change_look(self._choices.with_choices(colour_scheme=self._lit if before == "dim" else "dim"))
        self._lit = before if before != "dim" else self._lit

    def _on_changed(self, changed: Changed) -> None:
        if any("session" in table for table in changed.tables):
            self._show_running()
        self.chairs.refresh(changed)
        self._calls.refresh(changed)
        self._urgent.refresh(changed)
        self._summaries.look(changed)
        if changed.tables & {"messages", "message_events"}:
            self._show_unread()
        if changed.tables & to_sign.TABLES:
            self._show_to_sign()
        for key, page in self._pages.items():
            if page is self._stack.currentWidget():
                _call(page, "refresh", changed)
            else:
                self._missed[key] = _both(self._missed.get(key), changed)

    def _show_running(self) -> None:
        self._top.show_running(running_count(self._desk))
        # Its room is kept from the first moment anybody is expected, so that nothing jumps when somebody comes.
        if self.alarms.isHidden():
            self.alarms.setVisible(self.chairs.expected())

    def _show_unread(self) -> None:
        self._rail.set_count("messages", messages.unread_count(self._desk))

    def _show_to_sign(self) -> None:
        self._rail.set_count("to_sign", to_sign.count(self._desk))

    # What the top bar and the keys ask ----------------------------------------------------------------------------

    def _find(self, typed: str) -> Any:
        from clinicdesk.records import patient_search

        return patient_search.find(self._desk, typed, SHOWN)

    def _on_command(self, key: str) -> None:
        errands.run(key, self)

    def focus_search(self) -> None:
        """Put the focus into the one search box."""
        self._top.search.setFocus()
        self._top.search.selectAll()

    def _on_running_wanted(self) -> None:
        """Lead to the one that runs, to the chairs when there are several; who treats nobody to the board."""
        from clinicdesk.records import sessions

        running = sessions.running(self._desk)
        if len(running) == 1 and self._desk.sees("clinical"):
            self.show_session(running[0].id)
        else:
            self.show_place("cockpit" if self._desk.sees("clinical") else "today")


def _give_focus(page: QWidget) -> None:
    """Let whoever was typing in a place go on in the middle of the word; else begin where the place begins."""
    left = page.focusWidget()
    if left is not None and left.isVisible() and left.isEnabled() and _takes_text(left):
        left.setFocus()
    else:
        page.setFocus()


def _takes_text(widget: QWidget) -> bool:
    # A button that was left must not be pressed by the key that led back.
    return widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def _call(page: QWidget, name: str, *values: object) -> None:
    """Call a method that a place may leave out."""
    method = getattr(page, name, None)
    if method is not None:
        method(*values)


def _both(first: Changed | None, second: Changed) -> Changed:
    if first is None:
        return second
    whom = None if first.patients is None or second.patients is None else first.patients | second.patients
    return Changed(first.tables | second.tables, whom)

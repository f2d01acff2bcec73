"""Where a signed-in person works: rail, top bar, and the places, each made the first time it is shown.

Places do not know each other; what one of them tells is connected here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import messages
from clinicdesk.workstation import Workstation
from ui import doors, errands
from ui.crisis.urgent_strip import UrgentStrip
from ui.shell.command_keys import CommandKeys
from ui.shell.commands import COMMANDS
from ui.shell.quick_search import SHOWN
from ui.shell.running import running_count
from ui.shell.top_bar import TopBar
from ui.widgets.background import Background
from ui.widgets.side_rail import Place, SideRail
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.printing.papers import PaperRequest
    from clinicdesk.records.calls import Due
    from clinicdesk.records.wordings import Wording
    from ui.hand_over.content import HandOverContent

PLACES = (
    Place("today", _("Today"), "layout-dashboard"),
    Place("patients", _("Patients"), "users"),
    Place("schedule", _("Schedule"), "calendar-days"),
    Place("calls", _("Calls"), "phone"),
    Place("messages", _("Messages"), "mail"),
    Place("consents", _("Consents"), "signature"),
)
AT_BOTTOM = (Place("settings", _("Settings"), "settings"),)
_IN_RAIL = frozenset(place.key for place in (*PLACES, *AT_BOTTOM))


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the person was, to lead back there: a place and whose record it showed."""

    place: str
    subject: str = ""


class Workplace(QWidget):
    """One person's window onto the clinic. It lives until somebody else signs in.

    Signals:
        lock_wanted: The person locks the window.
        look_changed(object): The ``Workstation`` with another scheme or text size.
        hand_over_wanted(object): The PC is to be handed to a patient; carries what makes the ``HandOverContent``.
    """

    lock_wanted = Signal()
    look_changed = Signal(object)
    hand_over_wanted = Signal(object)

    def __init__(self, desk: Desk, choices: Workstation, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._choices = choices
        self._background = background
        self._pages: dict[str, QWidget] = {}
        self._missed: dict[str, Changed] = {}
        self._here = _Step("")
        self._back: list[_Step] = []
        self._expired_noted_on: date | None = None
        self._build()
        self._connect()
        desk.clinic.listen(self._on_changed)
        self._show_running()
        self._show_unread()
        self.tick()

    def _build(self) -> None:
        self._rail = SideRail(PLACES, AT_BOTTOM)
        self._top = TopBar(self._desk.person.name)
        self._urgent = UrgentStrip(self._desk)
        self._strip = MessageStrip()
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self._urgent)
        right.addWidget(self._strip)
        right.addWidget(self._stack, 1)
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
        self._urgent.patient_opened.connect(self.show_chart)
        self._urgent.message_opened.connect(self.show_message)
        CommandKeys(COMMANDS, self).asked.connect(self._on_command)

    # Places -------------------------------------------------------------------------------------------------------

    def show_place(self, key: str) -> None:
        """Show one of the places of the rail, as it was left."""
        self._back.clear()
        page = self._page(key)
        self._show(_Step(key), page)

    def show_chart(self, patient_id: str, begin: str = "") -> None:
        """Show a patient's chart, at its overview or where ``begin`` says (see ``ChartPage``)."""
        page = self._page("chart")
        self._show(_Step("chart", patient_id), page)
        page.show_patient(patient_id, begin)

    def show_note(self, patient_id: str, note_id: str) -> None:
        """Show one note in its patient's chart."""
        self.show_chart(patient_id)
        self._page("chart").open_note(note_id)

    def show_document(self, patient_id: str, document_id: str) -> None:
        """Show one document in its patient's chart."""
        self.show_chart(patient_id)
        self._page("chart").open_document(document_id)

    def show_forms(self, patient_id: str) -> None:
        """Hand over the first form this patient is to read and sign; what else is prepared stands behind it."""
        self.show_chart(patient_id)
        self._page("chart").open_forms()

    def show_session(self, session_id: str) -> None:
        """Show a session."""
        page = self._page("session")
        self._show(_Step("session", session_id), page)
        page.show_session(session_id)

    def show_registration(self, typed: str = "") -> None:
        """Register somebody new, starting from what was typed in the search box."""
        page = self._page("registration")
        self._show(_Step("registration"), page)
        page.start_new(typed)

    def show_registration_of(self, enquiry_id: str) -> None:
        """Make a patient of an enquiry."""
        page = self._page("registration")
        self._show(_Step("registration"), page)
        page.start_from_enquiry(enquiry_id)

    def show_enquiries(self) -> None:
        """Show who asked and is not a patient yet."""
        self._show(_Step("enquiries"), self._page("enquiries"))

    def show_amendment(self, patient_id: str) -> None:
        """Change a patient's details."""
        page = self._page("registration")
        self._show(_Step("registration", patient_id), page)
        page.edit(patient_id)

    def show_paper(self, request: PaperRequest) -> None:
        """Show a paper before it is printed or saved."""
        page = self._page("paper")
        self._show(_Step("paper"), page)
        page.show_paper(request)

    def show_consent_text(self, key: str, begun: Wording | None = None) -> None:
        """Write a consent text of the clinic; ``begun`` is a new one to start with."""
        page = self._page("consent_text")
        self._show(_Step("consent_text", key), page)
        page.open_text(key, begun)

    def show_booking(self, patient_id: str) -> None:
        """Book an appointment in the schedule, for a patient or for whoever is chosen there."""
        self.show_place("schedule")
        self._page("schedule").start_booking(patient_id)

    def show_appointment(self, appointment_id: str) -> None:
        """Show one booking in the schedule."""
        self.show_place("schedule")
        self._page("schedule").show_appointment(appointment_id)

    def show_booking_of(self, due: Due) -> None:
        """Book what somebody was called about in the schedule, or show the booking that stands."""
        if due.stands and due.appointment_id is not None:
            self.show_appointment(due.appointment_id)
            return
        self.show_place("schedule")
        schedule = self._page("schedule")
        schedule.start_booking(due.patient_id, session_id=due.session_id, appointment_id=due.appointment_id)

    def show_message(self, message_id: str) -> None:
        """Show one message that was received."""
        self.show_place("messages")
        self._page("messages").show_message(message_id)

    def show_new_message(self) -> None:
        """Write to a colleague, about the patient whose chart is open."""
        patient_id = self.open_patient()
        self.show_place("messages")
        self._page("messages").start_message(patient_id)

    def show_crisis_card(self) -> None:
        """Open the crisis card, about the patient whose chart or session is open."""
        from ui.crisis.card import CrisisCard

        CrisisCard(self, self._desk, self.open_patient()).open()

    def show_withdrawal(self, at: datetime) -> None:
        """Ask what the patient on the screen, or chosen in a list, takes back since a moment: a key was pressed."""
        from ui.consent.withdraw_sheet import WithdrawSheet

        patient_id = self.open_patient() or self._chosen_patient()
        if not patient_id:
            words = _("Choose the patient first: open the chart, or mark a row of Today. Then press the key again.")
            self._strip.show_message("warn", words)
            return
        session_id = self._here.subject if self._here.place == "session" else ""
        try:
            sheet = WithdrawSheet(self, self._desk, patient_id, at, session_id=session_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        sheet.form_prepared.connect(self.show_consent)
        sheet.open()

    def show_consent(self, patient_id: str, consent_id: str = "") -> None:
        """Show one consent in its patient's chart, or the consents there."""
        self.show_chart(patient_id, "open_consent")
        self._page("chart").open_consent(consent_id)

    def _chosen_patient(self) -> str:
        """Return whose row or booking is marked in the place that is open, or an empty text."""
        page: Any = self._stack.currentWidget()
        return str(page.chosen_patient()) if hasattr(page, "chosen_patient") else ""

    def hand_over(self, make: Callable[[], HandOverContent]) -> None:
        """Hand the PC to the patient. ``make`` is called when nothing stands in the way; this place is shown again."""
        self.hand_over_wanted.emit(make)

    def follows_infusions(self) -> bool:
        """Whether infusions are followed here: the session page was open since this person signed in."""
        return "session" in self._pages

    def tell_problem(self, sentence: str) -> None:
        """Say what did not work."""
        self._strip.show_message("danger", sentence)

    def open_patient(self) -> str | None:
        """Return whose chart or session is on the screen, or None."""
        if self._here.place == "chart":
            return self._here.subject
        if self._here.place == "session":
            from clinicdesk.records import sessions

            return sessions.line(self._desk, self._here.subject).patient_id
        return None

    def show_saved_file(self, name: str) -> None:
        """Say that a file was written."""
        self._strip.show_message("ok", _("Saved as {file}.").format(file=name))

    def show_merge(self, patient_id: str) -> None:
        """Merge a patient with another record."""
        page = self._page("merge")
        self._show(_Step("merge", patient_id), page)
        page.start(patient_id)

    def show_comparison(self, kept_id: str, merged_id: str) -> None:
        """Lay two records side by side, to merge them."""
        page = self._page("merge")
        self._show(_Step("merge", kept_id), page)
        page.compare(kept_id, merged_id)

    def show_parting(self, patient_id: str) -> None:
        """Part a patient's merged records."""
        page = self._page("parting")
        self._show(_Step("parting", patient_id), page)
        page.start(patient_id)

    def show_import(self) -> None:
        """Bring patients in from files."""
        self._show(_Step("import"), self._page("import"))

    def go_back(self) -> None:
        """Return to where the person came from."""
        step = self._back.pop() if self._back else _Step("today")
        self._here = _Step("")
        if step.place == "chart":
            self.show_chart(step.subject)
        elif step.place == "session":
            self.show_session(step.subject)
        else:
            self._show(step, self._page(step.place))

    def _page(self, key: str) -> Any:
        """Return a place, made and connected when it is first wanted."""
        page = self._pages.get(key)
        if page is None:
            page = doors.DOORS[key](self._desk, self)
            self._pages[key] = page
            self._stack.addWidget(page)
        return page

    def _show(self, step: _Step, page: QWidget) -> None:
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

    # Time and changes ---------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: see what others recorded, and let the clock and the running timers go on."""
        try:
            self._desk.clinic.refresh()
            self._note_expired()
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._top.show_time(self._desk.local(self._desk.now()))
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

    def scan_folder(self) -> Path | None:
        """Where this PC's scanner puts its files, as it is chosen now."""
        return self._choices.scan_folder

    def change_look(self, choices: Workstation) -> None:
        """Take other choices for this PC and tell them on."""
        self._choices = choices
        self.look_changed.emit(choices)

    def _on_changed(self, changed: Changed) -> None:
        if any("session" in table for table in changed.tables):
            self._show_running()
        self._urgent.refresh(changed)
        if changed.tables & {"messages", "message_events"}:
            self._show_unread()
        for key, page in self._pages.items():
            if page is self._stack.currentWidget():
                _call(page, "refresh", changed)
            else:
                self._missed[key] = _both(self._missed.get(key), changed)

    def _show_running(self) -> None:
        self._top.show_running(running_count(self._desk))

    def _show_unread(self) -> None:
        self._rail.set_count("messages", messages.unread_count(self._desk))

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
        """Lead to the one that runs; several, or for somebody who treats nobody, to the board."""
        from clinicdesk.records import sessions

        running = sessions.running(self._desk)
        if len(running) == 1 and self._desk.sees("clinical"):
            self.show_session(running[0].id)
        else:
            self.show_place("today")

    def show_saved_patient(self, patient_id: str) -> None:
        """Lead from the saved form to the chart; back leads past the form."""
        self._here = _Step("")
        self.show_chart(patient_id)


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

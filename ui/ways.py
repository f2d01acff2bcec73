"""The ways through the workplace: how each place is reached, with whose record, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_name
from clinicdesk.language import _
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.printing.papers import PaperRequest
    from clinicdesk.records.calls import Due
    from clinicdesk.records.emergency import EmergencyDesk
    from clinicdesk.records.wordings import Wording
    from ui.shell.chair_watch import ChairWatch

_NOT_INCLUDED = _("Your role does not include this. Shift+F1 shows what it includes, and who may do the rest.")
# Where what needs attention is dealt with: the tab, by the ``Subject`` of ``records.attention``.
_OF_ADMINISTRATION = {
    "review": _("Access"),
    "slips": _("Access"),
    "emergency": _("Emergency access"),
    "backups": _("Backups"),
    "keys": _("Keys"),
    "requests": _("Requests"),
    "check": _("Check"),
}
_OF_ACCESS = {"review": _("Monthly review"), "slips": _("Slips")}
_OF_SETTINGS = {"people": _("People"), "practice": _("Practice")}


@dataclass(frozen=True, slots=True)
class Step:
    """Where the person was, to lead back there: a place and whose record it showed."""

    place: str
    subject: str = ""


class Ways(QWidget):
    """What leads from place to place; the ``Workplace`` makes the places and shows them."""

    _desk: Desk
    _strip: MessageStrip
    _stack: QStackedWidget
    chairs: ChairWatch

    def __init__(self) -> None:
        super().__init__()
        self._here = Step("")
        self._back: list[Step] = []

    def _page(self, key: str) -> Any:
        """Return a place, made and connected when it is first wanted."""
        raise NotImplementedError

    def _show(self, step: Step, page: QWidget) -> None:
        """Show a place, and remember where the person comes from."""
        raise NotImplementedError

    def show_place(self, key: str) -> None:
        """Show one of the places of the rail, as it was left."""
        self._back.clear()
        page = self._page(key)
        self._show(Step(key), page)

    def show_chart(self, patient_id: str, begin: str = "") -> None:
        """Show a patient's chart, at its overview or where ``begin`` says (see ``ChartPage``)."""
        page = self._page("chart")
        self._show(Step("chart", patient_id), page)
        page.show_patient(patient_id, begin)

    def show_note(self, patient_id: str, note_id: str) -> None:
        """Show one note in its patient's chart."""
        self.show_chart(patient_id)
        self._page("chart").open_note(note_id)

    def show_writing(self, patient_id: str) -> None:
        """Go on with the note this person began to write in a chart."""
        self.show_chart(patient_id, "write_note")

    def show_session_note(self, patient_id: str, session_id: str) -> None:
        """Write the note about a session, or go on with it."""
        self.show_chart(patient_id, "write_note")
        self._page("chart").write_session_note(session_id)

    def show_document(self, patient_id: str, document_id: str) -> None:
        """Show one document in its patient's chart."""
        self.show_chart(patient_id)
        self._page("chart").open_document(document_id)

    def show_forms(self, patient_id: str) -> None:
        """Hand over the first form this patient is to read and sign; what else is prepared stands behind it."""
        self.show_chart(patient_id)
        self._page("chart").open_forms()

    def show_measures(self, patient_id: str) -> None:
        """Show in a patient's chart what is due and what was filled in."""
        self.show_chart(patient_id)
        self._page("chart").show_tab(_("Measures"))

    def show_due_measures(self, patient_id: str, session_id: str = "") -> None:
        """Hand over the questionnaires that are due, from the chart; with the id of the session it is at."""
        self.show_chart(patient_id)
        self._page("chart").open_due_measures(session_id or None)

    def show_session(self, session_id: str) -> None:
        """Show a session."""
        page = self._page("session")
        self._show(Step("session", session_id), page)
        page.show_session(session_id)

    def show_monitoring_form(self, session_id: str) -> None:
        """Fill the form a programme wants of a session."""
        page = self._page("monitoring_form")
        self._show(Step("monitoring_form", session_id), page)
        page.show_form(session_id)

    def show_my_chairs(self) -> None:
        """Show the chairs this person answers for, to hand them over."""
        if not self._desk.may("session.nurse"):
            self._strip.show_message("info", _NOT_INCLUDED)
            return
        self._show(Step("my_chairs"), self._page("my_chairs"))

    def show_to_sign(self, key: str = "") -> None:
        """Show what this person has to sign, one thing of it ready to be signed."""
        if not (self._desk.sees("clinical") or self._desk.sees("unsigned")):
            self._strip.show_message("info", _NOT_INCLUDED)
            return
        self.show_place("to_sign")
        if key:
            self._page("to_sign").show_item(key)

    def show_overdue_signing(self) -> None:
        """Show the owner what waits too long for a signature."""
        self.show_place("to_sign")
        self._page("to_sign").show_overdue()

    def show_text_search(self) -> None:
        """Find something that was written: in the chart that is open, else in all of them."""
        patient_id = self.open_patient()
        page = self._page("text_search")
        self._show(Step("text_search"), page)
        page.start(patient_id)

    def show_outcomes(self) -> None:
        """Show what became of the practice's patients, to whoever may see counts over all of them."""
        if not self._desk.sees("outcomes"):
            self._strip.show_message("info", _NOT_INCLUDED)
            return
        self.show_place("outcomes")

    def show_administration(self) -> None:
        """Show the state of the record, to administrators."""
        if not self._desk.sees("access"):
            self._strip.show_message("info", _NOT_INCLUDED)
            return
        self.show_place("administration")

    def show_backups(self) -> None:
        """Show where copies of the record go, to administrators."""
        self.show_administration_tab(_("Backups"))

    def show_keys(self) -> None:
        """Show where the key of the clinic file is replaced, to administrators."""
        self.show_administration_tab(_("Keys"))

    def show_administration_tab(self, name: str, part: str = "") -> None:
        """Show one subject of Administration, and a part of it, by their names, to administrators."""
        self.show_administration()
        if self._desk.sees("access"):
            self._page("administration").show_tab(name, part)

    def show_attention(self, subject: str) -> None:
        """Lead to where something that needs attention is dealt with, by its ``Subject``."""
        if subject == "signing":
            self.show_overdue_signing()
        elif subject in _OF_SETTINGS:
            self.show_place("settings")
            self._page("settings").show_tab(_OF_SETTINGS[subject])
        else:
            self.show_administration_tab(_OF_ADMINISTRATION[subject], _OF_ACCESS.get(subject, ""))

    def show_my_role(self) -> None:
        """Say what this person may do and see, what not, and who may; from a chart also offer emergency access."""
        from ui.my_role.dialog import MyRoleDialog

        dialog = MyRoleDialog(self, self._desk, about_chart=bool(self.open_patient()))
        dialog.emergency_wanted.connect(self.ask_emergency_access)
        dialog.open()

    def ask_emergency_access(self) -> None:
        """Ask why the chart that is open must be read at once by somebody whose role does not include it."""
        from clinicdesk.records import emergency, patients
        from ui.emergency.begin_dialog import BeginDialog

        patient_id = self.open_patient() or self._chosen_patient()
        if not patient_id:
            words = _("Open the chart of the patient first. Then ask for emergency access again.")
            self._strip.show_message("warn", words)
            return
        if refusal := emergency.why_not(self._desk):
            self._strip.show_message("info", refusal)
            return
        patient = patients.get(self._desk, patient_id)
        name = format_name(patient.family_name, patient.given_name)
        dialog = BeginDialog(self, self._desk, patient_id, name)
        dialog.begun.connect(self._on_emergency_begun)
        dialog.open()

    def _on_emergency_begun(self, let_in: EmergencyDesk) -> None:
        page = self._page("emergency")
        self._show(Step("emergency"), page)
        page.show_chart(let_in)

    def show_emergencies(self) -> None:
        """Show administrators who used emergency access, and why."""
        self.show_administration_tab(_("Emergency access"))

    def show_registration(self, typed: str = "") -> None:
        """Register somebody new, starting from what was typed in the search box."""
        page = self._page("registration")
        self._show(Step("registration"), page)
        page.start_new(typed)

    def show_registration_of(self, enquiry_id: str) -> None:
        """Make a patient of an enquiry."""
        page = self._page("registration")
        self._show(Step("registration"), page)
        page.start_from_enquiry(enquiry_id)

    def show_enquiries(self) -> None:
        """Show who asked and is not a patient yet."""
        self._show(Step("enquiries"), self._page("enquiries"))

    def show_amendment(self, patient_id: str) -> None:
        """Change a patient's details."""
        page = self._page("registration")
        self._show(Step("registration", patient_id), page)
        page.edit(patient_id)

    def show_paper(self, request: PaperRequest) -> None:
        """Show a paper before it is printed or saved."""
        page = self._page("paper")
        self._show(Step("paper"), page)
        page.show_paper(request)

    def show_consent_text(self, key: str, begun: Wording | None = None) -> None:
        """Write a consent text of the clinic; ``begun`` is a new one to start with."""
        page = self._page("consent_text")
        self._show(Step("consent_text", key), page)
        page.open_text(key, begun)

    def show_protocol(self, name: str) -> None:
        """Show a protocol of the clinic, by its id."""
        page = self._page("protocol")
        self._show(Step("protocol", name), page)
        page.show_protocol(name)

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

    def show_right_now(self) -> None:
        """Ask the patient whose chart or session is open how it is right now, from 0 to 10."""
        from ui.measures.right_now import RightNowDialog

        if not self._desk.may("measure.record"):
            self._strip.show_message("info", _NOT_INCLUDED)
            return
        patient_id = self.open_patient()
        if not patient_id:
            words = _("Open the patient's chart or session first. Then press the key again.")
            self._strip.show_message("warn", words)
            return
        session_id = self._here.subject if self._here.place == "session" else None
        try:
            dialog = RightNowDialog(self._desk, self, patient_id, session_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        dialog.recorded.connect(self.tell_done)
        dialog.come_up()

    def show_call(self, patient_id: str) -> None:
        """Show the open calls for a clinician about a patient: who sees to them, and what was done."""
        from ui.alerts.call_sheet import CallSheet

        sheet = CallSheet(self, self._desk, patient_id)
        sheet.patient_opened.connect(self.show_chart)
        sheet.crisis_wanted.connect(self.show_crisis_for_call)
        sheet.open()

    def show_crisis_for_call(self, patient_id: str) -> None:
        """Open the crisis card because an answer of a patient calls for a clinician; whoever is called is noted."""
        from ui.alerts.crisis_for_call import CrisisForCall

        CrisisForCall(self, self._desk, patient_id).open()

    def show_curve(self, measure: str = "") -> None:
        """Show a curve of the patient in view alone and large, for the patient to look at: the one that is chosen."""
        patient_id = self.open_patient()
        if not patient_id:
            self._strip.show_message("warn", _("Open the chart of the patient first. Then press Ctrl+G again."))
            return
        from ui.curve.curve_panel import CurvePanel
        from ui.curve.patient_curve import PatientCurve

        page = self._stack.currentWidget()
        beside = page.findChild(CurvePanel) if page is not None else None
        try:
            sheet = PatientCurve(self, self._desk, patient_id, measure or (beside.chosen() if beside else ""))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        # Whoever shows it must hear of a chair that calls behind it, and the patient not whose chair it is.
        self.chairs.called.connect(sheet.call)
        sheet.open()

    def show_emergency_sheet(self) -> None:
        """Show the emergency sheet of the patient in view, else of the one chosen, else of the only one treated."""
        patient_id = self.open_patient() or self._chosen_patient() or self._only_one_treated()
        if not patient_id:
            words = _("Choose the patient first: the chair, the chart, or a row of Today. Then press F12 again.")
            self._strip.show_message("warn", words)
            return
        from clinicdesk.printing.papers import PaperRequest

        self.show_paper(PaperRequest("emergency-sheet", patient_id))

    def _only_one_treated(self) -> str:
        """Return whose session runs, if it is the only one, or an empty text."""
        from clinicdesk.records import sessions

        running = sessions.running(self._desk)
        return running[0].patient_id if len(running) == 1 else ""

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

    def show_withdrawal_now(self) -> None:
        """Ask what is taken back: a button was pressed, and the word counts from there."""
        self.show_withdrawal(self._desk.now())

    def show_expired(self, patient_id: str) -> None:
        """Show what has expired of a patient who is back."""
        page = self._page("expired")
        self._show(Step("expired", patient_id), page)
        page.show_patient(patient_id)

    def show_eligibility(self, patient_id: str) -> None:
        """Show in a patient's chart whether a treatment suits them."""
        self.show_chart(patient_id, "open_eligibility")
        self._page("chart").show_tab(_("Eligibility"))

    def show_consent(self, patient_id: str, consent_id: str = "") -> None:
        """Show one consent in its patient's chart, or the consents there."""
        self.show_chart(patient_id, "open_consent")
        self._page("chart").open_consent(consent_id)

    def _chosen_patient(self) -> str:
        """Return whose row or booking is marked in the place that is open, or an empty text."""
        page: Any = self._stack.currentWidget()
        return str(page.chosen_patient()) if hasattr(page, "chosen_patient") else ""

    def tell_done(self, sentence: str) -> None:
        """Say that something is in the record."""
        self._strip.show_message("ok", sentence)

    def tell_problem(self, sentence: str) -> None:
        """Say what did not work."""
        self._strip.show_message("danger", sentence)

    def open_patient(self) -> str | None:
        """Return whose chart or session is on the screen, or None."""
        if self._here.place in ("chart", "expired"):
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
        self._show(Step("merge", patient_id), page)
        page.start(patient_id)

    def show_comparison(self, kept_id: str, merged_id: str) -> None:
        """Lay two records side by side, to merge them."""
        page = self._page("merge")
        self._show(Step("merge", kept_id), page)
        page.compare(kept_id, merged_id)

    def show_parting(self, patient_id: str) -> None:
        """Part a patient's merged records."""
        page = self._page("parting")
        self._show(Step("parting", patient_id), page)
        page.start(patient_id)

    def show_import(self) -> None:
        """Bring patients in from files."""
        self._show(Step("import"), self._page("import"))

    def go_back(self) -> None:
        """Return to where the person came from."""
        step = self._back.pop() if self._back else Step("today")
        self._here = Step("")
        if step.place == "chart":
            self.show_chart(step.subject)
        elif step.place == "session":
            self.show_session(step.subject)
        elif step.place == "monitoring_form":
            self.show_monitoring_form(step.subject)
        else:
            self._show(step, self._page(step.place))

    def show_saved_patient(self, patient_id: str) -> None:
        """Lead from the saved form to the chart; back leads past the form."""
        self._here = Step("")
        self.show_chart(patient_id)

"""Registering a patient, and amending what is known of one."""

import contextlib
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.formats import format_date, format_name, format_time
from clinicdesk.language import _
from clinicdesk.records import duplicates, enquiries, patients
from clinicdesk.records.chart_facts import KINDS
from clinicdesk.records.duplicates import RegisteredBefore
from clinicdesk.records.enquiries import Enquiry
from clinicdesk.records.patients import format_record_number
from clinicdesk.rules.typed_person import fields_from
from ui.patients.begun import FIRST_PLACE, left_in, place_for
from ui.patients.both_texts import BothTexts
from ui.patients.form import RegistrationForm
from ui.shell.form_draft import FormDraft
from ui.shell.possible_matches import PossibleMatches
from ui.widgets.button import button
from ui.widgets.field import Field
from ui.widgets.page import Page
from ui.widgets.short_text import shortened
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

DUPLICATES_AFTER_MS = 250
SHOWN_TABLES = frozenset({"patients", "patient_answers", *KINDS})


class RegistrationPage(QWidget):
    """The form. What is typed is kept as a draft, and nothing but a name is needed to save.

    Signals:
        patient_saved(str): The patient was registered or amended.
        patient_opened(str): The person wants the chart of somebody registered before.
        cancelled: The person left without saving; the draft stays.
    """

    patient_saved = Signal(str)
    patient_opened = Signal(str)
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._enquiry: Enquiry | None = None
        self._started_from: dict[str, str] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setAccessibleName(_("Registration"))
        self._page = Page(_("New patient"))
        self._kept = MessageStrip()
        self._aside = MessageStrip()
        self._problem = MessageStrip()
        self._matches = PossibleMatches()
        self._both = BothTexts()
        self._form = RegistrationForm(self._desk, self)
        self._draft = FormDraft(self._desk, self._form.draft, self._version, self)
        self._hidden = label(_("The clinical lists are shown to those who treat patients."), "muted", wrap=True)
        self._missing = label("", "muted", wrap=True)
        for widget in (self._missing, self._kept, self._aside, self._problem, self._matches):
            self._page.add_fixed(widget)
        for section in (self._both, *self._form.sections, self._form.lists, self._hidden):
            self._page.add(section)
        self._page.body.addStretch(1)
        self._discard = button(_("&Discard what I typed"), kind="quiet")
        self._cancel = button(_("Cancel"))
        self._save = button(_("&Save patient"), kind="primary", shortcut="Ctrl+S")
        self._page.add_action(self._discard, left=True)
        self._page.add_action(self._cancel)
        self._page.add_action(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)

    def _connect(self) -> None:
        self._match_timer = QTimer(self)
        self._match_timer.setSingleShot(True)
        self._match_timer.setInterval(DUPLICATES_AFTER_MS)
        self._match_timer.timeout.connect(self._look_for_duplicates)
        self._form.changed.connect(self._on_changed)
        self._form.field_left.connect(self._on_field_left)
        self._draft.kept.connect(self._on_draft_kept)
        self._draft.refused.connect(self._on_draft_refused)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self._on_cancel)
        self._discard.clicked.connect(self._on_discard)
        self._kept.action_taken.connect(self._on_discard)
        self._aside.action_taken.connect(self._on_aside_wanted)
        self._matches.patient_opened.connect(self._on_match_opened)
        self._both.mine_kept.connect(self._on_mine_kept)
        self._both.theirs_taken.connect(self._on_discard)
        QShortcut(QKeySequence("Esc"), self._page).activated.connect(self._on_cancel)

    # Showing ------------------------------------------------------------------------------------------------------

    def start_new(self, typed: str = "") -> None:
        """Begin a registration with what was typed in a search box, or go on with one that was left.

        What was left of somebody else stays as it is, and can be shown.
        """
        today = self._desk.local(self._desk.now()).date()
        texts = dict(fields_from(typed, today))
        self._enquiry = None
        self._page.set_title(_("New patient"))
        self._start(place_for(self._draft, texts), texts)
        if self._draft.place != FIRST_PLACE:
            self._aside.show_message("info", _("Another registration is not finished."), _("Show &it instead"))

    def start_from_enquiry(self, enquiry_id: str) -> None:
        """Begin a registration with everything an enquiry carries. Raises ``NotFound``."""
        asked = enquiries.get(self._desk, enquiry_id)
        today = self._desk.local(self._desk.now()).date()
        carried = {"phone_mobile": asked.phone, "email": asked.email, "referring_clinician": asked.referrer}
        said = {name: text for name, text in carried.items() if text}
        self._enquiry = asked
        taken = format_date(self._desk.local(asked.taken_at).date())
        self._page.set_title(_("New patient"), _("From the enquiry of {day}").format(day=taken))
        self._start(f"registration:enquiry:{asked.id}", {**fields_from(asked.name, today), **said})

    def _start(self, place: str, texts: dict[str, str]) -> None:
        self._draft.place, self._started_from = place, texts
        self._clear_messages()
        self._form.show_new(texts)
        self._show_state()
        self._look_for_duplicates()
        self._page.show_field(self._form.first_empty().editor)

    def edit(self, patient_id: str) -> None:
        """Show what is recorded of a patient, to be amended. Raises ``NotFound``."""
        self._show_recorded(patient_id)
        self._page.show_field(self._form.minimum.field("family_name").editor)

    def _show_recorded(self, patient_id: str) -> None:
        before = patients.get(self._desk, patient_id)
        self._enquiry = None
        self._draft.place, self._started_from = f"registration:{before.id}", {}
        name = shortened(format_name(before.family_name, before.given_name))
        number = format_record_number(before.record_number)
        self._page.set_title(name, _("Record number {number}").format(number=number))
        self._clear_messages()
        self._form.show_recorded(before)
        self._show_state()

    def _show_state(self) -> None:
        """Put what was left of this form over it, and say what is missing."""
        self._hidden.setVisible(self._form.lists.isHidden())
        self._draft.typing = False
        self._restore_draft()
        self._tell_missing()

    def _clear_messages(self) -> None:
        for strip in (self._kept, self._aside, self._problem):
            strip.clear()
        self._matches.show_matches(())
        self._both.hide()

    def refresh(self, changed: Changed) -> None:
        """Take over what somebody else amended, unless this person has begun to type; then saving shows both."""
        before = self._form.before
        if before and changed.concerns(before.id) and changed.tables & SHOWN_TABLES and not self._draft.typing:
            # The cursor stays where the person put it.
            self._show_recorded(before.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin in the form. (A focus proxy would make Tab pass by the possible matches above it.)"""
        super().focusInEvent(event)
        self._form.first_empty().setFocus()

    def leave(self) -> None:
        """Keep what is typed before another place is shown."""
        self._draft.keep()

    # Drafts -------------------------------------------------------------------------------------------------------

    def _version(self) -> str | None:
        return self._form.before.version if self._form.before else None

    def _restore_draft(self) -> None:
        found = self._draft.found()
        body = left_in(self._draft, self._draft.place)
        if found is None or not body:
            return
        draft = found[0]
        self._form.show_draft(body)
        self._draft.typing = True
        sentence = _("This is what you were typing at {time}.").format(time=self._clock(draft.saved_at))
        self._kept.show_message("info", sentence, _("Start &anew"))
        if self._form.before is None or draft.based_on == self._form.before.version:
            return
        if self._form.differences():
            self._show_both(_("This patient was amended since."))
        elif self._form.first_fault() is None:
            # Somebody else wrote the same meanwhile.
            self._draft.drop()
            self._draft.typing = False
            self._kept.clear()

    def _on_draft_kept(self, saved: datetime) -> None:
        self._page.set_note(_("Draft saved {time}").format(time=self._clock(saved)))

    def _on_draft_refused(self, sentence: str) -> None:
        self._problem.show_message("danger", sentence)

    def _clock(self, at: datetime) -> str:
        return format_time(self._desk.local(at))

    # What the person does -----------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._draft.note_typing()
        self._match_timer.start()
        self._problem.clear()
        self._tell_missing()

    def _on_field_left(self, _name: str) -> None:
        self._draft.note_left()

    def _on_cancel(self) -> None:
        self.leave()
        self.cancelled.emit()

    def _on_aside_wanted(self) -> None:
        self.leave()
        self.start_new()

    def _on_discard(self) -> None:
        self._draft.drop()
        if self._form.before:
            self.edit(self._form.before.id)
        else:
            self._start(self._draft.place, self._started_from)

    def _on_save(self) -> None:
        fault = self._form.first_fault()
        if fault is not None:
            self._tell_problem(_("Not saved yet: {message}").format(message=fault.message()), fault)
            return
        # Saved like this, "has allergies" would be kept as not asked.
        gap = None if self._form.lists.isHidden() else self._form.lists.first_gap()
        if gap is not None:
            self._problem.show_message("danger", _("Not saved yet: a list below is not complete."))
            self._page.show_field(gap)
            gap.focus_first()
            return
        try:
            self._record()
        except RegisteredBefore as refused:
            self._matches.show_matches(refused.matches)
            self._tell_problem(_("Not saved yet. {sentence}").format(sentence=refused), self._ask_remark())
        except ChangedElsewhere as refused:
            self._on_lost(refused)
        except BadValue as refused:
            field = self._form.field(refused.field)
            if field is not None:
                field.set_error(str(refused))
            self._tell_problem(str(refused), field)
        except ClinicDeskError as refused:
            self._tell_problem(str(refused), None)

    def _ask_remark(self) -> Field:
        return self._form.minimum.ask_remark(_("Write what tells the two apart, or open the chart above."))

    def _record(self) -> None:
        """Write the form down in one entry and tell that it is done."""
        details, facts, before = self._form.details(), self._form.lists.facts(), self._form.before
        if before is None:
            duplicates.check_new(self._desk, details)
            patient_id = patients.register(self._desk, details=details, facts=facts, enquiry=self._enquiry)
        else:
            patient_id = before.id
            seen = facts if self._desk.sees("clinical") else None
            patients.amend(self._desk, patient_id, based_on=before.version, details=details, facts=seen)
        self._match_timer.stop()
        with contextlib.suppress(ClinicDeskError):
            # A draft that stays does no harm; saving twice because of it would.
            self._draft.drop()
        self._draft.typing = False
        self.patient_saved.emit(patient_id)

    def _tell_problem(self, sentence: str, field: Field | None) -> None:
        self._problem.show_message("danger", sentence)
        if field is not None:
            self._page.show_field(field.editor)

    # Somebody else was faster -------------------------------------------------------------------------------------

    def _on_lost(self, refused: ChangedElsewhere) -> None:
        self._draft.keep()
        if self._form.before is not None:
            self._form.put_over(patients.get(self._desk, self._form.before.id))
            self._show_both(str(refused))
            return
        if self._enquiry is not None:
            self._enquiry = enquiries.get(self._desk, self._enquiry.id)
            if self._enquiry.patient_id is not None:
                self._enquiry = None
                self._tell_problem(_("Somebody made a patient of this enquiry meanwhile."), None)
                self._look_for_duplicates()
                return
        self._tell_problem(str(refused), None)

    def _show_both(self, sentence: str) -> None:
        differences = self._form.differences()
        if not differences:
            # Both wrote the same.
            self._on_save()
            return
        self._both.show_differences(sentence, differences)
        self._page.show_field(self._both)

    def _on_mine_kept(self) -> None:
        self._both.hide()
        self._on_save()

    # Duplicates and what is missing -------------------------------------------------------------------------------

    def _look_for_duplicates(self) -> None:
        if self._form.before is not None:
            return
        typed = self._form.minimum.texts()
        phones = [typed["phone_mobile"], self._form.texts()["phone_home"]]
        found = duplicates.matches(
            self._desk,
            family_name=typed["family_name"],
            given_name=typed["given_name"],
            birth_date=self._form.minimum.birth_date(),
            phones=phones,
        )
        self._matches.show_matches(found)

    def _on_match_opened(self, patient_id: str) -> None:
        self.leave()
        self.patient_opened.emit(patient_id)

    def _tell_missing(self) -> None:
        """Say what is still to be asked; it never keeps anybody from saving."""
        missing = self._form.missing()
        words = ", ".join(missing)
        self._missing.setText(_("Still to ask: {fields}").format(fields=words) if missing else "")
        self._missing.setVisible(bool(missing))
        self._discard.setVisible(self._draft.typing)

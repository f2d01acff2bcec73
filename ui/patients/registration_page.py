"""Registering a patient, and amending what is known of one."""

import contextlib
import json
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.formats import format_date, format_name, format_time
from clinicdesk.language import _, ngettext
from clinicdesk.records import chart_facts, duplicates, patients
from clinicdesk.records.chart_facts import KINDS, ChartFacts
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patient_search import PatientLine
from clinicdesk.records.patients import Patient, format_record_number
from clinicdesk.rules.answers import Answer
from ui.patients import amendment
from ui.patients.both_texts import BothTexts
from ui.patients.fields_section import FieldsSection
from ui.patients.identity_section import IdentitySection
from ui.patients.lists_section import ListsSection
from ui.patients.people_section import PeopleSection
from ui.patients.typed_name import details_from
from ui.widgets.button import button
from ui.widgets.field import Field
from ui.widgets.page import Page
from ui.widgets.short_text import shortened
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

DRAFT_AFTER_MS = 1000
"""How long after the last key a draft is kept."""
DUPLICATES_AFTER_MS = 250
SHOWN_TABLES = frozenset({"patients", "patient_answers", *KINDS})
MISSING_WORTH_TELLING = ("birth_date", "phone_mobile", "emergency_name")


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
        self._before: Patient | None = None
        self._facts = ChartFacts()
        self._started_from = ""
        self._typing = False
        self._duplicate: PatientLine | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setAccessibleName(_("Registration"))
        self._page = Page(_("New patient"))
        self._kept = MessageStrip()
        self._problem = MessageStrip()
        self._match = MessageStrip()
        self._both = BothTexts()
        self._identity = IdentitySection(self._desk)
        self._people = PeopleSection()
        self._lists = ListsSection()
        self._hidden = label(_("The clinical lists are shown to those who treat patients."), "muted", wrap=True)
        self._missing = label("", "muted", wrap=True)
        for widget in (self._missing, self._kept, self._problem, self._match):
            self._page.add_fixed(widget)
        for section in (self._both, self._identity, self._people, self._lists, self._hidden):
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
        self.setFocusProxy(self._identity.field("family_name"))

    def _connect(self) -> None:
        self._draft_timer = self._timer(DRAFT_AFTER_MS, self._keep_draft)
        self._match_timer = self._timer(DUPLICATES_AFTER_MS, self._look_for_duplicates)
        for section in (self._identity, self._people, self._lists):
            section.changed.connect(self._on_changed)
        self._identity.field_left.connect(self._on_field_left)
        self._people.field_left.connect(self._on_field_left)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self._on_cancel)
        self._discard.clicked.connect(self._on_discard)
        self._kept.action_taken.connect(self._on_discard)
        self._match.action_taken.connect(self._on_match_wanted)
        self._both.mine_kept.connect(self._on_mine_kept)
        self._both.theirs_taken.connect(self._on_discard)
        QShortcut(QKeySequence("Esc"), self._page).activated.connect(self._on_cancel)

    def _timer(self, after_ms: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(slot)
        return timer

    # Showing ------------------------------------------------------------------------------------------------------

    def start_new(self, typed: str = "") -> None:
        """Begin a registration with what was typed in a search box; a draft that was left comes first."""
        self._before, self._facts = None, ChartFacts()
        self._started_from = typed
        self._lists.setVisible(True)
        self._hidden.setVisible(False)
        self._page.set_title(_("New patient"))
        self._clear_messages()
        today = self._desk.local(self._desk.now()).date()
        self._show(details_from(typed, today), self._facts)
        self._restore_draft()
        self._look_for_duplicates()
        self._page.show_field(self._identity.field("given_name" if typed else "family_name").editor)

    def edit(self, patient_id: str) -> None:
        """Show what is recorded of a patient, to be amended. Raises ``NotFound``."""
        self._show_recorded(patient_id)
        self._page.show_field(self._identity.field("family_name").editor)

    def _show_recorded(self, patient_id: str) -> None:
        self._before = patients.get(self._desk, patient_id)
        clinical = self._desk.sees("clinical")
        self._facts = chart_facts.of(self._desk, self._before.id) if clinical else ChartFacts()
        self._started_from = ""
        self._lists.setVisible(clinical)
        self._hidden.setVisible(not clinical)
        name = shortened(format_name(self._before.family_name, self._before.given_name))
        number = format_record_number(self._before.record_number)
        self._page.set_title(name, _("Record number {number}").format(number=number))
        self._clear_messages()
        self._show(self._before, self._facts)
        self._restore_draft()

    def _show(self, details: PatientDetails, facts: ChartFacts) -> None:
        self._identity.show_details(details)
        self._people.show_details(details)
        self._lists.show_facts(facts)
        self._typing = False
        self._tell_missing()

    def _clear_messages(self) -> None:
        for strip in (self._kept, self._problem, self._match):
            strip.clear()
        self._both.hide()
        self._duplicate = None

    def refresh(self, changed: Changed) -> None:
        """Take over what somebody else amended, unless this person has begun to type; then saving shows both."""
        amended = self._before and changed.concerns(self._before.id) and changed.tables & SHOWN_TABLES
        if self._before and amended and not self._typing:
            # The cursor stays where the person put it.
            self._show_recorded(self._before.id)

    def leave(self) -> None:
        """Keep what is typed before another place is shown."""
        if self._typing:
            self._keep_draft()

    # Drafts -------------------------------------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        return f"registration:{self._before.id if self._before else 'new'}"

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        if not self._typing:
            return
        body = {"identity": self._identity.texts(), "people": self._people.texts(), "lists": self._lists.draft()}
        try:
            saved = self._desk.keep_draft(self._place, body, self._before.version if self._before else None)
        except ClinicDeskError as refused:
            # Typing goes on; the next moment tries again.
            self._problem.show_message("danger", str(refused))
            return
        self._page.set_note(_("Draft saved {time}").format(time=self._clock(saved)))

    def _restore_draft(self) -> None:
        draft = self._desk.draft(self._place)
        if draft is None:
            return
        body = json.loads(draft.body)
        self._identity.show_texts(body["identity"])
        self._people.show_texts(body["people"])
        self._lists.show_draft(body["lists"], self._facts)
        self._typing = True
        self._tell_missing()
        self._kept.show_message(
            "info",
            _("This is what you were typing at {time}.").format(time=self._clock(draft.saved_at)),
            _("Start &anew"),
        )
        if self._before and draft.based_on != self._before.version:
            self._show_both(_("This patient was amended since."))

    def _clock(self, at: datetime) -> str:
        return format_time(self._desk.local(at))

    # What the person does -----------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._typing = True
        self._draft_timer.start()
        self._match_timer.start()
        self._problem.clear()
        self._tell_missing()

    def _on_field_left(self, _name: str) -> None:
        if self._draft_timer.isActive():
            self._keep_draft()

    def _on_cancel(self) -> None:
        self.leave()
        self.cancelled.emit()

    def _on_discard(self) -> None:
        self._draft_timer.stop()
        self._desk.drop_draft(self._place)
        if self._before:
            self.edit(self._before.id)
        else:
            self.start_new(self._started_from)

    def _on_save(self) -> None:
        fault = self._identity.first_fault() or self._people.first_fault()
        if fault is not None:
            self._tell_problem(_("Not saved yet: {message}").format(message=fault.message()), fault)
            return
        # Saved like this, "has allergies" would be kept as not asked.
        gap = None if self._lists.isHidden() else self._lists.first_gap()
        if gap is not None:
            self._problem.show_message("danger", _("Not saved yet: a list below is not complete."))
            self._page.show_field(gap)
            gap.focus_first()
            return
        try:
            self._record()
        except ChangedElsewhere as refused:
            self._keep_draft()
            self._reload()
            self._show_both(str(refused))
        except BadValue as refused:
            field = self._field(refused.field)
            if field is not None:
                field.set_error(str(refused))
            self._tell_problem(str(refused), field)
        except ClinicDeskError as refused:
            self._tell_problem(str(refused), None)

    def _record(self) -> None:
        """Write the form down in one entry and tell that it is done."""
        details, facts = self._details(), self._lists.facts()
        if self._before is None:
            patient_id = patients.register(self._desk, details=details, facts=facts)
        else:
            patient_id = self._before.id
            seen = facts if self._desk.sees("clinical") else None
            patients.amend(self._desk, patient_id, based_on=self._before.version, details=details, facts=seen)
        self._draft_timer.stop()
        self._match_timer.stop()
        with contextlib.suppress(ClinicDeskError):
            # A draft that stays does no harm; saving twice because of it would.
            self._desk.drop_draft(self._place)
        self._typing = False
        self.patient_saved.emit(patient_id)

    def _details(self) -> PatientDetails:
        values = self._identity.values() | self._people.values()
        answers = self._identity.answers() | self._people.answers()
        died = self._before.deceased_on if self._before else None
        return PatientDetails(**values, deceased_on=died, answers=answers)

    def _field(self, name: str | None) -> Field | None:
        for section in (self._identity, self._people):
            if any(entry.name == name for entry in section.entries):
                return section.field(str(name))
        return None

    def _tell_problem(self, sentence: str, field: Field | None) -> None:
        self._problem.show_message("danger", sentence)
        if field is not None:
            self._page.show_field(field.editor)

    # Somebody else was faster -------------------------------------------------------------------------------------

    def _reload(self) -> None:
        """Read what is recorded now; the form keeps what the person typed, over what they did not touch."""
        before, facts = self._before, self._facts
        if before is None:
            return
        mine, my_facts = self._details(), self._lists.facts()
        self._before = patients.get(self._desk, before.id)
        self._facts = chart_facts.of(self._desk, before.id) if self._desk.sees("clinical") else ChartFacts()
        together = amendment.over(before, mine, self._before)
        self._identity.show_details(together)
        self._people.show_details(together)
        self._lists.show_facts(amendment.facts_over(facts, my_facts, self._facts))

    def _show_both(self, sentence: str) -> None:
        if self._before is None:
            return
        try:
            mine = self._details()
        except ClinicDeskError:
            # A half-typed date is among it; saving will name it.
            mine = self._before
        labels = {entry.name: entry.field.label_text for entry in self._both_sections_entries()}
        differences = amendment.differences(self._before, mine, labels)
        differences += amendment.fact_differences(self._facts, self._lists.facts())
        if not differences:
            # Both wrote the same.
            self._on_save()
            return
        self._both.show_differences(sentence, differences)
        self._page.show_field(self._both)

    def _both_sections_entries(self) -> list[Any]:
        sections: tuple[FieldsSection, ...] = (self._identity, self._people)
        return [entry for section in sections for entry in section.entries]

    def _on_mine_kept(self) -> None:
        self._both.hide()
        self._on_save()

    # Duplicates and what is missing -------------------------------------------------------------------------------

    def _look_for_duplicates(self) -> None:
        typed = self._identity.texts()
        found = [] if self._before else duplicates.matches(
            self._desk,
            family_name=typed["family_name"],
            given_name=typed["given_name"],
            birth_date=self._identity.birth_date(),
            phones=[typed["phone_mobile"], typed["phone_home"]],
        )  # fmt: skip
        self._duplicate = found[0].line if found else None
        if self._duplicate is None:
            self._match.clear()
            return
        line = self._duplicate
        sentence = _("Possible match: {name}, born {born}, record number {number}").format(
            name=shortened(format_name(line.family_name, line.given_name)),
            born=format_date(line.birth_date),
            number=format_record_number(line.record_number),
        )
        if len(found) > 1:
            more = len(found) - 1
            sentence += ngettext(" and {count} more", " and {count} more", more).format(count=more)
        self._match.show_message("warn", sentence, _("&Open that chart"), icon="users")

    def _on_match_wanted(self) -> None:
        if self._duplicate is not None:
            self.leave()
            self.patient_opened.emit(self._duplicate.id)

    def _tell_missing(self) -> None:
        """Say what is still to be asked; it never keeps anybody from saving."""
        texts = self._identity.texts() | self._people.texts()
        missing = [
            entry.field.label_text
            for entry in self._both_sections_entries()
            if entry.name in MISSING_WORTH_TELLING
            and not texts[entry.name]
            and texts.get(f"{entry.name} answer") in (None, Answer.NOT_ASKED)
        ]
        if not self._lists.isHidden():
            missing += self._lists.not_asked()
        words = ", ".join(missing)
        self._missing.setText(_("Still to ask: {fields}").format(fields=words) if missing else "")
        self._missing.setVisible(bool(missing))
        self._discard.setVisible(self._typing)

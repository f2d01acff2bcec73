"""The monitoring form of one session: what the record answers stands there, the rest is asked, nothing is guessed."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import banner, monitoring_forms, sessions
from clinicdesk.records.monitoring_forms import MonitoringForm
from clinicdesk.rules.monitoring_form import FieldKind, FormField, FormSection, is_asked
from ui import theme
from ui.monitoring_form import form_fields
from ui.monitoring_form.form_fields import AnswerField
from ui.monitoring_form.sent_dialog import SentDialog
from ui.shell.form_draft import FormDraft
from ui.widgets.banner import BannerPatient, PatientBanner
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField

_TABLES = frozenset({"monitoring_forms", "session_events", "observations", "drugs_given", "adverse_events", "patients"})
_COLUMNS = 2


class MonitoringFormPage(Page):
    """One form. What is typed is a draft until it is saved; saved as it is, complete or not.

    Signals:
        closed: The person goes back.
        session_opened(str): The session is wanted.
        paper_requested(object): The ``PaperRequest`` of the sheet with these data.
    """

    closed = Signal()
    session_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Monitoring form"))
        self._desk = desk
        self._form: MonitoringForm | None = None
        self._fields: dict[str, AnswerField] = {}
        self._asked: dict[str, FormField] = {}
        self._cards: list[Card] = []
        self._draft = FormDraft(desk, self._typed, self._based_on, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._banner = PatientBanner()
        self._strip = MessageStrip()
        self._standing = MessageStrip()
        self._close = button(_("&Back"), kind="quiet", icon="arrow-left")
        self._session = button(_("Open &session"), kind="quiet")
        self._print = button(_("Print the &data"), icon="printer", shortcut="Ctrl+P")
        self._next = button(_("&Next empty field"), icon="arrow-right")
        self._sent = button(_("Mark as sen&t…"), icon="mail")
        self._save = button(_("Save"), kind="primary", shortcut="Ctrl+S")
        for action in (self._session, self._print):
            self.add_title_action(action)
        self.add_fixed(self._banner)
        self.add_fixed(self._standing)
        self.add_fixed(self._strip)
        self.add_action(self._close, left=True)
        for action in (self._next, self._sent, self._save):
            self.add_action(action)

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._session.clicked.connect(self._on_session)
        self._print.clicked.connect(self._on_print)
        self._next.clicked.connect(self._on_next)
        self._sent.clicked.connect(self._on_sent)
        self._save.clicked.connect(self._on_save)
        self._draft.refused.connect(self._show_problem)

    # In -----------------------------------------------------------------------------------------------------------

    def show_form(self, session_id: str) -> None:
        """Show the form of a session, with what this person was typing into it."""
        self.leave()
        self._draft.typing = False
        self._draft.place = f"monitoring form:{session_id}"
        self._strip.clear()
        try:
            form = self._read(session_id)
        except ClinicDeskError as problem:
            self._form = None
            self._show_problem(str(problem))
            return
        self._make_fields(form)
        self._show(form)
        found = self._draft.found()
        if found is not None and form.sent_on is None:
            for field_id, text in found[1].items():
                if field_id in self._fields:
                    form_fields.show(self._fields[field_id], str(text))
            self._draft.typing = True
            self._strip.show_message("info", _("This is what you were typing. It is not saved yet."))
            self._show_asked()
        self._on_next()

    def refresh(self, changed: Changed) -> None:
        """Show what became known meanwhile, unless somebody is typing here."""
        form = self._form
        if form is None or self._draft.typing or not changed.tables & _TABLES:
            return
        if changed.concerns(form.patient_id):
            try:
                self._show(self._read(form.session_id))
            except ClinicDeskError as problem:
                self._show_problem(str(problem))

    def leave(self) -> None:
        """Keep what is being typed."""
        if self._form is not None:
            self._draft.keep()

    def _read(self, session_id: str) -> MonitoringForm:
        session = sessions.get(self._desk, session_id)
        form = monitoring_forms.of_session(self._desk, session)
        self._desk.note_opening(session.patient_id)
        return form

    # Layout -------------------------------------------------------------------------------------------------------

    def _make_fields(self, form: MonitoringForm) -> None:
        """Make the fields of the form's programme, once for each."""
        asked = {field.id: field for field in form.programme.fields}
        if self._asked == asked:
            return
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._asked, self._fields = asked, {}
        self._cards = [self._card(section) for section in form.programme.sections]
        for card in self._cards:
            self.add(card)

    def _card(self, section: FormSection) -> Card:
        card = Card(section.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_16"))
        place = 0
        for asked in section.fields:
            field = form_fields.made(asked)
            self._fields[asked.id] = field
            field.edited.connect(self._on_edited)
            field.left.connect(self._on_left)
            wide = asked.kind is FieldKind.LONG_TEXT
            place += place % _COLUMNS if wide else 0
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS, 1, _COLUMNS if wide else 1)
            place += _COLUMNS if wide else 1
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        card.add(grid)
        return card

    def _show(self, form: MonitoringForm) -> None:
        self._form = form
        self._banner.show_patient(BannerPatient(**asdict(banner.of_patient(self._desk, form.patient_id))))
        self.set_title(_("Monitoring form"), form.programme.title)
        for field_id, field in self._fields.items():
            form_fields.show(field, form.answers.get(field_id, ""))
            known = field_id in form.from_record
            field.set_hint(_("From the record. Correct it here if it is wrong.") if known else "")
            field.setEnabled(form.sent_on is None)
        self._show_asked()
        may = self._desk.may("session.monitoring_form") and form.sent_on is None
        for action in (self._save, self._sent, self._next):
            action.setVisible(may)

    def _show_asked(self) -> None:
        """Show the fields that are asked as the others are answered, and how much is missing."""
        typed = self._typed()
        for field_id, field in self._fields.items():
            field.setVisible(is_asked(self._asked[field_id], typed))
        self._show_standing()

    def _show_standing(self) -> None:
        form = self._form
        assert form is not None
        if form.sent_on is not None:
            way = monitoring_forms.ways_to_send().get(form.sent_how, form.sent_how)
            words = _("Sent {day}: {way}. Recorded by {name}.")
            words = words.format(day=formats.format_day(form.sent_on), way=way, name=form.sent_by)
            self._standing.show_message("ok", words)
            return
        day = formats.format_day(form.due_on)
        overdue = form.is_overdue(self._desk.local(self._desk.now()).date())
        words = (_("Overdue: was to be sent by {day}.") if overdue else _("To be sent by {day}.")).format(day=day)
        if count := len(self._empty()):
            words += " " + ngettext("{count} field is empty.", "{count} fields are empty.", count).format(count=count)
        else:
            words += " " + _("Every field is answered.")
        self._standing.show_message("danger" if overdue else "info", words)

    # What is typed ------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, str]:
        return {field_id: form_fields.answer(field) for field_id, field in self._fields.items()}

    def _based_on(self) -> str | None:
        return None

    def _empty(self) -> list[str]:
        """Return the fields that are asked and empty, in the form's order."""
        typed = self._typed()
        return [one.id for one in self._asked.values() if is_asked(one, typed) and not typed[one.id]]

    def _on_edited(self) -> None:
        self._draft.note_typing()
        self._show_asked()

    def _on_left(self) -> None:
        self._draft.note_left()

    def _on_next(self) -> None:
        """Go to the first empty field after the one with the focus."""
        empty = self._empty()
        order = list(self._fields)
        here = next((place for place, one in enumerate(order) if self._fields[one].editor.hasFocus()), -1)
        following = [one for one in empty if order.index(one) > here] or empty
        if following and self._form is not None and self._form.sent_on is None:
            self.show_field(self._fields[following[0]])
        else:
            self._close.setFocus()

    def _on_save(self) -> None:
        self._saved()

    def _saved(self) -> bool:
        """Save what stands there; tell whether it could be."""
        form = self._form
        if form is None:
            return False
        for field in self._fields.values():
            if isinstance(field, ParsedField) and field.isVisibleTo(self) and not field.check():
                self.show_field(field)
                return False
        try:
            monitoring_forms.fill(self._desk, form.session_id, self._typed())
        except ClinicDeskError as problem:
            at_fault = self._fields.get(problem.field or "") if isinstance(problem, BadValue) else None
            if at_fault is None:
                self._show_problem(str(problem))
            else:
                at_fault.set_error(str(problem))
                self.show_field(at_fault)
            return False
        self._draft.typing = False
        self._draft.drop()
        self._show(self._read(form.session_id))
        self._strip.show_message("ok", _("Saved."))
        return True

    def _on_sent(self) -> None:
        """Ask when and how, once everything typed is saved."""
        if self._form is None or (self._draft.typing and not self._saved()):
            return
        dialog = SentDialog(self, self._desk, self._form)
        dialog.written.connect(self._on_written)
        dialog.open()

    def _on_written(self) -> None:
        assert self._form is not None
        self._strip.clear()
        self._show(self._read(self._form.session_id))
        self._close.setFocus()

    def _on_session(self) -> None:
        if self._form is not None:
            self.session_opened.emit(self._form.session_id)

    def _on_print(self) -> None:
        if self._form is None or (self._draft.typing and not self._saved()):
            return
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("monitoring-form", self._form.session_id))

    def _show_problem(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

"""Checking somebody in: who it is, how to reach them, who takes them home, what is missing."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import check_in
from clinicdesk.records.check_in import Sheet
from clinicdesk.records.consents import needs as consent_needs
from clinicdesk.records.patients import Patient
from clinicdesk.records.today import BoardRow
from ui import theme
from ui.shell.visit_papers import TABLES as PAPER_TABLES
from ui.today.check_in_contact import ContactCard
from ui.today.check_in_identity import IdentityCard
from ui.today.check_in_needs import EscortCard, NeedsCard
from ui.today.check_in_same_day import SameDayCard
from ui.today.paper_time import PaperTime
from ui.widgets.button import button
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip

DRAFT_AFTER_MS = 1000
"""How long after the last key a draft is kept."""
_TABLES = PAPER_TABLES | {"patients", "patient_answers", "session_events", "eligibility", "workups"}
_TABLES |= {"measure_results", "measure_events", "measure_skips"}


class CheckInPage(QWidget):
    """The form. Nothing in it is ticked beforehand; what is typed is kept as a draft.

    Signals:
        closed: Back to the board, checked in or not.
        forms_opened(str): Checked in; this patient now reads and signs the prepared forms.
        expired_opened(str): Show what has expired of this patient.
        measures_opened(str, str): Checked in; this patient now fills in what is due. Carries the session's id too.
    """

    closed = Signal()
    forms_opened = Signal(str)
    expired_opened = Signal(str)
    measures_opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: Sheet | None = None
        self._typing = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setAccessibleName(_("Check-in"))
        self._page = Page(_("Check in"))
        self._kept = MessageStrip()
        self._problem = MessageStrip()
        self._identity = IdentityCard(self._desk)
        self._contact = ContactCard()
        self._escort = EscortCard()
        self._needs = NeedsCard()
        self._same_day = SameDayCard()
        self._page.add_fixed(self._kept)
        self._page.add_fixed(self._problem)
        self._cards = QGridLayout()
        self._cards.setSpacing(theme.px("space_12"))
        self._wide: bool | None = None
        self._lay_out(wide=True)
        self._page.add(self._cards)
        self._page.add(self._same_day)
        self._page.add(self._contact)
        self._page.body.addStretch(1)
        self._cancel = button(_("Back to the &board"))
        self._forms = button(_("Check in and hand over for &forms"), icon="signature")
        self._measures = button(_("Check in, then &questionnaires"), icon="clipboard-list")
        self._save = button(_("&Check in"), kind="primary")
        self._page.add_action(self._cancel, left=True)
        self._page.add_action(self._measures)
        self._page.add_action(self._forms)
        self._page.add_action(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.begin_at(self._identity)
        self.setFocusProxy(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three cards in a row where there is room, so that all is seen at once."""
        super().resizeEvent(event)
        self._lay_out(wide=self.width() >= theme.px("base") * 84)

    def _lay_out(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        self._cards.addWidget(self._identity, 0, 0)
        if wide:
            self._cards.addWidget(self._escort, 0, 1)
            self._cards.addWidget(self._needs, 0, 2)
        else:
            self._cards.addWidget(self._needs, 0, 1)
            self._cards.addWidget(self._escort, 1, 0, 1, 2)
        self._share()

    def _share(self) -> None:
        """Give the room of a card that is not shown to the others."""
        beside = not self._needs.isHidden() or not self._escort.isHidden()
        for column, stretch in enumerate((5, 3, 3) if self._wide else (3, 2, 0)):
            self._cards.setColumnStretch(column, stretch if column == 0 or beside else 0)

    def _connect(self) -> None:
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        for card in (self._identity, self._contact, self._escort, self._same_day):
            card.changed.connect(self._on_changed)
        self._needs.expired_opened.connect(self._on_expired)
        self._save.clicked.connect(self._on_save)
        self._forms.clicked.connect(self._on_forms)
        self._measures.clicked.connect(self._on_measures)
        self._cancel.clicked.connect(self._on_cancel)
        self._kept.action_taken.connect(self._on_start_anew)
        for keys, slot in (("Esc", self._on_cancel), ("Ctrl+S", self._on_save)):
            QShortcut(QKeySequence(keys), self._page).activated.connect(slot)

    # Showing ------------------------------------------------------------------------------------------------------

    def show_visit(self, row: BoardRow) -> None:
        """Show the form for one visit of the board. Raises a ``ClinicDeskError`` where it cannot be checked in."""
        sheet = check_in.sheet(self._desk, appointment_id=row.appointment_id, session_id=row.session_id)
        self._kept.clear()
        self._problem.clear()
        self._day = row.day
        self._show(sheet)
        self._restore_draft()

    def _show(self, sheet: Sheet) -> None:
        self._sheet, self._typing = sheet, False
        patient = sheet.patient
        name = formats.format_name(patient.family_name, patient.given_name, patient.title)
        again = sheet.before is not None
        title = _("Check-in of {name}") if again else _("Check in {name}")
        self._page.set_title(title.format(name=name), sheet.visit)
        self._name_save(_("&Save check-in") if again else _("&Check in"))
        # Who was asked already is not asked again: what is missing comes first then.
        first = self._escort if again and sheet.asks_escort else self._contact if again else self._identity
        self._page.begin_at(first)
        self._identity.show_patient(patient, asked=again)
        confirmed = sheet.before is not None and sheet.before.contact_confirmed
        self._contact.show_patient(patient, sheet.last_confirmed, confirmed=confirmed)
        self._escort.setVisible(sheet.asks_escort)
        self._escort.show_escort(sheet.escort, needed=sheet.needs_escort)
        self._same_day.show_questions(sheet.suits)
        self._show_needs()

    def _name_save(self, words: str) -> None:
        keys = QKeySequence("Ctrl+S").toString(QKeySequence.SequenceFormat.NativeText)
        self._save.setText(f"{words}  {keys}")
        self._save.setAccessibleName(words.replace("&", ""))

    def _show_needs(self) -> None:
        if self._sheet is not None:
            sheet = self._sheet
            self._needs.show_needs(
                sheet.papers, sheet.needs, sheet.prepared, sheet.suits, sheet.running, sheet.measures
            )
            self._measures.setVisible(bool(sheet.to_hand_over) and self._desk.may("measure.record"))
            self._share()
            to_prepare = sheet.to_prepare if self._desk.may("consent.prepare") else 0
            prepares = _("Check in, prepare and hand over &forms")
            self._forms.setText(prepares if to_prepare else _("Check in and hand over for &forms"))
            self._forms.setVisible(bool(sheet.prepared or to_prepare))

    def refresh(self, changed: Changed) -> None:
        """Take over what others recorded, without touching what this person typed."""
        sheet = self._sheet
        if sheet is None or not changed.concerns(sheet.patient.id) or not changed.tables & _TABLES:
            return
        if self._typing:
            # Saving will tell of a change to the same details; what is missing may be told at once.
            now = self._read_again(sheet)
            self._sheet = replace(
                sheet,
                needs=now.needs,
                papers=now.papers,
                prepared=now.prepared,
                suits=now.suits,
                running=now.running,
                measures=now.measures,
            )
            self._show_needs()
        else:
            said = self._identity.said()
            self._show(self._read_again(sheet))
            self._identity.show_said(said)

    def _read_again(self, sheet: Sheet) -> Sheet:
        return check_in.sheet(self._desk, appointment_id=sheet.appointment_id, session_id=sheet.session_id)

    def leave(self) -> None:
        """Keep what is typed before another place is shown."""
        if self._typing:
            self._keep_draft()

    # Drafts -------------------------------------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        sheet = self._sheet
        return f"check-in:{(sheet.appointment_id or sheet.session_id) if sheet else ''}"

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        if self._sheet is None or not self._typing:
            return
        # Who stands at the desk is asked again each time: the two identifiers are never kept.
        body: dict[str, Any] = {"contact": self._contact.draft(), "escort": self._escort.texts()}
        try:
            saved = self._desk.keep_draft(self._place, body, self._sheet.patient.version)
        except ClinicDeskError as refused:
            self._problem.show_message("danger", str(refused))
            return
        self._page.set_note(_("Draft saved {time}").format(time=formats.format_time(self._desk.local(saved))))

    def _restore_draft(self) -> None:
        draft = self._desk.draft(self._place)
        if draft is None:
            return
        body = json.loads(draft.body)
        self._contact.show_draft(body["contact"])
        self._escort.show_texts(body["escort"])
        self._typing = True
        at = formats.format_time(self._desk.local(draft.saved_at))
        self._kept.show_message("info", _("This is what you were typing at {time}.").format(time=at), _("Start &anew"))

    # What the person does -----------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._typing = True
        self._draft_timer.start()
        self._problem.clear()

    def _on_start_anew(self) -> None:
        self._draft_timer.stop()
        self._desk.drop_draft(self._place)
        self._kept.clear()
        if self._sheet is not None:
            self._show(self._read_again(self._sheet))
            self._identity.setFocus()

    def _on_cancel(self) -> None:
        self.leave()
        self._sheet = None
        self.closed.emit()

    def _on_expired(self) -> None:
        """Show what has expired; what is typed is kept and stands here again afterwards."""
        if self._sheet is not None:
            self.leave()
            self.expired_opened.emit(self._sheet.patient.id)

    def _on_save(self) -> None:
        self._finish("board")

    def _on_forms(self) -> None:
        self._finish("forms")

    def _on_measures(self) -> None:
        self._finish("measures")

    def _finish(self, then: Literal["board", "forms", "measures"]) -> None:
        """Record it now, or ask for the time on the paper it is typed in from."""
        self._then = then
        if not self._desk.transcribing:
            self._on_time_given(None)
            return
        ask = PaperTime(self, self._desk, self._day, _("Check in"))
        ask.given.connect(self._on_time_given)
        ask.open()

    def _on_time_given(self, at: datetime | None) -> None:
        sheet = self._sheet
        if sheet is None or not self._record(at):
            return
        if self._then == "forms" and not self._prepare(sheet):
            return
        self._sheet = None
        if self._then == "forms":
            self.forms_opened.emit(sheet.patient.id)
        elif self._then == "measures":
            self.measures_opened.emit(sheet.patient.id, sheet.session_id or "")
        else:
            self.closed.emit()

    def _prepare(self, sheet: Sheet) -> bool:
        """Prepare what this visit still lacks, once the patient is checked in; say why not."""
        try:
            if self._desk.may("consent.prepare"):
                consent_needs.prepare_missing(self._desk, sheet.papers)
        except ClinicDeskError as problem:
            self._show(self._read_again(sheet))
            self._problem.show_message("danger", str(problem))
            return False
        return True

    def _record(self, occurred_at: datetime | None) -> bool:
        """Write the check-in down; return whether it is done, or say why not."""
        sheet = self._sheet
        if sheet is None:
            return False
        try:
            check_in.check_in(
                self._desk,
                sheet,
                said=self._identity.said(),
                contact=self._details(sheet.patient),
                contact_confirmed=self._contact.is_confirmed(),
                escort=self._escort.escort(),
                asked_today=self._same_day.replies(),
                occurred_at=occurred_at,
            )
        except ChangedElsewhere as refused:
            self._take_over(sheet, str(refused))
        except BadValue as refused:
            self._tell(str(refused), refused.field)
        except ClinicDeskError as refused:
            self._problem.show_message("danger", str(refused))
        else:
            self._draft_timer.stop()
            self._desk.drop_draft(self._place)
            self._typing = False
            return True
        return False

    def _details(self, patient: Patient) -> Patient:
        typed: dict[str, Any] = {**self._contact.values(), **self._identity.values()}
        return replace(patient, **typed)

    def _take_over(self, sheet: Sheet, sentence: str) -> None:
        """Show what somebody else wrote meanwhile in every field this person did not touch."""
        mine, escort, said = self._contact.draft(), self._escort.texts(), self._identity.said()
        replies = self._same_day.replies()
        self._show(self._read_again(sheet))
        self._contact.show_draft(mine)
        self._escort.show_texts(escort)
        self._identity.show_said(said)
        self._same_day.show_replies(replies)
        self._typing = True
        self._problem.show_message("warn", sentence)

    def _tell(self, sentence: str, name: str | None) -> None:
        self._problem.show_message("danger", sentence)
        for card in (self._identity, self._contact, self._escort, self._same_day):
            field = card.field(name)
            if field is not None:
                card.show_error(name, sentence)
                self._page.show_field(field)
                return

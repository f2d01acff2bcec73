"""The consents of a patient: the list on the left, the chosen one with its next steps on the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent, Status, needs
from clinicdesk.records.consents.needs import Needs
from clinicdesk.records.consents.next_visit import needs_of_next
from ui import theme
from ui.consent.detail import ConsentDetail
from ui.consent.prepare import BlankDialog, PrepareDialog
from ui.consent.scans import Scans
from ui.consent.sentences import form_number, since
from ui.consent.steps import most_urgent, steps
from ui.consent.taking_steps import TakingSteps
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip, Tone

if TYPE_CHECKING:
    from ui.consent.signing_outcome import SigningOutcome

_TABLES = frozenset(
    {"consents", "consent_events", "signatures", "seals", "series", "sessions", "session_events", "appointments"}
)
"""What is listed here, and what may depend on it."""


class ConsentTab(QWidget):
    """A tab of the chart.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        session_opened(str): A session depends on a consent that is gone.
        hand_over_wanted(object): The PC goes to the patient to sign; carries what makes the ``HandOverContent``.
    """

    paper_requested = Signal(object)
    session_opened = Signal(str)
    hand_over_wanted = Signal(object)

    def __init__(self, desk: Desk, background: Background | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Consents")
        self._desk = desk
        self._patient_id = ""
        self._needed: Needs = ()
        self._scans = Scans(desk, self, background)
        self._steps = TakingSteps(desk, self, self._scans.choose)
        self._strip_step = "copy"
        self.setAccessibleName(_("Consents"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._new = button(_("New &consent…"), icon="file-plus")
        self._all = button("", icon="clipboard-list")
        self._blank = button(_("Print &blank form…"), icon="printer")
        self._strip = MessageStrip()
        self._table: RecordTable[Consent] = RecordTable(_("List of consents"), self._columns(), key=lambda c: c.id)
        self._table.set_empty_text(_("No consents yet."))
        self._empty = EmptyState(_("Choose a consent, or prepare a new one."), icon="file-pen")
        self._detail = ConsentDetail(self._desk)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._detail)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(theme.px("base") * 19)
        self._scroll = scroll
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scroll)
        buttons = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for one in (self._new, self._all, self._scans.add, self._blank):
            buttons.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addWidget(self._table, 3)
        row.addWidget(self._stack, 2)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._strip)
        column.addLayout(buttons)
        column.addLayout(row, 1)

    def _columns(self) -> list[Column[Consent]]:
        return [
            Column(_("Form"), form_number, 7, priority=4),
            Column(_("Text"), lambda consent: consent.title, 30, stretch=True, strong=True),
            Column(
                _("Status"),
                lambda consent: consent.status.words,
                13,
                chips=lambda consent: (ChipText(_short(consent.status), consent.status.kind),),
            ),
            Column(_("Since"), lambda consent: since(self._desk, consent), 16, priority=2),
            Column(_("Counts until"), _until, 12, priority=3),
        ]

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._all.clicked.connect(self._on_all)
        self._blank.clicked.connect(self._on_blank)
        self._table.row_selected.connect(self._on_row_selected)
        self._table.row_activated.connect(self._on_row_activated)
        self._strip.action_taken.connect(self._on_strip)
        self._scans.recorded.connect(self._on_scan_recorded)
        self._scans.hovered.connect(self._on_files_hovered)
        self._detail.step_asked.connect(self._on_step)
        self._steps.began.connect(self._strip.clear)
        self._steps.recorded.connect(self._on_recorded)
        self._steps.withdrawn.connect(self._reload)
        self._steps.refused.connect(self._on_refused)
        self._steps.paper_requested.connect(self.paper_requested)
        self._steps.hand_over_wanted.connect(self.hand_over_wanted)
        self._steps.came_back.connect(self._on_came_back)
        self._detail.session_opened.connect(self.session_opened)
        self._detail.handled.connect(self._on_handled)

    # In -----------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's consents; chosen is the one that waits for this person, else the newest."""
        if patient_id != self._patient_id:
            self.leave()
            self._patient_id = patient_id
            self._strip.clear()
            self._table.blockSignals(True)
            self._table.setCurrentIndex(QModelIndex())
            self._table.blockSignals(False)
        self._new.setVisible(self._desk.may("consent.prepare"))
        self._scans.show_patient(patient_id)
        self._reload()

    def open_prepared(self) -> None:
        """Give the patient the form that was prepared first, to read and sign."""
        prepared = [consent for consent in self._table.rows() if consent.status is Status.PREPARED]
        if prepared:
            self._table.select_key(prepared[-1].id)
            self._on_step("hand_over")

    def open_consent(self, consent_id: str) -> None:
        """Choose a consent; without an id the list is shown as it is."""
        if consent_id:
            self._table.select_key(consent_id)
            self._show(self._table.selected())
            self._detail.focus_next_step()
        else:
            self._table.setFocus()

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        self._scans.keep_draft()
        self._steps.keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page comes: keep what is being typed."""
        self.leave()
        super().hideEvent(event)

    def _reload(self) -> None:
        # What is chosen is shown once, below, and not for each step on the way to it.
        self._table.blockSignals(True)
        self._table.show_rows(consents.of_patient(self._desk, self._patient_id))
        if self._table.selected() is None and self._table.rows():
            self._choose(most_urgent(self._desk, self._table.rows()))
        self._table.blockSignals(False)
        self._needed = needs.missing(needs_of_next(self._desk, self._patient_id))
        words = ngettext("Ne&xt visit: prepare {count} form", "Ne&xt visit: prepare {count} forms", len(self._needed))
        self._all.setText(words.format(count=len(self._needed)))
        self._all.setToolTip("\n".join(need.words for need in self._needed))
        self._all.setVisible(bool(self._needed) and self._desk.may("consent.prepare"))
        self._show(self._table.selected())

    def _show(self, consent: Consent | None) -> None:
        if consent is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._detail.show_consent(consent)
            self._stack.setCurrentWidget(self._scroll)

    def _choose(self, consent: Consent | None) -> None:
        if consent is not None:
            self._table.select_key(consent.id)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_row_selected(self, consent: Consent | None) -> None:
        self._strip.clear()
        self._show(consent)

    def _on_row_activated(self, _consent: Consent) -> None:
        self._detail.focus_next_step()

    def _on_new(self) -> None:
        self._steps.open(PrepareDialog(self._desk, self, self._patient_id))

    def _on_all(self) -> None:
        """Prepare everything the next visit needs and lacks."""
        try:
            made = needs.prepare_missing(self._desk, self._needed)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._on_recorded(made[0])
        words = ngettext("{count} form was prepared.", "{count} forms were prepared.", len(made))
        self._strip.show_message("ok", words.format(count=len(made)))

    def _on_blank(self) -> None:
        dialog = BlankDialog(self._desk, self)
        dialog.text_chosen.connect(self._on_blank_chosen)
        self._steps.open(dialog)

    def _on_blank_chosen(self, text_name: str) -> None:
        self.paper_requested.emit(PaperRequest("consent-blank", text_name))

    def _on_step(self, key: str) -> None:
        """Take the step of a button."""
        if consent := self._table.selected():
            self._steps.take(key, consent)

    def _on_refused(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_came_back(self, outcome: SigningOutcome | None) -> None:
        """Staff have the PC again: show what became of the form, and what is next."""
        from ui.consent.signing_outcome import words_on_return

        self._reload()
        # The place gets the focus first, as after a lock; then the step that is next.
        QTimer.singleShot(0, self, self._focus_step_in_sight)
        if outcome is None:
            return
        self._table.select_key(outcome.consent_id)
        self._show(self._table.selected())
        tone, sentence, action, self._strip_step = words_on_return(outcome)
        if (following := self._next_form(outcome)) is not None:
            self._lead_on(following, tone, sentence)
            return
        offered = {step.key for step in steps(self._desk, consents.get(self._desk, outcome.consent_id))}
        self._strip.show_message(tone, sentence, action.replace("&", "") if self._strip_step in offered else "")

    def _focus_step_in_sight(self) -> None:
        # Not where a colleague took the PC back, and it is locked.
        if self.isVisible():
            self._detail.focus_next_step()

    def _next_form(self, outcome: SigningOutcome) -> Consent | None:
        """Return the form the patient who sits there signs next, unless something is to be done with the one before."""
        if outcome.kind != "signed" or outcome.copy != "not_wanted" or outcome.told:
            return None
        waiting = most_urgent(self._desk, self._table.rows())
        is_form = waiting is not None and waiting.status is Status.PREPARED and not waiting.open_questions
        return waiting if is_form and self._desk.may("consent.sign") else None

    def _lead_on(self, following: Consent, tone: Tone, sentence: str) -> None:
        self._choose(following)
        self._show(following)
        words = _("Next to sign: “{title}”.").format(title=following.title)
        self._strip.show_message(tone, f"{sentence} {words}")

    def _on_handled(self) -> None:
        """The line that was handled is gone, and its buttons with it: the keys go to the next one, or to the list."""
        self._reload()
        QTimer.singleShot(0, self, self._focus_next_dependent)

    def _focus_next_dependent(self) -> None:
        if not self._detail.focus_next_dependent():
            self._table.setFocus()

    def _on_strip(self) -> None:
        self._on_step(self._strip_step)

    def _on_recorded(self, consent_id: str) -> None:
        self._reload()
        self._table.select_key(consent_id)
        consent = consents.get(self._desk, consent_id)
        self._show(consent)
        self._detail.focus_next_step()
        if consent.status in (Status.SIGNED, Status.INCOMPLETE) and not _copy_given(consent):
            self._strip_step = "copy"
            self._strip.show_message(
                "ok", _("Signed, and kept as it was signed. The patient may want a copy."), _("Give a copy…")
            )
        elif consent.status is Status.SIGNED and consent.events[-1].kind != "copy_given":
            self._strip.show_message("ok", _("Signed, and kept as it was signed."))
        elif consent.status is Status.SCAN_TO_FOLLOW:
            self._strip.show_message("info", _("Recorded as signed on paper. Add the scan when you have it."))

    # Scans --------------------------------------------------------------------------------------------------------

    def take_scans(self, files: Sequence[Path]) -> None:
        """Read scans of signed forms, as if they had been dropped here."""
        self._scans.take(files)

    def _on_files_hovered(self, hovered: bool) -> None:
        if hovered:
            self._strip.show_message(
                "info", _("Drop scans of signed forms here; their codes say which forms they are.")
            )
        else:
            self._strip.clear()

    def _on_scan_recorded(self, consent_id: str) -> None:
        """A scan was filed, here or in the chart of another patient whose form it was."""
        self._reload()
        if self._table.select_key(consent_id):
            self._show(self._table.selected())
            self._detail.focus_next_step()
            self._strip.show_message(
                "ok", _("The scan is kept with the consent. The file itself is still where it was.")
            )
        else:
            self._strip.show_message("ok", _("The scan is kept in the chart of the patient whose form it is."))


def _copy_given(consent: Consent) -> bool:
    return any(event.kind == "copy_given" for event in consent.events)


def _short(status: Status) -> str:
    return _("Scan to follow") if status is Status.SCAN_TO_FOLLOW else status.words


def _until(consent: Consent) -> str:
    return formats.format_date(consent.valid_until) if consent.was_given else ""

"""The monthly review: counts of each person, openings to ask about, and what whoever read it found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing import access_review as words
from clinicdesk.records import access_reviews
from clinicdesk.records.access_reviews import Opening, PersonCounts, Sheet
from ui import theme
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

_IN_SIGHT = 4
_DRAFT = "access_review"


class ReviewPart(QWidget):
    """A month is counted beside the window when it is chosen.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        counted: What was asked for is shown.
    """

    paper_requested = Signal(object)
    counted = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._sheet: Sheet | None = None
        self._build()
        self._month.edited.connect(self._count)
        self._print.clicked.connect(self._on_print)
        self._done.clicked.connect(self._on_done)

    def _build(self) -> None:
        self._month = ChoiceField(_("&Month"), [])
        self._print = button(_("&Print the sheet…"), icon="printer")
        top = QHBoxLayout()
        top.setSpacing(theme.px("space_12"))
        top.addWidget(self._month, 2)
        top.addStretch(3)
        top.addWidget(self._print)
        self._strip = MessageStrip()
        self._notes = label(role="muted", wrap=True)
        self._people: RecordTable[PersonCounts] = RecordTable(
            _("Counts of each person"), _people_columns(), key=lambda one: one.name, dense=True
        )
        self._people.set_empty_text(_("Nobody did anything."))
        # Small as the window may be, a few people are in sight at once.
        self._people.setMinimumHeight(theme.px("row_dense") * _IN_SIGHT)
        self._openings: RecordTable[Opening] = RecordTable(
            _("Openings to ask about"), self._opening_columns(), key=lambda one: one.seq, dense=True
        )
        self._openings.set_empty_text(_("No opening stands out."))
        self._reviewed = label(wrap=True)
        self._findings = TextAreaField(_("What you &found"), lines=2, hint=_("If there was nothing, write “nothing”."))
        self._done = button(_("I have &reviewed this month"), kind="primary")
        below = QHBoxLayout()
        below.setSpacing(theme.px("space_12"))
        below.addWidget(self._findings, 1)
        below.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(top)
        column.addWidget(self._strip)
        column.addWidget(self._notes)
        column.addWidget(self._people, 2)
        column.addWidget(label(_("Openings to ask about"), "strong"))
        column.addWidget(self._openings, 3)
        column.addWidget(self._reviewed)
        column.addLayout(below)

    def _opening_columns(self) -> list[Column[Opening]]:
        return [
            Column(_("When"), lambda one: formats.format_date_time(one.at), 17),
            Column(_("Who"), lambda one: one.staff_name, 14),
            Column(_("Chart"), lambda one: one.about, 18, stretch=True),
            Column(_("What stands out"), words.remarks, 24, stretch=True, strong=True),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Count when somebody comes to look: the month that waits for its review first."""
        super().showEvent(event)
        if not event.spontaneous():
            self._show_months()
            self._take_up_draft()
            self._count()

    def leave(self) -> None:
        """Keep what is being typed about a month; it is there again when this person comes back."""
        if self._findings.text().strip():
            self._desk.keep_draft(_DRAFT, {"findings": self._findings.text()})
        elif self._desk.draft(_DRAFT):
            self._desk.drop_draft(_DRAFT)

    def _take_up_draft(self) -> None:
        kept = self._desk.draft(_DRAFT)
        if kept is not None and not self._findings.text():
            self._findings.set_text(json.loads(kept.body)["findings"])

    def refresh(self) -> None:
        """Show that somebody reviewed a month."""
        if self.isVisible():
            self._count()

    def _show_months(self) -> None:
        chosen = self._month.value()
        months = access_reviews.months(self._desk)
        self._month.set_choices([(month, access_reviews.month_name(month)) for month in months])
        self._month.set_value(chosen if chosen in months else access_reviews.due(self._desk) or months[0])

    def _count(self) -> None:
        month = self._month.value()
        if not isinstance(month, date):
            return
        if self._ticket is not None:
            self._ticket.cancel()
        # What is on the screen until then is another month's: nobody can have reviewed it as this one.
        self._let_review(None)
        self._ticket = self._background.run(
            _counting(self._desk, month), self._on_counted, self._on_failed, on_cancelled=self._on_cancelled
        )

    def _on_counted(self, sheet: Sheet) -> None:
        if sheet.month != self._month.value():
            return
        self._ticket = None
        self._let_review(sheet)
        self._notes.setText(" ".join(words.notes(sheet)))
        self._people.show_rows(sheet.people)
        self._openings.show_rows(sheet.openings)
        self._reviewed.setText("\n".join(words.reviews(self._desk, sheet)))
        self._reviewed.setVisible(bool(sheet.reviews))
        self.counted.emit()

    def _let_review(self, sheet: Sheet | None) -> None:
        """Let the sheet that is shown be printed and reviewed; None while another is counted."""
        self._sheet = sheet
        for made in (self._done, self._print):
            made.setEnabled(sheet is not None)

    def _on_failed(self, problem: BaseException) -> None:
        self._ticket = None
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _on_cancelled(self) -> None:
        """Another month was chosen meanwhile."""

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        if self._sheet is not None:
            self.paper_requested.emit(PaperRequest("access-review", self._sheet.month.isoformat()[:7]))

    def _on_done(self) -> None:
        if self._sheet is None:
            return
        month = access_reviews.month_name(self._sheet.month)
        try:
            access_reviews.record_review(self._desk, self._sheet, findings=self._findings.text())
        except BadValue as problem:
            self._findings.set_error(str(problem))
            self._findings.setFocus()
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._findings.set_text("")
        self._desk.drop_draft(_DRAFT)
        # The button waits for the sheet to be counted anew; the keys are not to be lost with it.
        self._month.setFocus()
        self._strip.show_message("ok", _("Recorded: you reviewed {month}.").format(month=month))


def _counting(desk: Desk, month: date) -> Callable[[Ticket], Sheet]:
    def work(ticket: Ticket) -> Sheet:
        with desk.beside() as own:
            sheet = access_reviews.sheet(own, month)
        ticket.check()
        return sheet

    return work


def _people_columns() -> list[Column[PersonCounts]]:
    def number(
        title: str, of: Callable[[PersonCounts], int], priority: int = 1, *, ask: bool = False
    ) -> Column[PersonCounts]:
        return Column(
            title,
            lambda one: str(of(one)) if of(one) else "–",
            max(len(title), 6),
            priority=priority,
            right=True,
            tone=(lambda one: "warn" if of(one) else "") if ask else None,
        )

    return [
        Column(_("Person"), lambda one: one.name, 16, stretch=True, strong=True),
        number(_("Opened"), lambda one: one.opened),
        number(_("Own name"), lambda one: one.own_name, ask=True),
        number(_("Staff name"), lambda one: one.of_staff, ask=True),
        number(_("Out of hours"), lambda one: one.out_of_hours, ask=True),
        number(_("No visit"), lambda one: one.no_visit),
        number(_("Emergency"), lambda one: one.emergencies, ask=True),
        number(_("Printed"), lambda one: one.printed, 2),
        number(_("Given away"), lambda one: one.given_away, 2),
        number(_("Signed in"), lambda one: one.sign_ins, 3),
        number(_("Refused"), lambda one: one.refused, 2, ask=True),
    ]

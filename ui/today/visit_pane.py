"""Beside the board: the selected visit, with what is missing and the next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QProgressBar, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import today
from clinicdesk.records.appointments import Stage
from clinicdesk.records.today import BoardRow
from clinicdesk.records.today.row import HERE
from clinicdesk.records.visit_details import Check, Progress, VisitDetails
from ui import icons, theme
from ui.shell.visit_papers import VisitPapers
from ui.today.visit_menu import Doing, words_of
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

_EXPECTED = HERE | {Stage.BOOKED}
"""Where a visit still has to get its papers."""


class VisitPane(Card):
    """Shows one visit.

    Signals:
        step_taken: The person pressed the next step.
        asked(str): Something else is to be done with the visit (a ``Doing``).
        consents_opened(str): Show the consents in this patient's chart.
    """

    step_taken = Signal()
    asked = Signal(str)
    consents_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._papers = VisitPapers(desk)
        self._papers.consents_opened.connect(self.consents_opened)
        self.setAccessibleName(_("Selected visit"))
        self._build()
        self._step.clicked.connect(self._on_step)
        for pressed in self._more.values():
            pressed.clicked.connect(self._on_more)

    def _build(self) -> None:
        self._name = label(role="h2", wrap=True)
        self._person = label(role="muted", wrap=True)
        self._allergies = label(role="strong", wrap=True)
        self._visit = label(role="h3", wrap=True)
        self._chip = Chip()
        self._when = label(role="muted", wrap=True)
        self._facts = label(wrap=True)
        self._started = label(role="muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Infusion so far"))
        self._badges = FlowLayout(theme.px("space_4"), theme.px("space_4"))
        self._checks = QVBoxLayout()
        self._checks.setSpacing(theme.px("space_8"))
        self._step = button("", kind="primary")
        self._more = {
            Doing.SESSION: button(words_of(Doing.SESSION)),
            Doing.CHECK_IN: button(words_of(Doing.CHECK_IN)),
            Doing.CHART: button(words_of(Doing.CHART)),
            Doing.UNDO: button(words_of(Doing.UNDO), kind="quiet", icon="undo-2"),
            Doing.NO_SHOW: button(words_of(Doing.NO_SHOW), kind="quiet"),
            Doing.ESCORT: button(words_of(Doing.ESCORT), kind="quiet"),
            Doing.MEASURES: button(words_of(Doing.MEASURES), icon="clipboard-list"),
        }
        visit = QHBoxLayout()
        visit.addWidget(self._visit, 1)
        visit.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        column.setSpacing(theme.px("space_8"))
        for part in (self._name, self._person, self._allergies):
            column.addWidget(part)
        column.addLayout(visit)
        column.addLayout(self._badges)
        column.addWidget(self._when)
        column.addWidget(self._facts)
        column.addWidget(self._started)
        column.addWidget(self._bar)
        column.addWidget(self._papers)
        column.addLayout(self._checks)
        column.addStretch(1)
        scroll = ScrollArea(inside, see_through=True)
        actions = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for action in (self._step, *self._more.values()):
            actions.addWidget(action)
        self.add(scroll, 1)
        self.add(actions)

    def show_visit(self, row: BoardRow, details: VisitDetails, born: str, can: frozenset[Doing]) -> None:
        """Show a visit; ``born`` is the date of birth with the age, ``can`` what is offered besides the next step."""
        self._name.setText(row.patient_name)
        lines = ["   ".join(part for part in (_("Born {born}").format(born=born), details.gender) if part)]
        lines.append(_("Record no. {number}").format(number=details.record_number))
        if details.phone:
            lines.append(_("Phone {phone}").format(phone=details.phone))
        # A line for each, so that none breaks between a label and its value.
        self._person.setText("\n".join(lines))
        self._show_allergies(details)
        self._visit.setText(row.visit)
        words, kind = today.stage_words(row)
        self._chip.show_chip(ChipText(words, kind))
        self._show_badges(row)
        self._when.setText("\n".join(_when(row)))
        facts = [*(details.order or (details.treatment,)), details.remark]
        self._facts.setText("\n".join(line for line in facts if line))
        self._facts.setVisible(bool(self._facts.text()))
        self._show_progress(details.progress)
        self._papers.show_visit(row.session_id if row.stage in _EXPECTED else None)
        self._show_checks(details.checks)
        self._show_step(row)
        for doing, pressed in self._more.items():
            pressed.setVisible(doing in can)

    def _show_step(self, row: BoardRow) -> None:
        """Put the next step of the visit on the button."""
        step = row.next_step
        self._step.setVisible(step is not None)
        if step is not None:
            self._step.setText(step.label)
            self._step.setAccessibleName(_("Next step: {step}").format(step=step.label))

    def _show_allergies(self, details: VisitDetails) -> None:
        self._allergies.setVisible(details.clinical)
        words = details.allergies
        if details.allergies_known:
            words = _("Allergies: {list}").format(list=words)
        self._allergies.setText(words)
        theme.set_state(self._allergies, "tone", "danger" if details.allergies_known else "")

    def _show_badges(self, row: BoardRow) -> None:
        """Show everything there is to see to: the line of the table may have no room for it."""
        _empty(self._badges)
        for badge in row.badges:
            self._badges.addWidget(Chip(badge.text, badge.kind, dot=False))

    def _show_progress(self, progress: Progress | None) -> None:
        self._started.setVisible(progress is not None)
        self._bar.setVisible(progress is not None)
        if progress is not None:
            self._started.setText(
                _("Started {time}, {done} of {total}").format(
                    time=formats.format_time(progress.started_at),
                    done=formats.format_duration(progress.flowed_minutes),
                    total=formats.format_duration(progress.ordered_minutes),
                )
            )
            # Or Qt paints the whole pane at once, in the middle of being filled.
            self._bar.setUpdatesEnabled(False)
            self._bar.setRange(0, max(progress.ordered_minutes, 1))
            self._bar.setValue(min(progress.flowed_minutes, progress.ordered_minutes))
            self._bar.setUpdatesEnabled(True)

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        _empty(self._checks)
        if checks:
            self._checks.addWidget(label(_("Before the start"), "h3"))
        for check in checks:
            self._checks.addWidget(_line(check))

    def _on_step(self) -> None:
        self.step_taken.emit()

    def _on_more(self) -> None:
        sender = self.sender()
        for doing, pressed in self._more.items():
            if pressed is sender:
                self.asked.emit(doing.value)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()


def _when(row: BoardRow) -> list[str]:
    """Return when, where and with whom, and since when the patient is here."""
    lines = []
    if row.starts_at and row.ends_at:
        start, end = formats.format_time(row.starts_at), formats.format_time(row.ends_at)
        lines.append(_("{start} to {end}").format(start=start, end=end))
    place = ", ".join(part for part in (row.chair, row.staff) if part)
    lines = ["   ".join(part for part in (*lines, place) if part)]
    if row.arrived_at is not None:
        lines.append(_("Here since {time}").format(time=formats.format_time(row.arrived_at)))
    return [line for line in lines if line]


def _line(check: Check) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("space_8"))
    mark = label()
    name, colour = ("circle-check", "ok_line") if check.done else ("circle-alert", "warn_line")
    mark.setPixmap(icons.pixmap(name, colour, theme.px("icon"), made.devicePixelRatioF()))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(check.words, wrap=True), 1)
    return made

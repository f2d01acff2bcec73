"""What a patient is to be asked now: one line for each measure, the way into the form, and the way to leave it out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.measures import due, skips
from clinicdesk.records.measures.due import MeasureDueItem
from clinicdesk.records.measures.skips import SkipReason
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class DueCard(Card):
    """Says nothing clinical: the front desk reads it too.

    Signals:
        asked(object): This measure is to be filled in now; carries its ``MeasureDueItem``.
        all_asked: Everything the patient can fill in is to be handed over in one go.
    """

    asked = Signal(object)
    all_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Due now"))
        self._desk = desk
        self._patient_id = ""
        self._items: tuple[MeasureDueItem, ...] = ()
        self._buttons: dict[QPushButton, MeasureDueItem] = {}
        self._all = button(_("Hand over &all"), kind="quiet", icon="clipboard-list")
        self._all.setAccessibleName(_("Hand over all that is due"))
        self._all.clicked.connect(self.all_asked)
        self.add_action(self._all)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_8"))
        self.add(self._lines)

    @property
    def items(self) -> Sequence[MeasureDueItem]:
        """What is due, the most urgent first."""
        return self._items

    @property
    def buttons(self) -> Sequence[QWidget]:
        """All there is to press, as it is seen; the first may be hidden."""
        return (self._all, *self._buttons)

    def show_patient(self, patient_id: str) -> None:
        """Show what is due of a patient. What cannot be read is said in the card."""
        self._patient_id = patient_id
        self._clear()
        self._all.hide()
        try:
            self._items = due.of_patient(self._desk, patient_id)
        except ClinicDeskError as problem:
            self._items = ()
            self._lines.addWidget(label(str(problem), wrap=True, tone="danger"))
            return
        several = sum(item.by_patient for item in self._items) > 1
        self._all.setVisible(several and self._desk.may("measure.record"))
        for item in self._items:
            self._lines.addWidget(self._line(item))
        self._set_tab_order()
        if not self._items:
            self._lines.addWidget(label(_("Nothing is due."), "muted"))

    def _set_tab_order(self) -> None:
        """Let Tab come to the lines where they are seen: made last, they would come after all that is below."""
        for before, after in pairwise(self.buttons):
            QWidget.setTabOrder(before, after)

    def _clear(self) -> None:
        self._buttons.clear()
        while (taken := self._lines.takeAt(0)) is not None:
            if old := taken.widget():
                old.hide()
                old.deleteLater()

    def _line(self, item: MeasureDueItem) -> QWidget:
        ask, leave_out = button(_("Fill in")), button(_("Not asked…"), kind="quiet")
        ask.setAccessibleName(_("Fill in {measure}").format(measure=item.title))
        leave_out.setAccessibleName(_("{measure} is not asked").format(measure=item.title))
        ask.clicked.connect(self._on_ask)
        leave_out.clicked.connect(self._on_leave_out)
        self._buttons |= {leave_out: item, ask: item}
        words = QVBoxLayout()
        words.setSpacing(0)
        # Beside the name: a date at the end of a sentence would break within itself.
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(label(item.title, "strong"))
        head.addWidget(label(self._since(item), "muted"), 1)
        words.addLayout(head)
        words.addWidget(label(item.words[:1].upper() + item.words[1:], "muted", wrap=True))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8"))
        row.addLayout(words, 1)
        if item.overdue:
            row.addWidget(Chip(_("Overdue"), "warn"), 0, Qt.AlignmentFlag.AlignVCenter)
        may = self._desk.may("measure.record"), self._desk.may("measure.skip")
        for made, allowed in zip((leave_out, ask), reversed(may), strict=True):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
            made.setVisible(allowed)
        return line

    def _since(self, item: MeasureDueItem) -> str:
        return _("since {day}").format(day=format_date(self._desk.local(item.from_at).date()))

    # Slots --------------------------------------------------------------------------------------------------------

    def _pressed(self) -> MeasureDueItem | None:
        pressed = self.sender()
        return self._buttons.get(pressed) if isinstance(pressed, QPushButton) else None

    def _on_ask(self) -> None:
        if (item := self._pressed()) is not None:
            self.asked.emit(item)

    def _on_leave_out(self) -> None:
        if (item := self._pressed()) is not None:
            dialog = NotAsked(self, self._desk, item)
            dialog.written.connect(self._on_left_out)
            dialog.open()

    def _on_left_out(self) -> None:
        self.show_patient(self._patient_id)


class NotAsked(FormDialog):
    """Why something that is due is not asked. It counts for this time only; the next one asks again."""

    def __init__(self, over: QWidget, desk: Desk, item: MeasureDueItem) -> None:
        self._desk, self._item = desk, item
        reasons = [
            (SkipReason.DECLINED, _("The patient does not want to")),
            (SkipReason.NOT_POSSIBLE, _("It was not possible")),
            (SkipReason.MISSED, _("It was missed")),
            (SkipReason.OTHER, _("Another reason")),
        ]
        self._reason = ChoiceField(_("&Reason"), reasons, required=True)
        self._words = TextField(_("In a few &words"))
        super().__init__(
            over,
            _("{measure} is not asked").format(measure=item.title),
            _("It counts for this time only: {why}.").format(why=item.words),
            {"reason": self._reason, "words": self._words},
            _("&Save"),
        )

    def record(self) -> None:
        """Record it for every time that is due now."""
        reason = self._reason.value()
        if not isinstance(reason, SkipReason):
            raise BadValue(_("Choose why it is not asked."), "reason")
        for due_key in self._item.due_keys:
            skips.skip(
                self._desk,
                patient_id=self._item.patient_id,
                measure=self._item.measure,
                due_key=due_key,
                reason=reason,
                words=self._words.text(),
                series_id=self._item.series_id,
            )

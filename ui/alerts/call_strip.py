"""The strip on every screen of staff: an answer calls for a clinician, and stays until somebody took and settled it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.measures import alerts
from ui import icons, theme
from ui.alerts.patient_calls import PatientCalls, Standing, by_patient, since_words
from ui.widgets.button import button
from ui.widgets.words import announce, label

TABLES = frozenset({"measure_alerts", "alert_events", "measure_events", "measure_results", "staff", "patients"})
_TONES = {Standing.NOBODY_YET: "danger", Standing.MINE: "warn", Standing.SOMEBODY_ELSES: "info"}
_ICONS = {Standing.NOBODY_YET: "circle-alert", Standing.MINE: "triangle-alert", Standing.SOMEBODY_ELSES: "info"}


class CallStrip(QFrame):
    """Hidden while no call is open. Of several patients one is shown, those nobody sees to first.

    It sounds only where staff see it: behind the lock and behind a patient's form it waits.

    Signals:
        patient_opened(str): The patient's chart is wanted.
        call_opened(str): The calls of this patient are to be shown; carries the patient's id.
        crisis_wanted(str): The crisis card is wanted about this patient.
    """

    patient_opened = Signal(str)
    call_opened = Signal(str)
    crisis_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName(_("Call for a clinician"))
        self._desk = desk
        self._groups: tuple[PatientCalls, ...] = ()
        self._place = 0
        self._told: set[str] = set()
        self._minute = -1
        self._failed = False
        self._build()
        self._see_to.clicked.connect(self._on_see_to)
        self._record.clicked.connect(self._on_open)
        self._look.clicked.connect(self._on_open)
        self._chart.clicked.connect(self._on_chart)
        self._crisis.clicked.connect(self._on_crisis)
        self._next.clicked.connect(self._on_next)
        self.show_calls()

    def _build(self) -> None:
        self._icon = QLabel()
        self._words = label(role="strong", wrap=True)
        self._words.setMinimumWidth(1)
        self._next = button(_("Next call"), kind="quiet")
        self._chart = button(_("Open chart"))
        self._chart.setAccessibleName(_("Open the chart of whom the call is about"))
        self._crisis = button(_("Crisis card"))
        self._look = button(_("Look at the call"))
        self._record = button(_("Record what was done"), kind="primary", shortcut="Ctrl+F9")
        self._see_to = button(_("I see to the call"), kind="danger", shortcut="Ctrl+F9")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_12"), theme.px("space_8"), theme.px("space_8"), theme.px("space_8"))
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for made in (self._next, self._chart, self._crisis, self._look, self._record, self._see_to):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    # In -----------------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed) -> None:
        """Look again when a call came, was taken or settled, or its result was corrected."""
        if changed.tables & TABLES:
            self.show_calls()

    def tick(self) -> None:
        """Once a minute: while nobody sees to a call it sounds again. What could not be read is read again."""
        if self._failed or (self._groups and self._desk.now().minute != self._minute):
            self._told.clear()
            self.show_calls()

    def show_calls(self) -> None:
        """Show what is open now. What cannot be read leaves on the screen what is there."""
        self._minute = self._desk.now().minute
        try:
            self._groups = by_patient(self._desk, alerts.open_alerts(self._desk))
        except ClinicDeskError:
            self._failed = True
            return
        self._failed = False
        urgent = sum(group.standing is Standing.NOBODY_YET for group in self._groups)
        # A new call comes before whichever of the others somebody was looking at.
        self._place = self._place if not urgent and self._place < len(self._groups) else 0
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Staff see it, at last or again."""
        super().showEvent(event)
        self._call_attention()

    def _show(self) -> None:
        group = self._shown
        if group is None:
            self.hide()
            return
        sees, nobody = self._desk.sees("clinical"), group.standing is Standing.NOBODY_YET
        self._words.setText(self._sentence(group))
        tone = _TONES[group.standing]
        for part in (self, self._words):
            theme.set_state(part, "tone", tone)
        side = theme.px("icon_large")
        self._icon.setPixmap(icons.pixmap(_ICONS[group.standing], f"{tone}_fg", side, self.devicePixelRatioF()))
        self._next.setVisible(len(self._groups) > 1)
        self._chart.setVisible(sees and group.standing is not Standing.SOMEBODY_ELSES)
        self._crisis.setVisible(not sees and nobody)
        self._look.setVisible(sees and group.standing is Standing.SOMEBODY_ELSES)
        self._record.setVisible(sees and group.standing is Standing.MINE)
        self._see_to.setVisible(sees and nobody)
        self.show()
        self._call_attention()

    @property
    def _shown(self) -> PatientCalls | None:
        return self._groups[self._place] if self._groups else None

    def _sentence(self, group: PatientCalls) -> str:
        since = since_words(self._desk, group.since)
        if group.standing is Standing.MINE:
            words = _("You see to {patient} {since}. Record what was done.")
        elif group.standing is Standing.SOMEBODY_ELSES:
            words = _("{name} sees to {patient} {since}.")
        elif group.content:
            words = _("Clinician needed now: {patient}, {since}, at {where}. {content}.")
        elif group.called:
            words = _(
                "Clinician needed now: {patient}, {since}, at {where}. {called} was called. Stay with the patient."
            )
        else:
            words = _("Clinician needed now: {patient}, {since}, at {where}. Stay with the patient, fetch somebody.")
        words = words.format(
            patient=group.patient_name,
            since=since,
            name=group.taken_by,
            content=group.content.rstrip("."),
            called=group.called,
            where=group.where,
        )
        if len(self._groups) == 1:
            return words
        count = _("(call {place} of {count})").format(place=self._place + 1, count=len(self._groups))
        return f"{words} {count}"

    def _call_attention(self) -> None:
        """Once for each call, and each minute again: say it to a screen reader, sound, let the task bar flash."""
        group = self._shown
        if group is None or not self.isVisible() or group.standing is not Standing.NOBODY_YET:
            return
        if set(group.untaken) <= self._told:
            return
        self._told.update(group.untaken)
        announce(self, self._words.text(), urgent=True)
        QApplication.beep()
        QApplication.alert(self.window())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_see_to(self) -> None:
        group = self._shown
        if group is None:
            return
        try:
            alerts.take(self._desk, *group.untaken)
        except ClinicDeskError as problem:
            # Somebody was quicker: the strip says who.
            announce(self, str(problem), urgent=True)
            self.show_calls()
            return
        self.call_opened.emit(group.patient_id)

    def _on_open(self) -> None:
        if (group := self._shown) is not None:
            self.call_opened.emit(group.patient_id)

    def _on_chart(self) -> None:
        if (group := self._shown) is not None:
            self.patient_opened.emit(group.patient_id)

    def _on_crisis(self) -> None:
        if (group := self._shown) is not None:
            self.crisis_wanted.emit(group.patient_id)

    def _on_next(self) -> None:
        self._place = (self._place + 1) % len(self._groups) if self._groups else 0
        self._show()

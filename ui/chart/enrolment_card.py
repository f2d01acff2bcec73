"""The card of the overview that says in which programme a patient is enrolled, and the form behind it."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import enrolments, programmes, series, site_certifications
from clinicdesk.records.enrolments import Enrolment
from clinicdesk.rules.dates import parse_date
from ui.chart.facts_cards import LinesCard
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextField


class EnrolmentCard(LinesCard):
    """One line for each enrolment. Hidden where neither patient nor clinic has to do with a programme."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Programmes"))
        self._desk = desk
        self._patient_id = ""
        self._found: list[Enrolment] = []
        self._enrol = button(_("Enrol&ment…"), kind="quiet")
        self.add_action(self._enrol)
        self._enrol.clicked.connect(self._on_enrol)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's enrolments, and what is missing for a planned series."""
        self._patient_id = patient_id
        self._found = enrolments.of_patient(self._desk, patient_id)
        today = self._desk.local(self._desk.now()).date()
        planned = series.programmes_of(self._desk, patient_id)
        wanted = sorted(planned - {one.programme for one in self._found if one.holds_on(today)})
        lines = [_line(one, today) for one in self._found]
        for programme in wanted:
            problem = enrolments.problem(self._desk, patient_id, programme, today)
            lines.append(("", problem or "", "warn"))
        certified = any(site_certifications.of(self._desk, one).version for one in programmes.known())
        self.show_lines(lines or [("", _("Not enrolled in a programme"), "")])
        self._enrol.setVisible(self._desk.may("enrolment.change"))
        self.setVisible(bool(lines) or certified)

    def _on_enrol(self) -> None:
        """Open the latest enrolment, or a new one where none stands."""
        EnrolmentDialog(self, self._desk, self._patient_id, self._found[0] if self._found else None).open()


def _line(one: Enrolment, today: date) -> tuple[str, str, str]:
    name = programmes.title_of(one.programme)
    words = _("enrolled {day}").format(day=format_date(one.enrolled_on))
    if one.number:
        words += ", " + _("number {number}").format(number=one.number)
    if one.ended_on is not None:
        words += ", " + _("ended {day}").format(day=format_date(one.ended_on))
    if one.remark:
        words += f". {one.remark}"
    return name, words, "" if one.holds_on(today) else "warn"


class EnrolmentDialog(FormDialog):
    """Since when, under which number, until when. An enrolment that ended is followed by a new one."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, before: Enrolment | None) -> None:
        self._desk, self._patient_id = desk, patient_id
        today = desk.local(desk.now()).date()
        # What ended stays as it is; the next one is new.
        self._before = before if before is not None and before.holds_on(today) else None

        def parse(text: str) -> date:
            return parse_date(text, today)

        self._programme = ChoiceField(
            _("&Programme"), [(one.id, one.title) for one in programmes.known().values()], required=True
        )
        self._number = TextField(_("Enrolment &number"))
        self._since = ParsedField(_("&Enrolled on"), parse, format_date, required=True)
        self._until = ParsedField(_("En&ded on"), parse, format_date, hint=_("Empty while it goes on."))
        self._remark = TextField(_("&Remark"))
        fields = {
            "programme": self._programme,
            "number": self._number,
            "enrolled_on": self._since,
            "ended_on": self._until,
            "remark": self._remark,
        }
        super().__init__(over, _("Enrolment in a programme"), "", fields, _("Save"))
        self._show(self._before or Enrolment(programme=next(iter(programmes.known()), "")))
        self._programme.setEnabled(self._before is None)
        self._number.setFocus()

    def _show(self, known: Enrolment) -> None:
        self._programme.set_value(known.programme)
        self._number.set_text(known.number)
        self._since.set_value(known.enrolled_on)
        self._until.set_value(known.ended_on)
        self._remark.set_text(known.remark)

    def record(self) -> None:
        """Write the enrolment down."""
        enrolment = Enrolment(
            programme=str(self._programme.value() or ""),
            number=self._number.text(),
            enrolled_on=self._since.value(),
            ended_on=self._until.value(),
            remark=self._remark.text(),
        )
        if self._before is None:
            enrolments.enrol(self._desk, self._patient_id, enrolment)
        else:
            enrolments.change(self._desk, self._before, enrolment)

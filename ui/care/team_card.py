"""Who else treats the patient: the table, and what can be done with each of them."""

from PySide6.QtCore import Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import care_team
from clinicdesk.records.care_team import CareMember
from ui.care.member_dialog import MemberDialog
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip


class TeamCard(Card):
    """For everybody: reception writes down who the patient names.

    Signals:
        letter_asked(object): Write a letter to this ``CareMember``, or to whom is chosen then (None).
    """

    letter_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Care team"))
        self._desk = desk
        self._patient_id = ""
        self._suggested: list[CareMember] = []
        self._taken_off: CareMember | None = None
        self._table: RecordTable[CareMember] = RecordTable(_("Care team"), _columns(), key=lambda one: one.id)
        self._table.set_empty_text(_("Nobody is written down yet."))
        self._strip = MessageStrip()
        self._letter = button(_("Write a &letter…"), kind="primary", icon="mail")
        self._add = button(_("&Add…"), icon="plus")
        self._change, self._take_off = button(_("&Change…")), button(_("Take o&ff…"))
        for action in (self._add, self._change, self._take_off, self._letter):
            self.add_action(action)
        self.add(self._strip)
        self.add(self._table, 1)
        self._connect()

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._table.row_activated.connect(self._on_activated)
        self._table.row_selected.connect(self._on_selected)
        self._take_off.clicked.connect(self._on_take_off)
        self._letter.clicked.connect(self._on_letter)
        self._strip.action_taken.connect(self._on_taken_over)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's care team."""
        self._patient_id = patient_id
        members = care_team.of_patient(self._desk, patient_id)
        self._table.show_rows(members)
        may_change = self._desk.may("care.change")
        for action in (self._add, self._change, self._take_off):
            action.setVisible(may_change)
        self._letter.setVisible(self._desk.may("note.write"))
        self._show_suggested(care_team.suggested(self._desk, patient_id) if may_change and not members else [])
        self._on_selected(self._table.selected())

    def _show_suggested(self, suggested: list[CareMember]) -> None:
        """Offer what was said at registration as a start."""
        self._suggested = suggested
        if not suggested:
            self._strip.clear()
            return
        said = _("Said at registration: {names}").format(names="; ".join(one.name for one in suggested))
        self._strip.show_message("info", said, _("Add to the &team"))

    def _on_taken_over(self) -> None:
        try:
            for one in self._suggested:
                care_team.add(self._desk, self._patient_id, one)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._table.setFocus()

    def _on_selected(self, row: CareMember | None) -> None:
        self._change.setEnabled(row is not None)
        self._take_off.setEnabled(row is not None)

    def _on_add(self) -> None:
        MemberDialog(self, self._desk, self._patient_id).open()

    def _on_change(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            MemberDialog(self, self._desk, self._patient_id, chosen).open()

    def _on_activated(self, _row: CareMember) -> None:
        if self._desk.may("care.change"):
            self._on_change()

    def _on_take_off(self) -> None:
        self._taken_off = self._table.selected()
        if self._taken_off is None:
            return
        sentence = _("Letters to {name} stay. Somebody who only moved is changed instead.")
        question = Question(
            self,
            _("Take off the care team?"),
            sentence.format(name=self._taken_off.name),
            _("Take off"),
            reason=_("Why"),
        )
        question.confirmed.connect(self._on_taken_off)
        question.open()

    def _on_taken_off(self, reason: str) -> None:
        assert self._taken_off is not None
        try:
            care_team.void(self._desk, self._taken_off, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _on_letter(self) -> None:
        self.letter_asked.emit(self._table.selected())


def _columns() -> list[Column[CareMember]]:
    return [
        Column(_("As"), lambda one: care_team.role_name(one.role), 14),
        Column(_("Name"), lambda one: one.name, 20, strong=True, stretch=True),
        Column(_("Practice"), lambda one: one.practice, 20, priority=3),
        Column(_("Phone"), lambda one: one.phone, 15),
        Column(_("Fax"), lambda one: one.fax, 15, priority=2),
        Column(_("Remark"), lambda one: one.remark, 18, priority=4),
    ]

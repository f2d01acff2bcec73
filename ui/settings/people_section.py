"""The people who work here: who they are, what they do, and whether they still do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.permissions import Role, role_name
from clinicdesk.records import leaving, pins, second_factor, staff
from clinicdesk.records.staff import StaffMember
from ui import theme
from ui.hand_over.own_pin import OwnPin
from ui.settings.leaving_form import LeavingForm
from ui.settings.own_codes import OwnCodes
from ui.settings.own_password import OwnPassword
from ui.settings.person_form import PersonForm
from ui.settings.reset_form import ResetForm
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip


class PeopleSection(QWidget):
    """The list, and ways to add, change and help somebody; everybody has their own password, PIN and codes below.

    Signals:
        new_key_wanted: Somebody who leaves knows the recovery sheet, and the key is to be replaced.
    """

    new_key_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build()
        self._connect()
        self.show_people()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._left_behind = MessageStrip()
        self._table: RecordTable[StaffMember] = RecordTable(
            _("People"),
            [
                Column(_("Name"), _name_of, chars=24, stretch=True, strong=True),
                Column(_("Login"), _login_of, chars=12),
                Column(_("Roles"), _roles_of, chars=32),
                Column(_("Works here"), _active_of, chars=18, priority=2),
            ],
            _id_of,
        )
        self._table.setMinimumHeight(260)
        self._add = button(_("&Add a person…"), icon="user-plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._reset = button(_("&New password…"), icon="key-round")
        self._leaves = button(_("L&eaves…"), icon="log-out")
        self._password = button(_("Change my &password…"), icon="key-round")
        self._pin = button("", icon="key-round")
        self._codes = button("", icon="shield-check")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._strip)
        column.addWidget(self._people_card())
        column.addWidget(self._own_card())

    def _people_card(self) -> Card:
        card = Card(_("People"))
        may = self._desk.may("staff.add")
        if not may:
            card.set_note(_("An administrator can change this."))
        card.add(self._left_behind)
        card.add(self._table)
        for made in (self._reset, self._leaves, self._change, self._add):
            card.add_action(made)
            made.setVisible(may)
        self._on_selected(None)
        return card

    def _own_card(self) -> Card:
        card = Card(
            _("How I sign in"),
            _("A PIN signs, and unlocks a PC for a while after the password. The second factor is a code of a phone."),
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        for made in (self._password, self._pin, self._codes):
            row.addWidget(made)
        row.addStretch(1)
        card.add(row)
        return card

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._reset.clicked.connect(self._on_reset)
        self._leaves.clicked.connect(self._on_leaves)
        self._left_behind.action_taken.connect(self._on_left_behind)
        self._password.clicked.connect(self._on_password)
        self._pin.clicked.connect(self._on_pin)
        self._codes.clicked.connect(self._on_codes)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)

    def show_people(self) -> None:
        """Show everybody, those who left last."""
        self._table.show_rows(staff.everybody(self._desk))
        has_pin = pins.has_pin(self._desk, self._desk.person.id)
        self._pin.setText(_("Change my P&IN…") if has_pin else _("Set my P&IN…"))
        has_codes = second_factor.has_one(self._desk, self._desk.person.id)
        self._codes.setText(_("Take my second &factor away…") if has_codes else _("Set up a second &factor…"))
        self._show_left_behind()

    def _show_left_behind(self) -> None:
        """Say of whom something waits whose last day has come: nobody was asked then."""
        self._left_behind.clear()
        if not self._desk.may("staff.hand_on"):
            return
        for member, _left in leaving.left_behind(self._desk)[:1]:
            self._left_behind.show_message("warn", leaving.left_behind_words(member), _("&Hand it over…"))

    def _on_left_behind(self) -> None:
        for member, _left in leaving.left_behind(self._desk)[:1]:
            self._open_leaving(member, stays=member.active)

    def _on_selected(self, member: StaffMember | None) -> None:
        self._change.setEnabled(member is not None)
        other = member is not None and member.active and member.id != self._desk.person.id
        self._reset.setEnabled(other)
        self._leaves.setEnabled(member is not None and member.active)

    def _on_activated(self, member: StaffMember) -> None:
        if self._desk.may("staff.change"):
            self._open(member)

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        member = self._table.selected()
        if member is not None:
            self._open(member)

    def _open(self, member: StaffMember | None) -> None:
        form = PersonForm(self._desk, member, self)
        form.saved.connect(self._on_saved)
        form.open()

    def _on_password(self) -> None:
        form = OwnPassword(self._desk, self)
        form.changed.connect(self._on_password_changed)
        form.open()

    def _on_pin(self) -> None:
        form = OwnPin(self._desk, self)
        form.changed.connect(self._on_pin_changed)
        form.open()

    def _on_reset(self) -> None:
        member = self._table.selected()
        if member is not None:
            form = ResetForm(self._desk, member, self)
            form.reset.connect(self._on_told)
            form.open()

    def _on_leaves(self) -> None:
        member = self._table.selected()
        if member is not None:
            self._open_leaving(member)

    def _open_leaving(self, member: StaffMember, *, stays: bool = False) -> None:
        try:
            form = LeavingForm(self._desk, member, self, stays=stays)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        form.done_with.connect(self._on_told)
        form.new_key_wanted.connect(self.new_key_wanted)
        form.open()

    def _on_codes(self) -> None:
        form = OwnCodes(self._desk, self)
        form.changed.connect(self._on_told)
        form.open()

    def _on_told(self, sentence: str) -> None:
        self.show_people()
        self._strip.show_message("ok", sentence)

    def _on_saved(self, name: str) -> None:
        self.show_people()
        self._strip.show_message("ok", _("{name} is saved.").format(name=name))

    def _on_password_changed(self) -> None:
        self._strip.show_message("ok", _("Your password is changed."))

    def _on_pin_changed(self) -> None:
        self.show_people()
        self._strip.show_message("ok", _("Your PIN is set."))


def _name_of(member: StaffMember) -> str:
    return member.name


def _login_of(member: StaffMember) -> str:
    return member.login


def _roles_of(member: StaffMember) -> str:
    return ", ".join(role_name(role) for role in Role if role in member.roles)


def _active_of(member: StaffMember) -> str:
    if not member.active:
        return _("No longer")
    return _("Until {day}").format(day=formats.format_day(member.ends_on)) if member.ends_on else _("Yes")


def _id_of(member: StaffMember) -> str:
    return member.id

"""The people who work here: who they are, what they do, and whether they still do."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.permissions import Role, role_name
from clinicdesk.records import pins, staff
from clinicdesk.records.staff import StaffMember
from ui.hand_over.own_pin import OwnPin
from ui.settings.own_password import OwnPassword
from ui.settings.person_form import PersonForm
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip


class PeopleSection(QWidget):
    """The list, and beside it the way to add or change somebody; everybody changes their own password and PIN."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build()
        self._connect()
        self.show_people()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table: RecordTable[StaffMember] = RecordTable(
            _("People"),
            [
                Column(_("Name"), _name_of, chars=24, stretch=True, strong=True),
                Column(_("Login"), _login_of, chars=12),
                Column(_("Roles"), _roles_of, chars=32),
                Column(_("Works here"), _active_of, chars=10, priority=2),
            ],
            _id_of,
        )
        self._table.setMinimumHeight(220)
        self._add = button(_("&Add a person…"), icon="user-plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._password = button(_("Change my &password…"), icon="key-round")
        self._pin = button("", icon="key-round")
        card = Card(_("People"))
        may = self._desk.may("staff.add")
        if not may:
            card.set_note(_("An administrator can change this."))
        card.add(self._table)
        for made in (self._pin, self._password, self._change, self._add):
            card.add_action(made)
        self._add.setVisible(may)
        self._change.setVisible(may)
        self._change.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(card)

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._password.clicked.connect(self._on_password)
        self._pin.clicked.connect(self._on_pin)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)

    def show_people(self) -> None:
        """Show everybody, those who left last."""
        self._table.show_rows(staff.everybody(self._desk))
        has_pin = pins.has_pin(self._desk, self._desk.person.id)
        self._pin.setText(_("Change my P&IN…") if has_pin else _("Set my P&IN…"))

    def _on_selected(self, member: StaffMember | None) -> None:
        self._change.setEnabled(member is not None)

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
    return _("Yes") if member.active else _("No longer")


def _id_of(member: StaffMember) -> str:
    return member.id

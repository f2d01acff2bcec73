"""Adding or changing one person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.permissions import Role, role_name
from clinicdesk.records import staff
from clinicdesk.records.staff import StaffMember
from clinicdesk.rules.dates import date_text, parse_date
from ui import theme
from ui.shell.new_password import NewPassword
from ui.widgets.button import button
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class PersonForm(QDialog):
    """Name, login, roles, a last day for temporary staff; a password for somebody new. Nobody is ever deleted.

    Signals:
        saved(str): The person was recorded; carries the name.
    """

    saved = Signal(str)

    def __init__(self, desk: Desk, member: StaffMember | None, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._member = member
        title = _("Add a person") if member is None else _("Change a person")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._name = TextField(_("&Name, as it prints on records"), required=True)
        self._login = TextField(_("&Login"), required=member is None, read_only=member is not None)
        self._roles = {role: QCheckBox(role_name(role)) for role in Role}
        self._ends_on: ParsedField[date] = ParsedField(
            _("Last &day, of temporary staff"),
            self._parse_day,
            date_text,
            hint=_("From the day after, they can no longer sign in. Leave it empty if no end is known."),
        )
        self._active = QCheckBox(_("&Works here again"))
        self._password = NewPassword()
        self._save = button(_("&Save"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._show(member)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2"))
        column.addWidget(self._strip)
        who = QHBoxLayout()
        who.setSpacing(theme.px("space_12"))
        who.addWidget(self._name, 2)
        who.addWidget(self._login, 1)
        column.addLayout(who)
        column.addWidget(label(_("Roles"), "strong"))
        roles = QHBoxLayout()
        for box in self._roles.values():
            roles.addWidget(box)
        column.addLayout(roles)
        column.addWidget(self._ends_on)
        if self._member is None:
            column.addWidget(
                label(_("Tell them this password. At their first sign-in they choose their own."), "muted", wrap=True)
            )
            column.addWidget(self._password)
        elif not self._member.active:
            column.addWidget(self._active)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self._save.setDefault(True)
        self.setMinimumWidth(theme.px("base") * 46)

    def _show(self, member: StaffMember | None) -> None:
        if member is not None:
            self._name.set_text(member.name)
            self._login.set_text(member.login)
            self._active.setChecked(member.active)
            self._ends_on.set_value(member.ends_on)
            for role, box in self._roles.items():
                box.setChecked(role in member.roles)
        self._name.setFocus()

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def _on_save(self) -> None:
        if not self._ends_on.check():
            self._ends_on.setFocus()
            return
        chosen = {role for role, box in self._roles.items() if box.isChecked()}
        name, ends_on = self._name.text(), self._ends_on.value()
        try:
            if self._member is not None:
                active = self._active.isChecked()
                staff.change(self._desk, self._member, name=name, roles=chosen, active=active, ends_on=ends_on)
            elif not (name and self._login.text()) or self._password.is_complete():
                # Without name or login this says so first, at its field.
                staff.add(
                    self._desk,
                    login=self._login.text(),
                    name=name,
                    roles=chosen,
                    password=self._password.text(),
                    is_given=True,
                    ends_on=ends_on,
                )
            else:
                return
        except ClinicDeskError as problem:
            self._tell(problem)
            return
        self.accept()
        self.saved.emit(name)

    def _tell(self, problem: ClinicDeskError) -> None:
        fields: dict[str, Field] = {"name": self._name, "login": self._login, "ends_on": self._ends_on}
        field = fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None:
            self._strip.show_message("danger", str(problem))
        else:
            field.set_error(str(problem))
            field.setFocus()

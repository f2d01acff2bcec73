"""The form of somebody who treats a patient as well."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import care_team
from clinicdesk.records.care_team import CareMember, CareRole
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.phone_field import PhoneField
from ui.widgets.text_field import TextAreaField, TextField


class MemberDialog(FormDialog):
    """Name, role, and how to reach them. Only the name is needed; a letter goes to the address."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, before: CareMember | None = None) -> None:
        self._desk, self._patient_id, self._before = desk, patient_id, before
        self._name = TextField(_("&Name"), required=True, placeholder=_("Dr Marie Novak"))
        self._role = ChoiceField(_("Treats the patient &as"), [(role, care_team.role_name(role)) for role in CareRole])
        self._practice = TextField(_("&Practice"))
        self._phone = PhoneField(_("P&hone"))
        self._fax = PhoneField(_("&Fax"))
        self._email = TextField(_("&E-mail"))
        self._address = TextAreaField(_("A&ddress"), lines=3)
        self._remark = TextField(_("&Remark"))
        fields = {
            "name": self._name,
            "role": self._role,
            "practice": self._practice,
            "phone": self._phone,
            "fax": self._fax,
            "email": self._email,
            "address": self._address,
            "remark": self._remark,
        }
        title = _("Somebody who treats the patient") if before is None else _("Change who treats the patient")
        super().__init__(over, title, "", fields, _("Save"))
        self._show(before or CareMember(role=CareRole.PSYCHIATRIST, name=""))

    def _show(self, known: CareMember) -> None:
        self._role.set_value(known.role)
        for name in ("name", "practice", "phone", "fax", "email", "address", "remark"):
            self.fields[name].set_text(getattr(known, name))  # type: ignore[attr-defined]

    def record(self) -> None:
        """Write them down."""
        member = CareMember(
            role=CareRole(str(self._role.value() or CareRole.OTHER)),
            name=self._name.text(),
            practice=self._practice.text(),
            phone=self._phone.text(),
            fax=self._fax.text(),
            email=self._email.text(),
            address=self._address.text(),
            remark=self._remark.text(),
        )
        if self._before is None:
            care_team.add(self._desk, self._patient_id, member)
        else:
            care_team.change(self._desk, self._before, member)

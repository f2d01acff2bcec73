"""Second step: the first administrator, usually the owner."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from clinicdesk.language import _
from clinicdesk.permissions import Role, role_name
from ui import theme
from ui.shell.new_password import NewPassword
from ui.shell.step import Step
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class PersonStep(Step):
    """Name, login, password, and what else the administrator does in the clinic."""

    def __init__(self) -> None:
        super().__init__(
            _("The first administrator"),
            _("Adds the other people and changes the settings. Tick whatever else this person does in the clinic."),
        )
        self.person_name = TextField(
            _("&Name, as it prints on records"), required=True, placeholder=_("for example R. Alvarez, MD")
        )
        self.login = TextField(_("&Login"), required=True, hint=_("Short, without spaces."))
        self.password = NewPassword()
        self._roles = {role: QCheckBox(role_name(role)) for role in Role}
        self._build()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.px("space_12"))
        first.addWidget(self.person_name, 3)
        first.addWidget(self.login, 2)
        self.add(first)
        self.add(self.password)
        administrator = self._roles[Role.ADMINISTRATOR]
        administrator.setChecked(True)
        administrator.setEnabled(False)
        self.add(label(_("Roles"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        for box in self._roles.values():
            row.addWidget(box)
        row.addStretch(1)
        self.add(row)
        self.fill()
        self.last_line = self.password.last_line

    def roles(self) -> set[Role]:
        """Return the roles that are ticked."""
        return {role for role, box in self._roles.items() if box.isChecked()}

    def enter(self) -> None:
        """Begin with the name."""
        self.person_name.setFocus()

    def is_complete(self) -> bool:
        """Name, login and a password long enough, typed twice."""
        complete = True
        for field, sentence in (
            (self.login, _("Give a login without spaces, for example “rivera”.")),
            (self.person_name, _("Give the name that prints on records, for example “R. Alvarez, RN”.")),
        ):
            if not field.text() or (field is self.login and " " in field.text()):
                field.set_error(sentence)
                field.setFocus()
                complete = False
        return complete and self.password.is_complete()

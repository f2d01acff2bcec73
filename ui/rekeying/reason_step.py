"""First step of a new key: why, and who asks."""

from __future__ import annotations

from clinicdesk.errors import BadValue, ClinicDeskError, SignInRefused
from clinicdesk.language import _
from ui.shell.step import Step
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField


class ReasonStep(Step):
    """The reason, the password of whoever asks, and the start PIN where this PC has one."""

    def __init__(self, *, has_start_pin: bool) -> None:
        super().__init__(
            _("Why does the key change?"),
            _(
                "A new key closes the clinic to everybody who only knows the old one: after the sheet was lost, a "
                "stranger has seen it, or somebody left who knew it."
            ),
        )
        self.reason = TextField(_("&Reason"), required=True, placeholder=_("For example: the sheet was lost"))
        self.password = TextField(_("Your &password"), secret=True, required=True)
        self.start_pin = TextField(_("&Start PIN of this PC"), secret=True, required=True)
        self._said = MessageStrip()
        self._has_start_pin = has_start_pin
        for widget in (self._said, self.reason, self.password, self.start_pin):
            self.add(widget)
        self.start_pin.setVisible(has_start_pin)
        self.last_line = (self.start_pin if has_start_pin else self.password).line
        self.fill()

    def enter(self) -> None:
        """Begin with the reason, or where something is missing."""
        (self.password if self.reason.text() else self.reason).setFocus()

    def is_complete(self) -> bool:
        """Nothing may be missing."""
        whole = True
        wanted = [(self.reason, _("Say why the key changes.")), (self.password, _("Type your password."))]
        if self._has_start_pin:
            wanted.append((self.start_pin, _("Type the start PIN; the new key goes behind it as well.")))
        for field, sentence in reversed(wanted):
            if not field.line.text().strip():
                field.set_error(sentence)
                field.setFocus()
                whole = False
        return whole

    def refuse(self, problem: ClinicDeskError) -> None:
        """Say what was refused, beside the field at fault."""
        if isinstance(problem, SignInRefused):
            field = self.password
        elif isinstance(problem, BadValue) and problem.field == "reason":
            field = self.reason
        elif isinstance(problem, BadValue) and problem.field == "start_pin":
            field = self.start_pin
        else:
            self._said.show_message("danger", str(problem))
            return
        self._said.clear()
        field.set_error(str(problem))
        field.line.selectAll()
        field.setFocus()

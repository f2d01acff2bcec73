"""A new password, typed twice; its only rule is its length."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import staff
from ui import theme
from ui.widgets.text_field import TextField


class NewPassword(QWidget):
    """Two fields that must agree.

    Attributes:
        last_line: The second line.
    """

    def __init__(self, *, stacked: bool = False, new: bool = False) -> None:
        """``stacked`` puts the fields one below the other; ``new`` says so, where the old one stands there as well."""
        super().__init__()
        hint = _("{count} characters or more; a few words are easy.").format(count=staff.PASSWORD_LENGTH)
        first, second = (
            (_("&New password"), _("New password a&gain")) if new else (_("&Password"), _("Password &again"))
        )
        self._first = TextField(first, secret=True, required=True, hint=hint)
        self._second = TextField(second, secret=True, required=True)
        row = QVBoxLayout(self) if stacked else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8" if stacked else "space_12"))
        row.addWidget(self._first, 1)
        row.addWidget(self._second, 1)
        self.setFocusProxy(self._first)
        self.last_line = self._second.line

    def text(self) -> str:
        """Return the password exactly as typed."""
        return self._first.line.text()

    def is_complete(self) -> bool:
        """Say beside the fields what is wrong; return whether nothing is."""
        try:
            staff.check_new_password(self.text())
        except BadValue as problem:
            self._first.set_error(str(problem))
            self._first.setFocus()
            return False
        if self._second.line.text() != self.text():
            self._second.set_error(_("The two passwords differ. Type it again."))
            self._second.line.selectAll()
            self._second.setFocus()
            return False
        return True

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the new password."""
        self._first.set_error(sentence)
        self._first.line.selectAll()
        self._first.setFocus()

    def forget(self) -> None:
        """Wipe what was typed."""
        for field in (self._first, self._second):
            field.set_text("")
            field.clear_message()

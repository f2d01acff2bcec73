"""What is asked beside the password, once it is right: the code of a phone, or a password of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.errors import BadValue, ClinicDeskError, NewPasswordWanted, SecondFactorWanted
from clinicdesk.language import _
from ui import theme
from ui.widgets.text_field import TextField
from ui.widgets.words import announce, label

if TYPE_CHECKING:
    from ui.shell.new_password import NewPassword


class MoreAsked(QWidget):
    """Hidden until something is asked; below the password on the sign-in and on the lock.

    Signals:
        entered: Enter was pressed in the last field.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._why = label("", wrap=True)
        self._code = TextField(_("&Code from your phone"), hint=_("Six digits, in the app that keeps your codes."))
        self._new: NewPassword | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_8"))
        for part in (self._why, self._code):
            self._column.addWidget(part)
            part.hide()
        self.hide()
        self._code.line.returnPressed.connect(self.entered)

    def ask(self, problem: ClinicDeskError) -> bool:
        """Ask for what is missing; return whether ``problem`` is that."""
        if not isinstance(problem, SecondFactorWanted | NewPasswordWanted):
            return False
        wanted = self._code if isinstance(problem, SecondFactorWanted) else self._new_password()
        self._why.setText(str(problem))
        for part in (self._why, wanted, self):
            part.show()
        announce(self._why, str(problem))
        wanted.setFocus()
        return True

    def _new_password(self) -> NewPassword:
        if self._new is None:
            # It knows the records, which the first picture does not wait for.
            from ui.shell.new_password import NewPassword

            self._new = NewPassword(stacked=True, new=True)
            self._new.last_line.returnPressed.connect(self.entered)
            self._column.addWidget(self._new)
        return self._new

    def refuse(self, problem: ClinicDeskError) -> bool:
        """Say what is wrong with what was typed here; return False where it is not about this."""
        if self._new is not None and isinstance(problem, BadValue):
            self._new.refuse(str(problem))
            return True
        if not self._code.isHidden() and self._code.text():
            self._code.set_error(str(problem))
            self._code.line.selectAll()
            self._code.setFocus()
            return True
        return False

    def is_complete(self) -> bool:
        """Say what is missing; return whether nothing is."""
        return self._new is None or self._new.is_complete()

    def code(self) -> str:
        """Return the code that is typed; empty where none is asked."""
        return self._code.text()

    def new_password(self) -> str:
        """Return the password of one's own that is typed; empty where none is asked."""
        return self._new.text() if self._new is not None else ""

    def forget(self) -> None:
        """Ask for nothing, and forget what was typed."""
        self._code.set_text("")
        self._code.clear_message()
        if self._new is not None:
            self._column.removeWidget(self._new)
            self._new.hide()
            self._new.deleteLater()
            self._new = None
        for part in (self, self._why, self._code):
            part.hide()

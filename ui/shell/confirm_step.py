"""A step of a walk: two words of the sheet are typed, to prove that it is at hand."""

import secrets
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.shell.step import Step
from ui.widgets.text_field import TextField


class ConfirmStep(Step):
    """Asks for two of the words, by their numbers."""

    def __init__(self) -> None:
        super().__init__(
            _("Is the sheet at hand?"),
            _("Type two of its words. They show that the sheet can be read when it is needed one day."),
        )
        self._words: tuple[str, ...] = ()
        self._numbers = (0, 1)
        self._fields: tuple[TextField, TextField] | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px("space_12"))
        self.add(self._row)
        self.fill()

    def ask(self, words: Sequence[str]) -> None:
        """Ask for two words; the same ones as long as the words stay the same."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        first = secrets.randbelow(len(words) // 2)
        second = len(words) // 2 + secrets.randbelow(len(words) // 2)
        self._numbers = (first, second)
        for old in self._fields or ():
            self._row.removeWidget(old)
            old.deleteLater()
        names = tuple(_("Word {number}").format(number=number + 1) for number in self._numbers)
        self._fields = (TextField(names[0], required=True), TextField(names[1], required=True))
        for field in self._fields:
            self._row.addWidget(field, 1)
        self.last_line = self._fields[1].line

    def enter(self) -> None:
        """Begin with the first word."""
        if self._fields:
            self._fields[0].setFocus()

    def is_complete(self) -> bool:
        """Both words must be the ones of the sheet."""
        right = True
        for field, number in zip(reversed(self._fields or ()), reversed(self._numbers), strict=True):
            if field.text().casefold() != self._words[number]:
                field.set_error(
                    _("This is not word {number} of the sheet. Look again; Back shows the words.").format(
                        number=number + 1
                    )
                )
                field.setFocus()
                right = False
        return right

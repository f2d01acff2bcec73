"""Typing the recovery key: once on a new PC or account, at each start where there is no keyring."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui.shell.frame import Frame
from ui.widgets.button import button
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class RecoveryKeyPage(Frame):
    """A field for the 24 words.

    Signals:
        key_given(bytes): The key the words spell. It may still be another clinic's.
        other_file_wanted: The person wants another clinic file.
    """

    key_given = Signal(bytes)
    other_file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Recovery key"), width=44)
        self._why = label("", wrap=True)
        self._words = TextAreaField(
            _("The 24 &words of the recovery sheet"),
            lines=5,
            hint=_("With spaces between them, in their order. Scanning the code of the sheet types them as well."),
        )
        self._open = button(_("&Open the clinic"), kind="primary")
        self._other = button(_("Another clinic &file…"), icon="folder")
        self.add(label(_("The recovery key is needed"), "h2", wrap=True))
        self.add(self._why)
        self.add(self._words)
        row = QHBoxLayout()
        row.addWidget(self._other)
        row.addStretch(1)
        row.addWidget(self._open)
        self.add(row)
        self.setFocusProxy(self._words)
        self._open.clicked.connect(self._on_open)
        self._other.clicked.connect(self.other_file_wanted)

    def ask(self, why: str, file_name: str, key_id: str = "") -> None:
        """Say why the key is needed, for which file, and on which sheet it stands. What was typed stays."""
        words = _("{why}\nFile: {file}").format(why=why, file=file_name)
        if key_id:
            words += "\n" + _("It stands on the sheet with the key {key}.").format(key=key_id)
        self._why.setText(words)
        self._words.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say that the key is not the one of this file."""
        self._words.set_error(sentence)
        self._words.setFocus()

    def forget(self) -> None:
        """Wipe the words from the screen."""
        self._words.set_text("")

    def _on_open(self) -> None:
        from clinicdesk.storage import keys  # 2048 words that a normal start never needs

        try:
            key = keys.from_words(self._words.text())
        except ClinicDeskError as problem:
            self.refuse(str(problem))
            return
        self._words.clear_message()
        self.key_given.emit(key)

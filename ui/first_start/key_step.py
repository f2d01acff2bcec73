"""Second step of restoring: the key of the backup, from this PC's keyring or from the recovery sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui.shell.step import Step
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.records.restoring import BackupFile


class KeyStep(Step):
    """Asks for the 24 words unless this PC knows the key.

    Attributes:
        key: The key, once ``is_complete``.
        was_typed: Whether a person typed it: then the keyring of this PC does not know it yet.
    """

    def __init__(self) -> None:
        super().__init__(
            _("The recovery key"),
            _("A backup is encrypted with the key of the clinic, which is on the recovery sheet."),
        )
        self.key = b""
        self.was_typed = False
        self._key_id = ""
        self._known = MessageStrip()
        self._number = label("", wrap=True)
        self._words = TextAreaField(
            _("The 24 &words of the recovery sheet"),
            lines=5,
            hint=_("With spaces between them, in their order. Scanning the code of the sheet types them as well."),
        )
        self.add(self._known)
        self.add(self._number)
        self.add(self._words)
        self.fill()

    def ask(self, backup: BackupFile) -> None:
        """Look for the key of a backup in the keyring; what was typed for another one goes."""
        from clinicdesk.storage import keys

        if backup.key_id == self._key_id:
            return
        self._key_id, self.key, self.was_typed = backup.key_id, b"", False
        self._words.set_text("")
        try:
            self.key = keys.SAMPLE_KEY if self._key_id == keys.key_id(keys.SAMPLE_KEY) else keys.fetch(self._key_id)
        except ClinicDeskError:
            self.key = b""
        self._show()

    def _show(self) -> None:
        is_known = bool(self.key)
        if is_known:
            self._known.show_message("ok", _("This PC knows the key of this backup. Nothing needs to be typed."))
        else:
            self._known.clear()
        self._words.setVisible(not is_known)
        self._number.setVisible(not is_known)
        self._number.setText(_("Take the recovery sheet with the key number {number}.").format(number=self._key_id))

    def enter(self) -> None:
        """Begin with the words."""
        if not self.key:
            self._words.setFocus()

    def is_complete(self) -> bool:
        """The words must spell the key of the backup."""
        from clinicdesk.storage import keys

        if self.key and not self.was_typed:
            return True
        try:
            typed = keys.from_words(self._words.text())
        except ClinicDeskError as problem:
            self._refuse(str(problem))
            return False
        if keys.key_id(typed) != self._key_id:
            sentence = _("These are the words of another sheet. Take the one with the key number {number}.")
            self._refuse(sentence.format(number=self._key_id))
            return False
        self.key, self.was_typed = typed, True
        return True

    def forget(self) -> None:
        """Wipe the words from the screen."""
        self._words.set_text("")

    def _refuse(self, sentence: str) -> None:
        self._words.set_error(sentence)
        self._words.setFocus()

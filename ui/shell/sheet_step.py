"""A step of a walk: the recovery sheet, on screen and on paper."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui import theme
from ui.shell.qr_picture import QrPicture
from ui.shell.step import Step
from ui.widgets.button import button
from ui.widgets.recovery_words import RecoveryWords
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

if TYPE_CHECKING:
    from ui.shell.print_out import PrintOut


class SheetStep(Step):
    """The 24 words, their code, and Print. ``make_sheet`` builds the paper when it is wanted."""

    def __init__(self, make_sheet: Callable[[], bytes], title: str = "", sentence: str = "") -> None:
        super().__init__(
            title or _("The recovery sheet"),
            sentence
            or _(
                "The clinic file is locked with these 24 words. If this PC is lost or broken, only the words open the "
                "file. Print the sheet and keep it in a safe place, away from this PC."
            ),
        )
        self._make_sheet = make_sheet
        self._words = RecoveryWords()
        self._code = QrPicture()
        self._print = button(_("&Print the sheet…"), icon="printer")
        self._save = button(_("&Save as PDF…"), icon="download")
        self._said = MessageStrip()
        self._build()
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addWidget(self._words, 1)
        row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        self.add(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._print)
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        self.add(buttons)
        self._keyring = label("", "small", wrap=True)
        self.add(self._keyring)
        self.add(self._said)
        self.fill()

    def show_words(self, words: Sequence[str]) -> None:
        """Show the words."""
        self._words.show_words(words)
        self._code.show_text(" ".join(words))

    def show_keyring(self, works: bool) -> None:
        """Say whether the words will be needed at each start or only in an emergency."""
        self._keyring.setText(
            _("No printer here? Copy the words by hand, with their numbers. This PC keeps the key in its keyring.")
            if works
            else _("This PC has no keyring, so the words are asked at each start. Copy them by hand if need be.")
        )

    def enter(self) -> None:
        """Printing comes first."""
        self._print.setFocus()

    def _on_print(self) -> None:
        sheet = self._sheet()
        if sheet:
            self._print_out().ask_printer(sheet)

    def _on_save(self) -> None:
        sheet = self._sheet()
        if sheet:
            self._print_out().ask_file(sheet, _("ClinicDesk recovery sheet.pdf"))

    def _sheet(self) -> bytes:
        try:
            return self._make_sheet()
        except ClinicDeskError as problem:
            self._said.show_message("danger", str(problem))
            return b""

    def _print_out(self) -> "PrintOut":
        from ui.shell.print_out import PrintOut

        made = PrintOut(self)
        made.printed.connect(self._on_printed)
        made.saved.connect(self._on_saved)
        made.failed.connect(self._on_failed)
        return made

    def _on_printed(self) -> None:
        self._said.show_message("ok", _("The sheet was given to the printer. Take it away from there now."))

    def _on_saved(self, file_name: str) -> None:
        self._said.show_message(
            "warn",
            _("Saved as {file}. Print it, then delete the file: whoever has it can read every record.").format(
                file=file_name
            ),
        )

    def _on_failed(self, sentence: str) -> None:
        self._said.show_message("danger", sentence)

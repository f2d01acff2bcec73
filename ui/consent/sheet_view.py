"""The sheets of a scanned stack to look at, one after another, upright."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui import theme
from ui.consent import scan_work
from ui.consent.form_card import sheet_words
from ui.consent.scan_work import Picture, Stack
from ui.widgets.background import Background
from ui.widgets.picture_view import PictureView
from ui.widgets.words import label


class SheetView(QWidget):
    """Shows a sheet and says what was found on it. Pictures are made ready beside the window.

    Signals:
        failed(str): A sheet cannot be shown; the sentence says what to do.
    """

    failed = Signal(str)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._stack = Stack((), (), ())
        self._caption = label(role="strong", wrap=True)
        self._picture = PictureView(may_leave=False, count_words=_("Sheet {page} of {pages}"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._caption)
        column.addWidget(self._picture, 1)
        self._picture.page_asked.connect(self._on_page_asked)

    def show_stack(self, stack: Stack) -> None:
        """Show the first sheet of a stack."""
        self._stack = stack
        self._picture.show_picture(_("Scanned sheet"), len(stack.sheets))
        self._on_page_asked(0)

    def show_sheet(self, number: int) -> None:
        """Show a sheet, by its number in the stack."""
        self._picture.go_to(number - 1)

    def _on_page_asked(self, page: int) -> None:
        sheet = self._stack.sheets[page]
        name = self._stack.names[sheet.file] if len(self._stack.names) > 1 else ""
        form = _("form {number:06d}").format(number=sheet.mark.form_number) if sheet.mark else ""
        self._caption.setText(" · ".join(part for part in (sheet_words(sheet), form, name) if part))
        self._background.run(scan_work.picture(self._stack, sheet), self._on_picture, _raise)

    def _on_picture(self, made: Picture | ClinicDeskError) -> None:
        if isinstance(made, ClinicDeskError):
            self.failed.emit(str(made))
        else:
            self._picture.show_page(made.number - 1, made.levels, made.dots)


def _raise(problem: BaseException) -> None:
    raise problem

"""A window over a page with a few fields, one button that writes them down, and Escape."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextAreaField
from ui.widgets.words import label

_COLUMNS = 2


class FormDialog(QDialog):
    """A form of a few fields, by the names of the columns they fill. Deletes itself when closed.

    Signals:
        written: It is recorded.
    """

    written = Signal()

    def __init__(self, over: QWidget, title: str, note: str, fields: Mapping[str, Field], confirm: str) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.fields = dict(fields)
        self._problem = MessageStrip()
        self._save = button(confirm, kind="primary", shortcut="Ctrl+S")
        self._cancel = button(_("Cancel"))
        self._build(title, note)
        # Only inside the dialog a button becomes the one that Enter presses.
        self._save.setDefault(True)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str, note: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2"))
        if note:
            column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._problem)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_16"))
        grid.setVerticalSpacing(theme.px("space_4"))
        place = 0
        for field in self.fields.values():
            wide = _COLUMNS if isinstance(field, TextAreaField) else 1
            # What takes the whole width begins a line of its own.
            place += -place % wide
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS, 1, wide)
            place += wide
        for side in range(_COLUMNS):
            grid.setColumnStretch(side, 1)
            grid.setColumnMinimumWidth(side, theme.px("base") * 18)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        column.addLayout(row)
        next(iter(self.fields.values())).setFocus()

    def record(self) -> None:
        """Write down what the fields say. Raises ``ClinicDeskError``; each form has its own."""
        raise NotImplementedError

    def _on_save(self) -> None:
        faulty = [field for field in self.fields.values() if isinstance(field, ParsedField) and not field.check()]
        if faulty:
            faulty[0].setFocus()
            return
        try:
            self.record()
        except BadValue as refused:
            field = self.fields.get(refused.field or "")
            if field is None or field.isHidden():
                self._problem.show_message("danger", str(refused))
            else:
                field.set_error(str(refused))
                field.setFocus()
            return
        except ClinicDeskError as refused:
            self._problem.show_message("danger", str(refused))
            return
        self.written.emit()
        self.accept()

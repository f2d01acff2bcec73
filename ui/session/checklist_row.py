"""One item of the discharge checklist: yes, no or does not apply; the last two with a few words why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.protocol import ChecklistItem
from ui import theme
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_MARKS = ((Mark.MET, _("Yes")), (Mark.NOT_MET, _("No")), (Mark.NOT_APPLICABLE, _("Does not apply")))


class ChecklistRow(QWidget):
    """One item: its words, three buttons of which one is pressed, and why when it is not a plain yes.

    Signals:
        changed: Another button was pressed.
    """

    changed = Signal()

    def __init__(self, item: ChecklistItem) -> None:
        super().__init__()
        self._buttons: dict[Mark, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        for mark, words in _MARKS:
            made = button(words, kind="filter")
            made.setCheckable(True)
            made.setAccessibleName(f"{item.text}: {words}")
            self._group.addButton(made)
            self._buttons[mark] = made
            row.addWidget(made)
            made.toggled.connect(self._on_toggled)
        self.setFocusProxy(self._buttons[Mark.MET])
        row.addStretch(1)
        self._why = TextField(_("Why"))
        self._why.line.setAccessibleName(_("Why: {item}").format(item=item.text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(item.text, wrap=True))
        column.addLayout(row)
        column.addWidget(self._why)
        self._why.hide()

    def mark(self) -> Mark | None:
        """Return the answer, or None while nobody answered."""
        return next((mark for mark, made in self._buttons.items() if made.isChecked()), None)

    def remark(self) -> str:
        """Return why it is not a plain yes."""
        return self._why.text()

    def show_answer(self, mark: Mark | None, remark: str) -> None:
        """Show an answer recorded before."""
        if mark in self._buttons:
            self._buttons[mark].setChecked(True)
        self._why.set_text(remark)

    def _on_toggled(self) -> None:
        self._why.setVisible(self.mark() in (Mark.NOT_MET, Mark.NOT_APPLICABLE))
        self.changed.emit()

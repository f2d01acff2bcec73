"""The discharge checklist: each item yes, no or does not apply; the last two with a few words why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import CheckItem
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.protocol import ChecklistItem
from ui import theme
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_MARKS = ((Mark.MET, _("Yes")), (Mark.NOT_MET, _("No")), (Mark.NOT_APPLICABLE, _("Does not apply")))


class _Item(QWidget):
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


class DischargePanel(Panel):
    """Saved as far as it is answered; signing the session asks for the rest. Nothing is ticked beforehand."""

    def build(self) -> None:
        """The escort, the items, when the patient left."""
        escort = self.session.check_of(CheckItem.ESCORT)
        if escort is not None:
            words = _("Escort: {name}, {phone}").format(name=escort.detail["name"], phone=escort.detail["phone"])
            self.add(label(words, "strong", wrap=True))
        marks, remarks = sessions.marks_of(self.session)
        self._items: dict[str, _Item] = {}
        for item in self.session.protocol.discharge.items:
            made = _Item(item)
            made.show_answer(marks.get(item.id), remarks.get(item.id, ""))
            self._items[item.id] = made
            self.add(made)
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        reached = sessions.limits_reached(self.session)
        if reached:
            self.ask(_("The last vital signs reach a limit. {words}").format(words=reached[0].words))

    def first(self) -> QWidget:
        """The first item."""
        return next(iter(self._items.values()))

    def record(self) -> None:
        """Record the discharge with the answers as they are."""
        marks = {key: mark for key, item in self._items.items() if (mark := item.mark()) is not None}
        remarks = {key: self._items[key].remark() for key in marks}
        sessions.discharge(
            self.desk,
            self.session.id,
            marks=marks,
            remarks=remarks,
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )

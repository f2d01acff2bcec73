"""Somebody leaves: what waits for them, who gets it, and what has to be thought of besides."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import leaving, staff
from clinicdesk.records.leaving import Left, What
from clinicdesk.records.sessions import nurse
from clinicdesk.records.staff import StaffMember
from ui import theme
from ui.settings.leaving_words import advice, chairs_words, count_of
from ui.shell.taker import Taker
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class LeavingForm(QDialog):
    """For each kind of thing somebody who gets it, and one button. Deletes itself when closed.

    Who ``stays`` in another role hands on only what that role cannot do.

    Signals:
        done_with(str): It is recorded; carries the sentence to show.
        new_key_wanted: They know the recovery sheet, and the administrator wants to replace the key.
    """

    done_with = Signal(str)
    new_key_wanted = Signal()

    def __init__(self, desk: Desk, member: StaffMember, over: QWidget, *, stays: bool = False) -> None:
        super().__init__(over)
        self._desk = desk
        self._member = member
        self._stays = stays
        self._ends = member.active and not stays
        self._left = leaving.waiting_for(desk, member.id)
        self._choices: dict[What, ChoiceField] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = self._title()
        self.setWindowTitle(_("Hand over") if stays else _("Somebody leaves"))
        self.setAccessibleName(title)
        # A chair is handed over by who takes it, and says so with a PIN.
        self._taker = Taker(desk) if self._left.chairs and not stays else None
        self._strip = MessageStrip()
        self._sheet = MessageStrip()
        confirm = _("&Hand over and end sign-in") if self._ends else _("&Hand over")
        self._confirm = button(confirm, kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        self._sheet.action_taken.connect(self._on_new_key)

    def _title(self) -> str:
        words = _("{name} has left")
        if self._stays:
            words = _("{name} has another role now")
        elif self._ends:
            words = _("{name} leaves")
        return words.format(name=self._member.name)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(self._strip)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, theme.px("space_8"), 0)
        inner.setSpacing(theme.px("space_8"))
        self._fill(inner)
        inner.addStretch(1)
        column.addWidget(ScrollArea(inside), 1)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._confirm)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 44)
        self.setMinimumHeight(min(inside.sizeHint().height() + theme.px("base") * 10, theme.px("base") * 40))
        self._confirm.setDefault(True)
        # What is asked comes before the button that ends it.
        first = next(iter(self._choices.values()), self._taker)
        (first or self._confirm).setFocus()

    def _fill(self, column: QVBoxLayout) -> None:
        left, name = self._left, self._member.name
        if left.is_nothing:
            column.addWidget(label(_("Nothing waits for {name}.").format(name=name), wrap=True))
        asked = leaving.out_of_reach(self._member) if self._stays else frozenset(What)
        offered = [what for what in What if left.of(what) and what in asked]
        if offered:
            column.addWidget(label(_("Who gets what waits for {name}?").format(name=name), "strong", wrap=True))
        for what in offered:
            column.addWidget(self._choice(what, left))
        if self._taker is not None:
            column.addWidget(label(chairs_words(left, name), "strong", wrap=True))
            column.addWidget(self._taker)
        points = advice(left, name, active=self._ends)
        if points and not self._stays:
            column.addWidget(label(_("What stays as it is"), "strong"))
        for words in points:
            column.addWidget(label(f"• {words}", wrap=True))
        if self._ends:
            stays = _("Nothing {name} recorded changes, and the name stays on it.").format(name=name)
            column.addWidget(label(stays, "muted", wrap=True))
        column.addWidget(self._sheet)
        if not self._stays and staff.knows_recovery_sheet(self._desk, self._member.id):
            words = _(
                "{name} has had the recovery sheet in hand. Replace the key, so that it opens no copy made later."
            )
            self._sheet.show_message("warn", words.format(name=name), _("&Replace the key…"))

    def _choice(self, what: What, left: Left) -> ChoiceField:
        able = leaving.able_to_take(self._desk, what, self._member.id)
        field = ChoiceField(
            count_of(what, len(left.of(what))), [(one.id, one.name) for one in able], placeholder=_("Choose who")
        )
        if not able:
            field.set_warning(_("Nobody else here may do this. It stays where it is until somebody can."))
        self._choices[what] = field
        return field

    def _on_new_key(self) -> None:
        self.reject()
        self.new_key_wanted.emit()

    def _on_confirm(self) -> None:
        to: dict[What, str] = {}
        for what, field in self._choices.items():
            chosen = field.value()
            if chosen is not None:
                to[what] = str(chosen)
            elif leaving.able_to_take(self._desk, what, self._member.id):
                field.set_error(_("Choose who gets this."))
                field.setFocus()
                return
        try:
            if self._taker is not None and not self._hand_chairs(self._taker):
                return
            if self._ends:
                leaving.leave(self._desk, self._member, to)
            else:
                leaving.hand_on(self._desk, self._member, to)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        handed = sum(len(self._left.of(what)) for what in to)
        self.accept()
        self.done_with.emit(_done_words(self._member, handed, ends=self._ends))

    def _hand_chairs(self, taker: Taker) -> bool:
        """Hand over the chairs they still answer for; return False where who takes them is not said rightly."""
        chairs = [line.id for line in nurse.of_person(self._desk, self._member.id)]
        if not chairs:
            return True
        desk = taker.admit()
        if desk is not None:
            nurse.hand_over(desk, chairs)
        return desk is not None


def _done_words(member: StaffMember, handed: int, *, ends: bool) -> str:
    parts = [_("{name} can no longer sign in.").format(name=member.name)] if ends else []
    if handed:
        words = ngettext("{count} thing was handed over.", "{count} things were handed over.", handed)
        parts.append(words.format(count=handed))
    return " ".join(parts)

"""What waits too long, for the owner: for whom, of which kind, how old; nothing of what it says."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import overdue_signing
from clinicdesk.records.overdue_signing import Overdue
from clinicdesk.records.signing_preset import preset
from ui import theme
from ui.to_sign.hand_on_dialog import HandOnDialog
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class OverdueView(QWidget):
    """The owner's list; a note can be handed on from it.

    Signals:
        handed_on: A note waits for somebody else now.
    """

    handed_on = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns: list[Column[Overdue]] = [
            Column(_("Waits for"), _who, 22, stretch=True, strong=True),
            Column(_("What"), _what, 22, stretch=True),
            Column(_("Since"), self._since, 12),
            Column(_("Days"), _days, 10, tone=_tone),
        ]
        self._table: RecordTable[Overdue] = RecordTable(_("List of overdue signatures"), columns, key=_key)
        self._table.set_empty_text(_("No signature is overdue."))
        self._hand_on = button(_("&Hand on…"), icon="arrow-right")
        self._rule = label(role="muted", wrap=True)
        below = QHBoxLayout()
        below.addWidget(self._rule, 1)
        below.addWidget(self._hand_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._table, 1)
        column.addLayout(below)
        self.setFocusProxy(self._table)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._hand_on.clicked.connect(self._on_hand_on)

    def show_overdue(self) -> int:
        """Show what waits too long, and return how much."""
        found = overdue_signing.overdue(self._desk)
        self._table.show_rows(found)
        self._rule.setText(_rule())
        self._on_selected(self._table.selected())
        return len(found)

    def _since(self, one: Overdue) -> str:
        return formats.format_date(self._desk.local(one.at))

    def _on_selected(self, one: Overdue | None) -> None:
        self._hand_on.setEnabled(one is not None and one.may_hand_on)

    def _on_activated(self, _one: Overdue) -> None:
        self._on_hand_on()

    def _on_hand_on(self) -> None:
        one = self._table.selected()
        if one is None or not one.may_hand_on:
            return
        dialog = HandOnDialog(self._desk, self, one.kind, one.id, one.what)
        dialog.written.connect(self.handed_on)
        dialog.open()


def _rule() -> str:
    found = preset()
    if found.problem:
        return found.problem
    days = found.overdue_after_days
    words = _(
        "Overdue after days: notes {note}, sessions {session}, verbal orders {verbal}, second signatures {cosign}, "
        "documents {document}. A clinic changes this in presets/signing.toml."
    ).format(**days)
    return f"{words} {_('Nobody here has confirmed these numbers.')}" if found.unverified else words


def _who(one: Overdue) -> str:
    return one.who


def _what(one: Overdue) -> str:
    return one.what


def _days(one: Overdue) -> str:
    return ngettext("{count} day", "{count} days", one.days).format(count=one.days)


def _tone(_one: Overdue) -> str:
    return "danger"


def _key(one: Overdue) -> str:
    return one.key

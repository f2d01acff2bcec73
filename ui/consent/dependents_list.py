"""What depends on a consent that is gone: one line each, with what ends it and the way to keep it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.consents import Consent, dependents
from clinicdesk.records.consents.dependents import Dependent, DependentKind
from ui import theme
from ui.widgets.button import button
from ui.widgets.dialog import Question
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_ENDS = {
    DependentKind.RUNNING: _("Open session"),
    DependentKind.ORDER: _("Open session"),
    DependentKind.SERIES: _("End series…"),
    DependentKind.BOOKING: _("Cancel booking…"),
    DependentKind.FORM: _("Void form…"),
}
_IN_SESSION = frozenset({DependentKind.RUNNING, DependentKind.ORDER})


class DependentsList(QWidget):
    """Lines that go away when they are handled. Hidden while nothing depends on the consent.

    Signals:
        session_opened(str): A session is to be seen to.
        handled: Something was ended or kept.
    """

    session_opened = Signal(str)
    handled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._consent: Consent | None = None
        self._found: dict[str, Dependent] = {}
        self._asked: Dependent | None = None
        self.setAccessibleName(_("What depends on it"))
        self._strip = MessageStrip()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px("space_4"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_8"), 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(_("What depends on it"), "h3"))
        column.addWidget(self._strip)
        column.addLayout(self._rows)

    def show_consent(self, consent: Consent) -> None:
        """Show what depends on a consent."""
        if self._consent is None or self._consent.id != consent.id:
            self._strip.clear()
        self._consent = consent
        self._found = {one.key: one for one in dependents.of(self._desk, consent)}
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in self._found.values():
            self._rows.addWidget(self._line(one))
        self.setVisible(bool(self._found))

    def focus_first(self) -> bool:
        """Give the focus to the first button of the first line; return False when there is none."""
        first = next((made for made in self.findChildren(QPushButton) if made.isVisibleTo(self)), None)
        if first is None:
            return False
        first.setFocus()
        return True

    def _line(self, one: Dependent) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_4"))
        row.addWidget(label(one.words, wrap=True), 1)
        if dependents.may_handle(self._desk, one):
            self._add(row, one, _ENDS[one.kind], self._on_end)
        if one.kind is not DependentKind.RUNNING and self._desk.may("consent.keep"):
            self._add(row, one, _("Keep…"), self._on_keep)
        return line

    def _add(self, row: QHBoxLayout, one: Dependent, words: str, slot: object) -> None:
        made = button(words, kind="quiet")
        made.setObjectName(one.key)
        made.setAccessibleName(f"{words.rstrip('…')}: {one.words}")
        made.clicked.connect(slot)
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)

    def _on_end(self) -> None:
        one = self._found[self.sender().objectName()]
        if one.kind in _IN_SESSION:
            self.session_opened.emit(one.subject_id)
            return
        self._ask(one, _ENDS[one.kind].rstrip("…"), _("Consent withdrawn"), self._on_ended)

    def _on_keep(self) -> None:
        one = self._found[self.sender().objectName()]
        self._ask(one, _("Keep it all the same"), "", self._on_kept)

    def _ask(self, one: Dependent, title: str, reason: str, slot: object) -> None:
        self._asked = one
        question = Question(self, title, one.words, title, reason=_("&Reason"))
        question.set_reason(reason)
        question.confirmed.connect(slot)
        question.open()

    def _on_ended(self, reason: str) -> None:
        assert self._asked is not None
        try:
            dependents.handle(self._desk, self._asked, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self.handled.emit()

    def _on_kept(self, reason: str) -> None:
        assert self._asked is not None
        assert self._consent is not None
        try:
            dependents.keep(self._desk, self._consent, self._asked, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self.handled.emit()

"""The one row in which vital signs are typed for the chair that is named beside it, large.

Made for one gloved hand: digits, and one key for each field. "147/88h72s98r16" and Enter enters all of them; so does
"147/88+72+98+16" on the number pad. Each value is recorded for good when its field is left with Enter, Tab, a field's
letter or "+". What is half typed is kept as this person's draft, comes back after a crash, and never alarms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.cockpit import Watched
from clinicdesk.records.sessions import COMMENT, Round
from clinicdesk.rules.vitals import MEASURES, Kind, Typed
from ui import theme
from ui.cockpit.round_entry import RoundEntry
from ui.widgets.button import button
from ui.widgets.cut_label import CutLabel
from ui.widgets.field_letters import LETTERS, PLAIN
from ui.widgets.vital_field import PRESSURE, VitalField
from ui.widgets.words import announce, label

DRAFT_MS = 300
"""How long after the last key the draft is kept."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where somebody was in the row: the chair, the field, and the cursor in it."""

    session_id: str
    key: str
    cursor: int


class EntryRow(QFrame):
    """Chair and name large, five fields, and the way out of a wrong chair.

    Signals:
        chair_changed: The row is for another chair, or for none.
        entered: The cursor came into the row.
        left: Escape was pressed: the person goes back to the chairs. What is typed stays.
        neighbour_wanted(int): The next (1) or previous (-1) chair is wanted.
        drafts_changed: Something is half typed for a chair, or no longer.
    """

    chair_changed = Signal()
    entered = Signal()
    left = Signal()
    neighbour_wanted = Signal(int)
    drafts_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "action_bar")
        self.setAccessibleName(_("Vital signs for a chair"))
        self._desk = desk
        self._entry: RoundEntry | None = None
        self._chairs: tuple[Watched, ...] = ()
        self._jump = ""
        self._moved: Round | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._build()
        self._connect()
        self._show_chair()

    def _build(self) -> None:
        self._chair = label("", "h1")
        self._patient = CutLabel("h3")
        self._told = label("", "small")
        named = QVBoxLayout()
        named.setSpacing(0)
        for made in (self._chair, self._patient, self._told):
            made.setMinimumWidth(theme.px("base") * 16)
            named.addWidget(made)
        names = {PRESSURE: _("BP"), str(Kind.HEART_RATE): _("HR"), str(Kind.SPO2): "SpO₂"}
        names |= {str(Kind.RESPIRATORY_RATE): _("RR"), str(Kind.SEDATION): "MOAA/S", str(Kind.RASS): "RASS"}
        self.fields = {key: VitalField(key, f"{names[key]}  {letter}") for key, letter in LETTERS.items()}
        self._move = button(_("&Wrong chair"), icon="arrow-right")
        self._move.setToolTip(_("Moves what was typed here to the right chair, in one step"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_4"))
        row.setSpacing(theme.px("space_8"))
        row.addLayout(named, 3)
        for key, field in self.fields.items():
            field.line.setFont(theme.font("h2"))
            field.line.setAccessibleName(_("Blood pressure") if key == PRESSURE else MEASURES[Kind(key)].name)
            row.addWidget(field, 3 if key == PRESSURE else 2)
        row.addWidget(self._move, 0, Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.line.installEventFilter(self)
            field.given.connect(self._on_given)
            field.passed.connect(self._on_passed)
            field.edited.connect(self._on_edited)
        self._move.clicked.connect(self._on_move)
        self._timer.timeout.connect(self.keep_draft)

    # Which chair --------------------------------------------------------------------------------------------------

    @property
    def session_id(self) -> str:
        """For whom the row is; empty while for nobody."""
        return self._entry.chair.id if self._entry else ""

    def show_chairs(self, chairs: tuple[Watched, ...]) -> None:
        """Take who is here now. Whoever is being typed for and has left goes from the row too; the draft stays."""
        self._chairs = chairs
        if self._entry is not None:
            chair = next((one for one in chairs if one.id == self.session_id), None)
            if chair is None:
                self.keep_draft()
                self._entry = None
                self.chair_changed.emit()
            else:
                self._entry.chair = chair
        self._show_chair()
        if self._entry is not None and self.has_text() and (others := self._entry.others_now()):
            self.tell(others)

    def take(self, chair: Watched, *, focus: bool = True) -> None:
        """Enter values for a chair from now on; what was half typed for another one waits there."""
        if self.session_id != chair.id:
            self.keep_draft()
            self._entry = RoundEntry.of(self._desk, chair)
            self._empty()
            self._restore()
            self._show_chair()
            self.chair_changed.emit()
        if focus:
            self._next_field().line.setFocus()

    def type_on(self, text: str) -> None:
        """Type a first sign that was pressed at the chairs."""
        line = self._next_field().line
        line.setFocus()
        line.insert(text)
        line.textEdited.emit(line.text())

    def has_text(self) -> bool:
        """Whether something is half typed."""
        return any(field.pending() for field in self.fields.values())

    def place(self) -> RowPlace | None:
        """Return where the cursor is in this row, or None when it is not here."""
        for key, field in self.fields.items():
            if field.line.hasFocus():
                return RowPlace(self.session_id, key, field.line.cursorPosition())
        return None

    def come_back(self, place: RowPlace) -> bool:
        """Put the cursor where it was, with the text that was typed there; False when that chair is empty now."""
        chair = next((one for one in self._chairs if one.id == place.session_id), None)
        if chair is None:
            return False
        self.take(chair, focus=False)
        line = self.fields[place.key].line
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.deselect()
        line.setCursorPosition(place.cursor)
        return True

    def tell(self, words: str) -> None:
        """Say something below the name, for example that somebody else types here too."""
        if self._told.text() != words:
            self._told.setText(words)
            announce(self, words)

    def tick(self) -> None:
        """Let a moment that is some minutes old end when nothing is half typed in it."""
        if self._entry is not None and self._entry.is_over() and not self.has_text():
            self._entry = RoundEntry.of(self._desk, self._entry.chair)
            self._empty()
            self._show_chair()

    def _show_chair(self) -> None:
        chair = self._entry.chair if self._entry else None
        self._chair.setText((chair.chair or _("No chair")) if chair else _("No chair chosen"))
        self._patient.setText(chair.patient if chair else "")
        for field in self.fields.values():
            field.setEnabled(chair is not None)
        scale = chair.session.protocol.sedation if chair and chair.session else Kind.SEDATION
        self.fields[str(Kind.RASS)].setVisible(scale is Kind.RASS)
        self.fields[str(Kind.SEDATION)].setVisible(scale is not Kind.RASS)
        self._move.setEnabled(chair is not None and len(self._chairs) > 1)
        if chair is None:
            self._told.setText(_("Choose a chair, then type: 147/88h72s98r16"))
        elif self._entry is not None and self._entry.begun is None:
            self._told.setText(_("Enter or a letter records."))

    def _empty(self) -> None:
        for field in self.fields.values():
            field.clear()

    def _next_field(self) -> VitalField:
        """Return where the next digits belong: what is half typed, else the first field not recorded yet."""
        done = self._entry.recorded if self._entry else {}
        half_typed = [field for field in self._order() if field.pending()]
        empty = [field for field in self._order() if field.key not in done]
        return [*half_typed, *empty, *self._order()][0]

    def _order(self) -> list[VitalField]:
        """Return the fields that are shown, in the order of the keys."""
        return [field for field in self.fields.values() if not field.isHidden()]

    # Keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the letters of the fields, "+" and Escape before the line does."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.modifiers() in PLAIN:
            if event.key() == Qt.Key.Key_Escape:
                self.keep_draft()
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.neighbour_wanted.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
                return True
            letter = event.text().lower()
            wanted = next((field.key for field in self._order() if LETTERS[field.key] == letter), "")
            if (wanted or letter == "+") and isinstance(watched, QLineEdit):
                self._go_to_field(watched, wanted)
                return True
        return super().eventFilter(watched, event)

    def _go_to_field(self, line: QLineEdit, key: str) -> None:
        """Leave a field as Enter does, and go on in the one of a letter, unless what stands here asks something."""
        field = next(field for field in self.fields.values() if field.line is line)
        self._jump = key
        if field.pending() or not key:
            field.line.by_tab = False
            field.line.finished.emit()
        else:
            self._go_on(field)
        self._jump = ""

    def _on_given(self, typed: object) -> None:
        field, entry = self.sender(), self._entry
        if not isinstance(field, VitalField) or entry is None or not isinstance(typed, Typed):
            return
        try:
            if entry.is_over():
                entry = self._begin_anew(field)
            if others := entry.others(typed):
                field.set_warning(_("Press Enter again"))
                self.tell(others)
                return
            entry.record(field.key, field.text(), typed)
        except ClinicDeskError as problem:
            field.set_error(str(problem))
            return
        field.show_recorded()
        self.keep_draft()
        at = formats.format_time(self._desk.local(entry.begun or self._desk.now()))
        self._told.setText(_("Recorded for {time}").format(time=at))
        self._go_on(field)

    def _begin_anew(self, kept: VitalField) -> RoundEntry:
        """Begin the next moment; what is half typed in other fields stays."""
        assert self._entry is not None
        self._entry = RoundEntry.of(self._desk, self._entry.chair)
        for field in self.fields.values():
            if field is not kept and not field.pending():
                field.clear()
        return self._entry

    def _on_passed(self) -> None:
        field = self.sender()
        if isinstance(field, VitalField):
            self._go_on(field)

    def _go_on(self, field: VitalField) -> None:
        order = self._order()
        if self._jump:
            following = self.fields[self._jump]
        elif field is order[-1] and field.line.by_tab:
            field.line.focusNextChild()
            return
        else:
            following = order[(order.index(field) + 1) % len(order)]
        following.line.setFocus()
        following.line.selectAll()

    # The wrong chair ----------------------------------------------------------------------------------------------

    def _on_move(self) -> None:
        """Offer the other chairs: the one chosen has the row, and what is half typed goes along."""
        if self._entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._moved = self._entry.row_to_move(half_typed=self.has_text())
        menu.addAction(self._words_of(self._moved)).setEnabled(False)
        for chair in self._chairs:
            if chair.id != self.session_id:
                words = "  ".join(part for part in (chair.chair or _("No chair"), chair.patient) if part)
                action = menu.addAction(words.replace("&", "&&"))
                action.setData(chair.id)
        menu.triggered.connect(self._on_chosen)
        menu.popup(self._move.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _words_of(self, row: Round | None) -> str:
        """Return what goes to the right chair, for the head of the menu."""
        if row is None:
            return _("Move what is typed to")
        values = [cell.text for kind, cell in row.cells.items() if kind != COMMENT and cell.text]
        at = formats.format_time(self._desk.local(row.taken_at))
        return _("Move the row of {time} ({values}) to").format(time=at, values=", ".join(values))

    def _on_chosen(self, action: QAction) -> None:
        chair = next((one for one in self._chairs if one.id == action.data()), None)
        if chair is not None:
            self.move_to(chair)

    def move_to(self, chair: Watched) -> None:
        """Move the row the menu named to another chair, in one entry, and what is half typed with it."""
        if self._entry is None:
            return
        pending = self._pending()
        try:
            entry = self._entry.move_to(chair, self._moved)
        except ClinicDeskError as problem:
            self.tell(str(problem))
            return
        left = self._entry.chair.chair or _("No chair")
        self._desk.drop_draft(_draft_place(self.session_id))
        same_row = entry.round_id is not None
        self._entry = entry
        if not same_row:
            self._empty()
        self._show_chair()
        self._told.setText(_("Moved here from {chair}").format(chair=left))
        for key, text in pending.items():
            self.fields[key].show_draft(text)
        self.keep_draft()
        self.chair_changed.emit()
        self._next_field().line.setFocus()

    # Drafts -------------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._timer.start()

    def _pending(self) -> dict[str, str]:
        return {key: text for key, field in self.fields.items() if (text := field.pending())}

    def keep_draft(self) -> None:
        """Keep what is half typed, or forget what no longer is."""
        self._timer.stop()
        if self._entry is None:
            return
        pending, place = self._pending(), _draft_place(self.session_id)
        try:
            if pending:
                self._desk.keep_draft(place, pending)
            else:
                self._desk.drop_draft(place)
        except ClinicDeskError as problem:
            self.tell(str(problem))
        self.drafts_changed.emit()

    def _restore(self) -> None:
        for key, text in draft_of(self._desk, self.session_id).items():
            if key in self.fields:
                self.fields[key].show_draft(text)


def draft_of(desk: Desk, session_id: str) -> Mapping[str, str]:
    """Return what this person has half typed for a chair: text by field."""
    draft = desk.draft(_draft_place(session_id))
    if draft is None:
        return {}
    return {str(key): str(text) for key, text in json.loads(draft.body).items()}


def _draft_place(session_id: str) -> str:
    return f"cockpit:{session_id}:row"

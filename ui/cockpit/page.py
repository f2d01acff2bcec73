"""The place "Sessions": a tile for each chair, what calls at the chosen one, and the row in which values are typed.

An alarm never moves the focus, never opens a window and never covers the row: tiles, line and row keep their places.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from ui.cockpit.alarm_panel import AlarmPanel
from ui.cockpit.entry_row import EntryRow, RowPlace, draft_of
from ui.cockpit.face import Value, face_of, values_of
from ui.cockpit.tile_grid import TileGrid
from ui.day_start.strip import DayStartStrip
from ui.shell.alarm_strip import AlarmStrip
from ui.shell.chair_watch import ChairWatch
from ui.widgets.empty import EmptyState
from ui.widgets.page import Page


class CockpitPage(QWidget):
    """All sessions that are on, of everybody.

    Signals:
        session_opened(str): A session is wanted full size.
    """

    session_opened = Signal(str)

    def __init__(self, desk: Desk, watch: ChairWatch, strip: AlarmStrip) -> None:
        super().__init__()
        self.setAccessibleName(_("Sessions"))
        self._desk = desk
        self._watch = watch
        self._strip = strip
        self._values: dict[str, tuple[Value, ...]] = {}
        self._half_typed: set[str] = set()
        self._may_type = desk.may("session.observe") and desk.sees("clinical")
        watch.begin()
        self._build()
        self._connect()
        self._show_chairs()
        self._find_drafts()

    def _build(self) -> None:
        self._page = Page(_("Sessions"), _("A reminder, not a patient monitor."))
        self._grid = TileGrid()
        self._empty = EmptyState(_("Nobody is in a chair. A tile comes with each patient who arrives for a session."))
        self._page.add(self._empty)
        self._page.add(self._grid)
        self._page.body.addStretch(1)
        # Said and offered here too, in a button: the tiles need the room.
        self._day_start = DayStartStrip(self._desk)
        self._day_start.setParent(self)
        self._page.add_title_action(self._day_start.button)
        self._day_start.set_low(True, says_why=True)
        self._day_start.show_day(is_today=True)
        self._panel = AlarmPanel(self._desk)
        self._row = EntryRow(self._desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._page, 1)
        column.addWidget(self._panel)
        column.addWidget(self._row)
        self._row.setVisible(self._may_type)

    def _connect(self) -> None:
        act = QShortcut(QKeySequence("F3"), self)
        act.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        act.activated.connect(self._panel.act)
        self._watch.chairs_changed.connect(self._show_chairs)
        self._watch.chair_changed.connect(self._on_chair_changed)
        self._grid.chosen.connect(self._on_chosen)
        self._grid.opened.connect(self._on_opened)
        self._grid.typed.connect(self._on_typed)
        self._row.left.connect(self._on_row_left)
        self._row.neighbour_wanted.connect(self._on_neighbour)
        self._row.chair_changed.connect(self._on_row_taken)
        self._row.entered.connect(self._on_row_taken)
        self._row.drafts_changed.connect(self._on_drafts_changed)
        self._panel.going.connect(self._strip.go_to)
        self._panel.mute_wanted.connect(self.mute)
        self._panel.settled.connect(self._focus_tile)
        self._panel.opened.connect(self._on_opened)

    # What the window asks -----------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the chairs."""
        super().focusInEvent(event)
        self._focus_tile()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes back from another place sees this minute, not the one in which this place was left."""
        super().showEvent(event)
        self.tick()

    def refresh(self, changed: Changed) -> None:
        """The watch reads what changed and tells it; only the checks of the day are read here."""
        if "day_checks" in changed.tables:
            self._day_start.show_day(is_today=True)

    def tick(self) -> None:
        """A second has passed: minutes and doses go on, on the tiles that show another one."""
        self._row.tick()
        self._show_faces()

    def leave(self) -> None:
        """Keep what is half typed."""
        self._row.keep_draft()

    def chosen_session(self) -> str:
        """Return the session of the chosen chair, or an empty text."""
        return self._grid.current

    def chosen_patient(self) -> str:
        """Return the patient of the chosen chair, or an empty text."""
        chair = self._watch.chair(self._grid.current)
        return chair.line.patient_id if chair is not None else ""

    def row_place(self) -> RowPlace | None:
        """Return where the cursor is in the row, or None when it is elsewhere."""
        return self._row.place()

    def come_back(self, place: RowPlace) -> bool:
        """Go back to a half-typed row, its text and its cursor; False when that patient has left."""
        self._row.show_chairs(self._watch.chairs)
        return self._row.come_back(place)

    def show_chair(self, session_id: str) -> None:
        """Go to a chair; what is being typed in the row stays there."""
        self._grid.choose(session_id, focus=True)
        self._bring_into_view()

    def going(self) -> bool:
        """Say that this person goes to the chosen chair; False when nothing calls there or somebody goes already."""
        chair, alarm = self._watch.chair(self._grid.current), self._panel.alarm
        if chair is None or alarm is None or alarm.going:
            return False
        self._strip.go_to(chair, alarm)
        return True

    def mute(self, session_id: str) -> None:
        """Mute a chair for as long as its protocol says."""
        try:
            sessions.mute(self._desk, session_id, self._watch.mute_minutes(session_id))
        except ClinicDeskError as problem:
            self._panel.say(str(problem))

    # Showing ------------------------------------------------------------------------------------------------------

    def _show_chairs(self) -> None:
        chairs = self._watch.chairs
        self._values = {chair.id: values_of(chair.session) for chair in chairs}
        self._empty.setVisible(not chairs)
        self._grid.setVisible(bool(chairs))
        self._grid.show_chairs(chairs)
        self._row.show_chairs(chairs)
        self._show_faces()
        self._show_panel()

    def _show_faces(self) -> None:
        now = sessions.now_of(self._desk)
        for chair in self._watch.chairs:
            tile = self._grid.tiles.get(chair.id)
            if tile is None:
                continue
            letter = self._grid.letters.get(chair.id, "")
            face = face_of(
                self._desk, letter, chair, self._values.get(chair.id, ()), self._watch.alarms_of(chair.id), now
            )
            tile.show_face(face, typing=chair.id in self._half_typed)

    def _show_panel(self) -> None:
        current = self._grid.current
        self._panel.show_chair(self._watch.chair(current), self._watch.alarms_of(current))

    def _bring_into_view(self) -> None:
        tile = self._grid.tiles.get(self._grid.current)
        if tile is not None:
            self._page.show_part(tile)

    def _focus_tile(self) -> None:
        tile = self._grid.tiles.get(self._grid.current)
        if tile is not None:
            tile.setFocus()

    def _find_drafts(self) -> None:
        """See for which chairs something was half typed before the program stopped, and show the first of them."""
        if not self._may_type:
            return
        self._half_typed = {chair.id for chair in self._watch.chairs if draft_of(self._desk, chair.id)}
        first = next((chair for chair in self._watch.chairs if chair.id in self._half_typed), None)
        if first is not None:
            self._row.take(first, focus=False)
            self._grid.choose(first.id)
        self._show_faces()

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_chair_changed(self, session_id: str) -> None:
        chair = self._watch.chair(session_id)
        if chair is not None:
            self._values[session_id] = values_of(chair.session)
        if session_id == self._row.session_id:
            self._row.show_chairs(self._watch.chairs)
        if session_id == self._grid.current:
            self._show_panel()
        if self.isVisible():
            self._show_faces()

    def _on_chosen(self, session_id: str) -> None:
        """Another chair is chosen: the row follows, unless something is half typed in it for another one."""
        chair = self._watch.chair(session_id)
        if chair is not None and self._may_type and not self._row.has_text():
            self._row.take(chair, focus=False)
        self._bring_into_view()
        self._show_panel()

    def _on_opened(self, session_id: str) -> None:
        if self._desk.sees("clinical"):
            self.session_opened.emit(session_id)
        else:
            self._panel.say(_("A clinician opens it. F6 tells the others that you are going."))

    def _on_typed(self, text: str) -> None:
        chair = self._watch.chair(self._grid.current)
        if not self._may_type:
            self._panel.say(_("A clinician records values. F6 tells the others that you are going."))
        elif chair is not None:
            self._row.take(chair)
            self._row.type_on(text)

    def _on_row_left(self) -> None:
        if self._row.session_id:
            self._grid.choose(self._row.session_id)
        self._focus_tile()

    def _on_neighbour(self, step: int) -> None:
        chair = self._watch.chair(self._grid.neighbour(self._row.session_id, step))
        if chair is not None:
            self._row.take(chair)

    def _on_row_taken(self) -> None:
        """The row is for another chair: that one is chosen too, unless the person looks at an alarm elsewhere."""
        if self._row.session_id and self._row.place() is not None:
            self._grid.choose(self._row.session_id)

    def _on_drafts_changed(self) -> None:
        if self._row.session_id:
            (self._half_typed.add if self._row.has_text() else self._half_typed.discard)(self._row.session_id)
        self._show_faces()

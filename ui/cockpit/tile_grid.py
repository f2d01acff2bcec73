"""The tiles of all chairs, side by side as many as fit; one of them is chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.cockpit import Watched
from ui import theme
from ui.cockpit.tile import Tile

_DIGITS = frozenset("0123456789")
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TileGrid(QWidget):
    """Arrows and letters move between the tiles, Enter opens one, a digit begins its row.

    Attributes:
        tiles: The tiles by session, in the order of the chairs.
        letters: The letter that leads to each.

    Signals:
        chosen(str): Another tile is chosen; carries its session.
        opened(str): A session is wanted full size.
        typed(str): A digit was pressed: it belongs into the row of the chosen chair.
    """

    chosen = Signal(str)
    opened = Signal(str)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Chairs"))
        self.tiles: dict[str, Tile] = {}
        self.letters: dict[str, str] = {}
        self._current = ""
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px("space_8"))
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)

    @property
    def current(self) -> str:
        """The session whose tile is chosen; empty without one."""
        return self._current

    def show_chairs(self, chairs: tuple[Watched, ...]) -> None:
        """Show these chairs; who stays keeps the tile, and the focus."""
        here = {chair.id for chair in chairs}
        had_focus = self.isAncestorOf(focused) if (focused := self.focusWidget()) and focused.hasFocus() else False
        for gone in [key for key in self.tiles if key not in here]:
            tile = self.tiles.pop(gone)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = {chair.id: self.tiles.get(chair.id) or self._made(chair.id) for chair in chairs}
        self.letters = _letters(chairs)
        self._lay_out()
        if self._current not in self.tiles:
            self._current = ""
            if self.tiles:
                self.choose(next(iter(self.tiles)), focus=had_focus)
            else:
                self.chosen.emit("")

    def choose(self, session_id: str, *, focus: bool = False) -> None:
        """Choose a tile; ``focus`` puts the keys there too."""
        if session_id not in self.tiles:
            return
        changed = session_id != self._current
        self._current = session_id
        for key, tile in self.tiles.items():
            tile.setChecked(key == session_id)
            # One tab stop for all of them: the arrows move among them.
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key == session_id else Qt.FocusPolicy.ClickFocus)
        if focus:
            self.tiles[session_id].setFocus(Qt.FocusReason.OtherFocusReason)
        if changed:
            self.chosen.emit(session_id)

    def neighbour(self, session_id: str, step: int) -> str:
        """Return the session so many tiles further, around the end; empty without any."""
        keys = list(self.tiles)
        if not keys:
            return ""
        at = keys.index(session_id) if session_id in self.tiles else -1 if step > 0 else 0
        return keys[(at + step) % len(keys)]

    # Layout -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many side by side as fit."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._lay_out()

    def _fitting(self) -> int:
        gap = theme.px("space_8")
        return max((self.width() + gap) // (theme.px("base") * 20 + gap), 1)

    def _lay_out(self) -> None:
        before, self._columns = self._columns, self._fitting()
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // self._columns, place % self._columns)
            tile.show()
        for column in range(max(before, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _made(self, session_id: str) -> Tile:
        tile = Tile(session_id, self)
        tile.clicked.connect(self._on_clicked)
        tile.installEventFilter(self)
        return tile

    # Keys and mouse -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the session whose tile is double-clicked, and choose the one the Tab key leads to."""
        if isinstance(watched, Tile):
            if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
                self.opened.emit(watched.session_id)
                return True
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                watched.update()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, jump, open, or begin to type."""
        if event.modifiers() not in _PLAIN or not self._pressed(Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)

    def _pressed(self, key: Qt.Key, text: str) -> bool:
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_PageUp: -1,
        }
        letter = next((key for key, one in self.letters.items() if text and one == text.upper()), "")
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        elif letter:
            self.choose(letter, focus=True)
        elif text in _DIGITS and text and self._current:
            self.typed.emit(text)
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        keys = list(self.tiles)
        if not keys or self._current not in self.tiles:
            return
        at = keys.index(self._current) + step
        if 0 <= at < len(keys):
            self.choose(keys[at], focus=True)

    def _on_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile):
            self.choose(tile.session_id, focus=True)


def _letters(chairs: tuple[Watched, ...]) -> dict[str, str]:
    """Return the letter of each chair: by its place in the clinic, so that it is the same all day where it can be."""
    free = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    found: dict[str, str] = {}
    for chair in chairs:
        own = chr(ord("A") + chair.position - 1) if 1 <= chair.position <= len(free) else ""
        if own in free and own not in found.values():
            found[chair.id] = own
    left = [letter for letter in free if letter not in found.values()]
    for chair in chairs:
        if chair.id not in found and left:
            found[chair.id] = left.pop(0)
    return {chair.id: found.get(chair.id, "") for chair in chairs}

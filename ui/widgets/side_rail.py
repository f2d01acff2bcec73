"""The rail at the left: one button for each place a person works in."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import icons, theme


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its key, its name, its icon and the shortcut that leads there."""

    key: str
    name: str
    icon: str
    shortcut: str = ""


class SideRail(QFrame):
    """Icons with names. Tab enters the rail, the arrow keys move in it, Space or Enter goes there.

    Signals:
        place_chosen(str): The key of the place the person wants.
    """

    place_chosen = Signal(str)

    def __init__(self, places: Sequence[Place], at_bottom: Sequence[Place] = ()) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAccessibleName(_("Places"))
        self._buttons: dict[str, QToolButton] = {}
        self._badges: dict[str, _Badge] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, theme.px("space_8"), 4, theme.px("space_8"))
        column.setSpacing(theme.px("space_4"))
        for place in places:
            column.addWidget(self._button(place))
        column.addStretch(1)
        for place in at_bottom:
            column.addWidget(self._button(place))
        self._fit()
        self._group.buttonClicked.connect(self._on_clicked)

    def set_current(self, key: str) -> None:
        """Mark the place the person is at; an unknown key marks none. No signal is sent."""
        wanted = self._buttons.get(key)
        self._group.setExclusive(False)
        for made in self._buttons.values():
            made.setChecked(made is wanted)
        self._group.setExclusive(True)

    def set_available(self, key: str, available: bool) -> None:
        """Show or hide a place, for example one this person's role has nothing to do in."""
        self._buttons[key].setVisible(available)

    def set_count(self, key: str, count: int) -> None:
        """Show how much waits at a place, on its icon; nothing needs no number."""
        made = self._buttons[key]
        badge = self._badges.get(key)
        if badge is None:
            badge = self._badges[key] = _Badge(made)
        badge.show_count(count)
        made.setAccessibleDescription(_("{count} waiting").format(count=count) if count else "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_buttons"):
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to a place as Space does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(watched, QToolButton)
        ):
            watched.click()
            return True
        return super().eventFilter(watched, event)

    def _button(self, place: Place) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "rail")
        made.setProperty("place", place.key)
        made.setText(place.name)
        made.setAccessibleName(place.name)
        made.setCheckable(True)
        made.setIcon(icons.icon(place.icon, "muted", "accent"))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if place.shortcut:
            made.setShortcut(QKeySequence(place.shortcut))
            shown = QKeySequence(place.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{place.name}  {shown}")
        made.installEventFilter(self)
        self._group.addButton(made)
        self._buttons[place.key] = made
        return made

    def _fit(self) -> None:
        self.setFixedWidth(theme.px("rail"))
        side = theme.px("icon_large")
        for made in self._buttons.values():
            made.setIconSize(QSize(side, side))

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        self.place_chosen.emit(str(clicked.property("place")))


class _Badge(QWidget):
    """A number on the upper right of a button's icon; the mouse goes through it."""

    def __init__(self, button: QToolButton) -> None:
        super().__init__(button)
        self._button = button
        self._count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button.installEventFilter(self)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show a number; 0 hides it."""
        self._count = count
        self.setVisible(count > 0)
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the button changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the number in a filled pill."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("danger_fg"))
            painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
            painter.setPen(theme.token("surface"))
            painter.setFont(theme.font("caption"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words())

    def _words(self) -> str:
        return "99+" if self._count > 99 else str(self._count)

    def _place(self) -> None:
        metrics = QFontMetrics(theme.font("caption"))
        high = metrics.height() + 2
        wide = max(high, metrics.horizontalAdvance(self._words()) + theme.px("space_8"))
        middle = self._button.width() // 2
        self.setGeometry(middle + theme.px("icon_large") // 2 - theme.px("space_4"), 2, wide, high)

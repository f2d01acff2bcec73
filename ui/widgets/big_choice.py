"""Something to tick or to choose, as large as its words: a shaking finger hits it anywhere."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFrame, QHBoxLayout, QRadioButton

from ui import theme
from ui.widgets.words import label


class BigChoice(QFrame):
    """A check box, or one of several choices, with words that wrap. The words are shown as they are, never as markup.

    Signals:
        changed: It was ticked, chosen, or taken back.
    """

    changed = Signal()

    def __init__(self, words: str, *, one_of_several: bool = False) -> None:
        super().__init__()
        self.words = words
        self.mark: QAbstractButton = QRadioButton() if one_of_several else QCheckBox()
        self.mark.setAccessibleName(words)
        self.mark.installEventFilter(self)
        self.setProperty("role", "choice")
        self.setFocusProxy(self.mark)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        edge = theme.px("space_8")
        row.setContentsMargins(edge // 2, edge, edge, edge)
        row.setSpacing(edge)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self._label = label(words, wrap=True)
        row.addWidget(self._label, 1)
        self.mark.toggled.connect(self._on_toggled)

    def is_chosen(self) -> bool:
        """Tell whether it is ticked or chosen."""
        return self.mark.isChecked()

    def choose(self, chosen: bool = True) -> None:
        """Tick or choose it, or take that back; no signal is sent."""
        self.mark.blockSignals(True)
        self.mark.setChecked(chosen)
        self.mark.blockSignals(False)
        self._emphasise()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show around all of it that the keys are here."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            theme.set_state(self, "state", "focus" if event.type() == QEvent.Type.FocusIn else "")
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press: it is no hold on the page."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose by a touch anywhere on it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.mark.setFocus(Qt.FocusReason.MouseFocusReason)
            self.mark.click()

    def _on_toggled(self) -> None:
        self._emphasise()
        self.changed.emit()

    def _emphasise(self) -> None:
        theme.set_state(self._label, "role", "strong" if self.is_chosen() else "")

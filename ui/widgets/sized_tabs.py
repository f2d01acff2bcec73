"""Tabs that are as high as the one in front needs, not as the highest of them."""

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget


class SizedTabs(QTabWidget):
    """Without it a page scrolls because of a tab that nobody sees.

    A tab with the property ``fills`` holds lists that scroll by themselves: it takes the room there is, and no more.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.currentChanged.connect(self._on_current_changed)

    def tabInserted(self, index: int) -> None:
        """Count only the tab in front."""
        super().tabInserted(index)
        self._on_current_changed(self.currentIndex())

    def hasHeightForWidth(self) -> bool:
        """Ask for room by the width only for a tab in front that is a form; a list would ask for its likely height."""
        front = self.currentWidget()
        return front is not None and not front.property("fills") and super().hasHeightForWidth()

    def _on_current_changed(self, _index: int) -> None:
        for index in range(self.count()):
            _count_height(self.widget(index), counts=index == self.currentIndex())
        self.updateGeometry()


def _count_height(widget: QWidget | None, *, counts: bool) -> None:
    if widget is None:
        return
    vertical = QSizePolicy.Policy.Preferred if counts else QSizePolicy.Policy.Ignored
    widget.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)

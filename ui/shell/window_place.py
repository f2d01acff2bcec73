"""Where the window stood when it was closed, and whether that place is still on a screen."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from clinicdesk.workstation import WindowPlace

_TITLE_BAR = 40
_IN_REACH = 120


def restore_place(
    window: QWidget, place: WindowPlace | None, smallest: tuple[int, int], usual: tuple[int, int]
) -> None:
    """Put the window where it was, or give it its usual size."""
    if place is None:
        window.resize(*usual)
        return
    window.resize(max(place.width, smallest[0]), max(place.height, smallest[1]))
    # A second screen may be gone since; the title bar must be where the mouse can reach it.
    title = QRect(place.left, place.top, place.width, _TITLE_BAR)
    if any(screen.availableGeometry().intersected(title).width() > _IN_REACH for screen in QGuiApplication.screens()):
        window.move(place.left, place.top)
    if place.maximised:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def place_of(window: QWidget) -> WindowPlace:
    """Return where the window stands; for a maximised one, where it stood before."""
    usual = window.normalGeometry() if window.isMaximized() else window.geometry()
    return WindowPlace(usual.left(), usual.top(), usual.width(), usual.height(), window.isMaximized())

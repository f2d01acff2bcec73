"""What my role includes: read to its end without a mouse."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui.main_window import MainWindow
from ui.my_role.dialog import MyRoleDialog
from ui.widgets.scroll_area import ScrollArea


def test_the_keys_scroll_the_words_and_enter_closes(
    enter: Callable[[str], None], window: MainWindow, hands: Hands, receptionist: Desk
) -> None:
    enter("rita")
    dialog = MyRoleDialog(window, receptionist)
    dialog.resize(dialog.minimumSizeHint())
    with hands.qtbot.waitActive(dialog):
        dialog.open()
    words = dialog.findChild(ScrollArea)
    assert words is not None
    assert dialog.focusWidget() is words
    QTest.keyClick(words, Qt.Key.Key_PageDown)
    assert words.verticalScrollBar().value() > 0
    with hands.qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(words, Qt.Key.Key_Return)

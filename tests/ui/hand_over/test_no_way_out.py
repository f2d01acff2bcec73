"""No key, no window and no second start leads out of what a patient was handed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from clinicdesk.clinic import Clinic
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.hand_over.conftest import PIN, Sheet
from ui.hand_over.page import HandOverPage
from ui.main_window import MainWindow
from ui.seat import Seat
from ui.shell.crash import FaultTeller
from ui.workplace import Workplace

Handed = Callable[..., Sheet]

_M = Qt.KeyboardModifier
MODIFIERS = (
    _M.NoModifier,
    _M.ShiftModifier,
    _M.ControlModifier,
    _M.AltModifier,
    _M.MetaModifier,
    _M.ControlModifier | _M.ShiftModifier,
    _M.ControlModifier | _M.AltModifier,
    _M.AltModifier | _M.ShiftModifier,
    _M.ControlModifier | _M.AltModifier | _M.ShiftModifier,
)


def others_visible(window: QWidget) -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]


def is_shut(window: MainWindow) -> bool:
    seat = window.findChild(Seat)
    assert seat is not None
    shown = (
        isinstance(seat.currentWidget(), HandOverPage) and not window.isMinimized() and seat.currentWidget().isVisible()
    )
    return shown and window.isVisible() and window.isFullScreen() and not others_visible(window)


def where(hands: Hands) -> str:
    page = hands.window.findChild(HandOverPage)
    assert page is not None
    return page.accessibleName()


def to_content(_hands: Hands, _wait: Callable[[float], None]) -> None:
    pass


def to_thanks(hands: Hands, _wait: Callable[[float], None]) -> None:
    hands.click("Finished")


def to_cover(_hands: Hands, wait: Callable[[float], None]) -> None:
    wait(95)


def to_staff(hands: Hands, _wait: Callable[[float], None]) -> None:
    hands.click("Give back to staff")


def to_staff_for_good(hands: Hands, wait: Callable[[float], None]) -> None:
    wait(95)
    wait(300)
    hands.click("Touch to go on")


# Qt calls one of its own keys by an old name.
def recorded(clinic: Clinic) -> int:
    """Return how much was recorded; that a PIN was wrong is noted, and is nothing a patient records."""
    return sum(entry.action != "staff.sign_in_refused" for entry in clinic.ledger.entries_after(0))


@pytest.mark.filterwarnings("ignore:.*Key_mu.*:DeprecationWarning")
@pytest.mark.parametrize("begin", [to_content, to_thanks, to_cover, to_staff, to_staff_for_good])
def test_no_key_combination_leads_out(
    begin: Callable[..., None],
    handed: Handed,
    hands: Hands,
    window: MainWindow,
    work: Callable[[], Workplace],
    wait: Callable[[float], None],
    clinic: Clinic,
) -> None:
    handed("all")
    begin(hands, wait)
    entries = recorded(clinic)
    here = work()._here
    QGuiApplication.clipboard().setText("Copied from another chart")
    pressed = 0
    for held in MODIFIERS:
        for key in Qt.Key:
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or window
            QTest.keyClick(target, key, held)
            pressed += 1
            assert is_shut(window), f"{held} {key} shows {where(hands)}"
    QApplication.processEvents()

    assert pressed == len(MODIFIERS) * len(Qt.Key) > 4000
    assert is_shut(window)
    assert work()._here == here
    assert not window.is_locked() or window.findChild(Seat).is_handed_over()  # type: ignore[union-attr]
    clinic.refresh()
    assert recorded(clinic) == entries
    hands.not_see("Copied from another chart")


def test_the_same_keys_do_lead_away_from_the_work(handed: Handed, hands: Hands, take_back: Callable[..., None]) -> None:
    """What the test above presses is what works once staff have the PC: it could have failed."""
    handed("all")
    hands.click("Give back to staff")
    take_back()
    hands.press("Ctrl+L")
    hands.see("Locked by")


def test_the_window_does_not_close_and_says_who_may(handed: Handed, hands: Hands, window: MainWindow) -> None:
    sheet = handed(language="es")
    sheet.kept.clear()
    assert not window.close()
    hands.see("Solo el personal puede cerrar esta página.")
    assert sheet.kept == [""]
    assert is_shut(window)


def test_a_second_start_brings_up_nothing_but_the_same_page(handed: Handed, window: MainWindow) -> None:
    handed()
    window.come_to_front()
    assert is_shut(window)
    window.showMinimized()
    window.come_to_front()
    QTest.qWait(20)
    assert is_shut(window)


@pytest.mark.parametrize("way", ["showNormal", "showMaximized", "showMinimized"])
def test_the_page_goes_on_filling_the_screen(way: str, handed: Handed, window: MainWindow) -> None:
    handed()
    getattr(window, way)()
    QTest.qWait(20)
    assert is_shut(window)


def test_a_locked_window_is_not_put_over_it(handed: Handed, window: MainWindow) -> None:
    handed()
    window.lock()
    assert is_shut(window)


def test_dialogs_are_kept_back_till_staff_have_the_device(
    handed: Handed, hands: Hands, window: MainWindow, work: Callable[[], Workplace], take_back: Callable[..., None]
) -> None:
    handed()
    late = QDialog(work())
    late.setAccessibleName("Somebody else's message")
    late.open()
    assert late.windowOpacity() == 0.0
    QTest.qWait(20)
    assert is_shut(window)
    hands.press("Tab")
    hands.click("Give back to staff")
    take_back()
    assert late.isVisible()
    assert late.windowOpacity() == 1.0
    late.close()


def test_what_comes_up_while_the_device_is_taken_back_is_neither_lost_nor_over_the_lock(
    handed: Handed, hands: Hands, window: MainWindow, work: Callable[[], Workplace], take_back: Callable[..., None]
) -> None:
    sheet = handed()
    late = QDialog(work())
    # The last thing before the page goes: nothing is hidden in a later turn.
    sheet.taken_back.connect(late.open)
    hands.click("Give back to staff")
    take_back(login="nina")
    hands.see("Locked by")
    assert not others_visible(window)
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    assert (late.isVisible(), late.windowOpacity()) == (True, 1.0)
    late.close()


def test_a_fault_of_the_program_is_told_to_staff_only(
    handed: Handed, hands: Hands, window: MainWindow, take_back: Callable[..., None]
) -> None:
    handed()
    teller = FaultTeller()
    fault = RuntimeError("nobody's business")
    teller.take(RuntimeError, fault, None)
    QTest.qWait(20)
    assert is_shut(window)
    hands.click("Give back to staff")
    take_back()
    (box,) = others_visible(window)
    box.close()


@pytest.mark.usefixtures("with_pins")
def test_an_open_dialog_is_hidden_and_comes_back(
    enter: Callable[[str], None],
    hands: Hands,
    window: MainWindow,
    work: Callable[[], Workplace],
    take_back: Callable[..., None],
) -> None:
    enter("rita")
    hands.press("Escape")
    hands.press("F1")
    assert others_visible(window)
    work().hand_over(Sheet)
    assert is_shut(window)
    hands.click("Give back to staff")
    take_back()
    assert others_visible(window)
    hands.press("Escape")


def test_what_the_content_asks_is_covered_too(
    handed: Handed, hands: Hands, window: MainWindow, wait: Callable[[float], None]
) -> None:
    sheet = handed()
    question = QDialog(sheet)
    question.open()
    assert question.isVisible()
    wait(95)
    assert is_shut(window)
    hands.click("Touch to go on")
    assert question.isVisible()
    question.close()


def test_no_menu_no_paste_and_nothing_dropped(handed: Handed, hands: Hands, window: MainWindow) -> None:
    sheet = handed()
    QGuiApplication.clipboard().setText("Copied from another chart")
    line = sheet.name.line
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), line.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(line, menu)
    for keys in ("Ctrl+V", "Shift+Insert", "Ctrl+Insert"):
        hands.press(keys)
    QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    mime = QMimeData()
    mime.setText("Dropped")
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(line, drop)

    assert is_shut(window)
    assert sheet.name.text() == ""
    hands.press("Ctrl+A")
    hands.press("x")
    assert sheet.name.text() == "x"


def test_the_middle_button_reaches_nothing_not_even_when_it_comes_up(handed: Handed) -> None:
    """Where a desktop keeps what was last marked, a text field pastes it on the release."""
    line = handed().name.line
    seen: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                seen.append(event.type())
            return False

    watch = Watch()
    line.installEventFilter(watch)
    QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    assert seen == []
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert seen


def take_focus(work: Workplace) -> QLineEdit:
    """Do what a page does that shows what another desk recorded."""
    hidden = QLineEdit(work._stack.currentWidget())
    hidden.setVisible(True)
    hidden.setFocus()
    return hidden


def test_a_hidden_page_that_takes_the_focus_gets_no_key(
    handed: Handed, window: MainWindow, work: Callable[[], Workplace]
) -> None:
    sheet = handed()
    hidden = take_focus(work())
    for key in (Qt.Key.Key_X, Qt.Key.Key_Y):
        QTest.keyClick(window.windowHandle(), key)
    assert (hidden.text(), sheet.name.text()) == ("", "xy")
    assert QApplication.focusWidget() is sheet.name.line


def test_nor_does_it_behind_the_lock(
    enter: Callable[[str], None], hands: Hands, window: MainWindow, work: Callable[[], Workplace]
) -> None:
    enter("rita")
    window.lock()
    before = QApplication.focusWidget()
    hidden = take_focus(work())
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
    assert hidden.text() == ""
    assert QApplication.focusWidget() is before
    hands.see("Locked by")


def test_time_passes_without_a_word_of_anybody_else(
    handed: Handed, window: MainWindow, wait: Callable[[float], None], work: Callable[[], Workplace]
) -> None:
    handed("all")
    ticked: list[int] = []
    work().tick = lambda: ticked.append(1)  # type: ignore[method-assign]
    for _second in range(5):
        wait(1)
    assert not ticked
    assert is_shut(window)


def test_the_keyboard_reaches_all_of_the_page_and_nothing_else(
    handed: Handed, hands: Hands, work: Callable[[], Workplace]
) -> None:
    handed()
    names = []
    for _step in range(12):
        hands.press("Tab")
        reached = QApplication.focusWidget()
        assert reached is not None
        assert not work().isAncestorOf(reached)
        names.append(reached.accessibleName() or reached.text())  # type: ignore[attr-defined]
    wanted = {"Smaller type", "Larger type", "Light type on a dark page", "Give back to staff"}
    assert wanted | {"Your name", "Anything else"} <= set(names)
    assert all(names)


def test_keys_pressed_in_a_row_all_arrive(handed: Handed, hands: Hands) -> None:
    sheet = handed()
    for _key in range(200):
        QTest.keyClick(sheet.name.line, Qt.Key.Key_A)
    assert sheet.name.text() == "a" * 200
    assert PIN not in hands.texts()

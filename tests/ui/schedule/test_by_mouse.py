"""The schedule with the mouse: drag to move, drag the lower edge to stretch, double click to book."""

from datetime import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from tests.hands import Hands
from tests.ui.schedule.conftest import book
from ui.schedule.sheet import Sheet


def place(hands: Hands, column: int, minute: int) -> QPoint:
    """Return a point a little inside a column at a minute of the day."""
    sheet = hands.find("Schedule")
    assert isinstance(sheet, Sheet)
    scale = sheet.scale()
    return QPoint(round(scale.x(column) + 20), round(scale.y(minute)) + 2)


def drag(hands: Hands, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    sheet = hands.find("Schedule")
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(sheet, start + (end - start) * step / 5)
    if drop:
        QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=end)


def test_drag_to_another_chair_and_time(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    drag(hands, place(hands, 0, 10 * 60), place(hands, 1, 10 * 60 + 35))
    assert when(receptionist, one) == ("Mon 10:35", "Chair 2", 60)


def test_drag_the_lower_edge_to_stretch(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    low = place(hands, 0, 11 * 60) - QPoint(0, 6)
    drag(hands, low, place(hands, 0, 11 * 60 + 30) - QPoint(0, 6))
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 90)


def test_a_click_moves_nothing(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    drag(hands, place(hands, 0, 10 * 60), place(hands, 0, 10 * 60) + QPoint(2, 2))
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)
    assert "LINDQVIST, Per" in hands.find("Schedule").accessibleDescription()


def test_escape_while_dragging_puts_back(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    end = place(hands, 1, 12 * 60)
    drag(hands, place(hands, 0, 10 * 60), end, drop=False)
    hands.press("Escape")
    QTest.mouseMove(hands.find("Schedule"), end + QPoint(3, 3))
    QTest.mouseRelease(hands.find("Schedule"), Qt.MouseButton.LeftButton, pos=end)
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)


def test_double_click_books_where_it_is_free(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    at = place(hands, 1, 13 * 60)
    sheet = hands.find("Schedule")
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    hands.see("Book a visit")
    assert hands.find("Time").text() == "13:00"
    assert hands.find("Chair or room").currentText() == "Chair 2"
    assert hands.find("Patient").hasFocus()


def test_each_booking_is_found_by_its_name_and_clicked(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0))
    book(receptionist, "Doe", time(13, 0), chair=1)
    hands = open_page(receptionist)
    hands.click("13:00 to 14:00, DOE, Per, Follow-up visit, Chair 2")
    assert "DOE, Per" in hands.find("Schedule").accessibleDescription()
    hands.see("Born 21-Jul-1968 (57 y)")
    hands.click("Change…")
    hands.see("Change the booking")


def test_who_may_not_change_drags_nothing(open_page, when, receptionist: Desk, administrator: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(administrator)
    drag(hands, place(hands, 0, 10 * 60), place(hands, 1, 12 * 60))
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)
    assert not hands.find("Book a visit").isEnabled()

"""A picture on the screen: pages, size, turning."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from ui.widgets.picture_view import PictureView


def level(wide: int, high: int) -> QImage:
    """Return a white picture whose upper left quarter is red."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(wide // 2):
        for y in range(high // 2):
            image.setPixelColor(x, y, QColor("red"))
    return image


@pytest.fixture
def view(qtbot) -> PictureView:
    made = PictureView()
    qtbot.addWidget(made)
    made.resize(500, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.show_picture("X-ray", 3)
    made.show_page(0, (level(400, 200), level(200, 100)), QSize(400, 200))
    return made


def corner_is_red(view: PictureView, right: bool, bottom: bool) -> bool:
    sheet = view._sheet
    image = sheet.grab().toImage()
    x = image.width() - 5 if right else 4
    y = image.height() - 5 if bottom else 4
    return image.pixelColor(x, y) == QColor("red")


def test_a_picture_is_no_larger_than_its_dots_and_no_wider_than_the_room(view: PictureView) -> None:
    assert (view._sheet.width(), view._sheet.height()) == (400, 200)
    view.resize(300, 500)
    assert view._sheet.width() < 300
    assert view._sheet.height() == pytest.approx(view._sheet.width() / 2, abs=1)


def test_turning_moves_the_corner_round(view: PictureView) -> None:
    assert corner_is_red(view, right=False, bottom=False)
    for right, bottom in ((True, False), (True, True), (False, True), (False, False)):
        view._turn.click()
        assert corner_is_red(view, right, bottom)
    view._turn.click()
    assert view._sheet.height() > view._sheet.width()


def test_zooming_stays_within_bounds(view: PictureView) -> None:
    for _time in range(60):
        view._in.click()
    assert max(view._sheet.width(), view._sheet.height()) <= 12_000
    for _time in range(80):
        view._out.click()
    assert view._sheet.width() >= 20
    view._fit.click()
    assert view._sheet.width() == 400


def test_pages_are_asked_for_and_one_that_comes_late_is_not_shown(view: PictureView, qtbot) -> None:
    with qtbot.waitSignal(view.page_asked) as asked:
        view._next.click()
    assert asked.args == [1]
    view._next.click()
    assert not view._next.isEnabled()
    view.show_page(1, (level(100, 50),), QSize(100, 50))
    assert view._sheet.width() == 400, "page 2 came after the person had gone on to page 3"
    view.show_page(2, (level(100, 50),), QSize(100, 50))
    assert view._sheet.width() == 100


def test_what_may_not_leave_has_no_way_out(qtbot) -> None:
    view = PictureView(may_leave=False)
    qtbot.addWidget(view)
    view.show()
    assert not view._print.isVisible()
    assert not view._save.isVisible()

"""The place Today in a window of its own."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui.today.page import TodayPage


@pytest.fixture
def open_page(qtbot) -> Callable[..., Hands]:
    """Return a function that opens Today for a person and returns hands at it."""

    def open_for(desk: Desk, width: int = 1290, height: int = 680) -> Hands:
        page = TodayPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(width, height)
        with qtbot.waitExposed(page):
            page.show()
        # As the workplace does; and a place just shown lays itself out a moment later.
        page.setFocus()
        qtbot.wait(5)
        return Hands(qtbot, page)

    return open_for

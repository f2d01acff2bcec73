"""The place To sign in a window of its own."""

from collections.abc import Callable, Iterator

import pytest

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui.documents.only_reading import DocumentView
from ui.to_sign.page import ToSignPage
from ui.widgets.background import Background


@pytest.fixture
def open_to_sign(qtbot) -> Iterator[Callable[..., Hands]]:
    """Return a function that opens the list for a person and returns hands at it."""
    opened: list[Background] = []

    def open_for(desk: Desk, width: int = 1290, height: int = 680) -> Hands:
        background = Background()
        opened.append(background)
        page = ToSignPage(desk, DocumentView(desk, background))
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
        page.setFocus()
        qtbot.wait(5)
        return Hands(qtbot, page)

    yield open_for
    for one in opened:
        one.close()

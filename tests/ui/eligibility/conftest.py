"""The eligibility tab and the page of what expired, shown in the program's own dress on a real clinic."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def show(qtbot: Any) -> Callable[[QWidget, Desk], Hands]:
    """Return a function that shows a page to a person and lets it hear of changes."""

    def show_page(page: Any, desk: Desk) -> Hands:
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1280, 760)
        with qtbot.waitExposed(page):
            page.show()
        return Hands(qtbot, page)

    return show_page

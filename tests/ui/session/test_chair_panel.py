"""The questions in the chair: what nobody asked at the check-in is asked here, and can be answered again."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import eligibility, sessions
from tests.hands import Hands
from tests.records.sessions import steps
from ui import theme
from ui.session.page import SessionPage

TEST = "Pregnancy test today, where a pregnancy is possible"


@pytest.fixture
def session_id(everyone: Desk) -> str:
    made = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.checks(everyone, made)
    return made


@pytest.fixture
def open_page(qtbot: Any, qapp: QApplication, everyone: Desk, session_id: str) -> Callable[[], Hands]:
    theme.apply(qapp, "light")

    def open_it() -> Hands:
        page = SessionPage(everyone)
        everyone.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: everyone.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_session(session_id)
        return Hands(qtbot, page)

    return open_it


def replies(desk: Desk, session_id: str) -> dict[str, str]:
    need = eligibility.of_visit(desk, session_id)
    assert need is not None
    return dict(need.same_day.replies)


def test_what_nobody_asked_is_asked_here_and_a_slip_is_put_right(
    open_page: Callable[[], Hands], everyone: Desk, session_id: str
) -> None:
    hands = open_page()
    hands.see(f"Not asked today: {TEST}. Ask it in the chair.")
    hands.click("In the chair")
    hands.choose(TEST, "Positive")
    hands.click("Record answers")
    hands.see("The pregnancy test is positive: a prescriber decides whether the visit goes on.")
    hands.click("In the chair")
    hands.choose(TEST, "Negative")
    hands.click("Record answers")
    assert replies(everyone, session_id) == {"pregnancy_test": "negative"}
    hands.not_see("The pregnancy test is positive: a prescriber decides whether the visit goes on.")
    hands.not_see(f"Not asked today: {TEST}. Ask it in the chair.")
    assert sessions.get(everyone, session_id).started is None

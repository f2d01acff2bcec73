"""Results come back on the GUI thread, or not at all when nobody is there to take them."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.background import Background, Ticket


class Screen(QWidget):
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def take(self, result: Any) -> None:
        self.heard.append((result, threading.current_thread() is threading.main_thread()))
        self.finished.emit()

    def take_error(self, problem: BaseException) -> None:
        self.take(type(problem))

    def take_progress(self, done: int, total: int, sentence: str) -> None:
        self.heard.append((done, total, sentence))

    def take_cancelled(self) -> None:
        self.take("cancelled")


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
    QCoreApplication.processEvents()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def screen(qtbot) -> Screen:
    made = Screen()
    qtbot.addWidget(made)
    return made


def test_progress_then_the_result_on_the_gui_thread(qtbot, background: Background, screen: Screen) -> None:
    def work(ticket: Ticket) -> str:
        ticket.report(1, 2, "half")
        assert threading.current_thread() is not threading.main_thread()
        return "ready"

    with qtbot.waitSignal(screen.finished):
        background.run(work, screen.take, screen.take_error, screen.take_progress)
    assert screen.heard == [(1, 2, "half"), ("ready", True)]


def test_an_error_is_delivered(qtbot, background: Background, screen: Screen) -> None:
    def work(_ticket: Ticket) -> None:
        raise OSError("disk")

    with qtbot.waitSignal(screen.finished):
        background.run(work, screen.take, screen.take_error)
    assert screen.heard == [(OSError, True)]


def test_cancel_stops_the_work_at_its_next_report(qtbot, background: Background, screen: Screen) -> None:
    may_go_on = threading.Event()

    def work(ticket: Ticket) -> None:
        may_go_on.wait()
        ticket.report(1, 2)

    with qtbot.waitSignal(screen.finished):
        ticket = background.run(work, screen.take, screen.take_error, on_cancelled=screen.take_cancelled)
        ticket.cancel()
        may_go_on.set()
    assert screen.heard == [("cancelled", True)]


def test_five_hundred_results_arrive(qtbot, background: Background, screen: Screen) -> None:
    for number in range(500):
        background.run(lambda _ticket, number=number: number, screen.take, screen.take_error)
    qtbot.waitUntil(lambda: len(screen.heard) == 500)
    assert sorted(number for number, _on_gui in screen.heard) == list(range(500))
    assert all(on_gui for _number, on_gui in screen.heard)


def test_nothing_is_delivered_to_a_widget_that_is_gone(background: Background) -> None:
    screen, may_go_on = Screen(), threading.Event()

    def work(_ticket: Ticket) -> str:
        may_go_on.wait()
        return "late"

    background.run(work, screen.take, screen.take_error)
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    may_go_on.set()
    background.close()
    QCoreApplication.processEvents()
    assert screen.heard == []

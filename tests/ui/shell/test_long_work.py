"""Long work beside the window: how far it is, that it stops when asked, and that nothing waits for it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from clinicdesk.errors import BadValue
from ui.shell.long_work import LongWork, Report


class Steps:
    """Work in steps that a test lets go, one by one."""

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.reached = threading.Semaphore(0)
        self.ended = threading.Event()

    def __call__(self, report: Report) -> str:
        try:
            for number in range(5):
                self.reached.release()
                assert self.go.acquire(timeout=10)
                report(number + 1, 5)
            return "made"
        finally:
            self.ended.set()


@pytest.fixture
def owner(qapp: QApplication) -> QObject:  # noqa: ARG001 - signals need the application
    return QObject()


def test_tells_how_far_it_is_and_what_came_of_it(qtbot: Any, owner: QObject) -> None:
    steps = Steps()
    work = LongWork(steps, owner)
    seen: list[tuple[int, int]] = []
    work.progressed.connect(_adder(seen))
    work.start()
    steps.go.release()
    qtbot.waitUntil(lambda: (1, 5) in seen)
    for _step in range(4):
        steps.go.release()
    with qtbot.waitSignal(work.done) as done:
        pass
    assert done.args == ["made"]


def test_stops_at_its_next_step(qtbot: Any, owner: QObject) -> None:
    steps = Steps()
    work = LongWork(steps, owner)
    work.start()
    assert steps.reached.acquire(timeout=10)
    work.cancel()
    with qtbot.waitSignal(work.stopped):
        steps.go.release()
    assert not steps.reached.acquire(blocking=False)


def test_stops_when_whoever_wanted_it_has_gone(qapp: QApplication, owner: QObject) -> None:
    steps = Steps()
    LongWork(steps, owner).start()
    assert steps.reached.acquire(timeout=10)
    owner.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    steps.go.release()
    assert steps.ended.wait(10)
    assert not steps.reached.acquire(blocking=False)


def test_says_what_a_person_can_act_on(qtbot: Any, owner: QObject) -> None:
    work = LongWork(_refuse, owner)
    with qtbot.waitSignal(work.failed) as failed:
        work.start()
    assert str(failed.args[0]) == "Plug the disk in."


def _refuse(_report: Report) -> object:
    raise BadValue("Plug the disk in.")


def _adder(seen: list[tuple[int, int]]) -> Callable[[int, int], None]:
    def add(done: int, total: int) -> None:
        seen.append((done, total))

    return add

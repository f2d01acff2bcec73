"""Long work beside the window. What comes back arrives on the GUI thread, or not at all if its widget is gone."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from clinicdesk.errors import Cancelled


class Ticket:
    """Given to the work: it tells how far it is and asks whether it should stop. Safe from any thread."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def report(self, done: int, total: int, sentence: str = "") -> None:
        """Tell how far the work is; raises ``Cancelled`` when the person pressed Cancel."""
        self.check()
        self._report(done, total, sentence)

    def check(self) -> None:
        """Raise ``Cancelled`` when the person pressed Cancel."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next ``check`` or ``report``."""
        self._stop.set()


class Background(QObject):
    """Runs work in threads. Make one on the GUI thread and keep it as long as the window lives.

    The callbacks should be bound methods of widgets: nothing is delivered to a widget that was deleted meanwhile.
    """

    _posted = Signal(object)

    def __init__(self, threads: int = 2) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="background")
        self._tickets: set[Ticket] = set()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Ticket], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        on_progress: Callable[[int, int, str], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
    ) -> Ticket:
        """Start ``work(ticket)``. After all progress exactly one of done, error and cancelled follows.

        Work must not touch widgets, and opens its own connection to the clinic file.
        """

        def report(done: int, total: int, sentence: str) -> None:
            if on_progress is not None:
                self._post(on_progress, done, total, sentence)

        ticket = Ticket(report)

        def deliver(future: Future[Any]) -> None:
            if future.cancelled():  # never started: the window is closing
                return
            problem = future.exception()
            self._post(self._tickets.discard, ticket)
            if problem is None:
                self._post(on_done, future.result())
            elif not isinstance(problem, Cancelled):
                self._post(on_error, problem)
            elif on_cancelled is not None:
                self._post(on_cancelled)

        self._tickets.add(ticket)
        self._pool.submit(work, ticket).add_done_callback(deliver)
        return ticket

    def close(self) -> None:
        """Ask all work to stop and wait for it; what it still reports is not delivered."""
        for ticket in list(self._tickets):
            ticket.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _post(self, callback: Callable[..., object], *values: object) -> None:
        # A worker may end after the window has gone at exit.
        if shiboken6.isValid(self):
            self._posted.emit((callback, values))

    @Slot(object)
    def _on_posted(self, posted: tuple[Callable[..., object], tuple[object, ...]]) -> None:
        callback, values = posted
        receiver = getattr(callback, "__self__", None)
        if isinstance(receiver, QObject) and not shiboken6.isValid(receiver):
            return
        callback(*values)

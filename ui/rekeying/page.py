"""While the clinic is closed and sealed with another key: how far it is, and a way to stop before it counts."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui.rekeying.new_key import NewKey
from ui.shell.frame import Frame
from ui.shell.long_work import LongWork, Report
from ui.widgets.progress import Progress
from ui.widgets.words import label


class RekeyingPage(Frame):
    """One bar. The window may be closed over it: whatever was reached, exactly one of the two keys opens the clinic.

    Signals:
        changed(object): The new key counts; carries it.
        stopped(str): The old key still counts; carries why, in a sentence.
    """

    changed = Signal(object)
    stopped = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("The key changes"), width=36)
        self._progress = Progress(_("Every page is copied under the new key, and every row compared."))
        self.add(label(_("The key changes"), "h2", wrap=True))
        self.add(label(_("The clinic is closed meanwhile. Leave this PC switched on."), wrap=True))
        self.add(self._progress)
        self.setFocusProxy(self._progress)
        self._work: LongWork | None = None
        self._new: NewKey | None = None
        self._what = ""
        self._progress.cancelled.connect(self._on_cancel)

    def start(self, new: NewKey) -> None:
        """Begin; the clinic is closed in this window."""
        self._new = new
        self._work = work = LongWork(self._use, self)
        work.progressed.connect(self._on_progress)
        work.done.connect(self.changed)
        work.failed.connect(self._on_failed)
        work.stopped.connect(self._on_stopped)
        work.start()

    def wait(self) -> None:
        """Wait a moment for the thread, when the window closes."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait(2.0)

    def _use(self, report: Report) -> bytes | None:
        """Seal the clinic, beside the window; only words and numbers are left for the window to show."""

        def tell(done: int, total: int, what: str) -> None:
            self._what = what
            report(done, total)

        return self._new.use(tell) if self._new else None

    def _on_progress(self, done: int, total: int) -> None:
        self._progress.show_progress(done, total, self._what)

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_failed(self, problem: ClinicDeskError) -> None:
        self.stopped.emit(str(problem))

    def _on_stopped(self) -> None:
        self.stopped.emit(_("The key was not changed. Tear the new sheet up; the old one still counts."))

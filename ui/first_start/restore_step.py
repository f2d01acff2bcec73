"""Last step of restoring: it runs, and says what came back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import restoring
from clinicdesk.records.restoring import BackupFile, Restored
from ui.shell.long_work import LongWork, Report
from ui.shell.step import Step
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.storage.clock import Clock


@dataclass(frozen=True, slots=True)
class Restoring:
    """What is restored, with which key, to where; called beside the window."""

    backup: BackupFile
    key: bytes
    target: Path
    clock: Clock | None

    def __call__(self, report: Report) -> Restored:
        return restoring.restore(self.backup, self.key, self.target, clock=self.clock, progress=report)


class RestoreStep(Step):
    """Progress, then what came back and where the old file is.

    Signals:
        ended(bool): It is finished; True when the clinic is back.
    """

    ended = Signal(bool)

    def __init__(self) -> None:
        super().__init__(_("Bringing the clinic back"), _("Leave the disk plugged in until this is finished."))
        self._work: LongWork | None = None
        self._said = MessageStrip()
        self._progress = Progress("")
        self._progress.hide()
        self._lines = label("", wrap=True)
        for widget in (self._said, self._progress, self._lines):
            self.add(widget)
        self.fill()
        self._progress.cancelled.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether it is going on."""
        return self._work is not None

    def begin(self, what: Restoring) -> None:
        """Begin."""
        self._said.clear()
        self._lines.setText("")
        self._progress.start(_("Reading the backup, and what was copied after it…"))
        self._progress.show()
        self._work = LongWork(what, self)
        self._work.progressed.connect(self._progress.show_progress)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)
        self._work.stopped.connect(self._on_stopped)
        self._work.start()

    def stop(self) -> None:
        """Give up; the file that was there before is as it was."""
        if self._work is not None:
            self._work.cancel()

    def _on_done(self, restored: Restored) -> None:
        self._end()
        self._said.show_message("ok", _("The clinic is back: {count} entries.").format(count=f"{restored.seq:,}"))
        self._lines.setText("\n".join(told(restored)))
        self.ended.emit(True)

    def _on_failed(self, problem: ClinicDeskError) -> None:
        self._end()
        self._said.show_message("danger", str(problem))
        self.ended.emit(False)

    def _on_stopped(self) -> None:
        self._end()
        self._said.show_message("info", _("It was stopped. Nothing was changed."))
        self.ended.emit(False)

    def _end(self) -> None:
        self._progress.hide()
        if self._work is not None:
            self._work.deleteLater()
            self._work = None


def told(restored: Restored) -> list[str]:
    """Say what came from where, and what is missing."""
    copied = restored.seq - restored.from_backup_seq
    lines = [
        ngettext(
            "{count} of them was copied after the backup.", "{count} of them were copied after the backup.", copied
        ).format(count=f"{copied:,}")
    ]
    if restored.blobs:
        count = ngettext("{count} stored paper came back.", "{count} stored papers came back.", restored.blobs)
        lines.append(count.format(count=f"{restored.blobs:,}"))
    if restored.missing:
        sentence = ngettext(
            "{count} stored paper is missing in this folder. Another folder of backups may have it.",
            "{count} stored papers are missing in this folder. Another folder of backups may have them.",
            restored.missing,
        )
        lines.append(sentence.format(count=f"{restored.missing:,}"))
    if restored.unreadable:
        lines.append(_("Some of what was copied after the backup is damaged, so what came last may be missing."))
    if restored.revived:
        sentence = ngettext(
            "{count} entry that was erased by law came back with this backup. Erase it again.",
            "{count} entries that were erased by law came back with this backup. Erase them again.",
            restored.revived,
        )
        lines.append(sentence.format(count=f"{restored.revived:,}"))
    if restored.aside is not None:
        lines.append(_("The file that was there is kept as {file}.").format(file=restored.aside.name))
    return lines

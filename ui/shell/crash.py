"""When the program itself is at fault: it is written down without a word of the record, and told calmly."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog

import clinicdesk
from clinicdesk.errors import Cancelled, ClinicDeskError

_open_files: list[IO[str]] = []


def start_log(folder: Path) -> None:
    """Write faults to files in ``folder``. A folder that cannot be written is let be.

    Called after the first picture; logging takes as long to import as that picture to paint.
    """
    import faulthandler
    import logging
    from logging.handlers import RotatingFileHandler

    log = logging.getLogger("clinicdesk")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(folder / "clinicdesk.log", maxBytes=500_000, backupCount=3, encoding="utf-8")
        native = (folder / "native-faults.log").open("a", encoding="utf-8")
    except OSError:
        return
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(file)
    log.propagate = False
    _open_files.append(native)
    faulthandler.enable(native)


def refuse_memory_dumps() -> None:
    """Keep the system from writing this program's memory to a file when it crashes: names and the key stand in it.

    Linux and macOS have a limit for that; Windows knows none a program could set for itself.
    """
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def frames_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return type and frames of a fault. Its message is left out: it may hold a patient's name."""
    import traceback

    lines = [f"ClinicDesk {clinicdesk.__version__}", f"{kind.__module__}.{kind.__qualname__}"]
    places = traceback.extract_tb(trace)
    lines += [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    return "\n".join(lines)


class FaultTeller(QObject):
    """Takes every exception nobody caught. Only its ``told`` signal reaches the window's thread."""

    told = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        # Kept: without an active window to belong to, nothing else would hold it.
        self._box: QDialog | None = None
        self.told.connect(self._on_told)

    def install(self) -> None:
        """Take what reaches the interpreter's hooks."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Write down a fault and tell the person; any thread may call this."""
        if issubclass(kind, Cancelled):
            return
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        frames = frames_of(kind, trace)
        import logging

        logging.getLogger("clinicdesk").error("%s", frames)
        self.told.emit(fault, frames)

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_told(self, fault: object, frames: str) -> None:
        from ui.shell.fault_box import fault_box, sentence_box

        # One dialog at a time: a fault in a timer would bury the window.
        if self._box is not None:
            return
        box = sentence_box(str(fault)) if isinstance(fault, ClinicDeskError) else fault_box(frames)
        self._box = box
        box.finished.connect(self._on_closed)
        box.open()

    def _on_closed(self) -> None:
        self._box = None

"""When the program itself is at fault: it is written down without a word of the record, and told calmly."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

import clinicdesk
from clinicdesk.errors import Cancelled, ClinicDeskError
from clinicdesk.language import _

_log = logging.getLogger("clinicdesk")
_open_files: list[IO[str]] = []


def start_log(folder: Path) -> None:
    """Write faults to files in ``folder``. A folder that cannot be written is let be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = RotatingFileHandler(folder / "clinicdesk.log", maxBytes=500_000, backupCount=3, encoding="utf-8")
        native = (folder / "native-faults.log").open("a", encoding="utf-8")
    except OSError:
        return
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(log)
    _log.propagate = False
    _open_files.append(native)
    faulthandler.enable(native)


def frames_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return type and frames of a fault. Its message is left out: it may hold a patient's name."""
    lines = [f"ClinicDesk {clinicdesk.__version__}", f"{kind.__module__}.{kind.__qualname__}"]
    places = traceback.extract_tb(trace)
    lines += [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    return "\n".join(lines)


class FaultTeller(QObject):
    """Takes every exception nobody caught. Only its ``told`` signal reaches the window's thread."""

    told = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._open: QMessageBox | None = None
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
        _log.error("%s", frames)
        self.told.emit(fault, frames)

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_told(self, fault: object, frames: str) -> None:
        # One dialog at a time: a fault in a timer would bury the window.
        if self._open is not None:
            return
        box = _sentence_box(str(fault)) if isinstance(fault, ClinicDeskError) else _fault_box(frames)
        self._open = box
        box.finished.connect(self._on_closed)
        box.open()

    def _on_closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
            self._open = None


class _FaultBox(QMessageBox):
    """The dialog with "Copy details", which stays open when they are copied."""

    def __init__(self, frames: str) -> None:
        super().__init__(QApplication.activeWindow())
        self._frames = frames
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(_("ClinicDesk"))
        self.setText(_("Something went wrong inside ClinicDesk."))
        self.setInformativeText(
            _(
                "What was recorded is safe, and what you were typing is kept as a draft. You can go on working. "
                "If it happens again, copy the details and send them to whoever looks after ClinicDesk for you; "
                "they hold nothing about patients."
            )
        )
        self.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        copy = self.addButton(_("Copy details"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(self._on_copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._frames)


def _fault_box(frames: str) -> QMessageBox:
    return _FaultBox(frames)


def _sentence_box(sentence: str) -> QMessageBox:
    """A problem with a sentence of its own that no screen showed: the sentence is what the person needs."""
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("ClinicDesk"))
    box.setText(sentence)
    box.addButton(_("OK"), QMessageBox.ButtonRole.AcceptRole)
    return box

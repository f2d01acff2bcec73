"""Putting a key into the keyring of the operating system, beside the window."""

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError
from ui.shell.beside import Beside


class KeepingKey(QObject):
    """Puts a key into the keyring beside the window, which may ask a person to unlock it.

    Signals:
        kept(bool): False where this PC has no keyring, or it refused.
    """

    kept = Signal(bool)

    def __init__(self, key: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        self._work = Beside(self._keep, self)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)

    def start(self) -> None:
        """Begin."""
        self._work.start()

    def _keep(self) -> bool:
        from clinicdesk.storage import keys

        return keys.keep(self._key)

    def _on_done(self, kept: object) -> None:
        self.kept.emit(bool(kept))

    def _on_failed(self, problem: object) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem if isinstance(problem, BaseException) else TypeError(problem)
        self.kept.emit(False)

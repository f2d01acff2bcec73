"""Opening the clinic file: what is slow or waits happens beside the window, the file opens in the window's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError, KeyMissing
from clinicdesk.language import _
from ui.shell.beside import Beside

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic
    from clinicdesk.storage.clock import Clock


class Opening(QObject):
    """Finds the key of a clinic file and opens it.

    Keyring, sqlite-utils and argon2 are imported in the thread beside the window: the sign-in can be typed into
    meanwhile, also while a keyring waits for somebody to unlock it.

    Signals:
        opened(object): The open ``Clinic``.
        refused(object): The ``ClinicDeskError`` that says why not.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject, *, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._work: Beside | None = None
        self._path = Path()
        self._accept_behind = False

    def open(
        self,
        path: Path,
        key: bytes | None,
        known_key_id: str = "",
        *,
        accept_behind: bool = False,
        start_pin: str | None = None,
    ) -> None:
        """Open a file; without a key the keyring is asked. ``known_key_id`` serves where the head is missing."""
        self._path, self._accept_behind = path, accept_behind
        work = Beside(_KeyOf(path, key, known_key_id, start_pin), self)
        work.done.connect(self._on_key_found)
        work.failed.connect(self._on_key_refused)
        self._work = work
        work.start()

    def wait(self) -> None:
        """Wait a moment for the thread, when the window closes."""
        if self._work:
            self._work.wait(1.0)

    def _on_key_found(self, key: object) -> None:
        from clinicdesk.clinic import Clinic  # loaded by now, beside the window

        if self.sender() is not self._work or not isinstance(key, bytes):
            return
        try:
            clinic: Clinic = Clinic.open(self._path, key, self._clock, accept_behind=self._accept_behind)
        except ClinicDeskError as problem:
            self.refused.emit(problem)
            return
        self.opened.emit(clinic)

    def _on_key_refused(self, problem: object) -> None:
        if self.sender() is not self._work:
            return
        if not isinstance(problem, ClinicDeskError):
            raise problem if isinstance(problem, BaseException) else TypeError(problem)
        self.refused.emit(problem)


class _KeyOf:
    """Finds a file's key; runs beside the window."""

    def __init__(self, path: Path, key: bytes | None, known_key_id: str, start_pin: str | None) -> None:
        self._path = path
        self._key = key
        self._known_key_id = known_key_id
        self._start_pin = start_pin

    def __call__(self) -> bytes:
        import clinicdesk.clinic
        import clinicdesk.records.practice
        import clinicdesk.records.staff  # noqa: F401 - loaded now so that signing in need not wait for it
        from clinicdesk.errors import FileMissing, NotAClinicFile
        from clinicdesk.storage import head, keys, rekeying
        from clinicdesk.storage.database import is_plain_or_foreign

        if not self._path.is_file():
            raise FileMissing(_("There is no file {file}. Check its name and folder.").format(file=self._path.name))
        if is_plain_or_foreign(self._path):
            # Asking for a recovery key would be of no use.
            raise NotAClinicFile(
                _("{file} is not a ClinicDesk file. Choose another file.").format(file=self._path.name)
            )
        if self._key is not None:
            return self._key
        # The head then names the key that counts.
        rekeying.finish(self._path)
        last = head.read(self._path)
        key_id = last.key_id if last else self._known_key_id
        if key_id == keys.key_id(keys.SAMPLE_KEY):
            return keys.SAMPLE_KEY
        if not key_id:
            raise KeyMissing(_("This PC does not know the key of this clinic yet. Type the recovery key once."))
        return keys.fetch(key_id, self._start_pin)

"""A recovery key that was typed: the keyring of the account keeps it once an administrator has signed in there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.language import _
from ui.shell.beside import Beside
from ui.shell.keyring import KeepingKey

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic
    from clinicdesk.desk import Desk


class KeyToKeep(QObject):
    """Holds a typed key until it is clear whether it stays. See docs/decisions/keys.md.

    Signals:
        told(str): What became of the key, in a sentence.
    """

    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._key: bytes | None = None
        self._works: Beside | None = None
        self._to_admit = False

    def typed(self, clinic: Clinic, key: bytes, *, made_here: bool) -> None:
        """A key opened a clinic. It stays at once where the clinic was made here, or the account is known already."""
        from clinicdesk.records import keys as clinic_keys
        from clinicdesk.storage import keys

        self._to_admit = made_here
        if made_here or clinic_keys.is_admitted(clinic):
            self._keep(key)
            return
        self._key = key
        self._works = Beside(keys.keyring_works, self)
        self._works.done.connect(self._on_keyring_asked)
        self._works.start()

    def signed_in(self, desk: Desk) -> None:
        """Somebody signed in: an administrator admits the account by that."""
        key, waits = self._key, self._key is not None
        if not (waits or self._to_admit) or not desk.may("key.admit"):
            return
        from clinicdesk.records import keys as clinic_keys

        self._to_admit = False
        clinic_keys.admit(desk)
        if key is not None:
            self._key = None
            self._keep(key)

    def forget(self) -> None:
        """The clinic closes."""
        self._key, self._to_admit = None, False

    def _keep(self, key: bytes) -> None:
        keeping = KeepingKey(key, self)
        keeping.kept.connect(self._on_kept)
        keeping.start()

    def _on_keyring_asked(self, works: object) -> None:
        if self._key is None:
            return
        if works:
            self.told.emit(_("This account keeps the key once an administrator has signed in here."))
        else:
            self.forget()
            self._on_kept(False)

    def _on_kept(self, kept: bool) -> None:
        if kept:
            self.told.emit(_("The keyring of this PC keeps the key from now on."))
        else:
            self._to_admit = False
            self.told.emit(_("This PC has no keyring that is open, so the recovery key is asked at each start."))

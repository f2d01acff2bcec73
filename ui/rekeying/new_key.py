"""A key to come: what the walk hands to whoever closes the clinic and seals it anew."""

from collections.abc import Callable
from dataclasses import dataclass

from clinicdesk.storage import keys
from clinicdesk.storage.rekeying import Progress


@dataclass(frozen=True, slots=True, repr=False)
class NewKey:
    """The new key, and what seals the clinic with it once the clinic is closed. ``start_pin`` is None where none is."""

    key: bytes
    seal: Callable[[Progress], None]
    start_pin: str | None = None

    def use(self, progress: Progress) -> bytes:
        """Keep the key in the keyring, then seal the clinic with it. Beside the window; returns the key.

        In this order: a key that opens the clinic must never be nowhere but on a sheet. One that is kept for a change
        that was broken off does no harm. Raises a ``ClinicFileProblem`` or ``Cancelled``.
        """
        keys.keep(self.key, self.start_pin)
        self.seal(progress)
        return self.key

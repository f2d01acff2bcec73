"""Small sealed files: what lies between two backups, encrypted with a key that follows from the clinic's.

A sealed file is ``ClDkSeal``, a nonce of 12 random bytes, and the content under AES-256-GCM with the file's own name as
additional data: one that was changed, cut or given another's name does not open. The key is HMAC-SHA-256 of the words
below under the clinic's key, which is uniformly random; it seals far fewer files than the 2^32 that random nonces
allow.
"""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk.errors import FileDamaged
from clinicdesk.language import _
from clinicdesk.storage.backups import files

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MARK = b"ClDkSeal"
_NONCE_BYTES = 12


class Seal:
    """Seals and opens the small files of one clinic key."""

    def __init__(self, key: bytes) -> None:
        self._content_key = hmac.digest(key, b"ClinicDesk sealed copies", hashlib.sha256)
        self._name_key = hmac.digest(key, b"ClinicDesk names of copies", hashlib.sha256)

    def paper_name(self, digest: str) -> str:
        """Return the name of a large content in a folder; its SHA-256 itself would tell who has the same file."""
        return hmac.new(self._name_key, digest.encode(), hashlib.sha256).hexdigest()[:40]

    def write(self, path: Path, content: bytes) -> None:
        """Seal content and write it, whole or not at all. Raises ``OSError``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        files.write_whole(path, _MARK + nonce + self._cipher().encrypt(nonce, content, path.name.encode()))

    def read(self, path: Path) -> bytes:
        """Return what was sealed. Raises ``FileDamaged`` when it is not what was written, and ``OSError``."""
        from cryptography.exceptions import InvalidTag

        data = path.read_bytes()
        body = data[len(_MARK) :]
        if data.startswith(_MARK) and len(body) > _NONCE_BYTES:
            try:
                return self._cipher().decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], path.name.encode())
            except InvalidTag:
                pass
        raise FileDamaged(_("{file} is damaged or belongs to another key.").format(file=path.name))

    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # a start without backups never needs it

        return AESGCM(self._content_key)

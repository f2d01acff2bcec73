"""The key of a clinic file: 256 random bits, kept in the operating system's keyring, and written down as 24 words.

The key never touches a file. A keyring belongs to one account of the PC; another account, or a PC without a keyring,
is given the recovery key by a person.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from clinicdesk.errors import (
    BadValue,
    ClinicFileProblem,
    KeyMissing,
    KeyringLocked,
    NoKeyring,
    StartPinWanted,
    WrongStartPin,
)
from clinicdesk.language import _
from clinicdesk.storage import start_pin as pins

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_BYTES = 32
SERVICE = "ClinicDesk"

SAMPLE_KEY = hashlib.sha256(b"ClinicDesk sample clinic: its people do not exist").digest()
"""The published key that seals the sample clinic, so that it opens anywhere. No real clinic can be made with it."""

# Keyrings that belong to an operating system. Anything else (a plain-text file, a null keyring) is refused.
trusted_keyrings = {
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
}


def new_key() -> bytes:
    """Return a new random key."""
    return secrets.token_bytes(KEY_BYTES)


def key_id(key: bytes) -> str:
    """Return the check value of a key: it names the key on the recovery sheet and in the head, and reveals nothing."""
    return hmac.new(key, b"ClinicDesk key id", hashlib.sha256).hexdigest()[:16]


def to_words(key: bytes) -> list[str]:
    """Return the key as 24 words, the last of which carries a checksum (the scheme of BIP 39, English list)."""
    from mnemonic import Mnemonic  # 2048 words that a normal start never needs

    return str(Mnemonic("english").to_mnemonic(key)).split()


def from_words(text: str) -> bytes:
    """Read a recovery key as a person types it: 24 words in any spacing and case, or 64 hexadecimal digits.

    Raises ``BadValue`` with a sentence that names the first word that is not in the list.
    """
    words = text.lower().replace(",", " ").split()
    if len(words) == 1 and len(words[0]) == KEY_BYTES * 2:
        try:
            return bytes.fromhex(words[0])
        except ValueError:
            pass
    from mnemonic import Mnemonic

    known = Mnemonic("english")
    # A sheet copied by hand may carry its numbers along: "1. river 2. stone".
    words = [word for word in words if not word.strip(".").isdigit()]
    for number, word in enumerate(words, start=1):
        if word not in known.wordlist:
            raise BadValue(_("Word {number} is not on the list of words. Check its spelling.").format(number=number))
    if len(words) != 24:
        raise BadValue(_("The recovery key has 24 words; here are {count}.").format(count=len(words)))
    try:
        return bytes(known.to_entropy(" ".join(words)))
    except ValueError:
        raise BadValue(_("These words do not fit together. Check each word and their order.")) from None


def keyring_works() -> bool:
    """Tell whether this PC has a keyring of the operating system that ClinicDesk trusts."""
    return _system_keyring() is not None


def fetch(file_key_id: str, start_pin: str | None = None) -> bytes:
    """Return the key from the keyring.

    Raises ``KeyMissing`` (this account has none), ``NoKeyring``, ``KeyringLocked``, ``StartPinWanted``, or
    ``WrongStartPin``.
    """
    text = _kept(file_key_id)
    try:
        if not pins.is_wrapped(text):
            key = bytes.fromhex(text)
        elif start_pin is None:
            raise StartPinWanted(_("The key of this PC is behind a start PIN. Type it to open the clinic."))
        else:
            key = pins.unwrap(text, start_pin)
            if key_id(key) != file_key_id:
                raise WrongStartPin(_("This is not the start PIN of this PC. Try again, or type the recovery key."))
    except ValueError:
        key = b""
    if key_id(key) != file_key_id:
        raise KeyMissing(_("This PC does not know the key of this clinic yet. Type the recovery key once."))
    return key


def knows(file_key_id: str) -> bool:
    """Tell whether the keyring has something under a key's name; False where it is locked or there is none."""
    try:
        return bool(_kept(file_key_id))
    except ClinicFileProblem:
        return False


def has_start_pin(file_key_id: str) -> bool:
    """Tell whether a key is behind a start PIN on this account; False where the keyring cannot be read."""
    try:
        return pins.is_wrapped(_kept(file_key_id))
    except ClinicFileProblem:
        return False


def keep(key: bytes, start_pin: str | None = None) -> bool:
    """Put the key into the keyring; return False where this PC has none. Raises ``KeyringLocked``, or ``BadValue``.

    Without a start PIN one that was there is gone: that is the way out for somebody who forgot it.
    """
    if start_pin is not None:
        pins.check_new(start_pin)
    ring = _system_keyring()
    if ring is None:
        return False
    text = key.hex() if start_pin is None else pins.wrap(key, start_pin)
    try:
        ring.set_password(SERVICE, key_id(key), text)
    except Exception as error:  # as in `_kept`
        raise KeyringLocked(_("The keyring of this PC is locked. Unlock it and try again.")) from error
    return True


def forget(file_key_id: str) -> None:
    """Take a key out of the keyring. Does nothing where it is not there. Raises ``KeyringLocked``."""
    if not _kept(file_key_id, missing_ok=True):
        return
    ring = _system_keyring()
    try:
        if ring is not None:
            ring.delete_password(SERVICE, file_key_id)
    except Exception as error:  # as in `_kept`
        raise KeyringLocked(_("The keyring of this PC is locked. Unlock it and try again.")) from error


def _kept(file_key_id: str, *, missing_ok: bool = False) -> str:
    """Return what the keyring keeps under a name, empty where that is nothing."""
    ring = _system_keyring()
    if ring is None:
        if missing_ok:
            return ""
        raise NoKeyring(_("This PC has no keyring. Type the recovery key to open the clinic."))
    try:
        return ring.get_password(SERVICE, file_key_id) or ""
    except Exception as error:  # D-Bus and Windows let errors of their own through, not only keyring's
        raise KeyringLocked(
            _("The keyring of this PC is locked. Unlock it, or type the recovery key to open the clinic.")
        ) from error


def _system_keyring() -> "KeyringBackend | None":
    """Return the keyring in use when it is one to trust, looking inside a chain of several."""
    import keyring

    ring = keyring.get_keyring()
    parts: Sequence[KeyringBackend] = getattr(ring, "backends", [ring])
    for part in parts:
        kind = type(part)
        if f"{kind.__module__}.{kind.__qualname__}" in trusted_keyrings:
            return part
    return None

"""A start PIN beside the keyring: the keyring then keeps the key only wrapped, and opens nothing without the PIN.

A keyring opens with the account of the PC. Where that signs in by itself, whoever carries the PC away has the key; the
PIN is what they have not. It is hashed slowly (argon2id), so that even a copy of the keyring is tried for years.
"""

import base64
import secrets

from clinicdesk.errors import BadValue
from clinicdesk.language import _

SHORTEST = 8
_MARK = "start-pin-1"
_SALT_BYTES = 16
_KEY_BYTES = 32

cost = {"time_cost": 3, "memory_cost": 262_144, "parallelism": 2}
"""What one try costs argon2id: 256 MB, about half a second. Kept with each wrapped key, so that it may grow."""


def check_new(pin: str) -> None:
    """Raise ``BadValue`` unless a start PIN is long enough: nothing else keeps a thief from trying."""
    if len(pin) < SHORTEST or len(set(pin)) < 4:
        raise BadValue(
            _("Choose a start PIN of at least {count} digits or letters, four of them different.").format(
                count=SHORTEST
            ),
            "start_pin",
        )


def is_wrapped(kept: str) -> bool:
    """Tell whether what a keyring keeps is a key behind a start PIN."""
    return kept.startswith(f"{_MARK}:")


def wrap(key: bytes, pin: str) -> str:
    """Return a key as a keyring keeps it behind a PIN. Each time under a new salt, so the mask is never used twice."""
    salt = secrets.token_bytes(_SALT_BYTES)
    numbers = (cost["time_cost"], cost["memory_cost"], cost["parallelism"])
    masked = _masked(key, pin, salt, *numbers)
    parts = [str(number) for number in numbers] + [base64.b64encode(part).decode("ascii") for part in (salt, masked)]
    return ":".join([_MARK, *parts])


def unwrap(kept: str, pin: str) -> bytes:
    """Return what the PIN makes of a wrapped key; a wrong PIN makes another key, which the key's id tells.

    Raises ``ValueError`` where it is none.
    """
    mark, *parts = kept.split(":")
    if mark != _MARK or len(parts) != 5:
        raise ValueError("not a wrapped key")
    time_cost, memory_cost, parallelism = (int(part) for part in parts[:3])
    salt, masked = (base64.b64decode(part, validate=True) for part in parts[3:])
    return _masked(masked, pin, salt, time_cost, memory_cost, parallelism)


def _masked(content: bytes, pin: str, salt: bytes, time_cost: int, memory_cost: int, parallelism: int) -> bytes:
    from argon2.exceptions import Argon2Error
    from argon2.low_level import Type, hash_secret_raw  # the sign-in paints before argon2 is loaded

    try:
        mask = hash_secret_raw(
            pin.strip().encode("utf-8", "surrogatepass"),
            salt,
            time_cost=time_cost,
            memory_cost=memory_cost,
            parallelism=parallelism,
            hash_len=_KEY_BYTES,
            type=Type.ID,
        )
    except Argon2Error as error:  # numbers that cannot be
        raise ValueError("not a wrapped key") from error
    # A fresh salt gives a fresh mask of the key's own length, so adding it hides the key completely.
    if len(content) != len(mask):
        raise ValueError("not a wrapped key")
    return bytes(one ^ other for one, other in zip(content, mask, strict=True))

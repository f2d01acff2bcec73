"""Ids that sort by the time they were made (UUID version 7, RFC 9562)."""

import secrets
import threading
import uuid

_lock = threading.Lock()
_last = 0


def new_id(milliseconds: int) -> str:
    """Return a new UUIDv7 for a time in milliseconds since 1970.

    Ids made by one program sort in the order they were made, also within one millisecond and when the clock went back.
    """
    global _last
    with _lock:
        # 48 bits of time, then 12 bits that count within it: together they only ever rise.
        stamp = max(milliseconds << 12 | secrets.randbits(8), _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))

"""The code of each page of a SQLCipher 4 file, checked without SQLite: no byte is another than was written.

A page of 4096 bytes ends with its vector (16 bytes) and HMAC-SHA-512 of content, vector and the page's number as 4
bytes, little end first. The key of the codes is PBKDF2-HMAC-SHA-512 (2 rounds, 32 bytes) of the file's key under the
file's first 16 bytes, each with its bits 0x3a turned; these bytes are no part of the first page's content. A test
compares this with what SQLCipher itself says. Unlike it, two threads share the work.
"""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PAGE = 4096
_SALT = 16
_CODE = 64
_PAGES_AT_ONCE = 64
_THREADS = 2


def all_fit(path: Path, key: bytes) -> bool:
    """Tell whether the code of every page fits. Raises ``OSError``."""
    pages, rest = divmod(path.stat().st_size, PAGE)
    if rest or not pages:
        return False
    share = -(-pages // _THREADS)
    shares = [(first, min(first + share, pages + 1)) for first in range(1, pages + 1, share)]
    with ThreadPoolExecutor(max_workers=_THREADS) as threads:
        return all(threads.map(lambda ends: _fit(path, key, *ends), shares))


def _fit(path: Path, key: bytes, first: int, end: int) -> bool:
    """Check the pages from ``first`` to before ``end``; pages count from 1."""
    with path.open("rb") as file:
        turned = bytes(byte ^ 0x3A for byte in file.read(_SALT))
        blank = hmac.new(hashlib.pbkdf2_hmac("sha512", key, turned, 2, 32), digestmod="sha512")
        file.seek((first - 1) * PAGE)
        number = first
        while number < end:
            content = memoryview(file.read(PAGE * min(_PAGES_AT_ONCE, end - number)))
            if not content:
                return False
            for at in range(0, len(content), PAGE):
                code = blank.copy()
                code.update(content[at + (_SALT if number == 1 else 0) : at + PAGE - _CODE])
                code.update(number.to_bytes(4, "little"))
                if code.digest() != content[at + PAGE - _CODE : at + PAGE]:
                    return False
                number += 1
    return True

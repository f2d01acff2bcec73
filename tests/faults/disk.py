"""A file system that fails when it is told to, between SQLCipher and the real one: a VFS of SQLite's own interface.

Everything but reading, writing, flushing and cutting goes straight to the system's file system. It is made with ctypes
from what the driver's library exports, so it needs no compiler.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as library

OK = 0
READ_ONLY = 8
FULL = 13
IO_READ, IO_WRITE, IO_FLUSH, IO_CUT = 266, 778, 1034, 1546

_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# A name is handed on as the address it came with: SQLite keeps it, and reads beyond its end.
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, ctypes.POINTER(_I))
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_CLOSE = ctypes.CFUNCTYPE(_I, _P)
_MOVE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_CUT = ctypes.CFUNCTYPE(_I, _P, _L)
_FLUSH = ctypes.CFUNCTYPE(_I, _P, _I)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", _I),
        ("file_size", _I),
        ("longest_path", _I),
        ("next", _P),
        ("name", ctypes.c_char_p),
        ("app_data", _P),
        ("open", _P),
        ("delete", _P),
        # What is handed on as it is: access, full path, libraries, randomness, sleep, time, errors, system calls.
        *((f"same_{number}", _P) for number in range(14)),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", _I),
        ("close", _P),
        ("read", _P),
        ("write", _P),
        ("cut", _P),
        ("flush", _P),
        # File size, locks, control, sectors, shared memory, mapping.
        *((f"same_{number}", _P) for number in range(14)),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done to a file, in its order: ``write``, ``cut``, ``flush``, ``delete``, or ``told`` to a person."""

    what: str
    file: str
    offset: int = 0
    content: bytes = b""


@dataclass
class Disk:
    """What the file system does. ``count`` counts what may fail; at number ``fails_at`` it does, with ``code``.

    ``stays`` makes everything after it fail as well, as a full disk does. With ``log`` everything is kept.
    """

    kinds: frozenset[str] = frozenset()
    fails_at: int = 0
    code: int = OK
    stays: bool = False
    count: int = 0
    failed: int = 0
    is_logging: bool = False
    log: list[Done] = field(default_factory=list)

    def fail(self, *kinds: str, at: int, code: int, stays: bool = False) -> None:
        """Let the ``at``-th of these kinds fail from now on."""
        self.kinds, self.fails_at, self.code, self.stays = frozenset(kinds), at, code, stays
        self.count = self.failed = 0

    def heal(self) -> None:
        """Let everything work again."""
        self.kinds = frozenset()

    def verdict(self, kind: str) -> int:
        """Return 0 where an operation goes on, else the code it fails with."""
        if kind not in self.kinds:
            return OK
        self.count += 1
        if self.count == self.fails_at or (self.stays and self.count > self.fails_at):
            self.failed += 1
            return self.code
        return OK

    def keep(self, what: str, file: str, offset: int = 0, content: bytes = b"") -> None:
        """Take down what was done."""
        if self.is_logging:
            self.log.append(Done(what, file, offset, content))


class _Layer:
    """The VFS; its callbacks must live as long as SQLite may call them."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._sqlite = ctypes.CDLL(library.__file__)
        self._sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._real = self._sqlite.sqlite3_vfs_find(None)
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[Any] = []
        self._vfs = _Vfs.from_buffer_copy(self._real.contents)
        self._vfs.name = b"clinicdesk-faults"
        self._vfs.open = self._address(_OPEN(self._open))
        self._vfs.delete = self._address(_DELETE(self._delete))
        self._real_open = _OPEN(self._real.contents.open)
        self._real_delete = _DELETE(self._real.contents.delete)

    def begin(self) -> None:
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def end(self) -> None:
        self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._vfs))

    def _address(self, callback: Any) -> int | None:
        self._kept.append(callback)
        return ctypes.cast(callback, _P).value

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        code = self._real_open(ctypes.addressof(self._real.contents), name, file, flags, out)
        methods = ctypes.cast(file, ctypes.POINTER(_P))
        if code == OK and methods[0]:
            self._names[file] = _file_name(name) if name else ""
            methods[0] = ctypes.addressof(self._table(int(methods[0])))
        return int(code)

    def _delete(self, _vfs: int, name: int, flush: int) -> int:
        self._disk.keep("delete", _file_name(name))
        return int(self._real_delete(ctypes.addressof(self._real.contents), name, flush))

    def _table(self, real: int) -> _Methods:
        """Return the table of a file's methods with ours in it, one for each of the system's."""
        if real not in self._tables:
            table = _Methods.from_buffer_copy(_Methods.from_address(real))
            table.close = self._address(self._closing(_CLOSE(table.close)))
            table.read = self._address(self._reading(_MOVE(table.read)))
            table.write = self._address(self._writing(_MOVE(table.write)))
            table.cut = self._address(self._cutting(_CUT(table.cut)))
            table.flush = self._address(self._flushing(_FLUSH(table.flush)))
            self._tables[real] = table
        return self._tables[real]

    def _closing(self, real: Any) -> Any:
        def close(file: int) -> int:
            self._names.pop(file, None)
            return int(real(file))

        return _CLOSE(close)

    def _reading(self, real: Any) -> Any:
        def read(file: int, into: int, size: int, offset: int) -> int:
            return self._disk.verdict("read") or int(real(file, into, size, offset))

        return _MOVE(read)

    def _writing(self, real: Any) -> Any:
        def write(file: int, content: int, size: int, offset: int) -> int:
            if code := self._disk.verdict("write"):
                return code
            self._disk.keep("write", self._names.get(file, ""), offset, ctypes.string_at(content, size))
            return int(real(file, content, size, offset))

        return _MOVE(write)

    def _cutting(self, real: Any) -> Any:
        def cut(file: int, size: int) -> int:
            if code := self._disk.verdict("cut"):
                return code
            self._disk.keep("cut", self._names.get(file, ""), size)
            return int(real(file, size))

        return _CUT(cut)

    def _flushing(self, real: Any) -> Any:
        def flush(file: int, flags: int) -> int:
            if code := self._disk.verdict("flush"):
                return code
            self._disk.keep("flush", self._names.get(file, ""))
            return int(real(file, flags))

        return _FLUSH(flush)


def _file_name(address: int) -> str:
    return Path(ctypes.string_at(address).decode()).name


_layers: list[_Layer] = []
"""They are never let go: a file that somebody forgot to close still calls them."""


@contextmanager
def failing_disk() -> Iterator[Disk]:
    """Put the layer below every file that is opened within."""
    disk = Disk()
    layer = _Layer(disk)
    _layers.append(layer)
    layer.begin()
    try:
        yield disk
    finally:
        layer.end()

"""Loading modules, and files they read once, before they are wanted, between one key and the next."""

import importlib
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer


class LoadingAhead(QObject):
    """Loads one module in each idle turn of the event loop, in the order given, so that no key waits for long.

    ``module:function`` calls a function without arguments, which keeps what it reads.
    """

    def __init__(self, modules: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._left = iter(tuple(modules))
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin, or go on."""
        self._turn.start()

    def _on_turn(self) -> None:
        wanted = next(self._left, None)
        if wanted is None:
            self._turn.stop()
            return
        module, _colon, function = wanted.partition(":")
        loaded = importlib.import_module(module)
        if function:
            getattr(loaded, function)()

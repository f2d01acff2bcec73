"""One window for each clinic file: a second start brings the first one to the front."""

from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, QThread, Signal

_NO_AGE = 0
_ANSWER_MS = 500
_TRIES = 10
_BETWEEN_TRIES_MS = 150


class SingleWindow(QObject):
    """Holds the place of the window of one clinic file.

    The names used are a hash of the file's path and of the account's folder: neither says which clinic it is.

    Signals:
        raise_wanted: Somebody started the program again for the same file.
    """

    raise_wanted = Signal()

    def __init__(self, clinic_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name, self._lock = _name_and_lock(clinic_file)
        self._server: QObject | None = None

    def take(self) -> bool:
        """Take the place; False when another window has it, which was then asked to come to the front."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            # A temporary folder without locks must not keep anybody from working.
            return True
        # Two quick double clicks: the first window may not hear yet.
        for _again in range(_TRIES):
            if self._ask_to_raise():
                return False
            QThread.msleep(_BETWEEN_TRIES_MS)
            if self._lock.tryLock(0):
                return True
        # It holds the place and does not answer. Two windows on one file do no harm; a person kept out would.
        return True

    def move_to(self, clinic_file: Path) -> bool:
        """Take the place of another file's window instead; False when that file has one, as with ``take``."""
        held_name, held_lock = self._name, self._lock
        name, lock = _name_and_lock(clinic_file)
        if name == held_name:
            return True
        self._name, self._lock = name, lock
        if not self.take():
            self._name, self._lock = held_name, held_lock
            return False
        held_lock.unlock()
        if self._server is not None:
            self._hear_no_more()
            self.listen()
        return True

    def listen(self) -> None:
        """Hear of second starts from now on. Done after the first picture: the network library costs start-up time."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)
        server.newConnection.connect(self._on_second_start)
        server.listen(self._name)
        self._server = server

    def leave(self) -> None:
        """Give the place up."""
        self._hear_no_more()
        self._lock.unlock()

    def _hear_no_more(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.close()
            self._server.deleteLater()
        self._server = None

    def _ask_to_raise(self) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(_ANSWER_MS)
        socket.disconnectFromServer()
        return heard

    def _on_second_start(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            connection = self._server.nextPendingConnection()
            if connection is not None:
                connection.disconnected.connect(connection.deleteLater)
        self.raise_wanted.emit()


def _name_and_lock(clinic_file: Path) -> tuple[str, QLockFile]:
    whose = f"{Path.home()}\0{clinic_file.expanduser().absolute()}"
    hashed = QCryptographicHash.hash(whose.encode(), QCryptographicHash.Algorithm.Sha256)
    name = "clinicdesk-" + bytes(hashed.toHex().data()).decode("ascii")[:24]
    lock = QLockFile(str(Path(QDir.tempPath()) / f"{name}.lock"))
    # A lock of a process that is gone is stale at once, however young; a live one never is.
    lock.setStaleLockTime(_NO_AGE)
    return name, lock

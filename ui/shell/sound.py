"""Two sounds, made in code: a soft chime for what is overdue, a loud one for what cannot wait.

They are unlike the tones of patient monitors and pumps on purpose: nobody shall take this PC for one. Each system
plays them with what it has (``winsound``, ``afplay``, ``pw-play``, ``paplay``, ``aplay``); the desktop's beep is last.
"""

from __future__ import annotations

import io
import math
import shutil
import sys
import threading
import wave
from array import array
from collections.abc import Sequence
from functools import cache

import shiboken6
from PySide6.QtCore import QFile, QIODevice, QProcess, QTemporaryDir
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clinicdesk.rules.alarms import Sound

_RATE = 22_050
_PLAYERS = ("afplay",) if sys.platform == "darwin" else ("pw-play", "paplay", "aplay")

# (pitch in hertz, length in milliseconds); pitch 0 is a rest.
_CHIME = ((659.3, 160), (0, 30), (987.8, 320))
_LOUD = ((880.0, 150), (0, 50), (1174.7, 150), (0, 50), (880.0, 150), (0, 50), (1174.7, 300))
_STRENGTH = {Sound.CHIME: 0.22, Sound.LOUD: 0.85}


def play(sound: Sound) -> None:
    """Let a sound be heard, without waiting for it."""
    if sound is Sound.NONE or QGuiApplication.instance() is None:
        return
    # Where there is no screen there is nobody to hear it: tests, and pictures made for the manual.
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        QApplication.beep()
    elif sys.platform == "win32":
        threading.Thread(target=_play_on_windows, args=(wav(sound),), daemon=True).start()
    else:
        _Player.of_program().play(sound)


def test() -> None:
    """Let the loud sound be heard, so that somebody can say at the start of the day that it is."""
    play(Sound.LOUD)


@cache
def wav(sound: Sound) -> bytes:
    """Return a sound as a WAV file: 16 bits, one channel."""
    notes = _CHIME if sound is Sound.CHIME else _LOUD
    samples = array("h")
    for pitch, milliseconds in notes:
        samples.extend(_note(pitch, milliseconds, _STRENGTH[sound]))
    if sys.byteorder == "big":
        samples.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()


def _note(pitch: float, milliseconds: int, strength: float) -> Sequence[int]:
    """Return one note that swells within 8 ms and fades to its end, so that nothing clicks."""
    count = _RATE * milliseconds // 1000
    swell = _RATE * 8 // 1000
    found = []
    for place in range(count):
        shape = min(place / swell, 1.0) * (1 - place / count) ** 0.7
        angle = 2 * math.pi * pitch * place / _RATE
        found.append(int(32_767 * strength * shape * (0.8 * math.sin(angle) + 0.2 * math.sin(2 * angle))))
    return found


def _play_on_windows(content: bytes) -> None:
    import winsound  # type: ignore[import-not-found,unused-ignore]

    try:
        winsound.PlaySound(content, winsound.SND_MEMORY)  # type: ignore[attr-defined,unused-ignore]
    except RuntimeError:
        winsound.MessageBeep()  # type: ignore[attr-defined,unused-ignore]


class _Player(QProcess):
    """Plays a file with the first of the system's players that works; the next one is tried where one fails."""

    _only: _Player | None = None

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._folder = QTemporaryDir()
        self._players = [path for name in _PLAYERS if (path := shutil.which(name))]
        self._sound = Sound.NONE
        self.errorOccurred.connect(self._on_failed)
        self.finished.connect(self._on_finished)

    @classmethod
    def of_program(cls) -> _Player:
        """Return the one player of this program."""
        if cls._only is None or not shiboken6.isValid(cls._only):
            cls._only = cls()
        return cls._only

    def play(self, sound: Sound) -> None:
        """Play a sound; one that still sounds is not cut off by one that is no louder."""
        if self.state() is not QProcess.ProcessState.NotRunning:
            if sound <= self._sound:
                return
            self.blockSignals(True)
            self.kill()
            self.waitForFinished(100)
            self.blockSignals(False)
        self._sound = sound
        if not self._players:
            QApplication.beep()
            return
        self.start(self._players[0], [self._file_of(sound)])

    def _file_of(self, sound: Sound) -> str:
        path = self._folder.filePath(f"{sound.name.lower()}.wav")
        if not QFile.exists(path):
            file = QFile(path)
            if file.open(QIODevice.OpenModeFlag.WriteOnly):
                file.write(wav(sound))
                file.close()
        return path

    def _on_failed(self, problem: QProcess.ProcessError) -> None:
        # A player that ends badly has finished too; one that never began has not.
        if problem is QProcess.ProcessError.FailedToStart:
            self._try_next()

    def _on_finished(self, code: int) -> None:
        if code != 0:
            self._try_next()

    def _try_next(self) -> None:
        """Leave out the player that did not work, for good: a PC without a sound server has none tomorrow either."""
        if self._players:
            self._players.pop(0)
        if self._players:
            self.start(self._players[0], [self._file_of(self._sound)])
        else:
            QApplication.beep()

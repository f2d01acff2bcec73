"""The two sounds are real WAV files, one clearly louder than the other."""

from __future__ import annotations

import io
import os
import sys
import wave
from array import array
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess

from clinicdesk.rules.alarms import Sound
from ui.shell import sound


def samples(which: Sound) -> array[int]:
    with wave.open(io.BytesIO(sound.wav(which))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        found = array("h")
        found.frombytes(file.readframes(file.getnframes()))
    return found


@pytest.mark.parametrize("which", [Sound.CHIME, Sound.LOUD])
def test_a_sound_begins_and_ends_in_silence_and_lasts_a_moment(which: Sound) -> None:
    found = samples(which)
    assert abs(found[0]) < 200
    assert abs(found[-1]) < 400
    assert 0.3 < len(found) / 22_050 < 1.5


def test_the_loud_one_is_louder() -> None:
    assert max(samples(Sound.LOUD)) > 2 * max(samples(Sound.CHIME))


@pytest.mark.usefixtures("qapp")
def test_playing_and_testing_wait_for_nothing() -> None:
    for which in Sound:
        sound.play(which)
    sound.test()


@pytest.mark.skipif(sys.platform != "linux", reason="these players are those of Linux")
def test_a_player_that_fails_is_left_out_and_the_next_one_plays(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard.wav"
    for name, script in (("pw-play", "exit 1"), ("paplay", f'cp "$1" "{heard}.part" && mv "{heard}.part" "{heard}"')):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    player = sound._Player()
    player.play(Sound.LOUD)
    qtbot.waitUntil(heard.exists, timeout=5_000)
    assert heard.read_bytes() == sound.wav(Sound.LOUD)
    qtbot.waitUntil(lambda: player.state() is QProcess.ProcessState.NotRunning, timeout=5_000)
    player.deleteLater()

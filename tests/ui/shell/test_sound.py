"""The two sounds are real WAV files, one clearly louder than the other."""

from __future__ import annotations

import io
import wave
from array import array

import pytest

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

"""The keyring of the PC: there, absent, locked, or holding something else than the key."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from clinicdesk.errors import KeyMissing, KeyringLocked
from clinicdesk.storage import keys


class Ring(KeyringBackend):
    """A keyring in memory that can be locked as D-Bus does it: with an error of its own."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse_locked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse_locked()
        self.kept[service, username] = password

    def _refuse_locked(self) -> None:
        if self.locked:
            raise ConnectionError("org.freedesktop.Secret.Error.IsLocked")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    monkeypatch.setattr(keys, "trusted_keyrings", {f"{Ring.__module__}.{Ring.__qualname__}"})
    yield made
    keyring.set_keyring(before)


def test_a_key_comes_back_by_its_name(ring: Ring) -> None:
    key = keys.new_key()
    assert keys.keep(key)
    assert keys.fetch(keys.key_id(key)) == key
    assert keys.keyring_works()
    assert list(ring.kept.values()) == [key.hex()]


def test_a_keyring_that_is_not_the_systems_is_not_trusted(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "trusted_keyrings", set())
    assert not keys.keyring_works()
    assert not keys.keep(keys.new_key())
    with pytest.raises(KeyMissing, match="no keyring"):
        keys.fetch("0" * 16)
    assert ring.kept == {}


def test_a_locked_keyring_is_told_whatever_error_it_raises(ring: Ring) -> None:
    key = keys.new_key()
    keys.keep(key)
    ring.locked = True
    with pytest.raises(KeyringLocked):
        keys.fetch(keys.key_id(key))
    with pytest.raises(KeyringLocked):
        keys.keep(key)


@pytest.mark.parametrize("held", ["", "not a key", "00", keys.SAMPLE_KEY.hex()])
def test_something_else_under_its_name_is_not_taken_for_the_key(ring: Ring, held: str) -> None:
    name = keys.key_id(keys.new_key())
    ring.kept[keys.SERVICE, name] = held
    with pytest.raises(KeyMissing, match="Type the recovery key"):
        keys.fetch(name)


def test_the_trusted_one_is_found_within_a_chain(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = ChainerBackend()
    monkeypatch.setattr(ChainerBackend, "backends", [ring])
    keyring.set_keyring(chain)
    key = keys.new_key()
    assert keys.keep(key)
    assert ring.kept[keys.SERVICE, keys.key_id(key)] == key.hex()

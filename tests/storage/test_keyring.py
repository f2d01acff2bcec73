"""The keyring of the PC: there, absent, locked, or holding something else than the key."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from clinicdesk.errors import BadValue, KeyMissing, KeyringLocked, NoKeyring, StartPinWanted, WrongStartPin
from clinicdesk.storage import keys, start_pin


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

    def delete_password(self, service: str, username: str) -> None:
        self._refuse_locked()
        del self.kept[service, username]

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
    with pytest.raises(NoKeyring, match="no keyring"):
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


@pytest.fixture
def cheap_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_pin, "cost", {"time_cost": 1, "memory_cost": 16, "parallelism": 2})


@pytest.mark.usefixtures("cheap_pin")
def test_behind_a_start_pin_the_keyring_alone_opens_nothing(ring: Ring) -> None:
    key = keys.new_key()
    name = keys.key_id(key)
    assert keys.keep(key, "4711 0815")

    assert key.hex() not in "".join(ring.kept.values())
    assert keys.has_start_pin(name)
    assert keys.knows(name)
    with pytest.raises(StartPinWanted):
        keys.fetch(name)
    with pytest.raises(WrongStartPin, match="not the start PIN"):
        keys.fetch(name, "4711 0816")
    assert keys.fetch(name, "4711 0815") == key


@pytest.mark.usefixtures("cheap_pin")
def test_the_same_key_and_pin_are_kept_differently_each_time(ring: Ring) -> None:
    key = keys.new_key()
    assert start_pin.wrap(key, "47110815") != start_pin.wrap(key, "47110815")
    assert ring.kept == {}


@pytest.mark.usefixtures("cheap_pin")
def test_a_start_pin_is_taken_away_by_keeping_the_key_again(ring: Ring) -> None:
    key = keys.new_key()
    keys.keep(key, "47110815")
    keys.keep(key)
    assert not keys.has_start_pin(keys.key_id(key))
    assert keys.fetch(keys.key_id(key)) == key
    assert keys.fetch(keys.key_id(key), "47110815") == key
    assert len(ring.kept) == 1


@pytest.mark.parametrize("pin", ["", "1234567", "11111111", "12121212"])
def test_an_easy_start_pin_is_refused(ring: Ring, pin: str) -> None:
    with pytest.raises(BadValue, match="at least 8"):
        keys.keep(keys.new_key(), pin)
    assert ring.kept == {}


@pytest.mark.parametrize(
    "held", ["start-pin-1:", "start-pin-1:1:8:1:!!:!!", "start-pin-1:x:8:1:AAAA:AAAA", "start-pin-1:0:0:0:AAAA:AAAA"]
)
def test_a_spoilt_wrapped_key_is_no_key(ring: Ring, held: str) -> None:
    name = keys.key_id(keys.new_key())
    ring.kept[keys.SERVICE, name] = held
    with pytest.raises(KeyMissing):
        keys.fetch(name, "47110815")


def test_a_key_is_forgotten(ring: Ring) -> None:
    key = keys.new_key()
    keys.keep(key)
    keys.forget(keys.key_id(key))
    keys.forget(keys.key_id(key))
    assert ring.kept == {}
    assert not keys.knows(keys.key_id(key))
    ring.locked = True
    with pytest.raises(KeyringLocked):
        keys.forget(keys.key_id(key))


def test_what_one_try_at_a_start_pin_costs_is_slow_for_a_thief() -> None:
    assert start_pin.cost["memory_cost"] >= 262_144
    assert start_pin.cost["time_cost"] >= 3

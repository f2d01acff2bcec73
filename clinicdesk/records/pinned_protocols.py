"""The protocol of a series as it was on the day the series was planned, with the presets it names.

A protocol refers to presets by name. Both are kept together as one text, so that a later edit of a limits file never
changes what a running series is held against.
"""

import contextlib
from collections.abc import Iterator

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.preset_files import FILES, load_presets, presets_from, read_text
from clinicdesk.records.protocols import parse
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import folder
from clinicdesk.rules.protocol import Protocol

_MARK = "# ==== presets/{name} ====\n"


def current(name: str) -> tuple[Protocol, str]:
    """Return a protocol of this installation and the text to keep of it. Raises ``NotFound``."""
    for protocol, text in _readable():
        if protocol.id == name:
            return protocol, _joined(text)
    raise NotFound(_("There is no protocol “{name}”. Check the protocol files.").format(name=name))


def installed() -> dict[str, tuple[Protocol, str]]:
    """Return every protocol of this installation that can be read, by id, with the text to keep of it."""
    found: dict[str, tuple[Protocol, str]] = {}
    for protocol, text in _readable():
        found.setdefault(protocol.id, (protocol, _joined(text)))
    return found


def _readable() -> Iterator[tuple[Protocol, str]]:
    presets = load_presets()[0]
    for file in sorted(folder("protocols").glob("*.toml")):
        with contextlib.suppress(FaultyFile):
            text = read_text(file)
            yield parse(text, file.name, presets), text


def read(desk: Desk, file_id: str) -> Protocol:
    """Return the protocol kept under an id. Raises ``NotFound``."""
    # The id ends in the hash of the text, so one id can only ever mean one protocol.
    if file_id not in _known:
        _known[file_id] = parsed(published.body_of(desk, file_id), file_id)
    return _known[file_id]


_known: dict[str, Protocol] = {}


def parsed(body: str, name: str) -> Protocol:
    """Return the protocol of a text that holds its presets. Raises ``FaultyFile`` for the first fault.

    A preset that cannot be read matters only where the protocol names it.
    """
    text, _mark, rest = body.partition(_MARK.format(name=FILES[0]))
    return parse(text, name, presets_from(_split_presets(rest).__getitem__)[0])


def own_part(body: str) -> str:
    """Return what a kept text says itself, without the presets that are kept with it."""
    return body.partition(_MARK.format(name=FILES[0]))[0]


def _joined(text: str) -> str:
    parts = [text.rstrip("\n") + "\n"]
    for name in FILES:
        parts += [
            _MARK.format(name=name),
            (folder("presets") / name).read_text(encoding="utf-8-sig").rstrip("\n") + "\n",
        ]
    return "".join(parts)


def _split_presets(text: str) -> dict[str, str]:
    """Return the text of each preset file; the first one stands without its mark."""
    found: dict[str, str] = {}
    name = FILES[0]
    for following in (*FILES[1:], None):
        if following is None:
            found[name] = text
        else:
            found[name], _mark, text = text.partition(_MARK.format(name=following))
            name = following
    return found

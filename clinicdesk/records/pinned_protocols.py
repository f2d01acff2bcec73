"""The protocol of a series as it was on the day the series was planned, with the presets it names.

A protocol refers to presets by name. Both are kept together as one text, so that a later edit of a limits file never
changes what a running series is held against.
"""

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.preset_files import FILES, presets_from
from clinicdesk.records.protocols import load_all, parse
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import folder
from clinicdesk.rules.protocol import Protocol

_MARK = "# ==== presets/{name} ====\n"


def current(name: str) -> tuple[Protocol, str]:
    """Return a protocol of this installation and the text to keep of it. Raises ``NotFound``."""
    protocol = load_all()[0].get(name)
    if protocol is None:
        raise NotFound(_("There is no protocol “{name}”. Check the protocol files.").format(name=name))
    for file in sorted(folder("protocols").glob("*.toml")):
        text = file.read_bytes().decode("utf-8-sig", "replace")
        if _id_in(text, file.name) == name:
            return protocol, _joined(text)
    raise NotFound(_("There is no protocol “{name}”. Check the protocol files.").format(name=name))


def _id_in(text: str, file: str) -> str | None:
    try:
        return parse(text, file).id
    except FaultyFile:
        return None


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

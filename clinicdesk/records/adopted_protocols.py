"""Which protocols a clinic plans by: those that came with the program, or its own versions of them.

A version is the whole text, with the presets it names, adopted by a prescriber who stands for it. A series keeps the
text it was planned with; a later version changes only what is planned from then on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols, protocol_numbers, published
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules.protocol import Protocol
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert


@dataclass(frozen=True, slots=True)
class Offered:
    """A protocol as it is in use. ``text`` is the whole of it with its presets.

    ``adopted_by`` and ``adopted_at`` are None for one that came with the program and nobody adopted.
    """

    protocol: Protocol
    text: str
    version: str
    adopted_by: str | None = None
    adopted_at: datetime | None = None
    remark: str | None = None


def offered(desk: Desk) -> dict[str, Offered]:
    """Return the protocols that can be planned by, by id: the newest adopted version, else the one of the program."""
    desk.may_see("plan")
    adopted = {row["name"]: row for row in desk.rows(_ADOPTED + " ORDER BY a.protocol_version")}
    found = {
        name: Offered(protocol, text, protocol.version)
        for name, (protocol, text) in pinned_protocols.installed().items()
        if name not in adopted
    }
    return found | {name: _offered(row) for name, row in adopted.items()}


def in_use(desk: Desk, name: str) -> Offered:
    """Return one protocol as it is in use. Raises ``NotFound``."""
    row = desk.row(_ADOPTED + " WHERE a.name = ? ORDER BY a.protocol_version DESC LIMIT 1", name)
    if row is not None:
        return _offered(row)
    protocol, text = pinned_protocols.current(name)
    return Offered(protocol, text, protocol.version)


def versions(desk: Desk, name: str) -> tuple[Offered, ...]:
    """Return every version the clinic adopted of a protocol, the newest first."""
    desk.may_see("plan")
    rows = desk.rows(_ADOPTED + " WHERE a.name = ? ORDER BY a.protocol_version DESC", name)
    return tuple(_offered(row) for row in list(rows))


_ADOPTED = "SELECT a.*, f.body FROM adopted_protocols a JOIN published_files f ON f.id = a.protocol_id"


def _offered(row: Mapping[str, Any]) -> Offered:
    return Offered(
        protocol=check(row["body"]),
        text=row["body"],
        version=str(row["protocol_version"]),
        adopted_by=row["adopted_name"],
        adopted_at=from_text(row["adopted_at"]),
        remark=row["remark"],
    )


def check(text: str) -> Protocol:
    """Return the protocol a text says, with its presets. Raises ``BadValue`` with the first fault and its line."""
    try:
        return pinned_protocols.parsed(text, _("protocol"))
    except FaultyFile as fault:
        where = _("Line {line}: {sentence}")
        raise BadValue(where.format(line=fault.problem.line, sentence=fault.problem.sentence)) from fault


def adopt(desk: Desk, text: str, *, remark: str) -> str:
    """Make a text the clinic's own version of its protocol, and return the version. Prescribers only.

    Raises ``BadValue`` for a faulty text, one without a change, and an empty ``remark``; ``ChangedElsewhere`` when
    somebody adopted another version meanwhile.
    """
    # As another program may have written it.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    protocol = check(text)
    if protocol.id not in offered(desk):
        raise NotFound(_("There is no protocol “{name}”. Check the protocol files.").format(name=protocol.id))
    if not remark.strip():
        raise BadValue(_("Say in a few words what changed, or that you adopt it as it is."), "remark")
    before = in_use(desk, protocol.id)
    if before.adopted_by is not None and text == before.text:
        raise BadValue(_("Nothing was changed."))
    if protocol.eligibility != before.protocol.eligibility:
        # With the questions of another treatment nobody would ask for what this drug's label forbids.
        raise BadValue(_("Which eligibility file a treatment is held against cannot be changed here. Put it back."))
    version = _number(before.version)
    if text != before.text or before.adopted_by is not None:
        version += 1
    body = protocol_numbers.with_version(text, str(version))
    file_id, pinned = published.pin(desk, kind="protocol", name=protocol.id, version=str(version), body=body)
    row = insert(
        "adopted_protocols",
        f"{protocol.id}@{version}",
        name=protocol.id,
        protocol_version=version,
        protocol_id=file_id,
        staff_id=desk.person.id,
        adopted_name=desk.person.name,
        adopted_at=as_text(desk.now()),
        remark=remark.strip(),
    )
    desk.record("protocol.adopt", *pinned, row)
    return str(version)


def _number(version: str) -> int:
    """Return the number of a version; a file of the clinic may call its own by other words, then counting begins."""
    return int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 1

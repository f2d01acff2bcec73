"""Every measure a protocol of the program asks for exists, so that what is due can be filled in."""

from clinicdesk.records import protocols
from clinicdesk.records.measures import files


def test_every_measure_a_protocol_asks_for_is_there() -> None:
    known = files.load_all()[0]
    asked = {(name, due.measure) for name, one in protocols.load_all()[0].items() for due in one.measures}
    assert asked
    assert [pair for pair in sorted(asked) if pair[1] not in known] == []

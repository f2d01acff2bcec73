"""Every treatment a patient was given, with dose and route, in three reads however many there were.

A curve over years asks for all of them at once; read one by one, with all their vital signs, they would take seconds.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from clinicdesk.desk import Desk
from clinicdesk.records import pinned_protocols
from clinicdesk.records.identities import of_person, owner
from clinicdesk.records.session_place import PLACES
from clinicdesk.records.sessions.events import now_of
from clinicdesk.records.sessions.reading import drug_of, event_of, order_of
from clinicdesk.records.sessions.session import DrugGiven, Order, Session, SessionEvent
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.timeline import EventKind, Moment

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Treated:
    """One session in which the treatment began. ``at``: when (UTC).

    ``given_micrograms`` is 0 for a fluid, which alone has ``given_microlitres``, and as long as nothing was given.
    ``route`` as it was recorded with the drug, else as the protocol says.
    """

    session_id: str
    series_id: str
    title: str
    number: int
    count: int
    kind: TreatmentKind
    at: datetime
    drug: str
    given_micrograms: int
    given_microlitres: int
    route: str


def treated(desk: Desk, patient_id: str) -> tuple[Treated, ...]:
    """Return a patient's treatments, the earliest first."""
    desk.may_see("clinical")
    rows = list(
        desk.rows(
            f"SELECT s.*, {owner('s', 'sessions')} AS patient_id, r.title, r.planned_count, r.protocol_id "
            "FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.voided_reason IS NULL "
            f"AND {of_person('s', 'sessions')} AND EXISTS "
            "(SELECT 1 FROM session_events x WHERE x.session_id = s.id AND x.kind = 'started')",
            patient_id,
        )
    )
    ids = json.dumps([row["id"] for row in rows])
    places = {row["id"]: row["place"] for row in desk.rows(PLACES, json.dumps(sorted({r["series_id"] for r in rows})))}
    events = _by_session(desk.rows(_EVENTS, ids), event_of)
    orders = _by_session(desk.rows(_ORDERS, ids), order_of)
    drugs = _by_session(desk.rows(_DRUGS, ids), drug_of)
    now = now_of(desk)
    found = (
        _treated(_session(desk, row, places, events[row["id"]], orders[row["id"]], drugs[row["id"]]), now)
        for row in rows
    )
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.at, one.session_id)))


_KINDS = ", ".join(
    f"'{kind}'"
    for kind in (
        EventKind.READY,
        EventKind.STARTED,
        EventKind.RATE_CHANGED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.ENDED,
        EventKind.BOLUS,
        EventKind.PUMP_READ,
    )
)
"""What the amount given is worked out from."""

_EVENTS = (
    "SELECT x.*, e.at AS recorded_at, e.seq, e.staff AS by_name FROM json_each(?) j "
    f"CROSS JOIN session_events x ON x.session_id = j.value AND x.kind IN ({_KINDS}) "
    "JOIN search_entries e ON e.id = x.version ORDER BY e.seq, x.rowid"
)
_ORDERS = (
    "SELECT o.*, g.signer_name, g.signed_at FROM json_each(?) j CROSS JOIN orders o ON o.session_id = j.value "
    "CROSS JOIN signatures g ON g.subject_table = 'orders' AND g.subject_id = o.id "
    "JOIN search_entries e ON e.id = o.version ORDER BY e.seq"
)
_DRUGS = (
    "SELECT x.*, e.staff AS by_name FROM json_each(?) j CROSS JOIN drugs_given x ON x.session_id = j.value "
    "JOIN search_entries e ON e.id = x.version ORDER BY e.seq, x.rowid"
)


def _by_session(rows: Iterable[dict[str, Any]], made: Callable[[dict[str, Any]], _T]) -> Mapping[str, list[_T]]:
    found: defaultdict[str, list[_T]] = defaultdict(list)
    for row in list(rows):
        found[row["session_id"]].append(made(row))
    return found


def _session(
    desk: Desk,
    row: Mapping[str, Any],
    places: Mapping[str, int],
    events: Sequence[SessionEvent],
    orders: Sequence[Order],
    drugs: Sequence[DrugGiven],
) -> Session:
    """Return a session with no more of it than what was given."""
    return Session(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        series_id=row["series_id"],
        number=places.get(row["id"], 0),
        count=row["planned_count"],
        title=row["title"],
        protocol=pinned_protocols.read(desk, row["protocol_id"]),
        planned_on=date.fromisoformat(row["planned_on"]),
        planned_time=None,
        chair=row["chair"],
        voided_reason=None,
        events=tuple(events),
        observations=(),
        orders=tuple(orders),
        all_drugs=tuple(drugs),
        all_adverse_events=(),
        signatures=(),
        addenda=(),
    )


def _treated(session: Session, now: Moment) -> Treated | None:
    start, order = session.started, session.order
    if start is None:
        return None
    drug = order.drug if order else session.protocol.drug
    given = session.given_micrograms(now)
    routes = [line.route for line in session.drugs if line.route and line.product.casefold() == drug.casefold()]
    return Treated(
        session_id=session.id,
        series_id=session.series_id,
        title=session.title,
        number=session.number,
        count=session.count,
        kind=session.protocol.kind,
        at=start.at,
        drug=drug,
        given_micrograms=given,
        given_microlitres=0 if given else session.infused_microlitres(now),
        route=routes[-1] if routes else session.protocol.route,
    )

"""The vital signs of a session as a table: one row for one moment, corrected values beside what they replace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.records.sessions.session import COMMENT, Observation, Session
from clinicdesk.rules.timeline import minute_after
from clinicdesk.rules.vitals import Kind, show

PRESSURE = "pressure"
"""The cell that holds systolic and diastolic together."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what counts now (empty: entered in error), what it replaced, oldest first, and the rows' ids."""

    text: str
    struck: tuple[str, ...] = ()
    observation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """The values of one moment. ``minute`` counts from the start of the infusion, None before there is one.

    ``transcribed``: they were typed in from paper.
    """

    id: str
    taken_at: datetime
    minute: int | None
    cells: Mapping[str, Cell]
    by_names: tuple[str, ...]
    transcribed: bool


def rounds(session: Session) -> tuple[Round, ...]:
    """Return the rows of the flowsheet, the earliest first."""
    by_round: dict[str, list[Observation]] = {}
    for observation in session.observations:
        by_round.setdefault(observation.round_id, []).append(observation)
    start = session.started
    made = []
    for round_id, observations in by_round.items():
        first = observations[0].moment
        minute = minute_after(start, first) if start else None
        made.append(
            (
                minute if minute is not None else 0.0,
                Round(
                    id=round_id,
                    taken_at=first.at,
                    minute=None if minute is None else int(minute // 1),
                    cells=_cells(observations),
                    by_names=tuple(dict.fromkeys(o.by_name for o in observations)),
                    transcribed=any(o.transcribed for o in observations),
                ),
            )
        )
    # Before the start the order of the record is the order of time.
    return tuple(row for _minute, row in sorted(made, key=lambda pair: pair[0]))


def _cells(observations: Sequence[Observation]) -> dict[str, Cell]:
    chains: dict[str, list[Observation]] = {}
    root: dict[str, str] = {}
    for o in observations:
        root[o.id] = root.get(o.corrects, o.corrects) if o.corrects else o.id
        chains.setdefault(root[o.id], []).append(o)
    by_kind: dict[str, list[list[Observation]]] = {}
    for chain in chains.values():
        by_kind.setdefault(chain[0].kind, []).append(chain)
    cells = {kind: _cell(found) for kind, found in by_kind.items() if kind not in (Kind.SYSTOLIC, Kind.DIASTOLIC)}
    if Kind.SYSTOLIC in by_kind and Kind.DIASTOLIC in by_kind:
        cells[PRESSURE] = _joined(by_kind[Kind.SYSTOLIC], by_kind[Kind.DIASTOLIC])
    return cells


def _cell(chains: list[list[Observation]]) -> Cell:
    """Return the cell of one kind: several chains are values entered again after one was taken back."""
    last = chains[-1][-1]
    texts = [_text(o) for chain in chains for o in chain]
    struck = tuple(text for text in texts[:-1] if text)
    return Cell(texts[-1], struck, (last.id,) if texts[-1] else ())


def _joined(high: list[list[Observation]], low: list[list[Observation]]) -> Cell:
    """Return the cell of a blood pressure: both numbers are corrected together, so their chains have one length."""
    highs = [o for chain in high for o in chain]
    lows = [o for chain in low for o in chain]
    pairs = list(zip(highs, lows, strict=False))
    texts = [f"{h.value}/{w.value}" if h.value is not None and w.value is not None else "" for h, w in pairs]
    struck = tuple(text for text in texts[:-1] if text)
    return Cell(texts[-1], struck, (highs[-1].id, lows[-1].id) if texts[-1] else ())


def _text(observation: Observation) -> str:
    if observation.kind == COMMENT:
        return observation.remark or ""
    if observation.value is None:
        return ""
    if observation.kind in (Kind.WEIGHT, Kind.TEMPERATURE):
        return show(Kind(observation.kind), observation.value)
    return str(observation.value)

"""Recording: a vital sign, from the value to durably kept; and how fast a ledger is checked."""

from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from clinicdesk.clinic import SUFFIX
from clinicdesk.records import sessions
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import insert
from tests.bench import bare, treatment
from tests.bench.measure import Figure, Timing, compare, side_by_side, timed
from tests.bench.setting import KEY, Setting, found, sign_in


def figures(setting: Setting) -> list[Figure]:
    """Measure by turns with a commit of the same size that does nothing else."""
    where, values = cycle(setting.running), count(60)

    def observe() -> None:
        sessions.observe(setting.desk, next(where), values={Kind.HEART_RATE: 60 + next(values) % 40})

    ours, limit = side_by_side(observe, bare.commit(setting.folder), setting.sizes.recordings)
    return [
        compare("record one vital sign durably", ours, limit, most=3, slowest=3),
        _verify(setting.sizes.entries),
    ]


def _verify(entries: int) -> Figure:
    """Check a ledger of one-value entries in a clinic of its own."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        clock = DrivenClock(datetime.now(UTC))
        clinic = found(folder / f"ledger{SUFFIX}", clock)
        desk = sign_in(clinic)
        session = sessions.get(desk, treatment.course(desk, clock).running)
        like = session.observations[0]
        for _entry in range(entries):
            desk.record(
                "session.observe",
                insert(
                    "observations",
                    desk.new_id(),
                    session_id=session.id,
                    patient_id=session.patient_id,
                    round_id=desk.new_id(),
                    kind=str(like.kind),
                    value=like.value,
                    taken_at="2026-03-02T14:00:00.000Z",
                    boot=like.moment.boot,
                    uptime_ms=like.moment.uptime_ms,
                ),
                patient=session.patient_id,
            )
        faults = []
        ours = timed(lambda: faults.extend(clinic.verify()))
        limit = timed(lambda: bare.replay(clinic.path, KEY, folder))
        clinic.close()
    if faults:
        raise RuntimeError("a clinic file that nobody touched does not verify")
    # 25 seconds a million entries; the pages themselves are checked as well.
    return compare(f"verify {entries:,} entries", Timing(ours, ours), Timing(limit, limit), slowest=entries * 0.025)

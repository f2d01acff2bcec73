"""Opening a chart with years of sessions: from the patient being picked to the painted chart."""

from itertools import cycle
from time import perf_counter

from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare
from tests.bench.screen import leave, workplace
from tests.bench.setting import KEY, Setting


def figures(setting: Setting) -> list[Figure]:
    """Measure each long chart twice, never the same one again at once; the bare limit reads all rows of the chart.

    The first opening also records that the chart was opened, durably, as it does in the clinic.
    """
    sizes = setting.sizes
    held = "SELECT count(*) AS held FROM observations WHERE patient_id = ?"
    values = next(setting.clinic.rows(held, setting.charts[0]))["held"]
    read = bare.chart_read(setting.clinic.path, KEY)
    work, painted = workplace(setting.desk)
    ours, limits = [], []
    try:
        # The page itself is made when the first chart of a day is opened; here by somebody else's.
        work.show_chart(setting.visitors[0])
        painted.wait()
        read(setting.visitors[0])
        for _time, patient in zip(range(2 * len(setting.charts)), cycle(setting.charts), strict=False):
            work.show_place("patients")
            painted.wait()
            started = perf_counter()
            work.show_chart(patient)
            painted.wait()
            done = perf_counter()
            read(patient)
            ours.append((done - started) * 1000)
            limits.append((perf_counter() - done) * 1000)
    finally:
        leave(work)
    what = f"open a chart, {sizes.sessions_per_chart} sessions, {values:,} values"
    return [compare(what, Timing.of(ours), Timing.of(limits), most=3, slowest=50)]

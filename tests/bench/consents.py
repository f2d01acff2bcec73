"""A chart at its 40 consents: from asking for them to the painted page, with the proof of the chosen one."""

from itertools import cycle
from time import perf_counter

from clinicdesk.desk import Desk
from clinicdesk.records import consents, wordings
from clinicdesk.records.consents import Consent, overview
from clinicdesk.records.consents.overview import View
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.records.wordings import TextKind
from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare, often
from tests.bench.screen import leave, workplace
from tests.bench.setting import KEY, Setting
from tests.records.consenting import on_paper, sign

HELD = 40
_TIMES = 20


def figures(setting: Setting) -> list[Figure]:
    """Open the same two charts by turns at their consents; the bare limit reads all rows of the chart.

    Each opening hashes again everything that was signed on the chosen form, and asks what the next visit needs.
    """
    held = [_with_consents(setting.desk, f"Consented {place}") for place in (1, 2)]
    read = bare.chart_read(setting.clinic.path, KEY)
    work, painted = workplace(setting.desk)
    ours, limits = [], []
    times = _TIMES if setting.sizes.openings > _TIMES else setting.sizes.starts
    try:
        # The page itself is made when the first chart of a day is opened; here by somebody else's.
        for patient in (setting.visitors[0], *held):
            work.show_consent(patient)
            painted.wait()
        for _time, patient in zip(range(times), cycle(held), strict=False):
            work.show_place("patients")
            painted.wait()
            started = perf_counter()
            work.show_consent(patient)
            painted.wait()
            done = perf_counter()
            read(patient)
            ours.append((done - started) * 1000)
            limits.append((perf_counter() - done) * 1000)
    finally:
        leave(work)
    lists = often(lambda: [overview.lines(setting.desk, view) for view in View], max(times // 2, 1))
    return [
        compare(f"open a chart at its {HELD} consents", Timing.of(ours), Timing.of(limits), slowest=50),
        compare("read the overview of papers", lists, lists),
    ]


def _with_consents(desk: Desk, family_name: str) -> str:
    """Register a patient with 40 consents of all kinds: 8 signed on the screen, others on paper, refused, waiting."""
    patient = register(desk, details=PatientDetails(family_name=family_name))
    offered = wordings.offered(desk)
    for wording in offered.values():
        if wording.is_sample and wording.language == "en":
            wordings.adopt(desk, wording.source)
    names = [one.id for one in offered.values() if one.kind in _SIGNED and one.language == "en"]
    today = desk.local(desk.now()).date()
    for place, name in zip(range(HELD), cycle(names), strict=False):
        consent = _prepared(desk, patient, name)
        if place % 5 == 0:
            sign(desk, consent)
        elif place % 5 in (1, 2):
            on_paper(desk, consent, today)
        elif place % 5 == 3:
            consents.decline(desk, consent, by_name="Zoë Nguyễn", reason="")
    return patient


_SIGNED = frozenset({TextKind.TREATMENT, TextKind.AGREEMENT, TextKind.RELEASE, TextKind.NOTICE})


def _prepared(desk: Desk, patient: str, name: str) -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=name, language="en"))

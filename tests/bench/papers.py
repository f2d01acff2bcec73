"""Papers: from the request to the finished PDF, beside reportlab alone for the same texts, tables and drawings."""

from collections.abc import Iterator
from io import BytesIO
from time import perf_counter

from pypdf import PdfReader

from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import consents, wordings
from tests.bench.bare_story import BareStory
from tests.bench.measure import Figure, Timing, compare, side_by_side, timed
from tests.bench.screen import leave, workplace
from tests.bench.setting import Setting

SHEETS = 3


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure a consent form to be signed, one of three sheets up to its preview, and the summary of a session."""
    yield _paper(setting, "one consent PDF", "consent", setting.consent)
    yield _preview(setting)
    yield _paper(setting, "one session summary PDF", "session", setting.signed)


def _paper(setting: Setting, what: str, kind: PaperKind, subject_id: str) -> Figure:
    def build() -> None:
        papers.build(setting.desk, PaperRequest(kind, subject_id))

    # One more than is timed: the first of each warms up.
    bare = BareStory(build, setting.sizes.papers + 1)
    return compare(what, *side_by_side(build, bare.set_once, setting.sizes.papers), most=1.3)


def _preview(setting: Setting) -> Figure:
    """Show a form of three sheets in the window, from the click to its painted first sheet."""
    request = _form_of_three_sheets(setting)
    bare = BareStory(lambda: papers.build(setting.desk, request), setting.sizes.papers + 1)
    work, painted = workplace(setting.desk)
    ours, limits = [], []
    try:
        work.show_paper(request)
        painted.wait()
        bare.set_once()
        for _time in range(setting.sizes.papers):
            work.show_place("today")
            painted.wait()
            started = perf_counter()
            work.show_paper(request)
            painted.wait_once()
            ours.append((perf_counter() - started) * 1000)
            limits.append(timed(bare.set_once))
    finally:
        leave(work)
    return compare(f"a {SHEETS}-page consent, click to preview", Timing.of(ours), Timing.of(limits), most=1.3)


def _form_of_three_sheets(setting: Setting) -> PaperRequest:
    """Prepare forms until one has so many sheets."""
    patient_id = setting.visitors[0]
    for text in wordings.offered(setting.desk).values():
        if text.id == "withdrawal":
            continue
        form = consents.prepare(setting.desk, patient_id=patient_id, text_name=text.id, language=text.language)
        request = PaperRequest("consent", form)
        if len(PdfReader(BytesIO(papers.build(setting.desk, request).content)).pages) == SHEETS:
            return request
    raise LookupError("no text has that many sheets")

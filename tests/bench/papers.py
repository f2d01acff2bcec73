"""Papers: from the request to the finished PDF, beside reportlab alone for the same texts, tables and drawings."""

from collections.abc import Iterator

from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperKind, PaperRequest
from tests.bench.bare_story import BareStory
from tests.bench.measure import Figure, compare, side_by_side
from tests.bench.setting import Setting


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure a consent form to be signed, and the summary of a finished session."""
    yield _paper(setting, "one consent PDF", "consent", setting.consent)
    yield _paper(setting, "one session summary PDF", "session", setting.signed)


def _paper(setting: Setting, what: str, kind: PaperKind, subject_id: str) -> Figure:
    def build() -> None:
        papers.build(setting.desk, PaperRequest(kind, subject_id))

    # One more than is timed: the first of each warms up.
    bare = BareStory(build, setting.sizes.papers + 1)
    return compare(what, *side_by_side(build, bare.set_once, setting.sizes.papers), most=1.3)

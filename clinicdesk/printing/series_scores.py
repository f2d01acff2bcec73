"""The scores of a series on paper: for each measure its curve, what became of it with every definition, the numbers."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.figures.score_curve import score_figure, score_labels
from clinicdesk.language import _
from clinicdesk.printing import score_curve
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records.measures import courses
from clinicdesk.records.measures.course_words import change_words, recall_words, told_of
from clinicdesk.records.measures.courses import Followed
from clinicdesk.records.measures.result import Score
from clinicdesk.records.series import Series
from clinicdesk.rules.scoring import band_of, score_text


def scores_of(desk: Desk, planned: Series, width: float) -> list[Flowable]:
    """Return the scores of a series, each measure under its own heading; nothing where none was answered."""
    story: list[Flowable] = []
    for followed in courses.in_series(desk, planned):
        story += _measure(followed, width)
    return story


def _measure(followed: Followed, width: float) -> list[Flowable]:
    figure = score_figure(followed)
    parts: list[Flowable] = []
    if figure is not None and len(figure.points) > 1:
        parts.append(score_curve.chart(figure, width))
    told = told_of(followed, followed.spans[0])
    head = (_("What became of it"), _("What that means"))
    parts.append(table(head, [(one.words, one.definition) for one in told], (2, 3), width))
    # Of how it was hour by hour the curve says enough; its numbers would fill sheets.
    if followed.measure.recall_hours:
        parts += [paragraph(" ", "small"), _numbers(followed, width)]
    about = _("{title}. It asks about {recall}.").format(
        title=followed.measure.full_title, recall=recall_words(followed.measure.recall_hours)
    )
    begin = [paragraph(followed.measure.title, "heading"), paragraph(about, "small"), parts[0]]
    return [KeepTogether(begin), *parts[1:]]


def _numbers(followed: Followed, width: float) -> Flowable:
    head = (_("Answered"), _("Score"), _("Called"), _("From the baseline"), _("Remark"))
    labels = score_labels(followed.spans)
    rows = [_row(followed, result, labels.get(result.id, "")) for result in followed.results]
    return table(head, rows, (2, 1, 2, 1.6, 3), width)


def _row(followed: Followed, result: Score, label: str) -> Sequence[str]:
    day = formats.format_date_time(result.answered_at)
    if result.total is None:
        return (day, "–", "", "", _("No score: answers are missing"))
    band = band_of(followed.measure, followed.rule.id, result.total, followed.sex)
    base = followed.spans[0].course.baseline
    later = base is not None and base.total is not None and result.id != base.id
    remarks = [label, _("overlaps with the time before") if result.id in followed.overlapping else ""]
    return (
        day,
        score_text(followed.rule, result.total),
        band.text if band else "",
        change_words(followed, base.total, result.total) if later and base and base.total is not None else "",
        ", ".join(filter(None, remarks)),
    )

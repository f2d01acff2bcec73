"""Everything on the curve as a plain table: for screen readers, and for whoever trusts a number more than a line."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.figures.score_curve import score_labels, treatment_words
from clinicdesk.language import _
from clinicdesk.records.measures.course_words import change_words
from clinicdesk.records.measures.courses import Followed
from clinicdesk.records.measures.result import Score
from clinicdesk.rules.scoring import band_of, score_text
from ui.widgets.record_table import Column, RecordTable


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One score or one treatment, by the id of its result or session; all texts as they are shown."""

    id: str
    at: datetime
    score: str
    what: str
    change: str
    treatment: bool


class CurveTable(RecordTable[CurveRow]):
    """The newest first, as what is asked about most."""

    def __init__(self) -> None:
        super().__init__(_("Scores and treatments"), _columns(), key=_key, dense=True)

    def show_followed(self, followed: Followed | None) -> None:
        """Show every score and treatment of a measure, those without a score too."""
        self.show_rows(rows_of(followed) if followed else [])


def rows_of(followed: Followed) -> list[CurveRow]:
    """Return what stands in the table, the newest first."""
    labels = score_labels(followed.spans)
    rows = [_score_row(followed, result, labels.get(result.id, "")) for result in followed.results]
    rows += [CurveRow(one.session_id, one.at, "", treatment_words(one), "", treatment=True) for one in followed.treated]
    return sorted(rows, key=lambda row: (row.at, row.treatment), reverse=True)


def _score_row(followed: Followed, result: Score, label: str) -> CurveRow:
    if result.total is None:
        return CurveRow(result.id, result.answered_at, "–", _("No score: answers are missing"), "", treatment=False)
    band = band_of(followed.measure, followed.rule.id, result.total, followed.sex)
    parts = [band.text if band else "", label]
    if result.id in followed.overlapping:
        parts.append(_("overlaps"))
    return CurveRow(
        id=result.id,
        at=result.answered_at,
        score=score_text(followed.rule, result.total),
        what=", ".join(filter(None, parts)),
        change=_change(followed, result),
        treatment=False,
    )


def _change(followed: Followed, result: Score) -> str:
    """Return how a score stands to the baseline of its series, with a sign that is read out."""
    span = followed.span_at(result.answered_at)
    base = span.course.baseline if span else None
    if base is None or base.total is None or result.total is None:
        return ""
    return change_words(followed, base.total, result.total)


def _columns() -> list[Column[CurveRow]]:
    return [
        Column(_("When"), lambda row: formats.format_date_time(row.at), 16),
        Column(_("Score"), lambda row: row.score, 5, right=True, strong=True),
        Column(_("Change"), lambda row: row.change, 7, right=True, priority=2),
        Column(_("What"), lambda row: row.what, 14, stretch=True, quiet=_is_treatment),
    ]


def _is_treatment(row: CurveRow) -> bool:
    return row.treatment


def _key(row: CurveRow) -> str:
    return row.id

"""The curve of a patient with five hundred answers and years of treatments: opened, and zoomed into."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinicdesk.records.measures import files
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert
from tests.bench import bare
from tests.bench.measure import Figure, compare, side_by_side
from tests.bench.screen import Painted, choices
from tests.bench.setting import KEY, Setting
from ui.app import make_app
from ui.curve.curve_panel import CurvePanel

SLOWEST = 100
"""Milliseconds from the patient being picked to the painted curve, beside its table and its sentences."""
KEY_SLOWEST = 16
_MEASURE = "phq-9"


class _Line(QWidget):
    """A bare line through as many points."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[QPointF] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPolyline(self.places)


def figures(setting: Setting) -> list[Figure]:
    """Open the curves of two patients by turns, beside their rows read and one line drawn; then zoom."""
    points = 500 if setting.sizes.openings > 10 else 20
    people = setting.charts[:2]
    for patient in people:
        _answer(setting, patient, points)
    make_app(choices())
    panel, line = CurvePanel(setting.desk), _Line()
    for shown in (panel, line):
        shown.resize(1100, 760)
        shown.show()
    try:
        opened = _opened(setting, panel, line, points)
        return [opened, _zoomed(panel, line, points)]
    finally:
        for shown in (panel, line):
            shown.close()
            shown.deleteLater()


def _opened(setting: Setting, panel: CurvePanel, line: _Line, points: int) -> Figure:
    people = setting.charts[:2]
    connection = bare.connection(setting.clinic.path, KEY)
    painted, drawn = Painted(panel), Painted(line)
    mine, theirs = cycle(people), cycle(people)

    def ours() -> None:
        panel.show_patient(next(mine))
        painted.wait()

    def limit() -> None:
        sql = "SELECT * FROM measure_results WHERE patient_id = ?"
        rows = connection.execute(sql, (next(theirs),)).fetchall()
        line.places = [QPointF(place, place % 28) for place in range(len(rows))]
        line.update()
        drawn.wait()

    timings = side_by_side(ours, limit, max(setting.sizes.openings, 4))
    treated = len(panel.view.figure.treatments) if panel.view.figure else 0
    return compare(f"curve, {points} points, {treated} treatments", *timings, slowest=SLOWEST)


def _zoomed(panel: CurvePanel, line: _Line, points: int) -> Figure:
    painted, drawn = Painted(panel), Painted(line)
    keys = cycle((Qt.Key.Key_Plus, Qt.Key.Key_PageDown, Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_0))

    def ours() -> None:
        QTest.keyClick(panel.view, next(keys))
        painted.wait()

    return compare(
        f"zoom or move a curve of {points} points",
        *side_by_side(ours, _redrawn(line, drawn), 60),
        slowest=KEY_SLOWEST,
    )


def _redrawn(line: _Line, drawn: Painted) -> Callable[[], None]:
    def redraw() -> None:
        line.update()
        drawn.wait()

    return redraw


def _answer(setting: Setting, patient: str, points: int) -> None:
    """Write a weekly questionnaire back over the years, in one entry: how it was recorded is measured elsewhere."""
    desk = setting.desk
    file_id, pinned = files.pin(desk, _MEASURE)
    rows: list[Change] = list(pinned)
    for week in range(points):
        total = (week * 7) % 28
        rows.append(
            insert(
                "measure_results",
                desk.new_id(),
                patient_id=patient,
                measure=_MEASURE,
                file_id=file_id,
                language="en",
                filled_by="patient",
                way="paper",
                answered_at=as_text(desk.now() - timedelta(weeks=points - week)),
                answers="{}",
                scores=json.dumps({"total": total}),
                total=total,
            )
        )
    desk.record("measure.record", *rows, patient=patient)

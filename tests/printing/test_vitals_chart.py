import dataclasses

import pytest

from clinicdesk.errors import CannotPrint
from clinicdesk.figures.vitals import Band, Limit, VitalsFigure
from clinicdesk.printing.page import build, content_width
from clinicdesk.printing.vitals_chart import chart
from tests.printing.sheets import PATIENT, imprint, letterhead, picture_count, texts

FIGURE = VitalsFigure(
    minutes_min=-15,
    minutes_max=90,
    y_min=20,
    y_max=220,
    ticks_x=tuple((m, str(m)) for m in range(0, 91, 15)),
    ticks_y=tuple((v, str(v)) for v in range(20, 221, 40)),
    pressures=((-10, 124, 76), (10, 140, 84), (20, 151, 90)),
    heart_rates=((-10, 71), (10, 80), (20, 88)),
    saturations=((-10, 98), (10, 97)),
    bands=(Band(0, 40, "Infusion", "infusion"), Band(20, 22, "Paused for 2 min", "pause"), Band(22, 23, "Gap", "gap")),
    limits=(Limit(180, "Systolic 180"), Limit(178, "Systolic 178"), Limit(110, "Diastolic 110")),
    now_minute=None,
)


def printed(figure):
    return build([chart(figure, content_width("A4"))], letterhead(), imprint(), PATIENT)


def test_the_chart_names_units_bands_limits_and_ticks_and_is_lines():
    pdf = printed(FIGURE)
    for expected in (
        "Blood pressure (mmHg)",
        "Pulse (beats per minute)",
        "Oxygen saturation, SpO2 (%)",
        "Minutes from the start",
        "Infusion",
        "Paused for 2 min",
        "Systolic 180",
        "Systolic 178",
        "Diastolic 110",
        "220",
    ):
        assert expected in texts(pdf)[0]
    assert picture_count(pdf) == 0


def test_every_reading_changes_the_drawing():
    whole = printed(FIGURE)
    for field in ("pressures", "heart_rates", "saturations", "bands", "limits"):
        fewer = dataclasses.replace(FIGURE, **{field: getattr(FIGURE, field)[:-1]})
        assert printed(fewer) != whole, field
    assert printed(dataclasses.replace(FIGURE, now_minute=30)) != whole


def test_a_session_without_readings_can_be_drawn():
    empty = dataclasses.replace(FIGURE, pressures=(), heart_rates=(), saturations=(), bands=(), limits=())
    assert "Blood pressure (mmHg)" in texts(printed(empty))[0]


def test_a_label_that_cannot_be_printed_is_told():
    with pytest.raises(CannotPrint, match="limit"):
        chart(dataclasses.replace(FIGURE, limits=(Limit(180, "血圧"),)), 400)


def test_many_short_pauses_leave_the_plot_its_room():
    stops = [
        Band(2.0 * n, 2.0 * n + 1, f"{('Infusion', 'Pause')[n % 2]}", ("infusion", "pause")[n % 2]) for n in range(30)
    ]
    text = texts(printed(dataclasses.replace(FIGURE, bands=tuple(stops))))[0]
    assert 1 <= text.count("Pause") < 30
    assert 1 <= text.count("Infusion") < 30

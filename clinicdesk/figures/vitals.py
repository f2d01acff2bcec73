"""The vital-signs figure of one session, computed once; the screen and the paper only draw it.

Times are minutes from the start of the infusion (negative before it). The ranges are fixed in advance and grow only in
whole steps, so that the picture does not jump when a reading arrives (NHS CUI, GTAB 096 and 097).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time to be shaded. ``kind`` is ``infusion``, ``pause``, ``recovery`` or ``gap``."""

    from_minute: float
    to_minute: float
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A horizontal line at ``value`` (mmHg, beats per minute or per cent), with its words."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class VitalsFigure:
    """Everything needed to draw the figure: ranges, labelled ticks, points, shaded bands and limit lines.

    ``pressures`` holds (minute, systolic, diastolic) in mmHg, ``heart_rates`` (minute, beats per minute) and
    ``saturations`` (minute, per cent); all on one y axis, each in the order of time.
    """

    minutes_min: float
    minutes_max: float
    y_min: int
    y_max: int
    ticks_x: tuple[tuple[float, str], ...]
    ticks_y: tuple[tuple[int, str], ...]
    pressures: tuple[tuple[float, int, int], ...]
    heart_rates: tuple[tuple[float, int], ...]
    saturations: tuple[tuple[float, int], ...]
    bands: tuple[Band, ...]
    limits: tuple[Limit, ...]
    now_minute: float | None

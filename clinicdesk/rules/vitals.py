"""Vital signs as they are typed: what each kind is, what it can be, and what is unusual enough to ask about.

A value outside ``possible`` is refused. One outside ``plausible`` is recorded after the person has said that it is
right. Both ranges only catch slips of the hand; they are wider than any limit that alarms (see ``monitoring``). No
guideline gives them: they are this project's own and contain what resuscitation rooms see.
LOINC: blood pressure, weight and pain were checked against published value sets; heart rate, SpO2, respiratory rate
and temperature are generally known and still to be verified at loinc.org before anything is exported.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.quantities import GRAMS_PER_POUND, decimal_text, rounded
from clinicdesk.rules.timeline import Moment


class Kind(StrEnum):
    """A kind of reading. The values are stored, so they never change."""

    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    HEART_RATE = "heart_rate"
    SPO2 = "spo2"
    RESPIRATORY_RATE = "respiratory_rate"
    TEMPERATURE = "temperature"
    SEDATION = "sedation"
    RASS = "rass"
    DISSOCIATION = "dissociation"
    DISTRESS = "distress"
    PAIN = "pain"
    WEIGHT = "weight"
    HEIGHT = "height"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a kind of reading is. Ranges are inclusive, in stored units; ``per_shown`` of them make one shown unit."""

    kind: Kind
    name: str
    short: str
    unit: str
    possible: tuple[int, int]
    plausible: tuple[int, int]
    loinc: str | None
    per_shown: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one kind at one moment. Systolic and diastolic of one cuff share their moment.

    ``value`` is in mmHg, beats or breaths per minute, per cent, tenths of °C, grams or points of a scale.
    ``at``, ``boot`` and ``uptime_ms`` are when it was taken, as in ``timeline.Event``.
    """

    kind: Kind
    value: int
    at: datetime
    boot: str
    uptime_ms: int

    @property
    def moment(self) -> Moment:
        """When it was taken."""
        return Moment(self.at, self.boot, self.uptime_ms)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a field's text means: the values, and a question when one of them is unusual."""

    values: Mapping[Kind, int]
    question: str | None = None


MEASURES: Mapping[Kind, Measure] = {
    measure.kind: measure
    for measure in (
        Measure(Kind.SYSTOLIC, _("Systolic blood pressure"), _("Systolic"), "mmHg", (30, 300), (70, 220), "8480-6"),
        Measure(Kind.DIASTOLIC, _("Diastolic blood pressure"), _("Diastolic"), "mmHg", (10, 220), (35, 130), "8462-4"),
        Measure(Kind.HEART_RATE, _("Heart rate"), _("HR"), _("per min"), (15, 300), (40, 160), "8867-4"),
        Measure(Kind.SPO2, _("Oxygen saturation"), "SpO2", "%", (30, 100), (85, 100), "59408-5"),
        Measure(Kind.RESPIRATORY_RATE, _("Respiratory rate"), _("RR"), _("per min"), (0, 80), (8, 30), "9279-1"),
        Measure(Kind.TEMPERATURE, _("Temperature"), _("Temp"), "°C", (250, 450), (350, 395), "8310-5", 10),
        Measure(Kind.SEDATION, _("Sedation (MOAA/S)"), "MOAA/S", "", (0, 5), (0, 5), None),
        Measure(Kind.RASS, _("Sedation (RASS)"), "RASS", "", (-5, 4), (-5, 4), None),
        Measure(Kind.DISSOCIATION, _("Dissociation (0 to 3)"), _("Dissoc."), "", (0, 3), (0, 3), None),
        Measure(Kind.DISTRESS, _("Distress (0 to 10)"), _("Distress"), "", (0, 10), (0, 10), None),
        Measure(Kind.PAIN, _("Pain"), _("Pain"), "", (0, 10), (0, 10), "72514-3"),
        Measure(Kind.WEIGHT, _("Weight"), _("Weight"), "kg", (2_000, 650_000), (35_000, 220_000), "29463-7", 1000),
        Measure(Kind.HEIGHT, _("Height"), _("Height"), "cm", (500, 2_600), (1_300, 2_150), "8302-2", 10),
    )
}

SEDATION_WORDS: Mapping[int, str] = {
    5: _("awake, answers readily to the name"),
    4: _("slow to answer to the name"),
    3: _("answers only to a loud or repeated name"),
    2: _("answers only to mild prodding"),
    1: _("answers only to a painful squeeze"),
    0: _("no answer at all"),
}
"""MOAA/S in our own words; the scale is the one of the esketamine label."""

RASS_WORDS: Mapping[int, str] = {
    4: _("fights, a danger to staff"),
    3: _("pulls at lines, aggressive"),
    2: _("moves often without aim"),
    1: _("restless, uneasy"),
    0: _("awake and calm"),
    -1: _("drowsy, wakes to the voice for more than 10 seconds"),
    -2: _("wakes to the voice for less than 10 seconds"),
    -3: _("moves to the voice, no eye contact"),
    -4: _("moves only when touched"),
    -5: _("no answer at all"),
}
"""The Richmond scale in our own words."""

DISSOCIATION_WORDS: Mapping[int, str] = {
    0: _("none"),
    1: _("mild: floating, colours or sounds changed"),
    2: _("marked: far away from body or room"),
    3: _("complete: cannot be reached by words for a while"),
}
"""The clinic's own rating in our own words; no published scale."""

_PRESSURE = re.compile(r"(\d{1,4})\s*[/\\ ,-]\s*(\d{1,4})(?:\s*mmhg)?")
_NUMBER = re.compile(r"([+-]?\d{1,5})(?:[.,](\d{1,3}))?\s*(kg|lbs?|cm|m|in|c|°c|f|°f|%|bpm|/min|per min)?")
_FEET = re.compile(r"(\d)\s*(?:'|ft|feet)\s*(?:(\d{1,2})\s*(?:\"|''|in)?)?")
_MILLIMETRES_PER_INCH = Decimal("25.4")
_MILLIMETRES = {"m": Decimal(1000), "cm": Decimal(10), "in": _MILLIMETRES_PER_INCH}
_UNITS: Mapping[Kind, frozenset[str]] = {
    Kind.WEIGHT: frozenset({"kg", "lb", "lbs"}),
    Kind.TEMPERATURE: frozenset({"c", "°c", "f", "°f"}),
    Kind.HEIGHT: frozenset({"cm", "m", "in"}),
    Kind.SPO2: frozenset({"%"}),
    Kind.HEART_RATE: frozenset({"bpm", "/min", "per min"}),
    Kind.RESPIRATORY_RATE: frozenset({"/min", "per min"}),
}


def parse_pressure(text: str) -> Typed:
    """Read a blood pressure: ``147/88``, ``147 88``. Raises BadValue with one sentence when it cannot be."""
    found = _PRESSURE.fullmatch(text.strip().lower())
    if not found:
        raise BadValue(_("Type a blood pressure as two numbers, for example 147/88."))
    systolic, diastolic = int(found[1]), int(found[2])
    if diastolic >= systolic:
        raise BadValue(
            _("{first}/{second} cannot be: the first number must be the higher one. Check the monitor.").format(
                first=systolic, second=diastolic
            )
        )
    questions = (check(Kind.SYSTOLIC, systolic), check(Kind.DIASTOLIC, diastolic))
    values = {Kind.SYSTOLIC: systolic, Kind.DIASTOLIC: diastolic}
    return Typed(values, next((question for question in questions if question), None))


def parse_reading(kind: Kind, text: str) -> Typed:
    """Read the text of one field, with or without its unit. Weights and temperatures become grams and tenths of °C.

    Raises BadValue with one sentence when the text is no number, has a wrong unit or cannot be true.
    """
    if kind in (Kind.SYSTOLIC, Kind.DIASTOLIC) and "/" in text:
        return parse_pressure(text)
    value = _stored(kind, text)
    return Typed({kind: value}, check(kind, value))


def parse_weight(text: str) -> Typed:
    """Read a weight: ``82.4``, ``82,4 kg``, ``181 lb``. The value is in grams (a pound is exactly 453.59237 g)."""
    return parse_reading(Kind.WEIGHT, text)


def check(kind: Kind, value: int) -> str | None:
    """Return a question when the value is unusual, None when it is not; raise BadValue when it is impossible."""
    measure = MEASURES[kind]
    if not measure.possible[0] <= value <= measure.possible[1]:
        raise BadValue(
            _("{name} cannot be {value}. It must be between {low} and {high}. Check it and type it again.").format(
                name=measure.name,
                value=show(kind, value),
                low=show(kind, measure.possible[0]),
                high=show(kind, measure.possible[1]),
            )
        )
    if measure.plausible[0] <= value <= measure.plausible[1]:
        return None
    return _("{name} {value} is unusual. Is it right?").format(name=measure.name, value=show(kind, value))


def show(kind: Kind, value: int) -> str:
    """Return the value with its unit, as read aloud: ``147 mmHg``, ``36.8 °C``, ``98%``."""
    measure = MEASURES[kind]
    if kind is Kind.TEMPERATURE:
        return f"{value // 10}.{value % 10} °C"
    number = decimal_text(value, measure.per_shown)
    if kind is Kind.RASS and value > 0:
        return f"+{number}"
    if measure.unit == "%":
        return f"{number}%"
    return f"{number} {measure.unit}".strip()


def _stored(kind: Kind, text: str) -> int:
    typed = text.strip().lower()
    if kind is Kind.HEIGHT and (feet := _FEET.fullmatch(typed)):
        return rounded((int(feet[1]) * 12 + int(feet[2] or 0)) * _MILLIMETRES_PER_INCH)
    found = _NUMBER.fullmatch(typed)
    measure = MEASURES[kind]
    unit = found[3] if found else None
    signed = bool(found) and typed[0] in "+-" and kind is not Kind.RASS
    if not found or signed or (unit and unit not in _UNITS.get(kind, frozenset())):
        raise BadValue(_not_a_number(measure))
    number = Decimal(f"{int(found[1])}.{found[2] or 0}")
    if kind is Kind.HEIGHT:
        return rounded(number * _MILLIMETRES.get(unit or "cm", Decimal(10)))
    if kind is Kind.WEIGHT:
        return rounded(number * (GRAMS_PER_POUND if unit in ("lb", "lbs") else 1000))
    if kind is Kind.TEMPERATURE:
        celsius = (number - 32) * 5 / 9 if unit in ("f", "°f") else number
        return rounded(celsius * 10)
    if found[2]:
        raise BadValue(_("{name} is a whole number. Leave out the decimals.").format(name=measure.name))
    return int(number)


_EXAMPLES: Mapping[Kind, str] = {
    Kind.SYSTOLIC: "120",
    Kind.DIASTOLIC: "80",
    Kind.HEART_RATE: "72",
    Kind.SPO2: "98",
    Kind.RESPIRATORY_RATE: "14",
    Kind.TEMPERATURE: "36.8",
    Kind.SEDATION: "5",
    Kind.RASS: "-1",
    Kind.DISSOCIATION: "1",
    Kind.DISTRESS: "2",
    Kind.PAIN: "3",
    Kind.WEIGHT: _("82.4 kg or 181 lb"),
    Kind.HEIGHT: _("178 cm or 5 ft 10 in"),
}


def _not_a_number(measure: Measure) -> str:
    return _("{name} must be a number, for example {example}.").format(
        name=measure.name, example=_EXAMPLES[measure.kind]
    )

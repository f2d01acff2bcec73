"""How dates, durations, doses, weights and names are shown: one way, on every screen and every paper.

Sources: NHS CUI (dates D+Ta, times D+Tb, medicines MEDi, patient banner PAB, names NID) and the ISMP list of
error-prone abbreviations. Regional settings of the PC are ignored on purpose.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

from clinicdesk.language import _
from clinicdesk.rules.dates import age_months, age_years, date_text
from clinicdesk.rules.quantities import (
    concentration_text,
    decimal_text,
    dose_text,
    kilograms_text,
    pounds_text,
    rate_text,
    volume_text,
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

DRUG_NAMES: Mapping[str, str] = {"ketamine": "ketAMINE"}
"""How a drug is displayed when the clinic set nothing else. The plain name is what is stored, searched and read out."""


def format_date(day: date | None) -> str:
    """Return ``21-Jul-1968``, or ``Not recorded`` (D+Ta-0002 to 0010, 0022)."""
    return _("Not recorded") if day is None else date_text(day)


def format_day(day: date) -> str:
    """Return the date with its weekday, ``Tue 09-Dec-2025`` (D+Ta-0016)."""
    return f"{_DAYS[day.weekday()]} {date_text(day)}"


def format_time(moment: datetime) -> str:
    """Return ``09:40`` on the 24-hour clock, in the zone the moment carries (D+Tb-0001)."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def format_date_time(moment: datetime) -> str:
    """Return ``09-Dec-2025 09:40`` in the zone the moment carries."""
    return f"{date_text(moment.date())} {format_time(moment)}"


def format_duration(minutes: int) -> str:
    """Return whole units without the zero ones: ``1 h 5 min``, ``2 h``, ``0 min`` (D+Tb-0018, 0026)."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return ("-" if minutes < 0 else "") + " ".join(parts)


def format_timer(milliseconds: int) -> str:
    """Return a running timer: ``7:05``, from one hour ``1:07:05``."""
    seconds = max(milliseconds, 0) // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"


def format_age(born: date, on: date) -> str:
    """Return ``57 y``; below two years ``14 months``; below one month ``12 days``."""
    years, months = age_years(born, on), age_months(born, on)
    if years >= 2:
        return _("{count} y").format(count=years)
    if months >= 1:
        return _("{count} months").format(count=months) if months != 1 else _("1 month")
    days = (on - born).days
    return _("{count} days").format(count=days) if days != 1 else _("1 day")


def format_born(born: date | None, on: date) -> str:
    """Return ``21-Jul-1968 (57 y)`` for the patient banner, or ``Not known`` (PAB-0019, 0034)."""
    return _("Not known") if born is None else f"{date_text(born)} ({format_age(born, on)})"


def format_dose(micrograms: int) -> str:
    """Return ``41.2 mg``, ``1,200 mg``, below 0.1 mg ``50 mcg``: exact, no trailing zero (MEDi-015 to 017)."""
    return dose_text(micrograms)


def format_volume(microlitres: int) -> str:
    """Return ``0.824 mL``."""
    return volume_text(microlitres)


def format_rate(microlitres_per_hour: int) -> str:
    """Return ``150 mL per hour``."""
    return rate_text(microlitres_per_hour)


def format_concentration(micrograms_per_ml: int) -> str:
    """Return ``50 mg per mL``."""
    return concentration_text(micrograms_per_ml)


def format_weight(grams: int) -> str:
    """Return kilograms as recorded with pounds beside them, ``82.4 kg (181.7 lb)``."""
    return f"{kilograms_text(grams)} ({pounds_text(grams)})"


def format_height(millimetres: int) -> str:
    """Return a height in centimetres, ``178 cm``."""
    return f"{decimal_text(millimetres, 10)} cm"


def format_money(cents: int) -> str:
    """Return an amount of money with its sign, ``$1,250.00`` or ``-$20.00``."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def format_name(family: str, given: str, title: str = "") -> str:
    """Return ``LINDQVIST, Per (Mr)``: family name in capitals, comma, title in brackets (PAB-0049, NID-0001)."""
    # "ß" has no capital in common use: upper() would spell the name differently.
    capitals = "".join(letter if letter == "ß" else letter.upper() for letter in family.strip())
    name = ", ".join(part for part in (capitals, given.strip()) if part)
    return f"{name} ({title.strip()})" if title.strip() and name else name or _("Not known")


def format_address(*, street: str, city: str, region: str, postal_code: str, country: str) -> str:
    """Return an address on one line: ``8 Lakeview Drive, Duluth, MN 55804``; without a region ``…, 48143 Münster``."""
    if region.strip():
        town = ", ".join(part for part in (city.strip(), f"{region.strip()} {postal_code.strip()}".strip()) if part)
    else:
        town = f"{postal_code.strip()} {city.strip()}".strip()
    return ", ".join(part for part in (street.strip(), town, country.strip()) if part)


def format_drug(name: str, own_names: Mapping[str, str] | None = None) -> str:
    """Return how this clinic displays a drug, word by word: ``ketAMINE hydrochloride``.

    ``own_names`` are the clinic's settings and win over the default. A name within another one (esketamine) is another
    drug and stays as it is.
    """
    names = {**DRUG_NAMES, **(own_names or {})}
    whole = names.get(name.casefold())
    return whole or _WORD.sub(lambda found: names.get(found[0].casefold(), found[0]), name)


def plain_drug(shown: str, own_names: Mapping[str, str] | None = None) -> str:
    """Return the plain name of a drug that was typed or left as it is displayed: what is stored and searched."""
    plain = {display: name for name, display in {**DRUG_NAMES, **(own_names or {})}.items()}
    return plain.get(shown) or _WORD.sub(lambda found: plain.get(found[0], found[0]), shown)


_WORD = re.compile(r"[^\W\d_]+")


def format_record_number(number: int) -> str:
    """Return ``004 182``."""
    digits = f"{number:06d}"
    return f"{digits[:-3]} {digits[-3:]}"

"""Amounts as people type them, read exactly: milligrams, millilitres, rates. No guessing, no floats."""

import re

from clinicdesk.errors import BadValue
from clinicdesk.language import _

_NUMBER = re.compile(r"(\d{1,7})(?:\.(\d+))?\s*([a-z/ ]*)", re.ASCII)


def parse_amount(text: str, *, per_shown: int, units: frozenset[str], name: str) -> int:
    """Return a typed amount in stored units; ``per_shown`` (a power of ten) of them make one shown unit.

    The unit may be left out. Raises BadValue for another unit, a comma (it may mean a thousand or a decimal) and more
    decimals than can be kept: an amount is never rounded behind somebody's back.
    """
    typed = " ".join(text.strip().lower().split())
    if "," in typed:
        raise BadValue(_("{name}: write decimals with a point, and no comma.").format(name=name))
    found = _NUMBER.fullmatch(typed)
    if not found or (found[3].strip() and found[3].strip() not in units):
        raise BadValue(
            _("{name} must be a number in {unit}, for example 41.2.").format(name=name, unit=sorted(units)[0])
        )
    digits = len(str(per_shown)) - 1
    decimals = (found[2] or "").rstrip("0")
    if len(decimals) > digits:
        raise BadValue(_("{name} has too many decimals.").format(name=name))
    return int(found[1]) * per_shown + int((decimals or "0").ljust(digits, "0") or "0")


def parse_milligrams(text: str, name: str) -> int:
    """Read ``41.2`` or ``41.2 mg`` as micrograms."""
    return parse_amount(text, per_shown=1000, units=frozenset({"mg"}), name=name)


def parse_millilitres(text: str, name: str) -> int:
    """Read ``100`` or ``0.824 mL`` as microlitres."""
    return parse_amount(text, per_shown=1000, units=frozenset({"ml"}), name=name)


def parse_rate(text: str, name: str) -> int:
    """Read ``150`` or ``150 mL per hour`` as microlitres per hour."""
    return parse_amount(text, per_shown=1000, units=frozenset({"ml per hour", "ml/h", "ml/hr", "ml"}), name=name)


def parse_minutes(text: str, name: str, most: int) -> int:
    """Read ``40`` or ``40 min`` as whole minutes up to ``most``."""
    minutes = parse_amount(text, per_shown=1, units=frozenset({"min", "minutes"}), name=name)
    if minutes > most:
        raise BadValue(_("{name} can be {most} minutes at most.").format(name=name, most=most))
    return minutes


def parse_litres_per_minute(text: str, name: str) -> int:
    """Read ``2`` or ``2.5 L/min`` as millilitres per minute."""
    return parse_amount(text, per_shown=1000, units=frozenset({"l/min", "l per minute", "l"}), name=name)

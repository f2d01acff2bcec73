"""Amounts of money as people type them, read into whole cents."""

import re

from clinicdesk.errors import BadValue
from clinicdesk.language import _

MOST_CENTS = 100_000_000
"""A million dollars: more is a slip of the finger."""

_AMOUNT = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?\s*\$?")


def parse_money(text: str) -> int:
    """Return the cents of ``250``, ``250.00``, ``$250``, ``1,250.50``. Raises ``BadValue``.

    A comma before two digits ("250,50") could mean either sign, so it is asked and not guessed.

    >>> parse_money("$1,250.5")
    125050
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BadValue(_("This is not an amount. Type it like 250 or 250.00."))
    cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise BadValue(_("This is more than a million. Check the amount."))
    return cents

"""The program's own words on a form, in the language of the form: files in ``resources/consents/words``.

``paper.es.toml`` holds what stands on the paper around the text ("Signature", "Page 1 of 3"), ``screen.es.toml`` what
the patient reads on the screen. A language without a file, and a word that one lacks, is shown in English.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from clinicdesk import resources

Place = Literal["paper", "screen"]
_ENGLISH = "en"


@cache
def form_words(language: str, place: Place) -> Mapping[str, str]:
    """Return the words by name. ``language`` is a code such as ``es`` or ``es-MX``."""
    found = _read(_ENGLISH, place)
    for code in (language.split("-")[0], language):
        found = {**found, **_read(code, place)}
    return found


def form_day(language: str, day: date) -> str:
    """Return ``02-Mar-2026`` in the words of a form's language: nobody takes the month for the day."""
    months = form_words(language, "paper")["months"].split()
    return f"{day.day:02d}-{months[day.month - 1]}-{day.year:04d}"


@cache
def _read(language: str, place: Place) -> Mapping[str, str]:
    path = resources.folder("consents") / "words" / f"{place}.{language}.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

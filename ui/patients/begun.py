"""Registrations that were begun and left: each in a place of its own, so that nothing comes under another name."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from ui.shell.form_draft import FormDraft

FIRST_PLACE = "registration:new"
MOST_BEGUN = 9
"""Registrations one person may have begun and left; the next one goes over the first."""


def left_in(draft: FormDraft, place: str) -> Any:
    """Return what was left in a place, or None; what an older version of the form left is nothing."""
    body = draft.body_of(place)
    return body if isinstance(body, dict) and "texts" in body else None


def place_for(draft: FormDraft, texts: Mapping[str, str]) -> str:
    """Return the place of the draft that begins with these texts, or a free one; without texts that of any draft."""
    places = [FIRST_PLACE, *(f"{FIRST_PLACE} {number}" for number in range(2, MOST_BEGUN + 1))]
    left = {place: left_in(draft, place) for place in places}
    if not texts:
        return next((place for place, body in left.items() if body), FIRST_PLACE)
    same = (place for place, body in left.items() if body and texts.items() <= body["texts"].items())
    free = (place for place, body in left.items() if not body)
    return next(chain(same, free), FIRST_PLACE)

"""The cards and words of the call screen, from ``resources/call_screen/cards.toml``, in the patient's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from clinicdesk.records.toml_table import Table
from clinicdesk.resources import read_text

ENGLISH = "en"
_FILE = "call_screen/cards.toml"


@dataclass(frozen=True, slots=True)
class CallCard:
    """One card: its words by language, the name of its picture, and whether it ``calls`` somebody."""

    id: str
    calls: bool
    icon: str
    words: Mapping[str, str]


def cards() -> tuple[CallCard, ...]:
    """Return the cards in their order."""
    return _read()[0]


def card(card_id: str) -> CallCard | None:
    """Return one card, or None."""
    return next((found for found in cards() if found.id == card_id), None)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages the cards are written in."""
    return tuple(_read()[1])


def words(language: str) -> Mapping[str, str]:
    """Return what stands around the cards, in English where the language is not known."""
    found = _read()[1]
    return found.get(language, found[ENGLISH])


@cache
def _read() -> tuple[tuple[CallCard, ...], dict[str, Mapping[str, str]]]:
    file = Table.parse(read_text(_FILE), _FILE)
    by_language = file.table("words")
    spoken = by_language.names()
    made = tuple(
        CallCard(
            id=one.text("id"),
            calls=one.flag("calls"),
            icon=one.text("icon"),
            words={language: one.text(language) for language in spoken},
        )
        for one in file.tables("cards")
    )
    around: dict[str, Mapping[str, str]] = {}
    for language in spoken:
        table = by_language.table(language)
        around[language] = {name: table.text(name) for name in table.names()}
    return made, around

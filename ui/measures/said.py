"""The words of a measure: to whoever answers, in their language; to staff, also where its own words are not free."""

from clinicdesk.language import _
from clinicdesk.rules.measure import Item, Words

_LONGEST_NUMBER = 3


def said(words: Words, language: str) -> str:
    """Return a text in a language, else in English, else in any it has."""
    plain = language.split("-")[0]
    return words.get(language) or words.get(plain) or words.get("en") or next(iter(words.values()), "")


def item_words(item: Item, language: str = "en") -> str:
    """Return what staff read of an item: its words, or where they are not free its number on the sheet."""
    return said(item.text, language) or _("Question {number}").format(number=item.id)


def item_number(item: Item) -> str:
    """Return the number an item has on its sheet, or nothing."""
    return item.id if item.id[:1].isdecimal() and len(item.id) <= _LONGEST_NUMBER else ""

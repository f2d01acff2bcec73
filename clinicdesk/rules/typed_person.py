"""Carries what was typed in a search box, or said in an enquiry, into a registration."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.errors import BadValue
from clinicdesk.rules.date_readings import readings
from clinicdesk.rules.dates import AmbiguousDate, date_text, parse_birth_date
from clinicdesk.rules.names import phone_digits
from clinicdesk.rules.phone_numbers import phone_text, split_extension

_FEWEST_DIGITS = 7
_WORDS_OF_A_DATE = (3, 2, 1)
_DIGITS_OF_A_DATE = 8


def fields_from(typed: str, today: date) -> Mapping[str, str]:
    """Return the texts of the form's fields that somebody typed into one line, in any order.

    Names, a date of birth, a phone number, an e-mail address. "Lindqvist, Per" is family name first, "Per Lindqvist"
    given name first, a single word a family name. A birth date that could be read two ways is carried as it was typed,
    for the form to ask. Digits that are none of this, such as a record number, are nothing one could register.
    """
    words, email = _without_email(typed.split())
    words, born = _without_date(words, today)
    words, phone = _without_phone(words)
    plain = " ".join(word for word in words if word.strip("@<>#*") and not any(sign.isdigit() for sign in word))
    found = {**_names(plain), "email": email, "birth_date": born, "phone_mobile": phone}
    return {name: text for name, text in found.items() if text}


def _without_email(words: list[str]) -> tuple[list[str], str]:
    place = next((place for place, word in enumerate(words) if "@" in word.strip("@")), None)
    if place is None:
        return words, ""
    return words[:place] + words[place + 1 :], words[place].strip("<>,;")


def _without_date(words: list[str], today: date) -> tuple[list[str], str]:
    """Take the first date out; of several words, such as ``21 Jul 1968``, as well."""
    for width in _WORDS_OF_A_DATE:
        for place in range(len(words) - width + 1):
            born = _birth_date(" ".join(words[place : place + width]), today)
            if born:
                return words[:place] + words[place + width :], born
    return words, ""


def _birth_date(text: str, today: date) -> str:
    # "today" and "+7" are dates in other fields; eight digits in a row may be, seven or ten are a phone number.
    if not any(sign.isdigit() for sign in text) or text[0] in "+-":
        return ""
    if text.isdigit() and len(text) == _DIGITS_OF_A_DATE:
        return _eight_digits(text, today)
    try:
        return date_text(parse_birth_date(text.strip(",;"), today))
    except AmbiguousDate:
        return text.strip(",;")
    except BadValue:
        return ""


def _eight_digits(text: str, today: date) -> str:
    """Return digits alone as a date where they can be one, as the search box reads them; where two, the form asks."""
    days = [day for day in readings(text, today) if len(day) == _DIGITS_OF_A_DATE]
    if len(days) > 1:
        return f"{text[:2]}/{text[2:4]}/{text[4:]}"
    return date_text(date.fromisoformat(days[0])) if days else ""


def _without_phone(words: list[str]) -> tuple[list[str], str]:
    """Take the longest run of words out that is a phone number, its extension with it."""
    for width in range(len(words), 0, -1):
        for place in range(len(words) - width + 1):
            text = " ".join(words[place : place + width])
            number, _extension = split_extension(text)
            starts = text[0] in "+(" or text[0].isdigit()
            if starts and not any(map(str.isalpha, number)) and len(phone_digits(text)) >= _FEWEST_DIGITS:
                return words[:place] + words[place + width :], phone_text(text)
    return words, ""


def _names(plain: str) -> dict[str, str]:
    plain = plain.strip(" ,;")
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
    else:
        given, _space, family = plain.rpartition(" ")
    return {"family_name": _capital(family, plain), "given_name": _capital(given, plain)}


def _capital(name: str, typed: str) -> str:
    """Give names a capital where everything was typed in small letters, as one does when searching."""
    if typed != typed.lower():
        return name
    return " ".join("-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in name.split())

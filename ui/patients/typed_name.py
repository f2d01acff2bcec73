"""Carries what was typed in a search box into a registration."""

from datetime import date
from typing import Any

from clinicdesk.errors import BadValue
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.dates import parse_birth_date
from clinicdesk.rules.names import phone_digits


def details_from(typed: str, today: date) -> PatientDetails:
    """Return what the typed text says: a name, a date of birth, a phone number or an e-mail address.

    "Lindqvist, Per" is family name first; "Per Lindqvist" is given name first; a single word is a family name.
    """
    typed = " ".join(typed.split())
    if "@" in typed and " " not in typed:
        return PatientDetails(email=typed)
    if any(sign.isdigit() for sign in typed):
        return PatientDetails(**_from_number(typed, today))
    if "," in typed:
        family, given = (part.strip() for part in typed.split(",", 1))
    else:
        given, _space, family = typed.rpartition(" ")
    return PatientDetails(family_name=_capital(family, typed), given_name=_capital(given, typed))


def _from_number(typed: str, today: date) -> dict[str, Any]:
    try:
        return {"birth_date": parse_birth_date(typed, today)}
    except BadValue:
        letters = any(sign.isalpha() for sign in typed)
        # Letters and digits mixed, or a record number, are nothing one could register.
        return {"phone_mobile": typed} if not letters and len(phone_digits(typed)) >= 7 else {}


def _capital(name: str, typed: str) -> str:
    """Give names a capital where everything was typed in small letters, as one does when searching."""
    if typed != typed.lower():
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.split())

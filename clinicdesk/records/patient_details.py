"""What is written down about who a patient is and how to reach them, checked before it is recorded."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from clinicdesk.errors import BadValue
from clinicdesk.formats import format_address
from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.dates import checked_birth_date
from clinicdesk.rules.phone_numbers import phone_text

LONGEST_TEXT = 500
"""Characters in one field. The longest names known have about 250; more is a paste gone wrong."""

SEXES = ("female", "male", "intersex")
"""What ``sex_at_birth`` may hold. Gender is free text, because people say it in their own words."""

CHANNELS = ("phone_mobile", "phone_home", "email", "letter")
"""What ``preferred_channel`` may hold: how a patient likes to be reached."""

ANSWERED_FIELDS = (
    "birth_date",
    "sex_at_birth",
    "phone_mobile",
    "phone_home",
    "email",
    "emergency_name",
    "referring_clinician",
    "treating_clinicians",
    "former_names",
    "deceased_on",
    "moved_away_on",
    "do_not_call",
    "leave_message",
    "preferred_channel",
)
"""Fields where "none" or "does not know" is an answer of its own, kept apart from not having asked."""

HAPPENED = frozenset({"deceased_on", "moved_away_on"})
"""Dates of what may have happened on a day that nobody knows: then the answer is SOME, and the date is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDetails:
    """Who a patient is and how to reach them. An empty text or None says nothing; ``answers`` says why it is empty.

    ``answers`` holds UNKNOWN and NONE by field name, and SOME for what happened on an unknown day; see ``answer``.

    Attributes:
        do_not_call: ``yes``, or nothing; the answer NONE says that the patient may be called.
        leave_message: ``yes`` or ``no``: whether a message may be left with somebody else or on a machine.
        preferred_channel: One of ``CHANNELS``; the answer NONE says that any will do.
        distinguishing_remark: How to tell this patient from a namesake, written when both were registered.
    """

    family_name: str = ""
    given_name: str = ""
    middle_name: str = ""
    preferred_name: str = ""
    title: str = ""
    birth_date: date | None = None
    sex_at_birth: str = ""
    gender: str = ""
    pronouns: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone_mobile: str = ""
    phone_home: str = ""
    email: str = ""
    language: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    referring_clinician: str = ""
    treating_clinicians: str = ""
    deceased_on: date | None = None
    former_names: str = ""
    moved_away_on: date | None = None
    do_not_call: str = ""
    leave_message: str = ""
    preferred_channel: str = ""
    distinguishing_remark: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answer(self, name: str) -> Answer:
        """Return which of the four answers a field holds."""
        return Answer.SOME if getattr(self, name) else self.answers.get(name, Answer.NOT_ASKED)

    @property
    def deceased(self) -> bool:
        """Whether the patient has died, be the day known or not."""
        return self.answer("deceased_on") is Answer.SOME

    @property
    def moved_away(self) -> bool:
        """Whether the patient has moved away, be the day known or not."""
        return self.answer("moved_away_on") is Answer.SOME

    @property
    def address(self) -> str:
        """The address on one line, as screens and papers show it."""
        return format_address(
            street=self.street,
            city=self.city,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
        )


PHONES = ("phone_mobile", "phone_home", "emergency_phone")
DATES = ("birth_date", "deceased_on", "moved_away_on")
COLUMNS = tuple(item.name for item in fields(PatientDetails) if item.name != "answers")
"""The columns of ``patients`` a person fills in."""


def happened(name: str, patient: str = "p") -> str:
    """Return the SQL condition that something of ``HAPPENED`` did, be its day known or not.

    ``patient`` is what the table of patients is called in the query.
    """
    return (
        f"({patient}.{name} IS NOT NULL OR EXISTS (SELECT 1 FROM patient_answers happened "
        f"WHERE happened.id = {patient}.id || ' {name}' AND happened.answer = 'some'))"
    )


def checked(details: PatientDetails, today: date) -> PatientDetails:
    """Return the details with clean texts, or raise ``BadValue`` naming the field that cannot be recorded.

    Only a name is needed, the family or the given one: somebody who walks in may not be able to say more.
    """
    clean: dict[str, Any] = {name: _clean(getattr(details, name), name) for name in COLUMNS if name not in DATES}
    clean |= {name: phone_text(clean[name]) for name in PHONES}
    if not clean["family_name"] and not clean["given_name"]:
        raise BadValue(_("A name is needed: type the family name, the given name or both."), "family_name")
    for name, (offered, sentence) in _chosen().items():
        if clean[name] not in ("", *offered):
            raise BadValue(sentence, name)
    _check_dates(details, today)
    answers = {
        name: answer
        for name, answer in details.answers.items()
        if not getattr(details, name, None) and _is_answer(name, answer)
    }
    # A whole Patient may be given; only what a person fills in goes on.
    plain = PatientDetails(**{name: getattr(details, name) for name in DATES})
    return replace(plain, **clean, answers=answers)


def _chosen() -> dict[str, tuple[tuple[str, ...], str]]:
    """Return what the fields may hold that are chosen, and what to say of anything else."""
    return {
        "sex_at_birth": (SEXES, _("Choose one of the offered answers for sex at birth.")),
        "do_not_call": (("yes",), _("Choose whether the patient may be called.")),
        "leave_message": (("yes", "no"), _("Choose whether a message may be left.")),
        "preferred_channel": (CHANNELS, _("Choose how the patient likes to be reached.")),
    }


def _is_answer(name: str, answer: Answer) -> bool:
    return name in ANSWERED_FIELDS and (
        answer in (Answer.UNKNOWN, Answer.NONE) or (answer is Answer.SOME and name in HAPPENED)
    )


def clean_line(text: str) -> str:
    """Return typed text as one line: spaces made single, without control characters and hidden direction switches.

    The switches could make a name read backwards, also on the lines around it. What emoji and scripts need stays.
    """
    return " ".join("".join(" " if _is_hidden(letter) else letter for letter in text).split())


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" or "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"


def _clean(text: str, name: str) -> str:
    line = clean_line(text)
    if len(line) > LONGEST_TEXT:
        raise BadValue(
            _("This is longer than {count} characters. Shorten it, or write the rest in a note.").format(
                count=LONGEST_TEXT
            ),
            name,
        )
    return line


def _check_dates(details: PatientDetails, today: date) -> None:
    born = details.birth_date
    if born is not None:
        try:
            checked_birth_date(born, today)
        except BadValue as problem:
            raise BadValue(str(problem), "birth_date") from problem
    if not _can_be(born, details.deceased_on, today):
        raise BadValue(_("The date of death is before the birth or in the future. Check both dates."), "deceased_on")
    if not _can_be(born, details.moved_away_on, today):
        raise BadValue(
            _("The day of moving away is before the birth or in the future. Check both dates."), "moved_away_on"
        )


def _can_be(born: date | None, happened: date | None, today: date) -> bool:
    return happened is None or (happened <= today and (born is None or born <= happened))

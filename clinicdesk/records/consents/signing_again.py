"""Who signed an earlier version of a text and is to sign the one in use now."""

from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.formats import format_name
from clinicdesk.records import patient_lines, wordings
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import signed_on


@dataclass(frozen=True, slots=True)
class SigningAgain:
    """A patient whose consent counts, but on an earlier version. ``next_visit`` is a day of the clinic."""

    patient_id: str
    patient_name: str
    record_number: int
    birth_date: date | None
    title: str
    text_name: str
    language: str
    signed_version: int
    signed_at: datetime
    next_visit: date | None

    @property
    def key(self) -> str:
        """Name the text and its language."""
        return wordings.text_key(self.text_name, self.language)


def to_sign_again(desk: Desk, key: str = "") -> list[SigningAgain]:
    """Return who is to sign one text (``iv-ketamine-mood.en``), or any, once more; whoever comes next stands first."""
    again = {name: version for name, version in wordings.must_sign_again(desk).items() if key in ("", name)}
    return _people(desk, [one for one in _counting(desk, again) if one.text_version < again[one.key]])


def would_sign_again(desk: Desk, key: str) -> list[SigningAgain]:
    """Return who would be to sign a text once more if a version that asks for it were published now."""
    return _people(desk, _counting(desk, {key: 0}))


def _counting(desk: Desk, keys: dict[str, int]) -> list[Consent]:
    """Return of each patient the consent that counts, where it is on one of these texts.

    The newest counts, in whatever language: who signed the Spanish text since, is asked by that one.
    """
    newest: dict[tuple[str, str], Consent] = {}
    for consent in signed_on(desk, sorted({key.rpartition(".")[0] for key in keys})):
        whose = (consent.patient_id, consent.text_name)
        if consent.counts and (whose not in newest or newest[whose].since < consent.since):
            newest[whose] = consent
    return [consent for consent in newest.values() if consent.key in keys]


def _people(desk: Desk, found: list[Consent]) -> list[SigningAgain]:
    known = {line.id: line for line in patient_lines.lines(desk, list({one.patient_id for one in found}))}
    people = []
    for one in found:
        line = known.get(one.patient_id)
        if line is None or line.deceased:
            continue
        people.append(
            SigningAgain(
                patient_id=line.id,
                patient_name=format_name(line.family_name, line.given_name),
                record_number=line.record_number,
                birth_date=line.birth_date,
                title=one.title,
                text_name=one.text_name,
                language=one.language,
                signed_version=one.text_version,
                signed_at=one.since,
                next_visit=line.next_visit,
            )
        )
    return sorted(people, key=lambda one: (one.next_visit or date.max, one.patient_name, one.title))

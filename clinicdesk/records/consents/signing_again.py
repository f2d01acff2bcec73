"""Who signed an earlier version of a text and is to sign the one in use now."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.formats import format_name
from clinicdesk.records import patient_lines, wordings
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import by_ids, of_people
from clinicdesk.records.wordings import TextKind

_EARLIER = """
SELECT c.id FROM json_each(?) j JOIN consents c ON c.text_name || '.' || c.language = j.key
WHERE CAST(c.text_version AS INTEGER) < j.value
AND EXISTS (SELECT 1 FROM consent_events s WHERE s.consent_id = c.id AND s.valid_until >= ?)
AND NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = c.id
                AND x.kind IN ('superseded', 'withdrawn', 'declined', 'voided'))
"""
_NEXT = 1_000_000
"""A version after every one there can be."""


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
    return _people(desk, _counting(desk, again))


def would_sign_again(desk: Desk, key: str) -> list[SigningAgain]:
    """Return who would be to sign a text once more if a version that asks for it were published now."""
    return _people(desk, _counting(desk, {key: _NEXT}))


def _counting(desk: Desk, before: dict[str, int]) -> list[Consent]:
    """Return the consents that count today on a version before the one given for each text.

    One that the same person signed since on the same text, in whatever language, takes its place; a release stands
    beside other releases, to other people.
    """
    desk.may_see("papers")
    today = desk.local(desk.now()).date().isoformat()
    ids = [row["id"] for row in desk.rows(_EARLIER, json.dumps(before), today)]
    found = [consent for consent in by_ids(desk, ids) if consent.counts]
    # Signing marks what it replaces; only registrations that were merged later may hold two that count.
    people = of_people(desk, sorted({consent.patient_id for consent in found}))
    return [
        consent
        for consent in found
        if consent.kind is TextKind.RELEASE
        or not any(
            other.counts and other.text_name == consent.text_name and other.since > consent.since
            for other in people.get(consent.patient_id, ())
        )
    ]


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

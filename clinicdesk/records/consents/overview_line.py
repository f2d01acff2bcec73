"""One line of the overview of papers: of a visit's need or of a consent, with whose it is and what waits already."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import patient_lines
from clinicdesk.records.consents.consent import Consent, badge_of
from clinicdesk.records.consents.needs import PaperNeed
from clinicdesk.records.consents.status import ChipKind
from clinicdesk.records.patient_lines import PatientLine

_PREPARED = """
SELECT i.kept_under AS patient_id, c.text_name, c.id FROM json_each(?) j
JOIN search_identities i ON i.kept_under = j.value
JOIN consents c ON c.patient_id = i.patient_id
WHERE NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = c.id
                  AND x.kind IN ('signed', 'signed_on_paper', 'declined', 'withdrawn', 'voided'))
ORDER BY c.form_number
"""


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One paper of one patient. ``state`` is shown as a chip of ``kind``; ``note`` says what is to be done.

    ``consent_id`` is None where there is no form yet; ``text_name`` is then the text to prepare. ``need`` is what a
    visit lacks, where it is about one. ``prepared_id`` is a form on the same text that waits to be signed.
    """

    patient_id: str
    name: str
    record_number: int
    birth_date: date | None
    paper: str
    text_name: str
    language: str
    consent_id: str | None
    state: str
    kind: ChipKind
    note: str
    next_visit: date | None
    need: PaperNeed | None = None
    prepared_id: str | None = None

    @property
    def key(self) -> str:
        """What names the line while the list is open."""
        return f"{self.patient_id} {self.text_name or self.paper} {self.consent_id or ''}"


def of_need(need: PaperNeed, day: date) -> OverviewLine:
    """Return the line of what a visit lacks; name and number are put in by ``with_people``."""
    badge = badge_of(need.state)
    waits = need.prepared_id is not None
    return OverviewLine(
        patient_id=need.patient_id,
        name="",
        record_number=0,
        birth_date=None,
        paper=need.title,
        text_name=need.text_name,
        language=need.language,
        consent_id=need.prepared_id or need.consent_id,
        state=need.state.words[:1].upper() + need.state.words[1:],
        kind=badge[1] if badge else "neutral",
        note=_("A form waits to be signed") if waits else "",
        next_visit=day,
        need=need,
        prepared_id=need.prepared_id,
    )


def of_consent(consent: Consent, state: str, kind: ChipKind, note: str) -> OverviewLine:
    """Return the line of a consent; name, number and next visit are put in by ``with_people``."""
    return OverviewLine(
        patient_id=consent.patient_id,
        name="",
        record_number=0,
        birth_date=None,
        paper=consent.title,
        text_name=consent.text_name,
        language=consent.language,
        consent_id=consent.id,
        state=state,
        kind=kind,
        note=note,
        next_visit=None,
    )


def with_people(desk: Desk, found: Iterable[OverviewLine], *, keep_day: bool = False) -> list[OverviewLine]:
    """Return the lines with names and next visits (or the day they have); who has died needs no papers."""
    wanted = list(found)
    known = _people(desk, [line.patient_id for line in wanted])
    return [
        replace(
            line,
            name=formats.format_name(person.family_name, person.given_name),
            record_number=person.record_number,
            birth_date=person.birth_date,
            next_visit=line.next_visit if keep_day else person.next_visit,
        )
        for line in wanted
        if (person := known.get(line.patient_id)) is not None and not person.deceased
    ]


def with_prepared(desk: Desk, found: Sequence[OverviewLine]) -> list[OverviewLine]:
    """Return the lines with the form that was prepared in place of the old one, if somebody did."""
    rows = desk.rows(_PREPARED, json.dumps(list({line.patient_id for line in found})))
    waiting = {(row["patient_id"], row["text_name"]): row["id"] for row in rows}
    lines_of = []
    for line in found:
        prepared_id = waiting.get((line.patient_id, line.text_name))
        note = _("A form waits to be signed") if prepared_id else line.note
        lines_of.append(replace(line, prepared_id=prepared_id, note=note))
    return lines_of


def _people(desk: Desk, patient_ids: Sequence[str]) -> dict[str, PatientLine]:
    return {line.id: line for line in patient_lines.lines(desk, list(dict.fromkeys(patient_ids)))}

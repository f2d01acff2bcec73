"""The overview of papers: who lacks what, what expires, what was declined or withdrawn, what waits for somebody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.consents import dependents, needs, signing_again
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.overview_line import OverviewLine as OverviewLine
from clinicdesk.records.consents.overview_line import of_consent, of_need, with_people, with_prepared
from clinicdesk.records.consents.reading import by_ids
from clinicdesk.records.consents.status import Status
from clinicdesk.records.wordings import TextKind
from clinicdesk.records.wordings.header_words import signer_words
from clinicdesk.storage.clock import as_text

VISIT_DAYS = 14
"""How many days ahead visits are looked at, today not counted."""

DAYS_AHEAD = 30
"""How many days before its last one a consent is said to expire soon. Our own choice: time for one more visit."""

LOOK_BACK_DAYS = 365
"""How long a refusal nothing depends on is still listed. Our own choice; the chart shows it for ever."""

_COMING = """
SELECT s.id, s.planned_on FROM sessions s WHERE s.planned_on >= ? AND s.planned_on <= ? AND s.voided_reason IS NULL
AND NOT EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = s.id AND x.kind IN ('started', 'not_treated'))
ORDER BY s.planned_on, s.planned_time, s.id
"""
_EXPIRING = """
SELECT s.consent_id AS id FROM consent_events s
WHERE s.valid_until >= ? AND s.valid_until <= ?
AND NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = s.consent_id
                AND x.kind IN ('superseded', 'withdrawn', 'declined', 'voided'))
"""
_ENDED = "SELECT DISTINCT s.consent_id AS id FROM consent_events s WHERE s.kind IN ('withdrawn', 'declined')"
# Everybody signed, as far as counting tells; a mark, a form signed at home and a question ask for a closer look.
_INCOMPLETE = """
SELECT c.id FROM consents c
WHERE NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = c.id
                  AND x.kind IN ('superseded', 'withdrawn', 'declined', 'voided', 'expired'))
AND (EXISTS (SELECT 1 FROM consent_events q WHERE q.consent_id = c.id AND q.kind = 'asked')
     OR EXISTS (SELECT 1 FROM consent_events p WHERE p.consent_id = c.id AND p.kind = 'signed_on_paper'
                AND (p.detail IS NOT NULL OR NOT EXISTS
                     (SELECT 1 FROM consent_events r WHERE r.consent_id = c.id AND r.kind = 'scan_received')))
     OR (EXISTS (SELECT 1 FROM consent_events s WHERE s.consent_id = c.id AND s.kind IN ('signed', 'signed_on_paper'))
         AND (json_array_length(c.signers) > (SELECT count(*) FROM signatures g
                                              WHERE g.subject_table = 'consents' AND g.subject_id = c.id)
              OR EXISTS (SELECT 1 FROM signatures m WHERE m.subject_table = 'consents' AND m.subject_id = c.id
                         AND m.detail LIKE '%"mark"%'))))
"""

# Both said and recorded after it, as the gate counts (rules.consent_needs).
_ANSWERED_SINCE = """
SELECT 1 FROM consents c JOIN consent_events s ON s.consent_id = c.id JOIN search_entries e ON e.id = s.version
WHERE s.kind IN ('signed', 'signed_on_paper') AND s.occurred_at > ? AND e.seq > ? AND c.text_name = ?
AND c.patient_id IN (SELECT i.patient_id FROM search_identities i WHERE i.kept_under = ?)
AND NOT EXISTS (SELECT 1 FROM consent_events w WHERE w.consent_id = c.id AND w.kind IN ('withdrawn', 'declined'))
LIMIT 1
"""


class View(StrEnum):
    """One list of the overview."""

    MISSING = "missing"
    EXPIRING = "expiring"
    ENDED = "ended"
    INCOMPLETE = "incomplete"
    AGAIN = "again"


def view_name(view: View) -> str:
    """Return the name of a list as it stands on the screen and on paper."""
    return {
        View.MISSING: _("Missing for the next 14 days"),
        View.EXPIRING: _("Expiring soon"),
        View.ENDED: _("Declined or withdrawn"),
        View.INCOMPLETE: _("Not complete"),
        View.AGAIN: _("Sign again"),
    }[view]


def lines(desk: Desk, view: View) -> list[OverviewLine]:
    """Return one list, whoever comes next first."""
    desk.may_see("papers")
    found = _READS[view](desk)
    if view in (View.EXPIRING, View.AGAIN):
        found = with_prepared(desk, found)
    return sorted(found, key=lambda line: (line.next_visit or date.max, line.name, line.paper))


def _missing(desk: Desk) -> list[OverviewLine]:
    """Return what the treatments of the next days lack; a paper that several visits lack stands at the first."""
    today = desk.local(desk.now()).date()
    last = today + timedelta(days=VISIT_DAYS)
    days = {
        row["id"]: date.fromisoformat(row["planned_on"])
        for row in desk.rows(_COMING, today.isoformat(), last.isoformat())
    }
    found: dict[str, OverviewLine] = {}
    for session_id, wanted in needs.of_visits(desk, list(days)).items():
        for need in wanted:
            line = of_need(need, days[session_id])
            if not need.done and line.key not in found:
                found[line.key] = line
    return with_people(desk, found.values(), keep_day=True)


def _expiring(desk: Desk) -> list[OverviewLine]:
    today = desk.local(desk.now()).date()
    until = today + timedelta(days=DAYS_AHEAD)
    found = by_ids(desk, _ids(desk, _EXPIRING, today.isoformat(), until.isoformat()))

    def line(consent: Consent) -> OverviewLine:
        last = consent.valid_until or until
        words = _("Expires {day}").format(day=formats.format_date(last))
        days = (last - today).days
        note = ngettext("{count} day left", "{count} days left", days).format(count=days) if days else _("Last day")
        return of_consent(consent, words, "warn", note)

    return with_people(desk, (line(one) for one in found if one.was_given and one.status is not Status.EXPIRED))


def _ended(desk: Desk) -> list[OverviewLine]:
    since = desk.now() - timedelta(days=LOOK_BACK_DAYS)
    found = [one for one in by_ids(desk, _ids(desk, _ENDED)) if one.kind is not TextKind.WITHDRAWAL]
    lines_of = {consent.id: of_consent(consent, _ended_words(desk, consent), "danger", "") for consent in found}
    known = with_people(desk, lines_of.values())
    by_id = {consent.id: consent for consent in found}
    kept = []
    for line in known:
        consent = by_id[str(line.consent_id)]
        if _answered_since(desk, consent):
            continue
        # Nothing that is planned can depend on it where nothing is planned.
        count = len(dependents.of(desk, consent)) if line.next_visit or consent.since > since else 0
        if count:
            words = ngettext("{count} thing depends on it", "{count} things depend on it", count)
            kept.append(replace(line, note=words.format(count=count)))
        elif consent.since > since:
            kept.append(replace(line, note=_("Nothing depends on it")))
    return kept


def _ended_words(desk: Desk, consent: Consent) -> str:
    return f"{consent.status.words} {formats.format_date(desk.local(consent.since).date())}"


def _answered_since(desk: Desk, consent: Consent) -> bool:
    """Tell whether the patient signed the same text after saying no."""
    refused = consent.deciding_event
    assert refused is not None, "what was refused was decided"
    at = as_text(refused.occurred_at)
    return desk.row(_ANSWERED_SINCE, at, refused.seq, consent.text_name, consent.patient_id) is not None


def _incomplete(desk: Desk) -> list[OverviewLine]:
    found = by_ids(desk, _ids(desk, _INCOMPLETE))
    lines_of = [of_consent(one, one.status.words, one.status.kind, note) for one in found if (note := waiting_for(one))]
    return with_people(desk, lines_of)


def waiting_for(consent: Consent) -> str:
    """Return in a few words what a form that was begun waits for: ``Clinician``, ``Scan``, ``2 questions``; or none."""
    questions = len(consent.open_questions)
    if consent.status is Status.PREPARED:
        words = ngettext("{count} question to answer", "{count} questions to answer", questions)
        return words.format(count=questions) if questions else ""
    if consent.status is Status.SCAN_TO_FOLLOW:
        return _("Waits for: {things}").format(things=_("scan"))
    if consent.status is Status.INCOMPLETE:
        people = ", ".join(signer_words(who) for who in consent.missing_signers)
        return _("Waits for: {things}").format(things=people)
    return ""


def _again(desk: Desk) -> list[OverviewLine]:
    return [
        OverviewLine(
            patient_id=one.patient_id,
            name=one.patient_name,
            record_number=one.record_number,
            birth_date=one.birth_date,
            paper=one.title,
            text_name=one.text_name,
            language=one.language,
            consent_id=None,
            state=_("Signed version {version}").format(version=one.signed_version),
            kind="warn",
            note=_("Signed {day}").format(day=formats.format_date(desk.local(one.signed_at).date())),
            next_visit=one.next_visit,
        )
        for one in signing_again.to_sign_again(desk)
    ]


_READS: dict[View, Callable[[Desk], list[OverviewLine]]] = {
    View.MISSING: _missing,
    View.EXPIRING: _expiring,
    View.ENDED: _ended,
    View.INCOMPLETE: _incomplete,
    View.AGAIN: _again,
}


def _ids(desk: Desk, sql: str, *values: str) -> list[str]:
    return [row["id"] for row in desk.rows(sql, *values)]

"""What is missing or dangerous about a visit, in a few words; clinical words only for those who treat."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.appointments import Stage
from clinicdesk.records.consents.needs import Needs, at_start, badges_for
from clinicdesk.records.eligibility import VisitNeed
from clinicdesk.records.sessions import CheckItem
from clinicdesk.records.today.facts import Facts
from clinicdesk.records.today.row import HERE, OVER, Badge, BadgeKind
from clinicdesk.records.today.visits import Visit
from clinicdesk.rules.timeline import BEFORE_START

NOT_HERE_AFTER = timedelta(minutes=15)
"""How long after the planned time a patient who has not come is marked. Our own choice."""

_GRAVITY = ("danger", "warn", "info", "neutral")


def badges_of(
    desk: Desk,
    visit: Visit,
    facts: Facts,
    papers: Mapping[str, Needs],
    suits: Mapping[str, VisitNeed],
    namesakes: frozenset[str],
) -> tuple[Badge, ...]:
    """Return the badges of a visit, the gravest first."""
    found = [*_of_patient(visit, facts, namesakes), *_of_calls(visit, facts)]
    if visit.session and visit.stage not in OVER:
        found += _of_session(visit, facts, papers)
        found += _of_eligibility(visit, suits.get(visit.session.id))
    found += _of_visit(desk, visit, facts)
    found += _of_measures(visit, facts)
    return tuple(sorted(found, key=lambda badge: _GRAVITY.index(badge.kind)))


def _of_patient(visit: Visit, facts: Facts, namesakes: frozenset[str]) -> Iterable[Badge]:
    if facts.people[visit.patient_id].deceased and visit.stage not in OVER:
        yield Badge(_("Recorded as deceased"), "danger")
    if substances := facts.allergies.get(visit.patient_id):
        more = f" +{len(substances) - 1}" if len(substances) > 1 else ""
        yield Badge(_("Allergy: {substance}").format(substance=substances[0]) + more, "danger", asks=False)
    elif facts.clinical and visit.phase in BEFORE_START and visit.patient_id not in facts.answers:
        yield Badge(_("Allergies not asked"), "warn")
    if visit.patient_id in namesakes and visit.stage not in OVER:
        yield Badge(_("Same name today"), "info", asks=False)


def _of_calls(visit: Visit, facts: Facts) -> Iterable[Badge]:
    """Yield that an answer of the patient calls for a clinician, and nothing of what was answered."""
    calls = facts.calls.get(visit.patient_id, ())
    if any(not one.is_taken for one in calls):
        yield Badge(_("Clinician needed now"), "danger")
    elif calls:
        yield Badge(_("{name} sees to the call").format(name=calls[0].taken_by), "warn")


def _of_measures(visit: Visit, facts: Facts) -> Iterable[Badge]:
    """Yield what is to be asked: of those who come later too, but only whoever is here can be asked."""
    waiting = facts.measures_due.get(visit.patient_id, ())
    if not waiting or visit.stage in OVER:
        return
    more = f" +{len(waiting) - 1}" if len(waiting) > 1 else ""
    is_here = visit.stage in HERE
    yield Badge(waiting[0].badge + more, "warn" if waiting[0].overdue and is_here else "info", asks=is_here)


def _of_eligibility(visit: Visit, need: VisitNeed | None) -> Iterable[Badge]:
    """Yield what holds a treatment before its start; once somebody is treated it was decided."""
    if need is None or visit.phase not in BEFORE_START:
        return
    if need.badge is not None:
        words, chip = need.badge
        yield Badge(words, chip if chip != "ok" else "neutral")
    if visit.stage in HERE and visit.stage is not Stage.ARRIVED and need.same_day.still_open:
        yield Badge(_("Today's questions open"), "warn")


def _of_visit(desk: Desk, visit: Visit, facts: Facts) -> Iterable[Badge]:
    at = visit.starts_at(desk)
    if visit.stage is Stage.BOOKED and at and at.date() == facts.today and facts.now - at > NOT_HERE_AFTER:
        yield Badge(_("Not here yet"), "warn")
    if visit.stage in HERE and facts.contact_confirmed.get(visit.key) is False:
        yield Badge(_("Confirm contact"), "warn")
    if visit.session and visit.stage in (Stage.DISCHARGED, Stage.NOT_TREATED) and not visit.signed:
        yield Badge(_("Unsigned"), "warn")


def _of_session(visit: Visit, facts: Facts, papers: Mapping[str, Needs]) -> Iterable[Badge]:
    assert visit.session is not None
    session_id = visit.session.id
    needed = papers.get(session_id, ())
    # What only the check-in asks for is no matter any more while somebody is treated.
    for words, chip in badges_for(needed if visit.phase in BEFORE_START else at_start(needed)):
        kind: BadgeKind = chip if chip != "ok" else "neutral"
        yield Badge(words, kind, asks=kind != "info")
    if session_id in facts.unenrolled:
        yield Badge(_("Not enrolled in the programme"), "warn")
    if warning := facts.authorisations.get(visit.patient_id):
        yield Badge(warning, "warn")
    if session_id in facts.escort_late:
        yield Badge(_("Escort late"), "warn")
    if session_id in facts.held and visit.phase in BEFORE_START:
        yield Badge(_("Held"), "warn", asks=False)
    if visit.stage not in HERE:
        return
    if visit.stage is Stage.CHECKED_IN and not facts.clinical:
        yield Badge(_("Waits for a clinician"), "info")
    if session_id not in facts.ordered:
        yield Badge(_("Order to sign") if facts.clinical else _("Prescriber must sign order"), "info")
    protocol = facts.protocols[session_id]
    if facts.clinical and protocol.fasting.is_asked and not facts.has_check(session_id, CheckItem.FASTING):
        yield Badge(_("Fasting not asked"), "warn")
    if protocol.escort_required and not facts.has_check(session_id, CheckItem.ESCORT):
        yield Badge(_("Escort missing"), "warn")

"""Before the start: arrival, who the patient is, fasting, escort, and what is asked and looked at in the chair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_duration
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.eligibility import files, gate, same_day
from clinicdesk.records.sessions.events import cleaned, event_row, refuse_closed, when
from clinicdesk.records.sessions.reading import get, line
from clinicdesk.records.sessions.session import CheckItem, Session
from clinicdesk.rules.names import fold
from clinicdesk.rules.start_checks import GAUGES, Said, at_the_chair, missing_words, refuse_wordless, undecided
from clinicdesk.rules.timeline import BEFORE_START, EventKind, Moment, may_follow
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The two identifiers as the patient just said them, typed again: whole name and date of birth."""

    name: str
    birth_date: date


def arrive(desk: Desk, session_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the patient is here. Receptionists may; they read nothing clinical for it."""
    session = line(desk, session_id)
    if not may_follow(EventKind.ARRIVED, session.phase):
        raise BadValue(_("This patient is here already, or the session is over."))
    at = when(desk, occurred_at)
    row = insert(
        "session_events",
        desk.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        kind=str(EventKind.ARRIVED),
        occurred_at=as_text(at.at),
        boot=at.boot,
        uptime_ms=at.uptime_ms,
        transcribed=int(desk.transcribing),
    )
    desk.record("session.arrive", row, patient=session.patient_id)


def check_fasting(
    desk: Desk,
    session_id: str,
    *,
    solids_at: datetime,
    liquids_at: datetime,
    nasal_used: bool | None = None,
    nasal_at: datetime | None = None,
    reason: str | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record when the patient last ate and last drank. Too short a fast needs a reason to go on with it, which prints.

    Where the protocol asks for it, also when a nasal steroid or decongestant was used last, or that none was.
    ``occurred_at`` is when it was asked; now, if not given. Source of the hours: the protocol's fasting preset.
    """
    session = _before_start(desk, session_id)
    asked = when(desk, occurred_at)
    now = asked.at
    if max(solids_at, liquids_at) > now:
        raise BadValue(_("This time is in the future. Type when the patient last ate and drank."), "fasting")
    if session.protocol.fasting.nasal_minutes is not None and (nasal_used is None or nasal_used != bool(nasal_at)):
        raise BadValue(_("Ask about nasal steroids and decongestants: a time, or none."), "nasal")
    if nasal_at is not None and nasal_at > now:
        raise BadValue(_("This time is in the future. Type when the spray was used last."), "nasal")
    too_short = fasting_problem(session, solids_at, liquids_at, now, nasal_at)
    if too_short and not cleaned(reason):
        raise BadValue(_("{problem} Wait, or give a reason to go on.").format(problem=too_short), "reason")
    _record_check(
        desk,
        session,
        CheckItem.FASTING,
        asked,
        solids_at=as_text(solids_at),
        liquids_at=as_text(liquids_at),
        kept=not too_short,
        reason=cleaned(reason) if too_short else None,
        **({} if nasal_used is None else {"nasal_at": as_text(nasal_at) if nasal_at else None}),
    )


def fasting_problem(
    session: Session, solids_at: datetime, liquids_at: datetime, now: datetime, nasal_at: datetime | None = None
) -> str | None:
    """Return what is too short about the fast, or None. ``nasal_at``: a nasal steroid or decongestant was used."""
    preset = session.protocol.fasting
    for since, minutes, sentence in (
        (solids_at, preset.solids_minutes, _("The last food was less than {time} ago.")),
        (liquids_at, preset.clear_liquids_minutes, _("The last drink was less than {time} ago.")),
        (nasal_at, preset.nasal_minutes, _("The nasal spray was used less than {time} ago.")),
    ):
        if since is not None and minutes is not None and (now - since).total_seconds() < minutes * 60:
            return sentence.format(time=format_duration(minutes))
    return None


def check_escort(desk: Desk, session_id: str, *, name: str, phone: str, occurred_at: datetime | None = None) -> None:
    """Record who takes the patient home. A name and a phone number are both needed."""
    session = _before_start(desk, session_id)
    if not cleaned(name):
        raise BadValue(_("Type the name of the person who takes the patient home."), "name")
    if sum(sign.isdigit() for sign in phone) < 5:
        raise BadValue(_("Type a phone number the escort answers today."), "phone")
    asked = when(desk, occurred_at)
    _record_check(desk, session, CheckItem.ESCORT, asked, name=cleaned(name), phone=cleaned(phone))


@dataclass(frozen=True, slots=True)
class Site:
    """Where the IV line is, and the gauge of its cannula."""

    where: str
    gauge: int


def check_at_chair(
    desk: Desk,
    session_id: str,
    *,
    site: Site | None = None,
    medicines: Said | None = None,
    substances: Said | None = None,
    suicidality: Said | None = None,
    today: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record what was asked and looked at in the chair, in one entry; what is None was not asked and stays open.

    ``today``: answers to questions of the day that nobody asked at the check-in; one of them may hold the visit.
    Asked again, the later answer counts. A yes needs the patient's words (``BadValue``); nothing follows from it by
    itself: where it speaks against treatment, a clinician decides and says why (``Said.go_on``), now or later.
    """
    session = _before_start(desk, session_id)
    at = when(desk, occurred_at)
    rows = [] if site is None else [_check_row(desk, session, CheckItem.SITE, at, **_checked_site(site))]
    asked = {CheckItem.MEDICINES: medicines, CheckItem.SUBSTANCES: substances, CheckItem.SUICIDALITY: suicidality}
    for item, said in asked.items():
        if said is not None:
            refuse_wordless(item, said)
            go_on = cleaned(said.go_on) if said.yes else None
            decider = {"decided_by": desk.person.name} if go_on else {}
            words = cleaned(said.words) if said.yes else None
            rows.append(_check_row(desk, session, item, at, yes=said.yes, words=words, go_on=go_on, **decider))
    if replies := _replies(desk, session, today or {}):
        rows.append(_check_row(desk, session, CheckItem.TODAY, at, same_day=replies))
    if not rows:
        raise BadValue(_("There is nothing to record yet."))
    desk.record("session.check", *rows, patient=session.patient_id)


def _replies(desk: Desk, session: Session, said: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to the questions of the day, checked. Raises ``BadValue`` for what is no answer."""
    need = gate.of_visit(desk, session.id) if said else None
    asked = files.offered().get(need.treatment) if need else None
    return same_day.checked(desk, asked.same_day, need.same_day.replies, said) if asked and need else {}


def said_of(session: Session, item: CheckItem) -> Said | None:
    """Return the latest answer to what was asked in the chair, or None when nobody asked."""
    event = session.check_of(item)
    if event is None:
        return None
    return Said(bool(event.detail["yes"]), event.detail.get("words") or "", event.detail.get("go_on") or "")


def must_fast(session: Session) -> bool:
    """Say whether the protocol wants the patient to have fasted at all."""
    return session.protocol.fasting.is_asked


def missing_at_chair(session: Session) -> tuple[str, ...]:
    """Return what is still to ask, to look at or to decide in the chair, as sentences."""
    missing = []
    for item in at_the_chair(session.protocol.kind):
        event = session.check_of(item)
        if event is None:
            missing.append(missing_words(item))
        elif item is not CheckItem.SITE and (open_ := undecided(item, said_of(session, item) or Said(yes=False))):
            missing.append(open_)
    return tuple(missing)


def _checked_site(site: Site) -> dict[str, object]:
    where = cleaned(site.where)
    if not where:
        raise BadValue(_("Say where the IV line is."), "site")
    if site.gauge not in GAUGES:
        raise BadValue(_("Choose the gauge of the cannula."), "gauge")
    return {"site": where, "gauge": site.gauge}


def refuse_wrong_patient(desk: Desk, session: Session, said: Identifiers) -> None:
    """Raise ``BadValue`` unless name and date of birth are those of the session's patient.

    Source: typing two identifiers again before an act cut wrong-patient sessions by 41 per cent in a randomised trial
    (Adelman 2013, J Am Med Inform Assoc, PMC3638184).
    """
    patient = patients.get(desk, session.patient_id)
    if patient.deceased or patient.voided_reason:
        raise BadValue(_("This chart is closed: the patient has died, or the record was voided. Stop."), "identity")
    if patient.birth_date is None:
        raise BadValue(_("The chart has no date of birth, which is the second identifier. Add it to the chart first."))
    typed = set(fold(said.name).split())
    family = set(fold(patient.family_name).split())
    first_names = set(fold(f"{patient.given_name} {patient.preferred_name} {patient.middle_name}").split())
    same_name = family <= typed and (not first_names or bool(typed & first_names)) and typed <= family | first_names
    if not same_name or said.birth_date != patient.birth_date:
        raise BadValue(
            _("Name and date of birth are not those of this chart. Stop, and make sure who is in the chair."),
            "identity",
        )


def _before_start(desk: Desk, session_id: str) -> Session:
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase not in BEFORE_START:
        raise BadValue(_("The session has started or is over. Write this as a note or a comment."))
    return session


def _record_check(desk: Desk, session: Session, item: CheckItem, asked: Moment, **detail: object) -> None:
    desk.record("session.check", _check_row(desk, session, item, asked, **detail), patient=session.patient_id)


def _check_row(desk: Desk, session: Session, item: CheckItem, asked: Moment, **detail: object) -> Change:
    return event_row(desk, session, EventKind.CHECKING, asked, item=str(item), **detail)


__all__ = [
    "Identifiers",
    "Site",
    "arrive",
    "check_at_chair",
    "check_escort",
    "check_fasting",
    "fasting_problem",
    "missing_at_chair",
    "must_fast",
    "refuse_wrong_patient",
    "said_of",
]

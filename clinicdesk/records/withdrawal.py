"""What a patient can take back now, and recording it, with the infusion that ends by it.

The word counts from the moment it is spoken. It stops the drug, never the monitoring or the discharge. Where somebody
at the pump records it, its end is part of the same entry; elsewhere whoever is at the pump is told to stop it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import consents, pinned_protocols, sessions
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.consents.rows import event
from clinicdesk.records.identities import surviving
from clinicdesk.records.sessions import EndReason, Session, SessionLine
from clinicdesk.records.sessions.events import event_row, in_order, now_of, when
from clinicdesk.records.wordings import TakenBack, TextKind
from clinicdesk.rules.timeline import EventKind, Moment, Phase
from clinicdesk.storage.entry import Change

_STANDS = frozenset({Status.INCOMPLETE, Status.SIGNED, Status.SCAN_TO_FOLLOW, Status.EXPIRED})
_NOT_TAKEN_BACK = frozenset({TextKind.NOTICE, TextKind.WITHDRAWAL, TextKind.DISCHARGE})
_FLOWS = frozenset({Phase.RUNNING, Phase.PAUSED})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a patient can take back.

    Attributes:
        spoken: By a word, from the moment it is said.
        written: By a signed withdrawal form only.
        chosen: The ids of what is most likely meant: the treatment that runs, else the only one there is.
        running: The session whose infusion has begun and not ended, or None.
    """

    patient_id: str
    spoken: tuple[Consent, ...]
    written: tuple[Consent, ...]
    chosen: frozenset[str]
    running: SessionLine | None


def offer(desk: Desk, patient_id: str) -> Offer:
    """Return what a patient can take back now."""
    kept = surviving(desk, patient_id)
    standing = [c for c in consents.of_patient(desk, kept) if c.status in _STANDS and c.kind not in _NOT_TAKEN_BACK]
    spoken = tuple(c for c in standing if c.taken_back is TakenBack.SPOKEN)
    written = tuple(c for c in standing if c.taken_back is TakenBack.WRITTEN and c.status is not Status.EXPIRED)
    running = next((line for line in sessions.running(desk) if line.patient_id == kept), None)
    return Offer(kept, spoken, written, _chosen(desk, spoken, running), running)


def record(
    desk: Desk,
    patient_id: str,
    taken_back: Sequence[Consent],
    *,
    by_name: str,
    reason: str = "",
    at: datetime,
    stopped_session_id: str | None = None,
) -> bool:
    """Record in one entry what the patient took back at the moment ``at``; return whether an infusion ended by it.

    ``stopped_session_id``: the session whose pump the person at this desk stops, if that is theirs to do. Raises
    ``BadValue``.
    """
    if not taken_back:
        raise BadValue(_("Choose what the patient takes back."), "consents")
    open_now = {one.id for one in offer(desk, patient_id).spoken}
    if not {one.id for one in taken_back} <= open_now:
        raise BadValue(_("One of these was taken back or replaced meanwhile. Look at the list again."), "consents")
    # A clock that was set back while the sheet was open must not keep the word out.
    at = min(at, desk.now())
    first, *others = taken_back
    ends = list(_ending(desk, stopped_session_id, at)) if stopped_session_id else []
    rows = [event(desk, one, "withdrawn", at, by_name=by_name.strip(), reason=reason.strip()) for one in others]
    consents.withdraw(desk, first, by_name=by_name, reason=reason, at=at, also=(*rows, *ends))
    return bool(ends)


def covering(taken: Iterable[Consent], names: Sequence[str]) -> list[Consent]:
    """Return those of some consents that are to a treatment any of these texts covers."""
    wanted = set(names)
    return [one for one in taken if wanted & {one.text_name, *one.covers}]


def texts_of_series(desk: Desk, series_id: str) -> tuple[str, ...]:
    """Return the consent texts any of which covers the treatment of a series, by its own protocol."""
    desk.may_see("plan")
    row = desk.row("SELECT protocol_id FROM series WHERE id = ?", series_id)
    return tuple(pinned_protocols.read(desk, row["protocol_id"]).consents) if row else ()


def _chosen(desk: Desk, spoken: Sequence[Consent], running: SessionLine | None) -> frozenset[str]:
    if running is not None:
        return frozenset(one.id for one in covering(spoken, texts_of_series(desk, running.series_id)))
    treatments = [one.id for one in spoken if one.kind is TextKind.TREATMENT]
    return frozenset(treatments if len(treatments) == 1 else ())


def _ending(desk: Desk, session_id: str, at: datetime) -> Iterable[Change]:
    """Yield the row that ends the infusion, where it flows and this person may end it."""
    if not desk.may("session.end"):
        return
    session = sessions.get(desk, session_id)
    if session.phase in _FLOWS and not session.is_signed:
        yield event_row(
            desk,
            session,
            EventKind.ENDED,
            _stopped_at(desk, session, at),
            ended=str(EndReason.STOPPED),
            reason=_("Consent withdrawn"),
        )


def _stopped_at(desk: Desk, session: Session, at: datetime) -> Moment:
    try:
        return in_order(session, when(desk, at), chosen=True)
    except BadValue:
        # A pause pressed while the sheet was open, or a clock that was set: it never keeps an infusion from ending.
        return now_of(desk)

"""What becomes of a consent, event by event and signature by signature, and where those leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from clinicdesk.language import _
from clinicdesk.records.wordings import Signer

ChipKind = Literal["neutral", "ok", "info", "warn", "danger"]
"""How a state is shown: the kind of chip, as ``ui.widgets.chip`` names them."""

ON_PAPER = " on paper"
UNABLE = "absent"
"""The capacity of somebody who cannot make the decision, as it is kept (``sign.Capacity.ABSENT``)."""
_SIGNED = frozenset({"signed", "signed_on_paper"})


class Status(StrEnum):
    """Where one consent stands."""

    PREPARED = "prepared"
    INCOMPLETE = "incomplete"
    SIGNED = "signed"
    SCAN_TO_FOLLOW = "scan_to_follow"
    DECLINED = "declined"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return {
            Status.PREPARED: _("Prepared"),
            Status.INCOMPLETE: _("Signed in part"),
            Status.SIGNED: _("Signed"),
            Status.SCAN_TO_FOLLOW: _("Signed on paper, scan to follow"),
            Status.DECLINED: _("Declined"),
            Status.EXPIRED: _("Expired"),
            Status.SUPERSEDED: _("Replaced by a newer one"),
            Status.WITHDRAWN: _("Withdrawn"),
            Status.VOIDED: _("Voided"),
        }[self]

    @property
    def kind(self) -> ChipKind:
        """Return the kind of chip it is shown as."""
        kinds: dict[Status, ChipKind] = {
            Status.PREPARED: "neutral",
            Status.INCOMPLETE: "warn",
            Status.SIGNED: "ok",
            Status.SCAN_TO_FOLLOW: "info",
            Status.DECLINED: "danger",
            Status.EXPIRED: "warn",
            Status.SUPERSEDED: "neutral",
            Status.WITHDRAWN: "danger",
            Status.VOIDED: "neutral",
        }
        return kinds[self]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under a consent.

    ``meaning`` is a ``Signer``, with ``on paper`` when it stands on the paper only. ``drawn`` holds ``strokes``,
    ``initials`` by section, and the pad's ``aspect``. ``paper_sha256`` is the exact PDF that was signed. ``detail`` may
    hold ``relation``, ``authority``, ``language`` (an interpreter's) and ``mark`` (a mark, not a name).
    """

    meaning: str
    signer_name: str
    staff_id: str | None
    signed_at: datetime
    drawn: Mapping[str, Any] | None
    paper_sha256: str | None
    entry_id: str
    detail: Mapping[str, Any]

    @property
    def role(self) -> Signer:
        """As what the person signed, on the screen or on paper."""
        return Signer(self.meaning.removesuffix(ON_PAPER))

    @property
    def is_on_paper(self) -> bool:
        """Whether it stands on the paper only."""
        return self.meaning.endswith(ON_PAPER)


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """Something that became of a consent. ``seq`` is its place in the record, whatever the clock said.

    ``detail`` holds what else was said: ``words`` of a question or an answer, ``question_id``, ``capacity`` …
    """

    id: str
    kind: str
    occurred_at: datetime
    by_name: str | None
    reason: str | None
    valid_until: date | None
    paper_sha256: str | None
    seq: int
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seal:
    """What was signed as one thing: SHA-256 of its content and of the PDF that shows it, both among the blobs."""

    sha256: str
    paper_sha256: str
    sealed_at: datetime
    entry_id: str


def deciding_event(events: Sequence[ConsentEvent]) -> ConsentEvent | None:
    """Return the event that counts: a withdrawal before all, then a "no", then a signature, then that it was voided.

    Not the time decides here: a withdrawal stands whatever was recorded late about earlier days, or under a clock that
    was wrong, and of two answers that arrived from two workstations the "no" counts.
    """
    for kinds in ({"withdrawn"}, {"declined"}, _SIGNED, {"voided"}):
        found = [event for event in events if event.kind in kinds]
        if found:
            return found[0]
    return None


def last_recorded(events: Sequence[ConsentEvent], kind: str) -> ConsentEvent | None:
    """Return the event of a kind that was recorded last, whatever the clock said."""
    return max((event for event in events if event.kind == kind), key=lambda event: event.seq, default=None)


def missing_signers(
    signers: Sequence[Signer], signatures: Sequence[Signature], events: Sequence[ConsentEvent]
) -> tuple[Signer, ...]:
    """Return who still has to sign a form, in its order.

    A mark in place of a name wants a witness. A form that was signed at home needs no clinician's name on it, but the
    talk with one (``explained``) and that staff saw who it was (``identified``); both together stand for the clinician.
    Whom the talk found unable to decide does not sign alone.
    """
    wanted = list(signers)
    talk = last_recorded(events, "explained")
    if talk and talk.detail.get("capacity") == UNABLE and Signer.GUARDIAN not in wanted:
        wanted.insert(0, Signer.GUARDIAN)
    if any(signature.detail.get("mark") for signature in signatures) and Signer.WITNESS not in wanted:
        wanted.append(Signer.WITNESS)
    there = {signature.role for signature in signatures}
    kinds = {event.kind for event in events}
    at_home = any(event.detail.get("at_home") for event in events)
    if at_home and Signer.CLINICIAN not in wanted:
        wanted.append(Signer.CLINICIAN)
    if "explained" in kinds and "signed_on_paper" in kinds and (not at_home or "identified" in kinds):
        there.add(Signer.CLINICIAN)
    elif at_home:
        there.discard(Signer.CLINICIAN)
    if Signer.GUARDIAN in there:
        there.add(Signer.PATIENT)  # who signs in the patient's place, signs for the patient
    return tuple(who for who in wanted if who not in there)


def status_of(
    events: Sequence[ConsentEvent], signatures: Sequence[Signature], signers: Sequence[Signer], today: date
) -> Status:
    """Return where events and signatures leave a consent on a day of the clinic."""
    deciding = deciding_event(events)
    if deciding is None:
        return Status.PREPARED
    if deciding.kind in ("withdrawn", "declined", "voided"):
        return Status(deciding.kind)
    kinds = {event.kind for event in events}
    if "superseded" in kinds:
        return Status.SUPERSEDED
    if deciding.valid_until is not None and deciding.valid_until < today:
        return Status.EXPIRED
    if missing_signers(signers, signatures, events):
        return Status.INCOMPLETE
    if kinds & {"signed", "scan_received"}:
        return Status.SIGNED
    return Status.SCAN_TO_FOLLOW

"""What a consent is, what became of it, and where that leaves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from clinicdesk.language import _
from clinicdesk.records.wordings import Signer, TakenBack, TextKind, text_key
from clinicdesk.rules.gate import ConsentState

Strokes = Sequence[Sequence[Sequence[float]]]
"""The pen's way: strokes of ``[x, y, milliseconds, pressure]``, x and y from 0 to 1 from the upper left."""


ChipKind = Literal["neutral", "ok", "info", "warn", "danger"]
"""How a state is shown: the kind of chip, as ``ui.widgets.chip`` names them."""

Badge = tuple[str, ChipKind]
"""A few words and the kind of chip they stand in."""


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


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent of one patient, with everything that became of it.

    ``filled`` holds what was filled in for the places of the text when it was prepared; ``text_id`` names the text
    exactly as it was then, and ``is_adopted`` whether somebody at the clinic stands for it. ``signers`` must sign this
    form. ``about_id`` is, of a withdrawal form, the consent it takes back. ``seals`` are in their order.
    """

    id: str
    patient_id: str
    form_number: int
    text_name: str
    text_version: int
    text_id: str
    language: str
    title: str
    kind: TextKind
    covers: tuple[str, ...]
    valid_days: int
    taken_back: TakenBack
    signers: tuple[Signer, ...]
    about_id: str | None
    is_adopted: bool
    filled: Mapping[str, str]
    prepared_at: datetime
    events: tuple[ConsentEvent, ...]
    signatures: tuple[Signature, ...]
    seals: tuple[Seal, ...]
    status: Status

    @property
    def key(self) -> str:
        """Name the text and its language, such as ``iv-ketamine-mood.en``."""
        return text_key(self.text_name, self.language)

    @property
    def deciding_event(self) -> ConsentEvent | None:
        """The event that put the consent where it stands, or None while it is prepared. A scan decides nothing."""
        return deciding_event(self.events)

    @property
    def since(self) -> datetime:
        """When it was signed, declined or withdrawn, whichever counts; when it was prepared before that."""
        event = self.deciding_event
        return event.occurred_at if event else self.prepared_at

    @property
    def valid_until(self) -> date | None:
        """The last day a signature counts, or None without one."""
        return next((event.valid_until for event in self.events if event.valid_until), None)

    @property
    def was_given(self) -> bool:
        """Whether it was signed and not taken back; somebody may still have to sign, and it may have expired."""
        return self.status in (
            Status.INCOMPLETE, Status.SIGNED, Status.SCAN_TO_FOLLOW, Status.EXPIRED, Status.SUPERSEDED,
        )  # fmt: skip

    @property
    def counts(self) -> bool:
        """Whether a visit may rely on it today."""
        return self.status in (Status.SIGNED, Status.SCAN_TO_FOLLOW)

    @property
    def is_on_paper(self) -> bool:
        """Whether it was signed on paper."""
        return any(event.kind == "signed_on_paper" for event in self.events)

    @property
    def scan(self) -> str | None:
        """SHA-256 of the newest scan of the signed paper, among the large content."""
        scan = last_recorded(self.events, "scan_received")
        return scan.paper_sha256 if scan else None

    @property
    def signed_paper(self) -> str | None:
        """SHA-256 of what was signed: the scan, or the exact PDF with the last signature under it."""
        return self.scan or (self.seal.paper_sha256 if self.seal else None)

    @property
    def seal(self) -> Seal | None:
        """The newest seal, which holds everything signed on the screen so far."""
        return self.seals[-1] if self.seals else None

    @property
    def explained(self) -> ConsentEvent | None:
        """The talk with a clinician, with the patient's capacity, as it was recorded last."""
        return last_recorded(self.events, "explained")

    @property
    def open_questions(self) -> tuple[ConsentEvent, ...]:
        """The patient's questions no clinician has answered yet."""
        answered = {event.detail.get("question_id") for event in self.events if event.kind == "answered"}
        return tuple(event for event in self.events if event.kind == "asked" and event.id not in answered)

    @property
    def missing_signers(self) -> tuple[Signer, ...]:
        """Who still has to sign, in the order of the form; everybody while it is prepared."""
        return missing_signers(self.signers, self.signatures, self.events)

    def signature_of(self, who: str) -> Signature | None:
        """Return the signature of the ``patient``, the ``clinician`` …, on the screen or on paper."""
        return next((s for s in self.signatures if s.role == who), None)


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """Where a patient's consent to a treatment stands; ``rules.gate`` decides what may follow."""

    state: ConsentState
    consent: Consent | None

    def badge(self) -> Badge | None:
        """Return words and a kind of chip for what is missing, or None when all is well."""
        return badge_of(self.state)


def badge_of(state: ConsentState) -> Badge | None:
    """Return words and a kind of chip for what is missing, or None when all is well."""
    badges: dict[ConsentState, Badge | None] = {
        ConsentState.NEVER_GIVEN: (_("Consent missing"), "warn"),
        ConsentState.INCOMPLETE: (_("Consent not complete"), "warn"),
        ConsentState.DECLINED: (_("Consent declined"), "danger"),
        ConsentState.WITHDRAWN: (_("Consent withdrawn"), "danger"),
        ConsentState.EXPIRED: (_("Consent expired"), "warn"),
        ConsentState.EARLIER_SERIES: (_("Consent of earlier series"), "warn"),
        ConsentState.OLDER_VERSION: (_("New consent text"), "warn"),
        ConsentState.OTHER_LANGUAGE: (_("Consent in other language"), "warn"),
        ConsentState.SIGNED_ON_PAPER: (_("Scan to follow"), "info"),
        ConsentState.SIGNED: None,
    }
    return badges[state]


ON_PAPER = " on paper"
UNABLE = "absent"
"""The capacity of somebody who cannot make the decision, as it is kept (``sign.Capacity.ABSENT``)."""
_SIGNED = frozenset({"signed", "signed_on_paper"})


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

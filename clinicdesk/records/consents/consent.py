"""What a consent is, with everything that became of it, and how it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.language import _
from clinicdesk.records.consents.status import (
    ChipKind,
    ConsentEvent,
    Seal,
    Signature,
    Status,
    deciding_event,
    last_recorded,
    missing_signers,
)
from clinicdesk.records.wordings import Signer, TakenBack, TextKind, text_key
from clinicdesk.rules.gate import ConsentState

Strokes = Sequence[Sequence[Sequence[float]]]
"""The pen's way: strokes of ``[x, y, milliseconds, pressure]``, x and y from 0 to 1 from the upper left."""


Badge = tuple[str, ChipKind]
"""A few words and the kind of chip they stand in."""


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

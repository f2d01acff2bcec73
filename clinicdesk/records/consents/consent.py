"""What a consent is, what became of it, and where that leaves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from clinicdesk.language import _
from clinicdesk.rules.gate import ConsentState

Strokes = Sequence[Sequence[Sequence[float]]]
"""The pen's way: strokes of ``[x, y, milliseconds, pressure]``, x and y from 0 to 1 from the upper left."""


ChipKind = Literal["neutral", "ok", "info", "warn", "danger"]
"""How a state is shown: the kind of chip, as ``ui.widgets.chip`` names them."""


class Status(StrEnum):
    """Where one consent stands."""

    PREPARED = "prepared"
    SIGNED = "signed"
    SCAN_TO_FOLLOW = "scan_to_follow"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """Return the state as people say it."""
        return {
            Status.PREPARED: _("Prepared"),
            Status.SIGNED: _("Signed"),
            Status.SCAN_TO_FOLLOW: _("Signed on paper, scan to follow"),
            Status.DECLINED: _("Declined"),
            Status.EXPIRED: _("Expired"),
            Status.WITHDRAWN: _("Withdrawn"),
        }[self]

    @property
    def kind(self) -> ChipKind:
        """Return the kind of chip it is shown as."""
        kinds: dict[Status, ChipKind] = {
            Status.PREPARED: "neutral",
            Status.SIGNED: "ok",
            Status.SCAN_TO_FOLLOW: "info",
            Status.DECLINED: "danger",
            Status.EXPIRED: "warn",
            Status.WITHDRAWN: "danger",
        }
        return kinds[self]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under a consent.

    ``meaning`` is ``patient`` or ``clinician``, with ``on paper`` when it stands on the paper only. ``drawn`` holds
    ``strokes``, ``initials`` by section, and the pad's ``aspect``. ``paper_sha256`` is the exact PDF that was signed.
    """

    meaning: str
    signer_name: str
    staff_id: str | None
    signed_at: datetime
    drawn: Mapping[str, Any] | None
    paper_sha256: str | None
    entry_id: str


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """Something that became of a consent. ``seq`` is its place in the record, whatever the clock said."""

    kind: str
    occurred_at: datetime
    by_name: str | None
    reason: str | None
    valid_until: date | None
    paper_sha256: str | None
    seq: int


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent of one patient, with everything that became of it.

    ``filled`` holds what was filled in for the places of the text when it was prepared; ``text_id`` names the text
    exactly as it was then.
    """

    id: str
    patient_id: str
    form_number: int
    text_name: str
    text_version: int
    text_id: str
    language: str
    title: str
    covers: tuple[str, ...]
    valid_days: int
    filled: Mapping[str, str]
    prepared_at: datetime
    events: tuple[ConsentEvent, ...]
    signatures: tuple[Signature, ...]
    status: Status

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
        """Whether it was signed and not taken back; it may have expired."""
        return self.status in (Status.SIGNED, Status.SCAN_TO_FOLLOW, Status.EXPIRED)

    @property
    def is_on_paper(self) -> bool:
        """Whether it was signed on paper."""
        return any(event.kind == "signed_on_paper" for event in self.events)

    @property
    def scan(self) -> str | None:
        """SHA-256 of the newest scan of the signed paper, among the large content."""
        return next((e.paper_sha256 for e in reversed(self.events) if e.kind == "scan_received"), None)

    @property
    def signed_paper(self) -> str | None:
        """SHA-256 of what was signed: the scan, or the exact PDF with the last signature under it."""
        return self.scan or next((s.paper_sha256 for s in reversed(self.signatures) if s.paper_sha256), None)

    def signature_of(self, who: str) -> Signature | None:
        """Return the signature of the ``patient`` or the ``clinician``, on the screen or on paper."""
        return next((s for s in self.signatures if s.meaning in (who, f"{who} on paper")), None)


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """Where a patient's consent to a treatment stands; ``rules.gate`` decides what may follow."""

    state: ConsentState
    consent: Consent | None

    def badge(self) -> tuple[str, str] | None:
        """Return words and a kind of chip for what is missing, or None when all is well."""
        return {
            ConsentState.NEVER_GIVEN: (_("Consent missing"), "warn"),
            ConsentState.DECLINED: (_("Consent declined"), "danger"),
            ConsentState.WITHDRAWN: (_("Consent withdrawn"), "danger"),
            ConsentState.EXPIRED: (_("Consent expired"), "warn"),
            ConsentState.OLDER_VERSION: (_("New consent text"), "warn"),
            ConsentState.SIGNED_ON_PAPER: (_("Scan to follow"), "info"),
            ConsentState.SIGNED: None,
        }[self.state]


def deciding_event(events: Sequence[ConsentEvent]) -> ConsentEvent | None:
    """Return the event that counts: a withdrawal before all, then a "no", then a signature.

    Not the time decides here: a withdrawal stands whatever was recorded late about earlier days, or under a clock that
    was wrong, and of two answers that arrived from two workstations the "no" counts.
    """
    for kinds in ({"withdrawn"}, {"declined"}, {"signed", "signed_on_paper"}):
        found = [event for event in events if event.kind in kinds]
        if found:
            return found[0]
    return None


def status_of(events: Sequence[ConsentEvent], today: date) -> Status:
    """Return where the events leave a consent on a day of the clinic."""
    deciding = deciding_event(events)
    if deciding is None:
        return Status.PREPARED
    if deciding.kind in ("withdrawn", "declined"):
        return Status(deciding.kind)
    if deciding.valid_until is not None and deciding.valid_until < today:
        return Status.EXPIRED
    if any(event.kind in ("signed", "scan_received") for event in events):
        return Status.SIGNED
    return Status.SCAN_TO_FOLLOW

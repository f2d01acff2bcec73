"""Consents: prepared on a text that is pinned, signed on screen or paper, declined, expired, withdrawn.

A consent is a row that never changes; what became of it are events. Where it stands follows from them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.language import _
from clinicdesk.records import published, wordings
from clinicdesk.records.wordings import Wording
from clinicdesk.rules.gate import ConsentState
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, Entry, Value, insert

Strokes = Sequence[Sequence[Sequence[float]]]
"""The pen's way: strokes of ``[x, y, milliseconds, pressure]``, x and y from 0 to 1 from the upper left."""


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


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under a consent. ``drawn``: ``strokes``, ``initials`` by section, and the pad's ``aspect``."""

    meaning: str
    signer_name: str
    staff_id: str | None
    signed_at: datetime
    drawn: Mapping[str, Any] | None
    paper_sha256: str | None
    entry_id: str


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """Something that became of a consent."""

    kind: str
    occurred_at: datetime
    by_name: str | None
    reason: str | None
    valid_until: date | None
    paper_sha256: str | None


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent of one patient, with everything that became of it."""

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
    prepared_at: datetime
    events: tuple[ConsentEvent, ...]
    signatures: tuple[Signature, ...]
    status: Status

    @property
    def last_event(self) -> ConsentEvent | None:
        """The event that decides where the consent stands, or None while it is prepared."""
        return self.events[-1] if self.events else None

    @property
    def since(self) -> datetime:
        """Since when it stands there."""
        return self.events[-1].occurred_at if self.events else self.prepared_at

    @property
    def valid_until(self) -> date | None:
        """The last day a signature counts, or None without one."""
        return next((event.valid_until for event in reversed(self.events) if event.valid_until), None)

    @property
    def signed_paper(self) -> str | None:
        """SHA-256 of the signed PDF or of the scan, among the large content."""
        papers = [*(event.paper_sha256 for event in self.events), *(s.paper_sha256 for s in self.signatures)]
        return next((paper for paper in papers if paper), None)


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


# What is there -----------------------------------------------------------------------------------------------------


@cache
def texts() -> dict[str, Wording]:
    """Return the consent texts that can be used, by name. Files with an error are told on the settings page."""
    return wordings.load_all()[0]


def text_of(desk: Desk, consent: Consent) -> Wording:
    """Return the text of a consent exactly as it was when the consent was prepared."""
    return wordings.parse(published.body_of(desk, consent.text_id).encode("utf-8"), consent.text_name)


def of_patient(desk: Desk, patient_id: str) -> list[Consent]:
    """Return a patient's consents, the newest first."""
    desk.may_see("papers")
    rows = list(desk.rows("SELECT * FROM consents WHERE patient_id = ? ORDER BY prepared_at DESC, id DESC", patient_id))
    return [_consent(desk, row) for row in rows]


def get(desk: Desk, consent_id: str) -> Consent:
    """Return one consent. Raises ``NotFound``."""
    return _one(desk, "id", consent_id)


def by_form_number(desk: Desk, form_number: int) -> Consent:
    """Return the consent a form number belongs to. Raises ``NotFound``."""
    return _one(desk, "form_number", form_number)


def for_treatment(desk: Desk, patient_id: str, treatments: str | Sequence[str]) -> ConsentStanding:
    """Return where a patient's consent to a treatment stands (or to the first of several that has one).

    The last word counts: whoever withdrew or declined after signing has not consented.
    """
    wanted = {treatments} if isinstance(treatments, str) else set(treatments)
    spoken = [c for c in of_patient(desk, patient_id) if wanted & set(c.covers) and c.events]
    if not spoken:
        return ConsentStanding(ConsentState.NEVER_GIVEN, None)
    last = max(spoken, key=lambda consent: consent.since)
    if last.status is Status.SIGNED or last.status is Status.SCAN_TO_FOLLOW:
        current = texts().get(last.text_name)
        if current is not None and current.version > last.text_version:
            return ConsentStanding(ConsentState.OLDER_VERSION, last)
    return ConsentStanding(_STATES[last.status], last)


# What people do ----------------------------------------------------------------------------------------------------


def prepare(desk: Desk, *, patient_id: str, text_name: str) -> str:
    """Prepare a consent on a text, which is pinned with it, and return its id; a lost race for the number is retried."""
    wording = texts().get(text_name)
    if wording is None:
        raise NotFound(_("This consent text cannot be used. See Settings for what is wrong with its file."))
    try:
        return _prepare(desk, patient_id, wording)
    except ChangedElsewhere:
        return _prepare(desk, patient_id, wording)


def _prepare(desk: Desk, patient_id: str, wording: Wording) -> str:
    text_id, pinned = published.pin(
        desk, kind="consent", name=wording.id, version=str(wording.version), body=wording.source
    )
    row = desk.row("SELECT coalesce(max(form_number), 0) + 1 AS number FROM consents")
    assert row is not None
    consent_id = desk.new_id()
    desk.record(
        "consent.prepare",
        *pinned,
        insert("claims", f"consent form {row['number']:06d}", holder=consent_id),
        insert(
            "consents",
            consent_id,
            patient_id=patient_id,
            form_number=row["number"],
            text_name=wording.id,
            text_version=str(wording.version),
            text_id=text_id,
            language=wording.language,
            title=wording.title,
            covers=json.dumps(wording.covers),
            valid_days=wording.valid_days,
            prepared_at=as_text(desk.now()),
        ),
        patient=patient_id,
    )
    return consent_id


def sign(
    desk: Desk,
    consent: Consent,
    *,
    signer_name: str,
    strokes: Strokes,
    aspect: float,
    initials: Mapping[str, Strokes],
    signed_at: datetime,
    paper: bytes,
) -> Entry:
    """Record that the patient signed on the screen. ``paper`` is the exact PDF they signed; it is kept for good."""
    _refuse_decided(consent)
    if not any(strokes):
        raise BadValue(_("The signature is empty. Sign in the field, then go on."), "signature")
    if not signer_name.strip():
        raise BadValue(_("Type the name of the person who signs."), "signer_name")
    digest = desk.clinic.blobs.keep(paper)
    drawn = {"aspect": aspect, "strokes": strokes, "initials": dict(initials)}
    return desk.record(
        "consent.sign",
        _event(
            desk,
            consent,
            "signed",
            signed_at,
            by_name=signer_name.strip(),
            valid_until=_until(desk, consent, signed_at),
        ),
        _signature(desk, consent, "patient", signer_name, signed_at, drawn=json.dumps(drawn), paper=digest),
        patient=consent.patient_id,
    )


def countersign(desk: Desk, consent: Consent, *, strokes: Strokes, aspect: float) -> Entry:
    """Record the signature of the clinician who explained the treatment: the person at this desk."""
    if consent.status is not Status.SIGNED:
        raise BadValue(_("The patient signs first, then the clinician."))
    if any(signature.meaning == "clinician" for signature in consent.signatures):
        raise BadValue(_("A clinician has signed this consent already."))
    if not any(strokes):
        raise BadValue(_("The signature is empty. Sign in the field, then go on."), "signature")
    drawn = json.dumps({"aspect": aspect, "strokes": strokes, "initials": {}})
    return desk.record(
        "consent.countersign",
        _signature(desk, consent, "clinician", desk.person.name, desk.now(), staff_id=desk.person.id, drawn=drawn),
        patient=consent.patient_id,
    )


def sign_on_paper(desk: Desk, consent: Consent, *, signed_on: date, signer_name: str, clinician: str = "") -> Entry:
    """Record that paper was signed; the scan is to follow."""
    _refuse_decided(consent)
    today = desk.local(desk.now()).date()
    if signed_on > today:
        raise BadValue(_("The form cannot be signed in the future. Check the date."), "signed_on")
    if signed_on < today - timedelta(days=consent.valid_days):
        raise BadValue(_("A consent signed that long ago no longer counts. Have a new one signed."), "signed_on")
    if not signer_name.strip():
        raise BadValue(_("Type the name of the person who signed."), "signer_name")
    occurred_at = desk.now() if signed_on == today else _noon(desk, signed_on)
    return desk.record(
        "consent.sign_on_paper",
        _event(
            desk,
            consent,
            "signed_on_paper",
            occurred_at,
            by_name=signer_name.strip(),
            reason=clinician.strip() or None,
            valid_until=_until(desk, consent, occurred_at),
        ),
        _signature(desk, consent, "patient on paper", signer_name, occurred_at),
        patient=consent.patient_id,
    )


def receive_scan(desk: Desk, consent: Consent, content: bytes) -> Entry:
    """Keep the scan of a form that was signed on paper: a PDF or a picture."""
    if consent.status is not Status.SCAN_TO_FOLLOW:
        raise BadValue(_("A scan belongs to a consent that was signed on paper."))
    if not content.startswith((b"%PDF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise BadValue(_("Choose a PDF, PNG or JPEG file as the scan."), "scan")
    digest = desk.clinic.blobs.keep(content)
    return desk.record(
        "consent.scan_received",
        _event(desk, consent, "scan_received", desk.now(), paper=digest),
        patient=consent.patient_id,
    )


def decline(desk: Desk, consent: Consent, *, by_name: str, reason: str) -> Entry:
    """Record that the patient does not agree."""
    _refuse_decided(consent)
    return desk.record(
        "consent.decline",
        _event(desk, consent, "declined", desk.now(), by_name=_name(by_name), reason=reason.strip() or None),
        patient=consent.patient_id,
        reason=reason.strip() or None,
    )


def withdraw(desk: Desk, consent: Consent, *, by_name: str, reason: str) -> Entry:
    """Record that the patient takes the consent back, from this moment."""
    if consent.status is Status.WITHDRAWN:
        raise BadValue(_("This consent is withdrawn already."))
    if consent.status in (Status.PREPARED, Status.DECLINED):
        raise BadValue(_("Only a consent that was given can be withdrawn."))
    if not reason.strip():
        raise BadValue(_("Give the reason in a few words, or “no reason given”."), "reason")
    return desk.record(
        "consent.withdraw",
        _event(desk, consent, "withdrawn", desk.now(), by_name=_name(by_name), reason=reason.strip()),
        patient=consent.patient_id,
        reason=reason.strip(),
    )


# Rows --------------------------------------------------------------------------------------------------------------


def _name(by_name: str) -> str:
    if not by_name.strip():
        raise BadValue(_("Type the name of the person who said so."), "by_name")
    return by_name.strip()


def _refuse_decided(consent: Consent) -> None:
    if consent.status is not Status.PREPARED:
        raise BadValue(_("This form is {state} already. Prepare a new one.").format(state=consent.status.words.lower()))


def _event(
    desk: Desk,
    consent: Consent,
    kind: str,
    occurred_at: datetime,
    *,
    by_name: str | None = None,
    reason: str | None = None,
    valid_until: date | None = None,
    paper: str | None = None,
) -> Change:
    return insert(
        "consent_events",
        desk.new_id(),
        consent_id=consent.id,
        patient_id=consent.patient_id,
        kind=kind,
        occurred_at=as_text(occurred_at),
        by_name=by_name,
        reason=reason,
        valid_until=valid_until.isoformat() if valid_until else None,
        paper_sha256=paper,
    )


def _signature(
    desk: Desk,
    consent: Consent,
    meaning: str,
    signer_name: str,
    signed_at: datetime,
    *,
    staff_id: str | None = None,
    drawn: str | None = None,
    paper: str | None = None,
) -> Change:
    return insert(
        "signatures",
        desk.new_id(),
        subject_table="consents",
        subject_id=consent.id,
        patient_id=consent.patient_id,
        meaning=meaning,
        signer_name=signer_name.strip(),
        staff_id=staff_id,
        signed_at=as_text(signed_at),
        strokes=drawn,
        paper_sha256=paper,
    )


def _until(desk: Desk, consent: Consent, signed_at: datetime) -> date:
    return desk.local(signed_at).date() + timedelta(days=consent.valid_days)


def _noon(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(12), desk.zone())


_STATES = {
    Status.SIGNED: ConsentState.SIGNED,
    Status.SCAN_TO_FOLLOW: ConsentState.SIGNED_ON_PAPER,
    Status.DECLINED: ConsentState.DECLINED,
    Status.EXPIRED: ConsentState.EXPIRED,
    Status.WITHDRAWN: ConsentState.WITHDRAWN,
}


def _one(desk: Desk, column: str, value: Value) -> Consent:
    desk.may_see("papers")
    row = desk.row(f"SELECT * FROM consents WHERE {column} = ?", value)
    if row is None:
        raise NotFound(_("This consent is not in this clinic."))
    return _consent(desk, row)


def _consent(desk: Desk, row: dict[str, Any]) -> Consent:
    events = tuple(
        ConsentEvent(
            event["kind"],
            from_text(event["occurred_at"]),
            event["by_name"],
            event["reason"],
            date.fromisoformat(event["valid_until"]) if event["valid_until"] else None,
            event["paper_sha256"],
        )
        for event in desk.rows(
            "SELECT * FROM consent_events WHERE patient_id = ? AND consent_id = ? ORDER BY occurred_at, id",
            row["patient_id"],
            row["id"],
        )
    )
    return Consent(
        id=row["id"],
        patient_id=row["patient_id"],
        form_number=row["form_number"],
        text_name=row["text_name"],
        text_version=int(row["text_version"]),
        text_id=row["text_id"],
        language=row["language"],
        title=row["title"],
        covers=tuple(json.loads(row["covers"])),
        valid_days=row["valid_days"],
        prepared_at=from_text(row["prepared_at"]),
        events=events,
        signatures=_signatures(desk, row["id"]),
        status=_status(events, desk.local(desk.now()).date()),
    )


def _status(events: Sequence[ConsentEvent], today: date) -> Status:
    """Return where the events leave a consent. A withdrawal stands, whatever was recorded about earlier days."""
    kinds = [event.kind for event in events]
    if not kinds:
        return Status.PREPARED
    if "withdrawn" in kinds:
        return Status.WITHDRAWN
    if "declined" in kinds:
        return Status.DECLINED
    until = next((event.valid_until for event in reversed(events) if event.valid_until), None)
    if until is not None and until < today:
        return Status.EXPIRED
    return Status.SCAN_TO_FOLLOW if kinds[-1] == "signed_on_paper" else Status.SIGNED


def _signatures(desk: Desk, consent_id: str) -> tuple[Signature, ...]:
    rows = desk.rows(
        "SELECT * FROM signatures WHERE subject_table = 'consents' AND subject_id = ? ORDER BY signed_at, id",
        consent_id,
    )
    return tuple(
        Signature(
            row["meaning"],
            row["signer_name"],
            row["staff_id"],
            from_text(row["signed_at"]),
            json.loads(row["strokes"]) if row["strokes"] else None,
            row["paper_sha256"],
            row["version"],
        )
        for row in rows
    )

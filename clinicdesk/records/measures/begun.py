"""Questionnaires that were begun and are not recorded: drafts of whoever hands them out or types them. They survive a
crash and are nobody else's."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.identities import registrations
from clinicdesk.records.measures import files, reading, recording
from clinicdesk.records.measures.result import FilledBy, Way
from clinicdesk.rules import scoring


@dataclass(frozen=True, slots=True)
class Begun:
    """A questionnaire on its way into the record.

    ``answers`` and ``typed`` are as ``recording.record`` takes them. ``text`` is what stands in the other fields, as it
    was typed. ``at`` is the question that is shown; ``listed``: all of them are. ``corrects`` is the result that will
    be replaced. ``so_far`` is the result that was recorded in the middle, because an answer called for a clinician.
    """

    patient_id: str
    measure_id: str
    way: Way
    language: str = "en"
    filled_by: FilledBy = FilledBy.PATIENT
    due_key: str = ""
    series_id: str | None = None
    session_id: str | None = None
    corrects: str | None = None
    so_far: str | None = None
    answers: Mapping[str, int | None] = field(default_factory=dict)
    typed: Mapping[str, int] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    at: int = 0
    listed: bool = False
    kept_at: datetime | None = None

    @property
    def place(self) -> str:
        """Return where the draft lies: one for each questionnaire of a patient, each date it is due, and each way.

        What staff began to type is not shown to the patient, and a score from a sheet is not put under other answers.
        """
        key = self.corrects or self.due_key
        return f"{_PREFIX}{self.patient_id} {self.measure_id} {self.way} {key}".strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered or typed yet."""
        return not (self.answers or self.typed or any(self.text.values()))


_PREFIX = "measure "


def keep(desk: Desk, begun: Begun) -> datetime:
    """Keep it, encrypted, for the person at this desk; return when."""
    body = {name: value for name, value in asdict(begun).items() if name != "kept_at"}
    return desk.keep_draft(begun.place, body)


def find(desk: Desk, begun: Begun) -> Begun:
    """Return what this person left in the same place, with the language of now; else ``begun`` as it is."""
    kept = desk.draft(begun.place)
    left = _read(kept.body, kept.saved_at) if kept else None
    if left is None:
        return begun
    session_id = begun.session_id or left.session_id
    return replace(left, language=begun.language, filled_by=begun.filled_by, session_id=session_id)


def drop(desk: Desk, begun: Begun) -> None:
    """Forget it: it is recorded, or nobody wants it."""
    desk.drop_draft(begun.place)


def record(desk: Desk, begun: Begun, *, remark: str = "", answered_at: datetime | None = None) -> recording.Recorded:
    """Record what was begun, and forget the draft. Raises ``ClinicDeskError``; then the draft is still there."""
    so_far = begun.so_far if begun.so_far and reading.for_writing(desk, begun.so_far).counts else None
    recorded = recording.record(
        desk,
        patient_id=begun.patient_id,
        measure_id=begun.measure_id,
        answers=begun.answers,
        typed=begun.typed if begun.way is Way.TOTAL else {},
        filled_by=begun.filled_by,
        way=begun.way,
        language=begun.language,
        answered_at=answered_at,
        series_id=begun.series_id,
        session_id=begun.session_id,
        due_key=begun.due_key or None,
        remark=remark,
        corrects=begun.corrects or so_far,
    )
    drop(desk, begun)
    return recorded


def record_so_far(desk: Desk, begun: Begun) -> tuple[Begun, recording.Recorded] | None:
    """Record what was begun as far as it got, if an answer calls for a clinician: that does not wait for the rest.

    The draft stays, and the whole questionnaire will replace what is recorded now. Returns None where nothing calls, or
    it did already.
    """
    measure = files.in_use(desk, begun.measure_id).measure
    if begun.corrects or not begun.answers or not scoring.scored(measure, begun.answers).alerts:
        return None
    if begun.so_far and dict(reading.for_writing(desk, begun.so_far).answers) == dict(begun.answers):
        return None
    # A score without the rest of its sheet is none yet.
    way = Way.PAPER if begun.way is Way.TOTAL else begun.way
    recorded = record(desk, replace(begun, way=way, typed={}), remark=_("Not finished."))
    kept = replace(begun, so_far=recorded.result_id)
    keep(desk, kept)
    return kept, recorded


def of_patient(desk: Desk, patient_id: str) -> list[Begun]:
    """Return what this person began for a patient and did not record, the newest first."""
    people = set(registrations(desk, patient_id)) | {patient_id}
    drafts = desk.clinic.local.drafts(desk.person.id)
    read = (_read(draft.body, draft.saved_at) for draft in drafts if draft.place.startswith(_PREFIX))
    return [one for one in read if one is not None and one.patient_id in people and not one.is_empty]


def _read(body: str, kept_at: datetime) -> Begun | None:
    """Return a draft; None for one that cannot be read, which an earlier program wrote."""
    try:
        found = json.loads(body)
        way, filled_by = Way(found.pop("way")), FilledBy(found.pop("filled_by"))
        return Begun(**found, way=way, filled_by=filled_by, kept_at=kept_at)
    except (TypeError, ValueError, KeyError, AttributeError, ClinicDeskError):
        return None

"""Recording what was answered, correcting it, and voiding it. An answer that calls for a clinician raises its alert
in the same entry, so that none is ever recorded without."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.identities import kept_under, registrations, surviving
from clinicdesk.records.measures import answered, files
from clinicdesk.records.measures.reading import for_writing, get
from clinicdesk.records.measures.result import FilledBy, Result, Way
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.records.sessions.reading import whose
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import AlertRule, Measure
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded. ``alerts`` were raised by it: for the screens of staff, never for the patient's."""

    result_id: str
    alerts: tuple[AlertRule, ...]


def record(
    desk: Desk,
    *,
    patient_id: str,
    measure_id: str,
    answers: Mapping[str, int | None],
    filled_by: FilledBy | str,
    way: Way | str,
    typed: Mapping[str, int] | None = None,
    language: str = "en",
    answered_at: datetime | None = None,
    series_id: str | None = None,
    session_id: str | None = None,
    due_key: str | None = None,
    remark: str = "",
    corrects: str | None = None,
) -> Recorded:
    """Record a questionnaire in one entry with the alerts it raises; return both.

    ``answers``: item → value; None was left out on purpose, no key was never asked. ``typed``: scores from a sheet
    that is kept elsewhere. ``answered_at``: now, unless it was on another day, as on paper. ``corrects`` is the result
    this one replaces: it is counted by the same version of the file, and belongs to the same moment, session and due
    date unless others are given. Raises ``BadValue`` and ``NotFound``.
    """
    way, filled_by, typed = Way(way), FilledBy(filled_by), dict(typed or {})
    kept = surviving(desk, patient_id)
    before = _corrected(desk, kept, measure_id, corrects)
    measure, file_id, pinned = _file(desk, measure_id, before)
    answered.check(measure, answers, typed, way)
    if before is not None:
        answered_at = answered_at or before.answered_at
        series_id, session_id = series_id or before.series_id, session_id or before.session_id
        due_key = due_key or before.due_key
    if session_id is not None:
        series_id = _series_of(desk, session_id, kept) or series_id
    elif series_id is not None:
        _refuse_others_series(desk, series_id, kept)
    counted = scoring.scored(measure, answers, typed)
    result_id = desk.new_id()
    row = insert(
        "measure_results",
        result_id,
        patient_id=kept,
        series_id=series_id,
        session_id=session_id,
        measure=measure_id,
        file_id=file_id,
        language=language,
        filled_by=filled_by.value,
        way=way.value,
        answered_at=as_text(_moment(desk, answered_at)),
        answers=json.dumps(dict(answers), sort_keys=True),
        scores=json.dumps(counted.scores, sort_keys=True),
        total=counted.scores.get(measure.main.id) if measure.main else None,
        due_key=due_key or None,
        remark=_line(remark, "remark") or None,
        corrects=corrects,
    )
    raised = [rule for rule in counted.alerts if not _known(rule, before, measure, answers, counted.scores)]
    end = (_end_of(before),) if before else ()
    alerts = [_alert(desk, result_id, kept, rule) for rule in raised]
    desk.record("measure.record", *pinned, *end, row, *alerts, patient=kept)
    return Recorded(result_id, tuple(raised))


def void(desk: Desk, result_id: str, *, reason: str) -> None:
    """Say that a result does not count: it was of somebody else, or typed twice. It stays in the record.

    A call for a clinician that it raised stays until somebody takes it. Raises ``BadValue``.
    """
    result = get(desk, result_id)
    _refuse_ended(result)
    why = _line(reason, "reason")
    if not why:
        raise BadValue(_("Say why it does not count."), "reason")
    row = insert(
        "measure_events",
        desk.new_id(),
        result_id=result.id,
        patient_id=result.patient_id,
        kind="voided",
        occurred_at=as_text(desk.now()),
        detail=json.dumps({"reason": why}),
    )
    desk.record("measure.void", _end_of(result), row, patient=result.patient_id, reason=why)


def _corrected(desk: Desk, patient_id: str, measure_id: str, corrects: str | None) -> Result | None:
    if corrects is None:
        return None
    before = for_writing(desk, corrects)
    if before.patient_id not in registrations(desk, patient_id) or before.measure != measure_id:
        raise NotFound(_("What is to be corrected is another questionnaire. Open it again from the chart."))
    _refuse_ended(before)
    return before


def _refuse_ended(result: Result) -> None:
    if not result.counts:
        raise BadValue(_("This questionnaire was corrected or voided meanwhile. Look at the newest one."))


def _end_of(result: Result) -> Change:
    """Of two people who correct or void a result at the same moment, one gets through."""
    return insert("claims", f"end of result {result.id}", holder=result.id)


def _file(desk: Desk, measure_id: str, before: Result | None) -> tuple[Measure, str, Sequence[Change]]:
    if before is not None:
        return files.of_file(desk, before.file_id), before.file_id, ()
    file_id, pinned = files.pin(desk, measure_id)
    return files.in_use(desk, measure_id).measure, file_id, pinned


def _series_of(desk: Desk, session_id: str, patient_id: str) -> str | None:
    if whose(desk, session_id).patient_id != patient_id:
        raise BadValue(_("This session is another patient's. Open the questionnaire from the right chart."))
    row = desk.row("SELECT series_id FROM sessions WHERE id = ?", session_id)
    return str(row["series_id"]) if row and row["series_id"] else None


def _refuse_others_series(desk: Desk, series_id: str, patient_id: str) -> None:
    row = desk.row(f"SELECT {kept_under('r.patient_id')} AS whose FROM series r WHERE r.id = ?", series_id)
    if row is None or row["whose"] != patient_id:
        raise BadValue(_("This series is another patient's. Open the questionnaire from the right chart."))


def _moment(desk: Desk, answered_at: datetime | None) -> datetime:
    now = desk.now()
    if answered_at is not None and answered_at > now:
        raise BadValue(_("This is in the future. Type when it was answered."), "answered_at")
    return answered_at or now


def _line(text: str, name: str) -> str:
    line = clean_line(text)
    if len(line) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    return line


def _known(
    rule: AlertRule,
    before: Result | None,
    measure: Measure,
    answers: Mapping[str, int | None],
    scores: Mapping[str, int | None],
) -> bool:
    """Whether the result that is corrected raised the very same alert: a slip mended elsewhere calls nobody again."""
    if before is None:
        return False
    if rule.id not in {one.id for one in scoring.scored(measure, before.answers, _given(before)).alerts}:
        return False
    if rule.item:
        return before.answers.get(rule.item) == answers.get(rule.item)
    if rule.score:
        return before.scores.get(rule.score) == scores.get(rule.score)
    return dict(before.answers) == dict(answers)


def _given(result: Result) -> dict[str, int]:
    """Return the scores of a result that were typed; what was counted is counted again to the same."""
    return {name: value for name, value in result.scores.items() if value is not None}


def _alert(desk: Desk, result_id: str, patient_id: str, rule: AlertRule) -> Change:
    return insert(
        "measure_alerts",
        desk.new_id(),
        result_id=result_id,
        patient_id=patient_id,
        rule=rule.id,
        raised_at=as_text(desk.now()),
    )

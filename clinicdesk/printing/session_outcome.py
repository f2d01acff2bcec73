"""The last part of the session summary: what went wrong, how the patient left, who signed, what was added."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.course_words import OUTCOMES
from clinicdesk.printing.session_before import moment_text, recorded_by
from clinicdesk.printing.session_course import FROM_PAPER
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import sessions
from clinicdesk.records.sessions import AdverseEvent, LateEvent, Session
from clinicdesk.rules.adverse import WORDS, ActionTaken, Outcome, Relation, Severity, kind_words
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.languages import language_name
from clinicdesk.rules.timeline import EventKind, Phase

_MARKS = {
    Mark.MET: _("Yes"),
    Mark.NOT_MET: _("No"),
    Mark.NOT_APPLICABLE: _("Does not apply"),
    Mark.OPEN: _("Not answered"),
}
_EVENT_HEAD = (_("Onset"), _("What"), _("How bad, cause"), _("Done, outcome"), _("By"))
_EVENT_SHARES = (1.2, 3.6, 2.5, 2.5, 2)


def adverse(desk: Desk, session: Session, width: float) -> list[Flowable]:
    """Return what went wrong during the visit, corrected lines too, then what was told of after the signature."""
    if not session.all_adverse_events:
        story = headed(_("Adverse events"), paragraph(_("None recorded.")))
    else:
        gone = {event.corrects for event in session.all_adverse_events}
        rows = [adverse_row(desk, event, corrected=event.id in gone) for event in session.all_adverse_events]
        story = headed(_("Adverse events"), table(_EVENT_HEAD, rows, _EVENT_SHARES, width))
    if session.late_events:
        gone = {event.corrects for event in session.late_events}
        late = [_late_row(desk, event, corrected=event.id in gone) for event in session.late_events]
        story += headed(_("Told of after the session was signed"), table(_EVENT_HEAD, late, _EVENT_SHARES, width))
    return story


def adverse_row(desk: Desk, event: AdverseEvent | LateEvent, *, corrected: bool = False) -> Sequence[str]:
    """Return one event as a row: when, what, how bad, what was done, who wrote it."""
    what = kind_words(event.kind) + (f": {event.narrative}" if event.narrative else "")
    if corrected:
        what = _("Corrected below: {what}").format(what=what)
    transcribed = isinstance(event, AdverseEvent) and event.transcribed
    return (
        formats.format_time(desk.local(event.onset_at)) + FROM_PAPER * transcribed,
        what,
        f"{WORDS[Severity(event.severity)]}. {WORDS[Relation(event.related)]}",
        f"{WORDS[ActionTaken(event.action_taken)]}. {WORDS[Outcome(event.outcome)]}",
        event.by_name,
    )


def _late_row(desk: Desk, event: LateEvent, *, corrected: bool) -> Sequence[str]:
    _onset, what, bad, done, by = adverse_row(desk, event, corrected=corrected)
    told = _("told by {who}, {time}").format(who=event.told_by, time=_short(desk, event.told_at))
    return (_short(desk, event.onset_at), f"{what} ({told})", bad, done, by)


def discharge(desk: Desk, session: Session, width: float) -> list[Flowable]:
    """Return how the patient left, the score if one was taken, and the checklist: what was not met on its own."""
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        if session.phase is Phase.NOT_TREATED:
            return []
        return headed(_("Discharge"), paragraph(_("Not recorded yet.")))
    outcome = OUTCOMES.get(str(event.detail.get("outcome") or "discharged"), _("Patient left"))
    left = _("{outcome} at {time}, {who}.").format(
        outcome=outcome, time=moment_text(desk, event.at), who=recorded_by(event.by_name)
    )
    if event.detail.get("reason"):
        left += " " + _("Reason: {reason}").format(reason=event.detail["reason"])
    story = headed(_("Discharge"), paragraph(left))
    story += [paragraph(words) for words in (_with_whom(event.detail), _score(session, event.detail)) if words]
    marks, remarks = sessions.marks_of(session)
    met = [item for item in session.protocol.discharge.items if _is_plain(marks, remarks, item.id)]
    rest = [item for item in session.protocol.discharge.items if item not in met]
    if met:
        story.append(paragraph(_("Met: {items}.").format(items="; ".join(item.text for item in met))))
    if rest:
        rows = [(i.text, _MARKS[marks.get(i.id, Mark.OPEN)], remarks.get(i.id, "")) for i in rest]
        story.append(table((_("Checked"), _("Answer"), _("Remark")), rows, (5, 1.4, 3), width))
    return story


def _is_plain(marks: dict[str, Mark], remarks: dict[str, str], item_id: str) -> bool:
    return marks.get(item_id) is Mark.MET and not remarks.get(item_id)


def _with_whom(detail: Mapping[str, Any]) -> str:
    """Return who took the patient home, and in which language the paper to go home with was."""
    escort = detail.get("escort") or {}
    who = ", ".join(str(escort[key]) for key in ("name", "phone") if escort.get(key))
    parts = [_("Went with {who}.").format(who=who)] if who else []
    if detail.get("instructions"):
        parts.append(
            _("Written instructions given in {language}.").format(language=language_name(detail["instructions"]))
        )
    return " ".join(parts)


def _score(session: Session, detail: Mapping[str, Any]) -> str:
    """Return the score the patient left with, its definition, and the points of each item."""
    score = detail.get("score") or {}
    if not score:
        return ""
    titles = {item.id: item.title for item in session.protocol.score.items} if session.protocol.score else {}
    points = ", ".join(f"{titles.get(item, item)} {given}" for item, given in score.get("points", {}).items())
    total = score.get("total")
    shown = _("not complete") if total is None else str(total)
    # The title says in which of the two published ways the pressure is counted.
    return _("{title}: {total} points, leaving from {wanted} on. {points}.").format(
        title=score.get("title", _("Score")),
        total=shown,
        wanted=score.get("leave_from", "?"),
        points=points,
    )


def signatures(desk: Desk, session: Session) -> list[Flowable]:
    """Return who signed and co-signed, and every addendum."""
    parts: list[Flowable] = [paragraph(_("Signatures"), "heading")]
    if not session.signatures:
        parts.append(paragraph(_("Not signed yet: this summary may still change.")))
    for place, signature in enumerate(session.signatures):
        words = _("Co-signed electronically by {name}, {time}. Content {hash}") if place else _SIGNED
        parts.append(
            paragraph(
                words.format(
                    name=signature.signer_name,
                    time=moment_text(desk, signature.signed_at),
                    hash=signature.content_hash[:16],
                )
            )
        )
    story: list[Flowable] = [KeepTogether(parts)]
    for added in session.addenda:
        title = _("Addendum by {name}, {time}").format(name=added.author_name, time=moment_text(desk, added.written_at))
        story += [paragraph(title, "subheading"), paragraph(added.body)]
    return story


_SIGNED = _("Signed electronically by {name}, {time}. Content {hash}")


def _short(desk: Desk, at: datetime) -> str:
    return formats.format_date_time(desk.local(at))

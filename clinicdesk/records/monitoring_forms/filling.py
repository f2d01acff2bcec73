"""One form: what is known, what somebody answered, what is missing, and whether it was sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import programmes
from clinicdesk.records.monitoring_forms.known import known
from clinicdesk.records.sessions import Session, get
from clinicdesk.rules.monitoring_form import FormField, Programme, checked, due_on, is_asked, missing
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import insert

_LAST = """
SELECT f.*, e.at AS recorded_at, coalesce(w.name, e.staff) AS by_name
FROM monitoring_forms f JOIN search_entries e ON e.id = f.version LEFT JOIN staff w ON w.id = e.staff
WHERE f.session_id = ? AND f.kind = ? ORDER BY e.seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class MonitoringForm:
    """A form as it stands. ``answers`` by field id; those in ``from_record`` nobody typed: the record answers them.

    ``saved_at`` and ``saved_by``: when somebody last saved it, and who. ``sent_on``: the day it went to the programme.
    """

    session_id: str
    patient_id: str
    programme: Programme
    answers: Mapping[str, str]
    from_record: frozenset[str]
    due_on: date
    saved_at: datetime | None
    saved_by: str
    sent_on: date | None
    sent_how: str
    sent_by: str

    @property
    def missing(self) -> tuple[FormField, ...]:
        """What is asked and nobody answered."""
        return missing(self.programme, self.answers)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been sent before today."""
        return self.sent_on is None and today > self.due_on


def wants_form(session: Session) -> bool:
    """Tell whether the session's programme wants a form of it: at least one device was given."""
    return session.protocol.programme in programmes.known() and bool(session.devices_given)


def of_session(desk: Desk, session: Session) -> MonitoringForm:
    """Return the form of a session. What somebody saved counts before what the record answers.

    Raises ``BadValue`` for a session whose programme wants none.
    """
    if not wants_form(session) or session.started is None:
        raise BadValue(_("No programme wants a form of this session."))
    programme = programmes.get(session.protocol.programme)
    saved = desk.row(_LAST, session.id, "filled")
    sent = desk.row(_LAST, session.id, "sent")
    # What was sent is shown as it was sent, whatever becomes known later.
    last = sent or saved
    typed: dict[str, str] = json.loads(last["fields"]) if last else {}
    record = {} if sent else {k: v for k, v in known(desk, session).items() if not typed.get(k)}
    return MonitoringForm(
        session_id=session.id,
        patient_id=session.patient_id,
        programme=programme,
        answers={**{k: v for k, v in typed.items() if v}, **record},
        from_record=frozenset(record),
        due_on=due_on(programme, desk.local(session.started.at).date()),
        saved_at=from_text(saved["recorded_at"]) if saved else None,
        saved_by=saved["by_name"] if saved else "",
        sent_on=date.fromisoformat(sent["sent_on"]) if sent else None,
        sent_how=(sent["sent_how"] or "") if sent else "",
        sent_by=sent["by_name"] if sent else "",
    )


def fill(desk: Desk, session_id: str, answers: Mapping[str, str]) -> None:
    """Save the answers, complete or not, in one entry. Raises ``BadValue`` at the field of one that cannot be.

    An answer to something that is not asked (when sedation was gone, where there was none) is not kept.
    """
    form = of_session(desk, get(desk, session_id))
    _refuse_sent(form)
    kept = _kept(form.programme, answers)
    row = insert(
        "monitoring_forms",
        desk.new_id(),
        session_id=form.session_id,
        patient_id=form.patient_id,
        programme=form.programme.id,
        kind="filled",
        fields=json.dumps(kept, sort_keys=True, ensure_ascii=False),
    )
    desk.record("session.monitoring_form", row, patient=form.patient_id)


def ways_to_send() -> dict[str, str]:
    """Return how a form can be sent, with the words for it. The keys are stored, so they never change."""
    return {"online": _("Online"), "fax": _("By fax"), "mail": _("By mail"), "other": _("Another way")}


def mark_sent(desk: Desk, session_id: str, *, sent_on: date, how: str) -> None:
    """Record that the form was sent as it now stands. Nothing can be changed in it afterwards. Raises ``BadValue``."""
    session = get(desk, session_id)
    form = of_session(desk, session)
    _refuse_sent(form)
    if how not in ways_to_send():
        raise BadValue(_("Choose how it was sent."), "sent_how")
    if session.started is None or sent_on < desk.local(session.started.at).date():
        raise BadValue(_("This is before the session. Check the day."), "sent_on")
    if sent_on > desk.local(desk.now()).date():
        raise BadValue(_("This day is still to come. Record it when it was sent."), "sent_on")
    row = insert(
        "monitoring_forms",
        desk.new_id(),
        session_id=form.session_id,
        patient_id=form.patient_id,
        programme=form.programme.id,
        kind="sent",
        fields=json.dumps(_kept(form.programme, form.answers), sort_keys=True, ensure_ascii=False),
        sent_on=sent_on.isoformat(),
        sent_how=how,
    )
    claim = insert("claims", f"monitoring form of session {form.session_id}", holder=form.session_id)
    desk.record("session.monitoring_form", claim, row, patient=form.patient_id)


def _kept(programme: Programme, answers: Mapping[str, str]) -> dict[str, str]:
    clean = {field.id: checked(field, answers.get(field.id, "")) for field in programme.fields}
    return {field.id: clean[field.id] for field in programme.fields if clean[field.id] and is_asked(field, clean)}


def _refuse_sent(form: MonitoringForm) -> None:
    if form.sent_on is not None:
        raise BadValue(_("This form was sent. What comes to light later is a late event of the session."))

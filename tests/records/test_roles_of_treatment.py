"""Who may do and read what of a treatment: every verb by every role, and what an administrator reads of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.permissions import ACTIONS, Role
from clinicdesk.records import (
    adopted_protocols,
    day_checks,
    dispensing,
    eligibility,
    history,
    pinned_protocols,
    series,
    series_booking,
    series_steps,
    sessions,
    site_certifications,
    workups,
)
from clinicdesk.records.sessions import EndReason, EscortStep, OrderedBy, Site, Under, holding, nurse, patient_call
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.records.workups import WorkupResult
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.eligibility import Reply, Result
from clinicdesk.rules.start_checks import Said
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.eligibility.answering import MOOD, decide
from tests.records.sessions import steps
from tests.records.sessions.test_ordered import verbal

R, N, P, A = Role.RECEPTIONIST, Role.NURSE, Role.PRESCRIBER, Role.ADMINISTRATOR
CLINICAL, FRONT, ALL = {N, P}, {R, N, P}, {R, N, P, A}
MAY = {
    "eligibility.decide": {P}, "eligibility.pass": {P}, "workup.record": CLINICAL, "enrolment.change": FRONT,
    "site.certify": {P, A}, "day.check": CLINICAL, "protocol.adopt": {P}, "series.plan": CLINICAL,
    "series.change": CLINICAL, "series.end": CLINICAL, "session.check": CLINICAL, "session.hold": CLINICAL,
    "session.order": {P}, "session.second_check": CLINICAL, "session.verbal_order": CLINICAL,
    "session.sign_verbal": {P}, "session.start": CLINICAL, "session.rate": CLINICAL, "session.pause": CLINICAL,
    "session.resume": CLINICAL, "session.end": CLINICAL, "session.device": CLINICAL, "session.bolus": CLINICAL,
    "session.pump": CLINICAL, "session.observe": CLINICAL, "session.correct": CLINICAL,
    "session.move_row": CLINICAL, "session.note": CLINICAL, "session.nurse": CLINICAL, "session.escort": FRONT,
    "session.call": ALL, "session.go": ALL, "session.alarm": CLINICAL, "session.drug": CLINICAL,
    "session.adverse_event": CLINICAL, "session.discharge": CLINICAL, "session.not_treated": CLINICAL,
    "session.late_event": CLINICAL, "session.monitoring_form": CLINICAL, "session.sign": CLINICAL,
    "session.addendum": CLINICAL,
}  # fmt: skip
SPEECH = "Zebra"
"""A word that stands for anything a patient or a clinician said."""


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=2)
    return session_id


@pytest.fixture
def patient(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


def test_each_action_of_a_treatment_is_for_these_roles() -> None:
    assert {action: set(ACTIONS[action]) for action in MAY} == MAY


def clinical_verbs(session_id: str, patient_id: str) -> dict[str, Callable[[Desk], object]]:
    """Return one call for each thing only clinicians do or read."""
    event = {
        "severity": Severity.MILD, "related": next(iter(Relation)), "action_taken": next(iter(ActionTaken)),
        "outcome": next(iter(Outcome)),
    }  # fmt: skip
    under = Under(OrderedBy.VERBAL, "x")
    return {
        "get": lambda d: sessions.get(d, session_id),
        "check": lambda d: sessions.check_at_chair(d, session_id, site=Site("Hand", 22)),
        "hold": lambda d: holding.hold(d, session_id, reason="x", again_in_minutes=5),
        "observe": lambda d: sessions.observe(d, session_id, values={Kind.SPO2: 97}),
        "correct": lambda d: sessions.correct(d, session_id, values={"x": 1}),
        "rate": lambda d: sessions.set_rate(d, session_id, rate_microlitres_per_hour=100_000, reason="x"),
        "pause": lambda d: sessions.pause(d, session_id),
        "end": lambda d: sessions.end(d, session_id, ended=EndReason.STOPPED),
        "bolus": lambda d: sessions.bolus(d, session_id, under=under, dose_micrograms=100),
        "pump": lambda d: sessions.read_pump(d, session_id, volume_microlitres=5_000),
        "verbal": lambda d: sessions.take_verbal_order(d, session_id, prescriber_id="x", words="x", read_back=True),
        "mute": lambda d: sessions.mute(d, session_id, 5),
        "note on alarm": lambda d: sessions.note_on_alarm(d, session_id, "end", words="x"),
        "oxygen": lambda d: sessions.set_oxygen(d, session_id, millilitres_per_minute=2_000, by="mask"),
        "stamp": lambda d: sessions.stamp(d, session_id),
        "words": lambda d: sessions.note_words(d, session_id, text="x"),
        "nurse": lambda d: nurse.take(d, session_id),
        "adverse": lambda d: sessions.report_adverse_event(d, session_id, kind="nausea", **event),
        "late": lambda d: sessions.report_late_event(
            d, session_id, kind="nausea", onset_at=d.now(), told_by="x", **event
        ),
        "drug": lambda d: sessions.give_drug(d, session_id, product="Ondansetron"),
        "discharge": lambda d: sessions.discharge(d, session_id, marks={}),
        "sign": lambda d: sessions.sign(d, session_id),
        "move row": lambda d: sessions.move_row(d, session_id, "x", to_session_id="y", chairs=("a", "b")),
        "workups": lambda d: workups.of_patient(d, patient_id),
        "work-up": lambda d: workups.record(
            d, patient_id, kind="ecg", done_on=steps.TODAY, result=WorkupResult.NO_CONCERN
        ),
        "decisions": lambda d: eligibility.of_patient(d, patient_id),
        "drafts": lambda d: eligibility.keep(d, patient_id, MOOD, eligibility.Answers()),
        "log": lambda d: dispensing.dispensed(d, steps.TODAY, steps.TODAY),
        "pause series": lambda d: series_steps.pause(d, series_of(d, session_id), reason="x"),
        "add": lambda d: series_booking.add(
            d,
            series_booking.propose_more(
                d, series_of(d, session_id), count=1, first_day=steps.TODAY + timedelta(days=30), time=None
            ),
            reason="x",
        ),
        "day": lambda d: day_checks.record(d, answers={item.id: True for item in day_checks.preset().items}),
        "adopt": lambda d: adopted_protocols.adopt(d, pinned_protocols.current("iv-fluids")[1], remark="x"),
    }


def series_of(desk: Desk, session_id: str) -> str:
    return sessions.line(desk, session_id).series_id


def test_reception_and_administration_do_and_read_nothing_clinical(
    receptionist: Desk, administrator: Desk, nurse: Desk, running: str, patient: str
) -> None:
    entries = nurse.clinic.entry_count
    for name, act in clinical_verbs(running, patient).items():
        for desk in (receptionist, administrator):
            try:
                act(desk)
            except NotAllowed:
                continue
            pytest.fail(f"{name} was not refused to {desk.person.name}")
    assert nurse.clinic.entry_count == entries


def test_a_nurse_neither_decides_orders_passes_nor_adopts(nurse: Desk, running: str, patient: str) -> None:
    session = sessions.get(nurse, running)
    order = session.order
    assert order is not None
    text = pinned_protocols.current("iv-fluids")[1]
    for act in (
        lambda: decide(nurse, patient),
        lambda: sessions.order(nurse, running, identity=steps.ZOE, dose=order.arithmetic, remark="Again"),
        lambda: adopted_protocols.adopt(nurse, text, remark="As it is"),
        lambda: site_certifications.certify(
            nurse,
            SiteCertification(
                programme="spravato-rems", number="1", representative="Dr Osei", certified_on=steps.TODAY
            ),
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_administrator_s_history_holds_no_clinical_word_of_a_treatment(
    administrator: Desk, nurse: Desk, prescriber: Desk, session_id: str, patient: str, clock: DrivenClock
) -> None:
    """Everything somebody can write about a visit is written with one word, and looked for."""
    decide(prescriber, patient, Result.NOT_ELIGIBLE, pregnancy=Reply.YES)
    for stop in ("not_eligible", "pregnancy"):
        eligibility.pass_stop(prescriber, sessions.get(prescriber, session_id), stop, reason=SPEECH)
    workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY, result=WorkupResult.CONCERN, remark=SPEECH)
    sessions.arrive(nurse, session_id)
    holding.hold(nurse, session_id, reason=SPEECH, again_in_minutes=5)
    holding.hold_over(nurse, session_id)
    now = nurse.now()
    sessions.check_fasting(
        nurse, session_id, solids_at=now - timedelta(hours=1), liquids_at=now - timedelta(hours=1), reason=SPEECH
    )
    sessions.check_escort(nurse, session_id, name="Per Ångström", phone="218 555 0142")
    told = Said(yes=True, words=SPEECH, go_on=SPEECH)
    sessions.check_at_chair(nurse, session_id, site=Site(SPEECH, 22), medicines=told, substances=told, suicidality=told)
    sessions.observe(nurse, session_id, values=steps.BASELINE, comment=SPEECH)
    steps.consent(nurse, patient)
    steps.order(prescriber, session_id, remark=SPEECH)
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    clock.pass_time(minutes=5)
    verbal(nurse, session_id, SPEECH)
    sessions.set_rate(nurse, session_id, rate_microlitres_per_hour=140_000, reason=SPEECH)
    sessions.pause(nurse, session_id, reason=SPEECH)
    sessions.resume(nurse, session_id)
    sessions.read_pump(nurse, session_id, volume_microlitres=60_000, reason=SPEECH)
    sessions.observe(nurse, session_id, values={Kind.SPO2: 86})
    value = sessions.get(nurse, session_id).latest(Kind.SPO2)
    assert value is not None
    sessions.correct(nurse, session_id, values={value.id: 87}, reason=SPEECH)
    limit = next(a for a in sessions.alarms(sessions.get(nurse, session_id), sessions.now_of(nurse)) if a.level)
    sessions.note_on_alarm(nurse, session_id, limit.key, words=SPEECH)
    sessions.settle_alarm(nurse, session_id, limit.key, done=SPEECH)
    call_id = patient_call.call(nurse, session_id)
    sessions.settle_alarm(nurse, session_id, f"call:{call_id}", done=SPEECH)
    patient_call.feel(nurse, session_id, distress=9)
    sessions.note_words(nurse, session_id, text=SPEECH)
    sessions.note_room(nurse, session_id, text=SPEECH)
    sessions.stamp_was_nothing(nurse, session_id, sessions.stamp(nurse, session_id), words=SPEECH)
    sessions.report_adverse_event(
        nurse, session_id, kind="other", narrative=SPEECH, severity=Severity.MILD, related=next(iter(Relation)),
        action_taken=next(iter(ActionTaken)), outcome=next(iter(Outcome)),
    )  # fmt: skip
    sessions.escort_step(nurse, session_id, what=EscortStep.LATE, words=SPEECH)
    steps.drug(nurse, session_id)
    sessions.end(nurse, session_id, ended=EndReason.STOPPED, reason=SPEECH)
    steps.discharge(nurse, session_id)
    sessions.sign(prescriber, session_id)
    sessions.addendum(prescriber, session_id, body=SPEECH)
    sessions.report_late_event(
        nurse, session_id, kind="other", narrative=SPEECH, severity=Severity.MILD, related=next(iter(Relation)),
        action_taken=next(iter(ActionTaken)), outcome=next(iter(Outcome)), onset_at=nurse.now(), told_by=SPEECH,
    )  # fmt: skip
    planned = series.get(nurse, series_of(nurse, session_id))
    series_steps.pause(nurse, planned.id, reason=SPEECH)
    series.end(nurse, planned.id, reason=SPEECH, based_on=series.get(nurse, planned.id).version)
    theirs, clinical = (history.of_patient(desk, patient) for desk in (administrator, nurse))
    assert len(theirs) == len(clinical)
    assert repr(clinical).count(SPEECH) > 25
    assert SPEECH not in repr(theirs)
    assert not [number for number in ("41.2", "86%", "87%", "140 mL") if number in repr([x.changes for x in theirs])]

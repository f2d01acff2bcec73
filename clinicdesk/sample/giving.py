"""How the drug is given in the sample clinic: an infusion at one rate, in steps, or nasal devices."""

from collections.abc import Mapping
from datetime import timedelta

from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason, OrderedBy, Under
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.sample.stage import Story
from clinicdesk.sample.visit import Visit, identity, values


def giving(visit: Visit) -> Story:
    """Tell how the drug is given, as the protocol of the series says."""
    protocol = sessions.get(visit.nurse, visit.session_id).protocol
    if protocol.kind is TreatmentKind.DEVICES:
        yield from _devices(visit)
    elif protocol.stages:
        yield from _in_steps(visit)
    else:
        yield from _infusion(visit)


def _devices(visit: Visit) -> Story:
    """Give one device, and the next after the rest."""
    device = visit.about["device"]
    yield visit.start
    order = sessions.get(visit.nurse, visit.session_id).order
    assert order is not None  # it was signed before
    for number in range(order.arithmetic.dose_micrograms // device["micrograms"]):
        yield visit.start + timedelta(minutes=number * device["minutes_between"])
        sessions.give_device(
            visit.nurse,
            visit.session_id,
            lot=device["lot"],
            expires_on=visit.stage.day(device["expires_in_days"]),
            identity=identity(visit) if number == 0 else None,
        )


def _in_steps(visit: Visit) -> Story:
    """Start with the first step, set the pump to each further one, observe between, and end."""
    yield visit.start
    sessions.start(visit.nurse, visit.session_id, identity=identity(visit))
    order = sessions.get(visit.nurse, visit.session_id).order
    assert order is not None  # it was started by an order
    steps = sessions.stages_of(order)
    turns, minute = {}, 0
    for number, step in enumerate(steps, start=1):
        turns[minute] = number
        minute += step.minutes
    for at in sorted({*turns, *(row[0] for row in visit.curve if row[0] < minute)} - {0}):
        yield visit.start + timedelta(minutes=at, seconds=5)
        if at in turns:
            sessions.set_rate(
                visit.nurse,
                visit.session_id,
                rate_microlitres_per_hour=steps[turns[at] - 1].rate_microlitres_per_hour,
                reason="",
                stage=turns[at],
            )
        if (added := next((row[1:] for row in visit.curve if row[0] == at), None)) is not None:
            sessions.observe(visit.nurse, visit.session_id, values=values(visit, added))
    yield visit.start + timedelta(minutes=minute, seconds=50)
    sessions.end(visit.nurse, visit.session_id, ended=EndReason.COMPLETED)


def _infusion(visit: Visit) -> Story:
    """Start, observe by the minutes of the curve, and end."""
    # Without the seconds: "it runs for 17 minutes now" should be true.
    yield visit.start
    sessions.start(visit.nurse, visit.session_id, identity=identity(visit))
    for minute, *added in visit.curve:
        if minute > visit.end_minute:
            break
        yield visit.minute(minute)
        measured = values(visit, added)
        sessions.observe(visit.nurse, visit.session_id, values=measured)
        if minute == visit.about["said"]["minute"] and visit.patient in visit.about["said"]["words"]:
            sessions.note_words(visit.nurse, visit.session_id, text=visit.about["said"]["words"][visit.patient])
            sessions.note_room(visit.nurse, visit.session_id, text=visit.about["said"]["room"])
        if visit.course == "slip" and minute == 30:
            yield from _slip(visit, measured)
        if visit.course == "pressure" and minute == 20:
            yield from _paused(visit)
        if visit.course == "nausea" and minute == 20:
            yield from _nausea(visit)
    yield visit.start + timedelta(minutes=visit.end_minute, seconds=45)
    sessions.end(visit.nurse, visit.session_id, ended=EndReason.COMPLETED)


def _slip(visit: Visit, measured: Mapping[Kind, int]) -> Story:
    """Type a heart rate once more in the field of the next moment, see it, and mark it as entered in error."""
    happened = visit.about["slip"]
    sessions.observe(visit.nurse, visit.session_id, values={Kind.HEART_RATE: measured[Kind.HEART_RATE] + 100})
    wrong = sessions.get(visit.nurse, visit.session_id).current[-1]
    yield visit.nurse.now() + timedelta(seconds=25)
    sessions.correct(visit.nurse, visit.session_id, values={wrong.id: None}, reason=happened["reason"])


def _paused(visit: Visit) -> Story:
    happened = visit.about["pressure"]
    yield visit.minute(21)
    onset = visit.nurse.now()
    sessions.pause(visit.nurse, visit.session_id, reason=happened["pause"])
    yield visit.minute(25)
    sessions.observe(
        visit.nurse, visit.session_id, values=values(visit, (34, 14, 10, -1, 4)), comment=happened["comment"]
    )
    yield visit.start + timedelta(minutes=29)
    sessions.resume(visit.nurse, visit.session_id)
    sessions.report_adverse_event(
        visit.nurse,
        visit.session_id,
        kind=happened["kind"],
        severity=Severity.MODERATE,
        related=Relation.RELATED,
        action_taken=ActionTaken.PAUSED,
        outcome=Outcome.RESOLVED,
        onset_at=onset,
        narrative=happened["narrative"],
    )


def _nausea(visit: Visit) -> Story:
    happened = visit.about["nausea"]
    yield visit.minute(23)
    # The minute first, with one key; what it was is written down when there is a hand free.
    stamped = sessions.stamp(visit.nurse, visit.session_id, what=happened["kind"])
    yield visit.minute(25)
    amount = happened["micrograms"]
    sessions.give_drug(
        visit.nurse,
        visit.session_id,
        product=happened["product"],
        strength_micrograms_per_ml=happened["strength_micrograms_per_ml"],
        lot=happened["lot"],
        expires_on=visit.stage.day(visit.about["drug"]["expires_in_days"]),
        drawn_micrograms=amount,
        given_micrograms=amount,
        wasted_micrograms=0,
        under=Under(OrderedBy.STANDING, happened["standing_order"]),
        route=visit.about["drug"]["route"],
    )
    sessions.report_adverse_event(
        visit.nurse,
        visit.session_id,
        kind=happened["kind"],
        severity=Severity.MILD,
        related=Relation.RELATED,
        action_taken=ActionTaken.DRUG_GIVEN,
        outcome=Outcome.RESOLVED,
        narrative=happened["narrative"],
        stamp_id=stamped,
    )

"""The next step of a visit, for the person who asks: one key or one click."""

from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import visit_types
from clinicdesk.records.appointments import Stage
from clinicdesk.records.today.row import Action, NextStep
from clinicdesk.records.today.visits import Visit
from clinicdesk.rules.timeline import Phase


def next_step(desk: Desk, visit: Visit, today: date) -> NextStep | None:
    """Return the next step of a visit, or None where there is none for this person or this day."""
    if visit.stage is Stage.BOOKED:
        # What was on paper is typed in on a later day.
        came = visit.day(desk) == today or (desk.transcribing and visit.day(desk) < today)
        return _on_arrival(visit) if came and desk.may("visit.arrive") else None
    if visit.stage is Stage.NO_SHOW:
        return _after_all(desk, visit, today)
    if visit.stage is Stage.ARRIVED:
        return NextStep(Action.CHECK_IN, _("Check in")) if desk.may("visit.check_in") else None
    if visit.session is None:
        return _of_other_visit(desk, visit.stage)
    if not desk.sees("clinical") or visit.signed or visit.phase is None:
        return None
    return _in_session(visit.phase)


def _on_arrival(visit: Visit) -> NextStep:
    """Return the first step: nobody arrives for a call."""
    if visit.booked and visit_types.is_by_phone(visit.booked.kind):
        return NextStep(Action.BEGIN, _("Begin call"))
    return NextStep(Action.ARRIVE, _("Mark arrived"))


def _after_all(desk: Desk, visit: Visit, today: date) -> NextStep | None:
    """Return the step for somebody marked as missed who comes after all: booked anew and here, unless done already."""
    may = desk.may("appointment.book") and desk.may("visit.arrive")
    if visit.is_replaced or visit.day(desk) != today or not may:
        return None
    return NextStep(Action.COME, _("Came after all"))


def _of_other_visit(desk: Desk, stage: Stage) -> NextStep | None:
    if stage is Stage.CHECKED_IN and desk.may("visit.begin"):
        return NextStep(Action.BEGIN, _("Begin visit"))
    if stage is Stage.IN_TREATMENT and desk.may("visit.leave"):
        return NextStep(Action.LEAVE, _("Visit is over"))
    return None


def _in_session(phase: Phase) -> NextStep:
    return {
        Phase.PLANNED: NextStep(Action.PREPARE, _("Before start")),
        Phase.ARRIVED: NextStep(Action.PREPARE, _("Before start")),
        Phase.CHECKING: NextStep(Action.PREPARE, _("Before start")),
        Phase.READY: NextStep(Action.START, _("Start infusion")),
        Phase.RUNNING: NextStep(Action.OPEN, _("Open session")),
        Phase.PAUSED: NextStep(Action.OPEN, _("Open session")),
        Phase.RECOVERY: NextStep(Action.DISCHARGE, _("Recovery and discharge")),
        Phase.DISCHARGED: NextStep(Action.SIGN, _("Sign session")),
        Phase.NOT_TREATED: NextStep(Action.SIGN, _("Sign session")),
    }[phase]

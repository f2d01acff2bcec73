"""Whatever two desks do: nobody is in two places, sessions agree with their bookings, the file holds."""

from datetime import timedelta
from random import Random

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, Clash
from clinicdesk.records import appointments, chairs, patients, sessions
from clinicdesk.records.appointments import Appointment, Slot, State
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.booking import clashes
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import at, clinician
from tests.records.sessions.steps import TODAY, plan_for

STEPS = 150
REFUSED = (Clash, BadValue, ChangedElsewhere)


class Day:
    """Two desks on one file; each acts on what it saw some time ago, as screens do."""

    def __init__(self, desks: list[Desk], chance: Random) -> None:
        self.desks, self.chance = desks, chance
        names = ("Adams", "Baker", "Clark", "Davis")
        self.people = [
            patients.register(desks[0], details=PatientDetails(family_name=name, given_name="Lee")) for name in names
        ]
        for person in self.people:
            plan_for(desks[1], person)
        self.seen: list[Appointment] = []
        self.done = self.refused = 0

    def step(self) -> None:
        desk = self.chance.choice(self.desks)
        act = self.chance.choice(
            [self.book, self.book, self.book_session, self.move, self.move, self.give_up, self.come]
        )
        try:
            act(desk)
        except REFUSED:
            self.refused += 1
        else:
            self.done += 1
        if self.chance.random() < 0.4:
            self.seen = appointments.between(desk, TODAY, TODAY + timedelta(days=3), states=tuple(State))

    def slot(self, desk: Desk) -> Slot:
        day = TODAY + timedelta(days=self.chance.randint(0, 2))
        start = at(desk, self.chance.randint(8, 16), self.chance.choice([0, 15, 30, 45]), day)
        chair = self.chance.choice([one.id for one in chairs.all(desk)] + [None])
        who = self.chance.choice([clinician(desk), clinician(desk, "nina"), None, None])
        return Slot(start, self.chance.choice([15, 30, 60, 120]), chair, who)

    def book(self, desk: Desk) -> None:
        appointments.book(desk, patient_id=self.chance.choice(self.people), kind="follow_up", slot=self.slot(desk))

    def book_session(self, desk: Desk) -> None:
        person = self.chance.choice(self.people)
        session = self.chance.choice(sessions.of_patient(desk, person))
        appointments.book(desk, patient_id=person, kind="session", slot=self.slot(desk), session_id=session.id)

    def move(self, desk: Desk) -> None:
        one = self.chance.choice(self.seen) if self.seen else None
        if one is not None:
            appointments.change(desk, one.id, slot=self.slot(desk), based_on=one.version)

    def give_up(self, desk: Desk) -> None:
        one = self.chance.choice(self.seen) if self.seen else None
        if one is not None:
            act = self.chance.choice([appointments.cancel, appointments.mark_no_show])
            act(desk, one.id, reason="Ill", based_on=one.version)

    def come(self, desk: Desk) -> None:
        one = self.chance.choice(self.seen) if self.seen else None
        if one is not None:
            act = self.chance.choice(
                [appointments.arrive, appointments.begin, appointments.leave, appointments.undo_arrival]
            )
            act(desk, one.id)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_ever_overlaps_and_sessions_agree(
    seed: int, receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    day = Day([receptionist, nurse], Random(seed))
    for step in range(STEPS):
        day.step()
        if step % 30 == 29:
            clock.pass_time(minutes=45)
            look(nurse)
    assert day.done > 40
    assert day.refused > 20
    assert nurse.clinic.verify() == []


def look(desk: Desk) -> None:
    """Make sure that nobody is in two places, and that each booked session says what its booking says."""
    booked = appointments.between(desk, TODAY, TODAY + timedelta(days=3))
    taken = [one.taken for one in booked if one.taken is not None]
    for place, one in enumerate(taken):
        assert clashes(one.span, one.holds, taken[place + 1 :]) == []
    of_sessions = [one for one in booked if one.session_id]
    assert len({one.session_id for one in of_sessions}) == len(of_sessions)
    for one in of_sessions:
        line, local = sessions.line(desk, one.session_id or ""), desk.local(one.starts_at)
        assert (line.planned_on, line.planned_time, line.chair) == (local.date(), local.time(), one.chair)
    unbooked = appointments.unbooked_sessions(desk, TODAY, TODAY + timedelta(days=30))
    assert not {one.session_id for one in unbooked} & {one.session_id for one in of_sessions}

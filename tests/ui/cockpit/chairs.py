"""Patients in chairs, running, for tests of the cockpit."""

from dataclasses import replace

from clinicdesk.desk import Desk
from clinicdesk.records import chairs, patients, series, sessions
from clinicdesk.records.patient_details import PatientDetails
from tests.records.sessions import steps

NAMES = (
    ("Lindqvist", "Per"), ("Ångström", "Zoë"), ("Okonkwo", "Adaeze"), ("Meyer-Wolkenstein", "Annegret"),
    ("Nguyen", "Thi Minh"), ("O'Brien", "Sean"), ("Sánchez", "María José"), ("Kowalski", "Jan"), ("Haddad", "Leila"),
    ("Smith", "Jo"), ("Petrov", "Ivan"), ("Yamamoto", "Aiko"),
)  # fmt: skip


def chair_name(desk: Desk, place: int) -> str:
    """Return the name of the chair in a place, from 0; chairs are added as they are wanted."""
    while len(chairs.all(desk)) <= place:
        chairs.add(Desk.of_system(desk.clinic, "TEST-PC"), name=f"Chair {len(chairs.all(desk)) + 1}")
    return chairs.all(desk)[place].name


def planned(desk: Desk, place: int) -> str:
    """Plan somebody into the chair of a place, today, and return the session."""
    session_id = steps.plan_for(desk, steps.register_zoe(desk))
    line = sessions.line(desk, session_id)
    chair = chair_name(desk, place)
    series.move(desk, session_id, day=line.planned_on, time=line.planned_time, based_on=line.version, chair=chair)
    return session_id


def seat(desk: Desk, place: int) -> str:
    """Let somebody arrive for a first session in the chair of a place, and return the session."""
    session_id = planned(desk, place)
    sessions.arrive(desk, session_id)
    _name(desk, session_id, place)
    return session_id


def run(nurse: Desk, prescriber: Desk, place: int) -> str:
    """Let somebody's infusion run in the chair of a place, and return the session."""
    session_id = planned(nurse, place)
    steps.run(nurse, prescriber, session_id)
    _name(nurse, session_id, place)
    return session_id


def _name(desk: Desk, session_id: str, place: int) -> None:
    """Give the patient a name of their own; until then it is the one the steps before the start know."""
    patient = patients.get(desk, sessions.line(desk, session_id).patient_id)
    family, given = NAMES[place]
    known = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=steps.BORN, title="Ms")
    patients.amend(
        desk, patient.id, based_on=patient.version, details=replace(known, family_name=family, given_name=given)
    )

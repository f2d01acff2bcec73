"""A patient with a series planned, about whom nothing was decided yet."""

from datetime import time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import series, sessions
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


def planned(desk: Desk, patient_id: str, protocol: str = "iv-ketamine-mood") -> str:
    """Plan two sessions, the first today, and return the first one's id."""
    days = [steps.TODAY, steps.TODAY + timedelta(days=3)]
    made = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=days, time=time(9, 30), indication="Depression"
    )
    return sessions.of_series(desk, made)[0].id


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return planned(nurse, patient)

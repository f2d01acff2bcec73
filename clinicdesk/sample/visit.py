"""One visit of the sample clinic: who comes, when the drug is given, and what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.sessions import Identifiers
from clinicdesk.rules.vitals import Kind
from clinicdesk.sample.stage import Stage

_KINDS = (Kind.SYSTOLIC, Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2)
_SPREAD = (4, 3, 4, 0)


@dataclass(slots=True)
class Visit:
    """What one visit needs to know: who, when the infusion starts, and how it goes."""

    stage: Stage
    patient: str
    session_id: str
    start: datetime
    course: str
    by: str
    chance: Random
    about: dict[str, Any]

    @property
    def nurse(self) -> Desk:
        """The desk of the nurse who is on duty at this moment of the story."""
        return self.stage.desks["nurse"]

    @property
    def prescriber(self) -> Desk:
        """The desk of the prescriber of this series."""
        return self.stage.desks[self.by]

    def minute(self, minute: float) -> datetime:
        """Return a moment counted from the start of the infusion, some seconds late as in life."""
        return self.start + timedelta(minutes=minute, seconds=self.chance.randint(0, 40))

    @property
    def curve(self) -> list[list[int]]:
        """What the vital signs add to the baseline, by minute from the start."""
        curves: dict[str, list[list[int]]] = self.about["curves"]
        return curves.get(self.course, curves["usual"])

    @property
    def end_minute(self) -> int:
        """The minute the drug has been given by."""
        ends: dict[str, int] = self.about["ends"]
        return ends.get(self.course, ends["usual"])


def identity(visit: Visit) -> Identifiers:
    """Return the two identifiers as the patient says them."""
    patient = patients.get(visit.nurse, visit.stage.patients[visit.patient])
    assert patient.birth_date is not None  # everybody who is treated in the story has one
    return Identifiers(f"{patient.given_name} {patient.family_name}", patient.birth_date)


def values(visit: Visit, added: Sequence[int]) -> dict[Kind, int]:
    """Return the vital signs: the patient's baseline, what the infusion adds, and a little chance.

    ``added`` has a number for each of ``_KINDS``, and last how awake the patient is.
    """
    *more, awake = added
    baseline = visit.stage.people[visit.patient]["baseline"]
    found = {
        kind: usual + plus + visit.chance.randint(-spread, spread)
        for kind, usual, plus, spread in zip(_KINDS, baseline, more, _SPREAD, strict=True)
    }
    return {
        **found,
        Kind.SPO2: min(found[Kind.SPO2], 100),
        Kind.RESPIRATORY_RATE: visit.chance.randint(13, 17),
        Kind.SEDATION: awake,
    }

"""What follows when a form comes back with an answer that calls for a clinician: whoever took it is told at once.

Never on the patient's own screen: only once somebody of the staff has the device. Who treats sees the call itself;
anybody else gets the crisis card; over a locked screen the card says no name, since nobody has signed in yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicdesk.language import _
from clinicdesk.records.measures import alerts
from ui.crisis.numbers import CrisisNumbers

if TYPE_CHECKING:
    from collections.abc import Collection

    from clinicdesk.desk import Desk, Person
    from ui.workplace import Workplace


def untaken(desk: Desk) -> frozenset[str]:
    """Return the ids of the calls nobody sees to."""
    return frozenset(call.id for call in alerts.open_alerts(desk) if not call.is_taken)


def tell_calls(work: Workplace, desk: Desk, person: Person, known: Collection[str], *, locked: bool) -> None:
    """Tell ``person``, who took the device back, of calls that were not ``known`` before it was handed over.

    Raises ``ClinicDeskError`` when the file cannot be read.
    """
    new = [call for call in alerts.open_alerts(desk) if not call.is_taken and call.id not in known]
    if not new:
        return
    patient_id = new[0].patient_id
    if locked:
        alerts.shown(desk, *(call.id for call in new if call.patient_id == patient_id), by=person.id)
        words = _(
            "Clinician needed now for the patient who gave this device back. Stay with the patient and fetch somebody."
        )
        CrisisNumbers(work.window(), desk, words).open()
    elif desk.sees("clinical"):
        work.show_call(patient_id)
    else:
        work.show_crisis_for_call(patient_id)

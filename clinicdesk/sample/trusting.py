"""Rights and trust in the sample clinic: requests of patients, an emergency access, a legal hold, slips."""

from typing import Any

from clinicdesk.records import anchors, emergency, legal_holds, patients, rights
from clinicdesk.sample.stage import Stage, Story


def request(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how a patient asks for something by right, and when it is given."""
    yield stage.at(stage.working_day(told["day"]), told["time"])
    desk, patient_id = stage.desks[told["by"]], stage.patients[told["patient"]]
    person = patients.get(desk, patient_id)
    request_id = rights.take(
        desk,
        patient_id,
        right=told["right"],
        received_on=desk.local(desk.now()).date(),
        asked_by=f"{person.given_name} {person.family_name}",
        identity=told["identity"],
        scope=told["scope"],
    )
    if given := told.get("given"):
        yield stage.at(stage.working_day(given["day"]), given["time"])
        desk = stage.desks[told["by"]]
        rights.give(desk, rights.get(desk, request_id), what=given["what"], way=given["way"])


def emergency_access(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how somebody sees a chart because it cannot wait."""
    yield stage.at(stage.working_day(told["day"]), told["time"])
    emergency.begin(stage.desks[told["by"]], stage.patients[told["patient"]], told["reason"])


def hold(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how a chart is put under a legal hold."""
    yield stage.at(stage.working_day(told["day"]), told["time"])
    legal_holds.place(stage.desks[told["by"]], stage.patients[told["patient"]], reason=told["reason"])


def slip(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how the state of the record is written down."""
    yield stage.at(stage.working_day(told["day"]), told["time"])
    anchors.write(stage.desks[told["by"]], anchors.Way.WRITTEN)

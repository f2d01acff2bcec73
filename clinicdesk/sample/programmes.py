"""The programmes a drug may only be given under: the clinic's own place in them, and a patient's."""

from typing import Any

from clinicdesk.records import enrolments, site_certifications
from clinicdesk.records.enrolments import Enrolment
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.sample.stage import Stage, read


def certify(stage: Stage) -> None:
    """Write down in which programmes the clinic is certified."""
    for told in read("clinic")["programmes"]:
        about = {name: value for name, value in told.items() if name != "certified_day"}
        certification = SiteCertification(
            **about, certified_on=max(stage.day(told["certified_day"]), stage.day(read("clinic")["founded_day"]))
        )
        site_certifications.certify(stage.desks["administrator"], certification)


def enrol(stage: Stage, person: dict[str, Any]) -> None:
    """Enrol somebody who is registered in the programme their story names."""
    if told := person.get("enrolled"):
        desk = stage.desks["receptionist"]
        today = desk.local(desk.now()).date()
        enrolments.enrol(desk, stage.patients[person["key"]], Enrolment(**told, enrolled_on=today))

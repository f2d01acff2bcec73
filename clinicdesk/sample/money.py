"""Money in the sample clinic: what was agreed, what insurers approved, and what came in."""

from typing import Any

from clinicdesk.records import authorisations, coverage, payments
from clinicdesk.records.coverage import Agreement
from clinicdesk.rules.authorisation import Terms
from clinicdesk.sample.stage import Stage, Story


def agreement(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell what was agreed with somebody about paying."""
    yield stage.at(entry["day"], entry["time"])
    said = entry["agreed"]
    agreed = Agreement(
        **{name: value for name, value in said.items() if name not in ("from_day", "until_day")},
        from_on=stage.day(said.get("from_day", entry["day"])),
        until_on=stage.day(said["until_day"]) if "until_day" in said else None,
    )
    coverage.add(stage.desks["receptionist"], stage.patients[entry["patient"]], agreed)


def authorisation(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how an insurer's prior authorisation is written down."""
    yield stage.at(entry["day"], entry["time"])
    terms = Terms(stage.day(entry["from_day"]), stage.day(entry["until_day"]), entry.get("visits"))
    authorisations.add(
        stage.desks["receptionist"],
        stage.patients[entry["patient"]],
        number=entry["number"],
        insurer=entry["insurer"],
        terms=terms,
    )


def payment(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how somebody pays; a slip of the hand is corrected some days later."""
    yield stage.at(entry["day"], entry["time"])
    patient_id = stage.patients[entry["patient"]]
    about = {name: entry.get(name, "") for name in ("method", "remark")}
    paid = payments.record(
        stage.desks["receptionist"],
        patient_id,
        kind=entry["kind"],
        amount_cents=entry["amount_cents"],
        paid_on=stage.day(entry["day"]),
        **about,
    )
    if corrected := entry.get("corrected"):
        yield stage.at(corrected["day"], corrected["time"])
        desk = stage.desks["receptionist"]
        before = next(one for one in payments.of_patient(desk, patient_id) if one.id == paid)
        payments.correct(desk, before, amount_cents=corrected["amount_cents"], remark=corrected["remark"])

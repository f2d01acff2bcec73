"""What colleagues of the sample clinic tell each other, and who is on duty."""

from datetime import timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import duty, messages
from clinicdesk.records.messages import Receiver
from clinicdesk.sample.past import TODAY
from clinicdesk.sample.stage import Stage, Story, read


def on_duty(stage: Stage) -> Story:
    """Tell who is named as the clinician on duty this morning."""
    yield stage.clock.present - TODAY + timedelta(minutes=6)
    named = stage.desks[read("messages")["on_duty"]]
    duty.name(stage.desks["receptionist"], stage.today(), named.person.id, based_on=None)


def message(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how a message is sent, and then read, taken, done or answered by a colleague."""
    yield stage.when(entry)
    message_id = messages.send(
        stage.desks[entry["from"]],
        to=_receiver(stage, entry),
        body=entry["body"],
        patient_id=stage.patients[entry["patient"]] if "patient" in entry else None,
        urgent=entry.get("urgent", False),
    )
    for step in entry.get("then", ()):
        yield stage.when(step)
        if step["does"] == "answer":
            yield from _answer(stage, entry, message_id, step)
        else:
            _handle(stage.desks[step["by"]], message_id, step)


def _answer(stage: Stage, entry: dict[str, Any], message_id: str, step: dict[str, Any]) -> Story:
    desk = stage.desks[step["by"]]
    asked = messages.get(desk, message_id)
    to = messages.receiver_of_reply(asked)
    answer_id = messages.send(desk, to=to, body=step["body"], patient_id=asked.patient_id, answers=message_id)
    yield stage.when(step["read"])
    messages.finish(stage.desks[entry["from"]], answer_id)


def _handle(desk: Desk, message_id: str, step: dict[str, Any]) -> None:
    messages.read(desk, message_id)
    if step["does"] == "take":
        messages.take(desk, message_id)
    elif step["does"] == "finish":
        messages.finish(desk, message_id, step.get("remark", ""))


def _receiver(stage: Stage, entry: dict[str, Any]) -> Receiver:
    """Return one person (``to``, a desk of the story) or everybody of a role (``to_role``)."""
    if "to" in entry:
        person = stage.desks[entry["to"]].person
        return Receiver(person.name, staff_id=person.id)
    return Receiver(messages.role_words(entry["to_role"]), role=entry["to_role"])

"""The day after its last one a consent has expired: the open window notes it once, as the program."""

from collections.abc import Callable

from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps


def kinds(desk: Desk, patient_id: str) -> list[str]:
    return [event.kind for event in consents.of_patient(desk, patient_id)[0].events]


def test_noted_once_after_the_sign_in(
    hands: Hands, enter: Callable[[str], None], nurse: Desk, clock: DrivenClock
) -> None:
    zoe = steps.register_zoe(nurse)
    steps.consent(nurse, zoe)
    clock.pass_time(days=400)
    enter("rita")
    hands.wait_for(lambda: "expired" in kinds(nurse, zoe), "the note that the consent expired")
    hands.window.tick()
    hands.window.tick()
    assert kinds(nurse, zoe) == ["signed_on_paper", "expired"]
    noted = "SELECT e.staff FROM consent_events v JOIN search_entries e ON e.id = v.version WHERE v.kind = 'expired'"
    assert [row["staff"] for row in nurse.rows(noted)] == ["system"]

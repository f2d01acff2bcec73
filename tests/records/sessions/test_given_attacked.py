"""What was given, end to end: steps, pause, bolus, reading of the pump, a new order and a restart in one infusion."""

from fractions import Fraction

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.test_ordered import verbal
from tests.records.sessions.test_orders_of_every_kind import begin, by_weight, halved, weighed


@pytest.fixture
def patient(everyone: Desk) -> str:
    return steps.register_zoe(everyone)


def test_steps_pause_bolus_reading_new_order_and_restart_add_up(
    everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    """By hand: 156 mg in 500 mL; 16 mg over 10 min, then 24 mg per hour (76.9 mL per hour)."""
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)

    def infused() -> int:
        return sessions.get(everyone, session_id).infused_microlitres(sessions.now_of(everyone))

    def rate(microlitres_per_hour: int) -> None:
        sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=microlitres_per_hour, reason="As planned")

    first = sessions.get(everyone, session_id).rate_now()
    assert first == 307_700  # 51.282 mL over 10 min
    clock.pass_time(minutes=10)
    rate(76_900)
    clock.pass_time(minutes=20)
    sessions.pause(everyone, session_id)
    clock.pass_time(minutes=7)
    sessions.resume(everyone, session_id)
    sessions.bolus(everyone, session_id, under=verbal(everyone, session_id, "Bolus 5 mg"), dose_micrograms=5_000)
    bolus = 5_000 * 500_000 / Fraction(156_000)
    flowed = Fraction(307_700 * 10 + 76_900 * 20, 60) + bolus
    assert abs(infused() - flowed) <= 1
    sessions.read_pump(everyone, session_id, volume_microlitres=90_000, reason="Read off the pump")
    clock.pass_time(minutes=3)
    clock.restart("second-boot")
    clock.pass_time(minutes=3)
    # Three minutes dark and three light at 76.9 mL per hour, from what the pump said.
    assert abs(infused() - (90_000 + 76_900 * 6 // 60)) <= 1
    session = sessions.get(everyone, session_id)
    halved(everyone, session_id)
    after = sessions.get(everyone, session_id)
    now = sessions.now_of(everyone)
    assert after.given_micrograms(now) == session.given_micrograms(now), "an order changes nothing that was given"
    assert after.target_microlitres == 250_000, "78 of 156 mg: half of the bag"
    rate(38_400)
    clock.pass_time(minutes=30)
    sessions.end(everyone, session_id, ended=EndReason.STOPPED, reason="Enough")
    clock.pass_time(minutes=30)
    whole = 90_000 + Fraction(76_900 * 6 + 38_400 * 30, 60)
    assert abs(infused() - whole) <= 1
    last = sessions.get(everyone, session_id)
    assert abs(last.given_micrograms(sessions.now_of(everyone)) - whole * Fraction(156, 500)) <= 50
    assert [e.detail["stage"] for e in last.events_of(EventKind.RATE_CHANGED)] == [2, None]

"""Everything that must be there before an infusion starts, and what happens when it is not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import consents, sessions
from clinicdesk.records.sessions import CheckItem, Identifiers
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.protocol import DrugVolume
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.steps import BORN, ZOE, checks, consent, eligible, order, ready, second_check


def test_arrival_is_the_receptionists_and_needs_no_clinical_sight(receptionist: Desk, session_id: str) -> None:
    sessions.arrive(receptionist, session_id)
    assert sessions.line(receptionist, session_id).phase is Phase.ARRIVED
    with pytest.raises(NotAllowed):
        sessions.get(receptionist, session_id)
    with pytest.raises(BadValue):
        sessions.arrive(receptionist, session_id)


def test_a_short_fast_needs_a_reason(nurse: Desk, session_id: str) -> None:
    now = nurse.now()
    short = {"solids_at": now - timedelta(hours=5), "liquids_at": now - timedelta(hours=3)}
    with pytest.raises(BadValue, match="6 h ago"):
        sessions.check_fasting(nurse, session_id, **short)
    sessions.check_fasting(nurse, session_id, **short, reason="Dry toast only; prescriber agrees")
    event = sessions.get(nurse, session_id).check_of(CheckItem.FASTING)
    assert event is not None
    assert event.detail["kept"] is False
    assert event.detail["reason"] == "Dry toast only; prescriber agrees"


def test_exactly_the_hours_of_the_preset_are_enough(nurse: Desk, session_id: str) -> None:
    now = nurse.now()
    sessions.check_fasting(nurse, session_id, solids_at=now - timedelta(hours=6), liquids_at=now - timedelta(hours=2))


@pytest.mark.parametrize(("name", "phone"), [("", "218 555 0142"), ("Per", ""), ("Per", "later"), (" ", "1")])
def test_an_escort_has_a_name_and_a_phone(nurse: Desk, session_id: str, name: str, phone: str) -> None:
    with pytest.raises(BadValue):
        sessions.check_escort(nurse, session_id, name=name, phone=phone)


def test_start_names_everything_that_is_missing(nurse: Desk, session_id: str) -> None:
    missing = " ".join(sessions.missing_to_start(nurse, sessions.get(nurse, session_id)))
    for words in ("ate and drank", "escort", "Systolic", "Weigh", "not signed", "order"):
        assert words in missing
    with pytest.raises(BadValue):
        sessions.start(nurse, session_id, identity=ZOE)
    assert sessions.get(nurse, session_id).events == ()


def test_start_with_everything_there(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    session = sessions.get(nurse, session_id)
    assert session.phase is Phase.RUNNING
    assert session.rate_now() == 150_000  # 100 mL over 40 min
    assert [line.id for line in sessions.running(nurse)] == [session_id]


@pytest.mark.parametrize(
    "said",
    [
        Identifiers("Zoë Ångström", date(1968, 7, 12)),
        Identifiers("Ångström", BORN),
        Identifiers("Eva Ångström", BORN),
        Identifiers("Zoë Lindqvist", BORN),
        Identifiers("Zoë Ångström Lindqvist", BORN),
        Identifiers("", BORN),
    ],
)
def test_another_patient_cannot_be_started(nurse: Desk, prescriber: Desk, session_id: str, said: Identifiers) -> None:
    ready(nurse, prescriber, session_id)
    with pytest.raises(BadValue, match="who is in the chair"):
        sessions.start(nurse, session_id, identity=said)
    assert sessions.get(nurse, session_id).phase is not Phase.RUNNING


@pytest.mark.parametrize("typed", ["zoe angstrom", "ÅNGSTRÖM, ZOË", "Angstrom Zoe"])
def test_accents_case_and_order_of_a_name_do_not_matter(
    nurse: Desk, prescriber: Desk, session_id: str, typed: str
) -> None:
    ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=Identifiers(typed, BORN))
    assert sessions.get(nurse, session_id).phase is Phase.RUNNING


def test_consent_declined_or_withdrawn_cannot_start(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=1)
    consent_id = consents.of_patient(nurse, patient)[0].id
    consents.withdraw(nurse, consents.get(nurse, consent_id), by_name="Zoë Ångström", reason="Changed her mind")
    with pytest.raises(BadValue, match="withdrew"):
        sessions.start(nurse, session_id, identity=ZOE)


def test_an_expired_consent_needs_the_prescribers_reason_which_is_kept(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    consent(nurse, patient)
    clock.pass_time(days=400)
    eligible(nurse, patient)
    assert sessions.consent_standing(nurse, sessions.get(nurse, session_id)).state is ConsentState.EXPIRED
    checks(nurse, session_id)
    with pytest.raises(BadValue, match="expired"):
        order(prescriber, session_id)
    with pytest.raises(NotAllowed):
        order(nurse, session_id, consent_reason="Nurse says so")
    order(prescriber, session_id, consent_reason="Agreed by phone, signs after")
    second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    ready_event = sessions.get(nurse, session_id).last_event(EventKind.READY)
    assert ready_event is not None
    assert ready_event.detail["consent"] == "expired"
    assert ready_event.detail["consent_reason"] == "Agreed by phone, signs after"


def test_paper_with_the_scan_to_follow_is_a_state_of_its_own(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    event = sessions.get(nurse, session_id).last_event(EventKind.READY)
    assert event is not None
    assert event.detail["consent"] == "signed_on_paper"


def test_a_high_baseline_needs_a_reason(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> None:
    consent(nurse, patient)
    checks(nurse, session_id, systolic=152)
    order(prescriber, session_id)
    second_check(nurse, session_id)
    with pytest.raises(BadValue, match="152 mmHg is above 140 mmHg"):
        sessions.start(nurse, session_id, identity=ZOE)
    sessions.start(nurse, session_id, identity=ZOE, baseline_reason="Usual for her; Dr Osei informed")
    event = sessions.get(nurse, session_id).last_event(EventKind.READY)
    assert event is not None
    assert event.detail["baseline_reason"] == "Usual for her; Dr Osei informed"


def test_the_order_shows_its_arithmetic_in_kg_and_lb(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    signed = sessions.get(nurse, session_id).order
    assert signed is not None
    assert signed.prescriber_name == "Dr Pat Osei"
    assert signed.lines[0] == "Weight 82.4 kg = 181.7 lb"
    assert signed.lines[1] == "0.5 mg per kg × 82.4 kg = 41.2 mg"
    assert signed.lines[2] == "41.2 mg ÷ 50 mg per mL = 0.824 mL"
    assert signed.arithmetic.dose_micrograms == 41_200


def test_a_changed_dose_is_a_new_order_with_a_reason(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    session = sessions.get(prescriber, session_id)
    lower = sessions.arithmetic(
        session,
        micrograms_per_kg=400,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=100_000,
        drug_volume=DrugVolume.ADDED,
        duration_minutes=40,
    )
    with pytest.raises(BadValue, match="why the order changes"):
        sessions.order(prescriber, session_id, identity=ZOE, dose=lower)
    sessions.order(prescriber, session_id, identity=ZOE, dose=lower, remark="Felt too strong last time")
    after = sessions.get(prescriber, session_id)
    assert len(after.orders) == 2
    assert after.order is not None
    assert after.order.arithmetic.dose_micrograms == 33_000


def test_an_unusual_dose_is_asked_once_and_the_cap_is_a_wall(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    checks(nurse, session_id)
    consent(nurse, sessions.line(nurse, session_id).patient_id)
    session = sessions.get(prescriber, session_id)
    usual = {
        "concentration_micrograms_per_ml": 50_000,
        "bag_microlitres": 100_000,
        "drug_volume": DrugVolume.ADDED,
        "duration_minutes": 40,
    }
    unusual = sessions.arithmetic(session, micrograms_per_kg=1_100, **usual)
    with pytest.raises(BadValue, match="Is it right"):
        sessions.order(prescriber, session_id, identity=ZOE, dose=unusual)
    sessions.order(prescriber, session_id, identity=ZOE, dose=unusual, unusual_confirmed=True)
    too_much = sessions.arithmetic(session, micrograms_per_kg=1_300, **usual)
    with pytest.raises(BadValue, match="limit"):
        sessions.order(prescriber, session_id, identity=ZOE, dose=too_much, unusual_confirmed=True, remark="More")


def test_numbers_that_do_not_agree_are_never_signed(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    checks(nurse, session_id)
    consent(nurse, sessions.line(nurse, session_id).patient_id)
    dose = sessions.usual(sessions.get(prescriber, session_id))
    for wrong in (
        replace(dose, rate_microlitres_per_hour=1_500_000),
        replace(dose, drug_microlitres=8_240),
        replace(dose, weight_grams=824_00 + 1),
    ):
        with pytest.raises(BadValue):
            sessions.order(prescriber, session_id, identity=ZOE, dose=wrong)
    assert sessions.get(prescriber, session_id).orders == ()


def test_a_corrected_weight_asks_for_a_new_order(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    weight = sessions.get(nurse, session_id).latest(Kind.WEIGHT)
    assert weight is not None
    sessions.correct(nurse, session_id, values={weight.id: 62_400}, reason="Typed wrong")
    with pytest.raises(BadValue, match="weight changed"):
        sessions.start(nurse, session_id, identity=ZOE)


def test_no_order_without_todays_weight(prescriber: Desk, session_id: str) -> None:
    with pytest.raises(BadValue, match="Weigh"):
        sessions.usual(sessions.get(prescriber, session_id))


def test_started_three_minutes_ago_but_not_in_the_future(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=4)
    for wrong in (nurse.now() + timedelta(minutes=1), nurse.now() - timedelta(hours=13)):
        with pytest.raises(BadValue):
            sessions.start(nurse, session_id, identity=ZOE, occurred_at=wrong)
    sessions.start(nurse, session_id, identity=ZOE, occurred_at=nurse.now() - timedelta(minutes=3))
    session = sessions.get(nurse, session_id)
    assert session.infused_microlitres(sessions.now_of(nurse)) == 7_500  # 150 mL per hour × 3 min
    with pytest.raises(BadValue, match="started already"):
        sessions.start(nurse, session_id, identity=ZOE)


def test_not_treated_closes_a_session_with_reason_and_who_decided(nurse: Desk, session_id: str) -> None:
    with pytest.raises(BadValue):
        sessions.not_treated(nurse, session_id, reason=" ", decided_by=sessions.DecidedBy.CLINICIAN)
    sessions.not_treated(nurse, session_id, reason="BP 170/105", decided_by=sessions.DecidedBy.CLINICIAN)
    assert sessions.get(nurse, session_id).phase is Phase.NOT_TREATED
    assert [line.id for line in sessions.unsigned(nurse)] == [session_id]
    with pytest.raises(BadValue):
        sessions.start(nurse, session_id, identity=ZOE)
    sessions.sign(nurse, session_id)
    assert sessions.unsigned(nurse) == []


def test_the_list_and_the_session_agree_where_it_stands_after_every_step(
    nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    def agree() -> None:
        assert sessions.line(nurse, session_id).phase is sessions.get(nurse, session_id).phase

    agree()
    steps.ready(nurse, prescriber, session_id)
    agree()
    sessions.start(nurse, session_id, identity=ZOE)
    agree()
    sessions.pause(nurse, session_id)
    agree()
    sessions.end(nurse, session_id, ended=sessions.EndReason.STOPPED, reason="Enough")
    agree()
    steps.discharge(nurse, session_id)
    agree()

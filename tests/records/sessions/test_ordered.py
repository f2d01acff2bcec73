"""Every dose, rate change, bolus and extra drug is under an order, and within its limits."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.records import history, sessions, staff, today
from clinicdesk.records.sessions import EndReason, OrderedBy, Under
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.test_closed_doors import interrupted

ONDANSETRON = Under(OrderedBy.STANDING, "ondansetron")


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


def id_of(desk: Desk, login: str) -> str:
    return next(member.id for member in staff.everybody(desk) if member.login == login)


def verbal(desk: Desk, session_id: str, words: str = "Metoclopramide 10 mg IV once", by: str = "pat") -> Under:
    ref = sessions.take_verbal_order(desk, session_id, prescriber_id=id_of(desk, by), words=words, read_back=True)
    return Under(OrderedBy.VERBAL, ref)


def ondansetron(desk: Desk, session_id: str, micrograms: int = 4_000, **more: object) -> str:
    return sessions.give_drug(
        desk,
        session_id,
        product="Ondansetron ampoule",
        strength_micrograms_per_ml=2_000,
        lot="O1",
        expires_on=steps.TODAY + timedelta(days=90),
        drawn_micrograms=micrograms,
        **{  # type: ignore[arg-type]
            "given_micrograms": micrograms,
            "wasted_micrograms": 0,
            "under": ONDANSETRON,
            **more,
        },
    )


# Standing orders


def test_a_standing_order_has_its_times_and_its_spacing(nurse: Desk, running: str, clock: DrivenClock) -> None:
    ondansetron(nurse, running)
    assert sessions.left_of(sessions.get(nurse, running), "ondansetron") == 1
    clock.pass_time(minutes=29)
    with pytest.raises(BadValue, match="again after 30 minutes") as refused:
        ondansetron(nurse, running)
    assert refused.value.field == "order"
    clock.pass_time(minutes=1)
    ondansetron(nurse, running)
    clock.pass_time(minutes=60)
    with pytest.raises(BadValue, match="2 times in a visit, and was"):
        ondansetron(nurse, running)
    assert len(sessions.get(nurse, running).drugs) == 2


def test_what_is_written_down_late_is_held_against_what_came_after(
    nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=40)
    ondansetron(nurse, running)
    with pytest.raises(BadValue, match="30 minutes"):
        ondansetron(nurse, running, given_at=nurse.now() - timedelta(minutes=20))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"micrograms": 8_000}, "8 mg is more than the 4 mg of the standing order"),
        ({"product": "Midazolam"}, "is for another drug"),
        ({"under": Under(OrderedBy.STANDING, "nothing")}, "not one of this session"),
        ({"under": Under(OrderedBy.VERBAL, "nothing")}, "not one of this session"),
    ],
)
def test_beyond_a_standing_order_is_refused(nurse: Desk, running: str, more: dict[str, object], words: str) -> None:
    given = {"product": "Ondansetron", "under": ONDANSETRON, "micrograms": 4_000, **more}
    with pytest.raises(BadValue, match=words):
        sessions.give_drug(
            nurse,
            running,
            product=str(given["product"]),
            given_micrograms=given["micrograms"],  # type: ignore[arg-type]
            under=given["under"],  # type: ignore[arg-type]
        )


def test_a_line_that_is_corrected_counts_once(nurse: Desk, running: str) -> None:
    first = ondansetron(nurse, running)
    ondansetron(nurse, running, micrograms=3_000, corrects=first)
    session = sessions.get(nurse, running)
    assert sessions.left_of(session, "ondansetron") == 1
    assert session.drugs[0].order_ref == "ondansetron"


def test_a_volume_has_its_limit_too(nurse: Desk, running: str) -> None:
    saline = Under(OrderedBy.STANDING, "saline")
    with pytest.raises(BadValue, match="500 mL is more than the 250 mL"):
        sessions.give_drug(nurse, running, product="Sodium chloride", volume_microlitres=500_000, under=saline)
    sessions.give_drug(
        nurse, running, product="Sodium chloride", volume_microlitres=250_000, lot="S1",
        expires_on=steps.TODAY, under=saline,
    )  # fmt: skip
    assert sessions.unbalanced(sessions.get(nurse, running).drugs[0]) is None


def test_two_who_give_it_at_the_same_moment_give_it_once(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    ondansetron(nurse, running)
    clock.pass_time(minutes=40)

    def faster() -> None:
        ondansetron(prescriber, running)

    slow = interrupted(nurse, faster)
    with pytest.raises(ChangedElsewhere):
        ondansetron(slow, running)
    assert sessions.left_of(sessions.get(nurse, running), "ondansetron") == 0


def test_a_line_corrected_to_nothing_given_can_be_given_again(nurse: Desk, running: str, clock: DrivenClock) -> None:
    first = ondansetron(nurse, running)
    clock.pass_time(minutes=40)
    second = ondansetron(nurse, running)
    ondansetron(nurse, running, given_micrograms=0, wasted_micrograms=4_000, corrects=second, remark="Not given")
    clock.pass_time(minutes=40)
    ondansetron(nurse, running)
    assert first
    assert sessions.left_of(sessions.get(nurse, running), "ondansetron") == 0


# Drug lines


def test_the_ordered_drug_is_under_the_signed_order(nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    session = sessions.get(nurse, running)
    assert session.order is not None
    assert (session.drugs[0].ordered_by, session.drugs[0].order_ref) == (OrderedBy.SIGNED, session.order.id)


def test_another_drug_is_not_under_the_signed_order(nurse: Desk, running: str) -> None:
    order = sessions.get(nurse, running).order
    assert order is not None
    with pytest.raises(BadValue, match="is for ketAMINE"):
        ondansetron(nurse, running, under=Under(OrderedBy.SIGNED, order.id))
    ondansetron(nurse, running, under=None)
    line = sessions.get(nurse, running).drugs[0]
    assert "under which order" in (sessions.unbalanced(line) or "")
    ondansetron(nurse, running, under=None, remark="Emergency, nobody could be asked", corrects=line.id)
    assert sessions.unbalanced(sessions.get(nurse, running).drugs[0]) is None


def test_drawn_is_given_wasted_and_returned(nurse: Desk, running: str) -> None:
    line = {"drawn_micrograms": 50_000, "given_micrograms": 30_000, "wasted_micrograms": 5_000}
    sessions.give_drug(
        nurse, running, product="Ketamine", strength_micrograms_per_ml=50_000, lot="K1", expires_on=steps.TODAY,
        witness_id=id_of(nurse, "pat"), **line,
    )  # fmt: skip
    (first,) = sessions.get(nurse, running).drugs
    assert "15 mg are not accounted for" in (sessions.unbalanced(first) or "")
    sessions.give_drug(
        nurse, running, product="Ketamine", strength_micrograms_per_ml=50_000, lot="K1", expires_on=steps.TODAY,
        witness_id=id_of(nurse, "pat"), returned_micrograms=15_000, corrects=first.id, **line,
    )  # fmt: skip
    assert sessions.unbalanced(sessions.get(nurse, running).drugs[0]) is None


# Verbal orders


def test_a_verbal_order_is_read_back_and_waits_for_its_prescriber(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    with pytest.raises(BadValue, match="Read the order back to Dr Pat Osei"):
        sessions.take_verbal_order(
            nurse, running, prescriber_id=id_of(nurse, "pat"), words="Stop at 30 mg", read_back=False
        )
    under = verbal(nurse, running)
    clock.pass_time(minutes=1)
    later = verbal(nurse, running, "Ondansetron 4 mg more")
    waiting = sessions.verbal_to_sign(prescriber)
    assert [one.id for one in waiting] == [under.ref, later.ref]
    assert waiting[0].words == "Metoclopramide 10 mg IV once"
    assert waiting[0].by_name == "Nina Okafor, RN"
    assert sessions.verbal_to_sign(nurse) == []
    assert [item.kind for item in today.to_sign(prescriber)] == ["verbal", "verbal"]
    sessions.sign_verbal_order(prescriber, under.ref)
    assert [one.id for one in sessions.verbal_to_sign(prescriber)] == [later.ref]
    signed, open_ = sessions.get(nurse, running).verbal_orders
    assert signed.signed_at == prescriber.now()
    assert open_.signed_at is None
    with pytest.raises(BadValue, match="already"):
        sessions.sign_verbal_order(prescriber, under.ref)


def test_only_the_prescriber_signs_it(nurse: Desk, everyone: Desk, running: str) -> None:
    under = verbal(nurse, running)
    for desk in (nurse, everyone):
        with pytest.raises(NotAllowed):
            sessions.sign_verbal_order(desk, under.ref)


def test_it_never_keeps_the_session_open_and_is_signed_afterwards(
    nurse: Desk, prescriber: Desk, everyone: Desk, running: str, clock: DrivenClock
) -> None:
    under = verbal(nurse, running)
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    steps.drug(nurse, running)
    clock.pass_time(minutes=120)
    sessions.discharge(nurse, running, marks=steps.all_met(nurse, running), left=steps.HOME)
    sessions.sign(everyone, running)
    sessions.sign_verbal_order(prescriber, under.ref)
    assert sessions.get(nurse, running).verbal_orders[0].signed_at is not None
    assert nurse.clinic.verify() == []


def test_a_prescribers_own_order_is_signed_by_being_written(everyone: Desk, running: str) -> None:
    under = verbal(everyone, running, by="all")
    order = sessions.get(everyone, running).verbal_orders[0]
    assert order.id == under.ref
    assert order.signed_at is not None
    assert order.read_back is False
    assert sessions.verbal_to_sign(everyone) == []


@pytest.mark.parametrize(("by", "words", "field"), [("nina", "x", "prescriber"), ("pat", "  ", "words")])
def test_a_verbal_order_has_a_prescriber_and_words(
    prescriber: Desk, running: str, by: str, words: str, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        sessions.take_verbal_order(
            prescriber, running, prescriber_id=id_of(prescriber, by), words=words, read_back=True
        )
    assert refused.value.field == field


def test_it_is_in_the_history_in_words(nurse: Desk, prescriber: Desk, running: str, patient: str) -> None:
    under = verbal(nurse, running)
    sessions.sign_verbal_order(prescriber, under.ref)
    words = " ".join(step.what for step in history.of_patient(prescriber, patient))
    assert "Took a verbal order" in words
    assert "Signed a verbal order" in words


def test_the_history_names_no_id_of_an_order(nurse: Desk, prescriber: Desk, running: str, patient: str) -> None:
    under = verbal(nurse, running, "Slower")
    sessions.set_rate(nurse, running, rate_microlitres_per_hour=75_000, reason="Nausea", under=under)
    ondansetron(nurse, running)
    shown = " ".join(str(step.changes) for step in history.of_patient(prescriber, patient))
    assert under.ref not in shown
    assert "Standing" in shown
    assert "Verbal" in shown or "verbal" in shown


# Rates


def test_a_rate_is_under_the_signed_order_unless_another_is_named(nurse: Desk, running: str) -> None:
    sessions.set_rate(nurse, running, rate_microlitres_per_hour=75_000, reason="Nausea")
    with pytest.raises(BadValue, match="goes up to 150 mL per hour") as refused:
        sessions.set_rate(nurse, running, rate_microlitres_per_hour=180_000, reason="Late")
    assert refused.value.field == "rate"
    under = verbal(nurse, running, "180 mL per hour to the end")
    sessions.set_rate(nurse, running, rate_microlitres_per_hour=180_000, reason="Late", under=under)
    session = sessions.get(nurse, running)
    slower, faster = session.events_of(EventKind.RATE_CHANGED)
    assert session.order is not None
    assert (slower.detail["ordered_by"], slower.detail["order_ref"]) == ("signed", session.order.id)
    assert (faster.detail["ordered_by"], faster.detail["order_ref"]) == ("verbal", under.ref)
    assert "180 mL per hour to the end" in sessions.words_of(session, under)


def test_a_standing_order_changes_no_rate(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="does not change the rate"):
        sessions.set_rate(nurse, running, rate_microlitres_per_hour=75_000, reason="x", under=ONDANSETRON)

"""The second check: blind, by somebody else, and the start waits for it."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, Sealed, SignInRefused
from clinicdesk.printing import chair_sheet, emergency_sheet, session_summary
from clinicdesk.records import history, pins, series, sessions, today, visit_details
from clinicdesk.records.sessions import Checked, EndReason
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.printing.sheets import texts
from tests.records.sessions import steps

RIGHT = {"dose_micrograms": 41_200, "drug_volume_microlitres": 824, "rate_microlitres_per_hour": 150_000}
WRONG = {**RIGHT, "drug_volume_microlitres": 412}


@pytest.fixture
def ordered(nurse: Desk, prescriber: Desk, session_id: str, patient: str) -> str:
    """Return a session in which only the second check is left to do."""
    steps.consent(nurse, patient)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id)
    return session_id


def check(desk: Desk, session_id: str, worked_out: dict[str, int], login: str = "nina", pin: str = PASSWORD):
    order = sessions.get(desk, session_id).order
    assert order is not None
    return sessions.check_dose(desk, session_id, order_id=order.id, login=login, pin=pin, worked_out=worked_out)


def missing(desk: Desk, session_id: str) -> str:
    return " ".join(sessions.missing_to_start(desk, sessions.get(desk, session_id)))


def test_the_start_waits_for_it(nurse: Desk, ordered: str) -> None:
    assert sessions.checked(sessions.get(nurse, ordered)) is Checked.OPEN
    assert missing(nurse, ordered) == "Somebody else has not checked the dose yet."
    with pytest.raises(BadValue, match="has not checked"):
        sessions.start(nurse, ordered, identity=steps.ZOE)
    assert check(nurse, ordered, RIGHT).agreed
    sessions.start(nurse, ordered, identity=steps.ZOE)
    assert sessions.get(nurse, ordered).phase is Phase.RUNNING


def test_nothing_of_the_result_is_in_what_the_second_person_is_given(nurse: Desk, ordered: str) -> None:
    order = sessions.get(nurse, ordered).order
    assert order is not None
    given = " ".join(sessions.prescription_of(order))
    assert given == (
        "ketAMINE, 0.5 mg per kg Weight for the dose 82.4 kg (181.7 lb) Strength 50 mg per mL "
        "Bag of 100 mL, as much is taken out as drug goes in Over 40 min"
    )
    for result in ("41.2", "0.824", "150"):
        assert result not in given


def test_rounded_by_hand_agrees_and_a_slip_of_the_point_does_not(nurse: Desk, ordered: str) -> None:
    assert check(nurse, ordered, {**RIGHT, "drug_volume_microlitres": 820}).agreed
    result = check(nurse, ordered, {**RIGHT, "drug_volume_microlitres": 8_240, "rate_microlitres_per_hour": 15_000})
    assert result.differing == ("Volume of drug (mL)", "Pump rate (mL per hour)")


def test_a_difference_keeps_it_from_starting_until_it_agrees(nurse: Desk, ordered: str) -> None:
    assert not check(nurse, ordered, WRONG).agreed
    assert "differs from the order" in missing(nurse, ordered)
    order = sessions.get(nurse, ordered).order
    assert order is not None
    with pytest.raises(BadValue, match="differs"):
        sessions.work_alone(nurse, ordered, order_id=order.id, reason="Nobody else")
    assert check(nurse, ordered, RIGHT).agreed
    assert missing(nurse, ordered) == ""
    kept = sessions.get(nurse, ordered).second_checks
    assert [one.agreed for one in kept] == [False, True]
    assert kept[0].worked_out == WRONG
    assert kept[0].checker_name == "Nina Okafor, RN"


def test_a_new_order_is_checked_anew(nurse: Desk, prescriber: Desk, ordered: str) -> None:
    check(nurse, ordered, WRONG)
    steps.order(prescriber, ordered, remark="Strength was wrong")
    assert sessions.checked(sessions.get(nurse, ordered)) is Checked.OPEN
    first = sessions.get(nurse, ordered).orders[0]
    with pytest.raises(BadValue, match="replaced"):
        sessions.check_dose(nurse, ordered, order_id=first.id, login="nina", pin=PASSWORD, worked_out=RIGHT)
    steps.second_check(nurse, ordered)
    assert missing(nurse, ordered) == ""


@pytest.mark.parametrize("login", ["pat", "PAT"])
def test_who_signed_the_order_does_not_check_it(nurse: Desk, ordered: str, login: str) -> None:
    with pytest.raises(BadValue, match="Dr Pat Osei signed this order"):
        check(nurse, ordered, RIGHT, login=login)


def test_somebody_who_is_no_clinician_does_not_check_it(nurse: Desk, ordered: str) -> None:
    with pytest.raises(BadValue, match="Rita Moss is not a clinician"):
        check(nurse, ordered, RIGHT, login="rita")
    assert sessions.get(nurse, ordered).second_checks == ()


def test_a_pin_proves_who_it_was_and_a_wrong_one_does_not(nurse: Desk, prescriber: Desk, ordered: str) -> None:
    pins.set_pin(nurse, password=PASSWORD, pin="270418")
    with pytest.raises(SignInRefused):
        check(prescriber, ordered, RIGHT, pin="270419")
    assert check(prescriber, ordered, RIGHT, pin="270418").agreed


@pytest.mark.parametrize("figure", list(RIGHT))
def test_every_figure_is_worked_out(nurse: Desk, ordered: str, figure: str) -> None:
    with pytest.raises(BadValue, match="Work this out") as refused:
        check(nurse, ordered, {name: value for name, value in RIGHT.items() if name != figure})
    assert refused.value.field == figure


def test_who_works_alone_says_so_with_a_reason(nurse: Desk, ordered: str) -> None:
    order = sessions.get(nurse, ordered).order
    assert order is not None
    with pytest.raises(BadValue):
        sessions.work_alone(nurse, ordered, order_id=order.id, reason=" ")
    sessions.work_alone(nurse, ordered, order_id=order.id, reason="Evening session, one nurse")
    assert sessions.checked(sessions.get(nurse, ordered)) is Checked.ALONE
    sessions.start(nurse, ordered, identity=steps.ZOE)


def test_a_protocol_may_want_the_second_person_in_any_case(nurse: Desk, prescriber: Desk, patient: str) -> None:
    session_id = plan(nurse, patient, "iv-ketamine-pain")
    steps.checks(nurse, session_id)
    steps.consent(nurse, patient)
    steps.order(prescriber, session_id, consent_reason="Same drug, agreed", unusual_confirmed=True)
    order = sessions.get(nurse, session_id).order
    assert order is not None
    with pytest.raises(BadValue, match="wants a second person"):
        sessions.work_alone(nurse, session_id, order_id=order.id, reason="Alone")
    assert [figure.key for figure in sessions.figures_of(order)][2:] == [
        f"stage_{number}_rate_microlitres_per_hour" for number in (1, 2, 3)
    ]


def test_nothing_is_checked_when_it_is_over_or_signed(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=40)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    with pytest.raises(BadValue, match="is over"):
        check(nurse, session_id, RIGHT)
    steps.drug(nurse, session_id)
    clock.pass_time(minutes=120)
    sessions.discharge(nurse, session_id, marks=steps.all_met(nurse, session_id), left=steps.HOME)
    sessions.sign(prescriber, session_id)
    with pytest.raises(Sealed):
        check(nurse, session_id, RIGHT)


def test_a_second_check_needs_the_right_to_treat(receptionist: Desk, ordered: str) -> None:
    with pytest.raises(NotAllowed):
        check(receptionist, ordered, RIGHT)


def plan(desk: Desk, patient_id: str, protocol: str) -> str:
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=[steps.TODAY], time=None, indication="Chronic pain"
    )
    return sessions.of_series(desk, series_id)[0].id


def test_the_figures_are_kept_from_everybody_but_the_prescriber(
    nurse: Desk, prescriber: Desk, everyone: Desk, ordered: str
) -> None:
    def blind(desk: Desk) -> bool:
        return sessions.is_blind(desk, sessions.get(desk, ordered))

    def pane(desk: Desk) -> str:
        (row,) = today.board(desk, steps.TODAY)
        return " ".join(visit_details.of_row(desk, row).order)

    assert (blind(nurse), blind(everyone), blind(prescriber)) == (True, True, False)
    assert "41.2" not in pane(nurse)
    assert "41.2 mg" in pane(prescriber)
    check(nurse, ordered, WRONG)
    assert blind(nurse)
    check(nurse, ordered, RIGHT)
    assert not blind(nurse)
    assert "41.2 mg" in pane(nurse)


def test_no_paper_and_no_history_says_the_figures_before_the_check_agrees(
    nurse: Desk, prescriber: Desk, everyone: Desk, ordered: str, patient: str
) -> None:
    def read(desk: Desk) -> str:
        told = [
            f"{change.label}: {change.after}" for line in history.of_patient(desk, patient) for change in line.changes
        ]
        papers = [chair_sheet.build(desk, ordered), session_summary.build(desk, ordered)]
        papers.append(emergency_sheet.build(desk, patient))
        return " ".join([*told, *(text for paper in papers for text in texts(paper))])

    figures = ("41.2 mg", "0.824 mL", "150 mL per hour")
    for desk in (nurse, everyone):
        assert not [figure for figure in figures if figure in read(desk)]
        assert "waits for its second check" in read(desk)
    assert all(figure in read(prescriber) for figure in figures)
    check(nurse, ordered, WRONG)
    assert not [figure for figure in figures if figure in read(nurse)], "what agreed is a figure of the order too"
    check(nurse, ordered, RIGHT)
    assert all(figure in read(nurse) for figure in figures)

"""The papers of a visit as a to-do list: after a booking, beside the boards, in the chart; prepared with one press."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, consents, sessions
from clinicdesk.records.appointments import Stage
from clinicdesk.records.consents import needs
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.records.sessions import steps
from ui.appointments.tab import AppointmentsTab
from ui.schedule.page import SchedulePage
from ui.series.tab import SeriesTab
from ui.shell.visit_papers import VisitPapers, to_do_words
from ui.today.page import TodayPage

TITLE = "Consent to intravenous ketamine for a mood disorder"


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def session(nurse: Desk, zoe: str) -> str:
    return steps.plan_for(nurse, zoe)


@pytest.fixture
def show(qtbot):
    """Return a function that shows a part of the program, which then follows what is recorded."""

    def shown(desk: Desk, part, width: int = 1290, height: int = 760) -> Hands:
        refresh = getattr(part, "refresh", None)
        if refresh is not None:
            desk.clinic.listen(refresh)
        qtbot.addWidget(part, before_close_func=lambda _part: refresh and desk.clinic.stop_listening(refresh))
        part.resize(width, height)
        with qtbot.waitExposed(part):
            part.show()
        part.setFocus()
        qtbot.wait(5)
        return Hands(qtbot, part)

    return shown


def test_one_press_prepares_all_that_is_missing(show, receptionist: Desk, zoe: str, session: str) -> None:
    part = VisitPapers(receptionist)
    part.show_visit(session)
    hands = show(receptionist, part, 420, 260)
    hands.see(f"{TITLE}: missing")
    with hands.qtbot.waitSignal(part.prepared):
        hands.click("Prepare 3 forms")
    assert len(consents.of_patient(receptionist, zoe)) == 3
    hands.see("missing, a form waits to be signed")
    assert not hands.found("Prepare 3 forms")
    assert hands.window.focusWidget() is hands.find("Open consents")
    with hands.qtbot.waitSignal(part.consents_opened) as opened:
        hands.click("Open consents")
    assert opened.args == [zoe]


def test_a_visit_without_a_session_shows_nothing(qtbot, receptionist: Desk, session: str) -> None:
    part = VisitPapers(receptionist)
    qtbot.addWidget(part)
    part.show_visit(None)
    assert part.isHidden()
    part.show_visit(session)
    assert not part.isHidden()
    part.show_visit("no-such-session")
    assert part.isHidden()


def test_what_is_signed_is_one_line(show, nurse: Desk, zoe: str, session: str) -> None:
    for need in needs.of_visit(nurse, session):
        form = consents.get(nurse, consents.prepare(nurse, patient_id=zoe, text_name=need.text_name))
        inked = consents.Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
        consents.sign_on_paper(nurse, form, inked, signed_on=steps.TODAY)
    part = VisitPapers(nurse)
    part.show_visit(session)
    hands = show(nurse, part, 420, 260)
    hands.see("3 papers are signed")
    assert not hands.found("Prepare form")
    assert to_do_words(needs.of_visit(nurse, session)) == ""


def test_a_booked_session_says_at_once_how_many_papers_are_missing(
    show, receptionist: Desk, nurse: Desk, zoe: str, session: str
) -> None:
    page = SchedulePage(receptionist)
    hands = show(receptionist, page)
    page.start_booking(zoe)
    hands.press("Ctrl+S")
    assert appointments.of_session(receptionist, session) is not None
    hands.see("3 papers are missing for it.")
    hands.see("Papers for this visit")
    hands.click("Prepare 3 forms")
    assert len(consents.of_patient(nurse, zoe)) == 3
    with hands.qtbot.waitSignal(page.consents_opened) as opened:
        hands.click("Open consents")
    assert opened.args == [zoe]


def test_at_the_counter_nobody_reads_what_it_is_for(show, receptionist: Desk, zoe: str, session: str) -> None:
    booking = book(receptionist, zoe, slot(receptionist, 10, minutes=120), kind="session", session_id=session)
    page = SchedulePage(receptionist)
    hands = show(receptionist, page)
    page.show_appointment(booking)
    hands.see(f"{TITLE}: missing")
    hands.click("Counter view")
    page.show_appointment(booking)
    assert not hands.found("Papers for this visit")


def test_another_booking_says_nothing_of_papers(show, receptionist: Desk, zoe: str) -> None:
    booking = book(receptionist, zoe, slot(receptionist, 10), kind="follow_up")
    page = SchedulePage(receptionist)
    hands = show(receptionist, page)
    page.show_appointment(booking)
    assert not hands.found("Papers for this visit")


def test_beside_the_board_it_stands_until_the_start(
    show, receptionist: Desk, nurse: Desk, prescriber: Desk, zoe: str, session: str
) -> None:
    book(receptionist, zoe, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session)
    page = TodayPage(receptionist)
    hands = show(receptionist, page)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.see(f"{TITLE}: missing")
    hands.click("Prepare 3 forms")
    hands.see("a form waits to be signed")
    with hands.qtbot.waitSignal(page.consents_opened) as opened:
        hands.click("Open consents")
    assert opened.args == [zoe]
    steps.run(nurse, prescriber, session)
    assert sessions.line(nurse, session).phase == "running"
    assert not hands.found("Papers for this visit")


def test_in_the_chart_it_follows_the_booking(show, nurse: Desk, zoe: str, session: str) -> None:
    tomorrow = slot(nurse, 9, minutes=120, day=steps.TODAY + timedelta(days=1))
    booking = book(nurse, zoe, tomorrow, kind="session", session_id=session)
    assert appointments.get(nurse, booking).stage is Stage.BOOKED
    booked = AppointmentsTab(nurse)
    booked.show_patient(zoe)
    hands = show(nurse, booked)
    hands.choose_row("Appointments", "Session", open_it=False)
    hands.click("Prepare 3 forms")
    hands.see("a form waits to be signed")


def test_in_the_chart_it_follows_the_session_of_a_series(show, nurse: Desk, zoe: str, session: str) -> None:
    needs.prepare_missing(nurse, needs.of_visit(nurse, session))
    planned = SeriesTab(nurse)
    planned.show_patient(zoe)
    hands = show(nurse, planned)
    hands.see("a form waits to be signed")
    with hands.qtbot.waitSignal(planned.consents_opened) as opened:
        hands.click("Open consents")
    assert opened.args == [zoe]

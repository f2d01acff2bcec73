"""The board on the screen: the next step by one click or Space, filters, midnight, what stays selected."""

from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtWidgets import QPushButton

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, notes, patients, series, site_certifications, today
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import outside_files as made
from ui import theme

MONDAY = date(2026, 3, 2)


def plan(desk: Desk, family: str, day: date = MONDAY, at: time | None = time(9, 30)) -> str:
    details = PatientDetails(family_name=family, given_name="Per", birth_date=date(1968, 7, 21))
    patient_id = patients.register(desk, details=details)
    series.plan(
        desk, patient_id=patient_id, protocol_name="iv-ketamine-mood", days=[day], time=at, indication="Depression"
    )
    return patient_id


def test_one_click_marks_a_patient_as_arrived(open_page, everyone: Desk):
    plan(everyone, "Lindqvist")
    hands = open_page(everyone)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    hands.see("Born 21-Jul-1968 (57 y)")
    hands.click("Next step: Mark arrived")
    assert today.board(everyone, MONDAY)[0].phase is Phase.ARRIVED
    hands.see("Here  1")
    hands.see("Arrived")


def test_who_can_renew_a_certification_is_told_before_it_ends(open_page, everyone: Desk, receptionist: Desk):
    ending = SiteCertification(
        programme="spravato-rems",
        representative="Dr Pat Osei",
        certified_on=date(2026, 1, 5),
        valid_until=date(2026, 3, 20),
    )
    site_certifications.certify(everyone, ending)
    open_page(receptionist).not_see("ends on 20-Mar-2026")
    open_page(everyone).see("ends on 20-Mar-2026")


def test_space_takes_the_next_step_and_the_next_one_checks_in(open_page, everyone: Desk):
    plan(everyone, "Lindqvist")
    hands = open_page(everyone)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    hands.press("Space")
    (row,) = today.board(everyone, MONDAY)
    assert row.phase is Phase.ARRIVED
    hands.press("Space")
    hands.see("The patient said the name LINDQVIST, Per")


def test_a_clinician_can_go_into_the_session_before_the_check_in(open_page, qtbot, everyone: Desk):
    plan(everyone, "Lindqvist")
    hands = open_page(everyone)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    hands.press("Space")
    with qtbot.waitSignal(hands.window.session_opened) as opened:
        hands.click("Open session")
    assert opened.args == [today.board(everyone, MONDAY)[0].session_id]


def test_reception_marks_arrival_and_opens_the_chart(open_page, qtbot, receptionist: Desk, prescriber: Desk):
    patient_id = plan(prescriber, "Lindqvist")
    hands = open_page(receptionist)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    hands.press("Space")
    hands.see("Prescriber must sign order")
    with qtbot.waitSignal(hands.window.patient_opened) as opened:
        hands.press("Return")
    assert opened.args == [patient_id]


def test_an_arrival_is_undone_by_the_toast_by_its_button_and_by_key(open_page, receptionist: Desk, prescriber: Desk):
    plan(prescriber, "Lindqvist")
    hands = open_page(receptionist)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    for take_back in ("Undo", "Undo arrival", "Ctrl+Z"):
        hands.press("Space")
        hands.see("To come  0")
        if take_back == "Ctrl+Z":
            hands.press(take_back)
        else:
            hands.click(take_back)
        assert today.board(receptionist, MONDAY)[0].phase is Phase.PLANNED
        hands.see("To come  1")
        hands.window.board.table.setFocus()


def test_filters_count_and_narrow(open_page, everyone: Desk):
    plan(everyone, "Lindqvist")
    plan(everyone, "Doe")
    hands = open_page(everyone)
    hands.choose_row("Board", "DOE", open_it=False)
    hands.press("Space")
    hands.click("Here 1")
    hands.see("DOE, Per")
    hands.not_see("LINDQVIST, Per")
    hands.click("All 2")
    hands.see("LINDQVIST, Per")


def test_what_others_record_keeps_the_selection(open_page, everyone: Desk, prescriber: Desk):
    plan(everyone, "Lindqvist", at=time(10, 0))
    hands = open_page(everyone)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    plan(prescriber, "Early", at=time(8, 0))
    hands.see("EARLY, Per")
    assert hands.window.board.table.selected().patient_name == "LINDQVIST, Per"


def test_the_board_turns_at_midnight_of_the_clinic(open_page, everyone: Desk, clock: DrivenClock):
    plan(everyone, "Monday")
    plan(everyone, "Tuesday", date(2026, 3, 3))
    hands = open_page(everyone)
    hands.see("MONDAY, Per")
    # 23:59 in New York is 04:59 in Greenwich, already Tuesday there.
    clock.move_to(datetime(2026, 3, 3, 4, 59, 30, tzinfo=UTC))
    hands.window.tick()
    hands.see("MONDAY, Per")
    clock.pass_time(minutes=1)
    hands.window.tick()
    hands.see("TUESDAY, Per")
    hands.see("Tue 03-Mar-2026")
    hands.not_see("MONDAY, Per")


def test_an_empty_day_offers_one_action(open_page, qtbot, everyone: Desk):
    hands = open_page(everyone)
    hands.see("Nobody is expected today.")
    with qtbot.waitSignal(hands.window.registration_opened):
        hands.click("Register a patient")


def test_days_can_be_leafed_through(open_page, everyone: Desk):
    plan(everyone, "Tuesday", date(2026, 3, 3))
    hands = open_page(everyone)
    hands.click("Day after")
    hands.see("TUESDAY, Per")
    hands.click("Back to today")
    hands.see("Nobody is expected today.")


@pytest.mark.parametrize("text_percent", [100, 125, 150])
@pytest.mark.parametrize("width", [884, 1000, 1100, 1204, 1290, 1844])
def test_the_pane_never_pushes_a_column_out_of_sight(
    open_page, qapp, request, everyone: Desk, width: int, text_percent: int
):
    theme.apply(qapp, "light", text_percent)
    request.addfinalizer(lambda: theme.apply(qapp, "light", 100))
    plan(everyone, "Lindqvist")
    hands = open_page(everyone, width)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    table, pane = hands.find("Board"), hands.window.board.pane
    if pane.isVisible():
        assert table.horizontalScrollBar().maximum() == 0
    assert pane.isVisible() or (width, text_percent) not in {(1204, 100), (1290, 100), (1844, 100), (1844, 125)}


def test_a_narrow_window_keeps_the_next_step_without_the_pane(open_page, everyone: Desk):
    plan(everyone, "Lindqvist")
    hands = open_page(everyone, width=900)
    hands.choose_row("Board", "LINDQVIST", open_it=False)
    assert not hands.window.board.pane.isVisible()
    hands.click("Next step: Mark arrived")
    assert today.board(everyone, MONDAY)[0].phase is Phase.ARRIVED


def test_what_waits_for_my_signature_opens(open_page, qtbot, nurse: Desk):
    patient_id = patients.register(nurse, details=PatientDetails(family_name="Doe", given_name="Jo"))
    note_id = notes.write(nurse, patient_id=patient_id, kind="phone_call", body="Fasting")
    hands = open_page(nurse)
    hands.see("1 thing waits for you")
    with qtbot.waitSignal(hands.window.to_sign_opened) as opened:
        hands.choose_row("List to sign", "DOE", open_it=False)
    assert opened.args == [f"note {note_id}"]
    notes.sign(nurse, note_id)
    hands.not_see("waits for you")


def test_what_waits_for_my_review_opens(open_page, qtbot, nurse: Desk, receptionist: Desk):
    patient_id = patients.register(nurse, details=PatientDetails(family_name="Doe", given_name="Jo"))
    hands = open_page(nurse)
    hands.not_see("waits for you")
    document_id = documents.file(
        receptionist,
        patient_id=patient_id,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        reviewer_id=nurse.person.id,
    )
    hands.see("1 thing waits for you")
    with qtbot.waitSignal(hands.window.to_sign_opened) as opened:
        hands.choose_row("List to sign", "Review: Lab result", open_it=False)
    assert opened.args == [f"document {document_id}"]
    documents.review(nurse, documents.get(nurse, document_id))
    hands.not_see("waits for you")


def test_every_button_has_a_name_of_its_own(open_page, everyone: Desk):
    plan(everyone, "Lindqvist")
    hands = open_page(everyone)
    names = [b.accessibleName() or b.text() for b in hands.window.findChildren(QPushButton) if b.isVisible()]
    assert len(names) == len(set(names))
    assert all(names)


def test_in_a_low_window_the_list_to_sign_leaves_the_board_its_room(open_page, nurse: Desk):
    for name in ("Adams", "Baker", "Chen", "Diaz", "Evans"):
        patient_id = plan(nurse, name)
        notes.write(nurse, patient_id=patient_id, kind="phone_call", body="Fasting")
    hands = open_page(nurse, 884, 492)
    table, to_sign = hands.find("Board"), hands.find("List to sign")
    assert table.height() > to_sign.height()
    assert table.viewport().height() >= 3 * table.verticalHeader().defaultSectionSize()


def test_a_lower_window_yet_keeps_six_rows_and_the_next_step_in_view(open_page, nurse: Desk):
    for name in ("Adams", "Baker", "Chen", "Diaz", "Evans", "Field", "Gray"):
        patient_id = plan(nurse, name)
        notes.write(nurse, patient_id=patient_id, kind="phone_call", body="Fasting")
    # A full HD screen at 200 %, without the bars of the window and of the alarms.
    hands = open_page(nurse, 1300, 430)
    table = hands.find("Board")
    hands.wait_for(
        lambda: table.viewport().height() >= 6 * table.verticalHeader().defaultSectionSize(), "six rows of the board"
    )
    hands.choose_row("Board", "ADAMS", open_it=False)
    step = hands.find("Next step: Mark arrived")
    assert step.visibleRegion().boundingRect().height() == step.height()

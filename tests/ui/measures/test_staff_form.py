"""Typing a questionnaire: by number keys from paper, by reading aloud, as a score; blank is asked, never zero."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar

from clinicdesk.desk import Desk
from clinicdesk.records import measures
from clinicdesk.records.measures import Way, alerts, begun, recording
from tests.hands import Hands
from ui.measures.answer_box import AnswerBox
from ui.measures.result_dialog import ResultDialog
from ui.measures.tab import MeasuresTab

Place = Callable[[Desk], tuple[MeasuresTab, Hands]]
PHQ9 = "PHQ-9 – Patient Health Questionnaire, nine questions about depression"


def open_form(hands: Hands, way: str) -> None:
    hands.click("Fill in…")
    hands.choose("Questionnaire", PHQ9)
    hands.click(way)


def keys(typed: str) -> None:
    """Press keys one after the other, wherever the focus is by then."""
    for key in typed:
        widget = QApplication.focusWidget()
        assert isinstance(widget, AnswerBox), f"{key!r} would go to {widget!r}"
        QTest.keyClicks(widget, key)


def only(desk: Desk, patient: str) -> measures.Result:
    (found,) = (one for one in measures.of_patient(desk, patient) if one.counts)
    return found


def test_ten_keys_from_paper_and_the_record(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("3210012301"[:9] + "2")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert found.answers == dict(zip(map(str, range(1, 11)), [3, 2, 1, 0, 0, 1, 2, 3, 0, 2], strict=True))
    assert (found.total, found.way, found.language) == (12, Way.PAPER, "es")
    hands.see("PHQ-9 is recorded.")
    hands.see("12 · moderate")


def test_a_blank_is_asked_and_never_a_zero(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("11111111")
    hands.see("1 question has no answer yet.")
    hands.press("Ctrl+S")
    hands.see("Type the answer, or – where there is none.")
    assert measures.of_patient(everyone, maria) == []
    keys("-")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert found.answers["9"] is None
    assert found.total is None
    hands.see("No score: answers are missing")


def test_a_number_that_is_no_answer_is_refused_where_it_was_typed(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("4")
    hands.see("Type a number from 0 to 3, or – for no answer.")
    keys("z")
    keys("1")
    hands.not_see("Type a number from 0 to 3, or – for no answer.")
    hands.click("Later")
    (left,) = begun.of_patient(everyone, maria)
    assert left.answers == {"1": 1}


def test_keys_go_back_and_mend(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("12")
    hands.press("Up")
    hands.press("Backspace")
    hands.press("Backspace")
    keys("3")
    hands.press("Down")
    keys("0")
    hands.click("Later")
    (left,) = begun.of_patient(everyone, maria)
    assert left.answers == {"1": 3, "3": 0}


def test_the_rest_left_out_by_one_button(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "Read aloud")
    keys("1")
    hands.click("No answer to the rest")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert found.way is Way.READ_ALOUD
    assert found.answers["1"] == 1
    assert found.answers["9"] is None


def test_the_score_alone_asks_for_the_item_about_suicide(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "Only the score")
    hands.type("Total", "14")
    hands.press("Ctrl+S")
    hands.see("does not say what was answered about suicidal thoughts")
    assert measures.of_patient(everyone, maria) == []
    keys("1")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert (found.total, found.way, dict(found.answers)) == (14, Way.TOTAL, {"9": 1})
    assert [call.result_id for call in alerts.open_alerts(everyone)] == [found.id]


@pytest.mark.parametrize("typed", ["28", "-1", "seven", "1.5", "1e1", "٣"])
def test_a_score_that_cannot_be_is_told_at_its_field(place: Place, everyone: Desk, maria: str, typed: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "Only the score")
    field = hands.find("Total")
    assert isinstance(field, QLineEdit)
    field.setText(typed)
    hands.press("Ctrl+S")
    hands.see("Total is a whole number from 0 to 27.")
    assert measures.of_patient(everyone, maria) == []


def test_the_day_of_the_sheet(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("000000000")
    hands.type("Answered on", "03-Mar-2026")
    hands.press("Ctrl+S")
    hands.see("This is in the future.")
    hands.type("Answered on", "27-Feb-2026 08:15")
    hands.press("Ctrl+S")
    at = everyone.local(only(everyone, maria).answered_at)
    assert (at.day, at.hour, at.minute) == (27, 8, 15)


def test_closed_with_the_ninth_answered_it_calls_and_goes_on_later(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_form(hands, "From paper")
    keys("000000001")
    hands.press("Escape")
    so_far = only(everyone, maria)
    assert [call.result_id for call in alerts.open_alerts(everyone)] == [so_far.id]
    assert so_far.remark == "Not finished."
    hands.click("Go on with PHQ-9")
    hands.press("Ctrl+S")
    assert only(everyone, maria).corrects == so_far.id
    assert len(list(everyone.rows("SELECT 1 FROM measure_alerts"))) == 1


def test_a_correction_says_why_and_stays_where_it_was(place: Place, everyone: Desk, maria: str) -> None:
    made = measures_of_old(everyone, maria)
    _tab, hands = place(everyone)
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.click("Correct…")
    hands.press("Ctrl+S")
    hands.see("Say in a few words why it is corrected.")
    hands.type("Why it is corrected", "Typed from the wrong line.")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert (found.corrects, found.remark) == (made, "Typed from the wrong line.")
    assert found.answered_at == everyone.now() - timedelta(days=3)
    hands.see("Corrected")


def test_a_score_is_corrected_beginning_with_what_stands_there(place: Place, everyone: Desk, maria: str) -> None:
    first = recording.record(
        everyone,
        patient_id=maria,
        measure_id="phq-9",
        answers={"9": 0},
        typed={"total": 14},
        filled_by="patient",
        way="total",
    )
    _tab, hands = place(everyone)
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.click("Correct…")
    field = hands.find("Total")
    assert isinstance(field, QLineEdit)
    assert field.text() == "14"
    hands.type("Total", "15")
    hands.type("Why it is corrected", "A slip of the finger.")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert (found.total, found.corrects, dict(found.answers)) == (15, first.result_id, {"9": 0})


def test_a_sheet_typed_twice_is_asked_about(place: Place, everyone: Desk, receptionist: Desk, maria: str) -> None:
    measures_of_old(everyone, maria)
    _tab, hands = place(receptionist)
    open_form(hands, "From paper")
    keys("000000000")
    hands.type("Answered on", "27-Feb-2026")
    hands.press("Ctrl+S")
    hands.see("PHQ-9 of this day is recorded already. Is this another one?")
    assert len(measures.of_patient(everyone, maria)) == 1
    hands.click("Record it as well")
    assert len(measures.of_patient(everyone, maria)) == 2


def test_voided_with_a_reason(place: Place, everyone: Desk, maria: str) -> None:
    made = measures_of_old(everyone, maria)
    _tab, hands = place(everyone)
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.click("Void…")
    hands.type("Why", "The sheet of another patient.")
    hands.click("Void")
    assert measures.get(everyone, made).voided_reason == "The sheet of another patient."
    hands.see("Voided")


def measures_of_old(desk: Desk, patient: str) -> str:
    answers = {str(number): 0 for number in range(1, 10)}
    made = recording.record(
        desk,
        patient_id=patient,
        measure_id="phq-9",
        answers=answers,
        filled_by="patient",
        way="paper",
        answered_at=desk.now() - timedelta(days=3),
    )
    return made.result_id


def test_the_front_desk_types_and_reads_nothing(place: Place, receptionist: Desk, everyone: Desk, maria: str) -> None:
    _tab, hands = place(receptionist)
    open_form(hands, "From paper")
    keys("000000001")
    hands.press("Ctrl+S")
    hands.press("Ctrl+S")
    hands.see("PHQ-9 is recorded.")
    assert "minimal" not in hands.texts()
    assert len(alerts.open_alerts(receptionist)) == 1
    assert only(everyone, maria).answers["9"] == 1


CSSRS = "C-SSRS screener – Columbia Suicide Severity Rating Scale, screen version"


def open_screener(hands: Hands) -> None:
    hands.click("Fill in…")
    hands.choose("Questionnaire", CSSRS)
    assert not hands.find("Only the score").isEnabled(), "a sum of the screener means nothing"
    hands.click("From paper")


def test_c_ssrs_question_by_question_is_a_level_and_never_a_sum(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_screener(hands)
    # Questions 3 to 5 are asked only after a yes to the second, how recent only after a yes to the sixth.
    keys("1")
    keys("0")
    keys("1")
    keys("1")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert found.answers == {"1": 1, "2": 0, "6": 1, "6-recent": 1}
    assert (found.scores, found.total) == ({}, None)
    hands.see("At least one question was answered yes; High risk by the screener's own rule")
    assert [call.measure for call in alerts.open_alerts(everyone)] == ["C-SSRS screener"]


def test_c_ssrs_as_a_level_of_risk_asks_no_question(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_screener(hands)
    level = hands.find("level of risk, as rated elsewhere")
    level.setFocus()
    QTest.keyClicks(level, "2")
    hands.press("Ctrl+S")
    found = only(everyone, maria)
    assert (found.answers, found.total) == ({"level": 2}, None)
    hands.see("Moderate risk by the screener's own rule")


def test_a_screener_without_a_yes_says_so(place: Place, everyone: Desk, maria: str) -> None:
    _tab, hands = place(everyone)
    open_screener(hands)
    keys("000")
    hands.press("Ctrl+S")
    hands.see("Nothing found")
    assert only(everyone, maria).answers == {"1": 0, "2": 0, "6": 0}
    assert alerts.open_alerts(everyone) == ()


def test_all_that_was_answered_is_read_with_keys(place: Place, everyone: Desk, maria: str) -> None:
    measures_of_old(everyone, maria)
    tab, hands = place(everyone)
    tab.window().resize(1000, 460)
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.see("Not at all")
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, ResultDialog) and one.isVisible())
    (bar,) = (one for one in dialog.findChildren(QScrollBar) if one.isVisible())
    for key, down in (("PgDown", True), ("End", True), ("Home", False)):
        hands.press(key)
        assert (bar.value() > 0) is down, key

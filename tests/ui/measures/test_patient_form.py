"""The questionnaire in the patient's hands: its language, back and on, leaving out, and nothing of scores or alarms."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow

from clinicdesk.desk import Desk
from clinicdesk.records import measures
from clinicdesk.records.measures import Way, begun, files, recording
from clinicdesk.records.measures.begun import Begun
from clinicdesk.records.wordings import form_words
from tests.hands import Hands
from ui.measures.form import QuestionnaireContent
from ui.measures.outcome import FilledIn

ES = form_words("es", "screen")
Hand = Callable[..., tuple[QuestionnaireContent, Hands]]


@pytest.fixture
def hand(qtbot: Any, everyone: Desk, maria: str) -> Hand:
    """Return a function that puts a form into the patient's hands."""

    def give(measure: str = "phq-9", desk: Desk = everyone, **more: Any) -> tuple[QuestionnaireContent, Hands]:
        made = Begun(maria, measure, Way.SCREEN, language="es", **more)
        content = QuestionnaireContent(desk, files.in_use(desk, measure).measure, made)
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setCentralWidget(content)
        window.resize(1100, 760)
        window.show()
        window.activateWindow()
        content.set_percent(130)
        content.begin()
        return content, Hands(qtbot, window)

    return give


def test_answered_one_by_one_with_the_keys(hand: Hand, everyone: Desk, maria: str) -> None:
    content, hands = hand()
    hands.see("Poco interés o placer en hacer cosas")
    done: list[FilledIn] = []
    content.done.connect(done.append)
    hands.click("Varios días")
    hands.see("Se ha sentido decaído(a), deprimido(a) o sin esperanzas")
    for _question in range(8):
        hands.click("Ningún día")
        hands.click(ES["ask_review" if hands.found(ES["ask_review"]) else "ask_next"])
    hands.click("Un poco difícil")
    hands.see(ES["ask_complete"])
    hands.click(ES["ask_finish"])
    assert done[0].kind == "recorded"
    (found,) = measures.of_patient(everyone, maria)
    assert found.total == 1
    assert (found.way, found.language) == (Way.SCREEN, "es")
    assert found.answers["10"] == 1
    assert begun.of_patient(everyone, maria) == []


def test_nothing_on_it_speaks_of_scores_or_alarms(hand: Hand) -> None:
    _content, hands = hand()
    measure = files.load_all()[0]["phq-9"]
    told = {band.text for band in measure.bands} | {rule.words for rule in measure.alerts} | {"27", "988"}
    for _question in range(9):
        hands.click("Casi todos los días")
        assert not [words for words in told if words in hands.texts()]
        hands.click(ES["ask_next"])
    hands.click("Extremadamente difícil")
    hands.see(ES["ask_complete"])
    assert not [words for words in told if words in hands.texts()]
    hands.click(ES["ask_finish"])
    assert not [words for words in told if words in hands.texts()]


def test_left_out_on_purpose_and_left_open(hand: Hand, everyone: Desk, maria: str) -> None:
    _content, hands = hand()
    hands.click(ES["ask_rather_not"])
    hands.see("Se ha sentido decaído(a)")
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.see("2. Se ha sentido decaído(a), deprimido(a) o sin esperanzas")
    assert "1. Poco interés" not in hands.texts()
    hands.click(ES["ask_show_open"])
    hands.click(ES["ask_one"])
    hands.see("Se ha sentido decaído(a)")
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.click(ES["ask_finish_open"])
    (found,) = measures.of_patient(everyone, maria)
    assert set(found.answers) == {str(number) for number in range(1, 10)}
    assert set(found.answers.values()) == {None}
    assert found.total is None


def test_by_keys_alone(hand: Hand, everyone: Desk, maria: str) -> None:
    _content, hands = hand()
    for _question in range(9):
        hands.press("Down")
        hands.press("Space")  # the second answer
        hands.press("Return")
    hands.press("Space")
    hands.press("Return")
    hands.see(ES["ask_complete"])
    hands.press("Return")
    (found,) = measures.of_patient(everyone, maria)
    assert (found.total, found.answers["10"]) == (9, 0)


def test_enter_alone_answers_nothing(hand: Hand, everyone: Desk, maria: str) -> None:
    _content, hands = hand()
    for _question in range(9):
        hands.press("Return")
    hands.see(ES["ask_open"])
    assert begun.of_patient(everyone, maria) == []


def test_back_changes_an_answer(hand: Hand, everyone: Desk, maria: str) -> None:
    _content, hands = hand()
    hands.click("Varios días")
    hands.see("Se ha sentido decaído(a)")
    hands.click(ES["ask_back"])
    hands.see("Poco interés")
    hands.click("Casi todos los días")
    hands.see("Se ha sentido decaído(a)")
    (kept,) = begun.of_patient(everyone, maria)
    assert kept.answers == {"1": 3}


def test_what_was_answered_is_there_again_after_an_end_without_notice(hand: Hand) -> None:
    _content, hands = hand()
    hands.click("Varios días")
    hands.see("Se ha sentido decaído(a)")
    again, hands = hand()
    assert again.outcome.begun.answers == {"1": 1}
    hands.see(ES["ask_place"].format(number=1, count=10))


def test_staff_who_take_it_back_early_are_told_what_calls(hand: Hand, receptionist: Desk, everyone: Desk) -> None:
    content, hands = hand(desk=receptionist)
    for _question in range(8):
        hands.click(ES["ask_next"])
    hands.see("Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera")
    hands.click("Varios días")
    outcome = content.conclude()
    assert (outcome.kind, outcome.calls) == ("unfinished", True)
    assert measures.get(everyone, outcome.result_id).answers == {"9": 1}
    # Going on with it replaces what was recorded.
    _again, hands = hand(desk=receptionist)
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.click(ES["ask_finish_open"])
    newest = measures.of_patient(everyone, outcome.begun.patient_id)[-1]
    assert newest.corrects == outcome.result_id
    assert len(list(everyone.rows("SELECT 1 FROM measure_alerts"))) == 1


def test_an_unfinished_form_without_alarm_records_nothing(hand: Hand, everyone: Desk, maria: str) -> None:
    content, hands = hand()
    hands.click("Varios días")
    assert content.conclude().kind == "unfinished"
    assert measures.of_patient(everyone, maria) == []


def test_what_cannot_be_recorded_is_kept_and_told_to_staff_only(hand: Hand, everyone: Desk, maria: str) -> None:
    before = recording.record(
        everyone, patient_id=maria, measure_id="phq-9", answers={"1": 0}, filled_by="patient", way="paper"
    )
    content, hands = hand(corrects=before.result_id)
    recording.void(everyone, before.result_id, reason="Twice.")
    hands.click("Varios días")
    hands.see("Se ha sentido decaído(a)")
    hands.click(ES["ask_all"])
    hands.click(ES["ask_review"])
    hands.click(ES["ask_finish_open"])
    hands.see(ES["ask_stuck"])
    assert "meanwhile" not in hands.texts()
    assert content.outcome.kind == "stuck"
    assert "meanwhile" in content.outcome.told[0]
    (kept,) = begun.of_patient(everyone, maria)
    assert kept.answers["1"] == 1


def test_a_scale_is_touched_or_typed(hand: Hand, everyone: Desk, maria: str) -> None:
    _content, hands = hand("mood-now")
    hands.see("¿Cómo está su ánimo ahora mismo?")
    hands.press("1")
    hands.press("0")
    hands.click(ES["ask_review"])
    hands.see(ES["ask_complete"])
    hands.click(ES["ask_back"])
    hands.click("7")
    hands.see(ES["ask_complete"])
    hands.click(ES["ask_finish"])
    (found,) = measures.of_patient(everyone, maria)
    assert found.total == 7


def test_the_mark_under_the_keys_has_the_frame_around_it_and_no_square_behind(hand: Hand) -> None:
    content, hands = hand()
    hands.press("Down")
    mark = hands.find("Varios días")
    assert mark.hasFocus()
    picture = mark.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(3) for y in range(3)}
    content.setFocus()
    mark.clearFocus()
    without = mark.grab().toImage()
    assert colours == {without.pixelColor(x, y).name() for x in range(3) for y in range(3)}

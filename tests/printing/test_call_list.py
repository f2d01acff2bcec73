"""The call list on paper: who is called with the number, and who is not, with the reason and no number."""

from datetime import time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.printing import call_list
from clinicdesk.records import calls
from clinicdesk.records.calls import Outcome, Purpose
from tests.printing.sheets import texts
from tests.records.calls.steps import TUESDAY, book, register


def sheet(desk: Desk, purpose: str = "reminder") -> str:
    return " ".join(texts(call_list.build(desk, purpose)))


def test_the_list_says_whom_to_call_and_leaves_room_for_the_outcome(receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist, "Ångström", "Zoë")
    book(receptionist, patient_id, TUESDAY)
    calls.flag(nurse, patient_id, flagged=True)
    calls.note(receptionist, calls.due(receptionist, Purpose.REMINDER)[0], Outcome.NO_ANSWER, remark="After 3 pm")
    text = sheet(receptionist)
    for words in (
        "Call list: Reminders", "Mon 02-Mar-2026, 1 to call", "Call first", "ÅNGSTRÖM, Zoë", "21-Jul-1968", "000 001",
        "+1 218 555 0142", "May leave a message", "Tue 03-Mar-2026, 09:00 Follow-up visit", "☐ Reached",
        "No answer, After 3 pm", "Page 1 of 1",
    ):  # fmt: skip
        assert words in text, words


def test_who_is_not_called_stands_apart_without_a_number(receptionist: Desk) -> None:
    book(receptionist, register(receptionist, do_not_call="yes"), TUESDAY)
    text = sheet(receptionist)
    assert "Nobody is to be called." in text
    assert "Do not call" in text
    assert "555 0142" not in text


def test_a_name_no_font_can_print_does_not_hold_up_the_list(receptionist: Desk) -> None:
    book(receptionist, register(receptionist, "محمد"), TUESDAY)
    book(receptionist, register(receptionist, "<b>Moss</b>"), TUESDAY, time(10, 0))
    text = sheet(receptionist)
    assert "Name in the program" in text
    assert "000 001" in text
    assert "<B>MOSS</B>, Per" in text


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_list_prints_also_when_nobody_is_on_it(receptionist: Desk, purpose: Purpose) -> None:
    assert "Nobody is to be called." in sheet(receptionist, purpose.value)


def test_another_word_is_told_which_lists_there_are(receptionist: Desk) -> None:
    with pytest.raises(NotFound, match="reminder, no_show, rebook, recall"):
        call_list.build(receptionist, "birthdays")

"""The places where two records are merged and parted: choices by keys, warnings, and what changes meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import merging, notes, patients
from clinicdesk.records.identities import surviving
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.records.test_merging import merge
from ui.merge.page import MergePage
from ui.merge.part_page import PartPage

BORN = date(1968, 7, 21)
OpenPage = Callable[[QWidget], Hands]


def register(desk: Desk, **more: Any) -> str:
    known = {"family_name": "Lopez", "given_name": "Maria", "birth_date": BORN, **more}
    return patients.register(desk, details=PatientDetails(**known))


@pytest.fixture
def kept(everyone: Desk) -> str:
    return register(everyone, phone_mobile="+1 218 555 0101")


@pytest.fixture
def merged(everyone: Desk) -> str:
    return register(everyone, phone_mobile="+1 218 555 0199", city="Duluth")


@pytest.fixture
def open_page(qtbot: Any, everyone: Desk) -> OpenPage:
    def open_it(page: QWidget) -> Hands:
        everyone.clinic.listen(page.refresh)  # type: ignore[attr-defined]
        qtbot.addWidget(page, before_close_func=lambda _page: everyone.clinic.stop_listening(page.refresh))  # type: ignore[attr-defined]
        page.resize(1280, 680)
        with qtbot.waitActive(page):
            page.show()
        return Hands(qtbot, page)

    return open_it


def choice(hands: Hands, words: str) -> QRadioButton:
    return next(w for w in hands.widgets() if isinstance(w, QRadioButton) and w.text() == words)


def confirm(hands: Hands) -> None:
    hands.wait_for(lambda: QApplication.activeModalWidget() is QApplication.activeWindow() is not None, "the question")
    hands.press("Return")


def test_fields_are_chosen_with_the_arrow_keys(
    everyone: Desk, kept: str, merged: str, open_page: OpenPage, qtbot: Any
) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, merged)
    # The first field of which there is something to decide has the keys, and what says something is proposed.
    assert choice(hands, "Duluth").isChecked()
    assert choice(hands, "+1 218 555 0101").isChecked()
    choice(hands, "+1 218 555 0101").setFocus()
    hands.press("Right")
    assert choice(hands, "+1 218 555 0199").isChecked()
    hands.press("Alt+M")
    with qtbot.waitSignal(page.merged) as told:
        confirm(hands)
    assert told.args == [kept]
    found = patients.get(everyone, merged)
    assert (found.id, found.phone_mobile, found.city) == (kept, "+1 218 555 0199", "Duluth")


def test_turning_them_round_keeps_what_was_chosen(
    everyone: Desk, kept: str, merged: str, open_page: OpenPage, qtbot: Any
) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, merged)
    hands.press("Alt+K")
    assert choice(hands, "Duluth").isChecked()
    assert choice(hands, "+1 218 555 0101").isChecked()
    hands.press("Alt+M")
    with qtbot.waitSignal(page.merged) as told:
        confirm(hands)
    assert told.args == [merged]
    assert patients.get(everyone, kept).phone_mobile == "+1 218 555 0101"


def test_different_birth_dates_ask_for_a_tick(everyone: Desk, kept: str, open_page: OpenPage) -> None:
    twin = register(everyone, birth_date=date(1968, 7, 22))
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, twin)
    hands.see("The dates of birth are different")
    assert not hands.find("Merge these records").isEnabled()
    hands.press("Alt+S")
    hands.wait_for(hands.find("Merge these records").isEnabled, "the button to merge")
    page.compare(kept, register(everyone, birth_date=date(1968, 7, 23)))
    assert not hands.find("Merge these records").isEnabled()


def test_the_same_record_twice_is_refused(everyone: Desk, kept: str, open_page: OpenPage) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, kept)
    hands.see("the same record twice")
    assert not hands.find("Merge these records").isEnabled()


def test_what_changes_meanwhile_is_shown_and_the_choices_stay(
    everyone: Desk, nurse: Desk, kept: str, merged: str, open_page: OpenPage, qtbot: Any
) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, merged)
    choice(hands, "+1 218 555 0199").click()
    found = patients.get(nurse, merged)
    patients.amend(nurse, merged, based_on=found.version, details=replace(found, email="maria@example.org"))
    everyone.clinic.refresh()
    hands.see("maria@example.org")
    assert choice(hands, "+1 218 555 0199").isChecked()
    hands.press("Alt+M")
    with qtbot.waitSignal(page.merged):
        confirm(hands)
    assert patients.get(everyone, kept).phone_mobile == "+1 218 555 0199"


def test_what_changes_behind_the_question_is_not_merged_unseen(
    everyone: Desk, nurse: Desk, kept: str, merged: str, open_page: OpenPage
) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, merged)
    hands.press("Alt+M")
    hands.wait_for(lambda: QApplication.activeModalWidget() is not None, "the question")
    found = patients.get(nurse, merged)
    patients.amend(nurse, merged, based_on=found.version, details=replace(found, birth_date=date(1968, 7, 22)))
    everyone.clinic.refresh()
    confirm(hands)
    hands.see("Nina Okafor, RN changed this")
    assert surviving(everyone, merged) == merged
    hands.see("The dates of birth are different")


def test_a_tick_is_for_what_was_read(everyone: Desk, nurse: Desk, kept: str, open_page: OpenPage) -> None:
    twin = register(everyone, birth_date=date(1968, 7, 22))
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, twin)
    hands.press("Alt+S")
    hands.wait_for(hands.find("Merge these records").isEnabled, "the button to merge")
    found = patients.get(nurse, twin)
    patients.amend(nurse, twin, based_on=found.version, details=replace(found, deceased_on=date(2026, 1, 2)))
    everyone.clinic.refresh()
    hands.see("One record says that the patient has died")
    assert not hands.find("Merge these records").isEnabled()


def test_the_row_with_the_keys_keeps_them_when_somebody_writes(
    everyone: Desk, nurse: Desk, kept: str, merged: str, open_page: OpenPage
) -> None:
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, merged)
    choice(hands, "+1 218 555 0101").setFocus()
    found = patients.get(nurse, merged)
    patients.amend(nurse, merged, based_on=found.version, details=replace(found, email="maria@example.org"))
    everyone.clinic.refresh()
    assert choice(hands, "+1 218 555 0101").hasFocus()


def test_the_other_record_is_found_by_typing(everyone: Desk, kept: str, open_page: OpenPage) -> None:
    register(everyone, family_name="Berg", given_name="Ann", birth_date=date(1990, 1, 1))
    page = MergePage(everyone)
    hands = open_page(page)
    page.start(kept)
    hands.type("Other record of this person", "berg", leave=False)
    hands.press("Return")
    hands.see("The first names are different")


def test_typed_text_is_never_markup(everyone: Desk, kept: str, open_page: OpenPage) -> None:
    odd = register(everyone, given_name="<b>Maria</b> & Co", city="&Duluth", street="<i>" * 50)
    page = MergePage(everyone)
    hands = open_page(page)
    page.compare(kept, odd)
    assert choice(hands, "<b>Maria</b> && Co")
    assert choice(hands, "&&Duluth")
    assert all("<i>" not in box.toolTip() for box in hands.widgets() if isinstance(box, QRadioButton))


def test_parting_waits_for_every_answer(
    everyone: Desk, kept: str, merged: str, open_page: OpenPage, qtbot: Any
) -> None:
    merge(everyone, kept, merged)
    notes.write(everyone, patient_id=kept, kind="progress", body="One")
    page = PartPage(everyone)
    hands = open_page(page)
    page.start(kept)
    assert not hands.find("Part these records").isEnabled()
    hands.click("All belong to 000 002")
    assert hands.find("Part these records").isEnabled()
    # What somebody writes now is asked too; what was answered stays answered.
    second = notes.write(everyone, patient_id=kept, kind="progress", body="Two")
    hands.see("2 things were written since")
    assert not hands.find("Part these records").isEnabled()
    open_choices = [w for w in hands.widgets() if isinstance(w, QRadioButton) and w.text() == "000 001"]
    QTest.keyClick(open_choices[-1], Qt.Key.Key_Space)
    hands.press("Alt+P")
    with qtbot.waitSignal(page.parted):
        confirm(hands)
    assert surviving(everyone, merged) == merged
    assert [note.id for note in notes.of_patient(everyone, kept)] == [second]
    assert len(notes.of_patient(everyone, merged)) == 1


def test_of_several_merges_one_is_chosen(
    everyone: Desk, kept: str, merged: str, open_page: OpenPage, qtbot: Any
) -> None:
    merge(everyone, kept, merged)
    third = register(everyone)
    merge(everyone, kept, third)
    page = PartPage(everyone)
    hands = open_page(page)
    page.start(kept)
    first = next(one for one in merging.merges_of(everyone, kept) if one.merged_id == merged)
    day = f"{first.at:%d-%b-%Y}"
    hands.choose("Which merge", f"000 002 LOPEZ, Maria, merged {day}")
    hands.press("Alt+P")
    with qtbot.waitSignal(page.parted):
        confirm(hands)
    assert (surviving(everyone, merged), surviving(everyone, third)) == (merged, kept)


def test_without_a_merge_there_is_nothing_to_part(everyone: Desk, kept: str, open_page: OpenPage) -> None:
    page = PartPage(everyone)
    hands = open_page(page)
    page.start(kept)
    hands.see("No merge of this patient can be undone.")
    hands.wait_for(lambda: not hands.found("Part these records"), "no button to part")

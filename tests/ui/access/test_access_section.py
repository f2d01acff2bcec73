"""The section Access on the screen: choosing in the log, the review of a month, slips; without a mouse too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import access_log, access_reviews, anchors, patients
from clinicdesk.records.log_choice import LogChoice, read
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from ui.access.section import AccessSection
from ui.widgets.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def open_section(qtbot: Any, background: Background) -> Any:
    def open_for(desk: Desk) -> Hands:
        section = AccessSection(desk, background)
        qtbot.addWidget(section)
        section.resize(1180, 620)
        with qtbot.waitActive(section):
            section.show()
        return Hands(qtbot, section)

    return open_for


@pytest.fixture
def patient(nurse: Desk, receptionist: Desk) -> str:
    made = patients.register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))
    for desk in (nurse, receptionist):
        desk.note_opening(made)
    return made


def shown(hands: Hands) -> list[access_log.AccessLine]:
    return list(hands.window.log._table.rows())


@pytest.mark.usefixtures("patient")
def test_each_field_narrows_the_log(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    hands.see("Opened the chart")
    hands.choose("Who", "Rita Moss")
    assert {line.staff_name for line in shown(hands)} == {"Rita Moss"}
    hands.choose("What", "Charts opened")
    assert [line.what for line in shown(hands)] == ["Opened the chart"]
    hands.choose("Who", "Everybody")
    assert len(shown(hands)) == 2
    hands.type("Record number", "1")
    assert len(shown(hands)) == 2
    hands.type("Until", "1 Jan 2020")
    hands.see("No entries.")
    assert not hands.find("Print…").isEnabled()


@pytest.mark.usefixtures("patient")
def test_what_cannot_be_read_is_told_at_its_field(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    log = hands.window.log
    for name, typed, field in (
        ("Record number", "abc", log._about),
        ("Record number", "999", log._about),
        ("From", "yesterdayish", log._since),
    ):
        hands.type(name, typed)
        assert field.message_state == "error", typed
        hands.type(name, " ")
    hands.type("From", "5 Mar 2026")
    hands.type("Until", "1 Mar 2026")
    assert log._until.message() == "The last day is before the first."
    hands.type("Until", "6 Mar 2026")
    assert log._until.message_state == ""


def test_older_entries_follow_page_by_page(
    open_section: Any, administrator: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _entry in range(7):
        administrator.record("anchor.write")
    monkeypatch.setattr(access_log, "PAGE", 3)
    hands = open_section(administrator)
    for pages in (2, 3):
        hands.click("Show older entries")
        assert len(shown(hands)) == pages * 3
    places = [line.seq for line in shown(hands)]
    assert places == list(range(places[0], places[0] - 9, -1))


def test_a_line_is_told_in_full_and_leads_to_its_chart(open_section: Any, administrator: Desk, patient: str) -> None:
    hands = open_section(administrator)
    hands.choose_row("Access log", "Registered the patient", open_it=False)
    hands.see("Family name")
    opened: list[str] = []
    hands.window.patient_opened.connect(opened.append)
    hands.choose_row("Access log", "Registered the patient")
    assert opened == [patient]


@pytest.mark.usefixtures("patient")
def test_what_is_chosen_is_what_is_printed_and_saved(open_section: Any, administrator: Desk, tmp_path: Path) -> None:
    hands = open_section(administrator)
    asked: list[PaperRequest] = []
    hands.window.paper_requested.connect(asked.append)
    hands.choose("What", "Charts opened")
    hands.click("Print…")
    assert asked[0].kind == "access-log"
    assert read(asked[0].subject_id) == LogChoice(kind=access_log.access_words.Kind.OPENED)
    hands.window.log.save_as(str(tmp_path / "log.csv"))
    hands.see("2 entries saved as log.csv.")
    assert len((tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()) == 5
    hands.window.log.save_as(str(tmp_path / "nowhere" / "log.csv"))
    hands.see("cannot be written in this folder")


@pytest.mark.usefixtures("patient")
def test_a_formula_in_a_name_stays_text_in_the_file(
    open_section: Any, administrator: Desk, nurse: Desk, tmp_path: Path
):
    evil = patients.register(nurse, details=PatientDetails(family_name="A", given_name="B"))
    nurse.record("patient.amend", patient=evil, reason="=HYPERLINK(1)")
    hands = open_section(administrator)
    hands.window.log.save_as(str(tmp_path / "log.csv"))
    hands.see("saved as log.csv")
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_a_month_is_chosen_counted_and_reviewed(
    open_section: Any, administrator: Desk, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    clock.pass_time(hours=24 * 40)
    nurse.record("chart.open", patient=patient)
    hands = open_section(administrator)
    hands.click("Monthly review")
    hands.see("Entries 1 to")
    hands.see("no visit that day, nothing recorded")
    hands.choose("Month", "April 2026")
    hands.see("This month is not over yet.")
    asked: list[PaperRequest] = []
    hands.window.paper_requested.connect(asked.append)
    hands.click("Print the sheet…")
    assert asked == [PaperRequest("access-review", "2026-04")]
    hands.choose("Month", "March 2026")
    # Until it is counted the sheet on the screen is another month's, and cannot be reviewed as this one.
    assert not hands.find("I have reviewed this month").isEnabled()
    hands.wait_for(hands.find("I have reviewed this month").isEnabled, "the sheet of March")
    hands.type("What you found", "nothing")
    hands.click("I have reviewed this month")
    hands.see("Recorded: you reviewed March 2026.")
    assert access_reviews.due(administrator) is None
    assert access_reviews.reviews(administrator, date(2026, 3, 1))[0].findings == "nothing"


def test_no_alt_key_stands_for_two_things(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    for part in ("Log", "Monthly review", "Slips"):
        hands.click(part)
        assert letters_used_twice() == {}


def test_a_slip_that_is_wrong_is_told_at_its_field(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    hands.click("Slips")
    hands.see("Nobody wrote the state of the record down yet.")
    hands.type("Entries", "x", leave=False)
    hands.click("Compare with the record")
    hands.see("Type the number of the entry, for example 1234.")
    hands.type("Entries", "3", leave=False)
    hands.type("Short form", anchors.short_form(administrator.clinic.link_at(3).chain_hash), leave=False)
    hands.press("Return")
    hands.see("The same. Nothing recorded up to entry 3")


def test_what_was_typed_about_a_month_is_kept(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    hands.click("Monthly review")
    hands.type("What you found", "Asked Rita, waiting for an answer")
    hands.window.leave()
    hands.window.hide()
    again = open_section(administrator)
    again.click("Monthly review")
    assert again.window.review._findings.text() == "Asked Rita, waiting for an answer"
    again.wait_for(again.window.review._done.isEnabled, "the sheet")
    again.window.review._done.click()
    again.see("Recorded: you reviewed")
    assert administrator.draft("access_review") is None


@pytest.mark.usefixtures("patient")
def test_who_and_about_whom_are_whole_in_the_log(open_section: Any, administrator: Desk) -> None:
    hands = open_section(administrator)
    hands.see("Opened the chart")
    table = hands.window.log._table
    room = table.fontMetrics().horizontalAdvance
    titles = [column.title for column in table.model().columns]
    assert table.columnWidth(titles.index("Who")) > room("Nina Okafor, RN") + 12
    assert table.columnWidth(titles.index("About")) > room("000 001 ÅNGSTRÖM, Zoë") + 12

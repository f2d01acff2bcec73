"""Two records of one person with every kind of record: merged through the window, parted again, and nothing is lost.

Every tab of both charts and every paper is read before, while they are one, and afterwards.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton, QTabBar

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.printing import summary_filing
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import consents, history, merging, notes, patients, sessions, staff
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList
from clinicdesk.records.merging.tables import KINDS
from clinicdesk.records.patients import format_record_number
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import DrivenClock
from tests.bench.treatment import course
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.printing.sheets import texts
from tests.records.attaching import attach
from tests.records.consenting import prepared, sign
from ui.chart.page import ChartPage

# What a course of treatment does not write, in an order in which each finds what it hangs on.
MORE = (
    *("appointments", "appointment_events", "waiting_list", "call_attempts", "enquiries", "coverages"),
    *("authorisations", "payments", "messages", "treatments_tried", "indications"),
    *("workups", "enrolments", "series_events", "verbal_orders", "eligibility_passes"),
    *("late_events", "monitoring_forms", "note_events", "care_team", "medicine_decisions", "measure_results"),
    *("measure_events", "measure_skips", "measure_alerts", "alert_events", "disclosures", "rights_requests"),
    *("rights_events", "legal_holds", "emergency_accesses"),
)


def whole_chart(desk: Desk, clock: DrivenClock) -> str:
    """Record a patient with every kind of record there is; nothing runs any more."""
    made = course(desk, clock)
    clock.pass_time(minutes=40)
    sessions.end(desk, made.running, ended=EndReason.COMPLETED)
    sessions.report_adverse_event(
        desk,
        made.running,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.POSSIBLY,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
    )
    note = notes.write_signed(desk, patient_id=made.patient, kind="progress", body="Sleeps better.")
    notes.addendum(desk, note, body="Said so by phone.")
    sign(desk, prepared(desk, made.patient, "going-home"))
    for table in MORE:
        attach(desk, table, made.patient)
    attach(desk, "documents", made.patient, sha256=desk.clinic.blobs.keep(made.patient.encode()), title="Letter")
    # As the window does; or it would be written after the merge.
    summary_filing.file_waiting(desk, made.patient)
    return made.patient


@pytest.fixture
def both(clinic_file: Path, key: bytes, clock: DrivenClock) -> tuple[str, str]:
    """Return two registrations of one person, each with every kind of record; the file is closed."""
    clinic = Clinic.open(clinic_file, key, clock)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    first, second = whole_chart(desk, clock), whole_chart(desk, clock)
    found = patients.get(desk, second)
    facts = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Latex"),)))
    details = replace(found, email="zoe@example.org", phone_mobile="+1 218 555 0199")
    patients.amend(desk, second, based_on=found.version, details=details, facts=facts)
    for one in (first, second):
        assert {group.table for group in merging.attached(desk, one)} == set(KINDS)
    clinic.close()
    return first, second


def open_chart(hands: Hands, number: int) -> None:
    """Open a chart by its record number, as somebody reads it from a paper."""
    hands.press("Ctrl+K")
    hands.type("Find a patient", str(number), leave=False)
    hands.press("Return")
    hands.wait_for(lambda: hands.window.findChild(ChartPage) is not None, "the chart")
    hands.click("Overview")


def tabs_of(hands: Hands, number: int) -> dict[str, list[str]]:
    """Return what stands in every tab of a chart, line by line."""
    open_chart(hands, number)
    found = {}
    bar = hands.window.findChild(ChartPage).findChild(QTabBar)
    for place in range(bar.count()):
        tab = bar.tabText(place).replace("&", "")
        hands.click(tab)
        found[tab] = hands.texts().splitlines()
    assert {"Overview", "Consents", "Series", "Notes", "Documents", "History"} <= set(found)
    return found


def papers_of(desk: Desk, patient_id: str) -> dict[str, list[str]]:
    """Return the text of every paper of a patient, without how far the record was when it was printed."""
    wanted = [PaperRequest("face-sheet", patient_id)]
    wanted += [PaperRequest("consent", consent.id) for consent in consents.of_patient(desk, patient_id)]
    wanted += [PaperRequest("session", line.id) for line in sessions.of_patient(desk, patient_id)]
    return {
        f"{request.kind} {request.subject_id}": [
            re.sub(r" · record at \d+: [0-9a-f ]{24}", "", sheet) for sheet in texts(build(desk, request).content)
        ]
        for request in wanted
    }


def numbers_of(desk: Desk, both: tuple[str, str]) -> tuple[int, int]:
    first, second = (patients.get(desk, one).record_number for one in both)
    return first, second


def answer(hands: Hands, question: str) -> None:
    """Answer a question with Enter, once it has the keys."""
    hands.wait_for(lambda: QApplication.activeModalWidget() is QApplication.activeWindow() is not None, question)
    hands.see(question)
    hands.press("Return")


def merge_through_the_window(hands: Hands, number: int) -> None:
    """Merge a patient with the other record that is suggested, by keys alone."""
    open_chart(hands, number)
    hands.press("Alt+G")
    hands.see("Find the other record")
    hands.press("Alt+C")
    hands.see("Is merged into it")
    hands.see("Values measured")
    hands.press("Alt+M")
    answer(hands, "Merge these two records?")
    hands.see("Records of this person")


def part_through_the_window(hands: Hands, number: int, all_of: int | None = None) -> None:
    open_chart(hands, number)
    hands.press("Alt+P")
    hands.see("was merged into")
    if all_of is not None:
        hands.click(f"All belong to {format_record_number(all_of)}")
    hands.press("Alt+P")
    answer(hands, "Part these two records?")
    hands.see("Records of this person")


def without(lines: list[str], *words: str) -> list[str]:
    return [line for line in lines if line and not any(word in line for word in words)]


def test_merged_and_parted_with_every_kind_of_record(
    both: tuple[str, str], hands: Hands, enter: Callable[[str], None]
) -> None:
    enter("all")
    desk = desk_of(hands)
    numbers = numbers_of(desk, both)
    # The chairs are looked at a moment after the sign-in.
    hands.see("No chair calls.")
    tabs = [tabs_of(hands, number) for number in numbers]
    papers = [papers_of(desk, one) for one in both]

    merge_through_the_window(hands, numbers[0])
    # The old number leads to the same chart, which shows what both held.
    as_one = [tabs_of(hands, number) for number in numbers]
    assert as_one[0] == as_one[1]
    union = papers_of(desk, both[1])
    assert set(union) == {f"face-sheet {both[1]}"} | {k for one in papers for k in one if "face-sheet" not in k}
    hidden = format_record_number(numbers[1])
    # What was sealed shows for good what was signed; every other paper is made from the record as it is now.
    sealed = {f"consent {consent.id}" for consent in consents.of_patient(desk, both[1]) if consent.seal}
    assert len(sealed) == 2
    assert not any(hidden in sheet for name, paper in union.items() if name not in sealed for sheet in paper)
    assert "Latex" in union[f"face-sheet {both[1]}"][0]
    assert "Penicillin" in union[f"face-sheet {both[1]}"][0]

    part_through_the_window(hands, numbers[0])
    assert [papers_of(desk, one) for one in both] == papers
    after = [tabs_of(hands, number) for number in numbers]
    for before, now in zip(tabs, after, strict=True):
        for tab in set(before) - {"Overview", "History"}:
            assert now[tab] == before[tab]
        # Before, the chart warned of a second record; now it tells what was done.
        gone = ("One record", "parted", "Possible match", "Compare the two")
        assert without(now["Overview"], *gone) == without(before["Overview"], *gone)
    for one in both:
        lines = [line.what for line in history.of_patient(desk, one)]
        assert "Merged two records of one person" in lines
        assert "Parted two merged records" in lines
    assert desk.clinic.verify() == []


def test_what_was_written_meanwhile_goes_where_somebody_says(
    both: tuple[str, str], hands: Hands, enter: Callable[[str], None]
) -> None:
    enter("all")
    desk = desk_of(hands)
    numbers = numbers_of(desk, both)
    merge_through_the_window(hands, numbers[0])
    open_note = notes.write(desk, patient_id=both[0], kind="progress", body="Open")
    signed_note = notes.write_signed(desk, patient_id=both[0], kind="phone_call", body="Signed")
    staying = notes.write_signed(desk, patient_id=both[0], kind="letter", body="Stays")

    open_chart(hands, numbers[0])
    hands.press("Alt+P")
    hands.see("3 things were written since")
    other = format_record_number(numbers[1])
    # Nothing can be confirmed before everything has an answer.
    assert not hands.find("Part these records").isEnabled()
    pairs = [w for w in hands.widgets() if isinstance(w, QRadioButton) and w.text() == other]
    for place, choice in enumerate(pairs):
        choice.setFocus()
        hands.press("Space")
        if place == 2:
            hands.press("Left")
    assert hands.find("Part these records").isEnabled()
    hands.press("Alt+P")
    answer(hands, "Part these two records?")
    hands.see("Records of this person")

    ours, theirs = ({note.id for note in notes.of_patient(desk, one)} for one in both)
    assert {open_note, signed_note} <= theirs
    assert staying in ours
    assert not {open_note, signed_note} & ours
    # The signed one stands where it was written, and both charts say so.
    hands.see("1 record stands here and belongs to another patient.")
    hands.see(f"stands here, belongs to {other}")
    open_chart(hands, numbers[1])
    hands.see("1 record of this patient stands in another chart.")
    hands.see(f"belongs to this patient, stands under {format_record_number(numbers[0])}")
    assert desk.clinic.verify() == []


def test_reception_merges_without_a_clinical_word(
    both: tuple[str, str], hands: Hands, enter: Callable[[str], None]
) -> None:
    enter("rita")
    numbers = numbers_of(desk_of(hands), both)
    open_chart(hands, numbers[0])
    # The chart itself says that there may be a second record.
    hands.see("Possible match")
    hands.press("Alt+C")
    hands.see("Is merged into it")
    hands.see("Note")
    for word in ("Latex", "Penicillin", "Sleeps better", "Sertraline", "Nausea", "nausea"):
        hands.not_see(word)

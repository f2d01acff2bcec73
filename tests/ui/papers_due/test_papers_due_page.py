"""The place Consents: lists worked off by keys, prepared, printed and saved as a file."""

import csv
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.exchange import papers_due
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents, patients, series
from clinicdesk.records.consents import Inked
from clinicdesk.records.consents.overview import View
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.printing.sheets import texts
from tests.records.sessions import steps
from ui import theme
from ui.papers_due.page import PapersDuePage

MOOD = "iv-ketamine-mood"
Open = Callable[[Desk], Hands]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def patient(nurse: Desk) -> str:
    zoe = steps.register_zoe(nurse)
    days = [date(2026, 3, 4), date(2026, 3, 6)]
    series.plan(nurse, patient_id=zoe, protocol_name=MOOD, days=days, time=time(9), indication="Depression")
    return zoe


@pytest.fixture
def open_page(qtbot) -> Open:
    def open_for(desk: Desk) -> Hands:
        page = PapersDuePage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1200, 700)
        with qtbot.waitExposed(page):
            page.show()
        return Hands(qtbot, page)

    return open_for


def test_what_the_next_days_lack_is_prepared_here(open_page: Open, receptionist: Desk, patient: str) -> None:
    hands = open_page(receptionist)
    hands.see("ÅNGSTRÖM, Zoë")
    hands.see("Wed 04-Mar-2026")
    hands.choose_row("Papers", "mood disorder", open_it=False)
    hands.click("Prepare the form")
    hands.see("was prepared for ÅNGSTRÖM, Zoë.")
    (made,) = consents.of_patient(receptionist, patient)
    assert made.text_name == MOOD
    hands.see("A form waits to be signed")


def test_enter_opens_the_chart_at_the_consent(open_page: Open, receptionist: Desk, patient: str) -> None:
    consent_id = consents.prepare(receptionist, patient_id=patient, text_name=MOOD)
    hands = open_page(receptionist)
    opened: list[tuple[str, str]] = []
    hands.window.consent_opened.connect(lambda *ids: opened.append(ids))
    hands.choose_row("Papers", "A form waits to be signed", open_it=False)
    hands.press("Return")
    assert opened == [(patient, consent_id)]


def test_the_lists_and_their_counts(
    open_page: Open, receptionist: Desk, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    other = patients.register(nurse, details=PatientDetails(family_name="Ek", given_name="Per"))
    steps.consent(nurse, patient)
    consents.decline(
        nurse, consents.get(nurse, consents.prepare(nurse, patient_id=other, text_name=MOOD)), by_name="Per", reason=""
    )
    clock.pass_time(minutes=1)
    hands = open_page(receptionist)
    hands.window.show_list(View.ENDED)
    hands.see("EK, Per")
    hands.not_see("ÅNGSTRÖM")
    hands.window.show_list(View.INCOMPLETE)
    hands.see("Waits for: scan")
    hands.window.show_list(View.EXPIRING)
    hands.see("No consent expires in the next 30 days.")
    hands.window.show_list(View.AGAIN)
    hands.see("Everybody signed the version that is in use.")
    assert not hands.found("Prepare the form")


def test_what_expires_soon_is_prepared_anew_once(
    open_page: Open, receptionist: Desk, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    consent = consents.get(nurse, steps.consent(nurse, patient))
    assert consent.valid_until is not None
    clock.pass_time(days=(consent.valid_until - steps.TODAY).days - 10)
    hands = open_page(receptionist)
    hands.window.show_list(View.EXPIRING)
    hands.see("10 days left")
    hands.click("Prepare the form")
    hands.see("A form waits to be signed")
    assert not hands.found("Prepare the form")
    opened: list[tuple[str, str]] = []
    hands.window.consent_opened.connect(lambda *ids: opened.append(ids))
    hands.click("Open in the chart")
    made = next(one for one in consents.of_patient(receptionist, patient) if one.id != consent.id)
    assert opened == [(patient, made.id)]


def test_what_others_record_appears(open_page: Open, receptionist: Desk, nurse: Desk, patient: str) -> None:
    hands = open_page(receptionist)
    hands.window.show_list(View.INCOMPLETE)
    hands.see("No form waits")
    consent = consents.get(nurse, consents.prepare(nurse, patient_id=patient, text_name=MOOD))
    consents.sign_on_paper(nurse, consent, Inked(signer_name="Zoë Ångström"), signed_on=steps.TODAY)
    hands.see("Waits for: Clinician")


def test_printed(open_page: Open, receptionist: Desk, patient: str) -> None:  # noqa: ARG001 - is on the list
    hands = open_page(receptionist)
    asked: list[PaperRequest] = []
    hands.window.paper_requested.connect(asked.append)
    hands.press("Ctrl+P")
    assert asked == [PaperRequest("papers-due", "missing")]
    paper = papers.build(receptionist, asked[0])
    assert "ÅNGSTRÖM, Zoë" in texts(paper.content)[0]
    assert "Ångström" not in paper.title + paper.file_name
    empty = papers.build(receptionist, PaperRequest("papers-due", "again"))
    assert "Nothing is to be done." in texts(empty.content)[0]


def test_saved_as_a_file_with_no_formula_in_it(
    open_page: Open, receptionist: Desk, nurse: Desk, patient: str, tmp_path: Path
) -> None:
    evil = patients.register(nurse, details=PatientDetails(family_name="=cmd|' /C calc'!A0", given_name="Per"))
    for one in (patient, evil):
        consent = consents.get(nurse, consents.prepare(nurse, patient_id=one, text_name=MOOD))
        consents.decline(nurse, consent, by_name="Said so", reason="")
    hands = open_page(receptionist)
    hands.window.show_list(View.ENDED)
    before = receptionist.clinic.entry_count
    hands.window.save_as(str(tmp_path / "list.csv"))
    hands.see("2 lines saved as list.csv.")
    assert receptionist.clinic.entry_count == before + 1
    rows = list(csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][0] == "Patient"
    assert {row[0] for row in rows[1:]} == {"'=CMD|' /C CALC'!A0, Per", "ÅNGSTRÖM, Zoë"}
    hands.window.save_as(str(tmp_path / "no such folder" / "list.csv"))
    hands.see("cannot be written in this folder")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_a_formula_is_guarded(cell: str) -> None:
    assert papers_due.guarded(cell) == f"'{cell}"
    assert papers_due.guarded("Ek, Per") == "Ek, Per"

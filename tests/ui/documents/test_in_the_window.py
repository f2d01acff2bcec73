"""Documents in the program's window: the scan folder chosen in the settings, and a hit in another chart."""

from collections.abc import Callable
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.workstation import Workstation
from tests.exchange import outside_files as made
from tests.hands import Hands
from ui.main_window import MainWindow
from ui.settings.scan_section import ScanSection
from ui.settings.this_pc_section import ThisPcSection
from ui.workplace import Workplace

Enter = Callable[[str], None]


def patient(desk: Desk, family: str, given: str) -> str:
    return register(desk, details=PatientDetails(family_name=family, given_name=given))


def test_the_scan_folder_chosen_in_the_settings_is_looked_into(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, choices: Workstation, tmp_path: Path
) -> None:
    whose = patient(nurse, "Doe", "Ann")
    folder = tmp_path / "scans"
    folder.mkdir()
    enter("rita")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(whose)
    hands.click("Documents")
    hands.not_see("From the scanner")
    hands.click("Settings")
    hands.click("This PC")
    window.findChild(ScanSection).choose(str(folder))
    assert Workstation.load(choices.folder).scan_folder == folder
    work.show_chart(whose)
    hands.click("Documents")
    hands.see("Nothing new in the scan folder.")
    hands.click("Settings")
    hands.click("No folder")
    work.show_chart(whose)
    hands.click("Documents")
    hands.not_see("From the scanner")


def test_a_hit_in_another_chart_opens_that_chart_at_the_document(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    here, there = patient(nurse, "Doe", "Ann"), patient(nurse, "Ångström", "Zoë")
    for whose, words in ((here, "Sodium"), (there, "Potassium 5.9")):
        documents.file(
            nurse,
            patient_id=whose,
            incoming=incoming.from_bytes(made.pdf(words)),
            source=Source.CHOSEN,
            kind="lab_result",
            title=f"With {words.split()[0]}",
        )
    enter("nina")
    window.centralWidget().findChild(Workplace).show_chart(here)
    hands.click("Documents")
    hands.click("In all charts")
    hands.type("Search in documents", "potassium", leave=False)
    hands.press("Return")
    hands.see("ÅNGSTRÖM, Zoë")
    hands.press("Return")
    hands.see("Lab result, 1 page")
    chart = hands.find("Parts of the chart")
    assert chart.tabText(chart.currentIndex()) == "Documents"
    (shown,) = {name for name in ("With Sodium", "With Potassium") if name in hands.texts()}
    assert shown == "With Potassium"
    assert "ÅNGSTRÖM" in hands.texts()
    assert window.windowTitle() == "ClinicDesk"


def test_neither_the_look_nor_the_folder_forgets_the_other(qtbot, choices: Workstation, tmp_path: Path) -> None:
    section = ThisPcSection(choices)
    qtbot.addWidget(section)
    section.show()
    hands = Hands(qtbot, section)
    hands.choose("Text size", "110 %")
    section.findChild(ScanSection).choose(str(tmp_path))
    hands.choose("Text size", "125 %")
    kept = Workstation.load(choices.folder)
    assert (kept.scan_folder, kept.text_percent) == (tmp_path, 125)
    hands.click("No folder")
    kept = Workstation.load(choices.folder)
    assert (kept.scan_folder, kept.text_percent) == (None, 125)

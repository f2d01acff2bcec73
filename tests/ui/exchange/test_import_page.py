"""The import page: it counts first, works beside the window, and deals with what was broken off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled
from clinicdesk.exchange.patient_import import PatientImport
from clinicdesk.records import import_batches
from tests.exchange.synthea_files import PATIENTS, write, write_all
from tests.hands import Hands
from ui.exchange.import_page import ImportPage
from ui.tour.hands import name_of
from ui.widgets.background import Background

Show = Callable[[QWidget, Desk], Hands]


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def patient_count(desk: Desk) -> int:
    row = desk.row("SELECT count(*) AS n FROM patients WHERE voided_reason IS NULL")
    return row["n"] if row else 0


def break_off(desk: Desk, folder: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        PatientImport(folder).run(desk, stop)


def beside_a_button(page: ImportPage) -> QWidget:
    """Return a window with the page and something else in it that can have the focus."""
    around = QWidget()
    row = QHBoxLayout(around)
    row.addWidget(QPushButton("Elsewhere"))
    row.addWidget(page)
    around.refresh = page.refresh  # type: ignore[attr-defined]
    return around


def test_counting_writes_nothing_and_importing_adds(
    everyone: Desk, background: Background, show: Show, tmp_path: Path
) -> None:
    write_all(tmp_path)
    hands = show(ImportPage(everyone, background), everyone)
    hands.type("Folder or file", str(tmp_path))

    hands.click("Count only")
    hands.see("What an import would do. Nothing is written yet.")
    assert patient_count(everyone) == 0

    hands.click("Import")
    hands.see("Done: 3 patients added.")
    assert patient_count(everyone) == 3


def test_the_focus_stays_on_the_page_and_is_where_one_goes_on(
    everyone: Desk, background: Background, show: Show, tmp_path: Path
) -> None:
    write_all(tmp_path)
    hands = show(beside_a_button(ImportPage(everyone, background)), everyone)
    hands.type("Folder or file", str(tmp_path))

    # The work may be done before anybody can look, so the ways of the focus are written down.
    ways: list[str] = []

    def note(_old: object, new: QWidget | None) -> None:
        ways.append(name_of(new) if new is not None else "")

    QApplication.instance().focusChanged.connect(note)
    hands.click("Count only")
    hands.see("Nothing is written yet.")
    QApplication.instance().focusChanged.disconnect(note)
    assert "Cancel" in ways
    hands.wait_for(hands.find("Import").hasFocus, "the focus on Import")
    hands.press("Space")
    hands.see("Done: 3 patients added.")
    hands.wait_for(hands.find("Close").hasFocus, "the focus on Close")


def test_whoever_has_gone_elsewhere_is_left_there(
    everyone: Desk, background: Background, show: Show, tmp_path: Path
) -> None:
    write_all(tmp_path)
    hands = show(beside_a_button(ImportPage(everyone, background)), everyone)
    hands.type("Folder or file", str(tmp_path))
    hands.click("Count only")
    hands.find("Elsewhere").setFocus()
    hands.see("Nothing is written yet.")
    assert hands.find("Elsewhere").hasFocus()


def test_rejected_rows_are_listed_and_saved(everyone: Desk, background: Background, show: Show, tmp_path: Path) -> None:
    path = write(tmp_path, "patients", PATIENTS, ["p1,1995-02-30,,,Colin,Wyman,M,,,,"])
    page = ImportPage(everyone, background)
    hands = show(page, everyone)
    hands.type("Folder or file", str(path))
    hands.click("Count only")

    hands.see("BIRTHDATE is not a day of the calendar")

    page._outcome.save_to(str(tmp_path / "rejected.csv"))
    assert "patients.csv,2,BIRTHDATE" in (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    page._outcome.save_to(str(tmp_path / "nowhere" / "rejected.csv"))
    hands.see("cannot be written")


def test_what_cannot_be_read_is_told(everyone: Desk, background: Background, show: Show, tmp_path: Path) -> None:
    hands = show(ImportPage(everyone, background), everyone)
    hands.click("Import")
    hands.see("Choose a folder or a file first.")
    hands.type("Folder or file", str(tmp_path))
    hands.click("Import")
    hands.see("There is no patients.csv in")


def test_a_broken_off_import_is_taken_back(everyone: Desk, background: Background, show: Show, tmp_path: Path) -> None:
    break_off(everyone, write_all(tmp_path))
    hands = show(ImportPage(everyone, background), everyone)
    hands.see("2 of 3 patients are here")

    hands.click("Take it back…")
    hands.see("2 patients of this import will be voided")
    hands.click("Take back")

    hands.see("The import was taken back: 2 patients voided.")
    assert patient_count(everyone) == 0
    assert import_batches.broken_off(everyone) == []


def test_a_broken_off_import_is_finished(everyone: Desk, background: Background, show: Show, tmp_path: Path) -> None:
    break_off(everyone, write_all(tmp_path))
    hands = show(ImportPage(everyone, background), everyone)
    hands.type("Folder or file", str(tmp_path))

    hands.click("Import")

    hands.see("Done: 1 patient added.")
    hands.not_see("was broken off")
    assert patient_count(everyone) == 3


def test_cancel_stops_at_a_patient_and_offers_what_is_next(
    everyone: Desk, background: Background, show: Show, tmp_path: Path
) -> None:
    rows = [f"p{number},1990-01-01,,,Given{number},Family{number},F,,,," for number in range(3000)]
    write(tmp_path, "patients", PATIENTS, rows)
    hands = show(ImportPage(everyone, background), everyone)
    hands.type("Folder or file", str(tmp_path))

    hands.click("Import")
    hands.see("of 3,000")
    hands.click("Cancel")

    hands.see("was broken off")
    assert 0 < patient_count(everyone) < 3000

"""The care team in the chart: who treats the patient, the letters to them, and what becomes of the medicines."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from clinicdesk.desk import Desk
from clinicdesk.records import care_team, chart_facts, letters, medicine_decisions, notes
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.records.letters import Way
from clinicdesk.records.medicine_decisions import Decision
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.printing import letter_writer
from tests.printing.treated import register
from tests.records.sessions import steps
from ui import theme
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


@pytest.fixture
def care(enter: Enter, window: MainWindow, hands: Hands, patient: str) -> Callable[[str], None]:
    def show(login: str) -> None:
        enter(login)
        window.centralWidget().findChild(Workplace).show_chart(patient)
        hands.click("Care team")

    return show


def test_reception_takes_over_what_was_said_at_registration(
    care: Callable[[str], None], hands: Hands, receptionist: Desk, patient: str
) -> None:
    care("rita")
    hands.see("Said at registration: Lena Ruiz, LCSW; Dr Mary Novak, 4 Elm Street, Duluth")
    assert letters_used_twice() == {}
    hands.click("Add to the team")
    assert [one.name for one in care_team.of_patient(receptionist, patient)] == [
        "Lena Ruiz, LCSW",
        "Dr Mary Novak, 4 Elm Street, Duluth",
    ]
    hands.wait_for(lambda: not hands.found("Add to the team"), "the offer to be gone")
    assert not hands.found("Write a letter…")
    assert not hands.found("Decide…")


def test_somebody_is_added_by_the_keyboard(
    care: Callable[[str], None], hands: Hands, receptionist: Desk, patient: str
) -> None:
    care("rita")
    hands.press("Alt+A")
    hands.type("Name", "Dr Omar Haddad")
    hands.choose("Treats the patient as", "Primary care")
    hands.type("Fax", "2185550199", leave=False)
    hands.press("Ctrl+S")
    (found,) = care_team.of_patient(receptionist, patient)
    assert (found.name, found.role, found.fax) == ("Dr Omar Haddad", "primary_care", "218 555 0199")
    hands.see("218 555 0199")


@pytest.mark.usefixtures("session_id")
def test_a_letter_is_begun_signed_and_sent(
    care: Callable[[str], None], hands: Hands, nurse: Desk, patient: str
) -> None:
    letter_writer.recipient(nurse, patient)
    care("nina")
    assert letters_used_twice() == {}
    hands.click("Write a letter…")
    hands.see("Dr Mary Novak, psychiatrist")
    hands.see("No signed permission names this recipient.")
    hands.click("Begin the letter")
    (begun,) = letters.of_patient(nurse, patient)
    assert not begun.can_be_sent
    notes.sign(nurse, begun.note_id, body=notes.get(nurse, begun.note_id).body + "\nShe sleeps through the night.")
    hands.click("Care team")
    hands.see("To send")
    hands.choose_row("Care team", "Dr Mary Novak", open_it=False)
    hands.choose_row("Medicines during the treatment", "Lisinopril", open_it=False)
    hands.choose_row("Letters", "Dr Mary Novak", open_it=False)
    assert letters_used_twice() == {}
    hands.click("Sent…")
    hands.see("The letter to Dr Mary Novak was sent")
    hands.press("Ctrl+S")
    hands.see("No permission names this recipient. Say why the letter may be sent.")
    hands.type("Why without a permission", "Treatment, as the law allows", leave=False)
    hands.press("Ctrl+S")
    (sent,) = letters.of_patient(nurse, patient)
    assert sent.sent is not None
    assert (sent.sent.way, sent.sent.to, sent.sent.despite) == (Way.FAX, "218 555 0143", "Treatment, as the law allows")
    hands.see("Sent 02-Mar-2026 by Nina Okafor, RN: By fax, 218 555 0143.")
    hands.see("Without a permission: Treatment, as the law allows")


def test_a_letter_that_waits_is_gone_on_with(
    care: Callable[[str], None], hands: Hands, nurse: Desk, patient: str, session_id: str
) -> None:
    waits = letter_writer.begin(nurse, session_id)
    care("nina")
    hands.click("Write a letter…")
    hands.see("Nina Okafor, RN began a letter to them on 02-Mar-2026.")
    hands.click("Open it")
    hands.see("Letter to Dr Mary Novak")
    assert [one.note_id for one in letters.of_patient(nurse, patient)] == [waits]


def test_what_becomes_of_a_medicine_is_decided(
    care: Callable[[str], None], hands: Hands, nurse: Desk, patient: str
) -> None:
    care("nina")
    hands.see("Not decided")
    hands.choose_row("Medicines during the treatment", "Lisinopril 10 mg", open_it=False)
    hands.press("Alt+D")
    hands.choose("During the treatment it is", "Held")
    hands.type("What changes, until when, why", "on the morning of each session", leave=False)
    hands.press("Ctrl+S")
    lisinopril = chart_facts.of(nurse, patient).medicines.items[0].id
    decided = medicine_decisions.standing(nurse, patient)[lisinopril]
    assert (decided.decision, decided.words) == (Decision.HELD, "on the morning of each session")
    hands.see("Held")


def test_no_number_to_dial_is_cut(
    care: Callable[[str], None], hands: Hands, window: MainWindow, nurse: Desk, patient: str
) -> None:
    number = "+1 207 555 0182"
    member = CareMember(
        role=CareRole.THERAPIST, name="Lena Ruiz, LCSW", phone=number, fax=number, remark="Sees Zoë on Tuesdays"
    )
    care_team.add(nurse, patient, member)
    window.resize(1366, 768)
    care("nina")
    table = hands.find("Care team")
    assert isinstance(table, QTableView)
    columns = {str(table.model().headerData(at, Qt.Orientation.Horizontal)): at for at in range(7)}
    widest = table.fontMetrics().horizontalAdvance(number)
    for name in ("Phone", "Fax"):
        # Three pixels each side and the padding of the sheet.
        assert table.columnWidth(columns[name]) >= widest + 2 * (theme.px("space_8") + 3), name

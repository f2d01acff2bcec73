"""A patient who speaks Spanish, and a place in which forms are filled in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui.measures.tab import MeasuresTab


@pytest.fixture
def maria(everyone: Desk) -> str:
    details = PatientDetails(family_name="Núñez", given_name="María", birth_date=date(1954, 1, 2), language="Español")
    return patients.register(everyone, details=details)


@pytest.fixture
def place(qtbot: Any, maria: str) -> Callable[[Desk], tuple[MeasuresTab, Hands]]:
    """Return a function that shows the tab of somebody at work, with a person at its keyboard."""

    def show(desk: Desk) -> tuple[MeasuresTab, Hands]:
        window = QMainWindow()
        qtbot.addWidget(window)
        tab = MeasuresTab(desk)
        window.setCentralWidget(tab)
        window.resize(1200, 800)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        tab.show_patient(maria)
        desk.clinic.listen(tab.refresh)
        return tab, Hands(qtbot, window)

    return show

"""A form in the hands of a patient, without the window around it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.signing_content import SigningContent
from ui.widgets.signature_pad import SignaturePad


class Form:
    """The content with hands at it."""

    def __init__(self, content: SigningContent, qtbot: Any) -> None:
        self.content = content
        self.page = content._page
        self.closing = content._page.closing
        self.bar = content._bar
        self.qtbot = qtbot

    def draw(self, pad: SignaturePad, height: int = 20) -> None:
        """Draw a zigzag with the mouse."""
        points = [QPoint(40 + 30 * step, pad.height() // 2 + height * (-1) ** step) for step in range(6)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])

    def read(self) -> None:
        """Press what leads on until the text is read; fill in what is met on the way."""
        for _step in range(200):
            missing = self.page.missing()
            if not missing or missing[0][0] not in ("text", "initials", "answers"):
                return
            self.bar._next.click()
            QApplication.processEvents()
            if missing[0][0] == "initials":
                self.draw(missing[0][1].pad)
            elif missing[0][0] == "answers":
                self.answer(missing[0][1])
        raise AssertionError("the text has no end")

    def answer(self, part: Any) -> None:
        """Choose the first answer, or write something a careless program would take for markup."""
        if part._choices:
            part._choices[0].mark.click()
        else:
            QTest.keyClicks(part._written.area, "<font color=red>R&D</font> & me")

    def sign(self) -> None:
        """Do everything up to the end."""
        self.read()
        self.closing.electronic.mark.click()
        self.draw(self.closing.signature.pad)
        self.bar._agree.click()


@pytest.fixture
def patient(everyone: Desk) -> str:
    details = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1980, 1, 2))
    return patients.register(everyone, details=details)


@pytest.fixture
def prepare(everyone: Desk, patient: str) -> Callable[..., Consent]:
    """Return a function that prepares a form on a text."""

    def prepare_it(text_name: str = "iv-ketamine-mood", **more: Any) -> Consent:
        return consents.get(everyone, consents.prepare(everyone, patient_id=patient, text_name=text_name, **more))

    return prepare_it


@pytest.fixture
def hand_over(everyone: Desk, qtbot: Any, qapp: QApplication) -> Callable[..., Form]:
    """Return a function that shows a form to who signs it."""
    theme.apply(qapp, "light")

    def show(consent: Consent, role: Signer = Signer.PATIENT, desk: Desk | None = None) -> Form:
        content = SigningContent(desk or everyone, consent, role)
        qtbot.addWidget(content)
        content.resize(1000, 600)
        content.set_percent(130)
        with qtbot.waitExposed(content):
            content.show()
        content.begin()
        QTest.qWait(20)
        return Form(content, qtbot)

    return show

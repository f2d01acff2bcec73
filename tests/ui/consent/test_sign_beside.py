"""Clinician, witness, interpreter and representative sign beside the patient."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.records.consents import Capacity, Consent, Status
from clinicdesk.records.wordings import Signer
from tests.records import consenting
from ui import theme
from ui.consent.sign_beside import SignBesideDialog

Prepare = Callable[..., Consent]
Open = Callable[[Consent, Signer], SignBesideDialog]


@pytest.fixture
def open_dialog(everyone: Desk, qtbot: Any, qapp: Any) -> Open:
    theme.apply(qapp, "light")
    over = QWidget()
    over.resize(960, 540)
    qtbot.addWidget(over)
    over.show()

    def come_up(consent: Consent, role: Signer) -> SignBesideDialog:
        dialog = SignBesideDialog(everyone, over, consent, role)
        dialog.come_up()
        return dialog

    return come_up


def draw(dialog: SignBesideDialog) -> None:
    pad = dialog._pad.pad
    points = [QPoint(40 + 40 * step, 70 + 20 * (-1) ** step) for step in range(6)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def test_a_clinician_says_the_capacity_and_signs_last(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    consent = consenting.sign(everyone, prepare())
    dialog = open_dialog(consent, Signer.CLINICIAN)
    dialog._confirm.click()
    assert dialog._capacity.message() == "Say whether the patient can make this decision."
    dialog._capacity.set_value(Capacity.WITH_SUPPORT)
    dialog._confirm.click()
    assert "The signature is empty" in dialog._pad._message.text()
    dialog._fields["remark"].set_text("Asked <b>twice</b> & understood.")
    draw(dialog)
    dialog._confirm.click()
    now = consents.get(everyone, consent.id)
    assert now.status is Status.SIGNED
    assert now.explained.detail == {"capacity": "with_support", "remark": "Asked <b>twice</b> & understood."}
    assert now.signature_of("clinician").staff_id == everyone.person.id


def test_the_questions_are_seen_before_a_clinician_says_they_were_answered(
    everyone: Desk, open_dialog: Open, prepare: Prepare
) -> None:
    consent = prepare()
    consents.ask(everyone, consent, question="Will it hurt?", by_name="Per")
    (question,) = consents.get(everyone, consent.id).open_questions
    consents.answer(everyone, consent, question, words="A little, at the needle.")
    dialog = open_dialog(consenting.sign(everyone, consents.get(everyone, consent.id)), Signer.CLINICIAN)
    said = [label.text() for label in dialog.findChildren(type(dialog._sentence))]
    assert "“Will it hurt?” — A little, at the needle." in said


def test_a_witness_of_the_staff_and_one_from_outside(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    for name, is_staff in (("", True), ("Eva Olsson", False)):
        consent = consenting.sign(everyone, prepare(), mark=True)
        dialog = open_dialog(consent, Signer.WITNESS)
        if name:
            dialog._fields["signer_name"].set_text(name)
        draw(dialog)
        dialog._confirm.click()
        signature = consents.get(everyone, consent.id).signature_of("witness")
        assert signature.signer_name == (name or "Sam Rivera, MD")
        assert (signature.staff_id is not None) is is_staff


def test_an_interpreter_says_which_language(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    consent = consenting.sign(everyone, prepare(interpreter=True))
    dialog = open_dialog(consent, Signer.INTERPRETER)
    dialog._fields["signer_name"].set_text("Luz Peña")
    dialog._fields["language"].set_text("")
    draw(dialog)
    dialog._confirm.click()
    assert dialog._fields["language"].message() == "Write which language was interpreted."
    dialog._fields["language"].set_text("Spanish")
    dialog._confirm.click()
    assert consents.get(everyone, consent.id).signature_of("interpreter").detail["language"] == "Spanish"


def test_a_representative_beside_says_by_what_right(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    consent = consenting.sign(everyone, prepare())
    dialog = open_dialog(consent, Signer.GUARDIAN)
    dialog._fields["signer_name"].set_text("Anna Lindqvist")
    draw(dialog)
    dialog._confirm.click()
    assert dialog._fields["relation"].message_state == "error"
    dialog._fields["relation"].set_text("mother")
    dialog._fields["authority"].set_text("parent")
    dialog._confirm.click()
    assert consents.get(everyone, consent.id).signature_of("guardian").detail["relation"] == "mother"


def test_what_was_typed_waits_and_the_signature_does_not(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    consent = consenting.sign(everyone, prepare())
    dialog = open_dialog(consent, Signer.CLINICIAN)
    QTest.keyClicks(dialog._fields["remark"].area, "Spoke slowly.")
    draw(dialog)
    dialog.reject()
    again = open_dialog(consent, Signer.CLINICIAN)
    assert again._fields["remark"].text() == "Spoke slowly."
    assert again._pad.is_empty()

"""What staff are asked, and told, before a form goes to the patient."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import consents, patients, practice, staff, wordings
from clinicdesk.records.consents import Consent
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.records.sessions import steps
from ui import theme
from ui.consent.hand_over_dialog import HandOverDialog

Prepare = Callable[..., Consent]
Open = Callable[[Consent], HandOverDialog]


@pytest.fixture
def new_practice(tmp_path: Path, clock: DrivenClock) -> Iterator[Desk]:
    """Return the desk of a practice that was founded a moment ago: nobody stands for any text yet."""
    clinic = Clinic.create(tmp_path / f"new{SUFFIX}", keys.new_key(), clock)
    practice.found(
        clinic, name="New", address="1 Lane", phone="", paper_size="Letter", time_zone="America/New_York", login="all",
        staff_name="Sam Rivera, MD", password=PASSWORD, roles=list(Role),
    )  # fmt: skip
    yield staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    clinic.close()


@pytest.fixture
def open_dialog(everyone: Desk, qtbot: Any, qapp: Any) -> Open:
    theme.apply(qapp, "light")
    over = QWidget()
    over.resize(960, 540)
    qtbot.addWidget(over)
    over.show()

    def come_up(consent: Consent) -> HandOverDialog:
        dialog = HandOverDialog(everyone, over, consent)
        dialog.come_up()
        return dialog

    return come_up


def test_the_patient_signs_unless_staff_say_otherwise(open_dialog: Open, prepare: Prepare, qtbot: Any) -> None:
    consent = prepare()
    dialog = open_dialog(consent)
    with qtbot.waitSignal(dialog.agreed) as agreed:
        dialog._confirm.click()
    assert agreed.args == [consent.id, "patient", ""]


def test_a_form_for_a_representative_is_for_nobody_else(open_dialog: Open, prepare: Prepare, qtbot: Any) -> None:
    dialog = open_dialog(prepare(representative=True))
    assert not dialog._who.combo.isEnabled()
    dialog._aloud.mark.click()
    with qtbot.waitSignal(dialog.agreed) as agreed:
        dialog._confirm.click()
    assert agreed.args[1:] == ["guardian", "Sam Rivera, MD"]


def test_a_sample_is_told_with_where_to_adopt_it(new_practice: Desk, qtbot: Any) -> None:
    patient = patients.register(new_practice, details=PatientDetails(family_name="Lindqvist", given_name="Per"))
    prepared = consents.prepare(new_practice, patient_id=patient, text_name="iv-ketamine-pain")
    over = QWidget()
    qtbot.addWidget(over)
    dialog = HandOverDialog(new_practice, over, consents.get(new_practice, prepared))
    dialog.come_up()
    assert "Settings, Consent texts" in dialog._strip.message()
    assert not dialog._confirm.isEnabled()


def test_a_patient_who_is_being_treated_is_told_before(
    everyone: Desk, nurse: Desk, prescriber: Desk, open_dialog: Open
) -> None:
    zoe = steps.register_zoe(nurse)
    session = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session)
    prepared = consents.prepare(everyone, patient_id=zoe, text_name="iv-ketamine-pain")
    dialog = open_dialog(consents.get(everyone, prepared))
    assert dialog._strip.message().startswith("The patient is being treated.")
    assert not dialog._confirm.isEnabled()


def test_an_open_question_and_an_answer_elsewhere_are_told(everyone: Desk, open_dialog: Open, prepare: Prepare) -> None:
    consent = prepare()
    dialog = open_dialog(consent)
    consents.ask(everyone, consent, question="Will it hurt?", by_name="Per")
    dialog._confirm.click()
    assert dialog._strip.message().startswith("A question waits for the clinician.")
    assert dialog.isVisible()
    consents.decline(everyone, consent, by_name="Per", reason="")
    assert "answered already" in open_dialog(consent)._strip.message()


def test_the_representative_can_sign_for_any_patient(open_dialog: Open, prepare: Prepare, qtbot: Any) -> None:
    dialog = open_dialog(prepare())
    dialog._who.set_value(Signer.GUARDIAN)
    with qtbot.waitSignal(dialog.agreed) as agreed:
        dialog._confirm.click()
    assert agreed.args[1] == "guardian"


def test_a_form_that_names_the_patient_otherwise_is_not_handed_over(
    everyone: Desk, open_dialog: Open, prepare: Prepare, patient: str
) -> None:
    sample = wordings.shipped()["iv-ketamine-mood.en"].source
    own = sample.replace("I am the person", "I am {patient.name}, the person", 1)
    wordings.adopt(everyone, own)
    consent = prepare()
    assert open_dialog(consent)._strip.isHidden()
    now = patients.get(everyone, patient)
    patients.amend(everyone, patient, based_on=now.version, details=replace(now, family_name="Sørensen"))
    assert "Prepare a new form" in open_dialog(consent)._strip.message()

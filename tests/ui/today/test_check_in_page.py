"""The check-in on the screen: by keyboard, half filled, refused, beside others, handed over for forms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QCheckBox

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, check_in, consents, patients, today
from clinicdesk.records.appointments import Stage
from clinicdesk.records.consents import needs
from clinicdesk.records.consents.needs import Needs
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.records.sessions import steps

NAME = "The patient said the name ÅNGSTRÖM, Zoë (Ms)"
BORN = "The patient said the date of birth 21-Jul-1968 (57 y)"
CONFIRMED = "The patient confirmed these contact details"


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def booking(receptionist: Desk, nurse: Desk, zoe: str) -> str:
    """Return the booking of Zoë's first session; she is here."""
    session_id = steps.plan_for(nurse, zoe)
    booked = book(receptionist, zoe, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id)
    appointments.arrive(receptionist, booked)
    return booked


@pytest.fixture
def form(open_page: Callable[..., Hands], receptionist: Desk, booking: str) -> Hands:  # noqa: ARG001 - must be there
    """Return hands at the open form, entered with the key."""
    hands = open_page(receptionist)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.press("Space")
    hands.see("Who is here?")
    return hands


def needs_of(desk: Desk, booking: str) -> Needs:
    return needs.of_visit(desk, str(appointments.get(desk, booking).session_id))


def stage(desk: Desk, booking: str) -> Stage:
    return appointments.get(desk, booking).stage


def is_ticked(hands: Hands, name: str) -> bool:
    box = hands.find(name)
    assert isinstance(box, QCheckBox)
    return box.isChecked()


def test_the_keyboard_is_enough(form: Hands, receptionist: Desk, booking: str) -> None:
    form.press("Space")
    form.press("Tab")
    form.press("Space")
    form.press("Tab")
    for text in ("Per Angstrom", "218 555 0142"):
        form._write(form.window.focusWidget(), text)
        form.press("Tab")
    form.press("Ctrl+S")
    form.see("Checked in")
    assert stage(receptionist, booking) is Stage.CHECKED_IN
    assert check_in.sheet(receptionist, appointment_id=booking, session_id=None).escort == check_in.Escort(
        "Per Angstrom", "218 555 0142"
    )
    # Back on the board, on the same visit.
    selected = form.window.board.table.selected()
    assert selected is not None
    assert selected.key == booking
    assert form.window.board.table.hasFocus()


def test_nothing_is_ticked_beforehand_and_both_are_needed(form: Hands, receptionist: Desk, booking: str) -> None:
    assert not any(is_ticked(form, name) for name in (NAME, BORN, CONFIRMED))
    form.click(NAME)
    form.press("Ctrl+S")
    form.see("Ask for name and date of birth, and confirm each before you check in.")
    assert form.window.focusWidget() is form.find(BORN)
    assert stage(receptionist, booking) is Stage.ARRIVED
    form.click(BORN)
    form.not_see("confirm each before")
    form.press("Ctrl+S")
    form.see("Checked in")


def test_contact_is_corrected_and_confirmed_in_place(form: Hands, receptionist: Desk, zoe: str, booking: str) -> None:
    form.see("Not yet confirmed at a check-in")
    form.click(NAME)
    form.click(BORN)
    form.type("Mobile phone", "+1 218 555 0199")
    form.click(CONFIRMED)
    form.press("Ctrl+S")
    form.see("Checked in")
    assert patients.get(receptionist, zoe).phone_mobile == "+1 218 555 0199"
    said = appointments.last_check_in(receptionist, booking)
    assert said is not None
    assert said.contact_confirmed
    form.not_see("Confirm contact")


def test_half_an_escort_is_told_at_its_field(form: Hands, receptionist: Desk, booking: str) -> None:
    form.click(NAME)
    form.click(BORN)
    form.type("Name of the escort", "Per")
    form.press("Ctrl+S")
    form.see("Type a phone number the escort answers today.")
    assert form.window.focusWidget() is form.find("Phone of the escort")
    assert stage(receptionist, booking) is Stage.ARRIVED


def test_what_is_half_filled_is_kept_but_not_who_was_asked(
    form: Hands, open_page: Callable[..., Hands], receptionist: Desk
) -> None:
    form.click(NAME)
    form.type("Name of the escort", "Per Ångström")
    form.type("City", "Duluth")
    form.press("Esc")
    form.see("Arrived")
    again = open_page(receptionist)
    again.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    again.press("Space")
    again.see("This is what you were typing at 09:00.")
    again.see("Per Ångström")
    again.see("Duluth")
    assert not is_ticked(again, NAME)
    again.click("Start anew")
    again.not_see("Per Ångström")
    again.press("Esc")
    again.press("Space")
    again.see("Who is here?")
    again.not_see("This is what you were typing")


def test_another_place_being_opened_keeps_the_draft(form: Hands, receptionist: Desk, booking: str) -> None:
    form.type("Name of the escort", "Per")
    form.window.leave()
    draft = receptionist.draft(f"check-in:{booking}")
    assert draft is not None
    assert "Per" in draft.body


def test_somebody_elses_change_comes_into_the_fields_nobody_touched(
    form: Hands, receptionist: Desk, nurse: Desk, zoe: str, booking: str
) -> None:
    form.click(NAME)
    form.click(BORN)
    form.type("City", "Duluth")
    before = patients.get(nurse, zoe)
    patients.amend(nurse, zoe, based_on=before.version, details=replace(before, email="zoe@example.org"))
    form.press("Ctrl+S")
    form.see("Nina Okafor, RN changed this at 09:00")
    form.see("zoe@example.org")
    form.see("Duluth")
    assert is_ticked(form, NAME)
    assert stage(receptionist, booking) is Stage.ARRIVED
    form.press("Ctrl+S")
    form.see("Checked in")
    after = patients.get(receptionist, zoe)
    assert (after.email, after.city) == ("zoe@example.org", "Duluth")


def test_what_others_record_is_told_while_the_form_is_open(form: Hands, nurse: Desk, zoe: str) -> None:
    form.see("Consent to intravenous ketamine for a mood disorder: missing")
    form.type("City", "Duluth")
    steps.consent(nurse, zoe)
    form.see("Consent to intravenous ketamine for a mood disorder: signed on paper, scan to follow")
    form.see("Duluth")


def test_the_patient_is_handed_the_forms(form: Hands, qtbot, receptionist: Desk, zoe: str, booking: str) -> None:
    for need in needs.missing(needs_of(receptionist, booking)):
        consents.prepare(receptionist, patient_id=zoe, text_name=need.text_name)
    form.see("3 forms are prepared for the patient to read and sign.")
    form.see("missing, a form waits to be signed")
    form.click(NAME)
    form.click(BORN)
    with qtbot.waitSignal(form.window.forms_opened) as opened:
        form.click("Check in and hand over for forms")
    assert opened.args == [zoe]
    assert stage(receptionist, booking) is Stage.CHECKED_IN


def test_what_is_missing_is_prepared_once_the_patient_is_checked_in(
    form: Hands, qtbot, receptionist: Desk, zoe: str, booking: str
) -> None:
    form.click("Check in, prepare and hand over forms")
    form.see("Ask for name and date of birth")
    assert consents.of_patient(receptionist, zoe) == []  # nothing was prepared for somebody who may be another
    form.click(NAME)
    form.click(BORN)
    with qtbot.waitSignal(form.window.forms_opened) as opened:
        form.click("Check in, prepare and hand over forms")
    assert opened.args == [zoe]
    prepared = {one.text_name for one in consents.of_patient(receptionist, zoe)}
    assert prepared == {"iv-ketamine-mood", "escort-driving", "privacy-notice"}
    assert needs.missing(needs_of(receptionist, booking)) == ()


def test_a_missing_date_of_birth_is_typed_as_the_patient_says_it(
    open_page: Callable[..., Hands], receptionist: Desk, zoe: str, booking: str
) -> None:
    patient = patients.get(receptionist, zoe)
    patients.amend(receptionist, zoe, based_on=patient.version, details=replace(patient, birth_date=None))
    hands = open_page(receptionist)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.press("Space")
    hands.click(NAME)
    hands.press("Ctrl+S")
    hands.see("Ask for name and date of birth")
    hands.type("Date of birth, as the patient says it", "21jul68")
    hands.press("Ctrl+S")
    hands.see("Checked in")
    assert patients.get(receptionist, zoe).birth_date == date(1968, 7, 21)
    assert stage(receptionist, booking) is Stage.CHECKED_IN


def test_an_escort_who_is_named_later_is_added(form: Hands, receptionist: Desk, booking: str) -> None:
    form.click(NAME)
    form.click(BORN)
    form.press("Ctrl+S")
    form.see("Escort missing")
    form.click("Change check-in")
    form.see("Checked in: name and date of birth were asked.")
    assert not form.found(NAME)
    assert form.window.focusWidget() is form.find("Name of the escort")
    form.type("Name of the escort", "Per Ångström")
    form.type("Phone of the escort", "218 555 0142")
    form.press("Ctrl+S")
    form.see("Escort: Per Ångström, 218 555 0142")
    form.not_see("Escort missing")
    assert stage(receptionist, booking) is Stage.CHECKED_IN


def test_reception_reads_nothing_clinical_in_the_form(form: Hands, nurse: Desk, zoe: str) -> None:
    assert nurse.sees("clinical")
    assert today.board(nurse, steps.TODAY)
    texts = form.texts().replace("Consent to intravenous ketamine for a mood disorder", "")  # the title of the paper
    assert "ketamine" not in texts.lower()
    assert "depression" not in texts.lower()
    assert zoe not in texts


@pytest.mark.parametrize("width", [884, 1204])
def test_the_form_fits_small_windows(
    open_page: Callable[..., Hands], receptionist: Desk, booking: str, width: int
) -> None:
    assert stage(receptionist, booking) is Stage.ARRIVED
    hands = open_page(receptionist, width, 492)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.press("Space")
    scroll = hands.window.check_in._page._scroll
    assert scroll.horizontalScrollBar().maximum() == 0

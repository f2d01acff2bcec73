"""The sheet of the one key: what it offers, what Enter and Esc do, and the form that may follow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QCheckBox

from clinicdesk.desk import Desk
from clinicdesk.records import consents, sessions
from clinicdesk.records.consents import Consent, Inked, Status
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from ui.workplace import Workplace

MOOD, PAIN, RELEASE, NOTICE = "iv-ketamine-mood", "iv-ketamine-pain", "release-of-information", "privacy-notice"
Open = Callable[..., Hands]


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def open_sheet(hands: Hands, enter: Callable[[str], None]) -> Open:
    """Return a function that signs a nurse in, shows a chart or a session, and presses the key."""

    def open_for(patient_id: str, session_id: str = "") -> Hands:
        enter("nina")
        work = hands.window.findChild(Workplace)
        if session_id:
            work.show_session(session_id)
        else:
            work.show_chart(patient_id)
        hands.press("F7")
        hands.see("Withdraw consent")
        return hands

    return open_for


def on_paper(desk: Desk, patient: str, text: str, **more: object) -> Consent:
    consent = consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text))
    inked = Inked(**{"signer_name": "Zoë Ångström", "clinician": "Dr Pat Osei", **more})  # type: ignore[arg-type]
    consents.sign_on_paper(desk, consent, inked, signed_on=steps.TODAY)
    return consents.get(desk, consent.id)


def marked(hands: Hands) -> dict[str, bool]:
    """Return what is offered, by the beginning of its words, and whether it is marked."""
    boxes = [widget for widget in hands.widgets() if isinstance(widget, QCheckBox) and widget.accessibleName()]
    return {box.accessibleName().partition(", signed")[0]: box.isChecked() for box in boxes}


def test_the_only_treatment_is_marked_and_a_notice_is_not_offered(open_sheet: Open, nurse: Desk, zoe: str) -> None:
    mood = on_paper(nurse, zoe, MOOD)
    on_paper(nurse, zoe, NOTICE)
    hands = open_sheet(zoe)
    assert marked(hands) == {mood.title: True}
    hands.not_see("pump")


def test_of_two_treatments_none_is_guessed(open_sheet: Open, nurse: Desk, zoe: str) -> None:
    mood, pain = on_paper(nurse, zoe, MOOD), on_paper(nurse, zoe, PAIN)
    hands = open_sheet(zoe)
    assert marked(hands) == {pain.title: False, mood.title: False}
    hands.press("Return")
    hands.see("Choose what the patient takes back.")
    for title in (mood.title, pain.title):
        box = next(w for w in hands.widgets() if isinstance(w, QCheckBox) and w.accessibleName().startswith(title))
        box.click()
    before = nurse.clinic.entry_count
    hands.press("Return")
    hands.see("Consent is withdrawn since 09:00.")
    assert nurse.clinic.entry_count == before + 1
    assert {one.status for one in consents.of_patient(nurse, zoe)} == {Status.WITHDRAWN}


def test_who_signed_for_the_patient_is_proposed(open_sheet: Open, nurse: Desk, zoe: str) -> None:
    guardian = {"role": Signer.GUARDIAN, "relation": "mother", "authority": "parent", "signer_name": "Eva Ångström"}
    on_paper(nurse, zoe, MOOD, **guardian)
    hands = open_sheet(zoe)
    assert hands.find("Name of who said so").text() == "Eva Ångström"
    hands.type("Name of who said so", " ")
    hands.click("Withdraw")
    hands.see("Type the name of the person who said so.")
    hands.type("Name of who said so", "Eva Ångström, mother <b>")
    hands.click("Withdraw")
    hands.see("Consent is withdrawn since 09:00.")
    (consent,) = consents.of_patient(nurse, zoe)
    assert consent.deciding_event is not None
    assert consent.deciding_event.by_name == "Eva Ångström, mother <b>"


def test_escape_records_nothing(open_sheet: Open, nurse: Desk, zoe: str) -> None:
    on_paper(nurse, zoe, MOOD)
    hands = open_sheet(zoe)
    before = nurse.clinic.entry_count
    hands.press("Esc")
    hands.not_see("It counts from")
    assert nurse.clinic.entry_count == before


def test_a_release_is_taken_back_on_its_form_only(open_sheet: Open, nurse: Desk, zoe: str) -> None:
    release = on_paper(nurse, zoe, RELEASE)
    hands = open_sheet(zoe)
    hands.see("No consent of this patient stands that a word takes back.")
    assert not hands.found("Withdraw")
    hands.click(f"Prepare the withdrawal form for {release.title}")
    hands.see("It waits to be signed.")
    assert [one.about_id for one in consents.of_patient(nurse, zoe)] == [release.id, None]
    assert consents.get(nurse, release.id).counts


def test_what_was_taken_back_meanwhile_is_told(open_sheet: Open, nurse: Desk, receptionist: Desk, zoe: str) -> None:
    consent = on_paper(nurse, zoe, MOOD)
    hands = open_sheet(zoe)
    consents.withdraw(receptionist, consent, by_name="Zoë Ångström")
    hands.press("Return")
    hands.see("was taken back or replaced meanwhile")


def test_a_colleague_ended_the_infusion_while_the_sheet_was_open(
    open_sheet: Open, nurse: Desk, prescriber: Desk, zoe: str, clock: DrivenClock
) -> None:
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=5)
    spoken_at = nurse.now()
    hands = open_sheet(zoe, session_id)
    clock.pass_time(minutes=1)
    sessions.end(prescriber, session_id, ended=sessions.EndReason.STOPPED)
    hands.press("Return")
    hands.see("Consent is withdrawn since 09:05.")
    session = sessions.get(nurse, session_id)
    assert session.phase is Phase.RECOVERY
    assert session.ended is not None
    assert session.ended.at == spoken_at + timedelta(minutes=1)
    hands.not_see("Stop the pump.")


def test_the_clock_set_back_does_not_keep_the_word_out(
    open_sheet: Open, nurse: Desk, zoe: str, clock: DrivenClock
) -> None:
    on_paper(nurse, zoe, MOOD)
    pressed_at = nurse.now()
    hands = open_sheet(zoe)
    clock.set_wall(pressed_at - timedelta(minutes=30))
    hands.press("Return")
    hands.see("Consent is withdrawn since")
    assert consents.of_patient(nurse, zoe)[0].status is Status.WITHDRAWN

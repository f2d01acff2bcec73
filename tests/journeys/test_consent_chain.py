"""A consent from the clinic's own text to the withdrawal, at one PC that Rita, Nina, Dr Osei and the patient share."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clinicdesk.__main__ import main
from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import consents, pins, practice, sessions, staff, wordings
from clinicdesk.records.consents import Status
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage import keys as crypto
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, PEOPLE, START
from tests.hands import Hands
from tests.journeys import signing
from tests.journeys.chairside import answer_in_the_chair, fill_in_discharge
from tests.journeys.conftest import locks_late
from tests.journeys.deciding import decide
from tests.journeys.keyboard import Keyboard
from tests.journeys.second_check import have_it_checked
from ui.session.page import SessionPage
from ui.tour.hands import name_of

TEXT = "iv-ketamine-mood.en"
MOOD = "Consent to intravenous ketamine for a mood disorder"
DEPENDS = "Series “IV ketamine for mood disorders, 6 sessions”: 5 sessions are planned."
QUESTION = "I drink two glasses of wine. Does it matter?"
NAME = "Zoë Ångström"
BORN = "21jul1968"


class Counting(Keyboard):
    """A keyboard that counts: each key, and each letter typed, is one."""

    count = 0

    def press(self, *keys: str) -> None:
        self.count += len(keys)
        super().press(*keys)

    def write(self, text: str, *then: str) -> None:
        self.count += len(text)
        super().write(text, *then)

    @contextmanager
    def at_most(self, most: int) -> Iterator[None]:
        """Do something that must not take more keys."""
        before = self.count
        yield
        taken = self.count - before
        assert taken <= most


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a clinic in which every text is adopted but the one of this journey, and everybody has a PIN."""
    path, key = tmp_path_factory.mktemp("chain") / f"chain{SUFFIX}", crypto.new_key()
    clinic = Clinic.create(path, key, DrivenClock(START))
    founder = dict(PEOPLE)
    name, roles = founder.pop("all")
    practice.found(
        clinic,
        name="Harbour Infusion Clinic",
        address="12 Harbour Lane\nDuluth, MN 55802",
        phone="+1 218 555 0100",
        paper_size="Letter",
        time_zone="America/New_York",
        login="all",
        staff_name=name,
        password=PASSWORD,
        roles=roles,
    )
    owner = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="template")
    for login, (name, roles) in founder.items():
        staff.add(owner, login=login, name=name, roles=roles, password=PASSWORD)
        own = staff.sign_in(clinic, login=login, password=PASSWORD, workstation="template")
        pins.set_pin(own, password=PASSWORD, pin=signing.PIN)
    for wording in wordings.shipped().values():
        if wording.key != TEXT:
            wordings.adopt(owner, wording.source)
    locks_late(owner)
    clinic.close()
    return path, key


@pytest.fixture
def keys(hands: Hands) -> Counting:
    hands.see("Harbour Infusion Clinic")
    return Counting(hands)


def enter(keys: Keyboard, login: str, name: str) -> None:
    """Take the PC: lock out whoever works there, and sign in."""
    if keys.hands.found("Lock"):
        keys.press("Ctrl+L")
        keys.hands.see("Locked by")
        keys.press("Shift+Tab", "Ctrl+A")
    keys.write(login, "Tab")
    keys.write(PASSWORD, "Return")
    keys.hands.see(name)


def test_the_chain_of_one_consent(
    keys: Counting,
    clock: DrivenClock,
    everyone: Desk,
    clinic_file: Path,
    key: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Over 5 seconds: a week of a patient's papers, key by key.
    enter(keys, "pat", "Dr Pat Osei")
    adopt(keys)
    enter(keys, "rita", "Rita Moss")
    register(keys)
    enter(keys, "pat", "Dr Pat Osei")
    plan(keys)
    decide(keys)
    enter(keys, "rita", "Rita Moss")
    book(keys)
    check_in(keys)
    ask(keys)
    enter(keys, "pat", "Dr Pat Osei")
    answer(keys)
    enter(keys, "rita", "Rita Moss")
    sign_all(keys)
    enter(keys, "pat", "Dr Pat Osei")
    countersign(keys)
    start(keys)
    take_back_consent(keys, clock)
    sign_while_treated(keys)
    watch_and_discharge(keys, clock)
    see_to_what_depends(keys)
    fingerprint = read_the_fingerprint(keys)
    compare_with_the_record(everyone)
    check_paper(fingerprint, clinic_file, key, tmp_path, capsys)


def compare_with_the_record(desk: Desk) -> None:
    """What the screens said is what the record holds."""
    desk.clinic.refresh()
    (line,) = sessions.unsigned(desk)
    session = sessions.get(desk, line.id)
    assert session.phase is Phase.DISCHARGED
    found = {one.form_number: one.status for one in consents.of_patient(desk, session.patient_id)}
    assert found == {
        1: Status.WITHDRAWN, 2: Status.SIGNED, 3: Status.SIGNED, 4: Status.SIGNED, 5: Status.PREPARED,
    }  # fmt: skip
    assert desk.clinic.verify() == []


def adopt(keys: Counting) -> None:
    """The text that came with the program becomes the clinic's."""
    keys.press("Ctrl+,")
    keys.hands.see("Consent texts")
    for _tab in range(8):
        if keys.hands.found("Adopt as it is…"):
            break
        keys.press("Right")
    keys.tab_to("List of consent texts")
    keys.press("Home")
    while MOOD not in str(keys.at.selected().wording.title) or keys.at.selected().wording.language != "en":
        keys.press("Down")
    keys.press("Shift+Tab")
    keys.push("Adopt as it is…")
    keys.hands.see("Page 1 of")
    keys.fill("Your password", PASSWORD)
    keys.press("Return")
    keys.hands.see("is the clinic's text now.")


def register(keys: Counting) -> None:
    """What must be known of somebody who calls."""
    keys.press("Ctrl+N")
    keys.write("Ångström", "Tab")
    keys.write("Zoë", "Tab")
    keys.write("21jul68")
    keys.press("Ctrl+S")
    keys.hands.see("ÅNGSTRÖM, Zoë")


def plan(keys: Counting) -> None:
    """A prescriber plans the series; the times are for the front desk to find."""
    keys.press("Ctrl+K")
    keys.write("zo ang")
    keys.hands.see("ÅNGSTRÖM, Zoë")
    keys.press("Return")
    keys.press("Right", "Right", "Right")
    keys.push("Plan a series now")
    keys.choose("Protocol", "IV ketamine for mood disorders, 6 sessions")
    keys.fill("First day", "02-Mar-2026")
    keys.fill("For (indication)", "Major depression")
    keys.push("Plan series")
    keys.hands.see("1 of 6")


def book(keys: Counting) -> None:
    """The first treatment gets its time; what is missing for it is told at once, and prepared with one button."""
    with keys.at_most(12):
        keys.press("Ctrl+K")
        keys.write("zo ang")
        keys.hands.see("ÅNGSTRÖM, Zoë")
        keys.press("Return", "Ctrl+B")
        keys.hands.see("Session 1 of 6, planned 02-Mar-2026")
        keys.press("Ctrl+S")
        keys.hands.see("3 papers are missing for it.")
        keys.press("Alt+F")
        keys.hands.wait_for(lambda: name_of(keys.at) == "Open consents", "the button that leads on,")


def check_in(keys: Counting) -> None:
    """She comes: the check-in warns and leads to the forms."""
    with keys.at_most(26):
        keys.press("Ctrl+1")
        keys.press("Space")
        keys.hands.see("ÅNGSTRÖM, Zoë is here.")
        keys.press("Space")
        keys.hands.see("Missing for today")
        keys.press("Space", "Tab", "Space")
        keys.push("Check in and hand over for forms")
        keys.hands.see("Hand over to sign")
        keys.press("Return")
        keys.hands.see("Give back to staff")


def ask(keys: Counting) -> None:
    """The patient would like to know something first; the PC comes back, and the front desk learns only that."""
    hands = keys.hands
    hands.click("I have a question")
    hands.type("What would you like to know?", QUESTION)
    hands.click("Send my question")
    hands.see("Thank you.")
    take_back(keys)
    hands.see("The patient has a question.")
    hands.not_see(QUESTION)


def take_back(keys: Counting) -> None:
    """Whoever handed it over types the PIN."""
    keys.hands.click("Give back to staff")
    keys.write(signing.PIN, "Return")


def answer(keys: Counting) -> None:
    """A clinician answers."""
    open_consents(keys)
    keys.push("Answer the question…")
    keys.hands.see(QUESTION)
    keys.write("Keep it, and tell us.")
    keys.press("Ctrl+S")
    keys.hands.see("Answered by Dr Pat Osei")


def open_consents(keys: Counting) -> None:
    """From anywhere to the consents of the patient."""
    keys.press("Ctrl+K")
    keys.write("zo ang")
    keys.hands.see("ÅNGSTRÖM, Zoë")
    keys.press("Return")
    tabs = keys.at
    while tabs.tabText(tabs.currentIndex()).replace("&", "") != "Consents":
        keys.press("Right")


def sign_all(keys: Counting) -> None:
    """Handed over again, one form after the other."""
    open_consents(keys)
    keys.tab_to("Hand over to sign…")
    for form in range(3):
        assert name_of(keys.at) == "Hand over to sign…", (form, keys.at)
        with keys.at_most(9):
            keys.press("Space")
            keys.hands.see("Hand over to sign")
            keys.press("Return")
            sign(keys)
            take_back(keys)
            keys.hands.see("Signed. The patient wants no copy.")


def sign(keys: Counting) -> None:
    """Three times the patient reads, initials and signs."""
    hands = keys.hands
    hands.see("Give back to staff")
    if MOOD in hands.texts():
        # As the series was planned: nobody had to type it again.
        hands.see("The condition to be treated is: Major depression")
    signing.read_to_end(hands)
    if "answers (1)" in hands.texts():
        hands.click("On paper")
    hands.click(signing.AGREE)
    hands.draw("Signature")
    hands.see("Nothing is missing.")
    hands.click("I confirm and sign" if hands.found("I confirm and sign") else "I agree and sign")
    hands.see("You have signed this form.")
    hands.click("No, thank you")


def countersign(keys: Counting) -> None:
    """The prescriber signs beside the patient, and says that she can decide."""
    hands = keys.hands
    open_consents(keys)
    keys.push("Sign as clinician…")
    hands.see(QUESTION)
    keys.choose("Capacity of the patient", "The patient can make this decision")
    hands.draw("Signature")
    keys.press("Ctrl+S")
    hands.see("Explained by Dr Pat Osei")
    keys.press("Ctrl+6")
    hands.see("Everybody who comes in the next 14 days has signed what the visit needs.")


def start(keys: Counting) -> None:
    """With every paper signed, nothing holds up the start."""
    hands = keys.hands
    keys.press("Ctrl+1")
    keys.press("Return")
    hands.see("Before the start")
    keys.push("Fasting")
    keys.fill("Last food", "20:00")
    keys.fill("Last clear drink", "06:30")
    keys.press("Ctrl+S")
    hands.see("Last food 20:00, last drink 06:30")
    keys.push("Escort")
    keys.fill("Name of the escort", "Per Ångström")
    keys.fill("Phone of the escort", "218 555 0142")
    keys.press("Ctrl+S")
    hands.see("Per Ångström, 218 555 0142")
    answer_in_the_chair(keys)
    keys.press("F2")
    for typed in ("124/78", "68", "98", "14", "", "82.4"):
        keys.write(typed, "Return")
    hands.see("82.4 kg")
    for step, confirm in (("Order", "Sign order"), ("Start infusion", "Start now")):
        keys.push(step)
        keys.fill("Patient's name, said again", NAME)
        keys.fill("Date of birth, said again", BORN)
        keys.push(confirm)
        if step == "Order":
            have_it_checked(keys)
    hands.see("Infusing")


def take_back_consent(keys: Counting, clock: DrivenClock) -> None:
    """One key and Enter; a form may follow, and waits with the keys on it."""
    hands = keys.hands
    clock.pass_time(minutes=4)
    hands.window.tick()
    assert hands.found("Patient withdraws consent…")
    with keys.at_most(2):
        keys.press("F7")
        hands.see("The infusion is recorded as stopped at the same moment: stop the pump.")
        keys.press("Return")
        hands.see("The infusion is recorded as stopped.")
    keys.tab_to("Prepare a form to sign")
    keys.press("Space")
    hands.see("It waits to be signed.")


def sign_while_treated(keys: Counting) -> None:
    """What she takes back she may sign now; what she would agree to, she may not."""
    hands = keys.hands
    assert name_of(keys.at) == "Hand over to sign…"
    keys.press("Space")
    hands.see("Hand over to sign")
    keys.press("Return")
    hands.see("Give back to staff")
    signing.read_to_end(hands)
    hands.click(signing.AGREE)
    hands.draw("Signature")
    hands.see("Nothing is missing.")
    hands.click("I take it back and sign")
    hands.see("You have signed this form.")
    hands.click("No, thank you")
    take_back(keys)
    hands.see("Signed. The patient wants no copy.")
    keys.push("New consent…")
    keys.choose("Text", "Consent to intravenous ketamine for chronic pain · English")
    keys.push("Prepare form")
    hands.see("It waits to be signed.")
    keys.push("Hand over to sign…")
    hands.see("Until discharge only a withdrawal or discharge papers can be signed")
    assert not hands.find("Hand over").isEnabled()
    keys.press("Esc")
    assert name_of(keys.at) == "Hand over to sign…"


def watch_and_discharge(keys: Counting, clock: DrivenClock) -> None:
    """The drug is stopped, the care is not."""
    hands = keys.hands
    keys.press("Ctrl+1", "Return")
    hands.see("No more of the drug; monitoring and discharge go on.")
    clock.pass_time(minutes=4)
    hands.window.tick()
    keys.press("F2")
    for typed in ("118/72", "70", "98"):
        keys.write(typed, "Return")
    hands.see("118/72")
    clock.pass_time(minutes=30)
    hands.window.tick()
    (page,) = [page for page in hands.window.findChildren(SessionPage) if page.isVisible()]
    session = page._session
    assert session is not None
    keys.push("Discharge")
    fill_in_discharge(keys, session)
    keys.press("Ctrl+S")
    hands.see("Left at")


def see_to_what_depends(keys: Counting) -> None:
    """What hung on the consent is handled one by one, from the list of the Consents place."""
    hands = keys.hands
    keys.press("Ctrl+6")
    keys.tab_to("Missing for the next 14 days 1")
    keys.press("Right", "Right")
    hands.see("1 thing depends on it")
    keys.tab_to("Papers")
    keys.press("Return")
    hands.see("5 sessions are planned.")
    keys.push("End series: " + DEPENDS)
    hands.see("End series")
    keys.push("End series")
    hands.wait_for(lambda: "5 sessions are planned." not in hands.texts(), "the end of the series")
    hands.wait_for(lambda: name_of(keys.at) == "List of consents", "the list, with the keys,")


def read_the_fingerprint(keys: Counting) -> str:
    """Return what the chart says is printed on the form, with the form in sight."""
    hands = keys.hands
    keys.tab_to("List of consents")
    while keys.at.selected().form_number != 1:
        keys.press("Down")
    assert hands.found("Unchanged since it was signed")
    (said,) = re.findall(r"Fingerprint ((?:[0-9a-f]{4} ?){5})", hands.texts())
    keys.push("Show signed form")
    hands.see("Page 1 of")
    keys.press("Esc")
    assert hands.found("Unchanged since it was signed")
    return str(said)


def check_paper(
    fingerprint: str, clinic_file: Path, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Years later somebody holds the paper in hand and asks whether this clinic signed that."""
    file = tmp_path / "clinic.key"
    file.write_text(" ".join(crypto.to_words(key)), encoding="utf-8")
    capsys.readouterr()
    assert main(["check-paper", *fingerprint.split(), "--clinic", str(clinic_file), "--key-file", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"form 000001, “{MOOD}”" in said
    assert "Where it stands today: withdrawn." in said
    assert "Unchanged since it was signed." in said

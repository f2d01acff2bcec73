"""A clinic that adopted one text, and one person signed it; the other texts are samples still."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import consents, patients, practice, staff, wordings
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.consents import Inked
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, PEOPLE
from tests.hands import Hands

MOOD = "iv-ketamine-mood.en"


@pytest.fixture
def clinic_file(tmp_path: Path, key: bytes, clock: DrivenClock) -> Path:
    """Return a clinic file of this test's own, closed."""
    path = tmp_path / f"texts{SUFFIX}"
    clinic = Clinic.create(path, key, clock)
    practice.found(
        clinic,
        name="Harbour Infusion Clinic",
        address="12 Harbour Lane\nDuluth, MN 55802",
        phone="+1 218 555 0100",
        paper_size="Letter",
        time_zone="America/New_York",
        login="all",
        staff_name="Sam Rivera, MD",
        password=PASSWORD,
        roles=list(Role),
    )
    for login, (name, roles) in PEOPLE.items():
        if login != "all":
            staff.add(Desk.of_system(clinic, "t"), login=login, name=name, roles=roles, password=PASSWORD)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="t")
    wordings.adopt(desk, wordings.shipped()[MOOD].source)
    patient = patients.register(
        desk, details=PatientDetails(family_name="Nguyễn", given_name="Zoë"), facts=ChartFacts()
    )
    consent_id = consents.prepare(desk, patient_id=patient, text_name="iv-ketamine-mood")
    inked = Inked(signer_name="Zoë Nguyễn", clinician="Sam Rivera, MD")
    consents.sign_on_paper(desk, consents.get(desk, consent_id), inked, signed_on=desk.local(desk.now()).date())
    clinic.close()
    return path


@pytest.fixture
def texts(enter: Callable[[str], None], hands: Hands) -> Callable[[str], Hands]:
    """Return a function that signs somebody in and opens the consent texts, the adopted one chosen."""

    def opened(login: str) -> Hands:
        enter(login)
        hands.click("Settings")
        hands.click("Consent texts")
        hands.choose_row("List of consent texts", wordings.shipped()[MOOD].title, open_it=False)
        return hands

    return opened


@pytest.fixture
def editing(texts: Callable[[str], Hands]) -> Hands:
    """Return hands at the editor of the adopted text, its page made."""
    hands = texts("ada")
    hands.click("Edit…")
    hands.see("Page 1 of")
    return hands

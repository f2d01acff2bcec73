"""An hour of a clinic, for faults to fall into: what is recorded, and what a person was told is recorded."""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, notes, patients, sessions, staff
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START, found_clinic
from tests.exchange import outside_files
from tests.records.sessions import steps


@dataclass(frozen=True, slots=True)
class Place:
    """A clinic in which an infusion runs; its file is closed."""

    path: Path
    key: bytes
    patient: str
    session: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told is kept: an entry by its number and hash, a draft or a document by its hash."""

    what: str
    name: str
    digest: str


Step = Callable[[Desk, Place, random.Random], Told]


def make(folder: Path) -> Place:
    """Make the clinic, up to an infusion that runs."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "clinic.clinicdesk"
    key = found_clinic(path)
    clinic = Clinic.open(path, key, DrivenClock(START))
    nurse, prescriber = (
        staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC") for login in ("nina", "pat")
    )
    patient = steps.register_zoe(nurse)
    session = steps.plan_for(nurse, patient)
    steps.run(nurse, prescriber, session)
    clinic.close()
    return Place(path, key, patient, session)


def work(desk: Desk, place: Place, seed: int, count: int | None = None) -> Iterator[Told]:
    """Record one thing after the other, and yield each once it is acknowledged; for ever without ``count``."""
    chance = random.Random(seed)
    done = 0
    while count is None or done < count:
        yield chance.choice(STEPS)(desk, place, chance)
        done += 1


def keeps(clinic: Clinic, staff_id: str, told: Told) -> bool:
    """Tell whether a clinic still has what somebody was told is kept."""
    if told.what == "entry":
        row = next(clinic.rows("SELECT content_hash AS found FROM ledger WHERE seq = ?", int(told.name)), None)
        return row is not None and row["found"].hex() == told.digest
    if told.what == "document":
        return clinic.blobs.has(told.digest) and _digest(clinic.blobs.fetch(told.digest)) == told.digest
    draft = clinic.local.draft(staff_id, told.name)
    # A later draft of the same place may have replaced it before its acknowledgement was given.
    return draft is not None and _number(draft.body) >= int(told.digest)


def _entry(desk: Desk) -> Told:
    last = next(desk.rows("SELECT seq, content_hash FROM ledger ORDER BY seq DESC LIMIT 1"))
    return Told("entry", str(last["seq"]), last["content_hash"].hex())


def _register(desk: Desk, _place: Place, chance: random.Random) -> Told:
    patients.register(
        desk, details=PatientDetails(family_name=f"Doe {chance.randrange(10**6)}", given_name="Ann", middle_name="B.")
    )
    return _entry(desk)


def _observe(desk: Desk, place: Place, chance: random.Random) -> Told:
    values = {Kind.SYSTOLIC: chance.randint(95, 160), Kind.DIASTOLIC: chance.randint(55, 90), Kind.SPO2: 97}
    sessions.observe(desk, place.session, values=values)
    return _entry(desk)


def _write(desk: Desk, place: Place, chance: random.Random) -> Told:
    notes.write(desk, patient_id=place.patient, kind="progress", body="Calm. " * chance.randint(1, 300))
    return _entry(desk)


def _sign(desk: Desk, place: Place, _chance: random.Random) -> Told:
    notes.write_signed(desk, patient_id=place.patient, kind="progress", body="Sleeps better.")
    return _entry(desk)


def _open(desk: Desk, place: Place, _chance: random.Random) -> Told:
    desk.record("chart.open", patient=place.patient)
    return _entry(desk)


def _file(desk: Desk, place: Place, chance: random.Random) -> Told:
    found = incoming.from_bytes(_SCAN + chance.randbytes(40_000))
    documents.file(desk, patient_id=place.patient, incoming=found, source=Source.SCAN_FOLDER, kind="letter")
    return Told("document", "", found.sha256)


def _draft(desk: Desk, _place: Place, chance: random.Random) -> Told:
    before = desk.draft("note:faults")
    number = _number(before.body) + 1 if before else 1
    desk.keep_draft("note:faults", [number, "As she said, " * chance.randint(1, 200)])
    return Told("draft", "note:faults", str(number))


def _number(body: str) -> int:
    return int(body[1 : body.index(",")])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_SCAN = outside_files.picture("JPEG", (120, 160))
STEPS: tuple[Step, ...] = (_register, _observe, _observe, _write, _sign, _open, _file, _draft)
"""Values of a running infusion come twice as often as anything else, as in a clinic."""

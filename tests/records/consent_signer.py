"""A child process that has one consent form after another signed, and tells each that is signed; the test kills it."""

import sys
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.records import staff
from tests.conftest import PASSWORD
from tests.records.consenting import countersign, prepared, sign


def main(clinic_file: str, key: str, patient_id: str) -> None:
    clinic = Clinic.open(Path(clinic_file), bytes.fromhex(key))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="CHILD")
    while True:
        consent = sign(desk, prepared(desk, patient_id))
        sys.stdout.write(f"{consent.id} patient\n")
        sys.stdout.flush()
        countersign(desk, consent)
        sys.stdout.write(f"{consent.id} clinician\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

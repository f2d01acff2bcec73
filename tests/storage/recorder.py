"""A program of its own that records entries and acknowledges each on its standard output, until it is killed."""

import sys
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.storage.entry import insert


def main(path: str, key: str, first: str) -> None:
    clinic = Clinic.open(Path(path), bytes.fromhex(key))
    desk = Desk.of_system(clinic, "PC")
    number = int(first)
    while True:
        patient_id = desk.new_id()
        entry = desk.record(
            "patient.register",
            insert("patients", patient_id, record_number=number, family_name="Doe", given_name="Ann"),
            patient=patient_id,
        )
        sys.stdout.write(f"{entry.id} {patient_id}\n")
        sys.stdout.flush()
        number += 1


main(*sys.argv[1:])

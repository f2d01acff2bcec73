"""A program of its own that files documents and acknowledges each on its standard output, until it is killed."""

import sys
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents
from clinicdesk.records.documents import Source
from tests.exchange import outside_files


def main(path: str, key: str, patient_id: str, first: str) -> None:
    clinic = Clinic.open(Path(path), bytes.fromhex(key))
    desk = Desk.of_system(clinic, "PC")
    number = int(first)
    scan = outside_files.picture("JPEG", (600, 800))
    while True:
        # Half a megabyte, so that a kill falls into the middle of writing it.
        found = incoming.from_bytes(scan + number.to_bytes(8, "big") * 60_000)
        document_id = documents.file(
            desk, patient_id=patient_id, incoming=found, source=Source.SCAN_FOLDER, kind="letter"
        )
        sys.stdout.write(f"{document_id} {found.sha256}\n")
        sys.stdout.flush()
        number += 1


main(*sys.argv[1:])

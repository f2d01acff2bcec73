"""The machine-readable copy of a chart: one JSON file, described in ``docs/chart-file.md``."""

import json
from collections.abc import Sequence
from typing import Any

from clinicdesk import __version__
from clinicdesk.desk import Desk
from clinicdesk.records import chart_copy, chart_rows, patients, practice
from clinicdesk.storage.clock import as_text

FORMAT = "clinicdesk-chart"
VERSION = 1
"""Counted up when a reader of the version before could misunderstand the file."""


def build(desk: Desk, patient_id: str, *, left_out: Sequence[str] = ()) -> bytes:
    """Return the file as UTF-8. Recording that it leaves is the caller's. Raises ``NotAllowed`` and ``NotFound``."""
    chart_copy.check(desk)
    return json.dumps(document(desk, patient_id, left_out=left_out), ensure_ascii=False, indent=1).encode("utf-8")


def document(desk: Desk, patient_id: str, *, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the file says."""
    patient, clinic = patients.get(desk, patient_id), practice.get(desk)
    rows = chart_rows.of_patient(desk, patient.id)
    link = desk.clinic.link_at()
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "program": f"ClinicDesk {__version__}",
        "made_at": as_text(desk.now()),
        "made_by": desk.person.name,
        "clinic": {
            "name": clinic.name,
            "address": clinic.address,
            "phone": clinic.phone,
            "time_zone": clinic.time_zone,
        },
        "record": {"entries": link.seq, "chain_hash": link.chain_hash} if link else None,
        "patient": {"id": patient.id, "record_number": patient.record_number},
        "tables": rows,
        "written": chart_rows.written_by(desk, rows),
        "texts": chart_rows.texts_named(desk, rows),
        "staff": chart_rows.people_named(desk, rows),
        "left_out": [*left_out, *chart_rows.LEFT_OUT.values()],
    }

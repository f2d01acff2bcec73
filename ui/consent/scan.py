"""Taking in the scan of a signed paper: read once, tried once, kept."""

from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.printing import from_desk, scanned
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent
from clinicdesk.records.consents.paper import LARGEST_SCAN


def add(desk: Desk, consent: Consent, file: Path) -> None:
    """Keep a file as the scan of a consent. Raises ``ClinicDeskError`` when it cannot be read or shown."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_SCAN + 1)
    except OSError:
        raise BadValue(_("This file cannot be read. Check the file and the folder, then choose it again.")) from None
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        # A picture that cannot be shown later is told now, while the paper is still at hand.
        about = from_desk.about(patients.get(desk, consent.patient_id))
        scanned.as_pdf(content, from_desk.letterhead(desk), from_desk.imprint(desk, _("Consent form")), about)
    consents.receive_scan(desk, consent, content)

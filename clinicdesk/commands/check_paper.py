"""``clinicdesk check-paper``: did this clinic sign what carries this fingerprint, and is it unchanged since?"""

import argparse

from clinicdesk.clinic import Clinic
from clinicdesk.commands.opening import add_clinic_arguments, clinic_path, find_key, say
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from clinicdesk.records.consents.proof import SHORT_DIGITS

WORKSTATION = "check-paper"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the fingerprint, and the arguments that say which clinic."""
    parser.add_argument(
        "fingerprint",
        nargs="+",
        metavar="FINGERPRINT",
        help=_("as it is printed on the form, {count} digits or more, or what its QR code holds").format(
            count=SHORT_DIGITS
        ),
    )
    add_clinic_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say which form it is, when and how it was signed, and whether it is unchanged. Names nobody.

    Returns 0 for "yes, unchanged" and 1 for "changed since". Raises ``NotFound`` when this clinic signed no such form.
    """
    path = clinic_path(arguments)
    clinic = Clinic.open(path, find_key(path, arguments.key_file), accept_behind=True)
    try:
        desk = Desk.of_system(clinic, WORKSTATION)
        found = consents.by_fingerprint(desk, " ".join(arguments.fingerprint))
        if not found:
            raise NotFound(_("This clinic has signed nothing with this fingerprint. Check that it is typed in full."))
        return max([_tell(desk, consent) for consent in found])
    finally:
        clinic.close()


def _tell(desk: Desk, consent: Consent) -> int:
    proof = consents.prove(desk, consent)
    moment = format_date_time(desk.local(consent.seals[0].sealed_at))
    say(
        _("Yes: form {number:06d}, “{title}”, {text} version {version}, first signed {moment}.").format(
            number=consent.form_number,
            title=consent.title,
            text=consent.key,
            version=consent.text_version,
            moment=moment,
        )
    )
    say(_("Where it stands today: {state}.").format(state=consent.status.words.lower()))
    if proof.ok:
        say(_("Unchanged since it was signed."))
        return 0
    say(_("It was changed since it was signed:"))
    for sentence in proof.faults:
        say(f"- {sentence}")
    return 1

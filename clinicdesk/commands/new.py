"""``clinicdesk new FILE``: make a clinic without the window."""

import argparse
from pathlib import Path

from clinicdesk import workstation
from clinicdesk.clinic import Clinic
from clinicdesk.commands.opening import read_secret, say
from clinicdesk.errors import KeyringLocked
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import practice
from clinicdesk.storage import keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what a new clinic needs to know."""
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the file to make"))
    parser.add_argument("--name", required=True, help=_("the practice's name, as it prints on papers"))
    parser.add_argument("--staff", required=True, metavar="LOGIN", help=_("the login of the first administrator"))
    parser.add_argument("--password-file", required=True, type=Path, metavar="F", help=_("a file with the password"))
    parser.add_argument("--staff-name", default="", help=_("the administrator's name, as it prints on records"))
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        choices=[role.value for role in Role],
        help=_("a further role of the administrator; may be given several times"),
    )
    parser.add_argument("--address", default="", help=_("the practice's address"))
    parser.add_argument("--phone", default="", help=_("the practice's phone number"))
    parser.add_argument("--paper-size", default="Letter", choices=practice.PAPER_SIZES, help=_("the paper in use"))
    parser.add_argument("--time-zone", default="UTC", help=_("the practice's time zone, e.g. America/New_York"))


def run(arguments: argparse.Namespace) -> int:
    """Make the clinic, keep its key in the keyring where there is one, and print the recovery key last."""
    password = read_secret(arguments.password_file)
    key = keys.new_key()
    clinic = Clinic.create(arguments.file, key)
    try:
        practice.found(
            clinic,
            name=arguments.name,
            address=arguments.address,
            phone=arguments.phone,
            paper_size=arguments.paper_size,
            time_zone=arguments.time_zone,
            login=arguments.staff,
            staff_name=arguments.staff_name or arguments.staff,
            password=password,
            roles=[Role(role) for role in arguments.role],
            workstation=workstation.name(),
        )
    finally:
        # Removes the file again if the practice could not be founded.
        clinic.discard()
    say(_("The clinic {name} is made.").format(name=arguments.name))
    try:
        kept = keys.keep(key)
    except KeyringLocked:
        kept = False
    if kept:
        say(_("Its key is kept in the keyring of this PC."))
    else:
        say(_("This PC has no open keyring: the recovery key will be asked for at each start."))
    say(_("Write down the recovery key. Without it nobody can open the clinic on another PC:"))
    say(" ".join(keys.to_words(key)))
    return 0

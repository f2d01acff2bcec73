"""``clinicdesk copy-chart``: the whole chart as a PDF and a machine-readable file, with its disclosure recorded."""

import argparse
from pathlib import Path

from clinicdesk.commands.opening import (
    add_clinic_arguments,
    add_staff_arguments,
    open_clinic,
    read_secret,
    say,
    sign_in,
)
from clinicdesk.exchange import chart_package
from clinicdesk.exchange.chart_package import Given
from clinicdesk.language import _
from clinicdesk.records import chart_copy, patients, rights
from clinicdesk.records.disclosures import Basis, Way


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whose chart, where the files go, and what is written into the accounting of disclosures."""
    parser.add_argument("number", type=_number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder to write the files in"))
    parser.add_argument("--to", metavar="NAME", help=_("who receives it (else who asked, or the patient)"))
    parser.add_argument("--address", default="", metavar="TEXT", help=_("where they receive it"))
    parser.add_argument("--purpose", metavar="TEXT", help=_("what it is for (else: the patient asked for it)"))
    bases = [str(basis) for basis in Basis]
    parser.add_argument("--basis", choices=bases, help=_("why it may leave (else as the request says, or the patient)"))
    ways = [str(way) for way in Way]
    parser.add_argument("--way", choices=ways, default=str(Way.HANDED_OVER), help=_("how it leaves"))
    parser.add_argument(
        "--copy-password-file", type=Path, metavar="F", help=_("one PDF with the password in this file")
    )
    parser.add_argument("--force", action="store_true", help=_("write over files that exist"))
    add_clinic_arguments(parser)
    add_staff_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the copy, record it, and write its files. An open request for a copy is ended by it."""
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        patient = patients.by_record_number(desk, arguments.number)
        password = read_secret(arguments.copy_password_file) if arguments.copy_password_file else ""
        request = next(iter(chart_copy.open_requests(desk, patient.id)), None)
        package = chart_package.make(desk, patient.id, password=password)
        given = Given(
            recipient=arguments.to or (request.asked_by if request else _("The patient")),
            recipient_address=arguments.address,
            purpose=arguments.purpose or _("The patient asked for it"),
            basis=arguments.basis or (rights.basis_of(request) if request else Basis.PATIENT),
            way=arguments.way,
            request=request,
        )
        paths = chart_package.give(desk, package, arguments.out, given, force=arguments.force)
    finally:
        clinic.close()
    for path in paths:
        say(_("Copy of the chart: {file}").format(file=path))
    for sentence in package.not_shown:
        say(sentence)
    return 0


def _number(text: str) -> int:
    digits = text.replace(" ", "").replace("\u00a0", "")
    if not digits.isdecimal() or len(digits) > 9:
        raise argparse.ArgumentTypeError(_("“{text}” is not a number.").format(text=text))
    return int(digits)
